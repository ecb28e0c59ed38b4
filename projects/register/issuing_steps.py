"""The four steps of issuing. Each can be done again; only the last one leaves something behind."""

import hashlib
import json
import logging
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from projects.models import Determination, Edition, SignedDocument
from projects.services.readiness import of_drawing

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

    for hindrance in of_drawing():
        logger.error("%s cannot be drawn: %s %s", determination, hindrance.what, hindrance.mended)
        raise NotIssued(hindrance.code)
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


def store(determination: Determination, signed: bytes, *, sha256: str) -> str:
    """Store the file and return its name. It is no document yet: the row makes it one."""
    name = default_storage.save(
        f"determinations/{determination.number}/{sha256[:16]}.pdf", ContentFile(signed)
    )
    if read_stored(name) != signed:
        raise NotIssued("not_stored")
    return name


def remove(name: str) -> None:
    """Remove the file of a run that came to nothing."""
    try:
        default_storage.delete(name)
    except OSError:
        logger.exception("The file %s belongs to no document and could not be removed", name)


def remove_all_but(kept: str) -> None:
    """Remove what killed runs left beside the file of a document."""
    folder = PurePosixPath(kept).parent
    try:
        files = default_storage.listdir(str(folder))[1]
    except OSError:
        logger.exception("The folder of %s cannot be read", kept)
        return
    names = [str(folder / file) for file in files]
    if kept in names:
        for name in names:
            if name != kept:
                remove(name)


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
