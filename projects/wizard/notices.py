"""What a person is told after saving: what was understood, and how the path changed."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from projects.wizard.forms.step import StepForm
from projects.wizard.path import Path
from projects.wizard.steps import GROUPS, Step
from projects.wording.phrases import listed, run_on, separated

MOST_SHOWN = 5


def understood(form: StepForm) -> str:
    """Confirm the save, naming up to five numbers and days that read otherwise than they were typed."""
    items = list(dict.fromkeys(form.understood()))[:MOST_SHOWN]
    if not items:
        return _("Saved.")
    words = separated(f"{typed.strip()} → {meaning}" for typed, meaning in items)
    return _("Saved. Understood as: %(words)s.") % {"words": words}


def path_changed(before: Path, after: Path) -> str:
    """Say what a change of tier or route takes off the path and puts on it; empty if nothing changed."""
    if before is after or before.decision is None:
        return ""
    if after.decision is None:
        return _(
            "The scale cannot be told until a yearly reduction can be read. Nothing you typed is lost."
        )
    old, new = before.steps(), after.steps()
    if old == new and before.tier == after.tier:
        return ""
    added = titles(step for step in new if step not in old)
    fallen = titles(step for step in old if step not in new)
    sentences = []
    if before.tier != after.tier:
        sentences.append(tier_sentence(after.tier))
    if fallen:
        sentences.append(_("No longer asked: %(steps)s.") % {"steps": fallen})
    if added:
        sentences.append(_("Now asked as well: %(steps)s.") % {"steps": added})
    sentences.append(_("Nothing you typed is lost: answers that are not asked are kept."))
    return run_on(sentences)


def tier_sentence(tier: str) -> str:
    return {
        "large": _("The project is now of large scale."),
        "small": _("The project is now of small scale."),
        "micro": _("The project is now of micro scale."),
    }.get(tier, "")


def titles(steps: Iterable[Step]) -> str:
    """The steps by the titles of their groups, each once."""
    words = dict.fromkeys(f"{GROUPS[step.group]} – {step.title}" for step in steps)
    return separated(words)


def not_eligible(applies: list[str]) -> str:
    """Said as soon as a circumstance is answered with yes that keeps a project out."""
    words = _(
        "As it stands, the project is not eligible: %(applies)s. You may correct the answer, stop here, or go on."
    )
    return words % {"applies": listed(applies)}
