"""Whether the lines that are taken give the net cash flow of the sheet, and what of its totals is not taken."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, combinations
from typing import Any

from projects.spreadsheets.totals import Totals
from projects.tables.faults import Fault, is_near, stretches

NET = re.compile(r"淨現金流|現金淨流|淨流量|自由現金流|\b(net|free) cash ?flow", re.I)
NOT_OF_THE_YEAR = re.compile(
    r"累計|累積|折現|現值|cumulative|accumulated|discount|present value", re.I
)
FINANCE = frozenset({"interest", "principal", "loan_drawdown"})
#: What a net cash flow may leave out, each alone or with others.
APART = (FINANCE, frozenset({"tax"}), frozenset({"carbon_revenue"}))
#: So many lines that are not taken are named.
MOST_NAMED = 6


def not_reached(totals: Totals) -> Iterator[Fault]:
    """Where the lines taken do not give the net cash flow; without one, totals not all of which is taken."""
    nets = [
        at
        for at in totals.rows
        if at not in totals.mapping.lines
        and NET.search(words := totals.words(at))
        and not NOT_OF_THE_YEAR.search(words)
    ]
    if nets and totals.reading.lines:
        yield from _net_differs(totals, nets)
    elif totals.reading.lines:
        yield from _partly_taken(totals)


def _net_differs(totals: Totals, nets: list[int]) -> Iterator[Fault]:
    """The net cash flow nearest to what is taken, where none is given in every year."""
    best: tuple[int, int, frozenset[str], list[int]] | None = None
    some = chain.from_iterable(combinations(APART, n) for n in range(len(APART) + 1))
    for apart in [frozenset[str]().union(*kinds) for kinds in some]:
        for at in nets:
            wrong = _wrong(totals, at, apart)
            if not wrong:
                return
            if best is None or len(wrong) < best[0]:
                best = (len(wrong), at, apart, wrong)
    if best is None:
        return
    _count, at, apart, wrong = best
    year = totals.reading.years[wrong[0]]
    found = totals.taken(apart, year)
    untaken = [row for row in _untaken(totals, totals.rows) if _any(totals, [row], wrong)]
    if _is_of_a_total(totals, at, apart, wrong):
        untaken = []
    yield _fault(totals, "net_differs", at, wrong, found, untaken)


def _wrong(totals: Totals, at: int, apart: frozenset[str]) -> list[int]:
    count = len(totals.reading.lines)
    return [
        place
        for place, year in totals.reading.years.items()
        if totals.grid.at(at, place)
        and totals.value(at, place) is not None
        and not totals.shows(at, place, totals.taken(apart, year), count)
    ]


def _is_of_a_total(totals: Totals, at: int, apart: frozenset[str], wrong: Iterable[int]) -> bool:
    """Whether a total that its rows do not give, and that is named by itself, is all by which the net differs."""

    def explains(place: int) -> bool:
        value = totals.value(at, place)
        found = totals.taken(apart, totals.reading.years[place])
        offs = [totals.off(total, place) for total, places in totals.meant if place in places]
        return value is not None and any(
            is_near(value, found + off) or is_near(value, found - off) for off in offs
        )

    return all(explains(place) for place in wrong)


def _partly_taken(totals: Totals) -> Iterator[Fault]:
    """Totals that their rows give, some of which are taken and others not."""
    lines = totals.mapping.lines
    for total, wrong in totals.meant:
        taken = [row for row in total.rows if row in lines]
        untaken = _untaken(totals, total.rows)
        years = [place for place in totals.places if _any(totals, untaken, [place])]
        if wrong or not total.given or not taken or not years or total.at in lines:
            continue
        found = totals.sum_of(taken, years[0])
        if found is not None:
            yield _fault(totals, "total_not_reached", total.at, years, found, untaken)


def _untaken(totals: Totals, rows: Iterable[int]) -> list[int]:
    return [row for row in rows if row not in totals.mapping.lines and totals.is_money(row)]


def _any(totals: Totals, rows: list[int], places: list[int]) -> bool:
    return any(totals.value(row, place) for row in rows for place in places)


def _fault(
    totals: Totals, code: str, at: int, places: list[int], found: float, untaken: list[int]
) -> Fault:
    years = [totals.reading.years[place] for place in places]
    names = [f"{totals.words(row)[:60]} ({totals.grid.line_name(row)})".strip() for row in untaken]
    more = [f"+ {len(names) - MOST_NAMED}"] if len(names) > MOST_NAMED else []
    words: dict[str, Any] = {
        "year": str(years[0]),
        "years": stretches(sorted(years)),
        "total": f"{totals.value(at, places[0]):.15g}",
        "sum": f"{found:.15g}",
        "lines": [*names[:MOST_NAMED], *more],
    }
    origins = [totals.grid.origin(at, place) for place in places]
    return Fault.at(f"{code}_named" if names else code, origins, **words)
