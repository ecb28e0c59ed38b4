"""Words the pages of a case share: what each part asks, and why."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import wording
from projects.models import Case
from projects.services.file_names import download_name
from projects.wording.phrases import run_on

WHY = {
    "eligibility": gettext_lazy(
        "Some sources are under other duties already; their reductions do not count."
    ),
    "regulatory": gettext_lazy(
        "What the law requires would happen anyway, so it earns no credits."
    ),
    "investment": gettext_lazy("A project that pays by itself needs no credits."),
    "barriers": gettext_lazy(
        "Something other than its return stops the project, and credits help."
    ),
    "common_practice": gettext_lazy(
        "What most others do already without credits is not additional."
    ),
    "prior_consideration": gettext_lazy(
        "Credits that nobody thought of before the project began did not bring it about."
    ),
    "first_of_its_kind": gettext_lazy(
        "Whoever is the first in an area to use a technology takes a risk that others did not take."
    ),
    "microscale": gettext_lazy(
        "The smallest projects pass by what and where they are, without a calculation."
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing a tier must pass: its title and why it is asked."""

    title: str
    why: str


def asked(required: tuple[Any, ...] | list[Any]) -> list[Asked]:
    """What is asked at a tier, from the `required` of a tier or an assessment."""
    return [_group(part) if isinstance(part, (list, tuple)) else _one(part) for part in required]


def _one(part: str) -> Asked:
    return Asked(wording.analysis(part), str(WHY.get(part, "")))


def _group(parts: list[str] | tuple[str, ...]) -> Asked:
    found = [_one(part) for part in parts]
    if len(found) == 1:
        return found[0]
    titles = _(" or ").join(one.title for one in found)
    return Asked(titles, run_on([*(one.why for one in found), _("You choose one of them.")]))


def file_of(case: Case, kind: str, ending: str, submission: int | None = None) -> str:
    """The name under which something of a case is downloaded: of its draft, or of a submission."""
    which = (
        _("draft") if submission is None else _("submission %(number)s") % {"number": submission}
    )
    return download_name(str(case), kind, which, ending=ending)
