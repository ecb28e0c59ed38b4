"""Verifying a PDF, recomputing included. The floor: pyHanko's validation of its signature alone."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from additionality.determination.limited import verify_limited
from additionality.determination.sign import asn1
from additionality.determination.verify import verify
from projects.register import issuing_steps
from projects.services.issuing import issue
from tests.bench.determined import make_determination, root_pem
from tests.bench.measuring import Row, compare

ROUNDS = 15


def rows() -> Iterator[Row]:
    """In this process, and as the verify page does it, in a process with limits."""
    from cryptography import x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    determination = make_determination()
    issue(determination.pk)
    pdf = issuing_steps.read_stored(determination.document.file.name)
    root = root_pem()
    roots = [asn1(one) for one in x509.load_pem_x509_certificates(root)]

    def validated(number: int) -> None:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        moment = datetime.now(UTC)
        context = ValidationContext(
            trust_roots=roots, moment=moment, best_signature_time=moment, allow_fetching=False
        )
        status = validate_pdf_signature(
            reader.embedded_signatures[0], signer_validation_context=context
        )
        assert status.intact
        assert status.trusted

    def verified(number: int) -> None:
        assert verify(pdf, root_pem=root).good

    def verified_apart(number: int) -> None:
        assert verify_limited(pdf, root_pem=root).good

    yield compare("verify a PDF", verified, validated, bar=2, rounds=ROUNDS)
    apart = compare(
        "verify page, limited process", verified_apart, validated, bar=None, rounds=ROUNDS
    )
    yield replace(apart, cpu_ratio=None)  # the process belongs to one that is loaded already
