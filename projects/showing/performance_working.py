"""Intensity beside a benchmark of the product, in words. Information: it changes no outcome."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.showing.answers import Table
from projects.showing.numbers import figure
from projects.wizard.products import product_name
from projects.wording.citations import cited

SENTENCES = {
    "below": gettext_lazy(
        "For information: the project emits less for one unit of product than the benchmark. This changes no outcome."
    ),
    "on": gettext_lazy(
        "For information: the project emits as much for one unit of product as the benchmark. This changes no outcome."
    ),
    "above": gettext_lazy(
        "For information: the project emits more for one unit of product than the benchmark. This changes no outcome."
    ),
}
COUNTS = {
    "direct": gettext_lazy("The benchmark counts direct emissions only."),
    "direct_and_electricity": gettext_lazy(
        "The benchmark counts direct emissions and those of the electricity that could be exchanged for fuel."
    ),
}


def performance_sentences(figures: Mapping[str, Any]) -> Iterator[str]:
    """What the comparison comes to, where its benchmark comes from, and what that counts."""
    found = figures.get("performance")
    if not found:
        return
    yield str(SENTENCES[found["position"]])
    source = _("The source of the benchmark is not stated.")
    if found["source"]:
        source = _("Source of the benchmark: %(source)s.") % {"source": cited(found["source"])}
    yield source
    if found["counts"]:
        yield str(COUNTS[found["counts"]])


def performance_table(found: Mapping[str, Any]) -> Table:
    """One row: the project beside the benchmark."""
    numbers = (figure(found[key]) for key in ("intensity", "benchmark", "difference"))
    row = (product_name(found["product"]) or "–", *numbers, figure(found["ratio"], 3))
    head = (_("Product"), _("Project"), _("Benchmark"), _("Difference"), _("Ratio"))
    unit = _("tCO₂e per %(unit)s") % {"unit": found["unit_of_output"]}
    return Table(_("For information: performance beside the benchmark"), head, (row,), unit)
