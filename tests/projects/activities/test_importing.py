"""Importing: every row is used or named with its reason, once, whatever happens in between."""

import io
from collections.abc import Sequence

import openpyxl
import pytest
from django.utils import timezone

from projects.activities.mapping import MappingRefused, column_names, read_mapping, suggested
from projects.activities.preview import beginning_of
from projects.models import ActivityRow, DataSet, RowReport, TableUpload
from projects.models.append_only import WrittenOnce
from projects.services import importing
from projects.tables.limits import TableRefused
from tests.projects.activities.data import (
    HEADER,
    MAPPING,
    begin,
    make_data_set,
    make_real,
    needs_real_files,
    plant,
    table,
)

pytestmark = pytest.mark.django_db


PLACES = {**MAPPING, "columns": {**MAPPING["columns"], "latitude": "lat", "longitude": "lon"}}
PLACED = (*HEADER, "lat", "lon")


def reported(data_set: DataSet) -> list[tuple[int, str, bool]]:
    rows = RowReport.objects.filter(data_set=data_set).order_by("number", "pk")
    return list(rows.values_list("number", "code", "is_refused"))


@pytest.mark.parametrize(
    ("name", "usable", "refused", "codes"),
    [
        ("TWN", 93, 0, {"several_years": 33, "start_missing": 7}),
        (
            "BRA",
            4662,
            4,
            {"start_missing": 741, "capacity_not_positive": 4, "control_characters": 27},
        ),
        ("IND", 906, 1, {"start_missing": 379, "capacity_not_positive": 1}),
    ],
)
@needs_real_files
def test_the_real_files_are_read_by_the_same_tool(administrator, name, usable, refused, codes):
    data_set = make_real(administrator, name)

    assert (data_set.upload.stage, data_set.upload.usable, data_set.upload.refused) == (
        "done",
        usable,
        refused,
    )
    assert ActivityRow.objects.filter(data_set=data_set).count() == usable
    found = [code for _, code, _ in reported(data_set)]
    assert {code: found.count(code) for code in codes} == codes
    assert sum(count.rows for count in data_set.counts.all()) == usable


@needs_real_files
def test_carbon_projects_are_told_by_a_column_of_sources(administrator):
    data_set = make_real(administrator, "IND")

    registered = ActivityRow.objects.filter(data_set=data_set, carbon_status="registered")
    assert 0 < registered.count() < 906


def test_every_row_that_cannot_be_used_is_named(proponent):
    rows = [
        plant(),
        plant(mw=""),
        plant(mw="thirty"),
        plant(fuel="unobtainium"),
        plant(country=""),
        ("too", "few"),
        (*plant(), "one more"),
        plant(name="x" * 1001),
    ]
    data_set = make_data_set(proponent, *rows)

    assert [one for one in reported(data_set) if one[2]] == [
        (3, "capacity_missing", True),
        (4, "capacity_not_read", True),
        (5, "value_unknown", True),
        (6, "country_missing", True),
        (7, "country_missing", True),
        (8, "columns_differ", True),
        (9, "text_too_long", True),
    ]
    assert (data_set.upload.usable, data_set.upload.refused) == (1, 7)


def test_what_looks_wrong_is_pointed_at_and_kept_as_it_is(proponent):
    usual = [
        (*plant(name=f"Plant {n}", mw=str(1 + n)), f"{23 + n / 20}", f"{120 + n / 20}")
        for n in range(30)
    ]
    odd = [
        (*plant(name="In kilowatts", mw="25000"), "23.5", "120.5"),
        (*plant(name="=HYPERLINK(1)"), "120.5", "23.5"),
        (*plant(name="98", year="98"), "23.5", "120.5"),
        (*plant(name="Republic", year="民國98年"), "23.5", "120.5"),
        (*plant(name="-12 North"), "23.5", "120.5"),
    ]
    data_set = make_data_set(proponent, content=table(*usual, *odd, header=PLACED), mapping=PLACES)

    assert reported(data_set) == [
        (32, "perhaps_kilowatts", False),
        (33, "formula_as_text", False),
        (33, "coordinates_swapped", False),
        (34, "year_of_which_calendar", False),
        (35, "republic_year", False),
        (36, "formula_as_text", False),
    ]
    kilowatts = ActivityRow.objects.get(data_set=data_set, number=32)
    assert (kilowatts.capacity, kilowatts.unit) == ("25000", "MW")
    swapped = ActivityRow.objects.get(data_set=data_set, number=33)
    assert (swapped.name, swapped.latitude) == ("=HYPERLINK(1)", None)
    assert ActivityRow.objects.get(data_set=data_set, number=35).started == "2009"


@pytest.mark.parametrize(
    ("country", "latitude", "longitude", "code"),
    [
        ("TW", "23.9", "120.5", None),
        ("Taiwan", "24.0", "119.2", None),  # at sea
        ("TW", "120.5", "23.9", "coordinates_swapped"),
        ("Brazil", "-47.1", "-15.6", "coordinates_swapped"),
        ("BRA", "-15.6", "-47.1", None),
        ("NZL", "-43.9", "-176.5", None),  # on the other side of 180 degrees
        ("NZL", "173.1", "-41.2", "coordinates_swapped"),
        ("TW", "95", "24", "not_a_latitude"),  # as 24, 95 it is not in Taiwan either
        ("Atlantis", "95", "24", "coordinates_swapped"),
        ("Atlantis", "95", "121", "not_a_latitude"),
        ("TW", "north", "121", "coordinate_not_read"),
        ("TW", "48.1", "11.5", "place_not_in_country"),  # elsewhere, but not exchanged
        ("TW", "0", "0", "place_not_in_country"),
        ("France", "0", "0", "place_not_in_country"),  # between its lands beyond the sea
        ("Atlantis", "48.1", "11.5", None),
    ],
)
def test_a_place_is_compared_with_its_country(proponent, country, latitude, longitude, code):
    row = (*plant(country=country), latitude, longitude)
    data_set = make_data_set(proponent, content=table(row, header=PLACED), mapping=PLACES)

    assert reported(data_set) == ([(2, code, False)] if code else [])
    kept = ActivityRow.objects.get(data_set=data_set)
    is_kept = code in (None, "place_not_in_country")
    assert kept.latitude == (float(latitude) if is_kept else None)


@pytest.mark.parametrize(("ahead", "is_named"), [(0, False), (10, False), (11, True), (51, True)])
def test_a_start_far_ahead_is_pointed_at_and_kept(proponent, ahead, is_named):
    year = str(timezone.localdate().year + ahead)
    data_set = make_data_set(proponent, plant(year=year))

    assert reported(data_set) == ([(2, "start_far_ahead", False)] if is_named else [])
    assert ActivityRow.objects.get().started == year


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([str(10 + n) for n in range(9)] + ["400"], []),  # larger, but in kW farther from them
        ([str(10 + n) for n in range(9)] + ["500"], [11]),
        ([str(20 + n) for n in range(20)] + ["2500"], [22]),  # smaller in kW than any of them
        ([str(10 + n) for n in range(9)] + ["15000"], [11]),  # of ten rows only
        ([str(10 + n) for n in range(20)] + ["15000", "12000", "16000", "11000"], [22, 23, 24, 25]),
        ([str(2**n) for n in range(14)], []),  # sizes that spread over decades
    ],
)
def test_kilowatts_are_found_among_few_rows_and_where_they_are_many(proponent, rows, found):
    data_set = make_data_set(proponent, *(plant(mw=size) for size in rows))

    assert [
        number for number, code, _ in reported(data_set) if code == "perhaps_kilowatts"
    ] == found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp950"])
def test_tables_in_the_encodings_of_spreadsheets_are_read(proponent, encoding):
    data_set = make_data_set(proponent, content=table(plant(name="彰濱風場"), encoding=encoding))

    assert ActivityRow.objects.get(data_set=data_set).name == "彰濱風場"


def test_a_table_in_no_known_encoding_is_refused(proponent):
    content = table(plant(name="Afuá")).replace("á".encode(), b"\xff\xfe\x81")

    with pytest.raises(TableRefused) as refused:
        begin(proponent, content)
    assert refused.value.code == "encoding"


def workbook(*rows: Sequence[object]) -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(written)
    return written.getvalue()


def test_a_workbook_is_read_as_a_table(proponent):
    content = workbook(HEADER, ["North", 30.5, 2008, "Wind", "onshore wind", "TW", "none"])
    data_set = make_data_set(proponent, content=content)

    row = ActivityRow.objects.get(data_set=data_set)
    assert (row.number, row.capacity, row.started) == (2, "30.5", "2008")


def test_wide_tables_and_headings_that_occur_twice(proponent):
    header = (*HEADER, "year", *(f"column {n}" for n in range(500)))
    content = table((*plant(), "1999", *[""] * 500), header=header)
    by_place = {**MAPPING, "columns": {**MAPPING["columns"], "started": "#8"}}

    assert column_names(header)[2] == "#3"
    assert "started" not in {n for n, c in suggested(header).items() if c == "year"}
    assert (
        ActivityRow.objects.get(
            data_set=make_data_set(proponent, content=content, mapping=by_place)
        ).started
        == "1999"
    )
    ambiguous = make_data_set(proponent, content=content, title="Ambiguous")
    assert (ambiguous.upload.stage, ambiguous.upload.error) == ("failed", "heading_twice")


@pytest.mark.parametrize("as_workbook", [False, True])
def test_a_blank_heading_at_the_end_is_a_column_where_values_are_below_it(proponent, as_workbook):
    rows = [
        (*HEADER, "", "", ""),
        (*plant(name="A"), "1999", "", ""),
        (*plant(name="B"), "", "", ""),
    ]
    content = workbook(*rows) if as_workbook else table(*rows[1:], header=rows[0])
    by_place = {**MAPPING, "columns": {**MAPPING["columns"], "started": "#8"}}

    data_set = make_data_set(proponent, content=content, mapping=by_place)

    found = ActivityRow.objects.filter(data_set=data_set).order_by("number")
    assert list(found.values_list("name", "started")) == [("A", "1999"), ("B", "")]
    assert reported(data_set) == [(3, "start_missing", False)]
    assert beginning_of(io.BytesIO(content)).header == [*HEADER, ""]


def test_a_value_below_a_blank_heading_far_down_is_no_cell_too_many(proponent, monkeypatch):
    monkeypatch.setattr("projects.activities.table.SAMPLE", 1)
    rows = [(*plant(), ""), (*plant(), "a remark"), (*plant(), "two", "more")]

    data_set = make_data_set(proponent, content=table(*rows, header=(*HEADER, "")))

    assert reported(data_set) == [(4, "columns_differ", True)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n", "no_rows"),
        (b"%PDF-1.7", "no_table"),
        (",".join(f"c{n}" for n in range(1001)).encode() + b"\n", "too_many_columns"),
        (b'name,mw\n"' + b"x" * 100_001 + b'",3\n', "cell_too_long"),
    ],
)
def test_what_is_no_table_is_refused_before_anything_is_kept(proponent, content, code):
    with pytest.raises(TableRefused) as refused:
        begin(proponent, content)

    assert refused.value.code == code
    assert not TableUpload.objects.exists()


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ([], "not_a_mapping"),
        ({"colums": {}}, "unknown_key"),
        ({"columns": {"capacity": "mw", "colour": "x"}}, "unknown_field"),
        ({"columns": {"name": "name"}, "fixed": {"unit": "MW"}}, "no_capacity"),
        ({"columns": {"capacity": "mw"}}, "no_unit"),
        ({"columns": {"capacity": "mw"}, "fixed": {"unit": "hp"}}, "unknown_value"),
        ({"columns": {"capacity": 3}, "fixed": {"unit": "MW"}}, "unknown_value"),
        ({"columns": {"capacity": "mw"}, "fixed": {"unit": "MW"}, "values": {"energy_source": {"x": "y"}}},
         "unknown_value"),
        ({"columns": {"capacity": "mw"}, "fixed": {"unit": "MW"}, "values": {"name": {}}}, "unknown_field"),
        ({"columns": {"capacity": "mw"}, "fixed": {"unit": "MW"}, "calendar": "lunar"}, "unknown_value"),
    ],
)  # fmt: skip
def test_a_mapping_that_does_not_fit_is_refused(mapping, code):
    with pytest.raises(MappingRefused) as refused:
        read_mapping(mapping)

    assert refused.value.code == code


class Killed(BaseException):
    """What ends a worker in the middle."""


@pytest.mark.django_db(transaction=True)
def test_an_import_that_was_killed_goes_on_where_it_ended(proponent, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 3)
    rows = [plant(name=f"Plant {n}", mw="" if n % 4 == 0 else "30") for n in range(20)]
    data_set = begin(proponent, table(*rows))
    batches = iter(range(10))

    def kill(upload: TableUpload) -> None:
        if next(batches) == 2:
            raise Killed

    with pytest.raises(Killed):
        importing.read_rows(str(data_set.pk), told=kill)
    half = ActivityRow.objects.filter(data_set=data_set).count()
    importing.read_rows(str(data_set.pk))

    upload = TableUpload.objects.get()
    assert 0 < half < 15
    assert (upload.stage, upload.usable, upload.refused) == ("done", 15, 5)
    assert sorted(one.number for one in ActivityRow.objects.all()) == [
        n + 2 for n in range(20) if n % 4
    ]
    assert sum(count.rows for count in data_set.counts.all()) == 15


def test_of_two_runs_only_one_goes_on(proponent, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    data_set = begin(proponent, table(*[plant()] * 7))
    runs = []

    def another(upload: TableUpload) -> None:
        if not runs:
            runs.append("second")
            importing.read_rows(str(data_set.pk))

    importing.read_rows(str(data_set.pk), told=another)

    assert ActivityRow.objects.filter(data_set=data_set).count() == 7
    assert TableUpload.objects.get().stage == "done"


def test_what_was_imported_is_never_changed(proponent):
    data_set = make_data_set(proponent)
    again = make_data_set(proponent)

    assert (data_set.version, again.version) == (1, 2)
    data_set.title = "Other"
    for change in (
        data_set.save,
        data_set.delete,
        lambda: DataSet.objects.update(title="Other"),
        lambda: ActivityRow.objects.filter(data_set=data_set).delete(),
        lambda: ActivityRow.objects.update(name="Other"),
    ):
        with pytest.raises(WrittenOnce):
            change()


def test_a_data_set_without_a_usable_row_fails_with_words(proponent):
    data_set = make_data_set(proponent, plant(mw=""))

    assert (data_set.upload.stage, data_set.upload.error) == ("failed", "no_usable_row")
    assert not DataSet.objects.complete().exists()


def test_reviewers_import_nothing(reviewer):
    with pytest.raises(importing.ImportRefused):
        begin(reviewer, table(plant()))
