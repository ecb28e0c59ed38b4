"""Debundling by its four conditions, each on its limit, and double registration by what is alike."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from additionality.engine.case import read_case
from additionality.engine.project_facts import Capacity
from additionality.engine.rulepack import load_pack
from projects.radar.matching import (
    DEBUNDLED,
    DOUBLE,
    RELIEVED,
    Known,
    concerns_of,
    signals,
)
from tests.factories import case_file

ON = date(2026, 11, 21)
KM = 1 / 111.195  # degrees of latitude


def project(tonnes="30000"):
    data = case_file()
    data["project"]["annual_reductions"] = [{"year": 2027, "tco2e": tonnes}]
    return read_case(data).project


OTHER_PART = Known(
    names=("Inland turbines",),
    proponent="Example Energy Co., Ltd.",
    technology="wind power",
    country="TW",
    place=(24.62 + 0.5 * KM, 120.76),
    registered_on=date(2025, 6, 1),
    reductions=Decimal(40000),
)


def concerns(known, ours=None, pack="tw-offset"):
    ours = ours or project()
    return concerns_of(ours, known, signals(ours, known), pack=load_pack(pack), on=ON)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param({}, (DEBUNDLED,), id="all four"),
        pytest.param({"proponent": "Sample Power"}, (), id="another participant"),
        pytest.param({"technology": "solar"}, (), id="another technology"),
        pytest.param({"technology": ""}, (), id="technology not told"),
        pytest.param({"place": None}, (), id="place not told"),
        pytest.param({"place": (24.62 + 0.999 * KM, 120.76)}, (DEBUNDLED,), id="just within 1 km"),
        pytest.param({"place": (24.62 + 1.001 * KM, 120.76)}, (), id="just beyond 1 km"),
        pytest.param(
            {"registered_on": date(2024, 11, 21)}, (DEBUNDLED,), id="two years to the day"
        ),
        pytest.param({"registered_on": date(2024, 11, 20)}, (DOUBLE,), id="a day more"),
        pytest.param({"registered_on": None}, (DEBUNDLED,), id="day not told"),
        pytest.param({"registered_on": None, "applied": True}, (DEBUNDLED,), id="applied for"),
        pytest.param({"reductions": Decimal(30000)}, (RELIEVED,), id="together on the limit"),
        pytest.param({"reductions": Decimal(30001)}, (DEBUNDLED,), id="together above the limit"),
        pytest.param({"reductions": None}, (DEBUNDLED,), id="tonnes not told: no relief"),
        pytest.param({"reductions": Decimal(60001)}, (DOUBLE,), id="the other one is large"),
        pytest.param({"country": "PH"}, (), id="another country"),
        pytest.param({"country": "Taiwan"}, (DEBUNDLED,), id="the country by its name"),
    ],
)
def test_a_part_of_a_larger_project_meets_all_four_conditions(change, found):
    assert concerns(replace(OTHER_PART, **change)) == found


def test_a_large_project_is_no_part():
    assert concerns(OTHER_PART, project("60001")) == (DOUBLE,)
    assert concerns(OTHER_PART, project("60000")) == (DEBUNDLED,)


@pytest.mark.parametrize(
    ("pack", "change", "found"),
    [
        pytest.param("cdm", {}, DEBUNDLED, id="Type I: capacity alone counts"),
        pytest.param(
            "cdm", {"energy_saving_gwh": Decimal(30)}, DEBUNDLED, id="Type II: energy saved"
        ),
        pytest.param("cdm", {"energy_source": "waste"}, RELIEVED, id="Type III: tonnes"),
        pytest.param("tw-ver-2023", {}, RELIEVED, id="tonnes are enough"),
    ],
)
def test_tonnes_relieve_only_where_the_rules_count_them(pack, change, found):
    ours = replace(project(), capacity=Capacity(Decimal(12), "MW"), **change)
    known = replace(OTHER_PART, reductions=Decimal(30000))

    assert concerns(known, ours, pack) == (found,)


@pytest.mark.parametrize(
    ("known", "found"),
    [
        pytest.param({"names": ("Coastal wind farm",)}, (), id="the name alone"),
        pytest.param(
            {"names": ("Costal Wind Farm",), "proponent": "Example Energy"}, (DOUBLE,),
            id="name and developer",
        ),
        pytest.param(
            {"names": ("濱海風場",), "technology": "風力"}, (DOUBLE,), id="Chinese name and technology"
        ),
        pytest.param(
            {"names": ("Coastal wind farm",), "place": (24.62, 120.76)}, (DOUBLE,), id="name and place"
        ),
        pytest.param(
            {"names": ("Other",), "proponent": "Example Energy", "technology": "wind"}, (),
            id="another farm of the same developer",
        ),
        pytest.param(
            {"names": ("Coastal wind farm",), "proponent": "Example Energy", "country": "PH"}, (),
            id="another country",
        ),
    ],
)  # fmt: skip
def test_the_same_project_by_its_name_and_one_thing_more(known, found):
    assert concerns(Known(**known), project("70000")) == found
