"""A case: its draft, its evidence, and the frozen submissions made of it."""

import base64
import json
import re
import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.models.append_only import AppendOnly
from projects.models.draft_field import DraftField
from projects.models.people import Organisation, Person
from projects.models.rows import rows_of

if TYPE_CHECKING:
    from projects.models.review import ReviewRequest

REFERENCE = re.compile("[A-Z2-7]{8}")


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    UNDER_REVIEW = "under_review", _("Under review")
    RETURNED = "returned", _("Answers requested")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def title_to_read(title: str, title_zh: str) -> str:
    """The title in the language of the reader, if it was given in it."""
    chinese = title_zh if (get_language() or "").startswith("zh") else ""
    return chinese or title or str(_("Case without a name"))


def reference_of(pk: uuid.UUID) -> str:
    """The first forty bits of the key in base 32, in two groups of four."""
    text = base64.b32encode(pk.bytes[:5]).decode()
    return f"{text[:4]}-{text[4:]}"


def keys_of(reference: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """The first and the last key with this reference, or None where the text is no reference.

    Capitals and the hyphen do not matter; 0, 1 and 8, which no reference has, are read as the
    letters they look like.
    """
    text = reference.upper().replace("-", "").translate(str.maketrans("018", "OIB"))
    if not REFERENCE.fullmatch(text):
        return None
    begin = base64.b32decode(text)
    return uuid.UUID(bytes=begin + b"\x00" * 11), uuid.UUID(bytes=begin + b"\xff" * 11)


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, person: Person) -> "CaseQuerySet":
        """Proponents see the cases of their organisation, reviewers those once submitted."""
        if person.is_proponent:
            return self.filter(organisation_id=person.organisation_id)
        if person.is_reviewer:
            return self.filter(models.Exists(Submission.objects.filter(case=models.OuterRef("pk"))))
        return self.none()

    def draft_of(self, pk: uuid.UUID, person: Person) -> "Case | None":
        """The case if `person` is a proponent who sees it, as in `visible_to`: asked with each page of its steps."""
        if not person.is_proponent:
            return None
        found = rows_of(Case, id=pk, organisation=person.organisation_id)
        return found[0] if found else None

    def editable(self) -> "CaseQuerySet":
        """Cases whose draft the proponent may still change."""
        return self.filter(status__in=(Status.DRAFT, Status.RETURNED))


class Case(models.Model):
    """One project activity on its way from the first question to a determination.

    `draft` holds what was typed, step by step, as it was typed: a mapping of step name to
    a mapping of field name to list of strings. `draft_version` grows by one with each save,
    so that a stale tab is noticed. `tier` is the size tier of the draft when it was last saved,
    and of the submission once there is one; empty before the size is known. `copied_from` is the
    reference of the case this one was begun as a copy of.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="cases", db_index=False
    )
    prepared_by = models.ForeignKey(
        Person, models.PROTECT, related_name="prepared_cases", db_index=False
    )
    reviewer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="reviewed_cases"
    )
    title = models.CharField(max_length=500, blank=True)
    title_zh = models.CharField(max_length=500, blank=True)
    pack_key = models.CharField(max_length=40, default="tw-offset")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT)
    draft = DraftField(default=dict, blank=True)
    draft_version = models.PositiveIntegerField(default=0)
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    draft_saved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    tier = models.CharField(max_length=20, blank=True)
    copied_from = models.CharField(max_length=9, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        # Each list reads its page off one of these, in order; none is counted or sorted.
        indexes = [
            models.Index(fields=["organisation", "-changed_at", "-id"]),
            models.Index(fields=["organisation", "status", "-changed_at", "-id"]),
            models.Index(fields=["prepared_by", "-changed_at", "-id"]),
            models.Index(fields=["status", "-changed_at", "-id"]),
            # Without those nobody reviews: else statistics say that a reviewer has nearly all.
            models.Index(
                fields=["reviewer", "status", "-changed_at", "-id"],
                condition=models.Q(reviewer__isnull=False),
                name="case_of_reviewer",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="case_status_is_known"
            )
        ]

    def __str__(self) -> str:
        """The name of the project, in Chinese where that is read and was given."""
        return title_to_read(self.title, self.title_zh)

    @property
    def is_editable(self) -> bool:
        return self.status in (Status.DRAFT, Status.RETURNED)

    @property
    def reference(self) -> str:
        """Eight letters and digits by which people name the case, such as `K7QX-2M5P`."""
        return reference_of(self.id)

    def latest_submission(self) -> "Submission | None":
        return self.submissions.order_by("-number").first()


class Submission(AppendOnly):
    """What was submitted, frozen: the case, the pack it is judged by, and the findings.

    `case_file` and `assessment` are canonical JSON texts in the published formats, `radar` is what
    the radar found then (see projects.radar.looking), empty where it did not look. `draws` is one too:
    for the reviewer's information, made once on submission; empty where there is nothing to draw.
    `sheets` is what was wrong in the spreadsheets its cash flow was taken from (see
    projects.spreadsheets.taken); empty where there is nothing to tell of.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    case_file = models.TextField()
    assessment = models.TextField()
    radar = models.TextField(blank=True)
    draws = models.TextField(blank=True, default="")
    sheets = models.TextField(blank=True, default="")
    pack_key = models.CharField(max_length=40)
    pack_edition = models.CharField(max_length=40)
    pack_sha256 = models.CharField(max_length=64)
    tier = models.CharField(max_length=20)
    conclusion = models.CharField(max_length=20)
    declaration = models.TextField()
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_submission_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.case} / {self.number}"

    def case_data(self) -> dict[str, Any]:
        return json.loads(self.case_file)

    def assessment_data(self) -> dict[str, Any]:
        return json.loads(self.assessment)

    def radar_data(self) -> dict[str, Any] | None:
        return json.loads(self.radar) if self.radar else None

    def draws_data(self) -> dict[str, Any] | None:
        return json.loads(self.draws) if self.draws else None

    def is_fragile(self) -> bool:
        """Whether a small variation would bring the indicator to the benchmark."""
        return any(
            concern["code"] == "fragile"
            for finding in self.assessment_data()["findings"]
            for concern in finding["concerns"]
        )

    def all_requests(self) -> "models.QuerySet[ReviewRequest]":
        """Every request raised on this or an earlier submission of the case, with entries."""
        from projects.models.review import ReviewRequest

        return ReviewRequest.objects.filter(
            submission__case=self.case_id, submission__number__lte=self.number
        ).prefetch_related("entries__by", "raised_by", "submission", "scenario__kept_by")


class EvidenceKind(models.TextChoices):
    """What kind of document it is; the first five are the kinds a barrier may rest on."""

    LAW = "law", _("Law or industry norm")
    SECTOR_STUDY = "sector_study", _("Sector study")
    STATISTICS = "statistics", _("National or international statistics")
    MARKET_DATA = "market_data", _("Market data")
    EXPERT_JUDGEMENT = "expert_judgement", _("Independent expert judgement")
    CONTRACT = "contract", _("Contract")
    QUOTATION = "quotation", _("Quotation or invoice")
    ACCOUNTS = "accounts", _("Accounts or financial model")
    TECHNICAL_REPORT = "technical_report", _("Technical report or feasibility study")
    PERMIT = "permit", _("Permit or decision of an authority")
    CORRESPONDENCE = "correspondence", _("Letter, minutes or notice")
    OTHER = "other", _("Another document")


class EvidenceFile(models.Model):
    """One uploaded file. Its bytes never change; removing it only sets `removed_at`.

    `key` (E1, E2, ...) is what the other steps and the case file refer to. A confidential one is
    for the organisation and for reviewers; this application gives no file to anybody else, and
    says of each whether others may be given it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence_files")
    key = models.CharField(max_length=100)
    title = models.CharField(max_length=1000)
    dated = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=EvidenceKind.choices, blank=True)
    confidential = models.BooleanField(default=True)
    file = models.FileField(max_length=200)
    original_name = models.CharField(max_length=500)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="one_evidence_file_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"
