"""Whether the installation can do its work, and what mends it where it cannot."""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Max, Q
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
from projects.models import Issuing, Notice, Worker
from projects.services import readiness, workers

EXPIRES_SOON = timedelta(days=60)
WAITING_TOO_LONG = timedelta(minutes=2)
REMEMBERED = timedelta(days=30)


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
class WorkerShown:
    """A worker that lives, and what keeps it from issuing on its machine."""

    name: str
    started_at: datetime
    seen_at: datetime
    hindrances: list[readiness.Hindrance]


@dataclass(frozen=True)
class WorkState:
    """The jobs: how many wait and since when, who does them, when the last one was done."""

    waiting: int
    waiting_since: datetime | None
    last_seen: datetime | None
    failed: int
    is_stuck: bool
    workers: list[WorkerShown]

    @property
    def is_absent(self) -> bool:
        """Whether no worker runs."""
        return not self.workers


@dataclass(frozen=True)
class MailState:
    """The mails of notices: how many are late or given up, and what the server said last."""

    late: int
    given_up: int
    error: str
    last_sent: datetime | None

    @property
    def needs_attention(self) -> bool:
        return bool(self.late or self.given_up)


@administrators_only
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    here = readiness.hindrances()
    context = {
        "key": key_state(settings.SIGNING_DIR, settings.SIGNING_PASSPHRASE),
        "work": work_state(timezone.now()),
        "mail": mail_state(timezone.now()),
        "hindrances": here,
        "codes": {one.code for one in here},
        "disk_free": shutil.disk_usage(settings.DATA_DIR).free,
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
    since = workers.waiting_since()
    return WorkState(
        waiting=jobs.ready().count(),
        waiting_since=since,
        last_seen=max(filter(None, seen.values()), default=None),
        failed=Issuing.objects.filter(stage=Issuing.Stage.FAILED).count(),
        is_stuck=since is not None and now - since > WAITING_TOO_LONG,
        workers=[_shown(worker) for worker in workers.living(now)],
    )


def mail_state(now: datetime) -> MailState:
    """Late is what was not sent at the first try, or waits too long for one."""
    waiting = Notice.objects.filter(mail=Notice.Mail.WAITING)
    given_up = Notice.objects.filter(
        mail=Notice.Mail.GIVEN_UP, mail_settled_at__gt=now - REMEMBERED
    )
    late = waiting.filter(~Q(mail_error="") | Q(mail_due_at__lt=now - WAITING_TOO_LONG))
    failed = late.exclude(mail_error="").order_by("-mail_due_at").first()
    failed = failed or given_up.order_by("-mail_settled_at").first()
    sent = Notice.objects.filter(mail=Notice.Mail.SENT)
    return MailState(
        late=late.count(),
        given_up=given_up.count(),
        error=failed.mail_error if failed else "",
        last_sent=sent.aggregate(last=Max("mail_settled_at"))["last"],
    )


def _shown(worker: Worker) -> WorkerShown:
    found = [readiness.from_dict(stored) for stored in worker.hindrances]
    known = [one for one in found if one is not None]
    return WorkerShown(worker.name, worker.started_at, worker.seen_at, known)
