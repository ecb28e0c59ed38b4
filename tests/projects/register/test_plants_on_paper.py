"""A reason that many plants share is printed once; every plant still says which is its own."""

from django.utils.translation import override

from projects.register.plants_on_paper import reasons_told_once
from projects.showing.answers import Row, Section, Table

LONG = "Different technology; its unit cost differs by more than a fifth"


def listed(*reasons: str, kind: str = "plants") -> Section:
    rows = tuple((f"P{n}", "30 MW", why) for n, why in enumerate(reasons))
    table = Table("Plants", ("Plant", "Size", "Why"), rows, kind=kind)
    return Section("common_practice", "common-practice", "Plants", [Row("Area", "TW")], [], [table])


def told(section: Section) -> tuple[list[tuple[str, str]], list[str]]:
    with override("en"):
        found = reasons_told_once(section)
    return [(row.question, row.answer) for row in found.rows], [
        row[-1] for row in found.tables[0].rows
    ]


def test_what_many_plants_share_is_told_once_the_most_frequent_first():
    other = LONG.upper()
    rows, cells = told(listed(other, LONG, other, LONG, "Same technology", LONG, other, LONG))

    assert rows == [("Area", "TW"), ("Reason A, plants: 4", LONG), ("Reason B, plants: 3", other)]
    assert cells == [
        "Reason B", "Reason A", "Reason B", "Reason A", "Same technology", "Reason A", "Reason B",
        "Reason A",
    ]  # fmt: skip


def test_few_plants_short_reasons_and_other_tables_stay_as_they_are():
    for section in (
        listed(LONG, LONG),
        listed(*["Same technology"] * 9),
        listed(*[LONG] * 9, kind=""),
    ):
        assert reasons_told_once(section) == section


def test_more_reasons_than_letters_are_told_at_their_plants():
    reasons = [f"{LONG}, number {n:02}" for n in range(27) for _ in range(3)]
    rows, cells = told(listed(*reasons))

    assert len(rows) == 1 + 26
    assert cells[-1] == reasons[-1]
