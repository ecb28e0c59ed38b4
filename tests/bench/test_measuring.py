"""What the benchmark's table says: work and floor in turn, their medians, and whether the bar holds."""

import pytest

from tests.bench import measuring
from tests.bench.measuring import Row, Sample, compare


def test_work_and_floor_take_turns_and_the_first_two_of_each_are_not_counted(monkeypatch):
    order: list[str] = []
    seconds = {
        "work": iter([9, 9, 0.003, 0.005, 0.004]),
        "floor": iter([9, 9, 0.002, 0.001, 0.003]),
    }

    def taken(one, number):
        one(number)
        took = next(seconds[order[-1].split()[0]])
        return Sample(took, took * 2)

    monkeypatch.setattr(measuring, "sample", taken)
    row = compare(
        "a step",
        lambda number: order.append(f"work {number}"),
        lambda number: order.append(f"floor {number}"),
        bar=1.6,
        rounds=3,
    )

    assert order == [f"{what} {number}" for number in range(5) for what in ("work", "floor")]
    assert row == Row("a step", 4.0, "ms", 2.0, 2.0, 1.6, 2.0)
    assert not row.holds


@pytest.mark.parametrize(
    ("ratio", "holds"), [(1.59, True), (1.6, True), (1.61, False)], ids=["below", "on", "above"]
)
def test_the_bar_itself_holds(ratio, holds):
    assert Row("a step", ratio, "ms", 1, ratio, 1.6, ratio).holds is holds


def test_a_row_without_a_bar_only_informs():
    assert Row("a step", 90, "ms", 1, 90, None, 90).holds


def test_an_average_part_keeps_the_ratio():
    assert Row("steps", 26, "ms", 13, 2, 1.6, 2).over(13) == Row("steps", 2, "ms", 1, 2, 1.6, 2)
