"""What the project is compared with: a benchmark, or the best of its alternatives by its name."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from projects import wording

Figures = Mapping[str, Any]


def best_alternative(figures: Figures, case: Mapping[str, Any]) -> str:
    """The alternative the project is compared with, by id and name; empty where it is a benchmark."""
    found = [one for one in figures.get("alternatives") or [] if one["indicator"] is not None]
    if figures.get("option", "benchmark") == "benchmark" or not found:
        return ""
    best = min if figures.get("indicator_kind") == "levelised_cost" else max
    return wording.alternative(best(found, key=lambda one: Decimal(one["indicator"]))["id"], case)


def is_reached(figures: Figures) -> bool:
    """Whether the project without credits is worth what it is compared with, as far as figures go.

    Where it has no single rate of return, the present value at that of the other one says so.
    """
    if figures.get("margin") is None:
        return Decimal(figures["npv_at_benchmark"]) >= 0
    margin = Decimal(figures["margin"])
    return margin <= 0 if figures.get("indicator_kind") == "levelised_cost" else margin >= 0
