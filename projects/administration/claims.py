"""The page of the benchmarks that registered projects claimed: the tables, and importing another."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from projects.administration.access import administrators_only
from projects.file_or_text import FileOrTextForm
from projects.models import ClaimsTable
from projects.services.claims import COLUMNS, MOST_BYTES, TableRefused, import_table
from projects.wizard.fields import check_readable


class ClaimsForm(FileOrTextForm):
    """A table, as a file or as text, and what it is."""

    title = forms.CharField(
        label=gettext_lazy("Name of the table"), max_length=200, validators=[check_readable],
        error_messages={"required": gettext_lazy("Enter a name for the table.")},
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("Where it comes from"), max_length=1000, validators=[check_readable],
        help_text=gettext_lazy("As it should be cited: publisher, title, day."),
        error_messages={"required": gettext_lazy("Enter where the table comes from.")},
    )  # fmt: skip
    field_order = ("title", "source", "file", "text")
    most_bytes = MOST_BYTES

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].label = _("The table as a CSV file")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: HttpRequest) -> HttpResponse:
    """List the tables, and import one that is then in use."""
    form, faults = ClaimsForm(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        try:
            import_table(
                content=form.content(),
                title=form.cleaned_data["title"],
                source=form.cleaned_data["source"],
                actor=request.user,
            )
        except TableRefused as refused:
            faults = refused.faults
        else:
            messages.success(request, _("The table is in use now."))
            return redirect("administration:claims")
    context = {
        "form": form,
        "faults": faults,
        "columns": COLUMNS,
        "tables": ClaimsTable.objects.select_related("imported_by"),
    }
    status = 422 if faults or form.errors else 200
    return render(request, "administration/claims.html", context, status=status)
