"""What all questions have in common, and the question for a text that a determination can print."""

import re
from typing import Any, Self, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.wizard import rules
from projects.wizard.typed import ascii_form

Words = str | Promise
Twin = TypeVar("Twin")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: Directions are never shown, but reorder what is: names could be made to read differently.
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


class Question:
    """What every field of a step has beside Django's: the rule it serves and what counts as evidence."""

    def __init__(
        self,
        label: Words,
        help_text: Words = "",
        *,
        citation: str = "",
        evidence: Words = "",
        **options: Any,
    ) -> None:
        self.citation, self.evidence = citation, evidence
        #: Both as HTML, by language; shared by the copies of a question.
        self.grounds: dict[str | None, str] = {}
        options.setdefault("required", False)
        super().__init__(label=label, help_text=help_text, **options)  # type: ignore[call-arg]

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """The question for one form: a widget with attributes of its own, all else shared.

        Nothing that is shared is changed in place. Django copies messages, validators and choices
        as well; a large page has hundreds of questions.
        """
        widget = self.widget  # type: ignore[attr-defined]
        own = _twin(widget, attrs=dict(widget.attrs))
        return _twin(self, widget=own)

    def named(self, label: Words) -> Self:
        """The same question under another label, sharing its widget: for the cells of a grid."""
        return _twin(self, label=label)

    @property
    def rule_text(self) -> Words:
        """What the rule cited says, in our words."""
        return rules.TEXTS.get(self.citation, "")

    def to_case(self, value: Any) -> Any:
        return None if value in ("", None) else value

    def to_typed(self, value: Any) -> list[str]:
        return [str(value)]

    def understood(self, value: Any, text: str) -> str:
        """What was understood, where it does not read as what was typed; else an empty string."""
        return ""


def _twin(one: Twin, **changed: Any) -> Twin:
    twin = one.__class__.__new__(one.__class__)
    twin.__dict__ = one.__dict__ | changed
    return twin


def check_readable(text: str) -> None:
    """Refuse what a determination could not print. Raises `ValidationError` naming the characters."""
    from additionality.determination.fonts import missing_characters

    if CONTROL.search(text) or DIRECTIONS.search(text):
        raise ValidationError(
            _("This contains a control character. Type the text again."), code="control"
        )
    if missing := list(missing_characters(text)):
        names = " ".join(f"{c} (U+{ord(c):04X})" for c in missing[:5])
        message = _("The determination cannot print: %(characters)s. Use another character.")
        raise ValidationError(message, code="font", params={"characters": names})


#: How the ids of evidence are given out; in typing, case and width do not matter.
EVIDENCE_ID = re.compile("e[1-9][0-9]*", re.ASCII | re.IGNORECASE)


class Text(Question, forms.CharField):
    """A text of one line, or of `lines` lines; line ends become \\n."""

    def __init__(self, *args: Any, max_length: int, lines: int = 1, **options: Any) -> None:
        if lines > 1:
            options["widget"] = forms.Textarea(attrs={"rows": lines})
        self.lines = lines
        super().__init__(*args, max_length=max_length, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        if self.max_length is not None and len(value) > self.max_length:
            return
        if self.lines == 1 and ("\n" in value or "\t" in value):
            raise ValidationError(_("Write this on one line."), code="control")
        check_readable(value)


class Source(Text):
    """Where something comes from: the id of an evidence file, or words. `e1` is read as E1."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"list": "evidence-keys"}))
        super().__init__(*args, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        number = ascii_form(text)
        return number.upper() if EVIDENCE_ID.fullmatch(number) else text

    def understood(self, value: str, text: str) -> str:
        return "" if value == text.strip() else value
