"""Finding cases in a list: what was typed into the filter, and what it asks of the rows."""

import unicodedata
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from projects import wording
from projects.models import Person, Status
from projects.models.case import keys_of

TIERS = ("micro", "small", "large")
OWN, COLLEAGUES = "own", "colleagues"
WHOSE = {OWN: _("Begun by me"), COLLEAGUES: _("Begun by colleagues")}
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select: its value, its label, and whether it is the one chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to. Empty is no condition; anything unknown is taken for empty."""

    text: str = ""
    status: str = ""
    tier: str = ""
    whose: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Filter":
        typed = unicodedata.normalize("NFKC", query.get("q", "")[:200]).replace("\0", " ")
        return cls(
            text=" ".join(typed.split()),
            status=_known(query.get("status"), Status.values),
            tier=_known(query.get("tier"), TIERS),
            whose=_known(query.get("whose"), WHOSE),
        )

    @property
    def is_set(self) -> bool:
        return any(self.as_query().values())

    def as_query(self) -> dict[str, str]:
        return {"q": self.text, "status": self.status, "tier": self.tier, "whose": self.whose}

    def query_string(self, **more: Any) -> str:
        """The filter, and what else is given, as the query of an address; what is empty is left out."""
        values = self.as_query() | more
        return urlencode({name: str(value) for name, value in values.items() if value})

    def statuses(self) -> list[Choice]:
        return [Choice(v, str(label), v == self.status) for v, label in Status.choices]

    def tiers(self) -> list[Choice]:
        return [Choice(value, wording.tier(value), value == self.tier) for value in TIERS]

    def whoses(self) -> list[Choice]:
        return [Choice(value, str(label), value == self.whose) for value, label in WHOSE.items()]

    def indexed(self, person: Person) -> dict[str, Any]:
        """The condition by which an index gives the rows in their order; one at most."""
        if self.whose == OWN:
            return {"prepared_by": person}
        return {"status": self.status} if self.status else {}

    def sought(self, person: Person, tier_field: str = "tier") -> Q | None:
        """The other conditions, or None without any."""
        conditions = [_has(word) for word in self.text.split()[:MOST_WORDS]]
        if self.tier:
            conditions.append(Q(**{tier_field: self.tier}))
        if self.whose == COLLEAGUES:
            conditions.append(~Q(prepared_by=person))
        if self.whose == OWN and self.status:
            conditions.append(Q(status=self.status))
        together = Q()
        for condition in conditions:
            together &= condition
        return together if conditions else None

    def reference(self) -> Q | None:
        """The cases whose reference was typed, where the text can be one."""
        keys = keys_of(self.text.replace(" ", ""))
        return Q(pk__gte=keys[0], pk__lte=keys[1]) if keys else None


def _has(word: str) -> Q:
    return Q(title__icontains=word) | Q(title_zh__icontains=word)


def _known(value: str | None, values: Any) -> str:
    return value if value and value in values else ""
