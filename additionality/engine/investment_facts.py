"""The investment analysis as a case claims it: lines of money, benchmark, tax, loan, sensitivity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from additionality.engine.evidenced import Place, SourcePlace


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the cash flow.

    Amounts start at the analysis's first year, the kind gives the sign. `policy`: the line comes
    from a policy that favours higher (e_plus) or lower (e_minus) emissions. `residual_basis`: a line
    of residual value is a market_value or the book_value.
    """

    name: str
    kind: str
    amounts: tuple[Decimal, ...]
    price: tuple[Decimal, ...] | Decimal | None = None
    quantity: tuple[Decimal, ...] | Decimal | None = None
    units_quoted: Decimal | None = None
    units_built: Decimal | None = None
    source: str = ""
    source_date: date | None = None
    site: str = ""
    policy: str = ""
    policy_adopted: date | None = None
    source_at: SourcePlace | None = None
    residual_basis: str = ""


@dataclass(frozen=True, slots=True)
class ComponentSource:
    """Where one component of a benchmark comes from: an id of the evidence or a description."""

    source: str = ""
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class ComponentSources:
    """The source of each component, by its name."""

    risk_free_rate: ComponentSource = ComponentSource()
    beta: ComponentSource = ComponentSource()
    market_premium: ComponentSource = ComponentSource()
    country_premium: ComponentSource = ComponentSource()
    cost_of_equity: ComponentSource = ComponentSource()
    inflation: ComponentSource = ComponentSource()
    equity_share: ComponentSource = ComponentSource()
    cost_of_debt: ComponentSource = ComponentSource()
    tax_rate: ComponentSource = ComponentSource()
    premium: ComponentSource = ComponentSource()


@dataclass(frozen=True, slots=True)
class Components:
    """What a benchmark is built from; everything a fraction, `beta` a number.

    `conversion`: how `inflation` makes a real cost of equity nominal, additive or fisher. `premium`
    comes on top of a government bond, whose rate is `risk_free_rate`.
    """

    risk_free_rate: Decimal | None = None
    beta: Decimal | None = None
    market_premium: Decimal | None = None
    country_premium: Decimal | None = None
    cost_of_equity: Decimal | None = None
    inflation: Decimal | None = None
    conversion: str = ""
    equity_share: Decimal | None = None
    cost_of_debt: Decimal | None = None
    tax_rate: Decimal | None = None
    premium: Decimal | None = None
    sources: ComponentSources = ComponentSources()


@dataclass(frozen=True, slots=True)
class Claims:
    """Benchmarks that registered projects claimed, as fractions, from a table that was imported.

    `country` and `energy_source` say of which projects; no energy source is all of them.
    """

    title: str = ""
    source: str = ""
    sha256: str = ""
    imported_on: date | None = None
    country: str = ""
    energy_source: str = ""
    rates: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The benchmark; `rate` is a fraction a year, `sector` the one it was found for.

    `official_rate` names one of the pack's; the two answers after it are for a company's own rate.
    """

    rate: Decimal | None = None
    value: Decimal | None = None
    basis: str = ""
    tax_basis: str = ""
    price_basis: str = ""
    source: str = ""
    source_date: date | None = None
    sector: str = ""
    components: Components | None = None
    source_at: SourcePlace | None = None
    official_rate: str = ""
    only_this_developer: bool | None = None
    used_consistently: bool | None = None
    claims: Claims | None = None


@dataclass(frozen=True, slots=True)
class StatedBreakEven:
    """What the proponent's own analysis says: the change of a line that reaches the benchmark."""

    line: str
    change: Decimal


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """`range` is the variation as a fraction.

    `explanation` why reaching the benchmark is unlikely.
    """

    range: Decimal | None = None
    explanation: str = ""
    evidence: tuple[str, ...] = ()
    evidence_at: tuple[Place, ...] = ()
    break_even: tuple[StatedBreakEven, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """Yearly output, read for a levelised cost."""

    unit: str = ""
    amounts: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Depreciation:
    """Depreciation for tax: `method` straight_line or declining_balance.

    `years` from the first year with revenue, `rate` the yearly fraction of a declining balance.
    """

    method: str = ""
    years: int | None = None
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Tax:
    """Tax that the engine computes; `rate` a fraction, years counted in whole years."""

    rate: Decimal | None = None
    depreciation: Depreciation | None = None
    holiday_years: int | None = None
    loss_carry_forward_years: int | None = None


@dataclass(frozen=True, slots=True)
class Loan:
    """The terms of a loan, from which the engine computes interest and repayment.

    `drawdowns` one amount a year from the first year of the analysis; `rate` a fraction a year on
    the balance at the start of the year; repayment in `years` years after `grace_years`, counted
    from the year after the last drawdown. `repayment`: annuity or equal_principal.
    `construction_interest`: paid, or capitalised (added to the balance until the last drawdown).
    """

    drawdowns: tuple[Decimal, ...] = ()
    rate: Decimal | None = None
    grace_years: int | None = None
    years: int | None = None
    repayment: str = ""
    construction_interest: str = ""


@dataclass(frozen=True, slots=True)
class AlternativeFlows:
    """The cash flow of one alternative, for simple cost and for comparison."""

    id: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Investment:
    """The investment analysis; all money in one currency."""

    option: str
    indicator: str
    tax_basis: str
    price_basis: str
    currency: str
    first_year: int
    lines: tuple[Line, ...]
    benchmark: Benchmark | None = None
    technical_life_years: Decimal | None = None
    discount_rate: Decimal | None = None
    timing: str = "start"
    output: Output = Output()
    sensitivity: Sensitivity = Sensitivity()
    tax: Tax | None = None
    loan: Loan | None = None
    alternatives: tuple[AlternativeFlows, ...] = ()
    would_invest_otherwise: bool | None = None
