"""The rows of the first sheet of a workbook, read as a stream in the process without rights."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any

# The process may open no file once it runs: all that reads a workbook is loaded here.
import openpyxl
import openpyxl.reader.excel

from projects.tables.limits import TableRefused


def rows(source: IO[bytes], options: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """`size` with the number of rows, then `row` with `[number, cells]` for each that is not blank."""
    try:
        book = openpyxl.load_workbook(source, read_only=True, data_only=True)
        sheet = book.worksheets[0]
    except TableRefused:
        raise
    except Exception as error:  # whatever a library makes of a broken file
        raise TableRefused("damaged") from error
    yield "size", str(sheet.max_row or 0).encode()
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [text_of(value) for value in values]
        if any(cells):
            yield "row", json.dumps([number, cells]).encode()


def text_of(value: Any) -> str:
    """A cell as the text that a person would have typed."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()
