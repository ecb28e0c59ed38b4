"""The product benchmarks of the EU emissions trading system, third phase (2013 to 2020): a look-up, no judgement.

Each is the average of the best tenth of the installations of 2007 and 2008, tCO2e for one tonne of product. The
table is Annex I of Decision 2011/278/EU without coated fine paper, whose value could not be confirmed.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from additionality.engine.decimals import read_decimal

SOURCE = "Decision 2011/278/EU Annex I"
UNIT = "t"
TABLE = Path(__file__).with_name("product_benchmarks.csv")
#: Direct emissions alone, or with those of the electricity used (fuel and electricity are exchangeable).
COUNTS = ("direct", "direct_and_electricity")


@dataclass(frozen=True, slots=True)
class ProductBenchmark:
    """`name` by language (en, zh); `value` in tCO2e for one tonne; `counts` is one of `COUNTS`."""

    name: Mapping[str, str]
    value: Decimal
    counts: str


@cache
def product_benchmarks() -> Mapping[str, ProductBenchmark]:
    """The benchmarks by the English name of the product, in the order of the annex.

    Raises `ValueError` where a row of the table is not one of a name, a number and what it counts.
    """
    with TABLE.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, strict=True))
    found = {row["name_en"]: _benchmark(row) for row in rows}
    if len(found) != len(rows):
        raise ValueError(f"{TABLE.name}: a product stands there twice")
    return found


def _benchmark(row: Mapping[str, str]) -> ProductBenchmark:
    value = read_decimal(row["tco2e_per_t"])
    if not (row["name_en"] and row["name_zh"] and value > 0 and row["counts"] in COUNTS):
        raise ValueError(f"{TABLE.name}: {row} is no benchmark")
    return ProductBenchmark({"en": row["name_en"], "zh": row["name_zh"]}, value, row["counts"])
