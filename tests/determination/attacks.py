"""What somebody might do to a determination. Every function takes bytes and gives bytes."""

import io
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from additionality.determination.development_key import make_development_key
from additionality.determination.sign import pyhanko_signer
from additionality.determination.signers import Signer
from additionality.determination.structure import FIELD
from tests.determination.samples import make_signer


def flipped(pdf: bytes, position: int, bit: int = 1) -> bytes:
    return pdf[:position] + bytes([pdf[position] ^ bit]) + pdf[position + 1 :]


def with_an_annotation(pdf: bytes) -> bytes:
    """Append a revision with a note on the first page: what pdfsig still calls valid."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                [generic.NumberObject(n) for n in (50, 50, 200, 90)]
            ),
            generic.pdf_name("/Contents"): generic.TextStringObject("refused"),
        }
    )
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])
    writer.mark_update(page.container_ref)
    return written(writer)


def with_an_empty_revision(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.add_object(generic.DictionaryObject())
    return written(writer)


def with_a_changed_attachment(pdf: bytes, name: str, data: bytes) -> bytes:
    """Append a revision in which the attachment `name` holds `data`."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    for spec in list(names)[1::2]:
        if spec.get_object()["/UF"] == name:
            stream = spec.get_object()["/EF"].raw_get("/F").get_object()
            stream._data = data
            stream._encoded_data = None
            writer.mark_update(stream.container_ref)
    return written(writer)


def with_a_second_signature(pdf: bytes, signer: Signer | None = None) -> bytes:
    """Append an approval signature; pyHanko refuses it on such a document, unless told otherwise."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    metadata = PdfSignatureMetadata(
        field_name="Second", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )

    class Careless(PdfSigner):
        def _enforce_certification_constraints(self, reader):
            return None

    doing = Careless(
        metadata,
        pyhanko_signer(signer or make_signer()),
        new_field_spec=SigFieldSpec("Second", on_page=0, box=(10, 10, 60, 30)),
    )
    return bytes(doing.sign_pdf(writer).getvalue())


def signed_otherwise(
    pdf: bytes, *, certify: bool = True, permissions: MDPPerm = MDPPerm.NO_CHANGES,
    field: str = FIELD, signer: Signer | None = None,
) -> bytes:  # fmt: skip
    """Sign with our key, but not as a determination is signed."""
    metadata = PdfSignatureMetadata(
        field_name=field,
        certify=certify,
        docmdp_permissions=permissions,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    spec = None if field == FIELD else SigFieldSpec(field, on_page=0, box=(10, 10, 60, 30))
    doing = PdfSigner(metadata, pyhanko_signer(signer or make_signer()), new_field_spec=spec)
    return bytes(doing.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))).getvalue())


def encrypted(pdf: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(target, encryption=pikepdf.Encryption(owner="o", user="u"))
    return target.getvalue()


def written(writer: IncrementalPdfFileWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def stranger() -> Signer:
    """A signer whose certificates bear the very names of ours, but come from another root."""
    directory = Path(tempfile.mkdtemp(prefix="stranger-"))
    make_development_key(directory)
    return make_signer(directory)


def issued(*, days: tuple[int, int] = (-10, 10), usage: str = "content_commitment",
           purpose: str | None = None, use_rsa: bool = False,
           is_between: bool = False) -> tuple[Signer, bytes]:  # fmt: skip
    """A signer with the given validity (days from now), key usage and purpose, and its root.

    With `is_between` the root issued another authority, and that one the signer.
    """
    now = datetime.now(UTC)
    root_key = ec.generate_private_key(ec.SECP256R1())
    key = (
        rsa.generate_private_key(65537, 2048)
        if use_rsa
        else ec.generate_private_key(ec.SECP256R1())
    )
    root_name, between_name, name = (
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)]) for text in ("R", "B", "S")
    )
    uses = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
         "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
        False,
    )  # fmt: skip

    def certificate(subject, public_key, begins, ends, used, ca, issuer=root_name):
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=begins))
            .not_valid_after(now + timedelta(days=ends))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**(uses | {used: True})), critical=True)
        )

    root = certificate(root_name, root_key.public_key(), -999, 999, "key_cert_sign", True)
    root = root.sign(root_key, hashes.SHA256())
    issuer, issuer_key, chain = root_name, root_key, (root,)
    if is_between:
        issuer, issuer_key = between_name, ec.generate_private_key(ec.SECP256R1())
        between = certificate(issuer, issuer_key.public_key(), -99, 99, "key_cert_sign", True)
        chain = (between.sign(root_key, hashes.SHA256()), root)
    leaf = certificate(name, key.public_key(), *days, usage, False, issuer)
    if purpose:
        leaf = leaf.add_extension(
            x509.ExtendedKeyUsage([x509.ObjectIdentifier(purpose)]), critical=False
        )
    signed = leaf.sign(issuer_key, hashes.SHA256())
    from cryptography.hazmat.primitives.serialization import Encoding

    return Signer(key, signed, chain), root.public_bytes(Encoding.PEM)


def time_stamper() -> tuple[object, bytes]:
    """A time-stamping authority on this machine, and its root."""
    from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    from additionality.determination.sign import asn1

    signer, root = issued(usage="digital_signature", purpose="1.3.6.1.5.5.7.3.8", use_rsa=True)
    known = pyhanko_signer(signer)
    store = SimpleCertificateStore.from_certs([asn1(one) for one in signer.chain])
    return DummyTimeStamper(known.signing_cert, known.signing_key, certs_to_embed=store), root


def signed_with_time_stamp(pdf: bytes, stamper: object) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    doing = PdfSigner(metadata, pyhanko_signer(make_signer()), timestamper=stamper)
    return bytes(doing.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))).getvalue())


def with_a_document_time_stamp(pdf: bytes, stamper: object) -> bytes:
    """Append what a long-term archive appends: a time-stamp over the whole document."""
    from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return bytes(PdfTimeStamper(stamper).timestamp_pdf(writer, md_algorithm="sha256").getvalue())
