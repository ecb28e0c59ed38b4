"""The lists of sources that pay the carbon fee or report an inventory, as an administrator keeps them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from projects.administration.access import administrators_only
from projects.models import ListedSource
from projects.radar.likeness import company_key
from projects.services.source_lists import (
    LEAST_CHARACTERS,
    AlreadyEnded,
    add_source,
    end_source,
    found_on_lists,
    is_listed,
)
from projects.wizard.fields import Day, check_readable
from projects.wizard.saving import storable

PER_PAGE = 50


def _publication(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=1000, validators=[check_readable],
        error_messages={"required": gettext_lazy("Enter where that is published.")},
    )  # fmt: skip


class ListedSourceForm(forms.Form):
    """One entry of one list."""

    use_required_attribute = False
    list = forms.ChoiceField(
        label=gettext_lazy("List"),
        choices=ListedSource.List.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the list.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the source"), max_length=300, validators=[check_readable],
        help_text=gettext_lazy("The company and the plant, as the list names them."),
        error_messages={"required": gettext_lazy("Enter the name of the source.")},
    )  # fmt: skip
    identifier = forms.CharField(
        label=gettext_lazy("Identifier"), max_length=100, required=False, validators=[check_readable],
        help_text=gettext_lazy("Such as the control number of the plant, if the list has one."),
    )  # fmt: skip
    since = Day(
        gettext_lazy("On the list since"), gettext_lazy("Such as 2025-01-01 or 民國114年1月1日."),
        required=True, error_messages={"required": gettext_lazy("Enter the day.")},
    )  # fmt: skip
    source = _publication(
        gettext_lazy("Where that is published"),
        gettext_lazy("As it should be cited: authority, title, day."),
    )

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if len(company_key(name)) < LEAST_CHARACTERS:
            raise forms.ValidationError(gettext_lazy("Enter the whole name."))
        return name

    def clean(self) -> dict[str, Any]:
        """An entry that stands on the list is not added again, as by a button pressed twice."""
        found = super().clean() or {}
        if not self.errors and is_listed(found["list"], found["name"], found["identifier"]):
            raise forms.ValidationError(gettext_lazy("This source stands on the list already."))
        return found


class EndForm(forms.Form):
    """The last day of an entry, and why."""

    use_required_attribute = False
    until = Day(
        gettext_lazy("Last day on the list"),
        gettext_lazy("For an entry that was wrong: the day it was listed since."),
        required=True, error_messages={"required": gettext_lazy("Enter the day.")},
    )  # fmt: skip
    source = _publication(gettext_lazy("Where that is published, or why the entry was wrong"), "")

    def __init__(self, *args: Any, listed: ListedSource, **options: Any) -> None:
        self.listed = listed
        super().__init__(*args, **options)

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until < self.listed.since:
            raise forms.ValidationError(gettext_lazy("That is before the source was listed."))
        return until


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def sources(request: HttpRequest) -> HttpResponse:
    """Find in the lists, and add an entry."""
    form = ListedSourceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        entry = dict(form.cleaned_data)
        add_source(listed=entry.pop("list"), actor=request.user, **entry)
        messages.success(request, _("The source is on the list."))
        return redirect("administration:sources")
    looked_up = storable(request.GET.get("q", "").strip())[:300]
    found = found_on_lists(looked_up) if looked_up else ListedSource.objects.select_related("end")
    page = Paginator(found.select_related("end", "added_by"), PER_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page.get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "looked_up": looked_up,
    }
    return render(
        request, "administration/sources.html", context, status=422 if form.errors else 200
    )


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry with who added and who ended it; a POST ends it."""
    entries = ListedSource.objects.select_related("added_by", "end__ended_by")
    listed = get_object_or_404(entries, pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None, listed=listed)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            end_source(listed=listed, actor=request.user, **form.cleaned_data)
        except AlreadyEnded:
            listed, status = entries.get(pk=pk), 409
            form.add_error(None, _("Somebody else has ended this entry meanwhile."))
        else:
            messages.success(request, _("The entry is ended."))
            return redirect("administration:sources")
    context = {"form": form, "listed": listed}
    return render(request, "administration/source.html", context, status=status)
