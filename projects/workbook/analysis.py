"""What the engine found, beside which the workbook computes the same again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from additionality.engine.analyses.investment import judge, target_of
from additionality.engine.analyses.policies import counted, policy_concerns
from additionality.engine.case import Case
from additionality.engine.cashflow import CREDITS, years_of
from additionality.engine.finance import Irr
from additionality.engine.findings import Finding
from additionality.engine.investment_facts import Investment
from additionality.engine.rulepack import RulePack, load_pack
from additionality.engine.sensitivity import varied_lines
from additionality.engine.valuation import Model

#: So many amounts a workbook takes; a larger case would keep the server busy.
MOST_AMOUNTS = 40_000
#: So many variations are computed live; each is a cash flow of its own.
MOST_VARIED = 24
#: So small beside all money that moves, a present value may come from the rounding alone.
UNSURE = "0.000000000001"


class NoWorkbook(Exception):
    """There is nothing to write a workbook of: `reason` of the finding, or `too_large`."""

    def __init__(self, reason: str, figures: Mapping[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.reason, self.figures = reason, figures or {}


@dataclass(frozen=True, slots=True)
class Analysis:
    """A case whose investment analysis can be computed, with the figures of its finding.

    `varied`: the name of each variation and those of its lines; `left_out` how many more there are.
    `uncounted`: the lines that the rules leave out of the cash flow, because they come from a policy.
    """

    case: Case
    pack: RulePack
    investment: Investment
    figures: Mapping[str, Any]
    without: Irr
    with_credits: Irr | None
    varied: list[tuple[str, tuple[str, ...]]]
    left_out: int
    uncounted: list[str]

    @property
    def change(self) -> Decimal:
        """The range of the sensitivity analysis, as a fraction."""
        return max(
            (Decimal(end["change"]) for end in self.figures["sensitivity"]),
            default=Decimal("0.1"),
        )

    @property
    def surplus(self) -> Decimal:
        """The present value by which the cash flow without credits is better than its target.

        Nought where the workbook, with its fifteen digits, cannot tell it from that.
        """
        investment = self.investment
        alternatives = {
            item.id: Model.of(investment, item.lines).worth() for item in investment.alternatives
        }
        target = target_of(investment, alternatives) or Decimal(0)
        model = Model.of(investment)
        found, size = model.surplus(target), sum(map(abs, model.streams().net))
        return Decimal(0) if abs(found) <= Decimal(UNSURE) * size else found

    @property
    def share_needed(self) -> str | None:
        """The share of the credits with which the target is reached, nought exactly at it."""
        if not self.surplus:
            return "0"
        needed: Mapping[str, str] = self.figures["credits_needed"] or {}
        return needed.get("share")


def analyse(case: Case, found: Finding | None = None) -> Analysis:
    """Judge the investment analysis, required or not, unless it was `found` before. Raises `NoWorkbook`."""
    pack = load_pack(case.pack)
    stated, case = case, counted(case, pack)
    investment = case.investment
    if investment is None:
        raise NoWorkbook("investment_not_supplied")
    flows = [investment.lines, *(item.lines for item in investment.alternatives)]
    if sum(map(len, flows)) * years_of(investment) > MOST_AMOUNTS:
        raise NoWorkbook("too_large")
    finding = found if found and "as_printed" in found.figures else judge(case, pack)
    if "as_printed" not in finding.figures:
        raise NoWorkbook(finding.reason, finding.figures)
    model = Model.of(investment)
    has_credits = any(line.kind == CREDITS for line in investment.lines)
    share = pack.number("investment.sensitivity_share", case.assessed_on)
    varied = varied_lines(investment, share)
    return Analysis(
        case,
        pack,
        investment,
        finding.figures,
        model.worth(),
        model.worth(with_credits=True) if has_credits else None,
        varied[:MOST_VARIED],
        len(varied[MOST_VARIED:]),
        [
            name
            for concern in policy_concerns(stated, pack)
            if concern.code == "policy_left_out"
            for name in concern.detail["lines"]
        ],
    )
