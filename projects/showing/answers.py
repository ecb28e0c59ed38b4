"""The answers of a case file for reading: question by question, in the order they are asked.

Works from the data of a case file alone, so that a frozen submission is shown as it was. What
the form does not ask (a case file may hold more) is listed at the end and never left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from additionality.engine.rulepack import RulePack, UnknownPack, load_pack
from projects.models import EvidenceKind
from projects.showing.plant_list import plant_cells, plant_head
from projects.wizard.fields import Number, OneOf, OneOrYearly, Rate, SomeOf, Year, YesNo, shown
from projects.wizard.forms.alternative_flows import AlternativeFlowsForm
from projects.wizard.forms.barriers import ONLY_LARGE, ONLY_SMALL
from projects.wizard.forms.regulatory import ExclusionsForm, exclusions_asked
from projects.wizard.forms.step import Questions, StepForm
from projects.wizard.places import Places
from projects.wizard.steps import STEPS, Step
from projects.wording.claims import place_words, readers
from projects.wording.phrases import separated

COLUMNS_AT_ONCE = 5
#: Characters that stand beside each other in a table on paper, and between two of its columns.
WIDTH, GAP = 90, 2
#: Cards that read better as a table with one row each.
IN_ROWS = {"annual_reductions", "activities"}
NOT_ANSWERS = {"format", "pack", "assessed_on"}
#: Put in by the application to compare with; the finding shows it.
COMPARED_WITH = "investment.benchmark.claims"
#: Where the answers to an analysis stand under a pack that has no such analysis.
OTHERWISE = {
    "eligibility": "regulatory",
    "first_of_its_kind": "project",
    "microscale": "regulatory",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question and its answer in words; `given` is false where there is no answer."""

    question: str
    answer: str
    given: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """One item of a list, such as a law. `key` tells it from the others of its section."""

    key: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Figures: the first cell of a row says what the row is about. `unit` holds for all cells.

    `kind` names the widths of the columns on paper, where they are not all the same.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    unit: str = ""
    numeric: bool = True
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one step. `part` is what a request can be bound to, `step` the form's step."""

    part: str
    step: str
    title: str
    rows: list[Row] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def answers(
    case: Mapping[str, Any],
    asked: Iterable[str] = (),
    *,
    names: Mapping[str, str] | None = None,
) -> list[Section]:
    """The sections of a case file that hold an answer, and those of the steps `asked`.

    `names` are what ids of evidence and alternatives stand for; those of the case by default.
    """
    asked, names = set(asked), names_of(case) if names is None else names
    sections = []
    for step in STEPS:
        if _has_answers(step.form, case) or step.name in asked:
            sections.append(_section(step, case, names))
    if case.get("evidence"):
        sections.append(_evidence(case["evidence"]))
    if rest := list(_further(case)):
        sections.append(Section("project", "", _("Further entries of the case file"), rows=rest))
    return sections


def _section(step: Step, case: Mapping[str, Any], names: Mapping[str, str]) -> Section:
    form, part = step.form, _at(case, step.form.path)
    pack = _pack_of(case)
    section = Section(_request_part(step, pack), step.name, str(step.title))
    if step.name == "investment" and part:
        # What a frozen case leaves out because the format says it holds by default.
        part = {"timing": "start", **part}
    unasked = {*form.folded, *_of_other_packs(form, pack)}
    for name, question in form.base_fields.items():
        rows = _rows({name: question}, part, names)
        section.rows.extend(row for row in rows if row.given or name not in unasked)
    items = (part.get(form.cards_key) or []) if form.card else []
    if issubclass(form, AlternativeFlowsForm):
        for item in items:
            lines = _lines_of(item, names)
            section.cards.extend(_cards(form, lines, names))
            of = _("Cash flow of %(alternative)s")
            words = {"alternative": names.get(item.get("id") or "", item.get("id") or "")}
            section.tables.extend(_years(case["investment"], lines, of % words))
    elif form.cards_key in IN_ROWS and items:
        section.tables.append(_in_rows(form, items, names))
    elif form.card:
        section.cards.extend(_cards(form, items, names))
    if form.cards_key == "lines" and items:
        section.tables.extend(_years(case["investment"], items, _("Cash flow")))
    return section


def _pack_of(case: Mapping[str, Any]) -> RulePack | None:
    try:
        return load_pack(str(case.get("pack")))
    except UnknownPack:
        return None


def _request_part(step: Step, pack: RulePack | None) -> str:
    """What reviewers raise a request on: the analysis, where the pack has it."""
    part = step.request_part
    judged = pack is not None and part in pack.analyses
    return part if judged else OTHERWISE.get(part, part)


def _of_other_packs(form: type[StepForm], pack: RulePack | None) -> set[str]:
    """The circumstances of a project that other packs ask about."""
    if pack is None or not issubclass(form, ExclusionsForm):
        return set()
    return {*form.base_fields} - {*exclusions_asked(pack)}


def _rows(
    questions: Mapping[str, Any], part: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[Row]:
    """One row a question; questions that are folded away in the form only where answered."""
    for name, question in questions.items():
        if name.endswith("__unit") or name == "years":
            continue
        value = _value(part, name)
        if question.widget.is_hidden and not _is_given(value):
            continue  # nobody was asked
        text = answer(question, value, names) if _is_given(value) else ""
        if text and name.endswith(("__value", "__amounts")):
            unit = _value(part, name.rpartition("__")[0] + "__unit")
            text = f"{text} {unit}" if unit else text
        yield Row(str(question.label), text or _("Not answered"), bool(text))


def answer(question: Any, value: Any, names: Mapping[str, str]) -> str:
    """`value` of the case file in the words of its question; `names` are those of ids."""
    if isinstance(question, YesNo) or isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(question, Places):
        return separated(place_words(names.get(one["id"], one["id"]), one) for one in value)
    if isinstance(question, SomeOf):
        chosen = dict(question.choices)
        words = (str(chosen.get(item) or names.get(item, item)) for item in value)
        return separated(words) or _("None of them")
    if isinstance(question, OneOf):
        return str(dict(question.choices).get(value, value))
    if isinstance(question, OneOrYearly):
        return separated(figure(v) for v in (value if isinstance(value, list) else [value]))
    if isinstance(question, Rate):
        return f"{figure(Decimal(str(value)).scaleb(2))} %"
    if isinstance(question, Number) and not isinstance(question, Year):
        return figure(value)
    return names.get(str(value), str(value))


def figure(value: Any) -> str:
    """A number for reading; what is no number stays as it is."""
    try:
        return shown(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _cards(
    form: type[StepForm], items: list[Mapping[str, Any]], names: Mapping[str, str]
) -> Iterator[Card]:
    seen: dict[str, int] = {}
    for position, item in enumerate(items, start=1):
        title = _card_title(form, item, position)
        seen[title] = seen.get(title, 0) + 1
        key = item.get("id") or f"{title} {seen[title]}"
        yield Card(key, title, tuple(_card_rows(form, item, names)))


def _card_rows(
    form: type[StepForm], item: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[Row]:
    card = form.card or Questions
    conditional = {*card.folded, *ONLY_LARGE, *ONLY_SMALL}
    for name, question in card.base_fields.items():
        if name in card.silent or name in ("name", "title", "alternative"):
            continue  # it is, or is in, the title of the card
        for row in _rows({name: question}, item, names):
            if row.given or name not in conditional:
                yield row


def _card_title(form: type[StepForm], item: Mapping[str, Any], position: int) -> str:
    if form.cards_key == "alternatives":
        return f"{item.get('id', '')} {item.get('name', '')}".strip()
    if form.cards_key == "barriers":
        kinds = dict(form.card.base_fields["kind"].choices) if form.card else {}
        return str(
            kinds.get(item.get("kind"), "") or _("Barrier %(number)s") % {"number": position}
        )
    return str(item.get("title") or item.get("name") or position)


def _in_rows(
    form: type[StepForm], items: list[Mapping[str, Any]], names: Mapping[str, str]
) -> Table:
    """Cards as a table: plants a line each, others the columns in which somebody answered something."""
    questions = form.card.base_fields if form.card else {}
    plants = form.cards_key == "activities"
    if plants:
        names = {}  # hundreds of lines: evidence by its id
    said = [
        {
            name: answer(question, item[name], names)
            for name, question in questions.items()
            if _is_given(item.get(name))
        }
        for item in items
    ]
    if plants:
        rows = tuple(plant_cells(*one) for one in zip(items, said, strict=True))
        caption = _("Comparable plants, one by one")
        return Table(caption, plant_head(), rows, numeric=False, kind="plants")
    used = [name for name in questions if any(name in one for one in said)]
    rows = tuple(tuple(one.get(name, "–") for name in used) for one in said)
    return Table(_("Estimated reductions"), tuple(str(questions[n].label) for n in used), rows)


def _years(
    investment: Mapping[str, Any], lines: list[Mapping[str, Any]], title: str
) -> Iterator[Table]:
    """The cash flow with a row a year, and a few lines beside each other at a time."""
    first = investment.get("first_year")
    unit = str(investment.get("currency") or "")
    at_once = _columns_at_once(lines)
    for start in range(0, len(lines), at_once):
        block = lines[start : start + at_once]
        amounts = [line.get("amounts") or [] for line in block]
        rows = tuple(
            (_year(first, i), *(figure(a[i]) if i < len(a) else "–" for a in amounts))
            for i in range(max(map(len, amounts), default=0))
        )
        head = (_("Year"), *(str(line.get("name") or "") for line in block))
        yield Table(
            title if len(block) == len(lines) else _part(title, start, block), head, rows, unit
        )


def _part(title: str, start: int, block: list[Any]) -> str:
    """The title of a table with some of the lines only: no two tables are called the same."""
    words = {"title": title, "first": start + 1, "last": start + len(block)}
    if len(block) == 1:
        return _("%(title)s, line %(first)s") % words
    return _("%(title)s, lines %(first)s to %(last)s") % words


def _columns_at_once(lines: list[Mapping[str, Any]]) -> int:
    """How many lines stand beside each other and the year, so that no number is broken."""
    amounts = (figure(amount) for line in lines for amount in line.get("amounts") or [])
    widest = max(map(len, amounts), default=0)
    return max(1, min(COLUMNS_AT_ONCE, WIDTH // (widest + GAP) - 1))


def _lines_of(item: Mapping[str, Any], names: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The lines of one alternative, each with the alternative in its name."""
    alternative = names.get(item.get("id") or "", item.get("id") or "")
    return [
        line | {"name": f"{alternative}: {line.get('name') or ''}"}
        for line in item.get("lines") or []
    ]


def _year(first: Any, offset: int) -> str:
    text = str(first or "")
    return str(int(text) + offset) if text.isdecimal() else str(offset)


def _evidence(items: list[Mapping[str, Any]]) -> Section:
    cards = []
    for position, item in enumerate(items, start=1):
        words = {
            _("File"): item.get("file"),
            _("Date of the document"): item.get("dated"),
            _("Kind"): dict(EvidenceKind.choices).get(item.get("kind")),
            _("Who may read the file?"): readers(item.get("confidential")),
            _("SHA-256"): item.get("sha256"),
        }
        rows = tuple(Row(question, str(text)) for question, text in words.items() if text)
        key = str(item.get("id") or position)
        cards.append(Card(key, f"{key} {item.get('title') or ''}".strip(), rows))
    return Section("evidence", "evidence", _("Evidence"), cards=cards)


def names_of(case: Mapping[str, Any]) -> dict[str, str]:
    """What ids of evidence and alternatives stand for, in words."""
    return {
        item["id"]: f"{item['id']} {item.get('title') or item.get('name') or ''}".strip()
        for key in ("evidence", "alternatives")
        for item in case.get(key) or []
        if item.get("id")
    }


def _has_answers(form: type[StepForm], case: Mapping[str, Any]) -> bool:
    part = _at(case, form.path)
    own = any(_is_given(_value(part, name)) for name in form.base_fields)
    return own or bool(form.card and part.get(form.cards_key))


def _is_given(value: Any) -> bool:
    """An empty list answers "none"; nothing and an empty text answer nothing."""
    return value is not None and value != ""


def _at(tree: Mapping[str, Any], path: Iterable[str]) -> Mapping[str, Any]:
    for key in path:
        tree = tree.get(key) or {}
    return tree


def _value(part: Mapping[str, Any], name: str) -> Any:
    *parents, key = name.split("__")
    return _at(part, parents).get(key)


def _further(case: Mapping[str, Any]) -> Iterator[Row]:
    """Entries no step asks for, by their place in the case file."""
    known = _asked_for()
    for path, value in _leaves(case, ""):
        plain = re.sub(r"\[\d+\]", "[]", path)
        if plain.split(".")[0].removesuffix("[]") in NOT_ANSWERS or value in (None, "", []):
            continue
        if not any(plain == one or plain.startswith((one + ".", one + "[")) for one in known):
            yield Row(
                path, _("Yes") if value is True else _("No") if value is False else str(value)
            )


def _asked_for() -> set[str]:
    found = {
        COMPARED_WITH,
        "evidence",
        "investment.option",
        "investment.indicator",
        "alternatives[].id",
    }
    found.add("investment.lines[].amounts")
    for step in STEPS:
        root = list(step.form.path)
        found |= {".".join([*root, *name.split("__")]) for name in step.form.base_fields}
        if step.form.card:
            item = ".".join([*root, step.form.cards_key]) + "[]"
            if issubclass(step.form, AlternativeFlowsForm):
                found |= {f"{item}.id", f"{item}.lines[].amounts"}
                item += ".lines[]"
            found |= {f"{item}.{name}" for name in step.form.card.base_fields}
    return found


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        for position, item in enumerate(value):
            yield from _leaves(item, f"{path}[{position}]")
    else:
        yield path, value
