"""The public page that answers whether a PDF is a determination to be relied on.

It keeps nothing. The file is looked into by a process of its own, with limits.
"""

import hashlib

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from projects.models import SignedDocument
from projects.register import answers
from projects.security.addresses import neighbourhood
from projects.security.limits import VERIFY_ADDRESS, Try
from projects.security.refusals import refusal
from projects.security.turns import turn

LIMIT_MB = 20
LIMIT = LIMIT_MB * 1024 * 1024
BUSY_SECONDS = 5  # a determination is verified in one or two
FORM_AROUND_FILE = 64 * 1024  # what a browser sends beside the file


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Which PDF do you want to verify?"),
        help_text=gettext_lazy("A determination as it was issued, at most 20 MB. It is not kept."),
        error_messages={
            "required": gettext_lazy("Choose a PDF file."),
            "empty": gettext_lazy("The file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LIMIT:
            raise forms.ValidationError(_too_large())
        return file


@login_not_required
@csrf_exempt  # only so that the size is looked at before the body is read; see _answer
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a file; answer about it."""
    if request.method != "POST":
        return _page(request, FileForm())
    if refused := refusal(request, Try(VERIFY_ADDRESS, neighbourhood(request))):
        return refused
    if _announced(request) > LIMIT + FORM_AROUND_FILE:
        form = FileForm({}, {})
        form.errors["file"] = form.error_class([_too_large()])
        return _page(request, form, status=413)
    return _answer(request)


@login_not_required
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """The root certificate that signatures of this installation lead to."""
    try:
        pem = settings.PUBLISHED_ROOT.read_bytes()
    except OSError:
        raise Http404 from None
    return HttpResponse(
        pem,
        content_type="application/x-pem-file",
        headers={"Content-Disposition": 'attachment; filename="root.pem"'},
    )


@csrf_protect
def _answer(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    from additionality.determination.limited import verify_limited

    try:
        trusted = settings.PUBLISHED_ROOT.read_bytes()
    except OSError:
        form.add_error(None, _("This installation has published no root certificate so far."))
        return _page(request, form, status=503)
    file = form.cleaned_data["file"]
    data = file.read()
    with turn(settings.DATA_DIR / "turns", at_once=settings.VERIFY_AT_ONCE) as is_free:
        if not is_free:
            return _busy(request, form)
        found = verify_limited(data, root_pem=trusted)
    sha256 = hashlib.sha256(data).hexdigest()
    result = answers.result(found, sha256=sha256, issued=_issued(sha256, found.determination))
    return _page(request, FileForm(), result=result, name=file.name)


def _busy(request: HttpRequest, form: FileForm) -> HttpResponse:
    text = _("Other files are being verified just now. Send it again in some seconds.")
    form.add_error("file", text)
    response = _page(request, form, status=503)
    response["Retry-After"] = str(BUSY_SECONDS)
    return response


def _issued(sha256: str, number: str | None) -> str:
    """Whether this is the very file we issued: `same`, `another` of that number, or `unknown`."""
    if SignedDocument.objects.filter(sha256=sha256).exists():
        return "same"
    known = number and SignedDocument.objects.filter(determination__number=number).exists()
    return "another" if known else "unknown"


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def _too_large() -> str:
    return _("The file is larger than %(limit)s MB. Determinations are smaller.") % {
        "limit": LIMIT_MB
    }


def _page(request: HttpRequest, form: FileForm, status: int = 200, **shown) -> HttpResponse:
    return render(request, "register/verify.html", {"form": form} | shown, status=status)
