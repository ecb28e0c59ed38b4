"""Measure every row, print the table, write bench.json. Ends with 1 where a bar is missed."""

import importlib
import json
import sys
from collections.abc import Iterator

from tests.bench.measuring import Row
from tests.bench.place import ROOT, own_place

PARTS = (
    "steps",
    "assessment",
    "draws",
    "rendering",
    "issuing",
    "verifying",
    "case_list",
    "reading",
    "activities",
)
HEAD = ("work", "takes", "floor", "ratio", "bar", "", "ratio of processor time")
LAYOUT = "{:38} {:>12} {:>12} {:>7} {:>5} {:6} {:>9}"


def measured(parts: list[str]) -> Iterator[Row]:
    for part in parts:
        yield from importlib.import_module(f"tests.bench.row_{part}").rows()


def shown(row: Row) -> str:
    bar, verdict = (
        ("", "") if row.bar is None else (f"{row.bar:g}", "holds" if row.holds else "MISSED")
    )
    value, floor = f"{row.value:.2f} {row.unit}", f"{row.floor:.2f} {row.unit}"
    processor = "" if row.cpu_ratio is None else f"{row.cpu_ratio:.2f}"
    return LAYOUT.format(row.name, value, floor, f"{row.ratio:.2f}", bar, verdict, processor)


def main(chosen: list[str]) -> int:
    print(LAYOUT.format(*HEAD), flush=True)
    found = []
    with own_place():
        for row in measured(chosen or list(PARTS)):
            print(shown(row), flush=True)
            found.append(row)
    (ROOT / "bench.json").write_text(
        json.dumps([row.to_dict() for row in found], indent=1) + "\n", encoding="utf-8"
    )
    return 0 if all(row.holds for row in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
