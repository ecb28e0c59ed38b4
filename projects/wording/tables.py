"""Why a table from outside is not read, in a sentence that says what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from projects.tables.limits import TableRefused

REFUSED: Mapping[str, object] = {
    "empty": _("The file is empty. Choose the file again."),
    "file_too_large": _(
        "The file is larger than %(limit)s MB. Copy the sheets that are needed into a new workbook."
    ),
    "old_workbook": _(
        "This is a workbook of an old program (.xls). Open it and save it as .xlsx or .ods."
    ),
    "password": _(
        "The workbook is locked with a password. Save a copy without one: in Excel under File, "
        "Info, Protect Workbook, Encrypt with Password, then clear the password."
    ),
    "binary_workbook": _("This is a binary workbook (.xlsb). Open it and save it as .xlsx or .ods."),
    "web_page": _(
        "This is a web page that is named like a workbook. Open it in a spreadsheet program and "
        "save it as .xlsx or .ods."
    ),
    "no_table": _("This is no table. Read are .xlsx, .xlsm, .ods and text with separators (.csv)."),
    "bomb": _("The file unpacks to far more than its size and is not read. Save it anew."),
    "document_type": _(
        "The file declares a document type, in which entities can be defined. For safety it is not read. Open it in "
        "a spreadsheet program and save it anew."
    ),
    "damaged": _("The file is damaged and cannot be read. Open it in a spreadsheet program and save it anew."),
    "encoding": _(
        "The text of the file is in no encoding that is understood. Save it as CSV in UTF-8."
    ),
    "too_many_sheets": _(
        "The workbook has more than %(limit)s sheets. Copy those that are needed into a new workbook."
    ),
    "too_many_cells": _(
        "The workbook has more than %(limit)s filled cells. Copy the sheets that are needed into a "
        "new workbook."
    ),
    "too_many_rows": _(
        "The table has more than %(limit)s rows. Split it, or leave out rows that are not needed."
    ),
    "too_much_text": _(
        "The workbook holds more text than is read. Copy the sheets that are needed into a new workbook."
    ),
    "outside": _("Cells lie outside of the largest sheet there is. Save the file anew."),
    "no_cells": _("No cell of the file holds anything. Choose another file."),
    "too_slow": _(
        "Reading the file takes too long. Copy the sheets that are needed into a new workbook."
    ),
    "not_readable": _(
        "The file could not be read. Open it in a spreadsheet program, save it anew as .xlsx, and "
        "upload it again."
    ),
}  # fmt: skip


def refused_sentence(refused: TableRefused) -> str:
    """The sentence for a refused table."""
    return str(REFUSED[refused.code]) % refused.params
