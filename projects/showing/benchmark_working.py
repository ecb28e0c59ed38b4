"""The working of a benchmark in words: what it is built from, and what other projects claimed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import wording
from projects.showing.answers import Table, names_of
from projects.showing.numbers import day, figure, percent
from projects.wording import benchmarks
from projects.wording.citations import cited

Figures = Mapping[str, Any]
#: The cost of equity by the conversion that was used.
USED = {
    "additive": gettext_lazy("Cost of equity used (inflation added)"),
    "fisher": gettext_lazy("Cost of equity used (inflation by Fisher's formula)"),
}


def built_rows(figures: Figures) -> Iterator[tuple[str, str]]:
    """What the components come to, by both conversions and with the weights used."""
    built = figures.get("benchmark_built") or {}
    if built.get("conversion"):
        yield (_("Cost of equity, inflation added"), percent(built["additive"]))
        yield (_("Cost of equity, inflation by Fisher's formula"), percent(built["fisher"]))
    if built.get("cost_of_equity"):
        used = USED.get(built["conversion"], _("Cost of equity used"))
        yield (str(used), percent(built["cost_of_equity"]))
    if built.get("wacc"):
        share = _("Share of equity")
        if not built["equity_share_stated"]:
            share = _("Share of equity: one half, because none is stated")
        yield (share, percent(built["equity_share"], 0))
        yield (_("Cost of debt after tax"), percent(built["debt_after_tax"]))
        yield (_("Weighted average cost of capital (WACC)"), percent(built["wacc"]))
    if built.get("result") and not built.get("cost_of_equity"):
        yield (_("Government bond and premium together"), percent(built["result"]))


def built_table(figures: Figures, case: Mapping[str, Any]) -> Table:
    """Every component with its value, source and the day of the source."""
    names = names_of(case)
    found = tuple(
        (
            benchmarks.component(one["name"]),
            figure(one["value"]) if one["name"] == "beta" else percent(one["value"]),
            names.get(one["source"], one["source"]) or "–",
            day(one["dated"]),
        )
        for one in (figures.get("benchmark_built") or {}).get("components") or []
    )
    head = (_("Component"), _("Value"), _("Source"), _("Date of the source"))
    return Table(_("What the benchmark is built from"), head, found, numeric=False)


def claims_table(figures: Figures) -> Table:
    """How the claim stands among those of registered projects; it decides nothing."""
    claims = figures.get("claims")
    if not claims:
        return Table("", (), ())
    title = _("For information: benchmarks that registered projects claimed (%(whose)s)")
    rows = [
        (_("Claimed here"), percent(claims["claim"])),
        (_("Median of the claims"), percent(claims["median"])),
    ]
    if claims["count"] is None:
        rows.append((_("Number of claims"), _("Not known: only the median is")))
    else:
        middle = _("%(low)s to %(high)s") % {
            "low": percent(claims["lower_quartile"]),
            "high": percent(claims["upper_quartile"]),
        }
        rows += [
            (_("Middle half of the claims"), middle),
            (_("Share of the claims that are lower"), percent(claims["share_below_claim"], 0)),
            (_("Number of claims"), figure(claims["count"])),
        ]
    rows.append((_("Source"), _claims_source(claims)))
    head = (_("Figure"), _("Value"))
    return Table(title % {"whose": whose(claims)}, head, tuple(rows), numeric=False)


def _claims_source(claims: Figures) -> str:
    if not claims.get("sha256"):
        return cited(claims["source"])
    words = _("%(source)s; imported on %(day)s, SHA-256 %(hash)s…")
    return words % {
        "source": claims["source"],
        "day": day(claims["imported_on"]),
        "hash": claims["sha256"][:12],
    }


def whose(claims: Figures) -> str:
    """Of which projects the claims are: the country, and the energy source where it is one."""
    if not claims["energy_source"]:
        return _("%(country)s, all kinds of projects") % {"country": claims["country"]}
    kind = wording.energy_source(claims["energy_source"])
    return _("%(country)s, %(kind)s") % {"country": claims["country"], "kind": kind}


def claims_sentence(claims: Figures) -> str:
    """The claim against the median, and where all are known, against the others."""
    words = {"claim": percent(claims["claim"]), "median": percent(claims["median"])}
    if claims["count"] is None:
        return _("Only the median is known: %(median)s. Claimed here: %(claim)s.") % words
    count = int(claims["count"])
    words |= {
        "count": figure(count),
        "low": percent(claims["lower_quartile"]),
        "high": percent(claims["upper_quartile"]),
        "share": percent(claims["share_below_claim"], 0),
    }
    if count == 1:
        return _("One claim is known: %(median)s. Claimed here: %(claim)s.") % words
    sentence = _(
        "%(count)s claims, median %(median)s, the middle half from %(low)s to %(high)s. "
        "Claimed here: %(claim)s, higher than %(share)s of them."
    )
    return sentence % words
