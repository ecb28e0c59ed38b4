"""What keeps this machine from issuing determinations, and how it is mended.

The worker asks at its start, every minute and before it draws a document; the health page
asks for the machine that shows it. Every answer names what is wrong in one code, with details.
"""

import logging
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from additionality.determination.libraries import NEEDED, missing_libraries
from additionality.determination.signers import (
    SignerUnavailable,
    is_development,
    load_signer,
    read_certificates,
)

logger = logging.getLogger(__name__)
Words = dict[str, Any]
LEAST_ROOM = 200 * 1024**2
"""Bytes that must be free on the disks of the files and the database."""

WHAT: Words = {
    "no_library": _("The library %(name)s is missing, so no page can be drawn."),
    "no_font": _("A font of the document is missing, so no page can be drawn."),
    "no_room": _("The disk of %(path)s is full: %(free)s MB are left."),
    "not_writable": _("The folder %(path)s cannot be written to."),
    "key_missing": _("The file %(path)s is missing, so nothing can be signed."),
    "key_unreadable": _("The file %(path)s cannot be read, so nothing can be signed."),
    "key_not_pem": _("The file %(path)s holds no certificate in PEM form."),
    "key_passphrase": _("The key in %(path)s cannot be opened with the passphrase that is set."),
    "key_mismatch": _("The key in %(path)s does not belong to the certificate."),
    "key_not_yet_valid": _("The certificate in %(path)s is not valid yet."),
    "key_expired": _("The certificate in %(path)s has expired, so nothing can be signed."),
    "key_wrong_usage": _("The certificate in %(path)s is not one for signing documents."),
    "key_wrong_kind": _("The key in %(path)s is neither an ECDSA nor an RSA key."),
    "key_development": _("The signing key is for development only."),
    "root_missing": _("The published root certificate %(path)s is missing or cannot be read."),
}

MENDED: Words = {
    "no_library": _("On Debian: apt-get install %(package)s. Then start the worker again."),
    "no_font": _("On Debian: apt-get install fontconfig fonts-noto-cjk."),
    "no_room": _("Make room on this disk. Work that waits is done by itself then."),
    "not_writable": _("Give the folder to the user the application runs as."),
    "key_missing": _("Put the file there, or set SIGNING_DIR to the folder that has it."),
    "key_unreadable": _("Give the user the worker runs as the right to read it (mode 600)."),
    "key_not_pem": _("Put the certificate there in PEM form."),
    "key_passphrase": _("Set SIGNING_PASSPHRASE to the passphrase of this key."),
    "key_mismatch": _("Put key and certificate of the same signer into SIGNING_DIR."),
    "key_not_yet_valid": _("Check the clock of this machine, or wait for the first day."),
    "key_expired": _("Get the next certificate and put it with its key into SIGNING_DIR."),
    "key_wrong_usage": _("Get a certificate with the key usage nonRepudiation."),
    "key_wrong_kind": _("Get a certificate for an ECDSA key, such as P-256."),
    "key_development": _("Put key and certificate of your own into SIGNING_DIR."),
    "root_missing": _("Put the root certificate of the signing key there as root.pem."),
}


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One thing that keeps documents from being issued; `details` fill its sentences."""

    code: str
    details: dict[str, str] = field(default_factory=dict)

    @property
    def what(self) -> str:
        return str(WHAT[self.code]) % self.details

    @property
    def mended(self) -> str:
        return str(MENDED[self.code]) % self.details

    @property
    def about(self) -> tuple[str, str]:
        """What it is about, whatever its figures are now."""
        return self.code, self.details.get("path", self.details.get("name", ""))

    def to_dict(self) -> dict[str, str]:
        return {"code": self.code, **self.details}


def from_dict(stored: dict[str, str]) -> Hindrance | None:
    """The hindrance a worker has stored; None where this version does not know its code."""
    code, details = stored.get("code", ""), {k: v for k, v in stored.items() if k != "code"}
    return Hindrance(code, details) if code in WHAT else None


def hindrances() -> list[Hindrance]:
    """Everything that keeps this machine from issuing now; empty where all is in order."""
    return [*of_drawing(), *of_signing(), *of_storing()]


def of_drawing() -> list[Hindrance]:
    from additionality.determination.fonts import FontMissing, covered

    found = [
        Hindrance("no_library", {"name": name, "package": NEEDED[name]})
        for name in missing_libraries()
    ]
    try:
        covered()
    except FontMissing:
        found.append(Hindrance("no_font"))
    return found


def of_signing() -> list[Hindrance]:
    """What is wrong with the key, its certificate and the published root."""
    folder, found = settings.SIGNING_DIR, []
    try:
        signer = load_signer(
            folder / "signer.key",
            folder / "signer.pem",
            folder / "chain.pem",
            settings.SIGNING_PASSPHRASE.encode() or None,
        )
    except SignerUnavailable as error:
        found.append(Hindrance(f"key_{error.code}", {"path": str(error.path)}))
    else:
        if settings.PRODUCTION and any(map(is_development, (signer.certificate, *signer.chain))):
            found.append(Hindrance("key_development"))
    try:
        read_certificates(settings.PUBLISHED_ROOT)
    except SignerUnavailable:
        found.append(Hindrance("root_missing", {"path": str(settings.PUBLISHED_ROOT)}))
    return found


def of_storing() -> list[Hindrance]:
    """Disks without room, and folders that cannot be written to."""
    found = []
    for folder in _folders():
        there = next(one for one in (folder, *folder.parents) if one.exists())
        free = shutil.disk_usage(there).free
        if free < LEAST_ROOM:
            details = {"path": str(folder), "free": str(free // 1024**2)}
            found.append(Hindrance("no_room", details))
        if not os.access(there, os.W_OK | os.X_OK):
            found.append(Hindrance("not_writable", {"path": str(folder)}))
    return found


def log(found: list[Hindrance]) -> None:
    """Say in the log, in English, what is wrong and how it is mended."""
    with translation.override("en"):
        for one in found:
            logger.error("No determination can be issued here: %s %s", one.what, one.mended)


def _folders() -> list[Path]:
    """The folders of the files and, where it is a file, of the database."""
    folders = [Path(settings.DATA_DIR)]
    if isinstance(default_storage, FileSystemStorage):
        folders.append(Path(default_storage.location))
    if settings.DATABASES["default"]["ENGINE"] == settings.SQLITE:
        folders.append(Path(settings.DATABASES["default"]["NAME"]).parent)
    return list(dict.fromkeys(folders))
