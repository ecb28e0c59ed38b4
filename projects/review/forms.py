"""What a reviewer types: declarations, requests, words of closing, decisions."""

from collections.abc import Sequence
from typing import Self

from django import forms
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from projects.models import Edition, RequestKind, ReviewRequest, Scenario
from projects.services.reviewing import PARTS
from projects.wizard.fields import Text
from projects.wording import part
from projects.wording.declarations import NO_CONSULTANCY, NO_THREATS, UNCHANGED, impartiality

PART_LABELS = {code: lazy(part, str)(code) for code in PARTS}


def words(label, *, lines: int = 4, required: bool = True, help_text="") -> Text:
    """A field for a paragraph that will stand in the record and in print."""
    return Text(
        label,
        help_text,
        max_length=10_000,
        lines=lines,
        required=required,
        error_messages={"required": _("Please write a sentence: it becomes part of the record.")},
    )


class ActingForm(forms.Form):
    """Carries what the page showed: the submission read, and the last move known then."""

    submission = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def renewed(self, hidden: dict[str, int]) -> Self:
        """The same words on a page that was drawn anew, so that they can be sent again."""
        data = self.data.copy()
        for name, value in hidden.items():
            data[name] = str(value)
        return type(self)(data)


def remarks_beside() -> forms.CharField:
    """What else is said with a declaration."""
    return words(
        _("Anything others should know (optional)"),
        lines=3,
        required=False,
        help_text=_("For example an earlier contact with the proponent. It stays on record."),
    )


class ImpartialityForm(forms.Form):
    """Declared for each case, after ISO/IEC 17029: no consultancy, and none of five threats."""

    no_consultancy = forms.BooleanField(
        label=NO_CONSULTANCY,
        error_messages={"required": _("Without this declaration a case cannot be taken up.")},
    )
    no_threats = forms.BooleanField(
        label=NO_THREATS,
        error_messages={"required": _("Without this declaration a case cannot be taken up.")},
    )
    remarks = remarks_beside()

    def declaration(self) -> str:
        """The words declared, as they were read."""
        return "\n".join([*impartiality(), self.cleaned_data["remarks"]]).strip()


class StillImpartialForm(forms.Form):
    """Confirmed by who has declared it for this case before: a declaration holds for the whole review."""

    unchanged = forms.BooleanField(
        label=UNCHANGED,
        error_messages={"required": _("Without this declaration a case cannot be taken up.")},
    )
    remarks = remarks_beside()

    def declaration(self) -> str:
        """The words confirmed, as they were read."""
        lines = [self.fields["unchanged"].label, self.cleaned_data["remarks"]]
        return "\n".join(str(line) for line in lines).strip()


class RequestForm(ActingForm):
    kind = forms.ChoiceField(
        label=_("Kind of request"),
        choices=[
            (kind.value, format_lazy("{code} – {label}", code=kind.value, label=kind.label))
            for kind in RequestKind
        ],
        help_text=_(
            "CAR: a mistake or an unmet requirement. CL: information is insufficient. "
            "FAR: to be checked at first verification; it does not hold up the decision."
        ),
    )
    part = forms.ChoiceField(label=_("Part of the case"), choices=list(PART_LABELS.items()))
    text = words(
        _("What is asked, and why"),
        help_text=_("The proponent sees it when you send the case back."),
    )
    scenario = forms.TypedChoiceField(
        label=_("Scenario to attach (optional)"),
        help_text=_("The proponent sees what you changed and what came out, with your reason."),
        required=False,
        empty_value=None,
    )

    def __init__(self, *args, scenarios: Sequence[Scenario] = (), **options) -> None:
        """`scenarios` are those kept of the submission; without any, none is asked for."""
        super().__init__(*args, **options)
        self.scenarios = scenarios
        if scenarios:
            kept = {str(one.pk): one for one in scenarios}
            field = self.fields["scenario"]
            field.choices = [("", _("None")), *((key, one.name) for key, one in kept.items())]
            field.coerce = kept.__getitem__
        else:
            del self.fields["scenario"]

    def renewed(self, hidden: dict[str, int]) -> Self:
        return type(self)(super().renewed(hidden).data, scenarios=self.scenarios)


class KeepForm(ActingForm):
    """The name and the reason under which a scenario is kept."""

    name = Text(
        _("Name of the scenario"),
        _("Such as: tariff as in the contract of 2025."),
        max_length=200,
        required=True,
        error_messages={"required": _("Give the scenario a name.")},
    )
    reason = words(
        _("Why you changed these inputs"),
        lines=3,
        help_text=_("It is printed with the request to which you attach the scenario."),
    )

    def untouched(self) -> Self:
        """The same words without a verdict on them, for somebody who only wants to see a result."""
        return type(self)(initial=self.data.dict())

    def renewed(self, hidden: dict[str, int]) -> Self:
        return (
            super().renewed(hidden) if self.is_bound else type(self)(initial=self.initial | hidden)
        )


class FollowForm(forms.Form):
    """Words with which a request is closed, or asked again. An error names the request by its `label`."""

    text = words(_("Your words"), lines=3)

    def __init__(self, request: ReviewRequest, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix=f"request-{request.pk}")
        self.label = request.label


class FragileForm(ActingForm):
    reason = words(
        _("Why you accept the explanation"),
        help_text=_("It is printed in the determination with your name."),
    )


class SendBackForm(ActingForm):
    note = words(
        _("A word to the proponent (optional)"),
        lines=3,
        required=False,
    )


class DecisionForm(ActingForm):
    reasons = words(
        _("Reasons for the decision"),
        lines=8,
        help_text=_("They are printed in the determination as you write them."),
    )
    edition = forms.ChoiceField(
        label=_("Language of the document"), choices=Edition.choices, widget=forms.RadioSelect
    )


class ConfirmForm(ActingForm):
    """A move without words."""
