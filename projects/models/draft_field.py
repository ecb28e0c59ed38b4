"""What was typed into a case, as the database keeps it: JSON that is read once for the pages that follow each other.

A process keeps the drafts it read or wrote last by their text. So the page after a save finds the very objects that
were saved, and what was found out about them; therefore none of them is ever changed in place.
"""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NoReturn

from django.db import models
from django.db.models.fields.json import KeyTransform

from projects.kept import Kept

#: Longer drafts are read each time. One of ten lines over 25 years has 14,000 characters.
MOST_CHARACTERS = 200_000
KEPT = Kept(32)


def _refuse(*_given: Any, **_named: Any) -> NoReturn:
    raise TypeError("A draft is not changed in place; make another: {**draft, step: typed}.")


class Texts(list[str]):
    """The texts of one field, which others hold, too. Copies are plain lists."""

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse  # type: ignore[assignment]
    append = extend = insert = remove = pop = clear = sort = reverse = _refuse  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return list, (list(self),)


class Unchanging(dict[str, Any]):
    """A dictionary that others hold, too. Copies of it are plain dictionaries."""

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)


class Answered(Unchanging):
    """What was typed into one step: the texts by the name of the field."""

    def __init__(self, typed: Mapping[str, list[str]]) -> None:
        super().__init__((name, Texts(texts)) for name, texts in typed.items())

    @cached_property
    def text(self) -> str:
        return json.dumps(self)


class Draft(Unchanging):
    """What was typed into a case, by step."""

    @classmethod
    def of(cls, typed: Mapping[str, Mapping[str, list[str]]]) -> "Draft":
        return cls(
            (step, some if isinstance(some, Answered) else Answered(some))
            for step, some in typed.items()
        )

    @cached_property
    def text(self) -> str:
        """As `json.dumps` writes it."""
        steps = (f"{json.dumps(step)}: {typed.text}" for step, typed in self.items())
        return f"{{{', '.join(steps)}}}"


def is_draft(value: Any) -> bool:
    """Whether it has the form of a draft; what somebody else put into the column is left as it is."""
    return isinstance(value, Draft) or (
        isinstance(value, dict)
        and all(isinstance(typed, Answered) or _is_step(typed) for typed in value.values())
    )


def _is_step(typed: Any) -> bool:
    return isinstance(typed, dict) and all(
        isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        for texts in typed.values()
    )


class DraftField(models.JSONField):
    """A `JSONField` of a `Draft`."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None or isinstance(expression, KeyTransform):
            return super().from_db_value(value, expression, connection)
        if (found := KEPT.get(value)) is not None:
            return found
        read = json.loads(value)
        return _kept(value, Draft.of(read)) if is_draft(read) else read

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """SQLite keeps the text as it is written here; another database writes it in its own way."""
        if connection.vendor != "sqlite" or not is_draft(value):
            return super().get_db_prep_value(value, connection, prepared)
        draft = value if isinstance(value, Draft) else Draft.of(value)
        _kept(draft.text, draft)
        return draft.text


def _kept(text: str, draft: Draft) -> Draft:
    if len(text) <= MOST_CHARACTERS:
        KEPT.put(text, draft)
    return draft
