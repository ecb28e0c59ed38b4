"""The rules in force, open to everybody who is logged in: a citation opens its text here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from additionality.engine.rulepack import (
    Citation,
    Requirement,
    RulePack,
    Value,
    load_pack,
    pack_keys,
    released_packs,
)
from projects import wording
from projects.register import words
from projects.showing.numbers import percent
from projects.wording.benchmarks import entry_name

STATUS_LABELS = {
    "published": gettext_lazy("Read in the source"),
    "widely_known": gettext_lazy("Well known in the field, not read again in the source"),
    "decision": gettext_lazy("Settled by this application where the source leaves it open"),
}
#: Units that stand beside no number elsewhere, so that they have no words there.
UNITS_ALONE = {"fraction": gettext_lazy("fraction"), "date": gettext_lazy("date")}


@dataclass(frozen=True)
class CitationShown:
    """A rule with the anchor by which a page links to it."""

    anchor: str
    rule: str
    title: str
    status: str


@dataclass(frozen=True)
class ValueShown:
    """One dated value of a parameter, by its code, or of a benchmark, by its name.

    `note` says what a parameter is for; a benchmark has none, and its unit stands with its value.
    """

    code: str
    name: str
    note: str
    value: str
    unit: str
    since: date
    clause: str
    rule: str
    anchor: str
    status: str


@dataclass(frozen=True)
class TierShown:
    """A tier and what it must pass, each a title or several of which one is chosen."""

    label: str
    required: list[str]


@dataclass(frozen=True)
class PackShown:
    pack: RulePack
    title: str
    is_released: bool
    tiers: list[TierShown]
    values: list[ValueShown]
    benchmarks: list[ValueShown]
    citations: list[CitationShown]


@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    shown = [_shown(load_pack(key)) for key in pack_keys()]
    return render(request, "administration/packs.html", {"packs": shown})


def anchor(rule: str) -> str:
    """The part of the address after `#` that leads to a rule on this page."""
    return f"rule-{slugify(rule)}"


def _shown(pack: RulePack) -> PackShown:
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    released = {(one.key, one.edition, one.sha256) for one in released_packs()}
    return PackShown(
        pack=pack,
        title=pack.title[language],
        is_released=(pack.key, pack.edition, pack.sha256) in released,
        tiers=list(_tiers(pack)),
        values=[
            _value(
                value,
                value.text,
                _unit(value.unit),
                code=one.name,
                note=words.say(words.PARAMETERS, one.name),
            )
            for one in pack.parameters.values()
            for value in one.values
        ],
        benchmarks=[
            _value(value, percent(value.number), name=entry_name(entry))
            for entry in pack.benchmarks.values()
            for value in entry.rates.values
        ],
        citations=list(_citations(pack)),
    )


def _tiers(pack: RulePack) -> Iterator[TierShown]:
    for tier, required in pack.required.items():
        yield TierShown(wording.tier(tier), _titles(required))


def _titles(required: Iterable[Requirement]) -> list[str]:
    return [
        wording.analysis(part)
        if isinstance(part, str)
        else _("One of: %(choices)s")
        % {"choices": " / ".join(wording.analysis(choice) for choice in part)}
        for part in required
    ]


def _value(
    value: Value, text: str, unit: str = "", *, code: str = "", name: str = "", note: str = ""
) -> ValueShown:
    rule = value.citation.rule
    return ValueShown(
        code, name, note, text, unit, value.since, value.clause, rule, anchor(rule), _status(value)
    )


def _unit(unit: str) -> str:
    """The unit of the pack in words, where it is one that a pack may hold."""
    return words.say(words.UNITS, unit) or str(UNITS_ALONE.get(unit, unit))


def _status(value: Value) -> str:
    return str(STATUS_LABELS[value.status])


def _citations(pack: RulePack) -> Iterator[CitationShown]:
    seen: set[str] = set()
    for one in sorted(pack.citations.values(), key=_rule):
        if one.rule not in seen:
            seen.add(one.rule)
            yield CitationShown(anchor(one.rule), one.rule, one.title, STATUS_LABELS[one.status])


def _rule(citation: Citation) -> str:
    return citation.rule
