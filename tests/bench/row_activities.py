"""The workbench's search in data sets of 10,000, 100,000 and 1,000,000 rows.

The floor is the same SQL by hand: the rows of the range and the counts of the import, read by a cursor. All three
data sets hold the same 500 rows that match; a search that looked at all rows would take longer with
each. The rows are made inside the database, for reading a million from a file takes minutes.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import connection

from projects.activities.searching import Candidate, Wanted, search
from projects.models import ActivityCount, ActivityRow, DataSet, Person, TableUpload
from tests.bench.measuring import Row, compare
from tests.factories import make_person

SIZES = (10_000, 100_000, 1_000_000)
MATCHING = 500
ROUNDS, AT_ONCE = 40, 3
WANTED = Wanted(
    country="TW", least=Decimal(17), most=Decimal(51), unit="MW", measure="technology_switch",
    energy_source="wind", output="electricity", started_before=date(2026, 1, 15),
)  # fmt: skip
INSIDE = (
    "country = 'TW' AND base_unit = 'kW' AND size BETWEEN 17000 AND 51000"
    " AND measure IN ('technology_switch', '') AND energy_source IN ('wind', '')"
    " AND output IN ('electricity', '')"
)
COUNTS = (
    "SELECT rows, base_unit, measure, energy_source, output FROM projects_activitycount"
    " WHERE data_set_id = %s AND country = 'TW'"
)


def rows() -> Iterator[Row]:
    administrator = make_person("administrator")
    for size in SIZES:
        data_set = make_rows(administrator, size)

        def searched(_number: int, data_set: DataSet = data_set) -> None:
            assert len(search(data_set, WANTED).candidates) == MATCHING

        def by_hand(_number: int, data_set: DataSet = data_set) -> None:
            assert len(read_by_hand(data_set)) == MATCHING

        yield compare(f"search among {size:,} activities", searched, by_hand, bar=3, rounds=ROUNDS)


def read_by_hand(data_set: DataSet) -> list[tuple]:
    columns = ", ".join(Candidate._fields)
    key = data_set.pk.hex if connection.vendor == "sqlite" else str(data_set.pk)
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [key])
        cursor.fetchall()
        found = f"SELECT {columns} FROM {ActivityRow._meta.db_table} WHERE data_set_id = %s AND {INSIDE}"
        cursor.execute(found, [key])
        return cursor.fetchall()


def make_rows(administrator: Person, size: int) -> DataSet:
    """A complete data set; its rows are doubled inside the database until there are enough."""
    upload = TableUpload.objects.create(
        organisation=administrator.organisation, uploaded_by=administrator, file="none",
        original_name="plants.csv", size=1, sha256="0" * 64, stage="done", usable=size,
    )  # fmt: skip
    data_set = DataSet.objects.create(
        upload=upload, organisation=administrator.organisation, is_public=True, title=f"{size}",
        version=1, licence="", attribution="", mapping={}, file_name="plants.csv",
        sha256="0" * 64, imported_by=administrator,
    )  # fmt: skip
    ActivityRow.objects.bulk_create(one(data_set, number) for number in range(2, MATCHING + 2))
    ActivityRow.objects.bulk_create(
        one(data_set, MATCHING + 2 + n, size=60_000 + n, capacity=str(60 + n / 1000))
        for n in range(500)
    )
    names = [field.column for field in ActivityRow._meta.fields if field.name != "id"]
    copied = [f"{name} + %s" if name == "number" else name for name in names]
    there = 2 * MATCHING
    with connection.cursor() as cursor:
        while there < size:
            more = min(there - MATCHING, size - there)
            cursor.execute(
                f"INSERT INTO {ActivityRow._meta.db_table} ({', '.join(names)}) SELECT {', '.join(copied)}"
                f" FROM {ActivityRow._meta.db_table} WHERE data_set_id = %s AND number > %s"
                " ORDER BY number LIMIT %s",
                [there - MATCHING, data_set.pk.hex if connection.vendor == "sqlite" else str(data_set.pk),
                 MATCHING + 1, more],
            )  # fmt: skip
            there += more
    ActivityCount.objects.create(
        data_set=data_set, country="TW", measure="technology_switch", energy_source="wind",
        output="electricity", base_unit="kW", rows=size,
    )  # fmt: skip
    assert ActivityRow.objects.filter(data_set=data_set).count() == size
    return data_set


def one(
    data_set: DataSet, number: int, size: float = 30_000.0, capacity: str = "30"
) -> ActivityRow:
    return ActivityRow(
        data_set=data_set, number=number, name=f"Plant {number}", country="TW", region="",
        measure="technology_switch", energy_source="wind", technology="onshore wind",
        output="electricity", capacity=capacity, unit="MW", base_unit="kW", size=size,
        started="2008", first_year=2008, last_year=2008, carbon_status="none",
    )  # fmt: skip
