"""Models as Taiwanese developers keep them: merged heads, groups, notes, words among the numbers, and what is told."""

from typing import Any

from projects.spreadsheets.proposing import propose
from projects.spreadsheets.reading import Reading
from tests.projects.spreadsheets.test_reading import read_file, sheet_of

EFFICIENCY = """\
冰水主機汰換節能專案,,,,,
製表日期：115/08/01,,,,,
單位：元,,,,,
項目,115年度,116年度,117年度,118年度,小計
投資支出,,,,,
冰水主機,"12,500,000",0,0,0,"12,500,000"
變頻器及配電盤,"1,850,000",-,-,-,"1,850,000"
安裝工程費,210萬,,,,"2,100,000"
投資小計,"16,450,000",0,0,0,"16,450,000"

節電量(度),0,"980,000","980,000","975,000",
節省電費,0,"3,430,000","3,430,000","3,412,500","10,272,500"
節能效益分享費,0,"343,000","343,000","341,250","1,027,250"
維護費,0,"180,000","180,000",{late},{late_total}
淨現金流量,"-16,450,000","2,907,000","2,907,000","2,891,250","-7,744,750"

IRR,1.2%,,,,
註：電費單價 3.5 元/度,,,,,
"""
KINDS = {
    "冰水主機": "capex", "變頻器及配電盤": "capex", "安裝工程費": "capex", "節省電費": "revenue",
    "節能效益分享費": "opex", "維護費": "opex",
}  # fmt: skip


def told(found: Reading) -> dict[str, str]:
    return {fault.code: ", ".join(fault.cells) for fault in found.faults}


def read_text(text: str) -> Reading:
    (sheet,), _faults, _book = read_file(text.encode("cp950"))
    return Reading(sheet, propose(sheet))


def test_an_efficiency_model_in_big5():
    found = read_text(EFFICIENCY.format(late='"180,000"', late_total='"540,000"'))

    assert {line.name: line.kind for line in found.lines} == KINDS
    assert found.lines[2].amounts == {2026: 2_100_000}
    assert told(found) == {"number_as_text": "B8", "years_of_republic": "B4:E4"}


def test_an_amount_still_to_be_confirmed_is_named_and_missed_in_the_net_cash_flow():
    found = read_text(EFFICIENCY.format(late="待確認", late_total='"540,000"'))

    assert told(found) == {
        "number_as_text": "B8", "years_of_republic": "B4:E4", "text_not_number": "E14", "net_differs": "E15",
    }  # fmt: skip


def solar(inverter: str, other: list[Any]) -> list[list[Any]]:
    """Heads of two merged rows, groups, subtotals as formulas, costs with a minus; `other` is a row of unknown name."""

    def computed(formula: str, *values: float) -> list[Any]:
        return [(formula.format(c=c), value) for c, value in zip("DEF", values, strict=True)]

    return [
        ["財務試算表"],
        ["單位：新臺幣千元"],
        ["類別", "項目", "單位", "年度"],
        ["", "", "", 2026, 2027, 2028, "合計"],
        ["資本支出", "太陽能模組", "千元", -14000, 0, 0, ("SUM(D5:F5)", -14000)],
        ["", "逆變器", inverter, -3000, 0, 0, ("SUM(D6:F6)", -3000)],
        ["", "支架及基礎工程", "千元", -5200, None, None, ("SUM(D7:F7)", -5200)],
        ["", "資本支出小計", "千元", *computed("SUM({c}5:{c}7)", -22200, 0, 0)],
        [],
        ["營運", "發電量", "度", 0, 600000, 590000],
        ["", "售電收入", "千元", *computed("{c}10*5.2/1000", 0, 3120, 3068)],
        ["", "碳權收入", "千元", 0, 100, 99],
        ["", "收入合計", "千元", *computed("{c}11+{c}12", 0, 3220, 3167)],
        [],
        ["", "運維費", "千元", 0, -260, -260],
        ["", "屋頂租金", "千元", *computed("-{c}11*0.1", 0, -312, -306.8)],
        ["", "什項", "千元", *other],
        ["", "營運支出合計", "千元", *computed("SUM({c}15:{c}17)", 0, -572 + other[1], -566.8 + other[2])],
        ["", "淨現金流量", "千元", *computed("{c}8+{c}13+{c}18", -22200, 2648 + other[1], 2600.2 + other[2])],
        ["", "累計淨現金流量", "千元", -22200, -19552 + other[1], -16951.8 + other[1] + other[2]],
        ["", "專案IRR", "", ("IRR(D19:F19)", -0.4)],
    ]  # fmt: skip


MERGED = "".join(
    f'<mergeCell ref="{area}"/>' for area in ("A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:F3")
)


def read_solar(inverter: str = "千元", other: tuple[float, float, float] = (0, 0, 0)) -> Reading:
    sheet = sheet_of(solar(inverter, list(other)), after=f"<mergeCells>{MERGED}</mergeCells>")
    return Reading(sheet, propose(sheet))


def test_a_sound_solar_model_with_merged_heads_raises_no_alarm():
    found = read_solar()

    assert [line.kind for line in found.lines] == ["capex"] * 3 + ["revenue", "carbon_revenue"] + [
        "opex"
    ] * 2
    assert told(found) == {}


def test_what_is_wrong_in_a_solar_model_is_told_once_and_by_cell():
    found = read_solar("千美元", (0, -15, -15))

    assert told(found) == {"currency_named": "C6", "net_differs_named": "E19:F19"}
    (net,) = [fault for fault in found.faults if fault.code == "net_differs_named"]
    assert net.params["lines"] == ["什項 (17)"]
