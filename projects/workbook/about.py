"""The sheet that says what the workbook is, of what case, and what in it is not live."""

from __future__ import annotations

from hashlib import sha256

from django.utils.translation import gettext as _

from additionality.engine.canonical import canonical_json
from projects import wording
from projects.workbook import sheet
from projects.workbook.analysis import Analysis
from projects.workbook.sheet import LABEL, TITLE, WRAPPED, Page, write_text


def write_about(page: Page, analysis: Analysis) -> None:
    """Sentences, then the case: its name, pack, day and hash."""
    page.line(_("About this workbook"), TITLE)
    page.skip()
    for words in _sentences(analysis):
        write_text(page.cell(LABEL), words)
        page.cell(LABEL).alignment = WRAPPED
        page.sheet.merge_cells(start_row=page.row, end_row=page.row, start_column=1, end_column=2)
        page.sheet.row_dimensions[page.row].height = 32
        page.row += 1
    page.skip()
    for label, value in _facts(analysis):
        write_text(page.cell(LABEL), label)
        write_text(page.cell(LABEL + 1), value)
        page.cell(LABEL + 1).alignment = WRAPPED
        page.row += 1
    page.skip()
    for label, font in (
        (_("Inputs: change these"), sheet.INPUT),
        (_("Formulas: these follow"), sheet.COMPUTED),
        (_("As assessed: values that stay as they are"), sheet.STATED),
    ):
        write_text(page.cell(LABEL), label, font)
        if font is sheet.INPUT:
            page.cell(LABEL).fill = sheet.INPUT_FILL
        page.row += 1


def _sentences(analysis: Analysis) -> list[str]:
    found = [
        _("This is the investment analysis of one case with live formulas: "
          "change an input, and everything is computed again."),
        _("It is a help for reading and checking. What decides is the determination, not this workbook."),
        _("A program that protects files from elsewhere shows no results until you allow it to edit this one."),
        _("Cells hold fifteen digits. An amount with more is rounded in its cell, and a comment gives it in full."),
        _("A rate of return is looked for between −99 % and 100,000,000 % on a sheet of its own. "
          "Where there is none or several, the sheet says so, and the net present value at the benchmark decides."),
    ]  # fmt: skip
    found.append(_("Not live: which lines are varied in the sensitivity analysis."))
    if analysis.uncounted:
        found.append(wording.concern_sentence("policy_left_out", {"lines": analysis.uncounted}))
    return found


def _facts(analysis: Analysis) -> list[tuple[str, str]]:
    case, pack = analysis.case, analysis.pack
    names = [case.project.name] + ([case.project.name_zh] if case.project.name_zh else [])
    return [
        (_("Project"), " / ".join(names)),
        (_("Rule pack"), f"{pack.key} {pack.edition}"),
        (_("SHA-256 of the rule pack"), pack.sha256),
        (_("Assessed for the day"), case.assessed_on.isoformat()),
        (_("SHA-256 of the case file"), sha256(canonical_json(case.to_dict())).hexdigest()),
    ]
