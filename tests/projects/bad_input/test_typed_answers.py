"""Years, numbers and characters that cannot be: named at their field, and kept as they were typed."""

import itertools
from typing import Any, NamedTuple

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from lxml import html

from projects.models import Case
from projects.wizard.fields import Number, Text, Year
from projects.wizard.steps import BY_NAME, STEPS, Step
from tests.factories import client_of
from tests.projects.cases import scenes
from tests.projects.wizard.driving import bring_to, controls, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(proponent) -> Case:
    """A finished draft in which every step is asked."""
    case = scenes.drafted(proponent)
    case.draft["route"] = {"route": ["both"]}
    case.save()
    return case


def faults(case: Case, step: str, **typed: str) -> tuple[list[str], dict[str, list[str]]]:
    """Save a step with these answers; what its page then says is wrong, and what its fields hold."""
    bring_to(case, step)
    case.save()
    client, address = client_of(case.prepared_by), url_of(case, step)
    sent: dict[str, Any] = dict(controls(client.get(address).content.decode()))
    case.refresh_from_db()
    sent |= {"draft_version": case.draft_version, "do": "list", **typed}
    assert client.post(address, sent).status_code == 302
    page = client.get(address).content.decode()
    summary = html.fromstring(page).find_class("error-summary")
    lines = [" ".join(one.text_content().split()) for part in summary for one in part.iter("li")]
    return lines, controls(page)


def years(*rows: tuple[str, str]) -> dict[str, str]:
    typed = {"count": str(len(rows))}
    for i, (year, tonnes) in enumerate(rows):
        typed |= {f"year-{i}-year": year, f"year-{i}-tco2e": tonnes}
    return typed


FOUR_DIGITS = "Enter a year of four digits"
YEARS = {
    "no year at all": ([], "Enter the estimated reduction of at least one year."),
    "a year without tonnes": ([("2027", "5"), ("2028", "")], "Enter the tonnes of this year"),
    "tonnes without a year": ([("", "5")], "Enter the year, or clear the row."),
    "a negative year": ([("-2027", "5")], FOUR_DIGITS),
    "negative tonnes": ([("2027", "-5")], "Enter 0 or more."),
    "a year twice": ([("2027", "5"), ("2027", "6")], "2027 is given more than once"),
    "a year with a point": ([("2027.0", "5")], FOUR_DIGITS),
    "a year of the Republic unsaid": ([("116", "5")], "民國116年"),
    "a year far away": ([("2999", "5")], "or less."),
    "Arabic digits": ([("٢٠٢٧", "5")], FOUR_DIGITS),
}


@pytest.mark.parametrize(("rows", "words"), YEARS.values(), ids=YEARS)
def test_a_year_that_cannot_be_is_named_and_kept(case, rows, words):
    said, held = faults(case, "size", **years(*rows))

    assert any(words in line for line in said), said
    assert [held.get(f"year-{i}-year", [""])[0] for i in range(len(rows))] == [y for y, _t in rows]
    assert [held.get(f"year-{i}-tco2e", [""])[0] for i in range(len(rows))] == [t for _y, t in rows]


def test_full_width_years_and_tonnes_are_understood(case):
    said, held = faults(case, "size", **years(("２０２７", "６６，０００")))

    assert said == []
    assert held["year-0-tco2e"] == ["６６，０００"]


def test_missing_years_are_a_concern_of_the_assessment(case):
    faults(case, "size", **years(("2027", "66000"), ("2029", "66000")))
    page = client_of(case.prepared_by).get(f"/cases/{case.pk}/check/").content.decode()

    assert "has more years than are estimated (5 against 2)" in " ".join(
        html.fromstring(page).text_content().split()
    )


def fields(kind: type, *, but: tuple[type, ...] = ()) -> list[tuple[str, str]]:
    """Step and name of every field of this kind; of the cards, in the first one."""
    found = []
    for step in STEPS:
        own = {n: one for n, one in step.form.base_fields.items() if n != "id"}
        if step.form.card:
            prefix = step.form.card_prefix
            own |= {f"{prefix}-0-{n}": one for n, one in step.form.card.base_fields.items()}
        found += [
            (step.name, name)
            for name, one in own.items()
            if isinstance(one, kind) and not isinstance(one, but) and not name.endswith("-id")
        ]
    return found


class Asked(NamedTuple):
    """A question for a number, and where it is asked."""

    step: str
    name: str
    question: Number

    def __str__(self) -> str:
        return f"{self.step} {self.name}"


def numbers_of(step: Step) -> list[Asked]:
    asked = {**step.form.base_fields, **(step.form.card.base_fields if step.form.card else {})}
    kinds = ((name, one) for name, one in asked.items() if isinstance(one, Number))
    return [Asked(step.name, name, one) for name, one in kinds if not isinstance(one, Year)]


NUMBERS = [*fields(Number, but=(Year,)), ("cash-flow", "line-0-amounts__0")]
NOT_NUMBERS = (
    "NaN",
    "-Infinity",
    "1e400",
    "٣٤",
    "²",
    "0x1F",
    "1,2,3",
    "1.234.567",
    "--5",
    "9" * 5_000,
)


@pytest.mark.parametrize("text", NOT_NUMBERS)
@pytest.mark.parametrize("number", [one for step in STEPS for one in numbers_of(step)], ids=str)
def test_what_is_no_number_is_refused_by_every_question(number, text):
    with pytest.raises(ValidationError, match=r"number|digits|finite|one sign"), override("en"):
        number.question.clean(text)


@pytest.mark.parametrize("step", dict(NUMBERS))
def test_what_is_no_number_is_named_and_kept(case, step):
    names = [name for at, name in NUMBERS if at == step]
    typed = dict(zip(names, itertools.cycle(NOT_NUMBERS), strict=False))
    said, held = faults(case, step, **({"count": "1"} if BY_NAME[step].form.card else {}), **typed)

    assert sum(any(w in line for w in ("number", "digits", "sign")) for line in said) == len(
        names
    ), said
    assert all(held[name] == [text] for name, text in typed.items())


UNPRINTABLE = {
    "an emoji newer than the fonts": ("\U0001fae9", "U+1FAE9"),
    "a script the fonts lack": ("\u1200", "U+1200"),
    "a private character": ("\ue000", "U+E000"),
    "a control character": ("\x07", "control character"),
    "a change of direction": ("\u202e", "control character"),
}


@pytest.mark.parametrize(("character", "words"), UNPRINTABLE.values(), ids=UNPRINTABLE)
@pytest.mark.parametrize("step", [step.name for step in STEPS if dict(fields(Text)).get(step.name)])
def test_what_the_pdf_cannot_print_is_told_at_its_field(case, step, character, words):
    names = [name for at, name in fields(Text) if at == step]
    said, held = faults(case, step, count="1", **dict.fromkeys(names, f"Wi{character}nd"))

    assert sum(words in line for line in said) == len(names), said
    assert all(held[name] == [f"Wi{character}nd"] for name in names)
