"""A signing key for development: a root and one signer, marked so that production refuses them."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from additionality.determination.signers import DEVELOPMENT_MARK

FILES = ("root.pem", "signer.pem", "signer.key", "chain.pem")
DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_YEARS_ROOT, _YEARS_SIGNER = 10, 5


class IncompleteKey(Exception):
    """Some but not all of the files are there; nothing was changed."""


def make_development_key(directory: Path, *, now: datetime | None = None) -> bool:
    """Write root.pem, signer.pem, signer.key (mode 600) and chain.pem; say whether that was done.

    A second run changes nothing. The root's own key is never written: the signer is the only
    certificate it will ever have issued. Raises `IncompleteKey` if only some files exist.
    """
    there = [name for name in FILES if (directory / name).exists()]
    if len(there) == len(FILES):
        return False
    if there:
        missing = ", ".join(name for name in FILES if name not in there)
        raise IncompleteKey(f"{directory} has {', '.join(there)} but not {missing}.")
    directory.mkdir(parents=True, exist_ok=True)
    begins = (now or datetime.now(UTC)) - timedelta(minutes=5)
    root_key, signer_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _root(root_key, begins)
    signer = _signer(signer_key, root, root_key, begins)
    _write(directory / "signer.key", _key_pem(signer_key), 0o600)
    for name, certificates in (
        ("root.pem", (root,)),
        ("signer.pem", (signer,)),
        ("chain.pem", (signer, root)),
    ):
        pem = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in certificates)
        _write(directory / name, pem, 0o644)
    return True


def _root(key: ec.EllipticCurvePrivateKey, begins: datetime) -> x509.Certificate:
    name = _subject(f"Additionality root, {DEVELOPMENT_MARK}")
    return (
        _builder(name, name, key.public_key(), begins, _YEARS_ROOT)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(_key_id(key), critical=False)
        .sign(key, hashes.SHA256())
    )


def _signer(
    key: ec.EllipticCurvePrivateKey,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    begins: datetime,
) -> x509.Certificate:
    name = _subject(f"Additionality signer, {DEVELOPMENT_MARK}")
    issued_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        _builder(name, root.subject, key.public_key(), begins, _YEARS_SIGNER)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(_key_id(key), critical=False)
        .add_extension(issued_by, critical=False)
        .sign(root_key, hashes.SHA256())
    )


def _subject(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, DEVELOPMENT_MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    begins: datetime,
    years: int,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=365 * years))
    )


def _usage(**allowed: bool) -> x509.KeyUsage:
    uses = (
        "digital_signature",
        "content_commitment",  # nonRepudiation
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{use: allowed.get(use, False) for use in uses})


def _key_id(key: ec.EllipticCurvePrivateKey) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key())


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write(path: Path, data: bytes, mode: int) -> None:
    """Create the file with its mode, so that the key is at no moment readable by others."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
