"""A world in which every form of the site is open to somebody."""

from collections import Counter
from dataclasses import replace

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from projects.models import Case, EntryKind, Issuing, Person, RequestEntry, Status
from projects.services import reviewing
from projects.services.inviting import invitation_tokens
from tests.factories import make_case, make_submission
from tests.projects.cases import scenes
from tests.projects.register.decided import make_determination
from tests.projects.test_access import World, world
from tests.projects.test_workflow import fragile_case

__all__ = ["wide_world", "world"]


@pytest.fixture
def wide_world(world: World) -> World:
    """The world of the access table, with a case in every state and something to do in each."""
    proponent, reviewer = world.people["the proponent"], world.people["the reviewer"]
    assert proponent
    assert reviewer
    entry = {"kind": EntryKind.ANSWERED, "text": "See the study.", "by": proponent}
    RequestEntry.objects.create(request=world.request, **entry)
    draft = world.cases["draft"]
    draft.draft["route"] = {"route": ["both"]}
    draft.save()
    fragile = make_case(prepared_by=proponent)
    make_submission(fragile, fragile_case())
    ready, submitted, withdrawn = (make_case(prepared_by=proponent) for _ in range(3))
    for case in (ready, submitted, withdrawn):
        make_submission(case)
    for case in (fragile, ready):
        reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")
    asked = {"kind": "CAR", "part": "investment", "text": "Why?", "submission_number": 1}
    reviewing.raise_request(case=fragile, actor=reviewer, **asked)
    Case.objects.filter(pk=withdrawn.pk).update(status=Status.WITHDRAWN)
    waiting = scenes.drafted(proponent, scenes.large_file() | {"evidence": [listed()]})
    failed = make_determination(proponent=proponent, reviewer=reviewer)
    Issuing.objects.filter(determination=failed).update(stage="failed", error="not_drawn")
    more = {
        "fragile": fragile,
        "ready": ready,
        "submitted": submitted,
        "withdrawn": withdrawn,
        "returned": scenes.returned(proponent, reviewer),
        "waiting": waiting,
        "submittable": scenes.drafted(proponent),
    }
    return replace(world, cases=world.cases | more, determination=failed)


def listed() -> dict[str, str]:
    """Evidence that a case file names and nobody has uploaded."""
    return {"id": "E1", "title": "Study", "file": "study.pdf", "sha256": "0" * 64}


def mailed(person: Person, *, invited: bool) -> dict[str, str]:
    """What stands in the link of a mail that lets `person` choose a password."""
    tokens = invitation_tokens if invited else default_token_generator
    key = urlsafe_base64_encode(force_bytes(person.pk))
    return {"uidb64": key, "token": tokens.make_token(person)}


def pytest_terminal_summary(terminalreporter) -> None:
    """Say how many posts were sent, and what became of them."""
    statuses: Counter[int] = Counter()
    for report in terminalreporter.getreports("passed"):
        statuses.update(dict(report.user_properties).get("posts", {}))
    if statuses:
        found = ", ".join(f"{count:,} x {status}" for status, count in sorted(statuses.items()))
        terminalreporter.write_line(f"{statuses.total():,} posts to every form: {found}")
