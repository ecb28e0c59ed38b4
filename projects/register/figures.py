"""The pictures of an edition: SVG files by name, and what each chapter shows of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from additionality.determination import pictures as draw_it


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture as the page refers to it."""

    name: str
    alt: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """All pictures of one edition: the files, and those of each part."""

    files: Mapping[str, bytes]
    by_part: Mapping[str, Sequence[Placed]]

    def of(self, part: str) -> Sequence[Placed]:
        return self.by_part.get(part, ())


def draw(assessment: Mapping[str, Any], case: Mapping[str, Any], *, prefix: str) -> Drawn:
    files, by_part = {}, {}

    def add(part, name, svg):
        files[f"{prefix}-{name}.svg"] = svg
        by_part.setdefault(part, []).append(Placed(f"{prefix}-{name}.svg", name))

    add(
        "size",
        "reductions",
        draw_it.reductions_by_year(case["project"]["annual_reductions"], ["20000", "60000"], {}),
    )
    for f in assessment["findings"]:
        if f["analysis"] == "investment" and f["figures"].get("benchmark"):
            add("investment", "irr", draw_it.irr_against_benchmark(f["figures"], {}))
            add("investment", "tornado", draw_it.sensitivity_tornado(f["figures"], {}))
        if f["analysis"] == "common_practice" and "n_all" in f["figures"]:
            add("common_practice", "cp", draw_it.common_practice_limits(f["figures"], {}))
    return Drawn(files, by_part)
