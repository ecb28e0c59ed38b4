"""What the gate of the pack says of the answers so far, before the case can be judged as a whole."""

from dataclasses import dataclass

from projects.wizard.answers import Answers
from projects.wizard.steps import BY_NAME
from projects.wording.names import exclusion
from projects.wording.packs import pack_title


@dataclass(frozen=True, slots=True)
class Gate:
    """`applies`: the circumstances answered with yes that keep the project out; `rules`: where that stands."""

    title: str
    decides: bool
    comes_first: bool
    applies: list[str]
    rules: list[str]


def gate_of(answers: Answers) -> Gate:
    pack = answers.pack
    typed = answers.draft.get(EXCLUSIONS.name, {})
    yes = [name for name in pack.gate.excluded_by if (typed.get(name) or [""])[-1] == "yes"]
    cited = pack.cited_by.get("eligibility", ())
    return Gate(
        title=pack_title(pack),
        decides=bool(pack.gate.excluded_by),
        comes_first=answers.path.is_gated,
        applies=[exclusion(name) for name in yes],
        rules=[citation.rule for citation in cited],
    )


EXCLUSIONS = BY_NAME["exclusions"]
