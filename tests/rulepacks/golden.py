"""The golden cases of a pack, and cases made from their base by changing what a test is about."""

from copy import deepcopy
from pathlib import Path
from typing import Any

from additionality.engine import strict_yaml
from additionality.engine.rulepack import FOLDER

FILES = sorted(FOLDER.glob("*/cases.yaml"))


class Removed:
    """What a key is changed to in order to leave it out."""

    def __repr__(self) -> str:
        return "REMOVED"


REMOVED = Removed()


def document(file: Path) -> Any:
    return strict_yaml.load(file.read_text(encoding="utf-8"))


def place(tree: Any, path: str) -> tuple[Any, Any]:
    """The container and the last key of a dotted path; objects on the way are made."""
    *way, last = path.split(".")
    for key in way:
        tree = tree[int(key)] if isinstance(tree, list) else tree.setdefault(key, {})
    return tree, int(last) if isinstance(tree, list) else last


def changed(base: Any, change: dict[str, Any]) -> Any:
    """A copy of `base` with the value at each dotted path replaced, or removed where it is `REMOVED`."""
    data = deepcopy(base)
    for path, value in change.items():
        container, key = place(data, path)
        if value is REMOVED:
            del container[key]
        else:
            container[key] = deepcopy(value)
    return data


BASE = document(FOLDER / "tw_offset" / "cases.yaml")["base"]


def make_data(**change: Any) -> Any:
    """The base case of tw-offset with changes; `__` in a keyword stands for the dot of its path."""
    return changed(BASE, {path.replace("__", "."): value for path, value in change.items()})


def reductions(*tonnes: object) -> dict[str, Any]:
    """Changes that give these annual reductions, one a year, and a crediting period as long."""
    years = [{"year": 2027 + i, "tco2e": str(value)} for i, value in enumerate(tonnes)]
    return {"project__annual_reductions": years, "project__crediting__years": len(years)}
