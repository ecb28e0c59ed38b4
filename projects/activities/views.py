"""Data sets: the list, the import step by step, and the page of one."""

import csv
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.activities.fields import CHOICES
from projects.activities.forms import MappingForm, UploadForm, initial_from
from projects.activities.mapping import MappingRefused
from projects.activities.preview import Beginning, beginning_of, columns_chosen, preview
from projects.activities.words import import_sentence, refused_sentence, row_sentence
from projects.models import DataSet, RowReport, TableUpload
from projects.services import importing, workers
from projects.services.file_names import as_download, download_name
from projects.services.importing import ImportRefused, may_import
from projects.tables.limits import MIB, TableRefused

PER_PAGE = 50
ROOM_FOR_THE_FORM = MIB


@require_safe
def data_sets(request: HttpRequest) -> HttpResponse:
    """The data sets that the reader may see, and the uploads that are not finished."""
    rows = DataSet.objects.visible_to(request.user).select_related("upload", "organisation")
    uploads = TableUpload.objects.filter(data_set=None, organisation=request.user.organisation_id)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "uploads": uploads[:PER_PAGE] if may_import(request.user) else [],
        "may_import": may_import(request.user),
    }
    return render(request, "activities/list.html", context)


@csrf_exempt  # the token is checked below, after the size: checking it reads the whole body
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a file in. One that is too large is refused before it is read."""
    if not may_import(request.user):
        raise Http404
    if content_length(request) > settings.DATA_SET_LIMIT_MB * MIB + ROOM_FOR_THE_FORM:
        form = UploadForm({})
        form.errors.clear()
        form.add_error("file", too_large())
        return _upload_page(request, form, status=413)
    return _new(request)


@csrf_protect
def _new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _upload_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = importing.take_in(actor=request.user, file=file, name=file.name)
            return redirect("activities:mapping", pk=upload.pk)
        except TableRefused as refused:
            form.add_error("file", refused_sentence(refused))
    return _upload_page(request, form, status=422)


def content_length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() else 0


def too_large() -> str:
    words = _(
        "The file is larger than %(limit)s MB and was not read. Split it, or leave out columns."
    )
    return words % {"limit": settings.DATA_SET_LIMIT_MB}


def _upload_page(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "limit": settings.DATA_SET_LIMIT_MB}
    return render(request, "activities/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose the columns, see the first rows as they are read, and begin the import."""
    upload = _own_upload(request, pk)
    if upload.stage != TableUpload.Stage.MAPPING:
        return redirect("activities:data_set", pk=upload.data_set.pk)
    with upload.file.open("rb") as file:
        beginning = beginning_of(file)
    if request.method != "POST":
        return _mapping_page(request, upload, beginning, _shown_form(upload, beginning))
    kept = upload.mapping
    shown = columns_chosen(kept.get("mapping") or {}, beginning.header)
    said = beginning.said(shown)
    form = MappingForm(request.POST, header=beginning.header, said=said)
    if not form.is_valid() or form.mapping is None:
        return _mapping_page(request, upload, beginning, form, status=422)
    typed = {name: form.cleaned_data[name] for name in ("title", "licence", "attribution")}
    data = form.mapping.to_dict()
    if request.POST.get("do") == "exchange":
        data["columns"] = exchanged(data["columns"])
    chosen = {"mapping": data, **typed}
    TableUpload.objects.filter(pk=upload.pk, stage=TableUpload.Stage.MAPPING).update(mapping=chosen)
    if request.POST.get("do") != "import":
        return redirect("activities:mapping", pk=pk)
    if any(form.mapping.columns.get(name, shown.get(name)) != shown.get(name) for name in CHOICES):
        words = _("Nothing is imported yet: another column was chosen. See what its words mean.")
        messages.info(request, words)
        return redirect("activities:mapping", pk=pk)
    try:
        data_set = importing.begin(upload=upload, actor=request.user, mapping=form.mapping, **typed)
    except ImportRefused as refused:
        messages.warning(request, import_sentence(refused.code))
        begun = DataSet.objects.filter(upload=upload).first()  # its page says by whom, and when
        return redirect("activities:data_set", begun.pk) if begun else redirect("activities:list")
    return redirect("activities:data_set", pk=data_set.pk)


def exchanged(columns: Mapping[str, str]) -> dict[str, str]:
    """The columns with those of latitude and longitude in each other's place."""
    other = {"latitude": "longitude", "longitude": "latitude"}
    return {other.get(name, name): column for name, column in columns.items()}


def _own_upload(request: HttpRequest, pk: UUID) -> TableUpload:
    if not may_import(request.user):
        raise Http404
    own = TableUpload.objects.filter(organisation=request.user.organisation_id)
    return get_object_or_404(own.select_related("data_set"), pk=pk)


def _shown_form(upload: TableUpload, beginning: Beginning) -> MappingForm:
    kept = upload.mapping
    chosen = kept.get("mapping") or {}
    said = beginning.said(columns_chosen(chosen, beginning.header))
    initial = initial_from(chosen, beginning.header, said)
    initial |= {name: kept.get(name, "") for name in ("title", "licence", "attribution")}
    initial["title"] = initial["title"] or upload.original_name.rsplit(".", 1)[0]
    return MappingForm(initial=initial, header=beginning.header, said=said)


def _mapping_page(
    request: HttpRequest,
    upload: TableUpload,
    beginning: Beginning,
    form: MappingForm,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "upload": upload, "form": form, "encoding": beginning.encoding,
        "columns": len(beginning.header),
    }  # fmt: skip
    if not form.is_bound:
        context["preview"] = _preview(form, beginning)
    return render(request, "activities/mapping.html", context, status=status)


def _preview(form: MappingForm, beginning: Beginning) -> Any:
    """What the mapping that is shown makes of the first rows; None where it does not fit yet."""
    shown = MappingForm(form.initial, header=beginning.header, said=form.said)
    if not shown.is_valid() or shown.mapping is None:
        return None
    try:
        return preview(beginning, shown.mapping)
    except MappingRefused:
        return None


@require_safe
def data_set(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One data set: where it comes from, how far its import is, and what was noticed in its rows."""
    row = _visible(request, pk)
    reports = RowReport.objects.filter(data_set=row).order_by("number", "pk")
    page = Paginator(reports, PER_PAGE).get_page(request.GET.get("page"))
    upload = row.upload
    context = {
        "data_set": row,
        "upload": upload,
        "percent": 100 * upload.bytes_read // upload.size if upload.size else 100,
        "failure": import_sentence(upload.error) if upload.error else "",
        "no_worker": upload.is_open and not workers.living().exists(),
        "may_begin_again": importing.can_be_begun_again(upload) and _is_own(request, row),
        "page": page,
        "reports": [(one, row_sentence(one.code)) for one in page],
        "counts": row.counts.order_by("-rows", "pk")[:30],
    }
    return render(request, "activities/data_set.html", context)


@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin an import again that came to a halt; it goes on where it ended."""
    row = _visible(request, pk)
    if not _is_own(request, row):
        raise Http404
    if importing.begin_again(row.upload):
        messages.success(request, _("The import goes on."))
    return redirect("activities:data_set", pk=pk)


@require_safe
def report(request: HttpRequest, pk: UUID) -> StreamingHttpResponse:
    """All that was noticed, row by row, as CSV."""
    row = _visible(request, pk)
    head = [_("Row"), _("Used"), _("What was noticed"), _("Column"), _("Cell")]
    reports = RowReport.objects.filter(data_set=row).order_by("number", "pk")

    def lines() -> Iterator[str]:
        writer = csv.writer(_Line())
        yield "\ufeff" + writer.writerow(head)
        for one in reports.iterator(chunk_size=2_000):
            used = _("no") if one.is_refused else _("yes")
            cells = [one.number, used, row_sentence(one.code), one.column, one.given]
            yield writer.writerow([escaped(cell) for cell in cells])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    name = download_name(row.title, _("report of rows"), f"{row.version}", ending=".csv")
    response["Content-Disposition"] = as_download(name)
    return response


class _Line:
    """A file that hands each line back."""

    def write(self, text: str) -> str:
        return text


def escaped(cell: Any) -> Any:
    """A cell that no spreadsheet program takes for a formula."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return cell


def _visible(request: HttpRequest, pk: UUID) -> DataSet:
    sets = DataSet.objects.visible_to(request.user)
    return get_object_or_404(sets.select_related("upload", "organisation", "imported_by"), pk=pk)


def _is_own(request: HttpRequest, row: DataSet) -> bool:
    return may_import(request.user) and row.organisation_id == request.user.organisation_id
