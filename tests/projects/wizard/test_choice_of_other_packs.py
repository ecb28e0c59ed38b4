"""The choice between analyses under packs that group them otherwise than those that come with the application."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from additionality.engine.rulepack import load_pack
from projects.models import Case
from projects.wizard import answers
from projects.wizard.facts import draft_from
from tests.factories import case_file, client_of, make_case
from tests.projects.wizard.driving import press, url_of

pytestmark = pytest.mark.django_db
COUNTS = {"area": "TW", "n_all": "20", "n_diff": "17"}


@pytest.fixture
def case_of(proponent, monkeypatch):
    """A complete case under a pack that asks these of a large project, any of a group being enough."""

    def make(*required: str | tuple[str, ...], blank: tuple[str, ...] = ()) -> Case:
        pack = load_pack("tw-offset")
        rule = replace(pack.tiers["large"], required=required, choice="any")
        changed = replace(pack, tiers={**pack.tiers, "large": rule})
        monkeypatch.setattr(answers, "load_pack", lambda _key: changed)
        draft = draft_from(case_file())
        for step in blank:
            draft.pop(step, None)
        return make_case(prepared_by=proponent, pack_key="tw-offset", draft=draft)

    return make


def choice_of(case: Case) -> str:
    return reverse("wizard:choose", args=[case.pk])


def ways_of(response) -> list:
    return [way for choice in response.context["choices"] for way in choice.ways]


def back_of(client, case: Case, step: str) -> str:
    page = client.get(url_of(case, step)).content.decode()
    return re.search(r'class="steps-back".*?href="([^"]+)"', page, re.DOTALL)[1]


@pytest.mark.parametrize("analysis", ["eligibility", "prior_consideration"])
def test_a_way_without_pages_of_its_own_leads_to_the_task_list(proponent, case_of, analysis):
    case = case_of("regulatory", (analysis, "investment"))

    response = client_of(proponent).get(choice_of(case))

    assert response.status_code == 200
    first, second = ways_of(response)
    assert (first.pages, first.url) == ([], reverse("cases:overview", args=[case.pk]))
    assert second.pages
    assert second.url.startswith(reverse("cases:overview", args=[case.pk]))


def test_where_no_page_serves_any_of_the_ways_the_choice_leads_to_the_task_list(proponent, case_of):
    case = case_of("regulatory", ("eligibility", "prior_consideration"))

    response = client_of(proponent).get(choice_of(case))

    assert response.headers["Location"] == reverse("cases:overview", args=[case.pk])


def test_the_choice_goes_on_to_what_is_required_after_it(proponent, case_of):
    groups = ("regulatory", ("investment", "barriers"), "common_practice")
    case = case_of(*groups, blank=("common-practice", "alternatives", "barriers"))
    client = client_of(proponent)
    ways = ways_of(client.get(choice_of(case)))
    assert [way.state for way in ways] == ["complete", "not_started"]

    assert press(client, case, "sensitivity").url == choice_of(case)
    page = client.get(choice_of(case))
    assert page.context["is_enough"]
    assert page.context["onward"].url == url_of(case, "common-practice")
    text = page.content.decode()
    assert "One of them is answered. You can go on now, or show another one as well." in text
    assert f'class="button" href="{url_of(case, "common-practice")}"' in text
    assert reverse("cases:check", args=[case.pk]) not in text
    assert back_of(client, case, "common-practice") == choice_of(case)

    press(client, case, "common-practice", **COUNTS)
    page = client.get(choice_of(case))
    assert page.context["onward"] is None
    assert reverse("cases:check", args=[case.pk]) in page.content.decode()


def test_of_two_choices_each_needs_a_way_that_is_answered(proponent, case_of):
    case = case_of(
        ("regulatory", "investment"),
        ("barriers", "common_practice"),
        blank=("search", "laws", "exclusions", "alternatives", "barriers", "common-practice"),
    )
    client = client_of(proponent)
    page = client.get(choice_of(case))
    assert not page.context["is_enough"]
    text = page.content.decode()
    headings = re.findall(r"<h([123])>(.*?)</h", text)
    assert headings[:3] == [
        ("1", "One of each group is enough"),
        ("2", "One of these is enough: Regulatory additionality, Investment analysis"),
        ("3", "Regulatory additionality"),
    ]
    assert ("2", "One of these is enough: Barrier analysis, Common practice analysis") in headings
    assert text.count("One of them is answered. You can go on now") == 1  # the first of the groups

    press(client, case, "common-practice", **COUNTS)
    page = client.get(choice_of(case))
    assert page.context["is_enough"]
    assert "One of them is answered" not in page.content.decode()
