"""The signature container: the one part of a signed PDF that its signature cannot cover.

A bit changed in padding, or in a copy of the root certificate that nobody reads, breaks nothing;
but then the file is not the one that was signed. So every byte of the container is accounted for.
"""

from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature


def is_clean(pdf: bytes, signature: Any) -> bool:
    """Every byte between the signed ranges is as a signer writes it.

    The container itself cannot be signed: padding and the case of its digits could be changed
    without breaking anything. So only zeros may pad it, and its digits are of one case.
    """
    start, length, second, rest = (int(number) for number in signature.byte_range)
    held = pdf[length:second]
    if start != 0 or second + rest > len(pdf) or held[:1] != b"<" or held[-1:] != b">":
        return False
    digits = held[1:-1]
    try:
        raw = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return False
    if digits not in (raw.hex().encode(), raw.hex().upper().encode()):
        return False
    padding = raw[_der_length(raw) :]
    return raw == signature.pkcs7_content and not padding.strip(b"\0") and _is_plain(signature)


def _der_length(raw: bytes) -> int:
    """The length of the DER value at the start of `raw`, its head included."""
    if raw[1] < 0x80:
        return 2 + raw[1]
    size = raw[1] & 0x7F
    return 2 + size + int.from_bytes(raw[2 : 2 + size], "big")


def _is_plain(signature: Any) -> bool:
    """The fields that nothing else checks are those of a PAdES signature, encoded as DER."""
    from asn1crypto.cms import ContentInfo  # type: ignore[import-untyped]

    raw = signature.pkcs7_content
    raw = raw[: _der_length(raw)]
    signed, signer = signature.signed_data, signature.signer_info
    digests = [one["algorithm"].native for one in signed["digest_algorithms"]]
    return bool(
        _parsed(ContentInfo.load(raw, strict=True)).dump(force=True) == raw
        and signed["version"].native == "v1"
        and signer["version"].native == "v1"
        and digests == [signer["digest_algorithm"]["algorithm"].native]
        and signed["encap_content_info"]["content_type"].native == "data"
    )


def _parsed(value: Any) -> Any:
    """Parse `value` to its leaves, and take what the parser filled in for read, not for changed.

    asn1crypto encodes a value again at every look at it where anything below it was changed, and a
    default that it filled in itself counts as that: with a dozen levels, a tenth of a second.
    """
    from asn1crypto.core import Choice, Sequence, SequenceOf  # type: ignore[import-untyped]

    if isinstance(value, Choice):
        _parsed(value.chosen)
    elif isinstance(value, Sequence | SequenceOf):
        for key in list(value) if isinstance(value, Sequence) else range(len(value)):
            _parsed(value[key])
        value._mutated = False
    return value


def certificates_belong(signature: Any, path: Any) -> bool:
    """Each certificate in the container is on the validated path, or signed by another one there."""
    held = [signature.signer_cert, *signature.other_embedded_certs]
    trusted = {one.dump() for one in path}
    known = [x509.load_der_x509_certificate(raw) for raw in trusted]
    strays = [one.dump() for one in held if one.dump() not in trusted]
    try:
        loaded = [x509.load_der_x509_certificate(raw) for raw in strays]
    except ValueError:
        return False
    return all(any(_issued(one, by) for by in [*known, *loaded]) for one in loaded)


def _issued(certificate: x509.Certificate, by: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(by)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
