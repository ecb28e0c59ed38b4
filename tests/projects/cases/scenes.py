"""Cases in every state, for the tests of the pages."""

import json

from projects.models import Case, Person
from projects.services import reviewing
from projects.services.beginning import begin_from
from projects.services.moves import make_move
from projects.services.submitting import submit
from tests.factories import case_file


def large_file() -> dict:
    """The large case, with every source in words, so that it needs no file."""
    data = case_file(evidence=[])
    data["regulatory"]["laws"][0]["evidence"] = []
    data["investment"]["benchmark"]["source"] = "Bank offer of January 2025"
    data["investment"]["lines"][0]["source"] = "Offer of the manufacturer"
    return data


def drafted(actor: Person, data: dict | None = None) -> Case:
    """A finished draft."""
    return begin_from(actor=actor, text=json.dumps(data or large_file()))


def submitted(actor: Person, data: dict | None = None) -> Case:
    case = drafted(actor, data)
    submit(case=case, actor=actor, version=case.draft_version, declaration="I declare.")
    return case


def returned(actor: Person, reviewer: Person, kind: str = "CAR") -> Case:
    """Sent back with one request on the investment analysis."""
    case = submitted(actor)
    make_move(case=case, name="take_up", actor=reviewer)
    reviewing.raise_request(
        case=case,
        actor=reviewer,
        submission_number=1,
        kind=kind,
        part="investment",
        text="Show the source of the tariff.",
    )
    reviewing.send_back(case=case, actor=reviewer, submission_number=1)
    case.refresh_from_db()
    return case
