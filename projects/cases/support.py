"""Claims without support: what a reviewer will ask about first, said before it is submitted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A claim nothing is given for, and the step it is made in."""

    step: str
    sentence: str


def unsupported(case: Mapping[str, Any]) -> list[Unsupported]:
    """The claims of a case file that name no source or evidence.

    They do not hinder: a finding that needs the evidence says `insufficient` by itself.
    """
    return [*_laws(case), *_investment(case), *_barriers(case), *_evidence(case)]


def _laws(case: Mapping[str, Any]) -> Iterator[Unsupported]:
    for law in (case.get("regulatory") or {}).get("laws") or []:
        limbs = (
            ("systematically_unenforced", "unenforced_evidence"),
            ("noncompliance_widespread", "noncompliance_evidence"),
        )
        if any(law.get(c) and not (law.get(e) or law.get("evidence")) for c, e in limbs):
            words = _("“%(law)s” is said not to be enforced or followed, without evidence.")
            yield Unsupported("laws", words % {"law": law.get("title") or "–"})


def _investment(case: Mapping[str, Any]) -> Iterator[Unsupported]:
    investment = case.get("investment") or {}
    for line in investment.get("lines") or []:
        if not line.get("source"):
            words = _("The line “%(line)s” of the cash flow names no source.")
            yield Unsupported("cash-flow", words % {"line": line.get("name") or "–"})
    benchmark = investment.get("benchmark") if investment.get("option") == "benchmark" else None
    if benchmark and not benchmark.get("source"):
        yield Unsupported("benchmark", _("The benchmark names no source."))


def _barriers(case: Mapping[str, Any]) -> Iterator[Unsupported]:
    for number, barrier in enumerate(case.get("barriers") or [], start=1):
        if not barrier.get("evidence"):
            words = _("Barrier %(number)s names no evidence.")
            yield Unsupported("barriers", words % {"number": number})


def _evidence(case: Mapping[str, Any]) -> Iterator[Unsupported]:
    if not case.get("evidence"):
        yield Unsupported("evidence", _("No evidence file is uploaded."))
