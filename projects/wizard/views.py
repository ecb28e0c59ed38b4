"""The wizard: one page a step. It collects what is typed; it decides nothing and submits nothing."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from formtools.wizard.views import NamedUrlWizardView

from projects.cases.presence import seen_in_one
from projects.models import Case
from projects.sources.looking import look_up
from projects.wizard import conflict, rows, saving
from projects.wizard.actions import SOURCE, carried_out, pressed
from projects.wizard.answers import Answers
from projects.wizard.choosing import page_after
from projects.wizard.forms.step import StepForm, Typed
from projects.wizard.gate import gate_of
from projects.wizard.notices import not_eligible, path_changed, understood
from projects.wizard.page import step_context
from projects.wizard.path import TIER_BEFORE, Path
from projects.wizard.steps import BY_NAME, EXCLUDED, STEPS, Step


def on_path(step: Step) -> Any:
    """Show a step only where the path of the case has it."""

    def condition(wizard: "CaseWizard") -> bool:
        return wizard.answers.path.has(step)

    return condition


class CaseWizard(NamedUrlWizardView):
    storage_name = "projects.wizard.storage.DraftStorage"
    form_list = [(step.name, step.form) for step in STEPS]
    condition_dict = {step.name: on_path(step) for step in STEPS}
    request: Any
    steps: Any
    storage: Any

    def get_prefix(self, *_given: Any, **_named: Any) -> str:
        """Formtools names a place in the session by it, which this wizard does not use."""
        return ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        case = Case.objects.draft_of(kwargs["pk"], request.user)
        if case is None or kwargs["step"] not in {*BY_NAME, "done"}:
            raise Http404
        self.case = request.case = case  # type: ignore[attr-defined]
        self.answers = Answers.of(self.case)
        response = super().dispatch(request, *args, **kwargs)
        if not isinstance(response, TemplateResponse):
            del (
                self.steps
            )  # which refers back to the view: with it, all goes as soon as it is answered
        return response

    def get_step_url(self, step: str) -> str:
        return reverse(self.url_name, kwargs={"pk": self.case.pk, "step": step})

    def get_form_prefix(self, step: str | None = None, form: Any = None) -> str:
        return ""

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        return {"given": self.answers.given}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.case.is_editable:
            messages.info(request, _("This case cannot be edited now."))
            return redirect("cases:overview", pk=self.case.pk)
        step = BY_NAME.get(kwargs["step"])
        if step and not self.answers.path.has(step):
            messages.info(
                request,
                _("“%(step)s” is not asked of this case as it stands.") % {"step": step.title},
            )
            return redirect("cases:overview", pk=self.case.pk)
        return super().get(request, *args, **kwargs)

    def head(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As Django has it, which would hang it on each view and so have the view refer to itself."""
        return self.get(request, *args, **kwargs)

    def get_form(self, step: str | None = None, data: Any = None, files: Any = None) -> StepForm:
        """The form of the step with its answers, and with what the case format says against them."""
        return self.answers.checked_form(BY_NAME[step or self.steps.current])

    def render_done(self, form: StepForm, **kwargs: Any) -> HttpResponse:
        """Go to the first step that cannot be read, or to checking the answers."""
        unreadable = self.answers.unreadable_step
        return (
            HttpResponseRedirect(self.get_step_url(unreadable.name))
            if unreadable
            else self.done([])
        )

    def done(self, form_list: Any, **kwargs: Any) -> HttpResponse:
        """Reached by GET, so it changes nothing. Submitting is a POST of its own."""
        return redirect("cases:check", pk=self.case.pk)

    def get_template_names(self) -> list[str]:
        return [f"wizard/{self.steps.current}.html", "wizard/step.html"]

    def get_context_data(self, form: StepForm, **kwargs: Any) -> dict[str, Any]:
        """What the page needs. Of formtools' own it needs nothing: which step is open is in the address."""
        step = BY_NAME[self.steps.current]
        seen = seen_in_one(self.case, self.request.user)
        looked_up = self.request.GET.get(SOURCE, "")
        lists = look_up(looked_up) if step.needs == EXCLUDED and looked_up else None
        shown = {"seen": seen, "lists": lists}
        return {"form": form, **kwargs, **step_context(self.answers, step, form), **shown}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was typed, readable or not, and go where the pressed button says."""
        if kwargs["step"] not in BY_NAME:
            raise Http404
        step = BY_NAME[kwargs["step"]]
        self.storage.current_step = step.name
        form = posted(request, step, self.answers)
        typed = form.typed()
        if saving.length_of(typed) > saving.MOST_CHARACTERS:
            return self.too_much(step, typed)
        version = version_posted(request)
        before = self.answers.path
        changes, refused = carried_out(request.POST, step, typed, self.case.draft)
        try:
            saving.save_step(case=self.case, person=request.user, version=version, changes=changes)
        except saving.Stale as stale:
            return self.both_versions(stale.case, step, typed)
        except (saving.Closed, saving.Deleted) as closed:
            return self.closed(closed, step, typed)
        self.answers = self.answers.after_saving(step, form)
        if refused:
            return self.render(self.answers.checked_form(step), refused=refused)
        return self.go_on(step, before)

    def go_on(self, step: Step, before: Any) -> HttpResponse:
        """Redirect after saving: PRG, whatever was pressed."""
        request, action = self.request, pressed(self.request.POST)
        if notice := path_changed(before, self.answers.path):
            messages.warning(request, notice)
        if action != "continue" and (elsewhere := self.elsewhere(step, action)):
            return elsewhere
        form = self.answers.checked_form(step)
        if form.error_count():
            messages.info(request, _("Saved as typed. Some answers cannot be read yet."))
            return HttpResponseRedirect(self.get_step_url(step.name))
        messages.success(request, understood(form))
        if step.needs == EXCLUDED and (gate := gate_of(self.answers)).applies:
            messages.warning(request, not_eligible(gate.applies))
        if step.name == "size":
            return HttpResponseRedirect(self.overview_after(before))
        return HttpResponseRedirect(page_after(self.answers, step))

    def elsewhere(self, step: Step, action: str) -> HttpResponse | None:
        """Where a button other than “Save and continue” leads; None for one that the page does not have."""
        request, here = self.request, self.get_step_url(step.name)
        if action in ("add", "paste", "add-year", "remove-year") or action.startswith("remove-"):
            last = rows.card_count(self.case.draft[step.name]) - 1
            return HttpResponseRedirect(
                f"{here}#card-{last}" if action == "add" and last >= 0 else f"{here}#cards"
            )
        if action == "book-value":
            return HttpResponseRedirect(f"{here}#residual")
        if action == "evidence":
            return HttpResponseRedirect(
                f"{reverse('cases:evidence', kwargs={'pk': self.case.pk})}?next={here}"
            )
        if action == "look-up":
            looked_up = saving.storable(request.POST.get(SOURCE, "").strip())[:300]
            return HttpResponseRedirect(f"{here}?{urlencode({SOURCE: looked_up})}#lists")
        if action == "capped":
            return HttpResponseRedirect(
                f"{reverse('sources:capped')}?{urlencode({'case': self.case.pk})}"
            )
        if action == "spreadsheet":
            return redirect("spreadsheets:upload", pk=self.case.pk)
        if action == "list":
            messages.success(request, _("Saved."))
            return redirect("cases:overview", pk=self.case.pk)
        return None

    def overview_after(self, before: Path) -> str:
        """The page of the case, which draws what a change of the tier put on the path and took off it."""
        address = reverse("cases:overview", kwargs={"pk": self.case.pk})
        changed = before.tier and before.tier != self.answers.path.tier
        return f"{address}?{urlencode({TIER_BEFORE: before.tier})}" if changed else address

    def too_much(self, step: Step, typed: Typed) -> HttpResponse:
        form = step.form(typed, given=self.answers.given, prefix="")
        form.add_error(
            None,
            _("This is more text than a case keeps. Nothing was saved; shorten it and save again."),
        )
        return self.render_to_response(self.get_context_data(form=form), status=413)

    def both_versions(self, current: Case, step: Step, typed: Typed) -> HttpResponse:
        """409: somebody else saved meanwhile. Both versions, nothing lost, nothing overwritten."""
        answers = Answers.of(current)
        mine = step.form(typed, given=answers.given, prefix="")
        theirs = step.form(current.draft.get(step.name), given=answers.given, prefix="")
        saved_by = current.draft_saved_by
        context = {
            "case": current, "step": step, "rows": conflict.differences(theirs, mine), "saved_by": saved_by,
            "hidden": conflict.hidden_inputs(typed), "do": self.request.POST.get("do", "continue"),
            "paste": self.request.POST.get("paste", ""), "here": self.get_step_url(step.name),
        }  # fmt: skip
        return render(self.request, "wizard/conflict.html", context, status=409)

    def closed(self, why: saving.NotSaved, step: Step, typed: Typed) -> HttpResponse:
        form = step.form(typed, given=self.answers.given, prefix="")
        rows = conflict.answers_for_reading(step, form)
        is_deleted = isinstance(why, saving.Deleted)
        context = {
            "case": why.case, "step": step, "rows": rows, "is_deleted": is_deleted,
            "moved": why.case.moves.select_related("actor").last(),
        }  # fmt: skip
        return render(self.request, "wizard/closed.html", context, status=409)


def version_posted(request: HttpRequest) -> int:
    """The version of the draft the page was made from; -1, which is never current, where that is unreadable."""
    text = request.POST.get("draft_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def posted(request: HttpRequest, step: Step, answers: Answers) -> StepForm:
    """The form of the step with what was posted, as it was typed."""
    typed = {
        name: [saving.storable(text) for text in texts] for name, texts in request.POST.lists()
    }
    return step.form(typed, given=answers.given, prefix="")
