"""What the mapped lines show when they are held against the rest of the sheet."""

from collections.abc import Iterator
from math import fsum
from typing import TYPE_CHECKING

from projects.spreadsheets.kinds import OUTFLOWS
from projects.spreadsheets.proposing import sums_others
from projects.tables.addresses import Place
from projects.tables.faults import TOTAL, Fault, is_near, number_of
from projects.tables.sheet import NUMBER, WORDS, Cell

if TYPE_CHECKING:
    from projects.spreadsheets.reading import Reading

#: How far to the right of the last year a total of the line is looked for.
TOTAL_WITHIN = 3
UNKNOWN_CURRENCY = ("", "%")
NET = ("淨", "net ")


def compared(reading: "Reading") -> list[Fault]:
    """Faults of the mapped area: hidden or merged, mixed units and currencies, totals that differ."""
    found = [*_hidden(reading), *_merged(reading), *_mixed(reading), *_names(reading)]
    found += _counted_twice(reading)
    return [*found, *_line_totals(reading), *_column_totals(reading)]


def _counted_twice(reading: "Reading") -> Iterator[Fault]:
    """Lines that are the sum of others that are lines too, by their formulas or by every amount."""
    grid, mapping = reading.grid, reading.mapping
    for line in reading.lines:
        above = [one for one in _block_above(reading, line.at) if one in mapping.lines]
        filled = [p for p in reading.years if number_of(grid.at(line.at, p))]
        is_sum = len(above) > 1 and len(filled) > 2
        if sums_others(grid, mapping, line.at, mapping.lines) or (
            is_sum and all(_is_total(reading, line.at, above, place) for place in reading.years)
        ):
            origin = grid.origin(line.at, mapping.labels_at)
            yield Fault.at("counted_twice", [origin], name=line.name[:60])


def _is_total(reading: "Reading", at: int, above: list[int], place: int) -> bool:
    value = number_of(reading.grid.at(at, place)) or 0.0
    return is_near(value, next(iter(_sums(reading, above, place))))


def _places(reading: "Reading") -> set[tuple[int, int]]:
    return {(line.at, place) for line in reading.lines for place in reading.years}


def _hidden(reading: "Reading") -> Iterator[Fault]:
    grid = reading.grid
    hidden = {
        (line, place)
        for line, place in _places(reading)
        if grid.at(line, place) and (grid.is_hidden_line(line) or grid.is_hidden_place(place))
    }
    if hidden:
        yield Fault.at("hidden_used", (grid.origin(*one) for one in hidden))


def _merged(reading: "Reading") -> Iterator[Fault]:
    used = _places(reading) | {(reading.mapping.years_at, place) for place in reading.mapping.span}
    for text, places in reading.grid.merged_cells():
        if used & places:
            yield Fault("merged_used", (text,))


def _mixed(reading: "Reading") -> Iterator[Fault]:
    grid, mapping = reading.grid, reading.mapping
    units = [line for line in reading.lines if line.unit != mapping.unit]
    if units:
        places = [grid.origin(line.at, mapping.labels_at) for line in units]
        yield Fault.at("mixed_units", places)
    currencies: dict[str, list[Place]] = {}
    for line, place in sorted(_places(reading)):
        cell = grid.at(line, place)
        if cell and cell.kind == NUMBER and cell.style not in UNKNOWN_CURRENCY:
            currencies.setdefault(cell.style, []).append(grid.origin(line, place))
    if len(currencies) > 1:
        for currency, at in sorted(currencies.items(), key=lambda item: len(item[1]))[:-1]:
            yield Fault.at("mixed_currencies", at, currency=currency)


def _names(reading: "Reading") -> Iterator[Fault]:
    seen: dict[str, Place] = {}
    for line in reading.lines:
        origin = reading.grid.origin(line.at, reading.mapping.labels_at)
        if line.name in seen:
            yield Fault.at("name_repeated", [origin, seen[line.name]], name=line.name[:60])
        seen[line.name] = origin


def _line_totals(reading: "Reading") -> Iterator[Fault]:
    """A total that the sheet shows behind the years of a line, and that is another number."""
    grid, mapping = reading.grid, reading.mapping
    if not reading.years:
        return
    behind = range(mapping.last + 1, mapping.last + 1 + TOTAL_WITHIN)
    headed = next((p for p in behind if _says_total(grid.at(mapping.years_at, p))), None)
    for line in reading.lines if headed else ():
        value = number_of(grid.at(line.at, headed))
        found = fsum(
            number
            for place in reading.years
            if (number := number_of(grid.at(line.at, place))) is not None
        )
        if value is not None and not is_near(value, found):
            words = {"total": f"{value:.15g}", "sum": f"{found:.15g}"}
            yield Fault.at("total_differs", [grid.origin(line.at, headed)], **words)


def _says_total(cell: Cell | None) -> bool:
    return cell is not None and cell.kind == WORDS and bool(TOTAL.search(cell.text))


def _column_totals(reading: "Reading") -> Iterator[Fault]:
    """A line of totals that is neither the sum of the lines above it nor of all that flow its way."""
    grid, mapping = reading.grid, reading.mapping
    for at, cells in grid:
        label = cells.get(mapping.labels_at)
        if not _says_total(label) or any(word in label.text.lower() for word in NET):  # type: ignore[union-attr]
            continue
        above = _block_above(reading, at)
        if len(above) < 2:
            continue
        wrong = [
            place
            for place in reading.years
            if (value := number_of(cells.get(place))) is not None
            and not any(is_near(value, one) for one in _sums(reading, above, place))
        ]
        if wrong:
            first = wrong[0]
            found = next(iter(_sums(reading, above, first)))
            words = {"total": cells[first].text, "sum": f"{found:.15g}"}
            origins = [grid.origin(at, place) for place in wrong]
            yield Fault.at("column_total_differs", origins, **words)


def _block_above(reading: "Reading", at: int) -> list[int]:
    """The lines directly above with numbers, back to a blank line, the years or another total."""
    grid, found = reading.grid, []
    for line in range(at - 1, reading.mapping.years_at, -1):
        cells = grid.by_line.get(line)
        if not cells or _says_total(cells.get(reading.mapping.labels_at)):
            break
        if not any(place in cells and cells[place].kind == NUMBER for place in reading.years):
            break
        found.append(line)
    return found


def _sums(reading: "Reading", above: list[int], place: int) -> Iterator[float]:
    grid = reading.grid

    def total(lines: list[int]) -> float:
        numbers = (number_of(grid.at(line, place)) for line in lines)
        return fsum(number for number in numbers if number is not None)

    yield total(above)
    mapped = reading.mapping.lines
    yield total([at for at, line in mapped.items() if line.kind in OUTFLOWS])
    yield total([at for at, line in mapped.items() if line.kind not in OUTFLOWS])
    for kind in {line.kind for line in mapped.values()}:
        yield total([at for at, line in mapped.items() if line.kind == kind])
