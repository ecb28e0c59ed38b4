"""What is declared word for word, by who submits and by who takes up a review; and reading it again.

A declaration is kept as it was made, in the language of that moment. Whoever reads it in another
language is shown the same declaration in it, and told in which it was made.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext_lazy, override
from django.utils.translation import gettext as _

from additionality.engine.findings import Citation
from additionality.engine.rulepack import RulePack
from projects.wording.citations import cited
from projects.wording.packs import packs
from projects.wording.phrases import listed

CLAIMS = (
    gettext_lazy("The answers and the evidence of this case are true and complete."),
    gettext_lazy("I am entitled to submit it for my organisation."),
    gettext_lazy("Nothing was left out that would lead to another result."),
)
NO_CONSULTANCY = gettext_lazy(
    "Neither I nor my organisation gave advice on this project or prepared its case."
)
NO_THREATS = gettext_lazy("None of the five threats to impartiality applies to me in this case.")
THREATS = (
    gettext_lazy("Self-interest: I gain nothing from how this case is decided."),
    gettext_lazy("Self-review: I judge no work of my own."),
    gettext_lazy("Familiarity: I am not close to the people who made the case."),
    gettext_lazy("Intimidation: nobody puts pressure on me."),
    gettext_lazy("Advocacy: I do not speak for the project or against it."),
)
UNCHANGED = gettext_lazy("Nothing of what I declared has changed since.")


def claims(pack: RulePack) -> list[str]:
    """What a proponent declares of a case under these rules, in the reader's language."""
    return [*map(str, CLAIMS), _of_revocation(pack.cited_by.get("revocation", ()))]


def impartiality() -> list[str]:
    """What a reviewer declares on taking up a case, in the reader's language."""
    return [str(line) for line in (NO_CONSULTANCY, NO_THREATS, *THREATS)]


def declaration(name: str, organisation: str, pack: RulePack) -> str:
    """What is kept of a proponent's declaration, word for word as it is shown."""
    return "\n".join([speaker(name, organisation), *claims(pack)])


def _of_revocation(rules: Iterable[Citation]) -> str:
    named = listed([cited(rule.rule) for rule in rules])
    if not named:
        return _("I know that a decision that rests on false data can be revoked.")
    return _("I know that false data is a cause of revocation: %(rules)s.") % {"rules": named}


def speaker(name: str, organisation: str) -> str:
    """The line before what a proponent declares."""
    return _("%(name)s, for %(organisation)s:") % {"name": name, "organisation": organisation}


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration for its reader. `made_in` names its language where that is another one.

    `words` are those that were declared, in the language with the code `language`.
    """

    text: str
    words: str
    made_in: str = ""
    language: str = ""


def as_read(words: str) -> Declared:
    """A declaration in the reader's language; lines of the person's own words stay as they are."""
    reader = get_language() or settings.LANGUAGE_CODE
    lines = words.split("\n")
    others = [code for code, _name in settings.LANGUAGES if code != reader]
    known = {code: _known(lines, code) for code in (reader, *others)}
    made_in = max(known, key=lambda code: len(known[code]))  # the reader's own, where as many
    if made_in == reader or not known[made_in]:
        return Declared(words, words)
    again = known[made_in]
    read = [again[at]() if at in again else line for at, line in enumerate(lines)]
    return Declared(
        "\n".join(read), words, str(get_language_info(made_in)["name_translated"]), made_in
    )


def _lines() -> list[str]:
    """Every line that a declaration may hold, in the active language, always in the same order."""
    fixed = map(str, (*CLAIMS, UNCHANGED))
    return [*fixed, *impartiality(), *(claims(pack)[-1] for pack in packs()), _of_revocation(())]


def _known(lines: list[str], language: str) -> dict[int, Callable[[], str]]:
    """Which of the lines are words of this language, each with what says it in the active one."""
    with override(language):
        ours = {line: at for at, line in enumerate(_lines())}
        who = _pattern(speaker("(?P<name>.+)", "(?P<organisation>.+)"))
    found: dict[int, Callable[[], str]] = {}
    for at, line in enumerate(lines):
        if line in ours:
            found[at] = partial(_line, ours[line])
        elif at == 0 and (match := who.fullmatch(line)):
            found[at] = partial(speaker, **match.groupdict())
    return found


def _line(number: int) -> str:
    return _lines()[number]


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\(\?P<\w+>\.\+\))", template)
    return re.compile(
        "".join(part if part.startswith("(?P") else re.escape(part) for part in parts)
    )
