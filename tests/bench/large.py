"""A large project whose cash flow has ten lines over 25 years."""

from typing import Any

from tests.factories import case_file

YEARS = 25


def large_case() -> dict[str, Any]:
    """The case file: one year of building, then 24 of running, ten lines of money.

    Nine lines are varied, and all investment together: ten variations with their break-evens.
    """
    data = case_file()
    running = YEARS - 1
    lines = [
        line("Turbines", "capex", [1_100_000_000, *[0] * running]),
        line("Towers", "capex", [260_000_000, *[0] * running]),
        line("Foundations and roads", "capex", [240_000_000, *[0] * running]),
        line("Grid connection", "capex", [180_000_000, *[0] * running]),
        line("Control system", "capex", [90_000_000, *[0] * running]),
        line("Planning", "capex", [70_000_000, *[0] * running]),
        line("Power sales", "revenue", [0, *range(150_000_000, 126_000_000, -1_000_000)]),
        line("Feed-in premium", "subsidy", [0, *range(95_000_000, 83_000_000, -500_000)]),
        line("Operation", "opex", [0, *range(52_000_000, 68_800_000, 700_000)]),
        line("Credits", "carbon_revenue", [0, *[40_000_000] * running]),
    ]
    data["investment"] |= {"lines": lines, "technical_life_years": YEARS - 1}
    data["investment"]["sensitivity"]["explanation"] = "Prices are fixed by contract for the term."
    return data


def line(name: str, kind: str, amounts: list[int]) -> dict[str, Any]:
    return {
        "name": name,
        "kind": kind,
        "amounts": [str(amount) for amount in amounts],
        "source": "E1",
        "source_date": "2025-02-10",
    }
