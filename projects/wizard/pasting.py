"""Reading what is pasted from a spreadsheet: cells between tabs, else semicolons, else commas.

Nothing is guessed: a line that cannot be read is named with its number, and then nothing is filled in.
"""

import csv
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from projects.wizard import typed
from projects.wizard.forms.cash_flow import KINDS, MOST_YEARS, CashFlowForm
from projects.wizard.forms.common_practice import CARBON_STATUS, CommonPracticeForm
from projects.wizard.forms.project import ENERGY_SOURCES, UNITS
from projects.wizard.forms.step import COUNT, Typed
from projects.wizard.rows import card_count
from projects.wording.phrases import listed

MOST_LINES = 1000
LINE_ERRORS = 20


class PasteRefused(Exception):
    """The text cannot be read; `messages` say what is wrong in which line."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__()
        self.messages = messages[:LINE_ERRORS]


def cells_of(text: str) -> list[tuple[int, list[str]]]:
    """The lines that are not blank, each with its number from one and its cells."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MOST_LINES:
        raise PasteRefused([_("Paste at most %(most)s lines at a time.") % {"most": MOST_LINES}])
    mark = next((mark for mark in "\t;" if mark in text), ",")
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            quote = csv.QUOTE_MINIMAL if mark == "," else csv.QUOTE_NONE
            cells = next(csv.reader([line], delimiter=mark, quoting=quote))
            found.append((number, [cell.strip() for cell in cells]))
    if not found:
        raise PasteRefused([_("Paste the cells first, then press the button.")])
    return found


def read_reductions(text: str) -> Typed:
    """The yearly grid for lines of a year and its tonnes, or for a row of years above a row of tonnes."""
    pairs, wrong = [], []
    rows = _turned(text)
    for number, line in rows:
        match = re.match(
            r"\s*((?:(?:中華)?民國)?\s*[0-9０-９]{1,4}\s*年?)\s*[,，;；\t \u3000]\s*(.+)",
            line.strip(),
        )
        if match is None:
            if number != 1 or re.match(r"\s*[0-9０-９]", line):
                wrong.append(
                    _("Line %(line)s: enter a year and its tonnes, such as 2027 61,000.")
                    % {"line": number}
                )
            continue
        year, tonnes = match[1].strip(), match[2].strip()
        try:
            typed.read_year(year)
            typed.read_number(tonnes)
        except (typed.TypedRefused, ValueError) as refused:
            reason = getattr(refused, "message", _("Enter a year of four digits, such as 2027."))
            wrong.append(_("Line %(line)s: %(reason)s") % {"line": number, "reason": reason})
        pairs.append((year, tonnes))
    if not pairs and not wrong:
        wrong = [_("Paste lines with a year and its tonnes, such as 2027 61,000.")]
    if wrong:
        raise PasteRefused(wrong)
    if len(pairs) > 200:
        raise PasteRefused([_("Paste at most %(most)s lines at a time.") % {"most": 200}])
    found: Typed = {COUNT: [str(len(pairs))]}
    for i, (year, tonnes) in enumerate(pairs):
        found |= {f"year-{i}-year": [year], f"year-{i}-tco2e": [tonnes]}
    return found


def _turned(text: str) -> list[tuple[int, str]]:
    """The lines; two rows of several cells, years above tonnes, are turned into lines."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise PasteRefused([_("Paste the cells first, then press the button.")])
    if len(lines) > MOST_LINES:
        raise PasteRefused([_("Paste at most %(most)s lines at a time.") % {"most": MOST_LINES}])
    rows = [line.rstrip("\r\n").split("\t") for line in lines]
    if len(rows) == 2 and len(rows[0]) == len(rows[1]) > 2:
        pairs = list(zip(*rows, strict=True))
        if not any(c.isdigit() for c in pairs[0][0] + pairs[0][1]):
            pairs = pairs[1:]
        lines = ["\t".join(pair) for pair in pairs]
    return list(enumerate(lines, start=1))


def read_cash_flow(
    text: str, grid: Typed, *, years: int, first_year: int | None
) -> tuple[Typed, Typed]:
    """The cash flow grid with the pasted block, and what it changes in the basis (`first_year`, `years`).

    The first column holds names, a second column the kind where its cells are kinds. A row whose other cells are
    consecutive years is the heading. A line that is already in the grid is replaced, others are added below.
    """
    rows = cells_of(text)
    while (
        rows
        and len(rows[0][1]) > 1
        and all(not row[-1] for _n, row in rows if len(row) == len(rows[0][1]))
    ):
        rows = [(n, row[:-1]) if len(row) == len(rows[0][1]) else (n, row) for n, row in rows]
    basis: Typed = {}
    heading = _heading(rows[0][1])
    if heading is not None:
        start = heading
        if first_year is not None and start != first_year:
            message = _(
                "Line %(line)s: the pasted years begin in %(pasted)s, the cash flow in %(asked)s."
            )
            raise PasteRefused(
                [message % {"line": rows[0][0], "pasted": start, "asked": first_year}]
            )
        basis["first_year"] = [str(start)]
        rows = rows[1:]
    lines, wrong = [], []
    for number, cells in rows:
        name, kind, amounts = _named(cells)
        if not name:
            wrong.append(
                _("Line %(line)s: the first cell is the name of the line.") % {"line": number}
            )
        if not kind and amounts and _is_words(amounts[0]):
            known = listed(str(label) for _key, label in KINDS)
            said = {"line": number, "cell": amounts[0][:60], "kinds": known}
            wrong.append(
                _("Line %(line)s: “%(cell)s” is not a kind of line. Known kinds: %(kinds)s.") % said
            )
            amounts = amounts[1:]
        for column, cell in enumerate(amounts, start=1):
            if cell and (reason := _refused(cell)):
                words = {"line": number, "column": column, "reason": reason}
                wrong.append(_("Line %(line)s, amount %(column)s: %(reason)s") % words)
        lines.append((name, kind, amounts))
    longest = max((len(amounts) for _name, _kind, amounts in lines), default=0)
    if not longest and not wrong:
        wrong = [_("Paste lines with a name and one amount for each year.")]
    if longest > MOST_YEARS:
        wrong = [_("Paste at most %(most)s years.") % {"most": MOST_YEARS}]
    if wrong:
        raise PasteRefused(wrong)
    if longest > years:
        basis["years"] = [str(longest)]
    return _with_lines(grid, lines), basis


def _heading(cells: list[str]) -> int | None:
    """The first year, where all cells but the leading one or two are consecutive years."""
    for skip in (1, 2):
        years = [cell.rstrip("年") for cell in cells[skip:]]
        if years and all(re.fullmatch(r"(19|20|21)[0-9]{2}", y) for y in years):
            numbers = [int(y) for y in years]
            if numbers == list(range(numbers[0], numbers[0] + len(numbers))):
                return numbers[0]
    return None


def _named(cells: list[str]) -> tuple[str, str, list[str]]:
    name, rest = cells[0], cells[1:]
    kind = _key_of(rest[0], KINDS) if rest else ""
    if kind:
        rest = rest[1:]
    return name[:500], kind, ["0" if cell in {"-", "–", "—"} else cell for cell in rest]


def _is_words(cell: str) -> bool:
    """Is it a word rather than a number that cannot be read?"""
    return bool(cell) and not any(sign.isdigit() for sign in cell) and bool(_refused(cell))


def _key_of(cell: str, choices: list[tuple[str, Any]]) -> str:
    """The key whose key or words, in either language, the cell holds."""
    wanted = cell.strip().casefold()
    for language in ("en", "zh-hant"):
        with override(language):
            for key, words in choices:
                if wanted in (key.casefold(), str(words).casefold()):
                    return key
    return ""


def _refused(cell: str) -> str:
    try:
        number = typed.read_number(cell)
    except typed.TypedRefused as refused:
        return str(refused.message)
    return str(_("Enter a number without a percent sign.")) if number.percent else ""


def _with_lines(grid: Typed, lines: list[tuple[str, str, list[str]]]) -> Typed:
    found = dict(grid)
    count = min(card_count(grid), CashFlowForm.most_cards)
    at = {
        name: i for i in range(count) if (name := (found.get(f"line-{i}-name") or [""])[-1].strip())
    }
    free = [i for i in range(count) if _is_blank(found, i)]
    for name, kind, amounts in lines:
        if name not in at:
            at[name] = free.pop(0) if free else count
            count = max(count, at[name] + 1)
        i = at[name]
        found = {
            key: texts for key, texts in found.items() if not key.startswith(f"line-{i}-amounts__")
        }
        found[f"line-{i}-name"] = [name]
        if kind:
            found[f"line-{i}-kind"] = [kind]
        found |= {f"line-{i}-amounts__{j}": [amount] for j, amount in enumerate(amounts)}
    found[COUNT] = [str(count)]
    return found


def _is_blank(typed_grid: Mapping[str, list[str]], i: int) -> bool:
    return not any(
        text.strip()
        for name, texts in typed_grid.items()
        if name.startswith(f"line-{i}-")
        for text in texts
    )


ACTIVITY_COLUMNS = (
    "name",
    "capacity",
    "unit",
    "started",
    "technology",
    "energy_source",
    "carbon_status",
    "different",
)


def read_activities(text: str, grid: Typed) -> Typed:
    """The list of plants with the pasted lines added, columns in the order of the page."""
    found, count = dict(grid), min(card_count(grid), CommonPracticeForm.most_cards)
    wrong = []
    for number, cells in cells_of(text):
        if len(cells) > len(ACTIVITY_COLUMNS):
            wrong.append(
                _("Line %(line)s: at most %(most)s cells are read.") % {"line": number, "most": 8}
            )
        for name, cell in zip(ACTIVITY_COLUMNS, cells, strict=False):
            value = _activity_value(name, cell)
            if cell and not value:
                words = {"line": number, "cell": cell[:60]}
                wrong.append(_("Line %(line)s: “%(cell)s” is not one of the choices.") % words)
            found[f"activity-{count}-{name}"] = [value]
        count += 1
    if wrong:
        raise PasteRefused(wrong)
    found[COUNT] = [str(count)]
    return found


def _activity_value(name: str, cell: str) -> str:
    choices: dict[str, list[tuple[str, Any]]] = {
        "unit": UNITS,
        "energy_source": ENERGY_SOURCES,
        "carbon_status": CARBON_STATUS,
        "different": [("yes", "yes"), ("no", "no"), ("yes", "是"), ("no", "否")],
    }
    return _key_of(cell, choices[name]) if name in choices else cell


def too_long() -> PasteRefused:
    return PasteRefused([_("This is more than can be pasted at a time. Paste a part of it.")])
