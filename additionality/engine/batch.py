"""Case documents in, result documents out.

What the `assess` command prints, without files or printing.
"""

from __future__ import annotations

import json
from typing import Any

from additionality.engine.assess import assess
from additionality.engine.case import read_case_json
from additionality.engine.compare import all_packs, compare
from additionality.engine.problems import MalformedCase
from additionality.engine.rulepack import load_pack

ERRORS_FORMAT = "additionality-errors/1"

#: Characters some programs take for the end of a line; JSON allows them only escaped to be safe in
#: NDJSON.
_LINE_ENDS = {ord(c): f"\\u{ord(c):04x}" for c in "\u0085\u2028\u2029"}


#: In place of a pack's key: the case under all packs, side by side.
ALL = "all"


def assess_document(text: bytes | str, pack: str = "") -> dict[str, Any]:
    """The assessment of one case document, as `assess` prints it.

    `pack` is the key of the pack to assess it under, `all` for a comparison of all packs, empty for
    its own. Raises `MalformedCase`, `UnknownPack`.
    """
    if pack == ALL:
        packs = all_packs()
        return compare(read_case_json(text, packs), packs).to_dict()
    if pack:
        wanted = load_pack(pack)
        return assess(read_case_json(text, (wanted,)), wanted).to_dict()
    return assess(read_case_json(text)).to_dict()


def assess_or_errors(text: bytes | str, pack: str = "") -> tuple[dict[str, Any], bool]:
    """The assessment and True, or the errors document and False. Raises `UnknownPack`."""
    try:
        return assess_document(text, pack), True
    except MalformedCase as error:
        return errors_document(error), False


def errors_document(error: MalformedCase) -> dict[str, Any]:
    """What is printed on the line of a malformed case."""
    return {"format": ERRORS_FORMAT, "errors": [problem.to_dict() for problem in error.errors]}


def to_line(result: dict[str, Any]) -> bytes:
    """One result as one line of NDJSON, UTF-8, with the line's end."""
    return json.dumps(result, ensure_ascii=False).translate(_LINE_ENDS).encode() + b"\n"


def to_page(result: dict[str, Any]) -> bytes:
    """One result indented, UTF-8, with a final line's end."""
    return json.dumps(result, ensure_ascii=False, indent=2).encode() + b"\n"
