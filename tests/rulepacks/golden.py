"""Cases made from the base of the golden cases by changing what a test is about."""

from pathlib import Path
from typing import Any

from additionality.engine import strict_yaml
from additionality.engine.golden_cases import REMOVED, changed, place
from additionality.engine.rulepack import FOLDER

__all__ = [
    "BASE",
    "FILES",
    "REMOVED",
    "base_of",
    "changed",
    "document",
    "make_data",
    "place",
    "reductions",
]

FILES = sorted(FOLDER.glob("*/cases.yaml"))


def document(file: Path) -> Any:
    return strict_yaml.load(file.read_text(encoding="utf-8"))


def base_of(key: str) -> Any:
    """The base case of a pack."""
    return document(FOLDER / key.replace("-", "_") / "cases.yaml")["base"]


BASE = base_of("tw-offset")


def make_data(**change: Any) -> Any:
    """The base case of tw-offset with changes; `__` in a keyword stands for the dot of its path."""
    return changed(BASE, {path.replace("__", "."): value for path, value in change.items()})


def reductions(*tonnes: object) -> dict[str, Any]:
    """Changes that give these annual reductions, one a year, and a crediting period as long."""
    years = [{"year": 2027 + i, "tco2e": str(value)} for i, value in enumerate(tonnes)]
    return {"project__annual_reductions": years, "project__crediting__years": len(years)}
