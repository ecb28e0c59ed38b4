"""What the mapped lines show when they are held against the rest of the sheet."""

from collections.abc import Iterator
from math import fsum
from typing import TYPE_CHECKING

from projects.spreadsheets.currencies import OF_THE_COUNTRY, currency_in
from projects.spreadsheets.proposing import sums_others, texts_above
from projects.spreadsheets.reconciling import not_reached
from projects.spreadsheets.totals import Totals, says_total
from projects.tables.addresses import Place, ranges
from projects.tables.faults import Fault, is_near, number_of
from projects.tables.sheet import NUMBER, WORDS

if TYPE_CHECKING:
    from projects.spreadsheets.reading import Reading

#: How far to the right of the last year a total of the line is looked for.
TOTAL_WITHIN = 3
UNKNOWN_CURRENCY = ("", "%")


def compared(reading: "Reading") -> list[Fault]:
    """Faults of the mapped area: hidden or merged, mixed units and currencies, totals that differ."""
    found = [*_hidden(reading), *_merged(reading), *_mixed(reading), *_named_currencies(reading)]
    found += _names(reading)
    totals = Totals(reading)
    found += _counted_twice(reading, totals)
    return [*found, *_line_totals(reading, totals), *totals.differing(), *not_reached(totals)]


def _counted_twice(reading: "Reading", totals: Totals) -> Iterator[Fault]:
    """Lines that are the sum of others that are lines too, by their formulas or by every amount."""
    grid, mapping = reading.grid, reading.mapping
    for line in reading.lines:
        above = [one for one in totals.block_above(line.at) if one in mapping.lines]
        filled = [p for p in reading.years if number_of(grid.at(line.at, p))]
        is_sum = len(above) > 1 and len(filled) > 2
        if sums_others(grid, mapping, line.at, mapping.lines) or (
            is_sum and all(totals.gives(above, line.at, place) for place in reading.years)
        ):
            origin = grid.origin(line.at, mapping.labels_at)
            yield Fault.at("counted_twice", [origin], name=line.name[:60])


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


def _named_currencies(reading: "Reading") -> Iterator[Fault]:
    """Lines whose words, in a unit column or in their name, tell another currency than the rest of the sheet.

    What names none is in that of the sheet, or of the country.
    """
    named = _lines_by_currency(reading)
    unnamed = len(reading.lines) - sum(map(len, named.values()))
    of_sheet = _currency_above(reading)
    if not of_sheet:
        counts = {currency: len(at) for currency, at in named.items()}
        counts[OF_THE_COUNTRY] = counts.get(OF_THE_COUNTRY, 0) + unnamed
        of_sheet = max(counts, key=lambda one: (counts[one], one == OF_THE_COUNTRY))
    for currency, at in named.items():
        if currency != of_sheet:
            yield Fault.at("currency_named", at, currency=currency)


def _lines_by_currency(reading: "Reading") -> dict[str, list[Place]]:
    """The lines whose words name a currency: where they do."""
    grid, mapping = reading.grid, reading.mapping
    named: dict[str, list[Place]] = {}
    for line in reading.lines:
        for place in sorted(p for p in grid.by_line[line.at] if p < mapping.first):
            cell = grid.at(line.at, place)
            if cell and cell.kind == WORDS and (currency := currency_in(cell.text)):
                named.setdefault(currency, []).append(grid.origin(line.at, place))
                break
    return named


def _currency_above(reading: "Reading") -> str:
    texts = texts_above(reading.grid, reading.mapping)
    return next((one for text in texts if (one := currency_in(text))), "")


def stated_currency(reading: "Reading") -> str:
    """The currency that a sheet says it is in: above its lines, or in the words of each; "" where it does not."""
    if above := _currency_above(reading):
        return above
    named = _lines_by_currency(reading)
    is_one = len(named) == 1 and sum(map(len, named.values())) == len(reading.lines)
    return next(iter(named)) if is_one else ""


def _names(reading: "Reading") -> Iterator[Fault]:
    seen: dict[str, Place] = {}
    for line in reading.lines:
        origin = reading.grid.origin(line.at, reading.mapping.labels_at)
        if line.name in seen:
            yield Fault.at("name_repeated", [origin, seen[line.name]], name=line.name[:60])
        seen[line.name] = origin


def _line_totals(reading: "Reading", totals: Totals) -> Iterator[Fault]:
    """A total that the sheet shows behind the years of a line, and that is another number."""
    grid, mapping = reading.grid, reading.mapping
    if not reading.years:
        return
    behind = range(mapping.last + 1, mapping.last + 1 + TOTAL_WITHIN)
    headed = next((p for p in behind if says_total(grid.at(mapping.years_at, p))), None)
    for line in reading.lines if headed else ():
        value = number_of(grid.at(line.at, headed))
        read = [totals.value(line.at, place) for place in reading.years]
        if value is None or None in read:  # what cannot be read is named by itself
            continue
        found = fsum(number for number in read if number is not None)
        if not is_near(value, found):
            cells = ", ".join(ranges(grid.origin(line.at, place) for place in reading.years))
            words = {"total": f"{value:.15g}", "sum": f"{found:.15g}", "cells": cells}
            yield Fault.at("total_differs", [grid.origin(line.at, headed)], **words)
