"""A workbook or text table read whole: the task of the limited process.

It says `read` (thousandths, while it goes on), for each sheet `sheet` and then `faults`, what is wrong in
it, and `book` at the end: kind of the file, what is wrong in the whole of it.
"""

import json
import zipfile
from collections.abc import Callable
from typing import IO, Any

from projects.tables import delimited, ods, xlsx
from projects.tables.circles import circles
from projects.tables.faults import Fault, of_sheet
from projects.tables.limited import Say
from projects.tables.limits import ODS, XLSX, Limits, TableRefused, kind_of, opened
from projects.tables.markup import Told
from projects.tables.sheet import Room, Sheet

TASK = "projects.tables.workbook:read"
READ, BOOK, SHEET, FAULTS = "read", "book", "sheet", "faults"
#: What follows the reading takes about as long again: thousandths when the last byte is read.
BYTES_READ = 500


def read(file: IO[bytes], options: dict[str, Any], say: Say) -> None:
    """Say everything that is in the file. Raises TableRefused.

    Options: `limits` (fields of `Limits`) and `name`, what the only sheet of a text is called.
    """
    limits = Limits(**options.get("limits", {}))
    kind = kind_of(file, limits)
    room = Room(limits)
    book = xlsx.Book()
    if kind == XLSX:
        with opened(file, limits) as archive:
            told = _telling(say, _bytes_of(archive, xlsx.is_read))
            book = xlsx.read_book(archive, told)
            if len(book.sheets) > limits.sheets:
                found = {"count": len(book.sheets), "limit": limits.sheets}
                raise TableRefused("too_many_sheets", **found)
            sheets = list(xlsx.read_sheets(archive, book, room, told))
    elif kind == ODS:
        with opened(file, limits) as archive:
            told = _telling(say, _bytes_of(archive, ods.is_read))
            sheets = list(ods.read_sheets(archive, room, told))
    else:
        told = _telling(say, file.seek(0, 2))
        sheets = [delimited.read_sheet(file, options.get("name", ""), room, told)]
    if not any(sheet.cells for sheet in sheets):
        raise TableRefused("no_cells")
    _say_sheets(sheets, kind, book, say)


def _bytes_of(archive: zipfile.ZipFile, is_read: Callable[[str], bool]) -> int:
    """How many bytes the parts unpack to that are read."""
    return sum(part.file_size for part in archive.infolist() if is_read(part.filename))


def _telling(say: Say, total: int) -> Told:
    """A function that is told of bytes read and says how far that is."""
    done = 0

    def told(size: int) -> None:
        nonlocal done
        done += size
        say(READ, str(min(done * BYTES_READ // max(total, 1), BYTES_READ)).encode())

    return told


def _say_sheets(sheets: list[Sheet], kind: str, book: xlsx.Book, say: Say) -> None:
    found, were_all_followed = circles(sheets)
    for position, sheet in enumerate(sheets):
        faults = of_sheet(sheet, computes=kind in (XLSX, ODS))
        if position in found:
            faults.append(Fault.at("circular", found[position]))
        say(SHEET, json.dumps(sheet.to_dict(), separators=(",", ":")).encode())
        say(FAULTS, json.dumps([fault.to_dict() for fault in faults]).encode())
        share = (1000 - BYTES_READ) * (position + 1) // len(sheets)
        say(READ, str(BYTES_READ + share).encode())
    has_formulas = any(cell.formula for sheet in sheets for cell in sheet.cells.values())
    codes = {
        "iterates": book.iterates,
        "linked_files": book.has_links,
        "macros": book.has_macros,
        "circles_not_followed": not were_all_followed,
        "no_formulas": kind in (XLSX, ODS) and not has_formulas,
        "names_broken": any("#REF!" in text for _name, text in book.names),
    }
    of_book = [Fault(code).to_dict() for code, is_so in codes.items() if is_so]
    say(BOOK, json.dumps({"kind": kind, "faults": of_book}).encode())
