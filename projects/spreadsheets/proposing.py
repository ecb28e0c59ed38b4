"""What a sheet seems to say, proposed to the person, who decides: years, names, unit, lines and kinds."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from projects.spreadsheets.grid import COLUMNS, ROWS, Grid
from projects.spreadsheets.kinds import OUTFLOWS, kind_of
from projects.spreadsheets.mapping import MOST_LINES, NEGATIVE, POSITIVE, Line, Mapping
from projects.spreadsheets.years import COUNTED, YearLine, find_years
from projects.tables.sheet import ERROR, NUMBER, WORDS, Cell, Sheet
from projects.tables.shifting import references
from projects.wizard.typed import TypedRefused, read_number

#: Whose money it is may stand between: 千美元, 百萬歐元.
_FOREIGN = "(?:新?[臺台]幣|人民幣|[美歐日港澳])?"
#: The unit of amounts as sheets write it; the longest first.
UNITS = [
    (re.compile(words, re.I), unit)
    for words, unit in (
        (rf"億{_FOREIGN}元|100 million", "100000000"),
        (r"百萬|\bmillions?\b|\bmn\b|(NT\$|TWD|NTD|US\$|USD)\s*m\b", "1000000"),
        (rf"萬{_FOREIGN}[元圓]|\(萬\)|（萬）|10[,']?000\s*(NT\$|TWD|元)", "10000"),
        (rf"[千仟]{_FOREIGN}[元圓]|\bthousands?\b|['’]000\b|\(k\)|k(TWD|NTD|USD)\b", "1000"),
        (r"[\(（/:：\s]元[\)）]?$|單位[:：]?\s*(新[臺台]幣)?元", "1"),
    )
]
#: A formula that adds and subtracts cells, and nothing else.
_PURE_SUM = re.compile(r"(?:SUM|[$A-Z]{1,5}[0-9]{1,7}|[-+():,;\s])+")
#: Names of lines are looked for in the first places only.
MOST_BEFORE = 100


def propose(sheet: Sheet, first_year: str = "") -> Mapping:
    """The mapping that the sheet suggests; `first_year` of the cash flow helps where it only counts years."""
    across, down = (find_years(Grid(sheet, way)) for way in (ROWS, COLUMNS))
    is_turned = down is not None and (across is None or down.count > across.count)
    return proposal(sheet, COLUMNS if is_turned else ROWS, first_year)


def proposal(sheet: Sheet, orientation: str, first_year: str = "") -> Mapping:
    """The mapping that the sheet suggests when it lies this way."""
    grid = Grid(sheet, orientation)
    years = find_years(grid)
    if years is None:
        return Mapping(orientation=orientation)
    labels_at = _labels(grid, years)
    mapping = Mapping(
        orientation=orientation,
        years_at=years.line,
        labels_at=labels_at,
        first=years.first,
        last=years.last,
        first_year=first_year if years.basis == COUNTED else "",
        unit=_unit(grid, years) or "1",
    )
    mapping = replace(mapping, lines=proposed_lines(grid, mapping))
    return replace(mapping, costs=_costs(grid, mapping))


def _labels(grid: Grid, years: YearLine) -> int:
    """The place before the years with most words in the lines below them."""
    counts = Counter(
        place
        for line, cells in grid.by_line.items()
        if line > years.line
        for place in range(1, min(years.first, MOST_BEFORE))
        if (cell := cells.get(place)) and cell.kind == WORDS
    )
    most = max(counts.values(), default=0)
    return next((place for place in sorted(counts) if counts[place] >= most * 0.9), 1)


def unit_in(text: str) -> str:
    """The unit of amounts a text names, or ""."""
    return next((unit for words, unit in UNITS if words.search(text)), "")


def _unit(grid: Grid, years: YearLine) -> str:
    """The unit that is written above the first amounts, beside them or in the line of the years."""
    texts = short_texts(grid, years.line + 1)
    return next((unit for text in texts if (unit := unit_in(text))), "")


def texts_above(grid: Grid, mapping: Mapping) -> list[str]:
    """The short texts above the first line that is taken."""
    return short_texts(grid, min(mapping.lines, default=mapping.years_at + 1) - 1)


def short_texts(grid: Grid, last: int) -> list[str]:
    """The texts of the lines up to `last` that may name a unit, in their order."""
    return [
        cell.text
        for _line, cells in takewhile(lambda pair: pair[0] <= last, grid)
        for cell in cells.values()
        if cell.kind == WORDS and len(cell.text) < 80
    ]


def candidates(grid: Grid, mapping: Mapping) -> dict[int, str]:
    """The lines that may be lines of money: named, and with anything in the places of the amounts."""
    span = mapping.span
    found = {}
    for line, cells in grid:
        label = cells.get(mapping.labels_at)
        if line == mapping.years_at or label is None or not label.text.strip():
            continue
        if any(place in span for place in cells) and mapping.labels_at not in span:
            found[line] = " ".join(label.text.split())
    return found


def is_amount(cell: Cell) -> bool:
    """Whether a cell holds a number, or words that are read as one, such as 210萬."""
    if cell.kind != WORDS:
        return cell.kind == NUMBER
    try:
        return not read_number(cell.text).percent
    except TypedRefused:
        return False


def proposed_lines(grid: Grid, mapping: Mapping) -> dict[int, Line]:
    """The named lines whose name says what they are, with numbers, or errors where numbers should be."""
    found: dict[int, Line] = {}
    for at, label in candidates(grid, mapping).items():
        kind = kind_of(label)
        cells = grid.by_line[at]
        has_numbers = any(
            cells[p].kind == ERROR or is_amount(cells[p]) for p in mapping.span if p in cells
        )
        if kind and at > mapping.years_at and has_numbers and len(found) < MOST_LINES:
            found[at] = Line(kind, label[:500], own_unit(cells, mapping))
    return {at: line for at, line in found.items() if not sums_others(grid, mapping, at, found)}


def not_listed(grid: Grid, mapping: Mapping) -> int:
    """How many rows whose names say what they are found no room among the most lines that a sheet is read with."""
    if len(mapping.lines) < MOST_LINES:
        return 0
    return sum(
        at not in mapping.lines
        and at > mapping.years_at
        and bool(kind_of(label))
        and (cells := grid.by_line[at])
        and any(is_amount(cells[p]) for p in mapping.span if p in cells)
        for at, label in candidates(grid, mapping).items()
    )


def sums_others(grid: Grid, mapping: Mapping, at: int, lines: Iterable[int]) -> bool:
    """Whether the amounts of a line are formulas that only add up other ones of these lines."""
    others = set(lines) - {at}
    formulas = [
        (place, cell.formula)
        for place in mapping.span
        if (cell := grid.at(at, place)) and cell.formula
    ]
    return bool(formulas) and all(_adds(grid, place, text, others) for place, text in formulas)


def _adds(grid: Grid, place: int, formula: str, others: set[int]) -> bool:
    """Whether a formula is nothing but a sum of amounts of the same year of these lines."""
    read = summed_lines(grid, place, formula)
    return bool(read & others) and read & set(grid.by_line) <= others


def summed_lines(grid: Grid, place: int, formula: str) -> set[int]:
    """The lines whose amounts of the same year a formula adds or subtracts; none where it does more than that."""
    read: set[int] = set()
    for found in references(formula) if _PURE_SUM.fullmatch(formula) else ():
        top, bottom, left, right = found[1:]
        lines, places = (
            ((left, right), (top, bottom)) if grid.is_turned else ((top, bottom), (left, right))
        )
        if found.sheet or places != (place, place):
            return set()
        read.update(range(lines[0], lines[1] + 1))
    return read


def own_unit(cells: dict[int, Cell], mapping: Mapping) -> str:
    """The unit that a line names for itself, where it is not the one of the sheet."""
    texts = [c.text for p, c in cells.items() if p < mapping.first and c.kind == WORDS]
    unit = next((unit for text in texts if (unit := unit_in(text))), "")
    bare = any(text.strip() in ("元", "NT$", "TWD", "NTD") for text in texts)
    unit = unit or ("1" if bare else "")
    return "" if unit == mapping.unit else unit


def _costs(grid: Grid, mapping: Mapping) -> str:
    """Whether money that flows out is written with a minus in most lines."""
    starts = [
        starts_negative(
            float(cell.text)
            for place in mapping.span
            if (cell := grid.at(at, place)) and cell.kind == NUMBER
        )
        for at, line in mapping.lines.items()
        if line.kind in OUTFLOWS
    ]
    return NEGATIVE if sum(starts) * 2 > len(starts) else POSITIVE


def starts_negative(amounts: Iterable[float | Decimal]) -> bool:
    """Whether the first amount that is not zero has a minus: the way money flows in a line."""
    return next((amount < 0 for amount in amounts if amount), False)
