"""Names of lines as Taiwanese and foreign developers write them, and what each may be taken for wrongly."""

import pytest

from projects.spreadsheets.kinds import kind_of

LABELS = {
    "capex": [
        "風機設備", "風力發電機組", "太陽能模組", "逆變器", "逆變器更換", "光電組件", "太陽能面板", "變壓器", "支架",
        "鋁合金支架", "基礎工程", "風機", "風機基礎", "塔架", "升壓站", "併網", "併網費用", "併聯費", "線路補助費",
        "線補費", "土木", "土木工程費", "監造費", "設計費", "規劃設計費", "設計監造", "機電工程", "電纜", "儲能系統",
        "電池組", "沼氣發電機", "厭氧消化槽", "脫硫塔", "冰水主機", "鍋爐", "變頻器", "LED 燈具", "試車費",
        "節能設備", "減碳設備", "能源效率改善工程", "設備成本", "建置成本", "工程保險費", "營造綜合險", "投資成本",
        "Turbines and towers", "PV modules", "Inverters", "Inverter replacement", "Solar panels", "Main transformer",
        "Mounting structure", "Foundations", "Substation", "Grid connection", "Design and supervision", "Chillers",
        "Biogas digester", "Carbon capture equipment", "節電設備", "節能系統工程",
        "Energy saving lamps and equipment",
    ],
    "opex": [
        "設備維護費", "土地租金", "屋頂租金", "支架租金", "設備租賃費", "保險", "保險費", "風機保險費", "模組清洗費",
        "模組回收費", "運維", "運維費用", "逆變器維修", "監控費", "人事費用", "發電機燃料費", "脫硫劑", "污泥處理費",
        "廢棄物處分費", "碳權查驗費", "碳權開發成本", "確證及驗證費", "碳費", "碳盤查費", "售電手續費", "銷售費用",
        "售電成本", "貸款手續費", "回饋金", "補助申請費", "電費", "轉供費", "O&M", "Insurance cost", "Panel cleaning",
        "Tower lease", "Land lease", "Carbon credit issuance fee", "VER verification cost", "Cost of sales",
        "Selling expenses", "Engineering staff salaries", "節能效益分享費",
    ],
    "revenue": [
        "電費收入", "售電收入", "售電", "躉購收入", "租金收入", "面板出售收入", "併網售電收入", "節省電費",
        "節電效益", "電費節省", "節省維護費", "碳費節省", "保險理賠收入", "利息收入", "處理費收入", "肥料銷售",
        "設備租賃收入", "試運轉收入", "Power sales", "Fuel savings", "Avoided fuel cost", "Interest income",
        "Lease income", "Tipping fee revenue", "Operating revenue", "節能效益", "Energy savings",
    ],
    "carbon_revenue": [
        "碳權收入", "碳權銷售收入", "減量額度收入", "VER revenue", "Carbon credits", "Carbon revenue",
    ],
    "subsidy": [
        "政府補助", "設備補助", "補助款收入", "Investment subsidy",
    ],
    "working_capital": [
        "營運資金",
    ],
    "residual": [
        "殘值", "期末殘值", "設備處分", "Salvage value",
    ],
    "interest": [
        "利息費用", "借款利息", "Interest paid",
    ],
    "principal": [
        "償還本金", "銀行貸款還款", "貸款償還", "Loan repayment",
    ],
    "loan_drawdown": [
        "銀行借款", "銀行貸款", "Loan drawdown",
    ],
    "tax": [
        "營利事業所得稅", "營業稅", "銷項稅", "Corporate income tax", "Sales tax",
    ],
    "": [
        "合計", "總成本", "總支出", "淨現金流量", "現金流入", "營業現金流量", "發電量（度）", "售電量", "減碳量",
        "節電量", "碳權數量", "裝置容量", "風機容量", "設計容量（kW）", "模組片數", "模組衰減率", "風機可用率",
        "售電單價", "躉購費率", "躉購電價", "折舊", "IRR", "稅前淨利", "稅後淨利", "營業利益", "投資回收期",
        "投資報酬率", "投資抵減", "貸款餘額", "股本投資", "Equity investment", "Generation (MWh)", "Subtotal",
        "Cumulative cash flow", "Operating cash flow", "Operating income", "Net income", "Panel degradation",
        "Loan balance", "Return on investment", "Investment tax credit", "Module price", "Notes", "退稅",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("label", "kind"), [(label, kind) for kind, labels in LABELS.items() for label in labels]
)
def test_the_kind_is_proposed_from_the_words(label, kind):
    assert kind_of(label) == kind
