"""Mappings of earlier sheets that fit this one: the same words stand before the same lines."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from projects.models import Case, RememberedMapping
from projects.spreadsheets.grid import Grid
from projects.spreadsheets.mapping import Mapping
from projects.tables.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Fitting:
    """A remembered mapping as it fits this sheet. `moved` says whether lines stand elsewhere now."""

    row: RememberedMapping
    mapping: Mapping
    moved: bool
    is_of_case: bool


def fitting(case: Case, sheet: Sheet, rows: Iterable[RememberedMapping]) -> Fitting | None:
    """The newest mapping that fits: those of this case first, of them those of a sheet of this name.

    Whose cash flow it was is taken over for the same sheet of the same case only: another case has
    other alternatives.
    """
    listed = sorted(  # stable: the newest first
        rows, key=lambda row: (row.case_id != case.pk, row.sheet != sheet.name)
    )
    for row in listed:
        mapping = Mapping.from_dict(row.mapping)
        found = fitted(mapping, Grid(sheet, mapping.orientation))
        if found is not None and (row.case_id != case.pk or row.sheet != sheet.name):
            found = replace(found, to="")
        if found is not None:
            return Fitting(
                row, found, found.lines.keys() != mapping.lines.keys(), row.case_id == case.pk
            )
    return None


def fitted(mapping: Mapping, grid: Grid) -> Mapping | None:
    """The mapping with each line where its words stand now, or None where one is missing.

    Words at the same line are taken first, then the only line that has them.
    """
    if not mapping.lines:
        return None
    there = {
        at: " ".join(cell.text.split())
        for at, cells in grid
        if (cell := cells.get(mapping.labels_at))
    }
    lines = {}
    for at, line in mapping.lines.items():
        label = line.label
        elsewhere = [place for place, words in there.items() if words == label]
        if there.get(at) != label and len(elsewhere) != 1:
            return None
        lines[at if there.get(at) == label else elsewhere[0]] = line
    if len(lines) < len(mapping.lines):
        return None
    return replace(mapping, lines=dict(sorted(lines.items())))
