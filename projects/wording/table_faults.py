"""What is wrong in a spreadsheet, as sentences. The cells are named beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from projects.showing.numbers import figure
from projects.tables.faults import Fault
from projects.wizard.typed import TypedRefused, read_number
from projects.wording.phrases import listed

#: `NOT_TAKEN`: the cells are left out until they are mended. `DOUBTFUL`: taken, but a reviewer will ask.
#: `TOLD`: read as the sentence says.
NOT_TAKEN, DOUBTFUL, TOLD = "not_taken", "doubtful", "told"

SENTENCES: Mapping[str, tuple[str, object]] = {
    # the cells of the lines
    "error_amount": (
        NOT_TAKEN,
        _("%(text)s stands where the amount of “%(line)s” for %(year)s should be. It is left blank, and a blank counts "
          "as nothing: mend the formula, or type the amount in the cash flow."),
    ),
    "no_result_amount": (
        NOT_TAKEN,
        _("A formula without a stored result. Open the file in a spreadsheet program and save it again."),
    ),
    "text_not_number": (
        NOT_TAKEN,
        _("“%(text)s” stands where the amount of “%(line)s” for %(year)s should be. It is left blank, and a blank "
          "counts as nothing: mend the cell, or type the amount in the cash flow. %(reason)s"),
    ),
    "percent_amount": (NOT_TAKEN, _("A percentage stands where an amount should be.")),
    "day_amount": (NOT_TAKEN, _("A date stands where an amount should be. Set the format of the cell to number.")),
    "amount_too_large": (NOT_TAKEN, _("The amount is too large to be money. Check the unit.")),
    "not_a_year": (NOT_TAKEN, _("Between the years is a cell that names no year. Its amounts are left out.")),
    "year_repeated": (NOT_TAKEN, _("A year comes a second time. Its amounts are left out.")),
    "year_gap": (DOUBTFUL, _("Before this year one is missing. It is taken as a year without amounts.")),
    "negative_amount": (
        DOUBTFUL,
        _("A minus where the kind of the line already gives the sign. The cash flow will ask about it."),
    ),
    "mixed_units": (DOUBTFUL, _("These lines name another unit than the sheet. They are read in their own.")),
    "mixed_currencies": (
        DOUBTFUL, _("The format of these cells shows %(currency)s, unlike the others. They are not converted."),
    ),
    "currency_named": (
        DOUBTFUL, _("The words of these lines name %(currency)s, unlike the others. They are not converted."),
    ),
    "other_currency": (
        DOUBTFUL,
        _("The sheet names %(currency)s as its currency; that of the case is %(of_case)s. Amounts are not converted."),
    ),
    "hidden_used": (DOUBTFUL, _("These amounts stand in hidden rows or columns. They are read all the same.")),
    "merged_used": (
        DOUBTFUL, _("The cells are merged. Only the first of them holds the value; the others are read as blank."),
    ),
    "total_differs": (
        DOUBTFUL, _("The sheet shows %(total)s as the total of the line; %(cells)s come to %(sum)s."),
    ),
    "column_total_differs": (
        DOUBTFUL,
        _("The total of the sheet is not that of its lines: it shows %(total)s where %(cells)s come to %(sum)s."),
    ),
    "net_differs": (
        DOUBTFUL,
        _("The lines that are taken do not give the net cash flow of the sheet (%(years)s). In %(year)s they come to "
          "%(sum)s; the sheet shows %(total)s."),
    ),
    "net_differs_named": (
        DOUBTFUL,
        _("The lines that are taken do not give the net cash flow of the sheet (%(years)s). In %(year)s they come to "
          "%(sum)s; the sheet shows %(total)s. Rows with amounts that are not taken: %(lines)s."),
    ),
    "total_not_reached_named": (
        DOUBTFUL,
        _("Not every row of this total is taken (%(years)s). In %(year)s those taken come to %(sum)s; the sheet shows "
          "%(total)s. Rows with amounts that are not taken: %(lines)s."),
    ),
    "counted_twice": (
        DOUBTFUL, _("“%(name)s” is the sum of other lines that are taken too: its money would count twice."),
    ),
    "name_repeated": (TOLD, _("The name “%(name)s” is there twice. The later line gets its row behind the name.")),
    "number_as_text": (TOLD, _("“%(text)s” is text. It is read as %(amount)s.")),
    "years_as_days": (TOLD, _("The years are dates. The year of each date is taken.")),
    "years_as_text": (TOLD, _("The years are text. They are read as years.")),
    "years_of_republic": (
        DOUBTFUL, _("The years have two or three digits. They are read as years of the Republic of China."),
    ),
    # the sheet
    "broken_formula": (DOUBTFUL, _("Broken formulas.")),
    "no_result": (
        DOUBTFUL,
        _("Formulas without a stored result. Open the file in a spreadsheet program and save it again."),
    ),
    "circular": (DOUBTFUL, _("Formulas that depend on themselves. The model cannot be replicated.")),
    "typed_total": (DOUBTFUL, _("Totals that are typed in and should be a sum.")),
    "typed_result": (DOUBTFUL, _("A result that is typed in and should be computed.")),
    "typed_among_formulas": (DOUBTFUL, _("Single numbers typed over in a row of formulas.")),
    "sum_differs": (
        DOUBTFUL, _("The stored result of the sum, %(stored)s, is not what its cells come to, %(sum)s."),
    ),
    "sum_leaves_out": (DOUBTFUL, _("A sum that leaves out the number directly before it.")),
    "calls_out": (
        DOUBTFUL,
        _("Formulas that call other programs or the internet. They were not run; their stored results were read."),
    ),
    "elsewhere": (
        DOUBTFUL, _("Formulas that read other files. Nobody else can replicate them; their stored results were read."),
    ),
    "hidden_sheet": (DOUBTFUL, _("The sheet “%(sheet)s” is hidden.")),
    "hidden_rows": (DOUBTFUL, _("Hidden rows: %(rows)s.")),
    "hidden_columns": (DOUBTFUL, _("Hidden columns: %(columns)s.")),
    "merged": (TOLD, _("Merged cells.")),
    # the workbook
    "iterates": (
        DOUBTFUL,
        _("The workbook is set to compute in circles until the result settles. The model cannot be replicated."),
    ),
    "linked_files": (DOUBTFUL, _("The workbook is linked to other files or databases. Nothing was fetched.")),
    "macros": (DOUBTFUL, _("The workbook holds macros. They were not run.")),
    "circles_not_followed": (
        TOLD, _("There are too many formulas to follow each of them: circular ones may have been missed."),
    ),
    "no_formulas": (
        DOUBTFUL, _("The workbook holds no formula at all: everything in it is typed in or pasted as values."),
    ),
    "names_broken": (DOUBTFUL, _("Names of the workbook lead to cells that are no longer there.")),
    "more_like_this": (TOLD, _("More of the same, %(number)s in all.")),
}  # fmt: skip
#: The same without what the proponent is asked to do, for the record.
PLAIN: Mapping[str, object] = {
    "error_amount": _(
        "%(text)s stands where the amount of “%(line)s” for %(year)s should be. It was left blank, and a blank "
        "counts as nothing."
    ),
    "text_not_number": _(
        "“%(text)s” stands where the amount of “%(line)s” for %(year)s should be. It was left blank, and a blank "
        "counts as nothing."
    ),
    "no_result_amount": _("A formula without a stored result."),
    "no_result": _("Formulas without a stored result."),
    "day_amount": _("A date stands where an amount should be."),
    "amount_too_large": _("The amount is too large to be money."),
    "negative_amount": _("A minus where the kind of the line already gives the sign."),
}
#: Amounts of so much are shown with two decimals at most.
ROUNDED_FROM = 100
FIGURES = ("total", "sum", "stored", "amount")
GROUPS = (
    (NOT_TAKEN, _("Left out until it is mended")),
    (DOUBTFUL, _("Taken, but a reviewer will ask")),
    (TOLD, _("Read as follows")),
)
PLAIN_GROUPS = (
    (NOT_TAKEN, _("Not taken over")),
    (DOUBTFUL, _("Taken, but doubtful")),
    (TOLD, _("Read as follows")),
)


@dataclass(frozen=True, slots=True)
class ShownFault:
    """A fault for the page: its sentence, and where, in one line."""

    code: str
    sentence: str
    where: str


def show_fault(fault: Fault, *, is_plain: bool = False) -> ShownFault:
    """`is_plain` leaves out what the proponent is asked to do."""
    sentence = (is_plain and PLAIN.get(fault.code)) or SENTENCES[fault.code][1]
    params: dict[str, Any] = dict(fault.params)
    if fault.code == "text_not_number":
        params["reason"] = _why_no_number(params["text"])
    if "lines" in params:
        params["lines"] = listed(params["lines"])
    params |= {name: _shown(params[name]) for name in FIGURES if name in params}
    where = listed(fault.cells)
    if fault.more:
        more = ngettext("and %(n)s more", "and %(n)s more", fault.more) % {"n": fault.more}
        where = f"{where} {more}"
    return ShownFault(fault.code, str(sentence) % params, where)


def _shown(amount: str) -> str:
    """An amount as text; a large one without the decimals that a formula leaves behind."""
    return figure(amount, 2 if "." in amount and abs(float(amount)) >= ROUNDED_FROM else None)


def _why_no_number(text: str) -> str:
    """What is expected instead, in the language of the reader."""
    try:
        read_number(text)
    except TypedRefused as refused:
        return str(refused.message)
    return ""


def level_of(fault: Fault) -> str:
    """What becomes of the cells; of `more_like_this` what becomes of those it goes on from."""
    return SENTENCES[fault.params.get("of", fault.code)][0]


def left_out(faults: Iterable[Fault]) -> str:
    """The cells that are left out until they are mended, in one line; "" where there are none."""
    return listed(
        shown.where
        for fault in faults
        if level_of(fault) == NOT_TAKEN and (shown := show_fault(fault)).where
    )


def grouped(
    faults: Iterable[Fault], *, is_plain: bool = False
) -> list[tuple[object, list[ShownFault]]]:
    """The faults below the heading that says what becomes of their cells; headings without any left out."""
    found: dict[str, list[ShownFault]] = {}
    for fault in faults:
        found.setdefault(level_of(fault), []).append(show_fault(fault, is_plain=is_plain))
    groups = PLAIN_GROUPS if is_plain else GROUPS
    return [(words, found[level]) for level, words in groups if level in found]
