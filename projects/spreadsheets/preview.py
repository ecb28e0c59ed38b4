"""The sheet as the page shows it: its cells with their addresses, and what each is taken for."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from projects.showing.numbers import figure
from projects.spreadsheets.grid import Grid
from projects.spreadsheets.mapping import Line, Mapping
from projects.spreadsheets.proposing import candidates
from projects.tables.sheet import ERROR, NOTHING, NUMBER, Cell

LINES_A_PAGE = 120
MOST_PLACES = 60
#: How many places behind the amounts are shown.
BEHIND = 3
SHORT = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the sheet; `label` is "" where it cannot be a line of money."""

    at: int
    name: str
    label: str
    line: Line | None
    cells: SafeString
    is_years: bool
    is_hidden: bool

    @property
    def kind(self) -> str:
        return self.line.kind if self.line else ""

    @property
    def unit(self) -> str:
        return self.line.unit if self.line else ""


class Preview:
    """One page of a sheet. Nothing but the lines that hold anything is shown."""

    def __init__(self, grid: Grid, mapping: Mapping, page: int = 1) -> None:
        self.grid, self.mapping = grid, mapping
        self.lines = sorted(grid.by_line)
        self.pages = max(-(-len(self.lines) // LINES_A_PAGE), 1)
        self.page = min(max(page, 1), self.pages)
        last = max((place for cells in grid.by_line.values() for place in cells), default=1)
        wanted = max(mapping.last + BEHIND, 12)
        self.places = range(1, min(last, wanted, MOST_PLACES) + 1)
        self.left_out = last - len(self.places)

    @property
    def has_names_apart(self) -> bool:
        """Whether other cells stand between a line and its name, which a narrow screen then does not show."""
        return self.mapping.labels_at > 1

    @property
    def headings(self) -> list[tuple[str, bool]]:
        """The name of each place, and whether amounts stand in it."""
        return [(self.grid.place_name(p), p in self.mapping.span) for p in self.places]

    def rows(self) -> Iterator[Row]:
        found = candidates(self.grid, self.mapping)
        start = (self.page - 1) * LINES_A_PAGE
        for at in self.lines[start : start + LINES_A_PAGE]:
            yield Row(
                at=at,
                name=self.grid.line_name(at),
                label=found.get(at, ""),
                line=self.mapping.lines.get(at),
                cells=self._cells(at),
                is_years=at == self.mapping.years_at,
                is_hidden=self.grid.is_hidden_line(at),
            )

    def _cells(self, at: int) -> SafeString:
        cells = self.grid.by_line[at]
        takes = at in self.mapping.lines
        return mark_safe(  # noqa: S308 - each part is escaped
            "".join(
                _cell(cells.get(place), self._meaning(at, place, takes)) for place in self.places
            )
        )

    def _meaning(self, at: int, place: int, takes: bool) -> str:
        if place == self.mapping.labels_at:
            return "is-label"
        if place not in self.mapping.span:
            return ""
        if at == self.mapping.years_at:
            return "is-year"
        return "is-amount" if takes else ""


def _cell(cell: Cell | None, meaning: str) -> str:
    if cell is None:
        return f'<td class="{meaning}"></td>'
    is_number = cell.kind == NUMBER
    wrong = " is-wrong" if cell.kind in (ERROR, NOTHING) else ""
    number = " number" if is_number else ""
    return format_html('<td class="{}{}{}">{}</td>', meaning, number, wrong, shown_cell(cell))


def shown_cell(cell: Cell) -> str:
    """The value as a spreadsheet would show it, years without separators, long texts cut."""
    if cell.kind == NUMBER:
        is_year = len(cell.text) == 4 and cell.text[:2] in ("19", "20", "21")
        text = cell.text if is_year else figure(cell.text)
        return f"{figure(float(cell.text) * 100, 2)} %" if cell.style == "%" else text
    if cell.kind == NOTHING:
        return str(_("no result"))
    return cell.text if len(cell.text) <= SHORT else cell.text[:SHORT] + "…"
