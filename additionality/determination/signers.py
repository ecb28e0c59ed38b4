"""The key a determination is signed with: loaded, checked, told apart from a development key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.x509.oid import NameOID

DEVELOPMENT_MARK = "DEVELOPMENT – NOT FOR PRODUCTION"

SigningKey = EllipticCurvePrivateKey | RSAPrivateKey


class SignerUnavailable(Exception):
    """There is no usable signing key; the message says why, in one sentence.

    `code` is one of `missing`, `unreadable`, `not_pem`, `passphrase`, `mismatch`, `not_yet_valid`,
    `expired`, `wrong_usage`, `wrong_kind`; `path` is the file it is about.
    """

    def __init__(self, message: str, *, code: str, path: Path) -> None:
        super().__init__(message)
        self.code, self.path = code, path


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its certificate, and the certificates between it and the root."""

    key: SigningKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def name(self) -> str:
        """The name in the certificate, as the signature shows it."""
        return common_name(self.certificate)


def load_signer(
    key_path: Path,
    cert_path: Path,
    chain_path: Path,
    passphrase: bytes | None = None,
    *,
    now: datetime | None = None,
) -> Signer:
    """Read the PEM files of a signer and check that they belong together and are valid `now`.

    The certificate must allow signing documents (key usage `nonRepudiation`). Raises
    `SignerUnavailable`.
    """
    certificate = read_certificates(cert_path)[0]
    chain = read_certificates(chain_path)
    key = _read_key(key_path, passphrase)
    if _public_bytes(key.public_key()) != _public_bytes(certificate.public_key()):
        raise SignerUnavailable(
            f"The key in {key_path} does not belong to {cert_path}.", code="mismatch", path=key_path
        )
    now = now or datetime.now(UTC)
    if now < certificate.not_valid_before_utc:
        raise SignerUnavailable(
            f"The certificate in {cert_path} is not valid yet.",
            code="not_yet_valid",
            path=cert_path,
        )
    if now > certificate.not_valid_after_utc:
        raise SignerUnavailable(
            f"The certificate in {cert_path} has expired.", code="expired", path=cert_path
        )
    if not _may_sign_documents(certificate):
        raise SignerUnavailable(
            f"The certificate in {cert_path} is not one for signing documents.",
            code="wrong_usage",
            path=cert_path,
        )
    return Signer(key, certificate, tuple(one for one in chain if one != certificate))


def is_development(certificate: x509.Certificate) -> bool:
    """Tell whether this certificate, or the one that issued it, is only for development."""
    names = [*certificate.subject, *certificate.issuer]
    return any(DEVELOPMENT_MARK in str(attribute.value) for attribute in names)


def common_name(certificate: x509.Certificate) -> str:
    """The common name of the subject, or the whole subject where it has none."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def read_certificates(path: Path) -> Sequence[x509.Certificate]:
    """Read at least one PEM certificate from `path`, or raise `SignerUnavailable`."""
    try:
        return x509.load_pem_x509_certificates(_read(path))
    except ValueError:
        raise SignerUnavailable(
            f"There is no readable PEM certificate in {path}.", code="not_pem", path=path
        ) from None


def _read_key(path: Path, passphrase: bytes | None) -> SigningKey:
    try:
        key = serialization.load_pem_private_key(_read(path), passphrase or None)
    except TypeError:
        missing = "needs a passphrase" if not passphrase else "has no passphrase, but one was given"
        raise SignerUnavailable(
            f"The key in {path} {missing}.", code="passphrase", path=path
        ) from None
    except ValueError:
        raise SignerUnavailable(
            f"The key in {path} cannot be read, or the passphrase is wrong.",
            code="passphrase",
            path=path,
        ) from None
    if not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey):
        raise SignerUnavailable(
            f"The key in {path} is neither an ECDSA nor an RSA key.", code="wrong_kind", path=path
        )
    return key


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SignerUnavailable(f"The file {path} is missing.", code="missing", path=path) from None
    except OSError as error:
        raise SignerUnavailable(
            f"The file {path} cannot be read: {error.strerror}.", code="unreadable", path=path
        ) from None


def _public_bytes(key: object) -> bytes:
    return key.public_bytes(  # type: ignore[attr-defined, no-any-return]
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _may_sign_documents(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return bool(usage.content_commitment)
