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
        "The project emits less for one unit of product than the benchmark: %(intensity)s and %(benchmark)s tCO₂e. "
        "This changes no outcome."
    ),
    "on": gettext_lazy(
        "The project emits as much for one unit of product as the benchmark: %(benchmark)s tCO₂e. "
        "This changes no outcome."
    ),
    "above": gettext_lazy(
        "The project emits more for one unit of product than the benchmark: %(intensity)s and %(benchmark)s tCO₂e. "
        "This changes no outcome."
    ),
}
COUNTS = {
    "direct": gettext_lazy("Direct emissions only"),
    "direct_and_electricity": gettext_lazy(
        "Direct emissions, and those of the electricity that could be exchanged for fuel"
    ),
}


def performance_rows(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The sentence, and where the benchmark comes from."""
    words = {"intensity": figure(found["intensity"]), "benchmark": figure(found["benchmark"])}
    yield _("For information: performance"), str(SENTENCES[found["position"]]) % words
    yield _("Source of the performance benchmark"), cited(found["source"]) or _("Not stated")
    if found["counts"]:
        yield _("What the performance benchmark counts"), str(COUNTS[found["counts"]])


def performance_table(found: Mapping[str, Any]) -> Table:
    """One row: the project beside the benchmark."""
    numbers = (figure(found[key]) for key in ("intensity", "benchmark", "difference"))
    row = (product_name(found["product"]) or "–", *numbers, figure(found["ratio"], 3))
    head = (_("Product"), _("Project"), _("Benchmark"), _("Difference"), _("Ratio"))
    unit = _("tCO₂e per %(unit)s") % {"unit": found["unit_of_output"]}
    return Table(_("For information: performance beside the benchmark"), head, (row,), unit)
