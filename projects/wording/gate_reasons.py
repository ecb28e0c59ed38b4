"""The reasons of what comes before the analyses: the gate, the notice, first of its kind, micro scale."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.showing.numbers import day, figure
from projects.wording.names import claim_gap, exclusion, microscale_condition
from projects.wording.phrases import listed, quoted, run_on

Figures = Mapping[str, Any]
Case = Mapping[str, Any]
Say = Callable[[Figures, Case], str]

GATE_PLAIN = {
    "start_date_not_stated": _(
        "Without the day of the start it cannot be told when a notice was due."
    ),
    "notice_not_stated": _(
        "A written notice of the intention to claim credits is required, and its day is not stated."
    ),
    "notice_after_assessment": _(
        "The notice, or the publication that would stand for it, is dated after the assessment, "
        "so that it has not been given yet."
    ),
    "published_before_start": _(
        "The design document was published by the day of the start, "
        "so that no other notice is required."
    ),
    "started_before_notice_was_due": _(
        "The project started before a notice was required of anybody."
    ),
    "first_of_its_kind_met": _(
        "The project is the first of its kind in its area, so that the later steps are not asked. "
        "It has one fixed crediting period."
    ),
    "measure_outside_the_four": _(
        "Only a switch of fuel or technology and the destruction or avoidance of methane "
        "can be a first of its kind."
    ),
    "first_of_its_kind_not_claimed": _("The project is not claimed to be the first of its kind."),
    "on_positive_list": _(
        "The project is of a kind on the positive list of these rules, "
        "for which no barrier has to be shown."
    ),
    "no_microscale_condition": _(
        "Conditions for projects of micro scale were answered, and none is met."
    ),
    "microscale_not_supplied": _(
        "None of the conditions for projects of micro scale was answered."
    ),
    "microscale_conditions_open": _(
        "None of the conditions for projects of micro scale is met, and not all were answered."
    ),
    "microscale_not_evidenced": _(
        "A condition for projects of micro scale is met, and no evidence is given for it."
    ),
    "other_part_supplied": _(
        "One of several analyses is enough here. Others were supplied, this one was not."
    ),
    "first_of_its_kind_decides": _(
        "The project is the first of its kind, so that this analysis is not needed."
    ),
}


def _listing(sentence: Any, key: str, name: Callable[[str], str]) -> Say:
    """A sentence that names the items of one figure."""

    def say(figures: Figures, case: Case) -> str:
        return str(sentence) % {key: listed(name(item) for item in figures.get(key) or [])}

    return say


def _eligible(figures: Figures, case: Case) -> str:
    """What was not answered is never told as if it had been."""
    eligible = _("No circumstance applies that keeps a project out under these rules.")
    settled = figures.get("settled_by_project")
    if not settled:
        return str(eligible)
    kind = _("Not answered, but not possible for a project of this kind: %(circumstances)s.")
    words = {"circumstances": listed(exclusion(one) for one in settled)}
    return run_on([eligible, str(kind) % words])


def _dated(sentence: Any) -> Say:
    """A sentence about the start, the notice and the day on which it was due."""

    def say(figures: Figures, case: Case) -> str:
        words = ("start_date", "due", "notified_on")
        return str(sentence) % {key: day(figures.get(key)) for key in words}

    return say


def _crediting(figures: Figures, case: Case) -> str:
    sentence = _(
        "A first of its kind has one fixed crediting period of at most %(years)s years, "
        "and this is not the period chosen."
    )
    return str(sentence) % {"years": figure(figures.get("crediting_years_most"))}


GATE_WITH_FIGURES: dict[str, Say] = {
    "not_excluded": _eligible,
    "excluded": _listing(
        _("A circumstance keeps the project out under these rules: %(excluded_by)s."),
        "excluded_by",
        exclusion,
    ),
    "exclusions_not_answered": _listing(
        _("It has to be answered whether this applies: %(not_answered)s."),
        "not_answered",
        exclusion,
    ),
    "notice_in_time": _dated(
        _("The notice of %(notified_on)s came in time: it was due by %(due)s.")
    ),
    "notice_too_late": _dated(
        _(
            "The notice of %(notified_on)s came too late: the project started on %(start_date)s, "
            "so that it was due by %(due)s."
        )
    ),
    "technology_not_first": _listing(
        _(
            "The same technology was used in the area before, "
            "so that the project is not the first of its kind: %(same_technology)s."
        ),
        "same_technology",
        quoted,
    ),
    "crediting_period_not_fixed": _crediting,
    "first_of_its_kind_incomplete": _listing(
        _("For the claim to be the first of its kind this is missing: %(lacks)s."),
        "lacks",
        claim_gap,
    ),
    "microscale_condition_met": _listing(
        _("Beside its size the project meets this condition: %(met)s."),
        "met",
        microscale_condition,
    ),
}
