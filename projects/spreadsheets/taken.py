"""What was wrong in the sheets whose lines a draft took over: kept with the draft, frozen with a submission.

A draft keeps it beside its steps and in their shape, so it costs a case without a spreadsheet nothing. It is
what the person was shown before taking the lines over: amounts that are changed afterwards do not change it,
but one that was left out is no longer named once it was typed.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from projects.models import SpreadsheetSheet
from projects.spreadsheets.comparing import stated_currency
from projects.spreadsheets.merging import REPLACE, basis_of, currency_of, lines_there, named_once
from projects.spreadsheets.reading import Reading, shortened
from projects.spreadsheets.targets import Target, target_of
from projects.tables.faults import Fault, by_cell
from projects.wizard.forms.step import Typed
from projects.wording.table_faults import TOLD, level_of

#: Where a draft keeps it; no step is called so.
KEY, FIELD = "taken-over", "sheets"
#: Faults of a sheet that leave an amount out where they are in a line.
LEFT_OUT = ("broken_formula", "no_result")
Draft = Mapping[str, Typed]


@dataclass(frozen=True, slots=True)
class Taken:
    """A sheet whose lines were taken over: into which cash flow (`to`, see `targets`), from which upload, when.

    `evidence` is the number of the file among the evidence, "" where it is none; `on` an ISO moment; `lines`
    the names of the lines that came from it; `faults` as dictionaries.
    """

    to: str
    file: str
    sheet: str
    upload: int
    position: int
    evidence: str
    on: str
    lines: list[str]
    faults: list[dict[str, Any]]

    @classmethod
    def of(cls, row: SpreadsheetSheet, reading: Reading, on: str) -> "Taken":
        faults = [*shortened(reading.faults), *around(row, reading)]
        names = {str(line.at): line.name for line in named_once(reading)}
        return cls(
            to=reading.mapping.to,
            file=row.spreadsheet.name,
            sheet=row.name,
            upload=row.spreadsheet_id,
            position=row.position,
            evidence=row.spreadsheet.evidence_key,
            on=on,
            lines=list(names.values()),
            faults=[_of_line(fault, names) for fault in faults if level_of(fault) != TOLD],
        )


def _of_line(fault: Fault, names: dict[str, str]) -> dict[str, Any]:
    """A fault as a dictionary; one of an amount with the `name` that its line has in the cash flow."""
    found = fault.to_dict()
    if "at" in fault.params:
        found["params"] = {**fault.params, "name": names[fault.params["at"]]}
    return found


def around(row: SpreadsheetSheet, reading: Reading) -> list[Fault]:
    """The faults of the sheet besides its lines, and those of its file with the sheets it hides."""
    of_book = [Fault.from_dict(fault) for fault in row.spreadsheet.faults]
    hidden = row.spreadsheet.sheets.exclude(state="").exclude(pk=row.pk).filter(cells__gt=0)
    names = hidden.values_list("name", flat=True)
    of_book += [Fault("hidden_sheet", params={"sheet": name}) for name in names]
    of_case = currency_of(row.spreadsheet.case.draft)
    if of_case and (stated := stated_currency(reading)) not in ("", of_case):
        of_book.append(Fault("other_currency", params={"currency": stated, "of_case": of_case}))
    return [*beside(map(Fault.from_dict, row.faults), reading), *of_book]


def beside(faults: Iterable[Fault], reading: Reading) -> list[Fault]:
    """The faults of the sheet without the cells that are left out: those are named with the lines."""
    named, kept = reading.without_value, list(faults)
    if not named:
        return kept
    places = by_cell(reading.grid.sheet)
    found = [
        Fault.at(fault.code, set(places[fault.code]) - named) if fault.code in LEFT_OUT else fault
        for fault in kept
    ]
    return [fault for fault in found if fault.cells or fault.code not in LEFT_OUT]


def taken_of(draft: Draft) -> list[Taken]:
    """What a draft keeps of the sheets it took lines from, the first taken first."""
    return [Taken(**json.loads(text)) for text in draft.get(KEY, {}).get(FIELD, [])]


def with_taken(draft: Draft, new: Taken, how: str) -> dict[str, Typed]:
    """What the draft keeps once `new` is taken: a line belongs to the sheet it was taken from last.

    A sheet none of whose lines is left goes; so do all of a cash flow that is replaced.
    """
    kept = []
    for one in taken_of(draft):
        if one.to == new.to:
            left = [] if how == REPLACE else [name for name in one.lines if name not in new.lines]
            one = Taken(**asdict(one) | {"lines": left})
        if one.lines:
            kept.append(one)
    texts = [json.dumps(asdict(one)) for one in (*kept, new)]
    return {KEY: {FIELD: texts}}


def standing(draft: Draft) -> list[Taken]:
    """The sheets with anything to tell of, where their cash flow has lines still."""
    found = []
    for one in taken_of(draft):
        target = target_of(draft, one.to)
        if target is None or not lines_there(draft, target):
            continue
        faults = [fault for fault in one.faults if not _is_typed(draft, target, fault["params"])]
        if faults:
            found.append(Taken(**asdict(one) | {"faults": faults}))
    return found


def _is_typed(draft: Draft, target: Target, params: dict[str, str]) -> bool:
    """Whether the amount that was left out stands in the cash flow now."""
    at = lines_there(draft, target).get((params["name"], 0)) if "name" in params else None
    first = basis_of(draft).first_year
    if at is None or first is None:
        return False
    name = f"{target.form.card_prefix}-{at}-amounts__{int(params['year']) - first}"
    return bool("".join(draft[target.step].get(name) or []).strip())


def frozen(draft: Draft) -> str:
    """What a submission keeps, as JSON; "" where there is nothing to tell of."""
    found = [asdict(one) for one in standing(draft)]
    return json.dumps(found, sort_keys=True) if found else ""
