"""What kind of line a name suggests, in Chinese and English, as developers of power plants write them."""

import re

from projects.tables.faults import RESULT, TOTAL

OUTFLOWS = ("capex", "opex", "working_capital", "tax", "interest", "principal")
#: What ends a Chinese name: nothing, a space, a bracket or a colon. `發電量（度）`, but not `減量額度`.
_END = r"(?=$|[\s（(：:,，])"
#: Results, quantities, rates and balances: numbers in a row of years that are no flow of money.
NO_MONEY = (
    re.compile(
        r"cumulative|discount|present value|depreciation|amorti[sz]ation|EBITDA?|\bmargin\b|\bprofit|before tax"
        r"|after tax|net income|operating income|cash ?flow|payback|return on|degradation|\bbalance\b|\bequity\b"
        r"|tax credits?|\brate\b|\bprice\b"
        r"|累計|累積|折現|現值|折舊|攤提|毛利|淨利|利益|損益|稅前|稅後|現金流|回收期|回收年|餘額|抵減|股本|出資|自有資金"
        rf"|每度|單價|電價|售價|費率|率{_END}",
        re.I,
    ),
    re.compile(
        r"\b(MWh|kWh|GWh|MWp?|kWp?|tCO2e?|tonnes?|hours?|capacity)\b|度數|噸數|片數|台數|數量|比例|時數|%"
        rf"|(?:量|容量|面積|因數|因子){_END}",
        re.I,
    ),
)
#: Money that is not spent, and money that comes in, whatever else the name says.
SAVED = re.compile(rf"\bsavings\b|\bsaved\b|\bavoided\b|節省|撙節|(?:節費|節電|效益){_END}", re.I)
COMES_IN = re.compile(
    r"收入|收益|理賠|退稅|\brefunds?\b|\brevenues?\b|\bincome\b(?! tax)|\breceived\b", re.I
)
#: Money that is paid, whatever it is paid for: `碳權查驗費` is no revenue from credits.
IS_COST = re.compile(
    r"\b(fees?|costs?|expens\w*|charges?|repayments?|tax|taxes)\b"
    rf"|(?:費|費用|成本|支出|稅|還款|償還|攤還|還本|回饋金){_END}|碳費|保證金",
    re.I,
)
#: The first that fits decides.
KINDS = [
    (re.compile(words, re.I), kind)
    for words, kind in (
        (r"carbon (credits?|revenues?|income|sales|offsets?|finance)|\bcarbon$|\bcredits?\b|\b(VER|CER|VCU)s?\b"
         r"|碳權|碳額度|碳信用|碳匯|碳收|碳交易|碳資產|售碳|減量額度|額度收入", "carbon_revenue"),
        (r"subsid|\bgrants?\b|補助|補貼|獎勵金", "subsidy"),
        (r"working capital|營運資金|週轉金|周轉金", "working_capital"),
        (r"residual|salvage|scrap value|殘值|處分", "residual"),
        (r"interest|利息", "interest"),
        (r"principal|repayment|還本|償還|本金|還款|攤還", "principal"),
        (r"draw-?down|loan received|loan proceeds|借款|貸款", "loan_drawdown"),
        (r"revenue|sales|income(?! tax)|tipping|savings|avoided|feed-in tariff"
         r"|收入|收益|售電|銷售|躉購|節省|撙節|節費|節電(?!設備|系統|工程|裝置|器)|效益|理賠", "revenue"),
        (r"\btax(es)?\b|所得稅|營所稅|稅", "tax"),
        (r"insurance during construction|construction all risks?|(工程|營造|施工|安裝)\S{0,4}(保險|險)", "capex"),
        (r"O ?& ?M|mainten|operat|repair|cleaning|washing|fuel|insurance|\brent|\bleas(e|es|ing)\b|salar|wages|staff"
         r"|維護|保養|運維|維運|維修|檢修|巡檢|清洗|除草|保全|租金|租賃|保險|人事|薪|燃料|耗材|藥劑|硫劑|污泥|汙泥|回收費"
         r"|電信|水費|電費|回饋金", "opex"),
        (r"cap ?ex|invest|construction|equipment|turbine|\bEPC\b|civil works|land purchase|\bmodules?\b|\binverters?\b"
         r"|\bpanels?\b|transformer|mounting|foundation|\btowers?\b|substation|grid connection|engineering|\bdesign\b"
         r"|supervision|commissioning|\bboilers?\b|\bchillers?\b|digester|genset|\bgenerators?\b|\bcabl(es?|ing)\b"
         r"|\bbatter(y|ies)\b"
         r"|投資|設備|工程|建置|購置|土建|裝置|安裝|模組|逆變器|變流器|組件|面板|變壓器|支架|風機|塔架|塔筒|葉片|升壓站|變電站"
         r"|併網|併聯|線路|線補|電纜|纜線|配電盤|土木|機電|設計|監造|試車|試運轉|儲能|電池|發電機|鍋爐|主機|變頻器|熱泵|燈具"
         r"|厭氧|消化槽|沼氣槽|儲氣|脫硫|廠房|用地取得", "capex"),
        (r"op ?ex|cost|expens|\bfees?\b|\bcharges?\b|成本|費|支出", "opex"),
    )
]  # fmt: skip


def is_no_money(label: str) -> bool:
    """Whether a name says that its numbers are a total, a result, a quantity, a rate or a balance."""
    return bool(
        TOTAL.search(label)
        or RESULT.search(label)
        or any(words.search(label) for words in NO_MONEY)
    )


def kind_of(label: str) -> str:
    """The kind of line that a name suggests; "" where it suggests none.

    A name that says which way the money flows is given no kind that flows the other way.
    """
    if is_no_money(label):
        return ""
    comes_in = bool(SAVED.search(label) or COMES_IN.search(label))
    goes_out = not comes_in and bool(IS_COST.search(label))
    for words, kind in KINDS:
        against = comes_in if kind in OUTFLOWS else goes_out
        if not against and words.search(label):
            return kind
    return ""
