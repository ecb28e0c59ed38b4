"""The page that says whether the EU emissions trading system capped a source in its third phase."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from additionality.engine.capped_sources import SOURCE, CappedActivity, Coverage, capped_activities
from projects.showing.numbers import figure
from projects.wizard.fields import Number

UNITS = {
    "MW thermal input": _("MW of thermal input"),
    "t/h": _("tonnes an hour"),
    "t/d": _("tonnes a day"),
}


class CappedForm(forms.Form):
    """An activity, and the capacity of the installation in the unit of the activity's threshold."""

    use_required_attribute = False
    activity = forms.ChoiceField(
        label=_("What is done in the installation?"),
        choices=lambda: [("", _("Choose")), *((key, _named(one)) for key, one in capped_activities().items())],
        error_messages={
            "required": _("Choose what is done."),
            "invalid_choice": _("Choose one of the activities of this list."),
        },
    )  # fmt: skip
    capacity = Number(
        _("What is its capacity?"),
        _(
            "In the unit that stands with the activity; nothing where it has no threshold. "
            "Add up all units of the installation that do the same."
        ),
        least=0,
        most=10**9,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        activity = capped_activities().get(found.get("activity", ""))
        asks = activity is not None and activity.threshold is not None
        if asks and "capacity" not in self.errors and found.get("capacity") is None:
            self.add_error("capacity", _("Enter the capacity."))
        return found


@require_safe
def capped(request: HttpRequest) -> HttpResponse:
    """Ask, and answer what was asked; the question stands in the address."""
    asked = bool({"activity", "capacity"} & request.GET.keys())
    form = CappedForm(request.GET if asked else None)
    context = {"form": form, "rows": rows(), "source": SOURCE, **_case(request)}
    if form.is_valid():
        activity = capped_activities()[form.cleaned_data["activity"]]
        context |= {
            "activity": row(activity),
            "capacity": form.cleaned_data["capacity"],
            "coverage": activity.coverage(form.cleaned_data["capacity"]),
            "is_capped": activity.coverage(form.cleaned_data["capacity"]) != Coverage.NOT_COVERED,
        }
    return render(request, "sources/capped.html", context, status=422 if form.errors else 200)


def rows() -> list[dict[str, Any]]:
    """The table, in the reader's language."""
    return [row(one) for one in capped_activities().values()]


def row(activity: CappedActivity) -> dict[str, Any]:
    limit = activity.threshold
    words = "" if limit is None else f"> {figure(limit)} {UNITS[activity.unit]}"
    return {
        "name": _name(activity),
        "limit": words,
        "gases": [gas.replace("2", "₂") for gas in activity.gases],
    }


def _name(activity: CappedActivity) -> str:
    return activity.name["zh" if (get_language() or "").startswith("zh") else "en"]


def _named(activity: CappedActivity) -> str:
    limit = row(activity)["limit"]
    return f"{_name(activity)} ({limit})" if limit else _name(activity)


def _case(request: HttpRequest) -> dict[str, str]:
    """The case from whose question somebody came, for the way back; nothing is read of it here."""
    text = request.GET.get("case", "")
    try:
        pk = UUID(text)
    except ValueError:
        return {}
    back = reverse("wizard:step", kwargs={"pk": pk, "step": "exclusions"})
    return {"came_from": str(pk), "back": back}
