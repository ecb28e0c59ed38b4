"""The plants of a case as a list for reading: a line each, with what became of it and why."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from projects.wording.phrases import listed, separated

NONE = "–"
#: What stands together in the last cell, after what became of the plant.
WHY = ("grounds", "reason", "exclusion_reason", "evidence", "evidence_at")


def plant_head() -> tuple[str, ...]:
    return _("Plant"), _("Size"), _("Start"), _("Technology"), _("What became of it, and why")


def plant_cells(plant: Mapping[str, Any], said: Mapping[str, str]) -> tuple[str, ...]:
    """The cells of one plant of the case file; `said` are its answers in words, by their keys."""
    size = " ".join(filter(None, (said.get("capacity"), said.get("unit"))))
    row = _("row %(row)s") % {"row": said["row"]} if said.get("row") else ""
    name = listed(filter(None, (said.get("name"), row)))
    technology = filter(None, (said.get("technology"), said.get("energy_source")))
    reasons = (said.get(name, "").rstrip(" .。") for name in WHY)
    why = filter(None, (_became(plant, said), *reasons))
    cells = (name, size, said.get("started"), separated(technology), separated(why))
    return tuple(cell or NONE for cell in cells)


def _became(plant: Mapping[str, Any], said: Mapping[str, str]) -> str:
    """Left out, set apart as a carbon project, or compared by its technology, as the case has it."""
    if plant.get("excluded"):
        return _("Left out")
    if plant.get("carbon_status") not in (None, "", "none"):
        return said["carbon_status"]
    if plant.get("different") is None:
        return _("Technology not compared")
    return _("Different technology") if plant["different"] else _("Same technology")
