"""Whether the installation can do its work: signing key, worker, font, disk."""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from additionality.determination.signers import (
    SignerUnavailable,
    common_name,
    is_development,
    load_signer,
)
from projects.administration.access import administrators_only
from projects.models import Issuing

EXPIRES_SOON = timedelta(days=60)
WAITING_TOO_LONG = timedelta(minutes=2)
DISK_LEAST = 2 * 1024**3


@dataclass(frozen=True)
class KeyState:
    """The signing key, or why there is none."""

    problem: str = ""
    subject: str = ""
    issuer: str = ""
    expires_at: datetime | None = None
    expires_soon: bool = False
    is_development: bool = False


@dataclass(frozen=True)
class WorkState:
    """The jobs: how many wait and since when, and when a worker last did anything."""

    waiting: int
    waiting_since: datetime | None
    last_seen: datetime | None
    failed: int
    is_stuck: bool


@administrators_only
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    context = {
        "key": key_state(settings.SIGNING_DIR, settings.SIGNING_PASSPHRASE),
        "work": work_state(timezone.now()),
        "font_is_complete": font_is_complete(),
        "disk_free": (free := shutil.disk_usage(settings.DATA_DIR).free),
        "disk_is_low": free < DISK_LEAST,
        "database": settings.DATABASES["default"]["ENGINE"].rpartition(".")[2],
        "is_production": settings.PRODUCTION,
    }
    return render(request, "administration/health.html", context)


def key_state(directory: Path, passphrase: str) -> KeyState:
    """Load the key as the issuing does, so that what is shown here holds there."""
    try:
        signer = load_signer(
            directory / "signer.key",
            directory / "signer.pem",
            directory / "chain.pem",
            passphrase.encode() or None,
        )
    except SignerUnavailable as unavailable:
        return KeyState(problem=str(unavailable))
    root = directory / settings.PUBLISHED_ROOT.name
    if not os.access(root, os.R_OK):  # issuing verifies what it signed against it
        return KeyState(problem=f"The file {root} is missing or cannot be read.")
    expires_at = signer.certificate.not_valid_after_utc
    return KeyState(
        subject=common_name(signer.certificate),
        issuer=", ".join(str(part.value) for part in signer.certificate.issuer),
        expires_at=expires_at,
        expires_soon=expires_at - datetime.now(UTC) < EXPIRES_SOON,
        is_development=is_development(signer.certificate),
    )


def work_state(now: datetime) -> WorkState:
    jobs = DBTaskResult.objects.order_by()
    seen = jobs.aggregate(begun=Max("started_at"), ended=Max("finished_at"))
    waiting = jobs.filter(status="READY")
    since = waiting.aggregate(since=Min("enqueued_at"))["since"]
    return WorkState(
        waiting=waiting.count(),
        waiting_since=since,
        last_seen=max(filter(None, seen.values()), default=None),
        failed=Issuing.objects.filter(stage=Issuing.Stage.FAILED).count(),
        is_stuck=since is not None and now - since > WAITING_TOO_LONG,
    )


def font_is_complete() -> bool:
    """Whether the fonts here can draw a Chinese sentence of the document."""
    from additionality.determination.fonts import FontMissing, missing_characters

    try:
        return not missing_characters("外加性判定書：具外加性、不具外加性 0.2 tCO₂e")
    except FontMissing:
        return False
