"""Plain functions that make valid things; every argument may be given."""

import copy
import itertools
import json
from typing import Any

from django.test import Client

from projects.models import Case, Organisation, Person, Role, Status, Submission

numbers = itertools.count(1)
PASSWORD = "a long enough passphrase"

LARGE_CASE: dict[str, Any] = {
    "format": "additionality-case/1",
    "pack": "tw-offset",
    "assessed_on": "2026-11-21",
    "project": {
        "name": "Coastal wind farm",
        "name_zh": "濱海風場",
        "proponent": "Example Energy Co.",
        "country": "TW",
        "region": "Miaoli",
        "latitude": "24.62",
        "longitude": "120.76",
        "measure": "technology_switch",
        "technology": "onshore wind",
        "energy_source": "wind",
        "output": "electricity",
        "capacity": {"value": "34", "unit": "MW"},
        "annual_reductions": [{"year": year, "tco2e": "66000"} for year in range(2027, 2032)],
        "decision_date": "2025-03-01",
        "start_date": "2026-01-15",
        "crediting": {"kind": "renewable", "years": 5},
        "removals": False,
    },
    "regulatory": {
        "searched": "National and county law on wind power, searched 2026-10-01",
        "laws": [
            {
                "title": "Renewable Energy Development Act",
                "clause": "Art. 12",
                "territory": "TW",
                "adopted": "2009-07-08",
                "binding": True,
                "mandates_activity": False,
                "systematically_unenforced": False,
                "noncompliance_widespread": False,
                "evidence": ["E1"],
            }
        ],
    },
    "alternatives": [
        {
            "id": "A0",
            "name": "The project without credits",
            "is_project": True,
            "complies_with_law": True,
        },
        {"id": "A1", "name": "Power from the grid", "complies_with_law": True},
    ],
    "route": "investment",
    "investment": {
        "option": "benchmark",
        "indicator": "project_irr",
        "tax_basis": "pre_tax",
        "price_basis": "nominal",
        "currency": "TWD",
        "technical_life_years": 10,
        "benchmark": {
            "rate": "0.0825",
            "basis": "wacc",
            "tax_basis": "pre_tax",
            "price_basis": "nominal",
            "source": "E1",
            "source_date": "2025-01-31",
        },
        "timing": "start",
        "first_year": 2026,
        "lines": [
            {
                "name": "Turbines",
                "kind": "capex",
                "amounts": ["1500", *["0"] * 10],
                "source": "E1",
                "source_date": "2025-02-10",
            },
            {"name": "Power sales", "kind": "revenue", "amounts": ["0", *["250"] * 10]},
            {"name": "O&M", "kind": "opex", "amounts": ["0", *["70"] * 10]},
            {"name": "Credits", "kind": "carbon_revenue", "amounts": ["0", *["60"] * 10]},
        ],
        "sensitivity": {"range": "0.10", "explanation": ""},
    },
    "common_practice": {"area": "TW", "area_reason": "", "n_all": 20, "n_diff": 17},
    "evidence": [
        {
            "id": "E1",
            "title": "Feasibility study",
            "file": "study.pdf",
            "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "dated": "2025-02-10",
        }
    ],
}


def case_file(**changes: Any) -> dict[str, Any]:
    """A large case that is additional; `changes` replace top-level keys, None removes one."""
    data = copy.deepcopy(LARGE_CASE)
    for key, value in changes.items():
        if value is None:
            data.pop(key, None)
        else:
            data[key] = value
    return data


def micro_case_file() -> dict[str, Any]:
    """A micro case that is additional by its search of the law alone."""
    data = case_file(alternatives=None, route=None, investment=None, common_practice=None)
    data["project"]["capacity"] = {"value": "3", "unit": "MW"}
    data["project"]["annual_reductions"] = [
        {"year": year, "tco2e": "4900"} for year in range(2027, 2032)
    ]
    return data


def make_organisation(**fields: Any) -> Organisation:
    return Organisation.objects.create(**{"name": f"Organisation {next(numbers)}"} | fields)


def make_person(
    role: str = Role.PROPONENT, organisation: Organisation | None = None, **fields: Any
) -> Person:
    number = next(numbers)
    values = {"email": f"person{number}@example.org", "name": f"Person {number}", "language": "en"}
    person = Person(role=role, organisation=organisation or make_organisation(), **values | fields)
    person.set_password(PASSWORD)
    person.save()
    return person


def typed_anew(case: Case, step: str, **texts: list[str]) -> None:
    """Put these texts in the place of what was typed into a step, without saving: a draft is never changed in place."""
    case.draft = {**case.draft, step: {**case.draft.get(step, {}), **texts}}


def make_case(
    organisation: Organisation | None = None, prepared_by: Person | None = None, **fields: Any
) -> Case:
    prepared_by = prepared_by or make_person(organisation=organisation)
    values = {"title": "Coastal wind farm", "organisation": prepared_by.organisation}
    return Case.objects.create(prepared_by=prepared_by, **values | fields)


def make_submission(
    case: Case | None = None, data: dict[str, Any] | None = None, **fields: Any
) -> Submission:
    """Freeze `data` (the large case by default) and put the case to `submitted`."""
    from additionality.engine.assess import assess
    from additionality.engine.canonical import canonical_json
    from additionality.engine.case import read_case

    case = case or make_case()
    read = read_case(data or case_file())
    assessment = assess(read).to_dict()
    if case.status == Status.DRAFT:
        Case.objects.filter(pk=case.pk).update(status=Status.SUBMITTED)
        case.refresh_from_db()
    values = {
        "number": case.submissions.count() + 1,
        "case_file": canonical_json(read.to_dict()).decode(),
        "assessment": canonical_json(json.loads(json.dumps(assessment))).decode(),
        "pack_key": assessment["pack"]["key"],
        "pack_edition": assessment["pack"]["edition"],
        "pack_sha256": assessment["pack"]["sha256"],
        "tier": assessment["tier"],
        "conclusion": assessment["conclusion"],
        "declaration": "I declare that this is true.",
        "submitted_by": case.prepared_by,
    }
    return Submission.objects.create(case=case, **values | fields)


def client_of(person: Person) -> Client:
    """A browser in which `person` is logged in, in the person's language."""
    client = Client(headers={"accept-language": person.language or "en"})
    client.force_login(person)
    return client
