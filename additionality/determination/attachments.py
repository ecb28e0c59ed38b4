"""The files carried inside a determination."""

from dataclasses import dataclass

RELATIONSHIP = "Data"  # ISO 32000-2, 7.11.3: data from which the visible document was made


@dataclass(frozen=True, slots=True)
class Attachment:
    """One embedded file: its name in the PDF, its bytes, what it is, and its media type.

    The media type must be the one usual for the ending of the name (`.json`, `.yaml`).
    """

    name: str
    data: bytes
    description: str
    mime: str
