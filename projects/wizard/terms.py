"""Definitions of the terms a step uses, in both languages side by side."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    english: str
    english_text: str
    chinese: str
    chinese_text: str


ADDITIONALITY = Term(
    "Additionality",
    "The project would not have happened without the incentive of the credits.",
    "外加性",
    "若無碳權收益之誘因，專案即不會實施。",
)
SCALE = Term(
    "Scale",
    "Large, small or micro, by the largest estimated reduction of one year, never the average.",
    "規模",
    "依計入期內單一年度之最大預估減量，分為大規模、小規模與微型規模；不以平均值認定。",
)
CREDITING_PERIOD = Term(
    "Crediting period",
    "The years for which credits are issued; renewable periods can be followed by others.",
    "計入期",
    "得核發減量額度之年數；展延型於期滿後可再展延，固定型則否。",
)
REGULATORY = Term(
    "Regulatory additionality",
    "No binding law requires the activity, or the law that does is neither enforced nor obeyed.",
    "法規外加性",
    "無具拘束力之法規要求實施該活動；或雖有要求，但普遍未執行且普遍未遵行。",
)
ALTERNATIVES = Term(
    "Alternatives",
    "The project without credits, other ways to deliver the same, and going on as today.",
    "替代方案",
    "無碳權之專案本身、可提供相同產出之其他作法，以及維持現況。",
)
IRR = Term(
    "Project IRR",
    "The yearly return at which all money spent and earned by the project, without loans, balances.",
    "全投資內部報酬率",
    "不計融資，使專案全部現金流出與流入之現值相等之年報酬率。",
)
BENCHMARK = Term(
    "Benchmark",
    "The return that investors or lenders ask for; a project below it is not attractive by itself.",
    "基準值",
    "投資人或貸款人所要求之報酬率；低於基準值之專案本身不具投資吸引力。",
)
WACC = Term(
    "WACC",
    "The return on equity and the rate of loans, weighted by their shares.",
    "加權平均資金成本",
    "依股權與債務比例加權之資金成本。",
)
SENSITIVITY = Term(
    "Sensitivity analysis, break-even",
    "How the IRR moves when a line changes; the change at which it reaches the benchmark.",
    "敏感度分析、損益臨界點",
    "各項目變動時內部報酬率之變化；損益臨界點為達到基準值時之變動幅度。",
)
BARRIER = Term(
    "Barrier",
    "What stops this type of project and is lifted by credits: investment, technological, prevailing practice, other.",
    "障礙",
    "阻礙此類專案實施而可由碳權收益排除者：投資障礙、技術障礙、普遍性障礙、其他障礙。",
)
COMMON_PRACTICE = Term(
    "Common practice",
    "Comparable plants already use the technology without credits: F above 0.2 and a gap above 3.",
    "普遍性",
    "同類設施在無碳權下已普遍採用相同技術：F 大於 0.2 且差距大於 3。",
)

BY_STEP = {
    "project": (ADDITIONALITY,),
    "dates": (CREDITING_PERIOD,),
    "size": (SCALE, CREDITING_PERIOD),
    "search": (REGULATORY,),
    "laws": (REGULATORY,),
    "alternatives": (ALTERNATIVES,),
    "route": (IRR, BARRIER),
    "investment": (IRR,),
    "cash-flow": (IRR,),
    "alternative-flows": (IRR, ALTERNATIVES),
    "benchmark": (BENCHMARK, WACC),
    "sensitivity": (SENSITIVITY,),
    "barriers": (BARRIER,),
    "common-practice": (COMMON_PRACTICE,),
}


def terms_of(step: str) -> tuple[Term, ...]:
    return BY_STEP.get(step, ())
