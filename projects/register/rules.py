"""The rule pack a submission was judged by, for reading: its values on the day, and their source."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, pgettext

from projects.models import Submission
from projects.register import words
from projects.showing.answers import figure


@dataclass(frozen=True, slots=True)
class ValueShown:
    """One value of the pack as it held on the day: what it is for, and where it comes from."""

    meaning: str
    value: str
    since: date
    rule: str
    clause: str
    status: str


def shown(submission: Submission, assessed_on: str) -> dict[str, Any]:
    """The title of the pack and its values on the day of the assessment (an ISO date)."""
    from additionality.engine.rulepack import load_edition

    pack = load_edition(submission.pack_key, submission.pack_sha256)
    day = date.fromisoformat(assessed_on)
    chinese = (get_language() or "").startswith("zh")
    return {
        "title": pack.title["zh" if chinese else "en"],
        "in_force_from": pack.in_force_from,
        "assessed_on": day,
        "values": list(_values(pack, day)),
    }


def _values(pack: Any, day: date) -> Iterator[ValueShown]:
    for name, parameter in pack.parameters.items():
        value = parameter.on(day)
        yield ValueShown(
            meaning=words.say(words.PARAMETERS, name),
            value=_with_unit(name, value),
            since=value.since,
            rule=value.citation.rule,
            clause=value.clause,
            status=words.say(words.SOURCES, value.status),
        )


def _with_unit(name: str, value: Any) -> str:
    """The value as a reader expects it: shares in percent (F itself is a plain number)."""
    if value.unit == "date":
        return value.text
    unit = words.say(words.UNITS, value.unit)
    if value.unit.startswith("fraction") and name != "common_practice.f_limit":
        number = f"{figure(Decimal(value.text).scaleb(2))} %"
    else:
        number = figure(value.text)
    if not unit:
        return number
    pattern = pgettext("a number and its unit", "%(number)s %(unit)s")
    return pattern % {"number": number, "unit": unit}
