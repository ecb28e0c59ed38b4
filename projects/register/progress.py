"""How far the work on a document is, in steps that really were reached."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from projects.models import Issuing
from projects.register import words
from projects.services import issuing as work
from projects.services import workers

Stage = Issuing.Stage
STEPS = (Stage.WAITING, Stage.RENDERING, Stage.SIGNING, Stage.VERIFYING, Stage.STORING)
PATIENCE = 30  # seconds without progress after which the page says so


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step: `kind` is the state its mark shows."""

    label: str
    kind: str
    state_label: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The work as a page shows it. `done` of `total` steps are behind it."""

    done: int
    total: int
    steps: list[StepShown]
    is_open: bool
    failure: str
    warning: str
    can_be_retried: bool


def progress(issuing: Issuing) -> Progress:
    """The progress of one determination."""
    done = len(STEPS) if issuing.stage == Stage.DONE else _reached(issuing)
    failed = issuing.stage == Stage.FAILED
    return Progress(
        done=done,
        total=len(STEPS),
        steps=[_step(stage, position, done) for position, stage in enumerate(STEPS)],
        is_open=issuing.stage not in work.FINISHED,
        failure=words.say(words.FAILURES, issuing.error or "unexpected") if failed else "",
        warning=_warning(issuing),
        can_be_retried=work.can_be_retried(issuing),
    )


def _reached(issuing: Issuing) -> int:
    return STEPS.index(Stage(issuing.stage)) if issuing.stage in STEPS else 0


def _step(stage: Stage, position: int, done: int) -> StepShown:
    if position < done:
        return StepShown(str(stage.label), "complete", _("done"))
    if position == done:
        return StepShown(str(stage.label), "progress", _("under way"))
    return StepShown(str(stage.label), "not_started", _("to come"))


def _warning(issuing: Issuing) -> str:
    if issuing.stage in work.FINISHED:
        return ""
    if not workers.living().exists():
        return _(
            "Nobody has taken up this work so far. No worker seems to be running; "
            "an administrator can start one. The work is kept and will be done then."
        )
    if issuing.error == work.NO_ROOM:
        return _(
            "The disk of the server is full. Nothing is lost: the work is tried again every "
            "minute and is done as soon as an administrator has made room."
        )
    if work.seconds_waited(issuing) <= PATIENCE:
        return ""
    if issuing.stage == Stage.WAITING:
        return _("The workers are busy with other work. This is in the queue and will be done.")
    return _(
        "There has been no progress for a while. If the worker was stopped, "
        "the work is begun again when it starts."
    )
