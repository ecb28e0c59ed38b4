"""The draws within the range, in words: what was drawn, how many reach the benchmark, percentiles."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from additionality.engine.valuation import RATES_OF_RETURN
from projects import wording
from projects.showing.answers import Table
from projects.showing.figures import Picture, picture_of_draws, titled
from projects.showing.numbers import change, figure, percent
from projects.wording.phrases import listed
from projects.wording.reasons import worth


@dataclass(frozen=True, slots=True)
class ShownDraws:
    """`sentences` say how it was done and what came out; `table` has the percentiles."""

    sentences: list[str]
    table: Table
    picture: Picture


def show(draws: Mapping[str, Any], case: Mapping[str, Any], best: str = "") -> ShownDraws:
    """Put the draws of a submission into words.

    `best` is the alternative with which the project is compared, where it is no benchmark.
    """
    from projects.showing.working import line_name

    kind = draws["indicator_kind"]
    currency = str((case.get("investment") or {}).get("currency") or "")
    words = {
        "draws": figure(draws["draws"]),
        "share": percent(draws["reaching"], 1),
        "lines": listed([line_name(name) for name in draws["lines"]]),
        "low": change(f"-{draws['range']}"),
        "high": change(draws["range"]),
        "seed": draws["seed"],
        "without": percent(draws["without_indicator"], 1),
        "name": best,
    }
    reach = _("Of %(draws)s draws, %(share)s reach the benchmark.")
    if best:
        reach = _("Of %(draws)s draws, %(share)s reach the best alternative (%(name)s).")
    sentences = [
        _("This is information for the reviewer; it decides nothing."),
        reach % words,
        _(
            "Drawn were: %(lines)s. Each was drawn independently of the others from a triangular "
            "distribution from %(low)s to %(high)s, with no change the likeliest. All else, credits and "
            "loans above all, stayed as estimated; tax that is computed from its terms was computed for every draw."
        )
        % words,
        _("The draws can be repeated: generator PCG64, seed %(seed)s.") % words,
    ]
    if draws["without_indicator"] != "0.0000":
        sentences.append(_("%(without)s of the draws have no single value.") % words)

    def value(text: str) -> str:
        return percent(text) if kind in RATES_OF_RETURN else worth(text, kind, currency)

    rows = tuple((f"{one['percent']} %", value(one["indicator"])) for one in draws["percentiles"])
    head = (_("This share of the draws"), _("is at or below"))
    title = _("The draws: %(indicator)s") % {"indicator": wording.indicator(kind)}
    (picture,) = titled([picture_of_draws(draws, best)], case, best)
    return ShownDraws(sentences, Table(title, head, rows), picture)
