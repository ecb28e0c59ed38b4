"""Evidence files: taking them in, putting the bytes to an imported entry, removing them."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_date

from projects.models import Case, EvidenceFile, EvidenceKind, Person
from projects.services.evidence_store import hold, keep, sha256_of
from projects.services.file_names import clean_name, without_marks
from projects.services.file_types import FileRefused, FileType, recognise
from projects.services.presence import EVIDENCE, note_presence

#: Where a draft keeps what an imported case file says of its evidence (see wizard.answers).
LISTED = "evidence"
MOST_FILES = 200
_KEY = re.compile(r"E([0-9]{1,9})")
_REFERS = re.compile("evidence|source|reference")


class EvidenceClosed(Exception):
    """The case cannot be changed now, or not by this person."""


class AlreadyThere(Exception):
    """The same bytes are in this case already, as `existing`."""

    def __init__(self, existing: EvidenceFile) -> None:
        super().__init__(existing.key)
        self.existing = existing


class OtherFile(Exception):
    """The bytes are not those the imported case file names."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256)
        self.sha256 = sha256


class NotWaiting(Exception):
    """No entry of this key waits for a file."""


class StillReferred(Exception):
    """Answers name this file; `steps` are the steps they are in."""

    def __init__(self, steps: list[str]) -> None:
        super().__init__(", ".join(steps))
        self.steps = steps


def in_use(case: Case) -> list[EvidenceFile]:
    """The evidence of the case as it stands, in the order it was added."""
    rows = case.evidence_files.filter(removed_at__isnull=True)
    return list(rows.select_related("uploaded_by").order_by("pk"))


def inspect(file: BinaryIO, name: str, size: int) -> tuple[FileType, str]:
    """The type and SHA-256 of an upload. Raises FileRefused (also `too_large`, with `limit`)."""
    if size > settings.EVIDENCE_LIMIT_MB * 1024 * 1024:
        raise FileRefused("too_large", limit=str(settings.EVIDENCE_LIMIT_MB))
    return recognise(file, name), sha256_of(file)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry an imported case file names, whose file nobody has uploaded yet."""

    key: str
    title: str
    file: str
    sha256: str
    dated: str
    kind: str = ""
    confidential: str = ""

    @property
    def is_confidential(self) -> bool:
        """Confidential unless the case file says otherwise."""
        return self.confidential != "no"

    @property
    def known_kind(self) -> str:
        return self.kind if self.kind in EvidenceKind.values else ""


def waiting(case: Case) -> list[Waiting]:
    """The evidence that is named in the draft and has no file, in the order of the import."""
    listed = case.draft.get(LISTED) or {}
    if not listed.get("id"):
        return []
    here = set(case.evidence_files.values_list("key", flat=True))
    names = ("id", "title", "file", "sha256", "dated", "kind", "confidential")
    columns = (listed.get(name) or [] for name in names)
    rows = zip_longest(*columns, fillvalue="")
    return [Waiting(*row) for row in rows if row[0] and row[0] not in here]


@transaction.atomic
def add_evidence(
    *,
    case: Case,
    actor: Person,
    file: BinaryIO,
    name: str,
    size: int,
    title: str,
    dated: date | None = None,
    kind: str = "",
    confidential: bool = True,
) -> EvidenceFile:
    """Take a file in as the next evidence of the case (E1, E2, ...).

    Bytes an imported entry waits for fill that entry, which stays confidential if it is listed so.
    Raises FileRefused, AlreadyThere or EvidenceClosed, and then stores nothing.
    """
    name = clean_name(name)
    file_type, sha256 = inspect(file, name, size)
    locked = _open_case(case, actor)
    _refuse_copy(locked, sha256)
    entry = next((one for one in waiting(locked) if one.sha256.lower() == sha256), None)
    return _store(
        locked,
        actor,
        file=file,
        key=entry.key if entry else next_key(locked),
        title=without_marks(entry.title if entry else "").strip() or title.strip() or name,
        dated=(parse_date(entry.dated) if entry else None) or dated,
        kind=(entry.known_kind if entry else "") or kind,
        confidential=confidential or (entry is not None and entry.is_confidential),
        original_name=name,
        content_type=file_type.content_type,
        size=size,
        sha256=sha256,
    )


@transaction.atomic
def put_bytes(
    *,
    case: Case,
    actor: Person,
    key: str,
    file: BinaryIO,
    name: str,
    size: int,
    use_instead: bool = False,
) -> EvidenceFile:
    """Give an entry of an imported case file its file.

    Raises OtherFile when the bytes are not those the entry names, unless `use_instead`;
    NotWaiting when there is no such entry; also FileRefused, AlreadyThere, EvidenceClosed.
    """
    name = clean_name(name)
    file_type, sha256 = inspect(file, name, size)
    locked = _open_case(case, actor)
    entry = next((one for one in waiting(locked) if one.key == key), None)
    if entry is None:
        raise NotWaiting
    if entry.sha256 and entry.sha256.lower() != sha256 and not use_instead:
        raise OtherFile(sha256)
    _refuse_copy(locked, sha256)
    return _store(
        locked,
        actor,
        file=file,
        key=key,
        title=without_marks(entry.title or entry.file).strip() or name,
        dated=parse_date(entry.dated) if entry.dated else None,
        kind=entry.known_kind,
        confidential=entry.is_confidential,
        original_name=name,
        content_type=file_type.content_type,
        size=size,
        sha256=sha256,
    )


@transaction.atomic
def describe_evidence(
    *, case: Case, actor: Person, key: str, title: str, dated: date | None, kind: str,
    confidential: bool,
) -> bool:  # fmt: skip
    """Say anew what a file is and who may read it; the bytes stay. False: there is no such file.

    What was submitted keeps what was said then. Raises EvidenceClosed.
    """
    locked = _open_case(case, actor)
    rows = locked.evidence_files.filter(key=key, removed_at__isnull=True)
    changed = {"dated": dated, "kind": kind, "confidential": confidential}
    if title.strip():
        changed["title"] = title.strip()
    if not rows.update(**changed):
        return False
    _touch(locked, actor)
    return True


@transaction.atomic
def remove_evidence(*, case: Case, actor: Person, key: str) -> None:
    """Take a file, or an entry without one, out of the case.

    The bytes stay, for submissions hold them. Raises StillReferred while answers name it,
    and EvidenceClosed.
    """
    locked = _open_case(case, actor)
    if steps := steps_referring(locked.draft, key):
        raise StillReferred(steps)
    locked.evidence_files.filter(key=key, removed_at__isnull=True).update(removed_at=timezone.now())
    draft = without_entry(locked.draft, key)
    if draft != locked.draft:
        version = F("draft_version") + 1
        Case.objects.filter(pk=locked.pk).update(draft=draft, draft_version=version)
    _touch(locked, actor)


def without_entry(draft: dict, key: str) -> dict:
    """The draft without the imported entry `key`."""
    listed = draft.get(LISTED)
    if not listed or key not in listed.get("id", []):
        return draft
    keep_rows = [i for i, one in enumerate(listed["id"]) if one != key]
    columns = {
        name: [texts[i] for i in keep_rows if i < len(texts)] for name, texts in listed.items()
    }
    rest = {step: typed for step, typed in draft.items() if step != LISTED}
    return rest | ({LISTED: columns} if keep_rows else {})


def next_key(case: Case) -> str:
    """The next unused key. A removed file's key is never given again."""
    keys = [*case.evidence_files.values_list("key", flat=True)]
    keys += (case.draft.get(LISTED) or {}).get("id", [])
    taken = [int(match[1]) for key in keys if (match := _KEY.fullmatch(key))]
    return f"E{max(taken, default=0) + 1}"


def steps_referring(draft: dict, key: str) -> list[str]:
    """The steps of a draft whose fields for evidence or sources name `key`."""
    return [
        step
        for step, typed in draft.items()
        if step != LISTED
        and isinstance(typed, dict)
        and any(_REFERS.search(name) and _names(texts, key) for name, texts in typed.items())
    ]


def _names(texts: object, key: str) -> bool:
    listed = texts if isinstance(texts, list) else [texts]
    return any(isinstance(text, str) and text.strip() == key for text in listed)


def _open_case(case: Case, actor: Person) -> Case:
    """The case, locked, if it may be changed by this person now."""
    locked = Case.objects.select_for_update().filter(pk=case.pk).first()
    if locked is None:  # a colleague deleted the draft
        raise EvidenceClosed
    own = actor.is_proponent and actor.organisation_id == locked.organisation_id
    if not (actor.is_active and own and locked.is_editable):
        raise EvidenceClosed
    return locked


def _refuse_copy(case: Case, sha256: str) -> None:
    kept = case.evidence_files.filter(removed_at__isnull=True)
    if existing := kept.filter(sha256=sha256).first():
        raise AlreadyThere(existing)
    if kept.count() >= MOST_FILES:
        raise FileRefused("too_many", limit=str(MOST_FILES))


def _store(
    case: Case, actor: Person, *, file: BinaryIO, sha256: str, **fields: Any
) -> EvidenceFile:
    hold(sha256)
    stored = keep(file, sha256)
    row = EvidenceFile.objects.create(
        case=case, file=stored, sha256=sha256, uploaded_by=actor, **fields
    )
    _touch(case, actor)
    return row


def _touch(case: Case, actor: Person) -> None:
    """Say who changed the case last. The draft's version stays: no answer was changed."""
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(changed_at=now, draft_saved_at=now, draft_saved_by=actor)
    note_presence(case=case, person=actor, place=EVIDENCE)
