"""The words of benchmarks: what they are built from, and which entry of the rules is meant."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from additionality.engine.benchmark_library import LibraryEntry

COMPONENTS = {
    "risk_free_rate": _("Risk-free rate (government bond)"),
    "premium": _("Premium over the bond"),
    "beta": _("Beta"),
    "market_premium": _("Market premium"),
    "country_premium": _("Country premium"),
    "cost_of_equity": _("Cost of equity"),
    "inflation": _("Expected inflation"),
    "equity_share": _("Share of equity"),
    "cost_of_debt": _("Cost of debt before tax"),
    "tax_rate": _("Tax rate"),
}


def component(code: str) -> str:
    return str(COMPONENTS[code])


def entry_name(entry: LibraryEntry) -> str:
    """The name of a benchmark of the rules in the language of the reader."""
    return entry.name["zh" if (get_language() or "").startswith("zh") else "en"]
