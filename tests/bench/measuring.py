"""Interleaved samples of a work and its floor, and what they come to."""

import gc
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

#: What is measured gets the number of the sample, so that no two need be the same.
Work = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: medians in `unit`, and how many floors the work takes.

    `bar` is the most the ratio may be; None where the row only informs. `cpu_ratio` is the same of
    processor time, children included, which a busy machine disturbs less; None where it cannot be known.
    """

    name: str
    value: float
    unit: str
    floor: float
    ratio: float
    bar: float | None
    cpu_ratio: float | None

    @property
    def holds(self) -> bool:
        return self.bar is None or self.ratio <= self.bar

    def over(self, parts: int) -> "Row":
        """The same a part, of a work that has so many."""
        value, floor = (round(one / parts, 3) for one in (self.value, self.floor))
        return replace(self, value=value, floor=floor)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Sample:
    """Seconds on the clock, and seconds of processor time."""

    wall: float
    cpu: float


def compare(name: str, work: Work, floor: Work, *, bar: float | None, rounds: int) -> Row:
    """Measure `work` and `floor` in turn, `rounds` times each, after two of each unmeasured."""
    taken: tuple[list[Sample], list[Sample]] = ([], [])
    for number in range(rounds + 2):
        for one, kept in zip((work, floor), taken, strict=True):
            kept.append(sample(one, number))
    ours, theirs = (samples[2:] for samples in taken)
    value, least = (_milliseconds([one.wall for one in samples]) for samples in (ours, theirs))
    cpu, least_cpu = (_milliseconds([one.cpu for one in samples]) for samples in (ours, theirs))
    ratio, cpu_ratio = round(value / least, 3), round(cpu / least_cpu, 3)
    return Row(name, round(value, 3), "ms", round(least, 3), ratio, bar, cpu_ratio)


def sample(work: Work, number: int) -> Sample:
    """One run. What earlier runs left behind is collected before, not during it."""
    gc.collect()
    cpu, wall = _processor_seconds(), time.perf_counter()
    work(number)
    return Sample(time.perf_counter() - wall, _processor_seconds() - cpu)


def _milliseconds(seconds: list[float]) -> float:
    return statistics.median(seconds) * 1000


def _processor_seconds() -> float:
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
