"""Whatever is in a draft, its pages open, and nothing unreadable is submitted."""

import random

import pytest
from django.urls import reverse

from projects.services.submitting import SubmitRefused, submit
from tests.factories import client_of
from tests.projects.cases import scenes

GARBAGE = [
    "",
    "abc",
    "-1",
    "1e999",
    "９９９",
    "<b>",
    "1,2,3",
    "0x1",
    "２０２６年",
    "E1",
    "A1",
    "no",
    "%s",
]
PAGES = ("overview", "check", "evidence", "requests", "export")


@pytest.mark.parametrize("seed", range(12))
def test_a_garbled_draft_opens_and_is_not_submitted_wrongly(proponent, seed):
    chance = random.Random(seed)
    case = scenes.drafted(proponent)
    for step in case.draft.values():
        for name in list(step):
            if chance.random() < 0.3:
                step[name] = [chance.choice(GARBAGE)]
            if chance.random() < 0.1:
                del step[name]
    case.save()
    client = client_of(proponent)

    for page in PAGES:
        response = client.get(reverse(f"cases:{page}", kwargs={"pk": case.pk}))
        assert response.status_code == 200, page
    declared = client.get(reverse("cases:declare", kwargs={"pk": case.pk}))
    may_submit = declared.status_code == 200
    if may_submit:
        assert send(case, proponent).case_data()["project"]["name"]
    else:
        with pytest.raises(SubmitRefused) as refused:
            send(case, proponent)
        assert refused.value.problems


def send(case, actor):
    return submit(case=case, actor=actor, version=case.draft_version, declaration="I declare.")
