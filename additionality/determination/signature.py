"""Who signed a PDF, whether it is unchanged since, and whether the signer leads to our root.

pyHanko answers most of it; this module asks for more: one certification signature in our field,
nothing behind it but time-stamps and validation data, and a signature container without slack.
"""

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from additionality.determination import container
from additionality.determination.structure import FIELD

TAIPEI = ZoneInfo("Asia/Taipei")
# RFC 9336 document signing, Microsoft document signing, Adobe PDF signing, e-mail protection.
_PURPOSES = frozenset(
    {
        "1.3.6.1.5.5.7.3.36",
        "microsoft_document_signing",
        "adobe_authentic_documents_trust",
        "email_protection",
    }
)
logging.getLogger("pyhanko").addHandler(logging.NullHandler())


class Unreadable(Exception):
    """The bytes are no PDF that can be looked into; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SignatureAnswers:
    """What the signature says; `signed_revision` holds exactly the bytes up to its end.

    `opened` is the reader of these bytes where they are the whole file, which need not be read twice.

    `problems` are codes: see docs/verify.md.
    """

    intact: bool = False
    covers_whole_document: bool = False
    trusted: bool = False
    signed_by: str | None = None
    signed_at: str | None = None
    timestamp: str = "none"
    level: str | None = None
    signed_revision: bytes = b""
    opened: Any = None
    problems: tuple[str, ...] = field(default=())


def examine(pdf: bytes, roots: Sequence[Any], now: datetime | None = None) -> SignatureAnswers:
    """Look at the determination's signature in `pdf`, trusting `roots` (asn1crypto certificates).

    `now` decides whether the certificate is valid: level B-B proves no time. Raises `Unreadable`
    for what is not a PDF, is encrypted, or is damaged beyond recognition as a signed document.
    """
    if not pdf:
        raise Unreadable("empty")
    if not pdf[:1024].lstrip().startswith(b"%PDF-"):
        raise Unreadable("not_a_pdf")
    # Any bytes may come in here, and a parser can fail on them in any way it likes.
    try:
        reader = open_pdf(pdf)
        signatures = [one for one in reader.embedded_signatures if _kind(one) == "/Sig"]
    except Unreadable:
        raise
    except Exception as error:
        if b"/ByteRange" in pdf and b"/Contents" in pdf:
            return SignatureAnswers(problems=("damaged",))
        raise Unreadable("damaged") from error
    if not signatures:
        return SignatureAnswers(signed_revision=pdf, problems=("not_signed",))
    try:
        return _answers(pdf, reader, signatures, roots, now or datetime.now(UTC))
    except Exception:
        return SignatureAnswers(problems=("damaged",))


def open_pdf(pdf: bytes) -> Any:
    """Open `pdf` strictly, or raise `Unreadable` if it is encrypted."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    if reader.encrypted:
        raise Unreadable("encrypted")
    return reader


def _kind(signature: Any) -> str:
    return str(signature.sig_object_type)


def _answers(
    pdf: bytes, reader: Any, signatures: Sequence[Any], roots: Sequence[Any], now: datetime
) -> SignatureAnswers:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    ours = [one for one in signatures if one.field_name == FIELD and _certifies(reader, one)]
    signature = (ours or list(signatures))[0]
    status = _validate(signature, roots, now)
    stamped = status.timestamp_validity
    if stamped is not None and stamped.valid and stamped.trusted and not status.trusted:
        status = _validate(signature, roots, stamped.timestamp)

    clean = container.is_clean(pdf, signature) and (
        not status.trusted or container.certificates_belong(signature, status.validation_path)
    )
    whole_file = signature.coverage == SignatureCoverageLevel.ENTIRE_FILE
    covers = (
        len(signatures) == 1 and clean and (whole_file or _only_maintained(pdf, reader, signature))
    )
    timestamp = _timestamp(reader, stamped, roots, now)
    may_sign = bool(status.trusted) and not _for_other_purposes(signature)
    problems = [
        *([] if status.intact and status.valid else ["changed_after_signing"]),
        *([] if clean else ["loose_signature_container"]),
        *([] if len(signatures) == 1 else ["further_signature"]),
        *([] if covers else ["something_follows"]),
        *([] if ours else ["not_certified_in_our_field"]),
        *([] if may_sign else [_why_untrusted(signature, roots, now)]),
    ]
    reported = signature.self_reported_timestamp
    revision = _signed_revision(pdf, signature)
    return SignatureAnswers(
        intact=bool(status.intact and status.valid and clean),
        covers_whole_document=covers,
        trusted=bool(status.intact and status.valid and may_sign and ours),
        signed_by=_name(signature.signer_cert),
        signed_at=reported.astimezone(TAIPEI).isoformat() if reported else None,
        timestamp=timestamp,
        level=_level(reader, timestamp),
        signed_revision=revision,
        opened=reader if revision == pdf else None,
        problems=tuple(problems),
    )


def _validate(signature: Any, roots: Sequence[Any], moment: datetime) -> Any:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    usage = KeyUsageConstraints(key_usage={"non_repudiation"})
    return validate_pdf_signature(
        signature,
        signer_validation_context=_context(roots, moment),
        key_usage_settings=usage,
    )


def _context(roots: Sequence[Any], moment: datetime) -> Any:
    from pyhanko_certvalidator import ValidationContext

    if not roots:
        # Without roots pyHanko would trust whatever this machine trusts.
        raise ValueError("no root certificate")
    return ValidationContext(
        trust_roots=list(roots),
        moment=moment,
        best_signature_time=moment,
        allow_fetching=False,
    )


def _certifies(reader: Any, signature: Any) -> bool:
    """The signature is the one certification signature, and it allows no change."""
    from pyhanko.sign.fields import MDPPerm

    permissions = reader.root.get("/Perms")
    if permissions is None or "/DocMDP" not in permissions:
        return False
    named = permissions.raw_get("/DocMDP")
    same = getattr(named, "reference", None) == signature.sig_field.raw_get("/V").reference
    return bool(same and signature.docmdp_level == MDPPerm.NO_CHANGES)


def _only_maintained(pdf: bytes, reader: Any, signature: Any) -> bool:
    """What follows the signature are whole revisions of time-stamps and validation data.

    Bytes behind the last revision, or a revision that adds nothing, are not that.
    """
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    found = signature.diff_result
    return (
        signature.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and isinstance(found, DiffResult)
        and found.modification_level == ModificationLevel.LTA_UPDATES
        and ("/DSS" in reader.root or bool(reader.embedded_timestamp_signatures))
        and not pdf.rpartition(b"%%EOF")[2].strip()
    )


def _signed_revision(pdf: bytes, signature: Any) -> bytes:
    _, _, second, rest = (int(number) for number in signature.byte_range)
    return pdf[: second + rest]


def _timestamp(reader: Any, stamped: Any, roots: Sequence[Any], now: datetime) -> str:
    """`none`, or `valid` if every time-stamp is valid and leads to a root, or `invalid`."""
    from pyhanko.sign.validation import validate_pdf_timestamp

    found = [] if stamped is None else [stamped]
    found += [
        validate_pdf_timestamp(one, _context(roots, now))
        for one in reader.embedded_timestamp_signatures
    ]
    if not found:
        return "none"
    good = all(one.intact and one.valid and one.trusted for one in found)
    return "valid" if good else "invalid"


def _level(reader: Any, timestamp: str) -> str:
    """The PAdES baseline level that was proven: a time-stamp that is not valid proves none."""
    if timestamp != "valid":
        return "B-B"
    if "/DSS" not in reader.root:
        return "B-T"
    return "B-LTA" if reader.embedded_timestamp_signatures else "B-LT"


def _for_other_purposes(signature: Any) -> bool:
    """The certificate is only for purposes other than signing documents."""
    extended = signature.signer_cert.extended_key_usage_value
    return extended is not None and not _PURPOSES & set(extended.native)


def _why_untrusted(signature: Any, roots: Sequence[Any], now: datetime) -> str:
    certificate = signature.signer_cert
    if certificate.issuer not in [root.subject for root in roots]:
        return "unknown_signer"
    if certificate.not_valid_after < now:
        return "certificate_expired"
    if certificate.not_valid_before > now:
        return "certificate_not_yet_valid"
    return "certificate_not_accepted"


def _name(certificate: Any) -> str:
    names = certificate.subject.native
    return str(names.get("common_name") or certificate.subject.human_friendly)
