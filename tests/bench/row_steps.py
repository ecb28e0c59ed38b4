"""Saving and showing a step, each step of the large case in turn."""

from collections.abc import Iterator

from projects.models import Case, Person
from projects.wizard.facts import draft_from
from tests.bench import bare
from tests.bench.large import large_case
from tests.bench.measuring import Row, compare
from tests.bench.visitor import Visitor
from tests.factories import make_case, make_person

Typed = dict[str, list[str]]
GRID = "cash-flow"
ROUNDS = 25
#: What is typed anew in each step before it is saved; the other steps stay as they are.
CHANGED = {
    "project": ("name", "Coastal wind farm {}"),
    "technology": ("technology", "onshore wind {}"),
    "dates": ("crediting__years", "{}"),
    "size": ("year-4-tco2e", "660{:02}"),
    "search": ("searched", "National and county law, search {}"),
    "laws": ("law-0-title", "Act {}"),
    "alternatives": ("alternative-1-name", "Power from the grid {}"),
    "route": ("route", "investment"),
    "investment": ("technical_life_years", "{}"),
    "cash-flow": ("line-3-amounts__7", "2400000{:02}"),
    "benchmark": ("rate", "8.{:02} %"),
    "sensitivity": ("explanation", "Prices are fixed {}"),
    "common-practice": ("n_all", "1{}"),
}


def rows() -> Iterator[Row]:
    """An average step, then the largest one alone, which has no bar of its own."""
    draft = draft_from(large_case())
    person = make_person()
    yield save("save a step", list(CHANGED), draft, person, bar=1.6)
    yield show("show a step", list(CHANGED), draft, person, bar=4)
    yield save("save the cash flow", [GRID], draft, person, bar=None)
    yield show("show the cash flow", [GRID], draft, person, bar=None)


def save(
    name: str, steps: list[str], draft: dict[str, Typed], person: Person, *, bar: float | None
) -> Row:
    """Post every step, with something new in it. The floor is sent and saves the same."""
    case, other = (make_case(prepared_by=person, draft=draft) for _ in range(2))
    bare.DRAFTS[other.pk] = draft
    ours, bare_one = Visitor.of(person), Visitor.of(person)
    posted = [
        [(step, typed(draft[step], step, number)) for step in steps] for number in range(ROUNDS + 2)
    ]
    bodies = [
        [
            (step, ours.form(fields | control(number * len(steps) + place)))
            for place, (step, fields) in enumerate(sent)
        ]
        for number, sent in enumerate(posted)
    ]

    def work(number: int) -> None:
        for step, body in bodies[number]:
            ours.cookies.pop("messages", None)  # the page after the redirect has shown them
            answer = ours.post(f"/cases/{case.pk}/steps/{step}/", body)
            assert answer.status == 302, (step, answer)

    def floor(number: int) -> None:
        for step, body in bodies[number]:
            assert bare_one.post(f"/bare/{other.pk}/{step}/", body).status == 302

    bare_one.cookies = dict(ours.cookies)
    row = compare(name, work, floor, bar=bar, rounds=ROUNDS)
    saved = Case.objects.get(pk=case.pk)
    assert saved.draft_version == len(posted) * len(steps)
    assert {step: saved.draft[step] for step in steps} == dict(posted[-1])
    return row.over(len(steps))


def typed(fields: Typed, step: str, number: int) -> Typed:
    name, text = CHANGED[step]
    return fields | {name: [text.format(number + 10)]}


def control(version: int) -> Typed:
    return {"draft_version": [str(version)], "do": ["continue"]}


def show(
    name: str, steps: list[str], draft: dict[str, Typed], person: Person, *, bar: float | None
) -> Row:
    """Open every step. The floor answers with the same pages as one string each."""
    case = make_case(prepared_by=person, draft=draft)
    visitor = Visitor.of(person)
    addresses = [f"/cases/{case.pk}/steps/{step}/" for step in steps]
    for address in addresses:
        bare.PAGES[address] = visitor.get(address).body.decode()

    def work(number: int) -> None:
        for address in addresses:
            answer = visitor.get(address)
            assert answer.status == 200
            assert len(answer.body) == len(bare.PAGES[address].encode())

    def floor(number: int) -> None:
        for address in addresses:
            assert visitor.get(f"/bare/?page={address}").status == 200

    return compare(name, work, floor, bar=bar, rounds=ROUNDS).over(len(steps))
