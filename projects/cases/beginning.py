"""Beginning a case: from the first question, or from a case file."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from additionality.engine.problems import MalformedCase
from additionality.engine.rulepack import load_pack
from projects.cases.access import proponents_only
from projects.cases.problems import problems_of_file
from projects.cases.rules import RulesForm
from projects.file_or_text import FileOrTextForm
from projects.models import Case
from projects.services import beginning
from projects.services.evidence import waiting
from projects.showing.answers import figure

FILE_LIMIT = 10 * 1024 * 1024
SHOWN_PROBLEMS = 50


class ImportForm(FileOrTextForm):
    """A case file."""

    most_bytes = FILE_LIMIT

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].label = _("Case file")
        self.fields["file"].help_text = _(
            "A JSON file in the case format, such as an export of this site."
        )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload and upload.size > self.most_bytes:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return upload


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Say what will be asked; a POST begins the draft under the rules chosen."""
    proponents_only(request)
    chosen = request.POST if request.method == "POST" else None
    form = RulesForm(chosen, initial={"pack": beginning.DEFAULT_PACK})
    if not form.is_valid():
        context = {"form": form, **limits(timezone.localdate())}
        return render(request, "cases/new.html", context, status=422 if form.is_bound else 200)
    actor = request.user
    begin = partial(beginning.begin, actor=actor, pack_key=form.cleaned_data["pack"])
    case = beginning.once(begin, actor=actor)
    return redirect("wizard:step", pk=case.pk, step="project")


def limits(on: date) -> dict[str, str]:
    """The limits between the tiers of the default pack, tCO2e a year, for reading."""
    pack = load_pack(Case._meta.get_field("pack_key").get_default())
    names = {"lower": "tier.small_from", "upper": "tier.large_above"}
    return {key: figure(pack.value(name, on).number) for key, name in names.items()}


@require_http_methods(["GET", "HEAD", "POST"])
def import_case(request: HttpRequest) -> HttpResponse:
    """Make a draft of a case file, or say what is wrong with it and where."""
    proponents_only(request)
    if request.method != "POST":
        return render(request, "cases/import.html", {"form": ImportForm()})
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "cases/import.html", {"form": form}, status=422)
    try:
        begin = partial(beginning.begin_from, actor=request.user, text=form.content())
        case = beginning.once(begin, actor=request.user)
    except MalformedCase as malformed:
        shown = problems_of_file(malformed.errors[:SHOWN_PROBLEMS])
        context = {
            "form": form,
            "problems": shown,
            "further": len(malformed.errors) - len(shown),
        }
        return render(request, "cases/import.html", context, status=422)
    messages.success(request, _("The case file is a draft now."))
    if waiting(case):
        messages.warning(request, _("Evidence is listed; its files still have to be uploaded."))
    return redirect("cases:overview", pk=case.pk)
