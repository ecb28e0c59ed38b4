"""The pictures of an assessment: which there are, what they say in words, and the drawings.

A drawing is made from the figures of the finding alone, in the active language, and kept in the
cache under a hash of everything it is made of.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from additionality.engine.analyses.investment import ANALYSIS
from additionality.engine.decimals import plain
from additionality.engine.tiers import REDUCTIONS
from additionality.engine.valuation import RATES_OF_RETURN
from projects import wording
from projects.showing.benchmark_working import claims_sentence, whose
from projects.showing.compared import best_alternative
from projects.showing.numbers import day, figure, percent, tonnes
from projects.showing.picture_words import WORDS
from projects.showing.plants import plants_of
from projects.wording.phrases import listed
from projects.wording.reasons import printed, worth

KEPT_SECONDS = 24 * 3600
DRAWS = "draws_histogram"
Assessment = Mapping[str, Any]
Case = Mapping[str, Any]


class NoSuchPicture(LookupError):
    """The assessment has no picture of this name."""


#: The words that are the title of each picture which does not carry one of its own.
TITLES = {
    "irr_against_benchmark": "irr_against_benchmark",
    "project_against_alternatives": "alternatives",
    "sensitivity_tornado": "sensitivity",
    "irr_against_change": "irr_against_change",
    "two_way_grid": "two_way",
    DRAWS: "draws",
    "common_practice_limits": "common_practice",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """`alt` says in words what the picture shows; a decisive one stands beside the sentence.

    `title` stands above it, unless it carries its own.
    """

    name: str
    alt: str
    is_decisive: bool = False
    title: str = ""


def titled(pictures: Iterable[Picture], case: Case, best: str = "") -> list[Picture]:
    """The pictures with their titles in the words of this case; `best` is its best alternative."""
    words = words_of(case, best)
    return [replace(one, title=words.get(TITLES.get(one.name, ""), "")) for one in pictures]


def pictures_of(finding: Mapping[str, Any], best: str = "") -> list[Picture]:
    """The pictures of one finding, the decisive one first; none where nothing was computed.

    `best` is the alternative with which the project is compared, where it is no benchmark.
    """
    figures = finding["figures"]
    if finding["analysis"] == "investment" and "as_printed" in figures:
        return _investment(figures, best)
    if finding["analysis"] == "common_practice":
        return _common_practice(figures)
    if len(figures.get("timeline") or []) > 1:
        return [Picture("prior_consideration", _timeline_alt(figures["timeline"]))]
    return []


def _common_practice(figures: Mapping[str, Any]) -> list[Picture]:
    made = []
    if figures.get("f") is not None:
        made.append(Picture("common_practice_limits", _common_practice_alt(figures), True))
    if steps := figures.get("funnel"):
        first, last = steps[0], next(one for one in steps if one["step"] == "n_all")
        words = _("Chart: from %(rows)s rows to %(n_all)s plants that count.")
        alt = words % {"rows": figure(first["count"]), "n_all": figure(last["count"])}
        made.append(Picture("activities_funnel", alt, True))
        alt = _(
            "Chart of the plants by size and year, with the project among them; the list has the numbers."
        )
        made.append(Picture("activities_by_size_and_year", alt))
    return made


def pictures_of_size(case: Case) -> list[Picture]:
    """The yearly reductions against the limits of the tiers that are about reductions."""
    years = case["project"]["annual_reductions"]
    largest = tonnes(str(max(Decimal(str(one["tco2e"])) for one in years)))
    words = _("Chart of the yearly reductions; the largest is %(largest)s.")
    return [Picture("reductions_by_year", words % {"largest": largest})]


def picture_of_draws(draws: Mapping[str, Any], best: str = "") -> Picture:
    """The histogram of the draws of a submission; `best` as in `pictures_of`."""
    sentence = _("Histogram of the draws: %(share)s of them reach the benchmark.")
    if best:
        sentence = _(
            "Histogram of the draws: %(share)s of them reach the best alternative (%(name)s)."
        )
    return Picture(DRAWS, sentence % {"share": percent(draws["reaching"], 1), "name": best})


def _investment(figures: Mapping[str, Any], best: str) -> list[Picture]:
    decisive = "alternatives" not in figures
    made = []
    if not decisive:
        alt = _("Chart of the project against its alternatives; the table has the numbers.")
        made.append(Picture("project_against_alternatives", alt, True))
    made.append(Picture("irr_against_benchmark", _indicator_alt(figures, best), decisive))
    if figures.get("claims"):
        made.append(Picture("benchmark_claims", _claims_alt(figures["claims"])))
    if figures.get("net_flows"):
        alt = _("Chart of the cumulative cash flow; the table has the yearly amounts.")
        made.append(Picture("cumulative_cash_flow", alt))
    if figures.get("sensitivity"):
        made += [
            Picture(
                "sensitivity_tornado",
                _(
                    "Chart of the indicator at both ends of each variation; the table has the numbers."
                ),
            ),
            Picture("irr_against_change", _change_alt(best)),
        ]
    if figures.get("two_way"):
        alt = _("Grid of the indicator when the two strongest lines change together.")
        made.append(Picture("two_way_grid", alt))
    return made


def _change_alt(best: str) -> str:
    if best:
        words = _(
            "Chart of the indicator over the change of each line, and where it reaches the best alternative (%(name)s)."
        )
        return words % {"name": best}
    return _(
        "Chart of the indicator over the change of each line, and where it reaches the benchmark."
    )


def _indicator_alt(figures: Mapping[str, Any], best: str) -> str:
    """The indicator against the benchmark in a sentence, or against the `best` alternative."""
    kind = figures.get("indicator_kind", "project_irr")
    if best:
        return _alternative_alt(figures, kind, best)
    if kind in RATES_OF_RETURN:
        return _irr_alt(figures)
    shown = figures["as_printed"]
    words = {name: worth(value, kind, "") for name, value in shown.items()}
    words["name"] = wording.indicator(kind)
    if shown.get("with_credits") is None:
        sentence = _("Chart: %(name)s is %(indicator)s, the benchmark %(benchmark)s.")
    else:
        sentence = _(
            "Chart: %(name)s is %(indicator)s without credits and %(with_credits)s with credits, "
            "the benchmark %(benchmark)s."
        )
    return sentence % words


def _alternative_alt(figures: Mapping[str, Any], kind: str, best: str) -> str:
    shown = figures["as_printed"]
    words = {name: worth(value, kind, "") for name, value in shown.items()}
    words |= {"name": wording.indicator(kind), "best": best}
    if shown.get("with_credits") is None:
        sentence = _(
            "Chart: %(name)s is %(indicator)s, that of the best alternative (%(best)s) %(benchmark)s."
        )
    else:
        sentence = _(
            "Chart: %(name)s is %(indicator)s without credits and %(with_credits)s with credits, "
            "that of the best alternative (%(best)s) %(benchmark)s."
        )
    return sentence % words


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


def _claims_alt(claims: Mapping[str, Any]) -> str:
    sentence = _("Chart of the benchmarks that registered projects claimed (%(whose)s).")
    return f"{sentence % {'whose': whose(claims)}} {claims_sentence(claims)}"


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


def picture(
    name: str, assessment: Assessment, case: Case, draws: Mapping[str, Any] | None = None
) -> bytes:
    """The drawing `name` as SVG, in the active language; `draws` are those of a submission.

    Raises `NoSuchPicture`.
    """
    draw, material = _drawing(name, assessment, case, draws)
    found = [one["figures"] for one in assessment["findings"] if one["analysis"] == ANALYSIS]
    best = best_alternative(found[0], case) if found else ""
    return _kept(name, draw, material, words_of(case, best))


def picture_of_scenario(assessment: Assessment, rates: Mapping[str, str | None]) -> bytes:
    """A submission beside a scenario with these `rates`, as SVG. Raises `NoSuchPicture`."""
    from additionality.determination import pictures

    submitted = _figures_of("irr_against_benchmark", assessment)
    known = printed_rates(submitted)
    words = {key: str(text) for key, text in WORDS.items()}
    if submitted.get("option", "benchmark") != "benchmark":
        # Which alternative is the best may differ between the two.
        words["benchmark"] = _("Best alternative")

    def draw(words: Mapping[str, str]) -> bytes:
        return pictures.scenario_against_submitted(known, rates, words)

    return _kept("scenario_against_submitted", draw, [known, rates], words)


def printed_rates(figures: Mapping[str, Any]) -> dict[str, str | None]:
    """Rates of return as fractions of what is printed, so that a picture says what the text says.

    Rounded twice, from the six decimals of the figures, 7.15 % could be drawn as 7.16 %.
    """
    return {
        key: None if text is None else plain(Decimal(text).scaleb(-2))
        for key, text in figures["as_printed"].items()
    }


Draw = Callable[[Mapping[str, str]], bytes]


def _kept(name: str, draw: Draw, material: Any, words: Mapping[str, str]) -> bytes:
    """The drawing as it was drawn before of the same material, in the same words."""
    made_of = json.dumps([name, get_language(), material, words], sort_keys=True, default=str)
    key = f"picture-{hashlib.sha256(made_of.encode()).hexdigest()}"
    drawn = cache.get(key)
    if drawn is None:
        drawn = draw(words)
        cache.set(key, drawn, KEPT_SECONDS)
    return drawn


def words_of(case: Case, best: str = "") -> dict[str, str]:
    """The words of the pictures of this case: with its indicator, unit and alternatives.

    `best` is the alternative with which the project is compared, where it is no benchmark.
    """
    words = {key: str(text) for key, text in WORDS.items()}
    investment = case.get("investment") or {}
    kind = investment.get("indicator")
    if kind and kind not in RATES_OF_RETURN:
        name = wording.indicator(kind)
        words["unit"] = unit(kind, investment)
        for key, title in (
            ("irr_against_benchmark", _("%(indicator)s against the benchmark")),
            ("sensitivity", _("Sensitivity: %(indicator)s")),
            ("irr_against_change", _("%(indicator)s when one line changes")),
        ):
            words[key] = title % {"indicator": name}
    if investment.get("option") in ("comparison", "simple_cost"):
        words |= _of_alternatives(str(investment.get("indicator")), best)
        for one in investment.get("alternatives") or ():
            words[f"alternative {one['id']}"] = wording.alternative(one["id"], case)
    return words


def _of_alternatives(kind: str, best: str) -> dict[str, str]:
    """The words that are others where the project is compared with its best alternative."""
    name = {"name": best}
    title = {"indicator": _("IRR") if kind in RATES_OF_RETURN else wording.indicator(kind)}
    return {
        "benchmark": _("Best alternative (%(name)s)") % name if best else _("Best alternative"),
        "irr_against_benchmark": _("%(indicator)s against the best alternative") % title,
        "break_even": _("Best alternative reached"),
        "reaches": _("Best alternative reached (%(name)s)") % name
        if best
        else _("Best alternative reached"),
        "of_draws_reach": _("of the draws reach the best alternative"),
    }


def unit(kind: str, investment: Mapping[str, Any]) -> str:
    """An indicator that is no rate, with what it is counted in."""
    currency = str(investment.get("currency") or "")
    output = str((investment.get("output") or {}).get("unit") or "")
    of = {"npv": currency, "levelised_cost": f"{currency}/{output}" if output else currency}
    return ", ".join(filter(None, (wording.indicator(kind), of.get(kind, ""))))


def _drawing(
    name: str, assessment: Assessment, case: Case, draws: Mapping[str, Any] | None
) -> tuple[Draw, Any]:
    """How to draw a picture, and all it is made of."""
    from additionality.determination import pictures

    if name == DRAWS:
        if not draws:
            raise NoSuchPicture(name)
        return lambda words: pictures.draws_histogram(draws, words), draws
    if name == "reductions_by_year":
        years = case["project"]["annual_reductions"]
        basis = [one for one in assessment["tier_basis"] if one["metric"] == REDUCTIONS]
        limits = [one["limit"] for one in basis]
        return lambda words: pictures.reductions_by_year(years, limits, words), [years, limits]
    figures = _figures_of(name, assessment)
    if name == "cumulative_cash_flow":
        flows = figures["net_flows"]
        currency = str((case.get("investment") or {}).get("currency") or "")

        def draw(words: Mapping[str, str]) -> bytes:
            return pictures.cumulative_cash_flow(flows, words, currency=currency)

        return draw, [flows, currency]
    is_rate = figures.get("indicator_kind", "project_irr") in RATES_OF_RETURN
    if name == "irr_against_benchmark" and is_rate:
        figures = {**figures, **printed_rates(figures)}
    if name == "activities_funnel":
        steps = figures["funnel"]
        return lambda words: pictures.activities_funnel(steps, words), steps
    if name == "activities_by_size_and_year":
        plants, project = plants_of(case)
        return lambda words: pictures.activities_by_size_and_year(plants, project, words), [
            plants,
            project,
        ]
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
