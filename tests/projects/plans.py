"""How the database would carry out a query: which index it reads, and whether it sorts.

Tables of tests are too small for PostgreSQL to trouble with an index. So there the plan is asked
for with reading whole tables and sorting made dear: they stand in it only where nothing else does.
"""

import re
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Plan:
    """`steps` are lines of the database's own words; the rest is what tests ask of them."""

    steps: tuple[str, ...]

    @property
    def sorts(self) -> bool:
        return any("TEMP B-TREE" in step or "Sort Key" in step for step in self.steps)

    def reads_whole(self, table: str) -> bool:
        """Whether every row of the table is looked at, and not through an index."""
        whole = re.compile(rf"SCAN {table}\b(?! USING INDEX)|.*Seq Scan on {table}\b")
        return any(whole.match(step) for step in self.steps)

    def narrows(self, index: str, column: str) -> bool:
        """Whether rows are found in the index by a range of this column, not only by those before it.

        SQLite names the range beside the index, PostgreSQL in the condition of the index below it.
        """
        for place, step in enumerate(self.steps):
            if index in step:
                following = next((s for s in self.steps[place:] if "Index Cond" in s), "")
                return f"{column}>" in step or f"{column} >=" in following
        return False


def plan_of(sql: str, *, of: type[Model]) -> Plan:
    """The plan of a query as it was captured, with its values in it; `of` is whose rows it reads."""
    plans = {"sqlite": _sqlite, "postgresql": _postgresql}
    return plans[connection.vendor](sql, of._meta.db_table)


def _sqlite(sql: str, table: str) -> Plan:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return Plan(tuple(row[3] for row in cursor.fetchall()))


@transaction.atomic
def _postgresql(sql: str, table: str) -> Plan:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}")  # as the server itself does some time after an import
        for dear in ("enable_seqscan", "enable_sort", "enable_bitmapscan"):
            cursor.execute(f"SET LOCAL {dear} = off")
        cursor.execute(f"EXPLAIN (COSTS OFF) {sql}")
        found = Plan(tuple(row[0].strip() for row in cursor.fetchall()))
        for dear in ("enable_seqscan", "enable_sort", "enable_bitmapscan"):
            cursor.execute(f"RESET {dear}")
    return found
