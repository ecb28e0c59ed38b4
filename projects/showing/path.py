"""The path of a case as a line of stations, with its fork: for the screen, the list and the paper.

Stations come from a task list (how far the questions are) or from an assessment (what was found).
A station has a state, which the page shows as shape, colour and word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects import wording

SIZE, DECISION = "size", "decision"
#: Of several tasks for one station the first of these states that occurs is shown.
WORST_FIRST = ("problem", "in_progress", "not_started", "complete")


@dataclass(frozen=True, slots=True)
class Station:
    """One stop. `branch` is empty on the line; at a fork it is `taken`, `other` or `undecided`.

    `change` is `added` or `removed` after a change of tier, else empty.
    """

    key: str
    label: str
    state: str
    state_label: str
    url: str = ""
    branch: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the line: one station, or a fork with its branches."""

    stations: list[Station]

    @property
    def is_fork(self) -> bool:
        return bool(self.stations[0].branch)

    @property
    def second_open(self) -> bool:
        """Whether the branch below is not taken, so that its line is broken."""
        return self.is_fork and self.stations[-1].branch != "taken"


def forked(stations: Iterable[Station] | None) -> list[Stretch]:
    """Put the stations of a fork together."""
    line: list[Stretch] = []
    for station in stations or []:
        if station.branch and line and line[-1].is_fork:
            line[-1].stations.append(station)
        else:
            line.append(Stretch([station]))
    return line


def stations(source: Any) -> list[Station]:
    """The stations of a task list (`projects.wizard.progress.TaskList`) or of an assessment."""
    return stations_of_assessment(source) if isinstance(source, dict) else stations_of_tasks(source)


def stations_of_assessment(assessment: dict[str, Any]) -> list[Station]:
    """What was found at each station; a station leads to its finding on the same page."""
    outcomes = {one["analysis"]: one["outcome"] for one in assessment["findings"]}
    line = [
        Station(SIZE, str(wording.station(SIZE)), "passed", str(wording.tier(assessment["tier"])))
    ]
    for group in _groups(assessment["required"]):
        line += [_found(key, outcomes.get(key, "insufficient"), len(group) > 1) for key in group]
    conclusion = assessment["conclusion"]
    line.append(
        Station(
            DECISION,
            str(wording.station(DECISION)),
            conclusion,
            str(wording.conclusion(conclusion)),
        )
    )
    return line


def _found(key: str, outcome: str, at_fork: bool) -> Station:
    not_taken = at_fork and outcome == "not_required"
    return Station(
        key,
        str(wording.station(key)),
        "not_taken" if not_taken else outcome,
        str(_("Not the branch taken")) if not_taken else str(wording.outcome(outcome)),
        "" if not_taken else f"#finding-{key}",
        ("other" if not_taken else "taken") if at_fork else "",
    )


def stations_of_tasks(tasks: Any) -> list[Station]:
    """How far the answers for each station are; before the size is known the way on is not."""
    listed = [task for group in tasks.groups for task in group.tasks]
    line = [_answered(SIZE, [task for task in listed if task.step == "size"])]
    if tasks.tier is None:
        line.append(
            Station("unknown", str(_("Decided by the size")), "waiting", str(_("Not known yet")))
        )
    else:
        for group in _groups(tasks.tier.required):
            line += _asked(group, listed)
    is_ready = tasks.is_complete and not tasks.has_requests
    state = "in_progress" if is_ready else "not_started"
    words = _("Ready to submit") if is_ready else _("Not submitted")
    if tasks.is_complete and tasks.has_requests:
        words = _("Requests are to be answered first")
    return [*line, Station(DECISION, str(wording.station(DECISION)), state, str(words))]


def _asked(group: Sequence[str], listed: Sequence[Any]) -> list[Station]:
    found = {key: [task for task in listed if task.analysis == key] for key in group}
    if len(group) == 1:
        return [_answered(group[0], found[group[0]])]
    chosen = any(found.values())
    line = []
    for key in group:
        station = _answered(key, found[key])
        if found[key]:
            line.append(replace(station, branch="taken"))
        else:
            words = _("Not the branch taken") if chosen else _("One of these")
            line.append(
                replace(
                    station,
                    branch="other" if chosen else "undecided",
                    state="not_taken" if chosen else "not_started",
                    state_label=str(words),
                )
            )
    return line


def _answered(key: str, tasks: Sequence[Any]) -> Station:
    """The state of a station is that of the task that is furthest from complete."""
    label = str(wording.station(key))
    needed = [task for task in tasks if not getattr(task, "is_optional", False)] or list(tasks)
    if not needed:
        return Station(key, label, "not_started", str(_("Not started")))
    states = {task.state for task in needed}
    if "not_started" in states and len(states) > 1:
        states.add("in_progress")
    state = next(one for one in WORST_FIRST if one in states)
    first = next((task for task in needed if task.state == state), needed[0])
    return Station(key, label, state, str(wording.task_state(state)), first.url)


def stations_of_tier(required: Iterable[Any]) -> list[Station]:
    """The stations that a tier asks, without any answers."""
    return [station for group in _groups(required) for station in _asked(group, [])]


def with_changes(before: Sequence[Station], after: Sequence[Station]) -> list[Station]:
    """The path after a change of tier: what came is marked `added`, what fell away stays, `removed`."""
    known = {SIZE, DECISION, *(station.key for station in before)}
    here = {station.key for station in after}
    line = [
        station if station.key in known else replace(station, change="added") for station in after
    ]
    gone = [
        replace(
            station,
            change="removed",
            url="",
            branch="",
            state="not_taken",
            state_label=str(_("No longer asked")),
        )
        for station in before
        if station.key not in here
    ]
    return [*line[:-1], *gone, *line[-1:]]


def _groups(required: Iterable[Any]) -> list[tuple[str, ...]]:
    return [(one,) if isinstance(one, str) else tuple(one) for one in required]


def example() -> list[Station]:
    """The path of an imagined large project that passed, for those who have no case yet."""
    outcomes = {
        "regulatory": "passed",
        "investment": "passed",
        "barriers": "not_required",
        "common_practice": "passed",
    }
    drawn = stations_of_assessment(
        {
            "tier": "large",
            "required": ["regulatory", ["investment", "barriers"], "common_practice"],
            "findings": [{"analysis": key, "outcome": one} for key, one in outcomes.items()],
            "conclusion": "additional",
        }
    )
    return [replace(station, url="") for station in drawn]
