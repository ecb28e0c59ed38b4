"""Sign a determination: a certification signature, PAdES B-B, in the field prepared for it."""

import io
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from additionality.determination import appearance
from additionality.determination.signers import Signer
from additionality.determination.structure import FIELD

TAIPEI = ZoneInfo("Asia/Taipei")


class SignError(Exception):
    """The document could not be signed; the message says why, in one sentence."""


def sign(
    pdf: bytes,
    *,
    signer: Signer,
    reason: str,
    number: str = "",
    language: str = "zh-Hant",
    signed_at: datetime | None = None,
    location: str | None = None,
) -> bytes:
    """Certify `pdf` so that any later change breaks the signature (DocMDP: no changes).

    `pdf` comes from `render.to_pdf` and has its empty field. The field shows the signer's name,
    the time in Taipei and the `number`, in `language` (`zh-Hant`, `en`). `signed_at` (aware; now
    if not given) is the signer's own claim: level B-B carries no proof of time. Raises
    `SignError`.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata

    moment = (signed_at or datetime.now(UTC)).astimezone(TAIPEI).replace(microsecond=0)
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        name=signer.name,
        reason=reason,
        location=location,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        width, height = _field_size(writer.prev)
        style = appearance.stamp_style(
            appearance.as_pdf(
                name=signer.name,
                moment=moment,
                number=number,
                language=language,
                width=width,
                height=height,
            )
        )
        doing = _pdf_signer(moment, metadata, pyhanko_signer(signer), style)
        return bytes(doing.sign_pdf(writer, existing_fields_only=True).getvalue())
    except (PdfError, SigningError) as error:
        raise SignError(f"The document cannot be signed: {error}.") from error


def _pdf_signer(moment: datetime, metadata: Any, signer: Any, style: Any) -> Any:
    """Make pyHanko's signer with a given moment; by itself it always reads the clock."""
    from pyhanko.sign.signers.pdf_signer import PdfSigner, PdfSigningSession

    class SignerAt(PdfSigner):
        def init_signing_session(
            self, pdf_out: Any, existing_fields_only: bool = False
        ) -> PdfSigningSession:
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = moment
            return session

    return SignerAt(metadata, signer, stamp_style=style)


def pyhanko_signer(signer: Signer) -> Any:
    """Turn a signer into the kind that pyHanko signs with."""
    from asn1crypto.keys import PrivateKeyInfo  # type: ignore[import-untyped]
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = signer.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([asn1(one) for one in signer.chain])
    return SimpleSigner(
        signing_cert=asn1(signer.certificate),
        signing_key=PrivateKeyInfo.load(key),
        cert_registry=store,
    )


def asn1(certificate: x509.Certificate) -> Any:
    """Turn a certificate of `cryptography` into the kind that pyHanko reads."""
    from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]

    return Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _field_size(reader: Any) -> tuple[float, float]:
    """Find the prepared field's width and height in points."""
    from pyhanko.sign.fields import enumerate_sig_fields

    for name, value, reference in enumerate_sig_fields(reader):
        if name == FIELD and value is None:
            x1, y1, x2, y2 = (float(number) for number in reference.get_object()["/Rect"])
            return abs(x2 - x1), abs(y2 - y1)
    raise SignError("The document has no empty signature field for the determination.")
