"""HTML to PDF. The floor: WeasyPrint as it comes, on the same HTML with the same files."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from additionality.determination.render import BASE_URL, to_pdf
from projects.register.document import write
from tests.bench.determined import make_determination
from tests.bench.measuring import Row, compare

ROUNDS = 7
PYTHONS_OWN = (700, 10, 10)


@contextmanager
def collector_as_python_has_it() -> Iterator[None]:
    """Other rows load the application as a server does, which tunes the collector of this process."""
    tuned = gc.get_threshold()
    gc.set_threshold(*PYTHONS_OWN)
    try:
        yield
    finally:
        gc.set_threshold(*tuned)


def rows() -> Iterator[Row]:
    """Ours makes the same kind of PDF, with attachments and a place for the signature besides."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    determination = make_determination()
    document = write(determination)

    class Given(URLFetcher):
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            name = url.removeprefix(BASE_URL)
            kind = "text/css" if name.endswith(".css") else "image/svg+xml"
            return URLFetcherResponse(url, document.resources[name], {"Content-Type": kind})

    def ours(number: int) -> None:
        to_pdf(
            document.html,
            attachments=document.attachments,
            dated=determination.decided_at,
            resources=document.resources,
        )

    def untuned(number: int) -> None:
        parsed = HTML(string=document.html, base_url=BASE_URL, url_fetcher=Given())
        with collector_as_python_has_it():
            parsed.write_pdf(pdf_variant="pdf/a-3a")

    yield compare("HTML to PDF", ours, untuned, bar=0.8, rounds=ROUNDS)
