"""No page needs more queries because there is more to show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Case, Person
from projects.services import reviewing
from projects.services.moves import make_move
from projects.services.scenarios import keep_scenario
from tests.factories import make_organisation, make_person
from tests.projects.activities.data import make_data_set, plant
from tests.projects.test_access import (
    TABLE,
    WHO,
    Row,
    World,
    browser_of,
    make_determination,
    make_draft,
    make_evidence,
    make_listed_source,
    make_registry_list,
    make_spreadsheet,
    submit_with,
    world,
)

__all__ = ["world"]  # the fixture

pytestmark = pytest.mark.django_db
#: So many suffice for every page; the most are at the desk, which asks of every move if it is open.
MOST = 36


def grow(world: World) -> None:
    """More of everything that a page may list: people, cases, evidence, submissions, requests."""
    proponent, reviewer = world.people["the proponent"], world.people["the reviewer"]
    assert proponent
    assert reviewer
    for _ in range(3):
        make_person("proponent", make_organisation())
        make_evidence_again(world.cases["draft"])
        make_spreadsheet(world.cases["draft"])
        make_draft(proponent)
    for number in range(3):
        rows = [plant(name=f"Plant {n}", mw="" if n % 2 else "30") for n in range(9)]
        make_data_set(proponent, *rows, title=f"Another {number}")
        make_data_set(proponent, *rows, title="Used")
    for serial in range(2, 5):
        make_determination(proponent, reviewer, number=f"TW-2026-{serial:04}")
    make_registry_list(world.people["an administrator"], rows=30)
    for serial in range(30):
        make_listed_source(world.people["an administrator"], f"Plant {serial}")
    rounds(world, range(3, 6))


def rounds(world: World, numbers: range) -> None:
    """Send the submissions with these numbers back with requests, each to be submitted again."""
    proponent, reviewer = world.people["the proponent"], world.people["the reviewer"]
    assert proponent
    assert reviewer
    for number in numbers:
        asked_with_scenario(world.cases["reviewed"], reviewer, number)
        another_round(world.cases["reviewed"], proponent, reviewer, number)


def make_evidence_again(case: Case) -> None:
    make_evidence(case, key=f"E{case.evidence_files.count() + 1}")


def another_round(case: Case, proponent: Person, reviewer: Person, number: int) -> None:
    """Requests of every part, sent back, submitted again and taken up again."""
    for part in ("project", "size", "evidence"):
        reviewing.raise_request(
            case=case, actor=reviewer, submission_number=number, kind="CAR", part=part, text="Why?"
        )
    reviewing.send_back(case=case, actor=reviewer, submission_number=number)
    case.refresh_from_db()
    evidence = case.evidence_files.first()
    assert evidence is not None
    submit_with(case, evidence)
    make_move(case=case, name="submit", actor=proponent)
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")


def asked_with_scenario(case: Case, reviewer: Person, number: int) -> None:
    """A request on a submission with a scenario of it, and a scenario that is attached to none."""
    change = {"path": "investment.benchmark.rate", "value": "0.09"}
    on = {"case": case, "actor": reviewer, "submission_number": number}
    for name in ("Official rate", "Another rate"):
        kept = keep_scenario(**on, name=name, reason="It is published.", changes=[change])
    reviewing.raise_request(**on, kind="CL", part="investment", text="Why?", scenario=kept)


def counts(world: World) -> dict[str, int]:
    """The queries of every page, opened by everybody it opens to."""
    found = {}
    for row in (row for row in TABLE if row.method == "GET"):
        for who, answer in zip(WHO, row.who, strict=True):
            if answer == "o":
                found[f"{row} by {who}"] = queries(world, row, who)
    return found


def queries(world: World, row: Row, who: str) -> int:
    client = browser_of(world.people[who])
    client.get(world.address(row))  # what is looked up once in a process is not counted
    with CaptureQueriesContext(connection) as captured:
        client.get(world.address(row))
    return len(captured)


def test_more_to_show_costs_no_more_queries(world):
    rounds(world, range(2, 3))  # so that there is one of everything
    few = counts(world)
    grow(world)
    many = counts(world)

    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
    assert {name: number for name, number in many.items() if number > MOST} == {}
