"""Documents, and the places in them that show a claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document shows a claim: `id` of the evidence, page as text, the words there."""

    id: str = ""
    page: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """The page and the words of the one document that a `source` beside it names."""

    page: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One document; `sha256` is that of the file.

    A confidential one is read by the proponent's organisation and by reviewers only.
    """

    id: str = ""
    title: str = ""
    file: str = ""
    sha256: str = ""
    dated: date | None = None
    kind: str = ""
    confidential: bool | None = None
