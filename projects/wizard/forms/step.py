"""A step: questions, and often a list of cards, each of which maps one-to-one to keys of the case file.

A field named `capacity__value` of a form with the path `("project",)` is the value `project.capacity.value`. Cards are
the items of the list `cards_key` at that path. Their number is posted in `count`, so that adding and removing needs no
script. A card in which nothing was typed is no item.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from projects.wizard.fields import SomeOf
from projects.wizard.forms.keys import Typed, at, put, typed_values, words_for
from projects.wizard.forms.telling import shortened

__all__ = ["COUNT", "PASTE", "Asked", "Given", "Questions", "StepForm", "Typed"]

COUNT = "count"
PASTE = "paste"


@dataclass(frozen=True)
class Given:
    """What a form needs to know of the rest of the case.

    `evidence` and `alternatives` are choices (key, words); `draft` is what was typed in the other steps; `pack` is
    the key of the rule pack.
    """

    tier: str = ""
    pack: str = "tw-offset"
    evidence: tuple[tuple[str, str], ...] = ()
    alternatives: tuple[tuple[str, str], ...] = ()
    draft: Mapping[str, Typed] = field(default_factory=dict)

    @cached_property
    def keys(self) -> tuple[Any, ...]:
        """What the reading of any step may depend on: of the choices the keys, never the words."""
        choices = (self.evidence, self.alternatives)
        return self.tier, self.pack, *(tuple(key for key, _words in some) for some in choices)

    def typed(self, step: str, name: str) -> str:
        """What was last typed in another step's field, or an empty string."""
        return (self.draft.get(step, {}).get(name) or [""])[-1]


@dataclass(frozen=True, slots=True)
class Asked:
    """A field to show, with what was understood where that reads otherwise."""

    bound: forms.BoundField
    meaning: str = ""


class BoundQuestion(forms.BoundField):
    """A question of one form. Django's would translate every hint to see whether it is empty, drawn or not."""

    def __init__(self, form: "Questions", field: forms.Field, name: str) -> None:
        self.form, self.field, self.name = form, field, name
        self.html_name = form.add_prefix(name)
        self.html_initial_name = form.add_initial_prefix(name)
        self.html_initial_id = form.add_initial_prefix(self.auto_id)
        self.label, self.help_text = field.label, field.help_text
        self.renderer = form.renderer


class Questions(forms.Form):
    """Questions of a step or of one card. `prefix` is empty for a step."""

    use_required_attribute = False
    bound_field_class = BoundQuestion
    #: A card that was left blank: no item of the list, and never wrong.
    is_ignored = False
    #: A card far down a long list, shown in one line.
    is_short = False
    #: Fields that identify a card and say nothing by themselves.
    silent: ClassVar[tuple[str, ...]] = ()
    #: Questions without whose answer a finding is insufficient: the step is not complete without them.
    expected: ClassVar[tuple[str, ...]] = ()
    #: Fields folded away below the others, and the word for each in the line that says what is inside.
    folded: ClassVar[Mapping[str, Any]] = {}
    #: The field whose answer tells a card from the others of its list.
    named_by: ClassVar[str] = ""
    #: Questions whose words name their card already.
    says_itself: tuple[str, ...] = ()

    def __init__(self, *args: Any, given: Given | None = None, **options: Any) -> None:
        self.given = given or Given()
        options.setdefault("label_suffix", "")  # Django would translate a colon for each form
        super().__init__(*args, **options)
        for name, question in self.fields.items():
            if isinstance(question, SomeOf):
                question.choices = self.choices_of(name)

    def choices_of(self, name: str) -> list[tuple[str, Any]]:
        """The choices of a list of check boxes: the evidence of the case unless a form says otherwise."""
        return list(self.given.evidence)

    def is_blank(self) -> bool:
        """Whether nothing was typed or chosen."""
        values = (
            self.data.getlist(self.add_prefix(name))
            for name in self.fields
            if name not in self.silent
        )
        return not any(text.strip() for texts in values for text in texts)

    def values(self) -> dict[str, Any]:
        """The case-file values of the answers that could be read; answers not given are left out."""
        self.full_clean_once()
        found: dict[str, Any] = {}
        for name, question in self.fields.items():
            if name not in self.cleaned_data or not hasattr(question, "to_case"):
                continue
            value = question.to_case(self.cleaned_data[name])
            if value is not None:
                put(found, name.split("__"), value)
        return found

    def full_clean(self) -> None:
        """Find no fault with a card that was left blank."""
        if self.is_ignored:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def lacks(self) -> list[str]:
        """The expected questions that are not answered, by their labels."""
        self.full_clean_once()
        return [
            str(self.fields[name].label)
            for name in self.expected
            if name in self.fields and self.cleaned_data.get(name) in (None, "", [])
        ]

    def _clean_fields(self) -> None:
        """As Django's, without a bound field for each question: most are never drawn, and each refers to its form."""
        for name, question in self.fields.items():
            typed = question.widget.value_from_datadict(
                self.data, self.files, self.add_prefix(name)
            )
            try:
                self.cleaned_data[name] = question.clean(typed)
                if check := getattr(self, f"clean_{name}", None):
                    self.cleaned_data[name] = check()
            except ValidationError as wrong:
                self.add_error(name, wrong)

    def full_clean_once(self) -> None:
        if self._errors is None:
            self.full_clean()

    def meaning(self, name: str) -> str:
        """What was understood of an answer, where that reads otherwise than what was typed."""
        if not self.is_bound:
            return ""
        self.full_clean_once()
        question = self.fields[name]
        if name not in self.cleaned_data or not hasattr(question, "understood"):
            return ""
        typed = self.data.get(self.add_prefix(name), "")
        return str(question.understood(self.cleaned_data[name], typed))

    def understood(self) -> list[tuple[str, str]]:
        """(typed, understood) of what reads otherwise than it was typed."""
        meanings = ((name, self.meaning(name)) for name in self.fields)
        return [
            (self.data.get(self.add_prefix(name), ""), words) for name, words in meanings if words
        ]

    def asked(self, names: Iterable[str]) -> list[Asked]:
        """The fields of these names, with what was understood in them."""
        return [Asked(self[name], self.meaning(name)) for name in names]

    def shown_fields(self) -> list[Asked]:
        return self.asked(name for name in self.fields if name not in (*self.silent, *self.folded))

    def folded_fields(self) -> list[Asked]:
        return self.asked(name for name in self.folded if name in self.fields)

    @property
    def summary(self) -> str:
        """What was typed in one line, with the words of a choice instead of its key."""
        return " · ".join(
            words_for(self.fields[name], text) for name, text in self._typed() if text.strip()
        )

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What was typed as the names and texts of hidden inputs."""
        return [(self.add_prefix(name), text) for name, text in self._typed()]

    def _typed(self) -> list[tuple[str, str]]:
        return [
            (name, text)
            for name in self.fields
            for text in self.data.getlist(self.add_prefix(name))
        ]

    def silent_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.silent]

    def folded_is_wrong(self) -> bool:
        return any(self[name].errors for name in self.folded if name in self.fields)

    @property
    def folded_summary(self) -> str:
        """What was answered in the folded fields, in one line."""
        answered = (
            (word, words_for(self.fields[name], text))
            for name, word in self.folded.items()
            for text in self.data.getlist(self.add_prefix(name))
            if name in self.fields and text.strip()
        )
        return " · ".join(f"{word} {shortened(text)}" for word, text in answered)


class StepForm(Questions):
    """The form of one step."""

    path: ClassVar[tuple[str, ...]] = ()
    constants: ClassVar[dict[str, str]] = {}
    card: ClassVar[type[Questions] | None] = None
    cards_key: ClassVar[str] = ""
    card_prefix: ClassVar[str] = "item"
    cards_at_first: ClassVar[int] = 1
    #: Cards after these are shown in one line: a page of a thousand plants would take too long.
    cards_in_full: ClassVar[int] = 40
    most_cards: ClassVar[int] = 200
    needs_cards: ClassVar[bool] = False
    #: The answers of other steps (step, field) on which the reading of this one depends.
    told: ClassVar[tuple[tuple[str, str], ...]] = ()
    cards_missing: ClassVar[Any] = _("At least one item")
    too_many: ClassVar[Any] = _("This list is too long. Remove some of its items.")

    def __init__(self, data: Any = None, **options: Any) -> None:
        if isinstance(data, dict) and not isinstance(data, MultiValueDict):
            data = MultiValueDict(data)
        super().__init__(data, **options)
        self.cards = self.make_cards() if self.card else []
        filled = {id(card) for card in self.find_filled()}
        for card in self.cards[self.cards_in_full :]:
            card.is_short = card.is_bound and not card.is_blank()
        for card in self.cards:
            card.is_ignored = self.is_bound and id(card) not in filled

    def card_count(self) -> int:
        """How many cards are posted; on the first visit, how many are laid out."""
        if not self.is_bound:
            return self.cards_at_first
        return min(read_count(self.data.get(COUNT, "0")), self.most_cards)

    def make_cards(self) -> list[Questions]:
        return [self.make_card(i) for i in range(self.card_count())]

    def make_card(self, position: int) -> Questions:
        assert self.card is not None  # noqa: S101
        return self.card(
            self.data if self.is_bound else None,
            given=self.given,
            prefix=f"{self.card_prefix}-{position}",
            initial=self.card_initial(position),
            **self.card_options(position),
        )

    def card_options(self, position: int) -> dict[str, Any]:
        return {}

    def card_initial(self, position: int) -> dict[str, Any]:
        return {}

    def find_filled(self) -> list[Questions]:
        """The cards in which something was typed."""
        return [card for card in self.cards if self.is_bound and not card.is_blank()]

    def filled_cards(self) -> list[Questions]:
        """As found when the form was made: what was typed does not change."""
        return [card for card in self.cards if self.is_bound and not card.is_ignored]

    def clean(self) -> dict[str, Any]:
        if self.card and read_count(self.data.get(COUNT, "0")) > self.most_cards:
            self.add_error(None, ValidationError(self.too_many, code="too_many"))
        return self.cleaned_data

    def is_valid(self) -> bool:
        """Whether what was typed can be read, in the step and in every card that is not blank."""
        return super().is_valid() and all(card.is_valid() for card in self.filled_cards())

    def all_forms(self) -> list[Questions]:
        """This form and its cards, for the summary of errors; blank cards have none."""
        return [self, *self.filled_cards()]

    def lacks(self) -> list[str]:
        cards = self.filled_cards()
        missing = [label for part in [super(), *cards] for label in part.lacks()]
        if self.card and self.needs_cards and not cards:
            missing.append(str(self.cards_missing))
        return list(dict.fromkeys(missing))

    def error_count(self) -> int:
        return sum(len(form.errors) for form in self.all_forms()) if self.is_bound else 0

    def case_values(self) -> dict[str, Any]:
        """The part of the case file this step answers, from its root."""
        found = self.values()
        if self.card and self.is_bound:
            found[self.cards_key] = [card.values() for card in self.filled_cards()]
        if found and self.constants:
            found = {**self.constants, **found}
        for key in reversed(self.path):
            found = {key: found} if found else {}
        return found

    def understood(self) -> list[tuple[str, str]]:
        return [item for form in [super(), *self.filled_cards()] for item in form.understood()]

    @classmethod
    def told_by(cls, given: Given) -> tuple[Any, ...]:
        """All of `given` on which the reading of this step depends."""
        return given.keys, tuple(given.typed(step, name) for step, name in cls.told)

    def typed(self) -> Typed:
        """What was typed into the fields of this step, as it was typed; anything else is left out."""
        return {name: self.data.getlist(name) for name in sorted(self.names() & self.data.keys())}

    def names(self) -> set[str]:
        """The names of everything this form posts."""
        found = {form.add_prefix(name) for form in [self, *self.cards] for name in form.fields}
        return found | {COUNT} if self.card else found

    @classmethod
    def may_answer(cls, path: list[str]) -> bool:
        """Whether a path below the case file's root can belong to this step at all; its form is not needed."""
        length = len(cls.path)
        if tuple(path[:length]) != cls.path:
            return False
        keys = {cls.cards_key, *(name.partition("__")[0] for name in cls.base_fields)}
        return len(path) == length or path[length] in keys

    def field_at(self, path: list[str]) -> "tuple[Questions, str] | None":
        """Which form and field a path below the case file's root belongs to, or None."""
        if tuple(path[: len(self.path)]) != self.path:
            return None
        rest = path[len(self.path) :]
        if self.card and rest and rest[0] == self.cards_key:
            filled = self.filled_cards()
            if len(rest) > 2 and rest[1].isdigit() and int(rest[1]) < len(filled):
                return found_in(filled[int(rest[1])], rest[2:])
            return (self, "") if len(rest) == 1 else None
        return found_in(self, rest) if rest else (self, "")

    @classmethod
    def prepared(cls, posted: Typed) -> Typed:
        """What is posted, completed where the form gives an answer of its own (such as an id)."""
        return posted

    @classmethod
    def typed_from(cls, case: Mapping[str, Any]) -> Typed:
        """What would have been typed for a case file in its canonical form; {} where it says nothing."""
        part = at(case, cls.path)
        found = typed_values(cls.base_fields, part)
        items = part.get(cls.cards_key) if cls.card and part else None
        if items is not None and cls.card is not None:
            found[COUNT] = [str(len(items))]
            for i, item in enumerate(items):
                found |= cls.typed_card(item, f"{cls.card_prefix}-{i}-")
        return found

    @classmethod
    def typed_card(cls, item: Mapping[str, Any], prefix: str) -> Typed:
        assert cls.card is not None  # noqa: S101
        return {
            prefix + name: texts for name, texts in typed_values(cls.card.base_fields, item).items()
        }


def found_in(form: Questions, rest: list[str]) -> "tuple[Questions, str] | None":
    """The field for the longest beginning of `rest` (`amounts.3` has fields of its own)."""
    for length in range(len(rest), 0, -1):
        if (name := "__".join(rest[:length])) in form.fields:
            return form, name
    return None


def read_count(text: str) -> int:
    """The number of cards that a form says it has; 0 where that is no number of at most nine digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
