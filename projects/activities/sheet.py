"""The rows of the first sheet of a workbook, read as a stream in the process without rights."""

import gc
import json
from datetime import date, datetime
from typing import IO, Any

# The process may open no file once it runs: all that reads a workbook is loaded here.
import openpyxl

from projects.tables.limited import Say
from projects.tables.limits import TableRefused


def rows(source: IO[bytes], options: dict[str, Any], say: Say) -> None:
    """Say `size` with the number of rows, then `row` with `[number, cells]` for each that is not blank."""
    gc.enable()  # a sheet may have a million rows
    try:
        sheet = openpyxl.load_workbook(source, read_only=True, data_only=True).worksheets[0]
        say("size", str(sheet.max_row or 0).encode())
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = [text_of(value) for value in values]
            if any(cells):
                say("row", json.dumps([number, cells]).encode())
    except MemoryError:
        raise
    except Exception as error:  # whatever a library makes of a broken file
        raise TableRefused("damaged") from error


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
