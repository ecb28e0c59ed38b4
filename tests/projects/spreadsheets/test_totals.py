"""Totals and net cash flows of a sheet: which rows they mean, and whether the lines that are taken give them."""

from typing import Any

import pytest

from projects.spreadsheets.currencies import currencies_in
from projects.spreadsheets.reading import Reading
from projects.tables.faults import Fault
from tests.projects.spreadsheets.test_reading import HEAD, reading

ABOUT_TOTALS = (
    "column_total_differs",
    "net_differs",
    "net_differs_named",
    "total_not_reached_named",
)


def told(rows: list[list[Any]]) -> list[Fault]:
    return [fault for fault in reading(rows).faults if fault.code in ABOUT_TOTALS]


def one(rows: list[list[Any]]) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    (fault,) = told(rows)
    return fault.code, fault.cells, fault.params


def summed(rows: str, *values: float) -> list[Any]:
    """Cells of the three years whose formula is `rows`, `{c}` standing for the column."""
    return [(rows.format(c=c), value) for c, value in zip("BCD", values, strict=True)]


#: As developers build them; every total is right.
SOUND = {
    "blank rows between": [
        HEAD, ["設備", 9, 0, 0], [], ["土木", 1, 0, 0], [], ["合計", 10, 0, 0],
    ],
    "a quantity between the amounts": [
        HEAD, ["售電量 (度)", 5, 6, 7], ["售電收入", 10, 12, 14], ["碳權收入", 1, 1, 1], ["總收入", 11, 13, 15],
    ],
    "a heading and a group for each": [
        HEAD, ["收入"], ["售電收入", 10, 12, 14], ["碳權收入", 1, 1, 1], ["收入小計", 11, 13, 15], ["成本"],
        ["運維費", 2, 2, 2], ["保險費", 1, 1, 1], ["成本小計", 3, 3, 3],
    ],
    "subtotals and a grand total": [
        HEAD, ["設備", 9, 1, 1], ["土木", 1, 1, 1], ["小計", 10, 2, 2], ["運維費", 2, 2, 2], ["保險費", 1, 1, 1],
        ["小計", 3, 3, 3], ["總成本", 13, 5, 5],
    ],
    "a subtotal and a row on top": [
        HEAD, ["設備", 9, 1, 1], ["土木", 1, 1, 1], ["小計", 10, 2, 2], ["監造費", 2, 2, 2], ["總計", 12, 4, 4],
    ],
    "the total above its rows": [
        HEAD, ["售電收入", 10, 12, 14], ["租金收入", 1, 1, 1], ["總成本", 3, 3, 3], ["運維費", 2, 2, 2],
        ["保險費", 1, 1, 1],
    ],
    "a total of depreciation too": [
        HEAD, ["運維費", 2, 2, 2], ["折舊", 1, 1, 1], ["總成本", 3, 3, 3],
    ],
    "costs with a minus, their total without": [
        HEAD, ["設備", -9, 0, 0], ["運維費", 0, -2, -2], ["總支出", 9, 2, 2],
    ],
    "a total that is more than a sum": [
        HEAD, ["設備", 9, 1, 1], ["土木", 1, 1, 1], ["含稅總計", *summed("SUM({c}2:{c}3)*1.05", 10.5, 2.1, 2.1)],
    ],
    "a formula that passes over a note in numbers": [
        HEAD, ["售電量 (度)", 5, 6, 7], ["售電收入", 10, 12, 14], ["碳權收入", 1, 1, 1],
        ["總收入", *summed("{c}3+{c}4", 11, 13, 15)],
    ],
    "rounded amounts": [HEAD, ["設備", 5000, 1, 1], ["土木", 3001, 1, 1], ["合計", 8002, 2, 2]],
    "what cannot be read": [HEAD, ["設備", 5, "n/a", 1], ["土木", 3, 1, 1], ["合計", 8, 9, 2]],
    "a net cash flow before tax, of the project": [
        HEAD, ["設備", 9, 0, 0], ["售電收入", 0, 5, 5], ["所得稅", 0, 1, 1], ["利息", 0, 1, 1],
        ["淨現金流量", -9, 5, 5],
    ],
    "several net cash flows": [
        HEAD, ["設備", 9, 0, 0], ["售電收入", 0, 5, 5], ["稅前淨現金流量", -9, 5, 5], ["其他", 0, 1, 1],
        ["稅後淨現金流量", -9, 4, 4], ["累計淨現金流量", -9, -5, -1], ["折現淨現金流量", -9, 4.5, 4],
    ],
    "in thousands": [
        ["單位：千元"], HEAD, ["設備", 9, 0, 0], ["售電收入", 0, 5, 5], ["淨現金流量", -9, 5, 5],
    ],
    "a total that is the net": [
        HEAD, ["設備", 9, 0, 0], ["運維費", 0, 2, 2], ["售電收入", 0, 5, 5], ["合計", -9, 3, 3],
    ],
}  # fmt: skip


@pytest.mark.parametrize("rows", SOUND.values(), ids=SOUND.keys())
def test_a_sound_sheet_raises_no_alarm(rows):
    assert told(rows) == []


def test_a_wrong_total_is_shown_beside_the_rows_it_means():
    grouped = [
        HEAD, ["設備", 9, 1, 1], [], ["土木", 1, 1, 1], ["小計", 10, 3, 2], ["運維費", 2, 2, 2], ["保險費", 1, 1, 1],
    ]  # fmt: skip

    assert one([*grouped, ["小計", 3, 3, 3]]) == (
        "column_total_differs", ("C5",), {"total": "3", "sum": "2", "cells": "C2, C4"},
    )  # fmt: skip
    sound = [*grouped[:4], ["小計", 10, 2, 2], *grouped[5:], ["小計", 3, 3, 3]]
    assert one([*sound, ["總成本", 13, 5, 6]]) == (
        "column_total_differs", ("D9",), {"total": "6", "sum": "5", "cells": "D5, D8"},
    )  # fmt: skip


def test_a_sum_that_leaves_out_a_row_is_shown_beside_all_of_them():
    rows = [
        HEAD,
        ["設備", 9, 1, 1],
        ["土木", 1, 1, 1],
        ["監造費", 2, 2, 2],
        ["總計", *summed("{c}2+{c}4", 11, 3, 3)],
    ]

    assert one(rows) == (
        "column_total_differs", ("B5:D5",), {"total": "11", "sum": "12", "cells": "B2:B4"},
    )  # fmt: skip


def test_a_row_that_is_not_taken_is_named_where_a_total_counts_it():
    rows = [HEAD, ["運維費", 2, 2, 2], ["什項", 0, 1, 1], ["總成本", 2, 3, 3]]
    words = {"year": "2027", "years": "2027–2028", "total": "3", "sum": "2", "lines": ["什項 (3)"]}

    assert one(rows) == ("total_not_reached_named", ("C4:D4",), words)


NET = [HEAD, ["設備", 9, 0, 0], ["售電收入", 0, 5, 6]]


def test_lines_that_do_not_give_the_net_cash_flow_are_named_by_year_and_cell():
    rows = [*NET, ["什項", 0, 1, 0], ["淨現金流量", -9, 4, 6]]
    words = {"year": "2027", "years": "2027", "total": "4", "sum": "5", "lines": ["什項 (4)"]}
    assert one(rows) == ("net_differs_named", ("C5",), words)

    rows = [*NET, ["淨現金流量", -9, 5, 5.5]]
    words = {"year": "2028", "years": "2028", "total": "5.5", "sum": "6", "lines": []}
    assert one(rows) == ("net_differs", ("D4",), words)


@pytest.mark.parametrize(
    ("net", "named"),
    [
        pytest.param(36, [], id="the typed total is all by which it differs"),
        pytest.param(70, ["銀行融資 (5)"], id="the row not taken is in it too"),
    ],
)
def test_rows_left_out_are_not_named_where_a_typed_total_explains_the_difference(net, named):
    costs = [["設備", 90, 0, 0], ["運維費", 0, 10, 10], ["總成本", 90, 14, 10]]
    others = [["銀行融資", 30, 30, 30], ["售電收入", 0, 50, 60], ["淨現金流量", -90, net, 50]]
    (fault,) = [fault for fault in told([HEAD, *costs, *others]) if "net" in fault.code]

    assert fault.cells == ("C7",)
    assert fault.params["lines"] == named


def test_an_amount_that_cannot_be_read_leaves_the_net_cash_flow_unreached():
    rows = [HEAD, ["設備", 9, 0, 0], ["售電收入", 0, "n/a", 6], ["淨現金流量", -9, 5, 6]]

    assert one(rows)[:2] == ("net_differs", ("C4",))


def test_many_rows_that_are_not_taken_are_named_up_to_a_limit():
    others = [[f"什項{n}", 0, 1, 0] for n in range(9)]
    lines = one([*NET, *others, ["淨現金流量", -9, -4, 6]])[2]["lines"]

    assert lines[0] == "什項0 (4)"
    assert lines[-1] == "+ 3"
    assert len(lines) == 7


def currencies(rows: list[list[Any]]) -> dict[str, tuple[str, ...]]:
    found: Reading = reading(rows)
    return {f.params["currency"]: f.cells for f in found.faults if f.code == "currency_named"}


UNITS = ["", "單位", 2026, 2027, 2028]


@pytest.mark.parametrize("unit", ["美元", "千美元", "USD", "US$", "US dollars"])
def test_another_currency_in_a_unit_column_is_named(unit):
    rows = [UNITS, ["設備", unit, 9, 0, 0], ["運維費", "元", 2, 2, 2], ["售電收入", "元", 5, 5, 5]]

    assert currencies(rows) == {"USD": ("B2",)}


@pytest.mark.parametrize(
    ("head", "units", "found"),
    [
        pytest.param([], ["美元", "美元", "美元"], {}, id="all in one"),
        pytest.param(["單位：千美元"], ["", "", ""], {}, id="the sheet says it"),
        pytest.param(
            ["單位：千美元"], ["", "新臺幣", ""], {"TWD": ("B4",)}, id="the other way round"
        ),
        pytest.param(["匯率 USD/TWD 31.5"], ["", "", ""], {}, id="a rate of exchange"),
        pytest.param([], ["新臺幣元", "元", ""], {}, id="that of the country"),
        pytest.param([], ["歐元", "元", "日圓"], {"EUR": ("B3",), "JPY": ("B5",)}, id="two others"),
    ],
)
def test_a_currency_is_another_where_the_rest_of_the_sheet_is_not_in_it(head, units, found):
    names = ["設備", "運維費", "售電收入"]
    lines = [[name, unit, 9, 1, 1] for name, unit in zip(names, units, strict=True)]

    assert currencies([head, UNITS, *lines]) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("人民幣千元", ["CNY"]), ("百萬歐元", ["EUR"]), ("日幣", ["JPY"]), ("NT$", ["TWD"]), ("US$", ["USD"]),
        ("港幣", ["HKD"]),
        ("USA supplier", []), ("元", []), ("單元", []), ("Europe", []), ("Neuro", []), ("S$", ["SGD"]),
    ],
)  # fmt: skip
def test_currencies_are_known_by_their_words(text, found):
    assert currencies_in(text) == found
