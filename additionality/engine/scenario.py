"""A scenario: the inputs of an investment analysis changed, so that it can be judged again.

The changes are plain JSON and hold no numbers, so that they travel with the record and can be made
again by anybody. They are made in their order, on a canonical case file:

- `{"path": "investment.years", "value": "15"}` cuts or lengthens the cash flow (`with_years`);
- `{"path": "investment.lines[1].amounts", "factor": "0.9"}` multiplies the amounts of a line, and
  its price with them;
- `{"path": "investment.lines[1].amounts[3]", "value": "240"}` sets one amount. The line then states
  no quantity any more: its price times that quantity would be another amount;
- `{"path": "investment.benchmark.rate", "value": "0.09"}` gives any other input; null takes it away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from decimal import Decimal, localcontext
from typing import Any

from additionality.engine.assess import Assessment, assess
from additionality.engine.case import read_case
from additionality.engine.decimals import EXACT, plain, read_decimal
from additionality.engine.rulepack import RulePack

YEARS = "investment.years"
MOST_YEARS = 100  # as the published schema has it
#: What is there at the end of the last year, however many years there are.
AT_THE_END = ("residual", "working_capital")
#: What does not go on after the last year that was submitted.
ONLY_ONCE = ("capex", "loan_drawdown", "interest", "principal")

_STEP = re.compile(r"\.?([a-z_]+)|\[([0-9]{1,4})\]", re.ASCII)

Change = Mapping[str, Any]


class NoSuchInput(ValueError):
    """A change names a place that is no input of the case, or is no change at all."""


def judged(case: Mapping[str, Any], changes: Iterable[Change], pack: RulePack) -> Assessment:
    """The case with these changes, judged by `pack` on the day the case names.

    Raises `MalformedCase` where the changed case cannot be read, and `NoSuchInput`.
    """
    return assess(read_case(changed(case, changes)), pack=pack)


def changed(case: Mapping[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    """A copy of a canonical case file with these changes; the case itself stays as it is.

    Raises `NoSuchInput`, and `NumberRefused` for a text that is no number.
    """
    result = deepcopy(dict(case))
    for change in changes:
        path = str(change.get("path"))
        if path == YEARS:
            with_years(_investment(result), _whole(change.get("value")))
        elif "factor" in change:
            _scale(result, path, read_decimal(str(change["factor"])))
        else:
            _put(result, path, change.get("value"))
    return result


def with_years(investment: dict[str, Any], years: int) -> None:
    """Give every list of the cash flow so many years.

    Cut are the last years. What is added repeats the last year, without investment and loans. The
    residual value and the recovery of working capital stay in the last year, whichever that is.
    """
    if not 1 <= years <= MOST_YEARS:
        raise NoSuchInput(f"a cash flow has 1 to {MOST_YEARS} years, not {years}")
    flows = [investment, *(investment.get("alternatives") or [])]
    for line in (line for flow in flows for line in flow.get("lines") or []):
        line["amounts"] = _of_years(line["amounts"], years, line["kind"])
        for name in ("price", "quantity"):
            if isinstance(line.get(name), list):
                line[name] = _of_years(line[name], years, "")
    for name, key, kind in (("output", "amounts", ""), ("loan", "drawdowns", "loan_drawdown")):
        if (investment.get(name) or {}).get(key):
            investment[name][key] = _of_years(investment[name][key], years, kind)


def _of_years(amounts: list[str], years: int, kind: str) -> list[str]:
    kept, last = amounts[:years], amounts[-1]
    missing = years - len(amounts)
    if missing > 0:
        if kind in ONLY_ONCE:
            return kept + ["0"] * missing
        if kind not in AT_THE_END:
            return kept + [last] * missing
        if kind == "working_capital" and read_decimal(last) > 0:
            return kept + ["0"] * missing  # paid out in that year, and not recovered
        return [*kept[:-1], *["0"] * missing, last]
    if missing < 0 and kind in AT_THE_END:
        with localcontext(EXACT):
            kept[-1] = plain(sum(map(read_decimal, amounts[years - 1 :]), Decimal(0)))
    return kept


def _scale(case: dict[str, Any], path: str, factor: Decimal) -> None:
    holder, key = _place(case, path)
    if key != "amounts" or not isinstance(holder, dict) or "kind" not in holder:
        raise NoSuchInput(path)
    with localcontext(EXACT):
        for name in ("amounts", "price"):
            if isinstance(values := holder.get(name), list):
                holder[name] = [plain(read_decimal(text) * factor) for text in values]
            elif values is not None:
                holder[name] = plain(read_decimal(values) * factor)


def _put(case: dict[str, Any], path: str, value: Any) -> None:
    holder, key = _place(case, path)
    if isinstance(holder, list):
        holder[key] = value
        line, _ = _place(case, path.rpartition("[")[0])
        if isinstance(line, dict):
            line.pop("quantity", None)
    elif value is not None:
        holder[key] = value
    else:
        holder.pop(key, None)
        above = path.rpartition(".")[0]
        if not holder and above != "investment":  # nothing is left of the tax, the loan
            _put(case, above, None)


def _place(case: dict[str, Any], path: str) -> tuple[Any, Any]:
    """The object or list that holds what `path` names, and its key or position there.

    An object that is not there yet, such as the tax, is made. Raises `NoSuchInput`.
    """
    steps = [int(n) if n else name for name, n in _STEP.findall(path)]
    if steps[:1] != ["investment"] or len(steps) < 2 or _written(steps) != path:
        raise NoSuchInput(path)
    holder: Any = _investment(case)
    for step in steps[1:-1]:
        if isinstance(holder, dict) and isinstance(step, str):
            holder = holder.setdefault(step, {})
        else:
            holder = _item(holder, step, path)
    key = steps[-1]
    if isinstance(holder, dict) and isinstance(key, str):
        return holder, key
    _item(holder, key, path)
    return holder, key


def _item(holder: Any, position: Any, path: str) -> Any:
    if isinstance(holder, list) and isinstance(position, int) and position < len(holder):
        return holder[position]
    raise NoSuchInput(path)


def _written(steps: list[str | int]) -> str:
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps).removeprefix(".")


def _investment(case: dict[str, Any]) -> dict[str, Any]:
    investment = case.get("investment")
    if not isinstance(investment, dict):
        raise NoSuchInput("investment")
    return investment


def _whole(value: Any) -> int:
    number = read_decimal(str(value))
    if number != number.to_integral_value():
        raise NoSuchInput(YEARS)
    return int(number)
