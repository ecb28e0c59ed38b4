"""A scenario attached to a request is printed, travels with the record, and is computed again."""

import json

import pytest
from django.utils import translation

from additionality.determination.recompute import by_engine, scenarios_again
from projects.models import Determination, Edition
from projects.register.edition import write_edition
from projects.register.record import determination_record
from projects.services import reviewing
from projects.services.deciding import decide
from projects.services.moves import make_move
from projects.services.scenarios import keep_scenario
from tests.factories import case_file, make_case, make_person, make_submission

pytestmark = pytest.mark.django_db
CHANGES = [
    {"path": "investment.lines[0].amounts", "factor": "0.9"},
    {"path": "investment.benchmark.rate", "value": "0.09"},
]


@pytest.fixture
def determination() -> Determination:
    """Refused, with a scenario attached to a request on the first of two submissions and another
    to one on the second, and a third attached to none."""
    proponent, reviewer = make_person("proponent"), make_person("reviewer")
    case = make_case(prepared_by=proponent)
    make_submission(case)
    ask(case, reviewer, 1, "Cheaper turbines")
    reviewing.send_back(case=case, actor=reviewer, submission_number=1)
    case.refresh_from_db()
    data = case_file()
    data["investment"]["lines"][2]["amounts"] = ["0", *["75"] * 10]
    make_submission(case, data)
    make_move(case=case, name="submit", actor=proponent)
    ask(case, reviewer, 2, "Cheaper still")
    keep_scenario(case=case, actor=reviewer, submission_number=2, name="For myself",
                  reason="A thought.", changes=CHANGES)  # fmt: skip
    case.refresh_from_db()
    return decide(
        case=case, actor=reviewer, decision="refused", reasons="No.", edition=Edition.ENGLISH
    )


def ask(case, reviewer, number: int, name: str) -> None:
    reviewing.take_up(case=case, actor=reviewer, declaration="No interest.")
    kept = keep_scenario(case=case, actor=reviewer, submission_number=number, name=name,
                         reason="The second offer.", changes=CHANGES)  # fmt: skip
    reviewing.raise_request(case=case, actor=reviewer, submission_number=number, kind="CAR" if number == 1 else "FAR",
                            part="investment", text=f"Why? {number}", scenario=kept)  # fmt: skip


def attached(record: dict) -> list[dict]:
    return [one["scenario"] for one in record["review_history"] if "scenario" in one]


def test_the_record_carries_what_was_attached_and_computes_it_again(determination):
    record = determination_record(determination)
    first, second = attached(record)

    assert (first["name"], second["name"]) == ("Cheaper turbines", "Cheaper still")
    assert "case" in first
    assert "case" not in second
    assert second["changes"] == CHANGES
    assert "For myself" not in json.dumps(record)
    assert scenarios_again(record, by_engine) == "identical"


@pytest.mark.parametrize(
    ("spoil", "answer"),
    [
        (lambda one: one["finding"]["figures"].update(indicator="0.5"), "different"),
        (lambda one: one.update(conclusion="inconclusive"), "different"),
        (lambda one: one["changes"][1].update(value="0.0901"), "different"),
        (lambda one: one.update(case_sha256="0" * 64), "different"),
        (lambda one: one.update(pack_sha256="0" * 64), "not_possible"),
        (lambda one: one["changes"].append({"path": "project.name", "value": "X"}), "not_possible"),
        (lambda one: one["changes"].append({"path": "investment.years", "value": "1e9"}), "not_possible"),
        (lambda one: one.update(changes=7), "not_possible"),
        (lambda one: one.clear(), "not_possible"),
    ],
    ids=["figure", "conclusion", "change", "case", "rules", "place", "years", "no list", "empty"],
)  # fmt: skip
def test_what_was_written_into_it_is_noticed(determination, spoil, answer):
    record = determination_record(determination)
    spoil(attached(record)[1])

    assert scenarios_again(record, by_engine) == answer


def test_too_many_are_not_computed(determination):
    record = determination_record(determination)
    record["review_history"] *= 101

    assert scenarios_again(record, by_engine) == "not_possible"
    assert scenarios_again({"review_history": [1, {}]}, by_engine) == "none"
    assert scenarios_again({"review_history": 1}, by_engine) == "none"


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_the_document_prints_it_with_the_request(determination, language):
    with translation.override(language):
        edition = write_edition(determination, language=language, attached={"r": "0" * 64},
                                record_name="r", is_first=True)  # fmt: skip

    assert "Cheaper turbines" in edition.body
    assert "The second offer." in edition.body
    assert edition.body.count("Cheaper still") == 1  # though the decision names its request again
    assert "For myself" not in edition.body
    pictures = [name for name in edition.pictures if "-scenario-" in name]
    assert len(pictures) == 2
    for name in pictures:
        assert f'src="{name}"' in edition.body
