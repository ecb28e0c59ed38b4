"""Data sets for tests: small tables written here, and the real files beside the project."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from projects.activities.mapping import read_mapping
from projects.models import DataSet, Person
from projects.services import importing

#: The tables of the Global Power Plant Database v1.3.0 (WRI, CC BY 4.0), beside the project: they
#: are not copied into it.
ROOT = Path(__file__).resolve().parents[3]
BESIDE = [folder / "shared" / "data" / "power-plants" for folder in ROOT.parents]
PLANTS = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[0])
REAL_NAMES = ("TWN", "BRA", "IND")
#: For the tests of these files, and no others: a clone of the project alone does not have them.
needs_real_files = pytest.mark.skipif(
    not all((PLANTS / f"{name}.csv").is_file() for name in REAL_NAMES),
    reason="the source tables TWN.csv, BRA.csv and IND.csv of the Global Power Plant Database v1.3.0 "
    f"belong into {PLANTS}; they are no part of the project",
)
HEADER = ("name", "mw", "year", "fuel", "technology", "country", "status")
MAPPING: dict[str, Any] = {
    "columns": {
        "name": "name",
        "capacity": "mw",
        "started": "year",
        "energy_source": "fuel",
        "technology": "technology",
        "country": "country",
        "carbon_status": "status",
    },
    "fixed": {"unit": "MW", "output": "electricity", "measure": "technology_switch"},
}
REAL = {
    "TWN": {
        "columns": {
            "name": "Name", "capacity": "Capacity (MW)", "started": "Commissioning Date",
            "energy_source": "Fuel", "technology": "Generator Technology", "country": "Country",
            "latitude": "Latitude", "longitude": "Longitude",
        },
        "fixed": MAPPING["fixed"],
    },
    "BRA": {
        "columns": {
            "name": "name", "capacity": "capacity_mw", "started": "commissioning_year",
            "energy_source": "primary_fuel", "country": "country",
            "latitude": "latitude", "longitude": "longitude",
        },
        "fixed": MAPPING["fixed"],
    },
}  # fmt: skip
REAL["IND"] = {
    "columns": {**REAL["BRA"]["columns"], "carbon_status": "source"},
    "fixed": MAPPING["fixed"],
    "values": {"carbon_status": {"CDM": "registered"}},
    "otherwise": {"carbon_status": ""},
}


def plant(**changes: str) -> tuple[str, ...]:
    """One row of a table, of a wind farm of 30 MW that runs since 2008."""
    values = {
        "name": "North", "mw": "30", "year": "2008", "fuel": "Wind", "technology": "onshore wind",
        "country": "TW", "status": "none",
    }  # fmt: skip
    return tuple((values | changes)[name] for name in HEADER)


def table(
    *rows: tuple[str, ...], header: tuple[str, ...] = HEADER, encoding: str = "utf-8"
) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode(encoding)


def begin(
    actor: Person, content: bytes, mapping: dict[str, Any] | None = None, **said: str
) -> DataSet:
    """A data set whose rows are not read yet."""
    name = said.pop("name", "plants.csv")
    upload = importing.take_in(actor=actor, file=io.BytesIO(content), name=name)
    words = {"title": "Plants", "licence": "CC BY 4.0", "attribution": "A register"} | said
    return importing.begin(
        upload=upload, actor=actor, mapping=read_mapping(mapping or MAPPING), at_once=True, **words
    )


def make_data_set(
    actor: Person, *rows: tuple[str, ...], content: bytes | None = None,
    mapping: dict[str, Any] | None = None, **said: str,
) -> DataSet:  # fmt: skip
    """A complete data set."""
    data_set = begin(actor, content or table(*(rows or [plant()])), mapping, **said)
    importing.read_rows(str(data_set.pk))
    data_set.upload.refresh_from_db()
    return data_set


def make_real(actor: Person, name: str) -> DataSet:
    """One of the real files."""
    content = (PLANTS / f"{name}.csv").read_bytes()
    return make_data_set(actor, content=content, mapping=REAL[name], title=name)
