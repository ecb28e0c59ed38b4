"""Plants found in a data set, as they stand in the draft of a case: taken over, decided, counted.

The draft is the only place where they are kept: what a search finds are cards of the step
"Comparable plants", and a decision is what is typed into one of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from additionality.engine.analyses import common_practice
from additionality.engine.case import Case, read_case
from additionality.engine.practice_facts import Activity
from additionality.engine.problems import MalformedCase
from projects.activities.searching import Candidate, Found, Wanted, described
from projects.models import ActivityRow, DataSet
from projects.wizard.forms.common_practice import CommonPracticeForm
from projects.wizard.forms.keys import Typed
from projects.wizard.forms.step import COUNT
from projects.wizard.rows import card_count

STEP = "common-practice"
#: What the workbench asks people to decide of a row.
DECIDED = (
    "excluded",
    "exclusion_reason",
    "different",
    "grounds",
    "reason",
    "carbon_status",
    "started",
    "evidence",
    "evidence_at",
)
COUNTS = ("n_all", "n_diff")
#: How the fields begin that say what the data set says, whatever is made of it.
FOUND = "found_"
_SEARCHED = ("dataset__", "query__", "funnel__")


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The step as typed with what a search found, and the plants by name that it did not find again.

    Of those in `lost` something was typed; in those of `gone` all was as the data set says it.
    """

    typed: Typed
    lost: list[str]
    gone: list[str]
    counts_removed: bool


def cards_of(typed: Typed) -> list[Typed]:
    """What is typed in each card, by the names of its fields."""
    cards: list[Typed] = [{} for _ in range(min(card_count(typed), CommonPracticeForm.most_cards))]
    for name, texts in typed.items():
        prefix, _, rest = name.partition("-")
        number, _, field = rest.partition("-")
        if (
            prefix == CommonPracticeForm.card_prefix
            and number.isdigit()
            and int(number) < len(cards)
        ):
            cards[int(number)][field] = texts
    return cards


def with_cards(typed: Typed, cards: Sequence[Typed]) -> Typed:
    """The step with these cards in place of its own."""
    prefix = CommonPracticeForm.card_prefix
    found = {name: texts for name, texts in typed.items() if not name.startswith(f"{prefix}-")}
    for number, card in enumerate(cards):
        found |= {f"{prefix}-{number}-{name}": texts for name, texts in card.items()}
    return {**found, COUNT: [str(len(cards))]}


def taken_over(
    typed: Typed, data_set: DataSet, wanted: Wanted, found: Found, searched: DataSet | None = None
) -> TakenOver:
    """The step with the candidates as its plants, after those that were listed by hand.

    What was typed of a row of the same file stays; `searched` is the data set that the plants are of
    so far, as far as it is known. Counts that were typed are removed: they are made from the list now.
    """
    before = cards_of(typed)
    cards = [card for card in before if not first(card, "row")]
    same_file = first(typed, "dataset__sha256") == data_set.sha256
    old = {first(card, "row"): card for card in before if first(card, "row")}
    said = _said_of(old, searched or (data_set if same_file else None), typed)
    changed = {row: _changed(card, said.get(row)) for row, card in old.items()}
    for one in found.candidates:
        row = str(one.number)
        kept = changed.get(row, {}) if same_file else {}
        if same_file:
            old.pop(row, None)
        cards.append(_card(one, wanted.started_before) | kept)
    rest = {
        name: texts
        for name, texts in typed.items()
        if not name.startswith(_SEARCHED) and name not in COUNTS
    }
    described_now = _flat("dataset", described(data_set)) | _flat(
        "query", wanted.to_case() | found.named.to_case()
    )
    described_now |= _flat("funnel", found.funnel)
    lost = [first(card, "name") or row for row, card in old.items() if changed[row]]
    gone = [first(card, "name") or row for row, card in old.items() if not changed[row]]
    counts_removed = any(first(typed, name).strip() for name in COUNTS)
    return TakenOver(with_cards({**rest, **described_now}, cards), lost, gone, counts_removed)


def _said_of(rows: Iterable[str], searched: DataSet | None, typed: Typed) -> dict[str, Typed]:
    """The cards that the last search made of these rows, before anybody typed."""
    numbers = [int(row) for row in rows if row.isascii() and row.isdigit()]
    if searched is None or not numbers:
        return {}
    cut = _day(first(typed, "query__started_before"))
    found = ActivityRow.objects.filter(data_set=searched, number__in=numbers)
    candidates = (Candidate._make(one) for one in found.values_list(*Candidate._fields))
    return {str(one.number): _card(one, cut) for one in candidates}


def _changed(card: Typed, said: Typed | None) -> Typed:
    """What stands in a card otherwise than the data set says; its decisions where that is not known."""
    if said is None:
        return {name: texts for name in DECIDED if _tidy(texts := card.get(name, []))}
    return {
        name: texts
        for name, texts in card.items()
        if name != "row"
        and not name.startswith(FOUND)
        and _tidy(texts) != _tidy(said.get(name, []))
    }


def _tidy(texts: Iterable[str]) -> list[str]:
    return [text.strip() for text in texts if text.strip()]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _card(one: Candidate, cut: date | None) -> Typed:
    return {name: [str(value)] for name, value in one.to_case(cut).items()}


def _flat(part: str, values: Mapping[str, Any]) -> Typed:
    said = {True: "yes", False: "no"}
    return {
        f"{part}__{name}": [said[value] if isinstance(value, bool) else str(value)]
        for name, value in values.items()
    }


def first(typed: Mapping[str, Sequence[str]], name: str) -> str:
    return (typed.get(name) or [""])[0]


def decided(typed: Typed, posted: Mapping[str, list[str]], places: Iterable[int]) -> Typed:
    """The step with what was posted for the cards at `places`; a box that is not ticked posts nothing."""
    cards = cards_of(typed)
    prefix = CommonPracticeForm.card_prefix
    for place in places:
        if not 0 <= place < len(cards):
            continue
        for name in DECIDED:
            texts = posted.get(f"{prefix}-{place}-{name}")
            if texts is not None:
                cards[place][name] = texts
            elif name == "grounds":
                cards[place].pop(name, None)
    return with_cards(typed, cards)


def answered_alike(typed: Typed, technology: str, answer: Typed) -> tuple[Typed, int]:
    """The step with one answer to "different?" for all plants of a technology that have none yet."""
    cards, number = cards_of(typed), 0
    for card in cards:
        is_open = not first(card, "different") and first(card, "excluded") != "yes"
        if is_open and first(card, "technology") == technology:
            card |= answer
            number += 1
    return with_cards(typed, cards), number


#: Parts of a project that may name a document as their source.
CITING = ("prior_consideration", "performance")


def _uncited(part: Mapping[str, Any]) -> dict[str, Any]:
    """Without what may refer to evidence, which a small case does not have."""
    found = {
        key: value
        for key, value in part.items()
        if not key.removesuffix("_at").endswith("evidence") and key not in CITING
    }
    if "activities" in found:
        found["activities"] = [_uncited(one) for one in found["activities"]]
    return found


def small_case(step: Mapping[str, Any], whole: Mapping[str, Any]) -> Case | None:
    """The case with nothing in it but the project and the plants; None while they cannot be read."""
    project = {"name": "-", "country": "-", "annual_reductions": [{"year": 2000, "tco2e": "0"}]}
    data = {
        **{key: whole[key] for key in ("format", "pack", "assessed_on")},
        "project": {**project, **whole.get("project", {})},
        "common_practice": _uncited(step.get("common_practice", {})),
    }
    data["project"] = _uncited(data["project"])
    try:
        return read_case(data)
    except MalformedCase:
        return None


def standing_of(activity: Activity, case: Case, share: Any) -> str:
    """What becomes of a plant: a code of `projects.activities.words.STANDINGS`."""
    if activity.excluded:
        return "left_out"
    similar = common_practice.is_similar(activity, case.project, share)
    if similar is False:
        return "not_similar"
    if activity.carbon_status not in ("", "none"):
        return "carbon"
    if similar is None:
        return "unclear"
    different = common_practice.is_different(activity, case.project)
    return {True: "different", False: "same", None: "open"}[different]
