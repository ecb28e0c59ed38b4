"""The evidence of a case: uploading, completing an import, removing, downloading."""

import logging
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.cases.access import own_case, visible_case
from projects.cases.refusals import already_there, refusal
from projects.models import Case, EvidenceFile, EvidenceKind
from projects.security.events import Kind, record
from projects.services import evidence as files
from projects.services.file_types import ENDINGS, FileRefused
from projects.showing.numbers import moment
from projects.wizard.fields import Day, OneOf, Text
from projects.wizard.steps import BY_NAME

log = logging.getLogger(__name__)


READERS = [
    ("yes", gettext_lazy("Confidential: my organisation and the reviewers")),
    ("no", gettext_lazy("Public: whoever asks for it may be given it")),
]


class UploadForm(forms.Form):
    """A file, what it is called, its date and kind, and who may read it."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("Choose a file"),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    title = Text(
        gettext_lazy("What is this document?"),
        gettext_lazy("Such as: feasibility study, March 2025. Left blank, its file name is used."),
        max_length=300,
    )
    dated = Day(
        gettext_lazy("Date of the document"),
        gettext_lazy("Such as 2025-02-10 or 民國114年2月10日. Leave it blank if it has none."),
    )
    kind = OneOf(gettext_lazy("Of which kind is it?"), choices=EvidenceKind.choices)
    confidential = forms.ChoiceField(
        label=gettext_lazy("Who may read the file?"),
        help_text=gettext_lazy(
            "Its title and SHA-256 are in the determination in any case, and so is what you quote from it."
        ),
        choices=READERS,
        required=False,  # what is not said to be public is confidential
        initial="yes",
        widget=forms.RadioSelect,
    )

    def described(self) -> dict[str, Any]:
        """What the file is and who may read it, as the service takes it."""
        typed = self.cleaned_data
        words = {name: typed[name] for name in ("title", "dated", "kind")}
        return words | {"confidential": typed["confidential"] != "no"}


class DescribeForm(UploadForm):
    """What a file that is here already is, and who may read it."""

    file = None  # type: ignore[assignment]


class PutForm(forms.Form):
    """The file of an entry that came with an imported case file."""

    use_required_attribute = False
    key = forms.CharField(max_length=100, widget=forms.HiddenInput)
    file = forms.FileField(
        label=gettext_lazy("Choose this file"),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    use_instead = forms.BooleanField(
        label=gettext_lazy("If it is another version, use it instead of the one that is named"),
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The files of the case as it stands, and the form to add one."""
    case = own_case(request, pk)
    if not case.is_editable:
        return redirect("cases:overview", pk=pk)
    if request.method != "POST":
        return _page(request, case, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, case, form, status=422)
    upload = form.cleaned_data["file"]
    try:
        row = files.add_evidence(
            case=case,
            actor=request.user,
            file=upload,
            name=upload.name,
            size=upload.size,
            **form.described(),
        )
    except (FileRefused, files.AlreadyThere, files.EvidenceClosed) as error:
        form.add_error("file", _why(error))
        return _page(request, case, form, status=422)
    messages.success(request, _("%(key)s is uploaded.") % {"key": row.key})
    return redirect(_here(request, case))


@require_POST
def put(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give an imported entry its file; the bytes must be those it names, or be chosen instead."""
    case = own_case(request, pk)
    key = request.POST.get("key", "")
    form = PutForm(request.POST, request.FILES, prefix="")
    if not form.is_valid():
        return _page(request, case, UploadForm(), putting=(key, form), status=422)
    upload = form.cleaned_data["file"]
    try:
        row = files.put_bytes(
            case=case,
            actor=request.user,
            key=key,
            file=upload,
            name=upload.name,
            size=upload.size,
            use_instead=form.cleaned_data["use_instead"],
        )
    except files.NotWaiting:
        there = get_object_or_404(EvidenceFile, case=case, key=key, removed_at=None)
        words = _("%(name)s uploaded the file of %(key)s on %(moment)s. Nothing was changed.")
        who = {"name": there.uploaded_by.name, "moment": moment(there.uploaded_at)}
        messages.info(request, words % {"key": key, **who})
        return redirect(_here(request, case))
    except (FileRefused, files.AlreadyThere, files.EvidenceClosed, files.OtherFile) as error:
        form.add_error("file", _why(error))
        return _page(request, case, UploadForm(), putting=(key, form), status=422)
    messages.success(request, _("%(key)s is uploaded.") % {"key": row.key})
    return redirect(_here(request, case))


@require_POST
def describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say anew what a file is and who may read it."""
    case = own_case(request, pk)
    key = request.POST.get("key", "")
    form = DescribeForm(request.POST)
    if not form.is_valid():
        return _page(request, case, UploadForm(), describing=(key, form), status=422)
    try:
        there = files.describe_evidence(case=case, actor=request.user, key=key, **form.described())
    except files.EvidenceClosed as error:
        messages.warning(request, _why(error))
    else:
        if there:
            messages.success(request, _("What %(key)s is was changed.") % {"key": key})
        else:
            messages.warning(request, _("This file is not in the case any more."))
    return redirect(_here(request, case))


@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a file out, unless answers still name it: then say where."""
    case = own_case(request, pk)
    key = request.POST.get("key", "")
    try:
        files.remove_evidence(case=case, actor=request.user, key=key)
    except files.EvidenceClosed:
        messages.warning(request, _("The case cannot be changed now."))
    except files.StillReferred as error:
        kept = {"key": key, "steps": [BY_NAME[s] for s in error.steps if s in BY_NAME]}
        return _page(request, case, UploadForm(), kept=kept, status=409)
    else:
        messages.success(request, _("%(key)s is removed.") % {"key": key})
    return redirect(_here(request, case))


@require_safe
def download(request: HttpRequest, pk: UUID, key: str) -> HttpResponseBase:
    """The bytes, never opened by the browser. Reviewers get what was submitted, nothing else."""
    case = visible_case(request, pk)
    row = get_object_or_404(EvidenceFile, case=case, key=key)
    may_see = row.removed_at is None and request.user.is_proponent
    if not (may_see or was_submitted(case, row)):
        raise Http404
    try:
        stored = row.file.open("rb")
    except OSError:
        log.exception("The stored file of %s in case %s cannot be read", key, pk)
        return _file_lost(request)
    response = FileResponse(
        stored,
        as_attachment=True,
        filename=row.original_name,
        content_type=row.content_type,
    )
    record(Kind.TAKEN_OUT, request=request, actor=request.user, about=f"{pk} {key}")
    return response


def _file_lost(request: HttpRequest) -> HttpResponse:
    text = _(
        "The file is on record with its SHA-256, but the storage does not give it out now. "
        "Please tell an administrator."
    )
    context = {"title": _("The file cannot be handed out"), "text": text}
    return render(request, "error.html", context, status=500)


def was_submitted(case: Case, row: EvidenceFile) -> bool:
    """Whether a frozen submission of the case names this file by its key and its hash."""
    return any(
        entry.get("id") == row.key and entry.get("sha256", "").lower() == row.sha256
        for submission in case.submissions.all()
        for entry in submission.case_data().get("evidence", [])
    )


def _why(error: Exception) -> str:
    if isinstance(error, FileRefused):
        return refusal(error)
    if isinstance(error, files.AlreadyThere):
        return already_there(error.existing)
    if isinstance(error, files.OtherFile):
        words = _("This is another file: its SHA-256 is %(sha256)s.")
        return words % {"sha256": error.sha256}
    return _("The case cannot be changed now.")


def safe_next(request: HttpRequest) -> str:
    """Where the person came from: an address of this site, or nothing."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    is_path = target.startswith("/") and not urlsplit(target).netloc
    return target if allowed and is_path else ""


def _here(request: HttpRequest, case: Case) -> str:
    here = reverse("cases:evidence", kwargs={"pk": case.pk})
    target = safe_next(request)
    return f"{here}?{urlencode({'next': target})}" if target else here


def _page(
    request: HttpRequest,
    case: Case,
    form: UploadForm,
    *,
    putting: tuple[str, PutForm] | None = None,
    describing: tuple[str, DescribeForm] | None = None,
    kept: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = files.in_use(case)
    entries = []
    for number, entry in enumerate(files.waiting(case)):
        is_it = putting is not None and putting[0] == entry.key
        blank = PutForm(auto_id=f"put-{number}-%s", initial={"key": entry.key})
        if is_it:
            putting[1].auto_id = f"put-{number}-%s"
        entries.append((entry, putting[1] if is_it else blank))
    context = {
        "case": case,
        "form": form,
        "put_form": putting[1] if putting else describing[1] if describing else None,
        "rows": [_shown(case, row, describing) for row in rows],
        "entries": entries,
        "kept": kept,
        "next": safe_next(request),
        "limit": settings.EVIDENCE_LIMIT_MB,
    }
    return render(request, "cases/evidence.html", context, status=status)


def _shown(
    case: Case, row: EvidenceFile, describing: tuple[str, DescribeForm] | None
) -> tuple[EvidenceFile, list[str], DescribeForm]:
    """A file, the steps that name it, and the form to describe it anew."""
    steps = files.steps_referring(case.draft, row.key)
    said = {"title": row.title, "dated": row.dated and row.dated.isoformat(), "kind": row.kind}
    said["confidential"] = "yes" if row.confidential else "no"
    came_back = describing is not None and describing[0] == row.key
    form = describing[1] if describing and came_back else DescribeForm(initial=said)
    form.auto_id = f"{row.key}-%s"
    return row, [BY_NAME[s].title for s in steps if s in BY_NAME], form
