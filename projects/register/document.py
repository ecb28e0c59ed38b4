"""The document of a determination: HTML, its pictures, and the data attached to it.

Everything comes from the frozen submission and from rows that never change, and all days are
those of the decision: writing the document again gives the same document.
"""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import segno
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from projects.models import Determination
from projects.register.edition import Edition, verify_address, write_edition
from projects.register.record import determination_record

if TYPE_CHECKING:
    from additionality.determination.attachments import Attachment

STYLE = "determination.css"
DRAWN = (STYLE, *(f"mark-{name}.svg" for name in ("passed", "failed", "open", "notice", "aside")))
QR = "verify-address.svg"


@dataclass(frozen=True, slots=True)
class Document:
    """What the PDF is made of. `resources` are the style sheet and the pictures by name."""

    html: str
    attachments: "Sequence[Attachment]"
    resources: Mapping[str, bytes]


def write(determination: Determination) -> Document:
    """Write the document in the languages of its edition. Raises PackChanged."""
    from additionality.determination.record import RECORD, record_attachments

    attachments = record_attachments(determination_record(determination))
    data = {one.name: one.data for one in attachments}
    editions, resources = [], _drawn() | {QR: _qr(verify_address())}
    for language in determination.edition.split(","):
        with translation.override(language):
            edition = write_edition(
                determination,
                language=language,
                attached={name: hashlib.sha256(text).hexdigest() for name, text in data.items()},
                record_name=RECORD,
                is_first=not editions,
            )
            resources |= edition.pictures
            editions.append(edition)
    return Document(_html(determination, editions), attachments, resources)


def _html(determination: Determination, editions: list[Edition]) -> str:
    with translation.override(editions[0].language):
        return render_to_string(
            "determination/determination.html",
            {
                "determination": determination,
                "editions": editions,
                "language": editions[0].lang,
                "style": STYLE,
            },
        )


def _drawn() -> dict[str, bytes]:
    """The style sheet, and the shapes it refers to."""
    return {name: Path(str(finders.find(f"determination/{name}"))).read_bytes() for name in DRAWN}


def _qr(text: str) -> bytes:
    """The QR code as a drawing: level M, with the quiet zone that readers need."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", scale=4, border=2, xmldecl=False, nl=False, dark="#1a1f24"
    )
    return drawn.getvalue()
