"""Registry lists: which are in use, taking in a new version, and what could not be used of one."""

import json

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from projects.administration.access import administrators_only
from projects.models import RegistryList
from projects.radar.importing import COLUMNS, MOST_ROWS, REQUIRED, ListRefused, import_list
from projects.wizard.fields import Text
from projects.wording.radar import LIST_REFUSED, ROW_REFUSED

FAULTS_A_PAGE = 100


class ListForm(forms.Form):
    """A list by its name, and the file of its next version."""

    use_required_attribute = False
    name = Text(
        gettext_lazy("Name of the list"),
        gettext_lazy("The registry and the programme. A list of the same name gets a new version."),
        max_length=200,
        required=True,
        error_messages={"required": gettext_lazy("Enter the name of the list.")},
    )
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        max_length=None,
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def registries(request: HttpRequest) -> HttpResponse:
    """The lists with their versions; a POST takes in a file."""
    if request.method != "POST":
        return _page(request, ListForm())
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    upload = form.cleaned_data["file"]
    try:
        made = import_list(
            name=form.cleaned_data["name"].strip(),
            file=upload,
            file_name=upload.name,
            size=upload.size,
            actor=request.user,
        )
    except ListRefused as refused:
        form.add_error("file", str(LIST_REFUSED[refused.code]) % {"given": refused.given[:100]})
        return _page(request, form, status=422)
    words = _("%(list)s is in use: %(taken)s rows taken, %(refused)s could not be used.")
    messages.success(request, words % {"list": made, "taken": made.taken, "refused": made.refused})
    return redirect("administration:registry", pk=made.pk)


@administrators_only
@require_safe
def registry(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of a list, and row by row what could not be used."""
    found = get_object_or_404(RegistryList.objects.select_related("imported_by"), pk=pk)
    faults = [
        {"line": line, "column": column, "why": ROW_REFUSED[code], "given": given}
        for line, column, code, given in json.loads(found.report)
    ]
    page = Paginator(faults, FAULTS_A_PAGE).get_page(request.GET.get("page"))
    context = {"list": found, "page": page, "unlisted": found.refused - len(faults)}
    return render(request, "administration/registry.html", context)


def _page(request: HttpRequest, form: ListForm, status: int = 200) -> HttpResponse:
    current = set(RegistryList.objects.current().values_list("pk", flat=True))
    lists = RegistryList.objects.select_related("imported_by").defer("report")
    context = {
        "form": form,
        "lists": [(one, one.pk in current) for one in lists],
        "columns": [(name, name in REQUIRED) for name in COLUMNS],
        "most_rows": MOST_ROWS,
    }
    return render(request, "administration/registries.html", context, status=status)
