"""The lines of money as a mapping reads them, with every cell named that reads otherwise than it looks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from additionality.engine.decimals import plain
from projects.spreadsheets.grid import Grid
from projects.spreadsheets.kinds import OUTFLOWS
from projects.spreadsheets.mapping import NEGATIVE, Line, Mapping
from projects.spreadsheets.proposing import starts_negative
from projects.spreadsheets.years import (
    AS_DAY,
    AS_TEXT,
    CALENDAR,
    COUNTED,
    REPUBLIC,
    Named,
    year_in,
)
from projects.tables.addresses import Place
from projects.tables.faults import MOST_RANGES, Fault
from projects.tables.sheet import DAY, ERROR, NOTHING, NUMBER, Cell, Sheet
from projects.wizard.forms.cash_flow import MAY_BE_NEGATIVE, MOST_YEARS, first_year_of
from projects.wizard.typed import BIG, TypedRefused, read_number

DASHES = frozenset({"-", "–", "—", "－", ""})
LARGEST = Decimal(10) ** 18
HOW_CODES = {AS_DAY: "years_as_days", AS_TEXT: "years_as_text", REPUBLIC: "years_of_republic"}


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as read: where it stands, its name and kind, and year -> amount in units of the currency."""

    at: int
    name: str
    kind: str
    amounts: dict[int, Decimal]
    unit: str

    @property
    def total(self) -> Decimal:
        return sum(self.amounts.values(), Decimal(0))


@dataclass(slots=True)
class Notes:
    """Faults collected cell by cell: one for each code, and one for each text with what it reads as."""

    by_code: dict[str, list[Place]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    places: set[Place] = field(default_factory=set)

    def note(self, code: str, place: Place) -> None:
        self.by_code.setdefault(code, []).append(place)
        self.places.add(place)

    def tell(self, code: str, place: Place, **params: str) -> None:
        self.faults.append(Fault.at(code, [place], **params))
        self.places.add(place)

    def all(self) -> list[Fault]:
        return [Fault.at(code, places) for code, places in self.by_code.items()] + self.faults


class Reading:
    """What a mapping finds in a sheet: `years` (place -> calendar year), `lines` and `faults`."""

    def __init__(self, sheet: Sheet, mapping: Mapping) -> None:
        self.grid, self.mapping = Grid(sheet, mapping.orientation), mapping
        self._notes = Notes()
        self.years = self._years()
        self.lines = [
            self._line(at, line) for at, line in mapping.lines.items() if at in self.grid.by_line
        ]

    @property
    def first_year(self) -> int | None:
        return min(self.years.values(), default=None)

    @property
    def number_of_years(self) -> int:
        return max(self.years.values()) - min(self.years.values()) + 1 if self.years else 0

    @cached_property
    def faults(self) -> list[Fault]:
        from projects.spreadsheets.comparing import compared

        return [*self._notes.all(), *compared(self)]

    @property
    def without_value(self) -> set[Place]:
        """The cells among years and amounts that are named because their formula gives nothing."""
        cells = self.grid.sheet.cells
        named = self._notes.places
        return {p for p in named if (cell := cells.get(p)) and cell.kind in (ERROR, NOTHING)}

    # years

    def _years(self) -> dict[int, int]:
        """Place -> year. A year that comes a second time is left out; {} where no first year is known."""
        span = self.mapping.span
        if not self.mapping.years_at:
            start = first_year_of(self.mapping.first_year)
            return {place: start + i for i, place in enumerate(span)} if start else {}
        named = {
            place: found
            for place in span
            if (found := year_in(self.grid.at(self.mapping.years_at, place)))
        }
        self._note_unnamed(named)
        return self._in_calendar(self._of_one_basis(named))

    def _note_unnamed(self, named: dict[int, Named]) -> None:
        for place in self.mapping.span:
            if place not in named:
                cell = self.grid.at(self.mapping.years_at, place)
                code = "no_result_amount" if cell and cell.kind == NOTHING else "not_a_year"
                self._notes.note(code, self.grid.origin(self.mapping.years_at, place))

    def _of_one_basis(self, named: dict[int, Named]) -> dict[int, Named]:
        bases = [one.basis for one in named.values()]
        basis = CALENDAR if bases.count(CALENDAR) * 2 >= len(bases) else COUNTED
        for place, one in named.items():
            origin = self.grid.origin(self.mapping.years_at, place)
            if one.basis != basis:
                self._notes.note("not_a_year", origin)
            elif one.how in HOW_CODES and basis == CALENDAR:
                self._notes.note(HOW_CODES[one.how], origin)
        return {place: one for place, one in named.items() if one.basis == basis}

    def _in_calendar(self, named: dict[int, Named]) -> dict[int, int]:
        years: dict[int, int] = {}
        offset = 0
        if named and next(iter(named.values())).basis == COUNTED:
            start = first_year_of(self.mapping.first_year)
            if start is None:
                return {}
            offset = start - min(one.year for one in named.values())
        for place, one in named.items():
            year = one.year + offset
            origin = self.grid.origin(self.mapping.years_at, place)
            if year in years.values():
                self._notes.note("year_repeated", origin)
                continue
            if years and year - 1 not in years.values():
                self._notes.note("year_gap", origin)
            years[place] = year
        if years and max(years.values()) - min(years.values()) >= MOST_YEARS:
            most = min(years.values()) + MOST_YEARS
            years = {place: year for place, year in years.items() if year < most}
        return years

    # amounts

    def _line(self, at: int, line: Line) -> ReadLine:
        unit = Decimal(line.unit or self.mapping.unit)
        found = ((place, self._amount(at, place, unit)) for place in self.years)
        amounts = {place: amount for place, amount in found if amount is not None}
        minus = line.kind in OUTFLOWS and self.mapping.costs == NEGATIVE
        if minus and starts_negative(amounts.values()):
            amounts = {place: -amount if amount else amount for place, amount in amounts.items()}
        for place, amount in amounts.items():
            if amount < 0 and line.kind not in MAY_BE_NEGATIVE:
                self._notes.note("negative_amount", self.grid.origin(at, place))
        by_year = {self.years[place]: amount for place, amount in amounts.items()}
        return ReadLine(at, self._name(at), line.kind, by_year, str(unit))

    def _name(self, at: int) -> str:
        label = self.grid.at(at, self.mapping.labels_at)
        name = " ".join((label.text if label else self.mapping.lines[at].label).split())
        return name or self.grid.line_name(at)

    def _amount(self, at: int, place: int, unit: Decimal) -> Decimal | None:
        """The amount in units of the currency; None where the cell is blank or is not taken."""
        cell, origin = self.grid.at(at, place), self.grid.origin(at, place)
        if cell is None:
            return None
        if cell.kind == NUMBER:
            if cell.style == "%":
                self._notes.note("percent_amount", origin)
                return None
            return self._in_range(Decimal(cell.text) * unit, origin)
        whose = {"line": self._name(at)[:60], "year": str(self.years[place]), "at": str(at)}
        if cell.kind == ERROR:
            self._notes.tell("error_amount", origin, text=cell.text[:60], **whose)
            return None
        refused = {NOTHING: "no_result_amount", DAY: "day_amount"}
        if cell.kind in refused:
            self._notes.note(refused[cell.kind], origin)
            return None
        return self._amount_in_words(cell, origin, unit, whose)

    def _amount_in_words(
        self, cell: Cell, origin: Place, unit: Decimal, whose: dict[str, str]
    ) -> Decimal | None:
        """A number written as text; one that names 萬 or 億 itself is not multiplied by the unit again."""
        text = cell.text.strip()
        if text in DASHES:
            return None
        try:
            number = read_number(text)
        except TypedRefused:
            self._notes.tell("text_not_number", origin, text=text[:60], **whose)
            return None
        if number.percent:
            self._notes.note("percent_amount", origin)
            return None
        names_unit = any(sign in text for sign in BIG)
        amount = number.value if names_unit else number.value * unit
        self._notes.tell("number_as_text", origin, text=text[:60], amount=plain(amount))
        return self._in_range(amount, origin)

    def _in_range(self, amount: Decimal, origin: Place) -> Decimal | None:
        if abs(amount) < LARGEST:
            return amount
        self._notes.note("amount_too_large", origin)
        return None


def shortened(faults: Iterable[Fault], most: int = MOST_RANGES) -> list[Fault]:
    """At most so many faults of one code; how many more there are is said by the last of them."""
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        found.setdefault(fault.code, []).append(fault)
    kept = []
    for same in found.values():
        kept += same[:most]
        if len(same) > most:
            cells = [cell for fault in same[most:] for cell in fault.cells][:MOST_RANGES]
            rest = len(same) - most - len(cells)
            like = {"of": same[0].code, "number": len(same) - most}
            kept.append(Fault("more_like_this", tuple(cells), max(rest, 0), like))
    return kept
