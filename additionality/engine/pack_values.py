"""Finds values of a rule pack that are numbers of the right form and yet impossible.

A share of 20 where a fraction is meant, an amount below zero, a limit below the one it must not be
below: read like that a pack would judge every case, and judge it wrongly.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from additionality.engine.decimals import NumberRefused
from additionality.engine.pack_reader import Reader
from additionality.engine.rulepack import NotInForce, Parameter, Value

HOURS_A_DAY = 24
#: Parameter -> the one that it is nowhere below.
NOT_BELOW = {
    "tier.large_above": "tier.small_from",
    "tier.renewable_capacity.small_most": "tier.renewable_capacity.micro_most",
    "tier.electricity_saved.small_most": "tier.electricity_saved.micro_most",
    "tier.reductions.small_most": "tier.reductions.micro_most",
    "investment.operating_years_most": "investment.operating_years_least",
}
#: Units that are counted, not measured.
WHOLE = ("years", "calendar months")


def check_values(parameters: Mapping[str, Parameter], reader: Reader) -> None:
    """Note each impossible value at its line."""
    for name, parameter in parameters.items():
        for value in parameter.values:
            if message := _impossible(value):
                reader.refuse(("parameters", name, "values", value.since, "value"), message)
    for name, least in NOT_BELOW.items():
        if name in parameters and least in parameters:
            _check_order(parameters[name], parameters[least], reader)


def _impossible(value: Value) -> str:
    """What is impossible about a value, in words; nothing where it may be."""
    number, found = _number(value), f'found "{value.text}"'
    if number is None:
        return ""
    if value.unit.startswith("fraction") and not 0 <= number <= 1:
        return f'expected a fraction from 0 to 1, such as "0.20" for 20 %; {found}'
    if number < 0:
        return f"expected 0 or more {value.unit}; {found}"
    if value.unit == "hours a day" and number > HOURS_A_DAY:
        return f"expected at most {HOURS_A_DAY} hours a day; {found}"
    if value.unit in WHOLE and number != number.to_integral_value():
        return f"expected a whole number of {value.unit}; {found}"
    return ""


def _check_order(greater: Parameter, least: Parameter, reader: Reader) -> None:
    """The first day on which a limit is below the one that it must not be below, if there is any."""
    for day in sorted({one.since for one in (*greater.values, *least.values)}):
        try:
            above, below = greater.on(day), least.on(day)
        except NotInForce:
            continue
        high, low = _number(above), _number(below)
        if high is not None and low is not None and high < low:
            reader.refuse(
                ("parameters", greater.name, "values", above.since, "value"),
                f'expected at least "{below.text}", the value of {least.name} on {day}; '
                f'found "{above.text}"',
            )
            return


def _number(value: Value) -> Decimal | None:
    """The number; None for a day, and for a text that is refused as no number already."""
    try:
        return None if value.unit == "date" else value.number
    except NumberRefused:
        return None
