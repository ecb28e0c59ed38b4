"""Reading the XML of a workbook part by part, without building a tree, without entities."""

import zipfile
from collections.abc import Callable
from xml.parsers import expat

from projects.tables.limits import BROKEN_ARCHIVE, TableRefused

BLOCK = 262_144
Names = dict[str, str]
Start = Callable[[str, Names], None]
End = Callable[[str], None]
#: Told how many bytes of XML were read since it was told last.
Told = Callable[[int], None]


class LocalNames(dict[str, str]):
    """`x:row` -> `row`: the name without its prefix, looked up once."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(":")[2]
        return local


def read_part(
    archive: zipfile.ZipFile,
    name: str,
    *,
    start: Start,
    end: End | None = None,
    words: Callable[[str], None] | None = None,
    told: Told | None = None,
) -> None:
    """Read one part, calling back for each start, end and text, by names as they are written.

    Raises TableRefused: `document_type` where one is declared, in which entities are, and `damaged`.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with archive.open(name) as part:
            while block := part.read(BLOCK):
                parser.Parse(block, False)
                if told:
                    told(len(block))
            parser.Parse(b"", True)
    except (expat.ExpatError, *BROKEN_ARCHIVE) as error:
        raise TableRefused("damaged") from error


def _refuse(*declared: object) -> None:
    raise TableRefused("document_type")
