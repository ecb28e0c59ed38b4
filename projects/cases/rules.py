"""Under which rules a case is judged: chosen at the start, changed while it is a draft, pinned at submission."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from projects import wording
from projects.cases.access import own_case
from projects.cases.words import asked
from projects.models import Case
from projects.services.rules import RulesRefused, choose_rules
from projects.wizard.answers import Answers
from projects.wizard.steps import Step
from projects.wording.packs import pack_title, packs

_title = lazy(pack_title, str)


class RulesForm(forms.Form):
    """One of the rule packs."""

    use_required_attribute = False
    pack = forms.ChoiceField(
        label=gettext_lazy("Under which rules is the project assessed?"),
        help_text=gettext_lazy(
            "The rules of the scheme you apply to. They decide what is asked. You can change them until you submit."
        ),
        choices=lambda: [(pack.key, _title(pack)) for pack in packs()],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the rules."),
            "invalid_choice": gettext_lazy("Choose one of the rules of this list."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What each pack would ask of the draft; a POST puts the case under another one."""
    case = own_case(request, pk)
    if not case.is_editable:
        messages.info(request, _("This case is submitted; its rules can not be changed now."))
        return redirect("cases:overview", pk=pk)
    chosen = request.POST if request.method == "POST" else None
    form = RulesForm(chosen, initial={"pack": case.pack_key})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            version = request.POST.get("draft_version", "")
            try:
                choose_rules(
                    case=case,
                    person=request.user,
                    pack_key=form.cleaned_data["pack"],
                    version=version,
                )
            except RulesRefused:
                case.refresh_from_db()
                status = 409
                form.add_error(
                    None, _("The draft was saved by somebody else meanwhile. Look at it and choose again.")
                )  # fmt: skip
            else:
                messages.success(request, _("The rules of the case are changed."))
                return redirect("cases:overview", pk=pk)
    context = {"case": case, "form": form, "ways": [way(case, pack.key) for pack in packs()]}
    return render(request, "cases/rules.html", context, status=status)


def way(case: Case, key: str) -> dict:
    """What the pack would ask of the draft as it stands."""
    answers = Answers.of(Case(pk=case.pk, pack_key=key, draft=case.draft), draft=case.draft)
    path = answers.path
    return {
        "key": key,
        "title": pack_title(answers.pack),
        "tier": wording.tier(path.tier) if path.tier else "",
        "asked": asked(path.decision.required) if path.decision else [],
        "steps": [step.title for step in steps_added(case, path.steps())],
    }


def steps_added(case: Case, steps: list[Step]) -> list[Step]:
    """The steps that are not asked under the present rules."""
    now = Answers.of(case).path.steps()
    return [step for step in steps if step not in now]
