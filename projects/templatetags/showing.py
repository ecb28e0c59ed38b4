"""What templates need to show numbers, days, states, errors and the path."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.template import Context
from django.utils.translation import pgettext

from projects.models import ReviewRequest, Submission
from projects.services.judging import OtherRules, pack_of
from projects.showing import asking, numbers, path, states
from projects.showing.figures import address_of
from projects.showing.ledger import ClaimGroup, Ledger
from projects.showing.scenarios import KeptScenario, show_kept
from projects.wizard.cells import cell, cells
from projects.wizard.forms.telling import item_of, told
from projects.wording import phrases
from projects.wording.citations import cited
from projects.wording.declarations import as_read
from projects.wording.packs import title_of_pack

register = template.Library()
register.filter("figure", numbers.figure)
register.filter("percent", numbers.percent)
register.filter("change", numbers.change)
register.filter("money", numbers.money)
register.filter("tonnes", numbers.tonnes)
register.filter("day", numbers.day)
register.filter("moment", numbers.moment)
register.filter("filesize", numbers.size)
register.filter("shape", states.shape)
register.filter("tone", states.tone)
register.filter("forked", path.forked)
register.filter("cited", cited)
register.filter("declared", as_read)
register.filter("listed", phrases.listed)
register.filter("symbols", asking.symbols)
register.filter("title_of_pack", title_of_pack)
register.simple_tag(cell)
register.simple_tag(cells)
register.simple_tag(asking.questions)
register.simple_tag(asking.drawn)
register.simple_tag(asking.wrong)


@register.filter
def claims_of(found: Ledger, step: str) -> ClaimGroup | None:
    """The claims of a ledger that a step makes."""
    return found.of_step(step)


@register.filter
def html_language(code: str) -> str:
    """The language as HTML names it: `zh-Hant` for Traditional Chinese."""
    return "zh-Hant" if code.lower().startswith("zh") else code


@dataclass(frozen=True, slots=True)
class ShownError:
    """`target` is the id of the element to go to, empty where the whole form is meant."""

    target: str
    label: str
    message: str

    @property
    def lead(self) -> str:
        """The label and what stands between it and the message: a full-width question mark is enough."""
        between = pgettext("between a question and its error", " – ")
        return self.label if not self.label or self.label.endswith("？") else self.label + between


@register.simple_tag
def errors_of(
    form: forms.BaseForm | None, several: Iterable[forms.BaseForm] | None
) -> list[ShownError]:
    """All errors of a form (or of several), in the order of their fields."""
    listed = [one for one in (several or [form]) if one]
    return [error for one in listed for error in _errors(one)]


def _errors(form: Any) -> Iterable[ShownError]:
    if hasattr(form, "forms"):  # a formset
        yield from (ShownError("", "", str(text)) for text in form.non_form_errors())
        for one in form.forms:
            yield from _errors(one)
        return
    if not form.is_bound:
        return
    item = item_of(form)
    place = f"card-{form.prefix.rpartition('-')[2]}" if item else ""
    yield from (ShownError(place, item, str(text)) for text in form.non_field_errors())
    for field in form:
        for text in field.errors:
            yield ShownError(_target(field), told(form, field.name), str(text))


def _target(field: forms.BoundField) -> str:
    """The first option of a choice, or the input itself: what the keyboard can go on from."""
    if field.use_fieldset:
        return next((one.id_for_label for one in field.subwidgets), "") or field.auto_id
    return field.id_for_label or field.auto_id


@register.simple_tag(takes_context=True)
def picture_address(context: Context, picture: Any) -> str:
    """Where the page finds a picture: of the submission it shows, else of the case's draft."""
    return address_of(picture.name, case=context.get("case"), submission=context.get("submission"))


@register.simple_tag
def kept_scenario(request: ReviewRequest) -> KeptScenario:
    """The scenario attached to a request, in words."""
    return show_kept(request.scenario, request.submission)


@register.simple_tag
def other_rules(submission: Submission) -> OtherRules | None:
    """What a page says where the rules of a submission are not those loaded here."""
    try:
        pack_of(submission)
    except OtherRules as rules:
        return rules
    return None


@register.simple_tag
def example_path() -> list[path.Station]:
    """The path of a large project as an illustration, drawn from an assessment like any other."""
    return path.example()
