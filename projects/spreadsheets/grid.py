"""A sheet seen so that each line of money is a row, whichever way it lies."""

from collections.abc import Iterator

from projects.tables.addresses import Place, address, area_of, column_letters
from projects.tables.sheet import Cell, Sheet

ROWS, COLUMNS = "rows", "columns"


class Grid:
    """`lines` and `places` are rows and columns of the sheet, or the other way round.

    Both count from one. Addresses are always those of the sheet.
    """

    def __init__(self, sheet: Sheet, orientation: str = ROWS) -> None:
        self.sheet, self.is_turned = sheet, orientation == COLUMNS
        self.by_line: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sheet.cells.items():
            line, place = (column, row) if self.is_turned else (row, column)
            self.by_line.setdefault(line, {})[place] = cell

    def at(self, line: int, place: int) -> Cell | None:
        return self.by_line.get(line, {}).get(place)

    def __iter__(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """The lines that hold anything, in their order, each with its cells in their order."""
        for line in sorted(self.by_line):
            yield line, dict(sorted(self.by_line[line].items()))

    def origin(self, line: int, place: int) -> Place:
        """Row and column in the sheet."""
        return (place, line) if self.is_turned else (line, place)

    def address(self, line: int, place: int) -> str:
        return address(*self.origin(line, place))

    def line_name(self, line: int) -> str:
        """How the spreadsheet calls the line: 15, or D where lines are columns."""
        return column_letters(line) if self.is_turned else str(line)

    def place_name(self, place: int) -> str:
        return str(place) if self.is_turned else column_letters(place)

    def is_hidden_line(self, line: int) -> bool:
        if self.is_turned:
            return self.sheet.is_hidden_column(line)
        return line in self.sheet.hidden_rows

    def is_hidden_place(self, place: int) -> bool:
        if self.is_turned:
            return place in self.sheet.hidden_rows
        return self.sheet.is_hidden_column(place)

    def merged_cells(self) -> Iterator[tuple[str, set[tuple[int, int]]]]:
        """Each merged area of moderate size with its (line, place)s."""
        for text in self.sheet.merged:
            area = area_of(text)
            if area is None or (area[1] - area[0] + 1) * (area[3] - area[2] + 1) > 5_000:
                continue
            places = {
                self.origin(row, column)
                for row in range(area[0], area[1] + 1)
                for column in range(area[2], area[3] + 1)
            }
            yield text, places
