"""Concerns: what a reviewer should look at, and what would settle it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.functional import Promise

from additionality.engine.valuation import RATES_OF_RETURN
from projects.showing.numbers import change, day, figure, money, percent, tonnes
from projects.wording import benchmarks, names
from projects.wording.concern_words import SENTENCES, SETTLING
from projects.wording.concern_words_investment import COMPARED_SENTENCES
from projects.wording.phrases import listed, quoted, separated
from projects.wording.reasons import units, worth

Case = Mapping[str, Any]
Say = Callable[[Any, Case], str]


def _each(one: Callable[[str], str]) -> Say:
    return lambda value, case: listed(one(item) for item in value)


def _plain(say: Callable[[Any], str]) -> Say:
    return lambda value, case: say(value)


def _alternatives(value: Iterable[str], case: Case) -> str:
    return listed(quoted(names.alternative(key, case)) for key in value)


def _amount(value: str, case: Case) -> str:
    return money(value, str((case.get("investment") or {}).get("currency") or ""))


def _worth(value: str | None, case: Case) -> str:
    """A value of the indicator of the case: a rate in percent, anything else in figures."""
    investment = case.get("investment") or {}
    kind = str(investment.get("indicator") or "project_irr")
    if kind in RATES_OF_RETURN:
        return percent(value)
    return worth(value, kind, *units(case))


def _position(value: str) -> str:
    """The engine counts from zero, people from one."""
    return figure(int(value) + 1)


def _break_even(value: Iterable[Mapping[str, Any]], case: Case) -> str:
    return listed(f"{names.line(one['line'])} {change(one['change'])}" for one in value)


def _points(value: str) -> str:
    return figure(value, 2)


#: How a detail is written, by its key; for a few concerns a key means something else.
DETAILS: Mapping[str, Say] = {
    "answers": _each(names.exclusion),
    "value": _plain(tonnes),
    "limit": _plain(tonnes),
    "least": _plain(figure),
    "most": _plain(figure),
    "megawatts": _plain(figure),
    "output": _plain(figure),
    "capacity_kw": _plain(figure),
    "limit_kw": _plain(figure),
    "saved_gwh": _plain(figure),
    "limit_gwh": _plain(figure),
    "period_most": _plain(figure),
    "entry": _plain(quoted),
    "gaps": _each(names.positive_list_gap),
    "years": _plain(figure),
    "period": _plain(figure),
    "operating_years": _plain(figure),
    "life": _plain(figure),
    "first": _plain(lambda name: str(names.DATES[name])),
    "second": _plain(lambda name: str(names.DATES[name])),
    "first_date": _plain(day),
    "second_date": _plain(day),
    "start_date": _plain(day),
    "due": _plain(day),
    "notified_on": _plain(day),
    "decision_date": _plain(day),
    "said_to_comply": _alternatives,
    "said_to_break_law": _alternatives,
    "alternatives": _alternatives,
    "laws": _each(quoted),
    "lines": _each(names.line),
    "components": _each(benchmarks.component),
    "official": _plain(percent),
    "discount_rate": _plain(percent),
    "day": _plain(day),
    "since": _plain(day),
    "line": _plain(names.line),
    "break_even": _break_even,
    "range": _plain(lambda value: percent(value, 0)),
    "used": _plain(lambda value: percent(value, 0)),
    "points": _plain(_points),
    "with_credits": _plain(percent),
    "benchmark": _plain(percent),
    "indicator": _plain(percent),
    "yearly_ratio": _plain(lambda value: figure(value, 3)),
    "implied_rate": _plain(percent),
    "amount": _amount,
    "stated": _amount,
    "sales": _amount,
    "project_sales": _amount,
    "book_value": _amount,
    "quoted": _plain(figure),
    "built": _plain(figure),
    "barrier": _plain(_position),
    "kind": _plain(lambda kind: names.barrier_kind(kind) if kind else "–"),
    "because": _each(names.barrier_answer),
    "barriers": _each(_position),
    "unclear": _plain(figure),
    "unclear_difference": _plain(figure),
    "activities": _each(quoted),
    "plants": _plain(figure),
    "missing": _plain(figure),
    "parts": _each(names.search_part),
    "rows": lambda value, case: separated(names.row_stated(one) for one in value),
}
OWN_DETAILS: Mapping[tuple[str, str], Say] = {
    ("out_of_proportion_to_capacity", "least"): _plain(tonnes),
    ("out_of_proportion_to_capacity", "most"): _plain(tonnes),
    ("out_of_proportion_to_saving", "most"): _plain(tonnes),
    ("amount_not_price_times_quantity", "years"): _each(str),
    ("loan_above_investment", "loan"): _amount,
    ("loan_above_investment", "investment"): _amount,
    ("benchmark_not_as_built", "built"): _plain(percent),
    ("benchmark_of_another_sector", "benchmark"): _plain(names.sector),
    ("benchmark_of_another_sector", "project"): _plain(names.sector),
    ("several_tariffs", "sites"): _each(quoted),
    ("below_benchmark_with_credits", "with_credits"): _worth,
    ("below_benchmark_with_credits", "benchmark"): _worth,
    ("lower_with_credits", "with_credits"): _worth,
    ("lower_with_credits", "indicator"): _worth,
    ("range_too_narrow", "range"): _plain(change),
    ("range_too_narrow", "used"): _plain(change),
}


def concern_sentence(code: str, detail: Mapping[str, Any], case: Case | None = None) -> str:
    """What is to be looked at; `case` gives the names behind ids and the currency."""
    words = {
        key: (OWN_DETAILS.get((code, key)) or DETAILS[key])(value, case or {})
        for key, value in detail.items()
    }
    return str(_sentence(code, detail, case or {})) % words


def concern_settle(code: str, detail: Mapping[str, Any]) -> str:
    """What would settle it."""
    return str(_of_detail(SETTLING[code], detail))


def _sentence(code: str, detail: Mapping[str, Any], case: Case) -> str | Promise:
    if (case.get("investment") or {}).get("option") in ("simple_cost", "comparison"):
        found = COMPARED_SENTENCES.get(code) or SENTENCES[code]
    else:
        found = SENTENCES[code]
    return _of_detail(found, detail)


def _of_detail(found: Any, detail: Mapping[str, Any]) -> str | Promise:
    if isinstance(found, Mapping):
        return next(words for key, words in found.items() if key in detail)
    return found
