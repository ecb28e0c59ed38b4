"""What `verify` found, in plain words: six answers, and whether it is the file we issued."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from additionality.determination.signers import DEVELOPMENT_MARK
from projects.models import Decision
from projects.register import words
from projects.showing.numbers import figure
from projects.wording.phrases import run_on

if TYPE_CHECKING:
    from additionality.determination.verify import Verification


@dataclass(frozen=True, slots=True)
class Answer:
    """One question, answered: `kind` is `passed`, `failed`, `insufficient` (not known) or `notice`."""

    question: str
    kind: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Result:
    """All answers about one file; `unreadable` says why there are none."""

    is_good: bool
    summary: str
    unreadable: str
    number: str
    decision: str
    conclusion: str
    answers: list[Answer]
    problems: list[str]
    sha256: str


def result(found: "Verification", *, sha256: str, issued: str) -> Result:
    """Put a verification into words. `issued` is `same`, `another` or `unknown`."""
    readable = not found.unreadable
    is_good = found.good and found.pack_released and issued != "another"
    return Result(
        is_good=is_good,
        summary=_summary(found, is_good=is_good) if readable else "",
        unreadable="" if readable else words.say(words.UNREADABLE, found.unreadable),
        number=found.determination or "",
        decision=_decision(found.decision),
        conclusion=_conclusion(found.conclusion),
        answers=[*_six(found), *_scenarios(found), _same_file(issued)] if readable else [],
        problems=[words.say(words.PROBLEMS, code) for code in found.problems],
        sha256=sha256,
    )


def _summary(found: "Verification", *, is_good: bool) -> str:
    if is_good:
        return _("You can rely on this document: all answers below are good.")
    if found.good:
        return _("The signature and the data are good, but read the answers below with care.")
    return _("Do not rely on this document. The answers below say why.")


def _six(found: "Verification") -> list[Answer]:
    return [
        _intact(found),
        _whole(found),
        _trusted(found),
        _who(found),
        _again(found),
        _pack(found),
    ]


def _intact(found: "Verification") -> Answer:
    question = _("Is it unchanged since it was signed?")
    if found.intact:
        return Answer(question, "passed", _("Yes"), _("Every signed byte is as it was signed."))
    meaning = _("What was signed is not what stands here now. Somebody or something changed it.")
    if found.signed_by is None:
        meaning = _("There is no readable signature that could show it.")
    return Answer(question, "failed", _("No"), meaning)


def _whole(found: "Verification") -> Answer:
    question = _("Does the signature cover the whole document?")
    if found.covers_whole_document:
        meaning = _("Nothing follows the signature that could change what you see.")
        return Answer(question, "passed", _("Yes"), meaning)
    meaning = _(
        "Something stands in the file that the signer did not sign. Do not trust what you see."
    )
    return Answer(question, "failed", _("No"), meaning)


def _trusted(found: "Verification") -> Answer:
    question = _("Is the signer the one of this register?")
    if found.trusted:
        meaning = _("The certificate leads to the root certificate that is published here.")
        return Answer(question, "passed", _("Yes"), meaning)
    meaning = _("The signature does not lead to our root certificate. Anybody could have made it.")
    return Answer(question, "failed", _("No"), meaning)


def _who(found: "Verification") -> Answer:
    """The name and the time in the signature, and how far the time can be relied on."""
    question = _("Who signed, and when?")
    if not found.signed_by:
        return Answer(question, "insufficient", _("Not known"), _("There is no signature."))
    when = _moment(found.signed_at)
    label = _("%(name)s, %(when)s") % {"name": found.signed_by, "when": when or _("no time given")}
    if DEVELOPMENT_MARK in found.signed_by:
        meaning = _("This key is for development only: the document is a trial and has no force.")
        return Answer(question, "notice", label, meaning)
    if found.timestamp == "valid":
        return Answer(question, "passed", label, _("A time-stamp of an authority proves the time."))
    meaning = _("The time is the signer's own claim; no authority has confirmed it.")
    if found.timestamp == "invalid":
        meaning = _("The time-stamp in the document is not valid; do not rely on the time.")
    kind = "passed" if found.trusted and found.timestamp == "none" else "insufficient"
    return Answer(question, kind, label, meaning)


def _again(found: "Verification") -> Answer:
    question = _("Does deciding again give the same result?")
    if found.recomputed == "identical":
        meaning = _("The attached data were assessed again just now, with the same findings.")
        return Answer(question, "passed", _("Yes, identical"), run_on([meaning, *_came_out(found)]))
    if found.recomputed == "different":
        meaning = _("The attached data, assessed again just now, give other findings.")
        return Answer(question, "failed", _("No"), run_on([meaning, *_came_out(found)]))
    reason = words.say(words.NOT_RECOMPUTED, found.recomputed_reason)
    return Answer(question, "insufficient", _("Not possible"), reason)


def _came_out(found: "Verification") -> Iterator[str]:
    """The conclusion that deciding again gave, and the plants as they were counted again."""
    if found.recomputed_conclusion:
        conclusion = _conclusion(found.recomputed_conclusion)
        yield _("Conclusion, decided again: %(conclusion)s.") % {"conclusion": conclusion}
    if counted := found.recomputed_common_practice:
        words = _("Comparable plants, counted again: N_all %(n_all)s, N_diff %(n_diff)s, F %(f)s.")
        yield words % {name: figure(value) for name, value in counted.items()}


def _scenarios(found: "Verification") -> list[Answer]:
    """About the scenarios that reviewers attached to requests, where there are any."""
    question = _("Do the scenarios of the reviewers come out again?")
    if found.scenarios == "identical":
        meaning = _("The inputs they changed were assessed again just now, with the same findings.")
        return [Answer(question, "passed", _("Yes, identical"), meaning)]
    if found.scenarios == "different":
        meaning = _("The inputs they changed, assessed again just now, give other findings.")
        return [Answer(question, "failed", _("No"), meaning)]
    if found.scenarios == "not_possible":
        meaning = _(
            "A scenario in the data cannot be computed again here. The decision rests on none."
        )
        return [Answer(question, "insufficient", _("Not possible"), meaning)]
    return []


def _pack(found: "Verification") -> Answer:
    question = _("Was it decided by released rules?")
    if found.pack_released:
        meaning = _("The rule pack in the document is one of the released editions.")
        return Answer(question, "passed", _("Yes"), meaning)
    meaning = _("The rule pack in the document is not among the editions released here.")
    return Answer(question, "failed", _("No"), meaning)


def _same_file(issued: str) -> Answer:
    question = _("Is it the very file we issued?")
    if issued == "same":
        meaning = _("Its SHA-256 is the one in the register, so every single byte is the same.")
        return Answer(question, "passed", _("Yes"), meaning)
    if issued == "another":
        meaning = _("The register knows this number, with another file. Ask for the issued one.")
        return Answer(question, "failed", _("No"), meaning)
    meaning = _("The register of this installation does not know this file.")
    return Answer(question, "insufficient", _("Not known"), meaning)


def _moment(text: str | None) -> str:
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M:%S}" if text else ""


def _decision(code: str | None) -> str:
    return str(dict(Decision.choices).get(code or "", code or ""))


def _conclusion(code: str | None) -> str:
    conclusions = {
        "additional": _("Additional"),
        "not_additional": _("Not additional"),
        "not_eligible": _("Not eligible"),
        "inconclusive": _("Inconclusive"),
    }
    return conclusions.get(code or "", code or "")
