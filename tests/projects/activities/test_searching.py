"""A search finds every comparable row and no other, and the engine counts what it found."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from additionality.engine.analyses import common_practice
from additionality.engine.case import read_case
from projects.activities import searching
from projects.activities.counting import QueryRefused, count, exact_f
from projects.activities.searching import SearchRefused, Wanted, search
from projects.models import ActivityRow
from tests.projects.activities.data import (
    MAPPING,
    make_data_set,
    make_real,
    needs_real_files,
    plant,
)
from tests.projects.plans import plan_of

pytestmark = pytest.mark.django_db
PROJECT = {
    "country": "TW", "measure": "technology_switch", "technology": "onshore wind",
    "energy_source": "wind", "output": "electricity", "capacity": {"value": "34", "unit": "MW"},
    "start_date": "2010-06-01",
}  # fmt: skip


def wanted(**changes) -> Wanted:
    values = {
        "country": "TW", "least": Decimal(17), "most": Decimal(51), "unit": "MW",
        "measure": "technology_switch", "energy_source": "wind", "output": "electricity",
        "started_before": date(2010, 6, 1),
    }  # fmt: skip
    return Wanted(**values | changes)


@pytest.mark.parametrize(
    ("changes", "is_found"),
    [
        pytest.param({"mw": "17"}, True, id="at the lower end"),
        pytest.param(
            {"mw": "16.999999999999999999"}, False, id="below it by less than a binary number tells"
        ),
        pytest.param({"mw": "51"}, True, id="at the upper end"),
        pytest.param({"mw": "51.000000000000000001"}, False, id="above it by as little"),
        pytest.param({"fuel": "hydro"}, False, id="another source"),
        pytest.param({"fuel": ""}, True, id="a source that is not stated"),
        pytest.param({"country": "JP"}, False, id="another country"),
        pytest.param({"year": "2010"}, False, id="begun in the year of the cut-off"),
        pytest.param({"year": ""}, True, id="a start that is not known"),
        pytest.param({"year": "2009-2013"}, True, id="years around the cut-off"),
        pytest.param({"year": "2011-2013"}, False, id="all years after it"),
        pytest.param({"status": "registered"}, True, id="a carbon project, set apart later"),
    ],
)
def test_a_row_is_a_candidate_or_not(proponent, changes, is_found):
    data_set = make_data_set(proponent, plant(name="Other", mw="5"), plant(**changes))

    assert [one.number for one in search(data_set, wanted()).candidates] == (
        [3] if is_found else []
    )


def test_kilowatts_and_megawatts_are_compared(proponent):
    data_set = make_data_set(proponent, plant(mw="30000 kW"), plant(mw="30"))

    in_kilowatts = wanted(least=Decimal(17_000), most=Decimal(51_000), unit="kW")
    assert len(search(data_set, in_kilowatts).candidates) == 2


def test_the_funnel_leads_from_the_file_to_the_candidates(proponent):
    rows = [
        plant(mw=""),
        plant(country="JP"),
        plant(fuel="Coal"),
        plant(mw="90"),
        plant(year="2015"),
        plant(),
    ]
    found = search(make_data_set(proponent, *rows), wanted())

    assert found.funnel == {
        "rows": 6, "usable": 5, "area": 4, "comparable": 3, "in_range": 2, "candidates": 1,
    }  # fmt: skip
    assert [one.number for one in found.later] == [6]


def test_more_than_anybody_decides_is_refused(proponent, monkeypatch):
    monkeypatch.setattr(searching, "MOST_CANDIDATES", 2)
    data_set = make_data_set(proponent, *[plant()] * 3)

    with pytest.raises(SearchRefused):
        search(data_set, wanted())


@pytest.mark.parametrize("part", ["country", "region", "measure", "energy_source", "output"])
def test_what_is_typed_stands_beside_the_sql_and_never_in_it(proponent, part):
    typed = "TW' OR 1=1 --"
    data_set = make_data_set(proponent, plant(), plant(country=typed))

    found = search(data_set, wanted(**{part: typed}))
    assert [one.country for one in found.candidates] == ([typed] if part == "country" else [])


def test_a_search_reads_the_rows_of_the_range_off_an_index(proponent):
    """What the database looks at is the source and the range, not the data set."""
    data_set = make_data_set(proponent, plant())
    [row] = ActivityRow.objects.values().filter(data_set=data_set)
    others = [row | {"id": None, "number": n, "size": float(n)} for n in range(3, 3_000)]
    ActivityRow.objects.bulk_create(ActivityRow(**values) for values in others)
    with CaptureQueriesContext(connection) as queries:
        search(data_set, wanted())
    selects = [one["sql"] for one in queries if "projects_activityrow" in one["sql"]]

    assert len(selects) == 1
    plan = plan_of(selects[0], of=ActivityRow)
    assert plan.narrows("activities_searched", "size"), plan


@needs_real_files
def test_taiwan_wind_is_counted_from_the_real_file(administrator):
    make_real(administrator, "TWN")
    counted = count({"data_set": "TWN", "country": "Taiwan", "project": PROJECT}).to_dict()

    steps = {one["step"]: int(one["count"]) for one in counted["funnel"]}
    assert (steps["rows"], steps["comparable"], steps["in_range"]) == (93, 23, 7)
    assert (counted["n_all"], counted["n_diff"], counted["f"]) == ("5", "0", "1")
    assert counted["unclear"] == "1"  # Guanyin, 2009-2013
    assert counted["outcome"] == "failed"


@needs_real_files
def test_decisions_of_a_query_are_counted(administrator):
    make_real(administrator, "TWN")
    decisions = [
        {
            "row": 5,
            "different": True,
            "grounds": ["investment_climate"],
            "reason": "A tariff of its own",
        },
        {"row": 10, "excluded": True, "exclusion_reason": "Shut down"},
        {"row": 48, "carbon_status": "registered"},
        {"row": 3, "started": 2009},
    ]
    query = {"data_set": "TWN", "country": "Taiwan", "project": PROJECT, "decisions": decisions}
    counted = count(query).to_dict()

    assert (counted["n_all"], counted["n_diff"], counted["f"]) == ("4", "1", "3/4")
    assert counted["with_carbon_projects"]["n_all"] == "5"
    assert counted["unclear"] == "0"


@needs_real_files
def test_the_part_of_a_case_counts_the_same_by_itself(administrator):
    """What a determination carries is enough: no data set is needed to count again."""
    make_real(administrator, "BRA")
    project = PROJECT | {"country": "BR", "energy_source": "hydro", "technology": "run of river"}
    query = {"data_set": "BRA", "country": "BRA", "project": project, "assessed_on": "2026-11-21"}
    counted = count(query)

    again = read_case(counted.case)
    figures = common_practice.judge(again, common_practice.load_pack(again.pack)).to_dict()[
        "figures"
    ]
    assert figures == counted.finding["figures"]
    assert int(figures["n_all"]) > 50
    assert exact_f(figures) == "1"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ([], "not a JSON object"),
        ({"dataset": "x"}, "Unknown keys: dataset"),
        ({"data_set": "nothing", "project": PROJECT}, "no complete data set"),
        ({"data_set": "TWN"}, "project is missing"),
        ({"data_set": "TWN", "project": PROJECT, "country": "Brazil"}, "'Brazil'. It has: 'TW'."),
        ({"data_set": "TWN", "project": {"country": "TW", "measure": "other"}}, "capacity"),
        ({"data_set": "TWN", "project": PROJECT | {"measure": "magic"}}, "project.measure"),
        ({"data_set": "TWN", "project": PROJECT, "decisions": [{"row": 99}]}, "row 99"),
        ({"data_set": "TWN", "project": PROJECT, "decisions": ["x"]}, "not a list of objects"),
        (
            {
                "data_set": "TWN",
                "project": PROJECT,
                "decisions": [{"row": 2, "found_started": "2009"}],
            },
            "found_started is for the data set to say",
        ),
    ],
)
def test_a_query_that_cannot_be_answered_says_why(administrator, query, words):
    make_data_set(administrator, title="TWN")

    with pytest.raises(QueryRefused) as refused:
        count(query)
    assert words in str(refused.value)


@pytest.mark.parametrize("asked", ["Electricity", " ELECTRICITY "])
def test_the_output_is_found_as_the_table_writes_it(administrator, asked):
    make_data_set(administrator, title="TWN")
    query = {"data_set": "TWN", "project": PROJECT | {"output": asked}}

    assert count(query).found.funnel["comparable"] == 1


def test_an_output_that_no_row_has_is_refused_and_passes_for_nothing(administrator):
    make_data_set(administrator, title="TWN")
    with pytest.raises(QueryRefused) as refused:
        count({"data_set": "TWN", "project": PROJECT | {"output": "power"}})
    assert "'power'. It has: 'electricity'." in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "written"), [("TW", "Taiwan"), ("臺灣", "TWN"), ("", "Taiwan"), ("Area 9", "Area 9")]
)
def test_the_country_is_found_as_the_table_writes_it(administrator, asked, written):
    make_data_set(administrator, plant(country=written), plant(country="JP"), title="TWN")
    query = {"data_set": "TWN", "country": asked, "project": PROJECT}

    counted = count(query)

    assert counted.found.funnel["area"] == 1
    assert counted.case["common_practice"]["query"]["country"] == written


@pytest.mark.parametrize("asked", ["TW", "Taiwan", "TWN", "臺灣"])
def test_a_country_that_the_table_writes_in_several_ways_is_found_under_all(administrator, asked):
    names = ["Taiwan", "TWN", "台灣", "臺灣", "Formosa", "Japan"]
    make_data_set(administrator, *(plant(name=one, country=one) for one in names), title="TWN")

    counted = count({"data_set": "TWN", "country": asked, "project": PROJECT})

    assert [one.name for one in counted.found.candidates] == names[:4]
    assert [counted.found.funnel[step] for step in ("area", "comparable", "in_range")] == [4, 4, 4]
    query = counted.case["common_practice"]["query"]
    assert query["spellings"] == "TWN; Taiwan; 台灣; 臺灣"
    assert query["countries_unknown"] == "Formosa"
    assert counted.to_dict()["n_all"] == "4"


def test_a_table_that_names_no_country_is_counted_as_a_whole(administrator):
    columns = {name: column for name, column in MAPPING["columns"].items() if name != "country"}
    make_data_set(administrator, mapping=MAPPING | {"columns": columns}, title="TWN")

    assert count({"data_set": "TWN", "project": PROJECT}).to_dict()["n_all"] == "1"


def test_a_country_with_one_name_in_the_table_needs_no_word_about_it(administrator):
    make_data_set(administrator, plant(country="Area 9"), plant(country="Area 8"), title="TWN")
    counted = count({"data_set": "TWN", "country": "Area 9", "project": PROJECT})

    assert counted.found.funnel["area"] == 1
    assert {"spellings", "countries_unknown"}.isdisjoint(counted.case["common_practice"]["query"])


ROW = st.fixed_dictionaries(
    {
        "mw": st.sampled_from(["16", "17", "30", "51", "52"]),
        "year": st.sampled_from(["", "2005", "2009-2013", "2010", "2010-05-31"]),
        "technology": st.sampled_from(["onshore wind", "offshore wind", ""]),
        "status": st.sampled_from(["none", "registered", ""]),
    }
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, min_size=1, max_size=8), seed=st.randoms(use_true_random=False))
def test_counts_do_not_depend_on_the_order_of_the_rows(administrator, rows, seed):
    mixed = seed.sample(rows, len(rows))
    counts = []
    for some in (rows, mixed):
        data_set = make_data_set(administrator, *(plant(**row) for row in some))
        counted = count(
            {"data_set": str(data_set.pk), "country": "TW", "project": PROJECT}
        ).to_dict()
        counts.append([counted[key] for key in ("funnel", "n_all", "n_diff", "unclear", "f")])

    assert counts[0] == counts[1]
