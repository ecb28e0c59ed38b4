"""The pictures of an assessment: which there are, what they say in words, and the drawings.

A drawing is made from the figures of the finding alone, in the active language, and kept in the
cache under a hash of everything it is made of.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from additionality.engine.valuation import RATES_OF_RETURN
from projects.showing.numbers import day, figure, tonnes
from projects.showing.picture_words import WORDS
from projects.wording.phrases import listed
from projects.wording.reasons import printed

KEPT_SECONDS = 24 * 3600
Assessment = Mapping[str, Any]
Case = Mapping[str, Any]


class NoSuchPicture(LookupError):
    """The assessment has no picture of this name."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`alt` says in words what the picture shows; a decisive one stands beside the sentence."""

    name: str
    alt: str
    is_decisive: bool = False


def pictures_of(finding: Mapping[str, Any]) -> list[Picture]:
    """The pictures of one finding, the decisive one first; none where nothing was computed."""
    figures = finding["figures"]
    if finding["analysis"] == "investment" and "as_printed" in figures:
        return _investment(figures)
    if finding["analysis"] == "common_practice" and figures.get("f") is not None:
        return [Picture("common_practice_limits", _common_practice_alt(figures), True)]
    if finding["analysis"] == "regulatory" and len(figures.get("timeline") or []) > 1:
        return [Picture("prior_consideration", _timeline_alt(figures["timeline"]))]
    return []


def pictures_of_size(assessment: Assessment) -> list[Picture]:
    """The yearly reductions against the limits of the tiers."""
    largest = tonnes(assessment["tier_basis"][0]["value"])
    words = _("Chart of the yearly reductions; the largest is %(largest)s.")
    return [Picture("reductions_by_year", words % {"largest": largest})]


def _investment(figures: Mapping[str, Any]) -> list[Picture]:
    is_rate = figures.get("indicator_kind", "project_irr") in RATES_OF_RETURN
    made = [Picture("irr_against_benchmark", _irr_alt(figures), True)] if is_rate else []
    if figures.get("sensitivity") and is_rate:
        made += [
            Picture(
                "sensitivity_tornado",
                _("Chart of the IRR at both ends of each variation; the table has the numbers."),
            ),
            Picture(
                "irr_against_change",
                _(
                    "Chart of the IRR over the change of each line, and where it reaches the benchmark."
                ),
            ),
        ]
    if figures.get("net_flows"):
        alt = _("Chart of the cumulative cash flow; the table has the yearly amounts.")
        made.append(Picture("cumulative_cash_flow", alt))
    return made


def _irr_alt(figures: Mapping[str, Any]) -> str:
    shown = figures["as_printed"]
    words = {name: printed(value) for name, value in shown.items()}
    if shown["indicator"] is None:
        sentence = _("Chart: there is no single IRR; the benchmark is %(benchmark)s.")
    elif shown.get("with_credits") is None:
        sentence = _("Chart: the IRR is %(indicator)s, the benchmark %(benchmark)s.")
    else:
        sentence = _(
            "Chart: the IRR is %(indicator)s without credits and %(with_credits)s with credits, "
            "the benchmark %(benchmark)s."
        )
    return sentence % words


def _timeline_alt(timeline: list[Mapping[str, str]]) -> str:
    days = (
        _("%(event)s %(day)s") % {"event": WORDS[one["event"]], "day": day(one["date"])}
        for one in timeline
    )
    return _("Line of time: %(days)s.") % {"days": listed(days)}


def _common_practice_alt(figures: Mapping[str, Any]) -> str:
    sentence = _(
        "Chart: F is %(f)s with a limit of %(f_limit)s, the gap %(gap)s with a limit of %(gap_limit)s."
    )
    return sentence % {key: figure(figures[key]) for key in ("f", "f_limit", "gap", "gap_limit")}


def address_of(name: str, *, case: Any = None, submission: Any = None) -> str:
    """Where a page finds a picture: of a submission if it shows one, else of the case's draft.

    Empty where the page shows neither; the picture is then given in words alone.
    """
    if submission is not None:
        kwargs = {"pk": submission.case_id, "number": submission.number, "name": name}
        return reverse("cases:submission_picture", kwargs=kwargs)
    if case is not None:
        return reverse("cases:pictures", kwargs={"pk": case.pk, "name": name})
    return ""


def picture(name: str, assessment: Assessment, case: Case) -> bytes:
    """The drawing `name` as SVG, in the active language. Raises `NoSuchPicture`."""
    draw, material = _drawing(name, assessment, case)
    words = {key: str(text) for key, text in WORDS.items()}
    if (case.get("investment") or {}).get("option") in ("comparison", "simple_cost"):
        words["benchmark"] = _("Best alternative")
    made_of = json.dumps([name, get_language(), material, words], sort_keys=True, default=str)
    key = f"picture-{hashlib.sha256(made_of.encode()).hexdigest()}"
    drawn = cache.get(key)
    if drawn is None:
        drawn = draw(words)
        cache.set(key, drawn, KEPT_SECONDS)
    return drawn


Draw = Callable[[Mapping[str, str]], bytes]


def _drawing(name: str, assessment: Assessment, case: Case) -> tuple[Draw, Any]:
    """How to draw a picture, and all it is made of."""
    from additionality.determination import pictures

    if name == "reductions_by_year":
        years = case["project"]["annual_reductions"]
        limits = [basis["limit"] for basis in assessment["tier_basis"]]
        return lambda words: pictures.reductions_by_year(years, limits, words), [years, limits]
    figures = _figures_of(name, assessment)
    if name == "cumulative_cash_flow":
        flows = figures["net_flows"]
        currency = str((case.get("investment") or {}).get("currency") or "")

        def draw(words: Mapping[str, str]) -> bytes:
            return pictures.cumulative_cash_flow(flows, words, currency=currency)

        return draw, [flows, currency]
    if name == "prior_consideration":
        timeline = figures["timeline"]
        return lambda words: pictures.prior_consideration(timeline, words), timeline
    drawer = getattr(pictures, name)
    return lambda words: drawer(figures, words), figures


def _figures_of(name: str, assessment: Assessment) -> Mapping[str, Any]:
    for finding in assessment["findings"]:
        if any(one.name == name for one in pictures_of(finding)):
            return finding["figures"]
    raise NoSuchPicture(name)
