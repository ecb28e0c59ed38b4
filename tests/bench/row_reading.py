"""Reading a workbook of 200,000 cells, half of them formulas. The floor: openpyxl, values alone."""

import io
import json
from collections.abc import Iterator

from projects.tables.limited import messages
from projects.tables.workbook import SHEET, TASK
from tests.bench.measuring import Row, compare
from tests.projects.tables import files

ROUNDS = 5
LINES, COLUMNS = 4000, 50
CELLS = LINES * COLUMNS


def rows() -> Iterator[Row]:
    """Ours reads values and formulas and looks for faults, in a process of its own with limits."""
    from openpyxl import load_workbook

    content = files.model(model())

    def ours(number: int) -> None:
        said = messages(TASK, io.BytesIO(content))
        sheets = [json.loads(payload) for word, payload in said if word == SHEET]
        assert sum(len(sheet["cells"]) for sheet in sheets) == CELLS

    def parser_alone(number: int) -> None:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        values = [value for row in book.active.iter_rows(values_only=True) for value in row]
        assert len(values) == CELLS

    yield compare("read a workbook, 200,000 cells", ours, parser_alone, bar=3, rounds=ROUNDS)


def model() -> Iterator[list[object]]:
    """A heading of years, then lines of money, every other amount computed from the one before."""
    yield ["Year", *range(2026, 2026 + COLUMNS - 1)]
    for line in range(2, LINES + 1):
        amounts = (round(line * 1.013 * year + 0.37, 6) for year in range(COLUMNS - 1))
        cells = (
            (f"B{line}*1.02+{year}", amount) if year % 2 else amount
            for year, amount in enumerate(amounts)
        )
        yield [f"Operating cost {line}", *cells]
