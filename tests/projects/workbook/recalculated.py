"""Workbooks recalculated by LibreOffice, many in one start, and read back as values."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook


def recalculate(files: Mapping[str, bytes], folder: Path) -> dict[str, Workbook]:
    """The values of each file after LibreOffice opened it, computed it and saved it again."""
    given, done = folder / "given", folder / "done"
    given.mkdir()
    for name, content in files.items():
        (given / f"{name}.xlsx").write_bytes(content)
    command = [
        "soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "xlsx", "--outdir", str(done), *(str(given / f"{name}.xlsx") for name in files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: openpyxl.load_workbook(done / f"{name}.xlsx", data_only=True) for name in files}


def table(book: Workbook, sheet: int) -> list[list[object]]:
    """The rows of the sheet at this position."""
    return [list(row) for row in book.worksheets[sheet].iter_rows(values_only=True)]


def labelled(book: Workbook, sheet: int, label: str, nth: int = 0) -> list[object]:
    """What stands right of a label in the first column."""
    found = [row[1:] for row in table(book, sheet) if row[0] == label]
    return found[nth]


def broken(book: Workbook) -> list[str]:
    """Cells that hold an error."""
    return [
        f"{sheet.title}!{cell.coordinate}: {cell.value}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" or str(cell.value).startswith(("#", "Err:"))
    ]
