"""The shipped example of a search: its table, searched again, gives what its case file says."""

import json
from pathlib import Path

import pytest

from additionality.engine.case import read_case
from projects.activities.counting import count
from tests.projects.activities.data import REAL, make_data_set

pytestmark = pytest.mark.django_db
CASES = Path(__file__).resolve().parents[3] / "docs" / "cases"
EXAMPLE = CASES / "wind-searched.json"
TABLE = EXAMPLE.with_name("wind-searched.plants.csv")


def mapping() -> dict:
    """As the whole file of Taiwan is mapped, but for the coordinates, which the extract leaves out."""
    columns = {
        field: heading
        for field, heading in REAL["TWN"]["columns"].items()
        if field not in ("latitude", "longitude")
    }
    return REAL["TWN"] | {"columns": columns, "values": {"country": {"Taiwan": "TW"}}}


def searched_for(project: dict) -> dict:
    """The project without its notice, whose evidence is in the case file only."""
    return {name: value for name, value in project.items() if name != "prior_consideration"}


def test_the_table_of_the_example_gives_its_plants_again(proponent):
    case = read_case(json.loads(EXAMPLE.read_text(encoding="utf-8")))
    stated = case.to_dict()["common_practice"]
    said = {name: stated["dataset"][name] for name in ("title", "licence", "attribution")}
    make_data_set(proponent, content=TABLE.read_bytes(), mapping=mapping(), name=TABLE.name, **said)

    counted = count(
        {
            "data_set": said["title"],
            "pack": case.pack,
            "assessed_on": case.assessed_on.isoformat(),
            "country": "TW",
            "project": searched_for(case.to_dict()["project"]),
        }
    )

    assert counted.case["common_practice"] | {"area": stated["area"]} == stated
