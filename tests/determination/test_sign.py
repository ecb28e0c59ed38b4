"""Keys, and what the signature in the PDF shows to other tools."""

import os
import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from additionality.determination.development_key import (
    FILES,
    IncompleteKey,
    make_development_key,
)
from additionality.determination.sign import SignError, sign
from additionality.determination.signers import SignerUnavailable, is_development, load_signer
from tests.determination.samples import (
    DATED,
    key_directory,
    make_html,
    make_signed,
    make_signer,
    signed_pdf,
)


def load(directory: Path, **changes):
    files = {
        "key_path": directory / "signer.key",
        "cert_path": directory / "signer.pem",
        "chain_path": directory / "chain.pem",
    }
    return load_signer(**(files | changes))


def test_making_the_key_twice_changes_nothing(tmp_path):
    assert make_development_key(tmp_path) is True
    before = {name: (tmp_path / name).read_bytes() for name in FILES}

    assert make_development_key(tmp_path) is False
    assert {name: (tmp_path / name).read_bytes() for name in FILES} == before


def test_only_the_owner_can_read_the_key(tmp_path):
    make_development_key(tmp_path)

    assert stat.S_IMODE((tmp_path / "signer.key").stat().st_mode) == 0o600
    assert b"PRIVATE" not in (tmp_path / "root.pem").read_bytes()


def test_an_incomplete_key_is_not_completed(tmp_path):
    make_development_key(tmp_path)
    (tmp_path / "signer.pem").unlink()

    with pytest.raises(IncompleteKey, match=r"not signer\.pem"):
        make_development_key(tmp_path)


def test_openssl_accepts_the_chain():
    directory = key_directory()
    done = subprocess.run(
        ["openssl", "verify", "-x509_strict", "-CAfile", "root.pem", "signer.pem"],
        cwd=directory,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr


def test_a_development_certificate_is_recognised():
    assert is_development(make_signer().certificate)


def test_another_certificate_is_not_taken_for_one_of_development():
    certificate = make_signer().certificate
    key = make_signer().key
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Ministry")])
    other = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(certificate.not_valid_before_utc)
        .not_valid_after(certificate.not_valid_after_utc)
        .sign(key, certificate.signature_hash_algorithm)
    )

    assert not is_development(other)


def test_the_key_of_another_certificate_is_refused(tmp_path):
    make_development_key(tmp_path)

    with pytest.raises(SignerUnavailable, match="does not belong"):
        load(key_directory(), key_path=tmp_path / "signer.key")


def test_a_missing_key_is_named(tmp_path):
    with pytest.raises(SignerUnavailable, match=r"signer\.pem is missing"):
        load(tmp_path)


def test_an_unreadable_key_is_named(tmp_path):
    (tmp_path / "signer.key").write_text("nonsense")

    with pytest.raises(SignerUnavailable, match=r"signer\.key cannot be read"):
        load(key_directory(), key_path=tmp_path / "signer.key")


def test_a_certificate_that_is_none_is_named(tmp_path):
    (tmp_path / "signer.pem").write_text("nonsense")

    with pytest.raises(SignerUnavailable, match="no readable PEM certificate"):
        load(key_directory(), cert_path=tmp_path / "signer.pem")


@pytest.mark.parametrize(("days", "what"), [(-1, "not valid yet"), (365 * 5 + 1, "has expired")])
def test_a_certificate_outside_its_time_is_refused(days, what):
    with pytest.raises(SignerUnavailable, match=what):
        load(key_directory(), now=datetime.now(UTC) + timedelta(days=days))


def test_the_root_does_not_sign_documents():
    root = key_directory() / "root.pem"
    certificate = x509.load_pem_x509_certificate(root.read_bytes())

    assert certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert not certificate.extensions.get_extension_for_class(
        x509.KeyUsage
    ).value.content_commitment


def test_a_key_with_a_passphrase_needs_it(tmp_path):
    key = make_signer().key
    encrypted = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"secret"),
    )
    path = tmp_path / "signer.key"
    path.write_bytes(encrypted)

    with pytest.raises(SignerUnavailable, match="needs a passphrase"):
        load(key_directory(), key_path=path)
    with pytest.raises(SignerUnavailable, match="passphrase is wrong"):
        load(key_directory(), key_path=path, passphrase=b"wrong")
    assert load(key_directory(), key_path=path, passphrase=b"secret").name


@pytest.fixture
def signed_file(tmp_path: Path) -> Path:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed_pdf())
    return path


def test_pdfsig_says_that_the_whole_document_is_signed(signed_file):
    said = subprocess.run(
        ["pdfsig", "-nocert", signed_file], capture_output=True, text=True, env=dict(os.environ)
    ).stdout

    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "Field Name: Determination" in said


def test_openssl_verifies_the_signed_bytes(signed_file, tmp_path):
    """Independent of any PDF library: cut out the container and the bytes it signs."""
    import re

    pdf = signed_file.read_bytes()
    ranges = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", pdf)
    start, length, second, rest = map(int, ranges.groups())
    container = bytes.fromhex(pdf[length + 1 : second - 1].decode())
    (tmp_path / "signed.bin").write_bytes(pdf[start:length] + pdf[second : second + rest])
    (tmp_path / "signature.der").write_bytes(container)

    done = subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature.der",
         "-content", "signed.bin", "-CAfile", key_directory() / "root.pem", "-purpose", "any",
         "-out", "/dev/null"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr


def test_qpdf_finds_no_error_after_signing(signed_file):
    done = subprocess.run(["qpdf", "--check", signed_file], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_field_shows_name_number_and_the_time_in_taipei(tmp_path):
    path = tmp_path / "signed.pdf"
    path.write_bytes(make_signed(signed_at=DATED))
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True).stdout

    assert "電子簽章" in text
    assert "2026-11-21 09:00:00" in text
    assert "判定書編號 AD-2026-0001" in text
    assert "Additionality signer" in text


def test_signing_keeps_the_tag_of_the_field(signed_file):
    import pikepdf

    with pikepdf.open(signed_file) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert field["/V"].SubFilter == "/ETSI.CAdES.detached"
        assert pdf.Root.Perms.DocMDP.objgen == field["/V"].objgen
        assert "/N" in field.AP
        assert "/StructParent" in field
        assert pdf.Root.AcroForm.SigFlags == 3


def test_a_document_without_the_field_cannot_be_signed():
    from weasyprint import HTML

    with pytest.raises(SignError, match="no empty signature field"):
        sign(HTML(string=make_html()).write_pdf(), signer=make_signer(), reason="x")


def test_a_signed_document_cannot_be_signed_again():
    with pytest.raises(SignError):
        make_signed(signed_pdf())


def test_what_is_no_pdf_cannot_be_signed():
    with pytest.raises(SignError):
        make_signed(b"nonsense")


def test_a_long_name_stays_within_the_field(tmp_path):
    """The appearance is one page however long the number is."""
    import pikepdf

    from additionality.determination.appearance import as_pdf

    drawn = as_pdf(name="長" * 300, moment=DATED, number="AD", language="en", width=250, height=60)
    path = tmp_path / "drawn.pdf"
    path.write_bytes(drawn)
    with pikepdf.open(path) as pdf:
        x1, y1, x2, y2 = (float(number) for number in pdf.pages[0].MediaBox)
    assert (x2 - x1, y2 - y1) == (pytest.approx(250, abs=0.1), pytest.approx(60, abs=0.1))
