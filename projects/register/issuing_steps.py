"""The four steps of issuing. Each can be done again; only the last one leaves something behind."""

import hashlib
import json
import logging
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from projects.models import Determination, Edition, SignedDocument

logger = logging.getLogger(__name__)


class NotIssued(Exception):
    """The document was not issued; `code` says why (see `projects.register.words`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def draw(determination: Determination) -> bytes:
    """Draw the pages from the frozen submission. Raises NotIssued."""
    from additionality.determination.limited import to_pdf_limited
    from additionality.determination.render import RenderError
    from projects.register.document import write
    from projects.register.record import PackChanged

    try:
        document = write(determination)
        return to_pdf_limited(
            document.html,
            attachments=document.attachments,
            dated=determination.decided_at,
            resources=document.resources,
        )
    except PackChanged as error:
        raise NotIssued("pack_changed") from error
    except RenderError as error:
        logger.warning("%s cannot be drawn: %s", determination, error)
        raise NotIssued("not_drawn") from error


def sign(determination: Determination, pdf: bytes) -> bytes:
    """Sign with the key of this installation. Raises NotIssued."""
    from additionality.determination import sign as signing
    from additionality.determination.signers import SignerUnavailable, is_development, load_signer

    keys: Path = settings.SIGNING_DIR
    try:
        signer = load_signer(
            keys / "signer.key",
            keys / "signer.pem",
            keys / "chain.pem",
            settings.SIGNING_PASSPHRASE.encode() or None,
        )
    except SignerUnavailable as error:
        logger.warning("There is no key to sign %s with: %s", determination, error)
        raise NotIssued("no_key") from error
    if settings.PRODUCTION and any(
        is_development(one) for one in (signer.certificate, *signer.chain)
    ):
        raise NotIssued("development_key")
    try:
        return signing.sign(
            pdf,
            signer=signer,
            reason=f"Determination {determination.number}: {determination.decision}",
            number=determination.number,
            language="en" if determination.edition == Edition.ENGLISH else "zh-Hant",
        )
    except signing.SignError as error:
        logger.warning("%s cannot be signed: %s", determination, error)
        raise NotIssued("not_signed") from error


def verify(determination: Determination, signed: bytes) -> None:
    """Refuse to go on with a document that this application would not itself believe."""
    from additionality.determination.limited import verify_limited

    try:
        root = settings.PUBLISHED_ROOT.read_bytes()
    except OSError as error:
        raise NotIssued("no_root") from error
    answers = verify_limited(signed, root_pem=root)
    if answers.good and answers.determination == determination.number:
        return
    logger.error("%s does not verify: %s", determination, json.dumps(answers.to_dict()))
    raise NotIssued(_doubt(answers))


def store(determination: Determination, signed: bytes, *, sha256: str) -> SignedDocument:
    """Store the file, then the row that makes it the document.

    A row that is there already counts, and the file of this run is removed again.
    """
    name = default_storage.save(
        f"determinations/{determination.number}-{sha256[:16]}.pdf", ContentFile(signed)
    )
    if read_stored(name) != signed:
        raise NotIssued("not_stored")
    try:
        with transaction.atomic():
            return SignedDocument.objects.create(
                determination=determination,
                file=name,
                sha256=sha256,
                size=len(signed),
                signed_at=timezone.now(),
            )
    except IntegrityError:
        first = SignedDocument.objects.get(determination=determination)
        if first.file.name != name:
            default_storage.delete(name)
        return first


def read_stored(name: str) -> bytes:
    """The bytes of a stored file."""
    with default_storage.open(name) as file:
        return file.read()


def read_document(document: SignedDocument) -> bytes | None:
    """The bytes as they were issued, or None if the stored file is not those any more."""
    try:
        data = read_stored(document.file.name)
    except OSError:
        logger.exception("The document %s cannot be read", document)
        return None
    if hashlib.sha256(data).hexdigest() != document.sha256:
        logger.error("The stored file of %s was changed", document)
        return None
    return data


def _doubt(answers) -> str:
    if not answers.intact or not answers.covers_whole_document:
        return "not_intact"
    if not answers.trusted:
        return "not_trusted"
    return "not_recomputed"
