"""HTML to PDF/A-3a: the same input gives the same bytes, and nothing is fetched.

WeasyPrint loads native libraries that most requests never need, so it is imported inside the
functions. Requests never call `to_pdf`; the worker calls `rendering.to_pdf_limited`.
"""

import functools
import gc
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from additionality.determination import structure
from additionality.determination.attachments import RELATIONSHIP, Attachment

if TYPE_CHECKING:
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

__all__ = ["BASE_URL", "MAX_HTML", "Attachment", "RenderError", "to_pdf"]

BASE_URL = "https://determination.invalid/"  # `.invalid` never resolves (RFC 2606)
MAX_HTML = 8_000_000  # characters; the longest real determination has a few hundred thousand
VARIANT = "pdf/a-3a"

_MEDIA_TYPES = {"css": "text/css", "svg": "image/svg+xml", "png": "image/png"}

# The time of WeasyPrint is the layout of tables: fixed columns and separate borders are faster.
_LAYOUT_CSS = "table { table-layout: fixed; border-collapse: separate }"


class RenderError(Exception):
    """The document could not be made; the message says why, in one sentence."""


def to_pdf(
    html: str,
    *,
    attachments: Sequence[Attachment],
    dated: datetime,
    resources: Mapping[str, bytes],
) -> bytes:
    """Render `html` as tagged PDF/A-3a with `attachments` and an empty signature field.

    `html` refers to style sheets and pictures by the names in `resources` (ending in `.css`,
    `.svg` or `.png`), and to nothing else. It has a `lang` and a `<title>`. The element with the
    id `signature-place` (which needs a width and a height) shows where the signature goes;
    without one a place is added after the last line. `dated` must be aware; it is the date of
    the document and of the attachments, so the bytes do not depend on the clock.

    Raises `RenderError` if the page asks for anything that is not in `resources`, has no
    language or title, is too large or too deep.
    """
    if dated.tzinfo is None:
        raise RenderError("The date of the document has no time zone.")
    if len(html) > MAX_HTML:
        raise RenderError(f"The document has more than {MAX_HTML} characters.")
    names = [attachment.name for attachment in attachments]
    if len(set(names)) != len(names):
        raise RenderError("Two attachments have the same name.")
    try:
        with _collector_off():
            unsigned = _weasyprint(html, attachments, dated.astimezone(UTC), resources)
        return structure.prepare(unsigned)
    except RecursionError:
        raise RenderError("The document is nested too deeply.") from None
    except MemoryError:
        raise RenderError("The document needs more memory than is allowed.") from None


def _weasyprint(
    html: str, attachments: Sequence[Attachment], dated: datetime, resources: Mapping[str, bytes]
) -> bytes:
    from weasyprint import CSS, HTML

    refused: list[str] = []
    fonts = _fonts()
    fetcher = _only(resources, refused)
    parsed = HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
    _require_language_and_title(parsed)
    structure.add_signature_input(parsed)
    sheets = [
        CSS(string=css, font_config=fonts, url_fetcher=fetcher, base_url=BASE_URL)
        for css in (_LAYOUT_CSS, structure.SIGNATURE_CSS)
    ]
    options: dict[str, Any] = {
        "pdf_variant": VARIANT,
        "pdf_forms": True,
        "uncompressed_pdf": True,  # `structure.prepare` writes it anew, and compresses faster
        "stylesheets": sheets,
        "attachments": [_embedded(one, dated) for one in sorted(attachments, key=_name)],
    }
    document = parsed.render(font_config=fonts, **options)
    document.metadata.created = document.metadata.modified = f"{dated:%Y-%m-%dT%H:%M:%S+00:00}"
    written = io.BytesIO()
    document.write_pdf(written, finisher=structure.add_scopes, **options)
    if refused:
        # A picture left out silently would leave a signed document with a hole in it.
        raise RenderError(f"The document asks for files it was not given: {', '.join(refused)}.")
    return written.getvalue()


def _name(attachment: Attachment) -> bytes:
    return attachment.name.encode()


def _embedded(attachment: Attachment, dated: datetime) -> Any:
    from weasyprint import Attachment as Embedded

    return Embedded(
        file_obj=io.BytesIO(attachment.data),
        name=attachment.name,
        description=attachment.description,
        relationship=RELATIONSHIP,
        created=dated,
        modified=dated,
    )


def _require_language_and_title(parsed: "HTML") -> None:
    root = parsed.etree_element
    title = root.find("head/title")
    if not root.get("lang") or title is None or not (title.text or "").strip():
        raise RenderError("The document has no language or no title.")


def _only(resources: Mapping[str, bytes], refused: list[str]) -> "URLFetcher":
    """Make a fetcher that knows `resources` by name and notes everything else in `refused`."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyGiven(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            name = url.removeprefix(BASE_URL)
            media_type = _MEDIA_TYPES.get(name.rpartition(".")[2])
            if not url.startswith(BASE_URL) or name not in resources or media_type is None:
                refused.append(url[:200])
                raise ValueError("not one of the given files")
            return URLFetcherResponse(url, resources[name], {"Content-Type": media_type})

    return OnlyGiven()


@functools.cache
def _fonts() -> "FontConfiguration":
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


#: Whether this process has laid out a document before.
_has_laid_out = False


@contextmanager
def _collector_off() -> Iterator[None]:
    """Layout makes millions of objects and no cycles worth collecting while it runs.

    What it leaves goes to the oldest generation: as the youngest, all of it would be looked through at once, though
    most processes end after one document. One that makes another gives it back first.
    """
    global _has_laid_out
    was_on = gc.isenabled()
    if _has_laid_out:
        gc.collect()
    _has_laid_out = True
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()
