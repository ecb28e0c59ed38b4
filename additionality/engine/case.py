"""The case: what the proponent claims about one project activity, as frozen dataclasses.

`read_case` takes a JSON value (or `read_case_json` its text), checks it by the published schema
and by the rules a schema cannot state (`consistency.py`), and returns a `Case`, or raises
`MalformedCase` with all the problems. A text that is absent is "", a list that is absent is empty,
any other absent value is `None`: an answer not given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from additionality.engine import consistency, conversion, schema_reader, strict_json
from additionality.engine.case_tree import Tree, merge
from additionality.engine.problems import MalformedCase, ProblemList, TooManyProblems

if TYPE_CHECKING:
    from additionality.engine.rulepack import RulePack

SCHEMA_FILE = Path(__file__).resolve().parents[2] / "docs" / "case.schema.json"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document shows a claim: `id` of the evidence, page as text, the words there."""

    id: str = ""
    page: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """The page and the words of the one document that a `source` beside it names."""

    page: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Capacity:
    """Installed capacity or output; `unit` is one of MW, kW, MWth, t/d, t/h, t/yr, m3/d."""

    value: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class YearlyReduction:
    """Estimated reductions of one calendar year, tCO2e."""

    year: int
    tco2e: Decimal


@dataclass(frozen=True, slots=True)
class Crediting:
    """One crediting period: `kind` renewable or fixed, length in years."""

    kind: str = ""
    years: int | None = None


@dataclass(frozen=True, slots=True)
class PriorConsideration:
    """The written notice that credits were considered."""

    notified_on: date | None = None
    reference: str = ""
    reference_at: SourcePlace | None = None


@dataclass(frozen=True, slots=True)
class Performance:
    """Emissions for one unit of product, tCO2e, to compare for information.

    `product` is one of the table of product benchmarks, unless a `benchmark` is given, which goes
    before the table's; `unit_of_output` is a tonne ("t") where nothing is said.
    """

    product: str = ""
    intensity: Decimal | None = None
    unit_of_output: str = ""
    benchmark: Decimal | None = None
    benchmark_source: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """The project activity; reductions are tCO2e a year, one item a calendar year."""

    name: str
    country: str
    measure: str
    annual_reductions: tuple[YearlyReduction, ...]
    name_zh: str = ""
    proponent: str = ""
    region: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    technology: str = ""
    sector: str = ""
    energy_source: str = ""
    output: str = ""
    capacity: Capacity = Capacity()
    energy_saving_gwh: Decimal | None = None
    decision_date: date | None = None
    financing_date: date | None = None
    start_date: date | None = None
    published_date: date | None = None
    crediting: Crediting = Crediting()
    removals: bool | None = None
    prior_consideration: PriorConsideration = PriorConsideration()
    performance: Performance = Performance()
    reductions_evidence: tuple[str, ...] = ()
    reductions_evidence_at: tuple[Place, ...] = ()
    dates_evidence: tuple[str, ...] = ()
    dates_evidence_at: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    """One law found; `evidence` serves both limbs of non-enforcement.

    `policy`: e_plus favours higher emissions, e_minus lower ones. It is on record and decides
    nothing: it is never an exception to binding law.
    """

    title: str = ""
    clause: str = ""
    territory: str = ""
    adopted: date | None = None
    in_force: date | None = None
    binding: bool | None = None
    mandates_activity: bool | None = None
    systematically_unenforced: bool | None = None
    noncompliance_widespread: bool | None = None
    evidence: tuple[str, ...] = ()
    unenforced_evidence: tuple[str, ...] = ()
    noncompliance_evidence: tuple[str, ...] = ()
    policy: str = ""
    evidence_at: tuple[Place, ...] = ()
    unenforced_evidence_at: tuple[Place, ...] = ()
    noncompliance_evidence_at: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Circumstances that exclude a project where the gate of a pack names them, else a concern."""

    rec_applied: bool | None = None
    carbon_fee_source: bool | None = None
    inventory_batch_1_2: bool | None = None
    cap_and_trade_source: bool | None = None
    older_than_3_years: bool | None = None
    new_hcfc22_capacity: bool | None = None


@dataclass(frozen=True, slots=True)
class Regulatory:
    """The search of the law, what it found, and the exclusions."""

    searched: str = ""
    laws: tuple[Law, ...] = ()
    exclusions: Exclusions = Exclusions()
    evidence: tuple[str, ...] = ()
    evidence_at: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative; `is_project` marks the project without credits.

    `kept` says whether it stays on the list, `reason` why.
    """

    id: str = ""
    name: str = ""
    is_project: bool | None = None
    complies_with_law: bool | None = None
    output: str = ""
    kept: bool | None = None
    reason: str = ""
    evidence: tuple[str, ...] = ()
    evidence_at: tuple[Place, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Barrier:
    """One barrier claimed.

    `alternatives_not_prevented`: empty says none, `None` was not supplied. Where money can remove
    it, `removal_cost` (in the currency of the investment analysis) is in its line `removal_line`.
    """

    kind: str = ""
    description: str = ""
    prevents_project: bool | None = None
    alleviated_by_credits: bool | None = None
    alternatives_not_prevented: tuple[str, ...] | None = None
    alternative_emits_more: bool | None = None
    evidence_kind: str = ""
    evidence: tuple[str, ...] = ()
    evidence_at: tuple[Place, ...] = ()
    removable_by_money: bool | None = None
    removal_cost: Decimal | None = None
    removal_line: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """A plant to compare with; `started` is a day, or a year where only that is known.

    `row` is its row in the file of the data set it was found in; `grounds` are the kinds of
    difference in technology that are claimed.
    """

    name: str = ""
    capacity: Decimal | None = None
    unit: str = ""
    started: int | date | None = None
    technology: str = ""
    energy_source: str = ""
    carbon_status: str = ""
    different: bool | None = None
    reason: str = ""
    excluded: bool | None = None
    exclusion_reason: str = ""
    evidence: tuple[str, ...] = ()
    evidence_at: tuple[Place, ...] = ()
    row: int | None = None
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataSet:
    """The table of activities that was searched; `sha256` and `rows` are those of its file."""

    title: str = ""
    version: int | None = None
    file: str = ""
    sha256: str = ""
    rows: int | None = None
    licence: str = ""
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What was searched for; nothing where everything was taken. Both ends of the range count."""

    country: str = ""
    region: str = ""
    measure: str = ""
    energy_source: str = ""
    output: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    unit: str = ""
    started_before: date | None = None


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many rows were left after each part of the search, from the file to the candidates."""

    rows: int | None = None
    usable: int | None = None
    area: int | None = None
    comparable: int | None = None
    in_range: int | None = None
    candidates: int | None = None


@dataclass(frozen=True, slots=True)
class CommonPractice:
    """Counts of similar plants, or the plants one by one, or both.

    `dataset`, `query` and `funnel` say where the plants come from, if from a data set.
    """

    area: str = ""
    area_reason: str = ""
    n_all: int | None = None
    n_diff: int | None = None
    distinctions: str = ""
    activities: tuple[Activity, ...] = ()
    dataset: DataSet = DataSet()
    query: Query = Query()
    funnel: Funnel = Funnel()
    evidence: tuple[str, ...] = ()
    evidence_at: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherTechnology:
    """A technology that delivers the same output in the area; `started` its first operation."""

    name: str = ""
    technology: str = ""
    started: int | date | None = None
    different: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FirstOfItsKind:
    """The claim to be the first of its kind.

    `others`: empty says there are none, `None` was not supplied. `cut_off` replaces the earlier of
    publication and start.
    """

    claimed: bool | None = None
    area: str = ""
    area_reason: str = ""
    grounds: str = ""
    cut_off: date | None = None
    others: tuple[OtherTechnology, ...] | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Units:
    """Distributed units: the size of each, by any of three measures, and who uses them."""

    kw: Decimal | None = None
    mwh_per_year: Decimal | None = None
    tco2e_per_year: Decimal | None = None
    users: str = ""


@dataclass(frozen=True, slots=True)
class Microscale:
    """Conditions of which one makes a micro-scale project additional.

    `host`: ldc, sids, special_zone or none; `grid_hours_per_day` that the grid supplies, where
    there is one; `technology_share` of the recommended technology, a fraction.
    """

    host: str = ""
    off_grid: bool | None = None
    grid_hours_per_day: Decimal | None = None
    units: Units = Units()
    recommended_by_authority: bool | None = None
    technology_share: Decimal | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PositiveList:
    """The entry of the pack's positive list that the project claims to be of."""

    entry: str = ""
    grounds: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One document; `sha256` is that of the file.

    A confidential one is read by the proponent's organisation and by reviewers only.
    """

    id: str = ""
    title: str = ""
    file: str = ""
    sha256: str = ""
    dated: date | None = None
    kind: str = ""
    confidential: bool | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One project activity as claimed, for one rule pack on one day."""

    pack: str
    assessed_on: date
    project: Project
    format: str = "additionality-case/1"
    regulatory: Regulatory = Regulatory()
    alternatives: tuple[Alternative, ...] = ()
    route: str = ""
    investment: Investment | None = None
    barriers: tuple[Barrier, ...] = ()
    common_practice: CommonPractice = CommonPractice()
    first_of_its_kind: FirstOfItsKind = FirstOfItsKind()
    microscale: Microscale = Microscale()
    positive_list: PositiveList = PositiveList()
    evidence: tuple[Evidence, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The canonical case, which `read_case` reads back: numbers and dates as text.

        What was not given, or is given as its default, is left out.
        """
        return {"format": self.format, **conversion.canonical(self)}


def read_case(data: object, packs: tuple[RulePack, ...] = ()) -> Case:
    """The case in a JSON value (numbers as ints, `Decimal`, or decimal strings).

    It is read for its own pack, or for `packs`, of which one must be in force on the day.
    Raises `MalformedCase`.
    """
    return case_of(checked_tree(data, packs))


def checked_tree(data: object, packs: tuple[RulePack, ...] = ()) -> Tree:
    """What `read_case` makes a case of, with all its checks: for who wants to know only if it can be read.

    Raises `MalformedCase`.
    """
    return _checked(lambda problems: schema_reader.read(data, schema(), problems), packs)


def read_part(data: dict[str, Any]) -> Tree:
    """A part of a case, as `checked_tree` has it, for `checked_parts`: whole lists, and any keys of the objects.

    Raises `MalformedCase`.
    """
    problems = ProblemList()
    try:
        tree = schema_reader.read_part(data, schema(), problems)
    except TooManyProblems:
        tree = {}
    if problems.items:
        raise MalformedCase(problems.items)
    return tree


def checked_parts(parts: Iterable[Tree]) -> Tree:
    """The same as `checked_tree` of the whole, of which the parts were read before; they are not changed.

    Raises `MalformedCase`.
    """

    def together(problems: ProblemList) -> Tree:
        tree: Tree = {}
        for part in parts:
            merge(tree, part)
        schema_reader.note_missing(tree, schema(), problems)
        return tree

    return _checked(together, ())


def _checked(read: Callable[[ProblemList], object], packs: tuple[RulePack, ...]) -> Tree:
    problems, tree = ProblemList(), None
    try:
        tree = read(problems)
        if isinstance(tree, dict):
            consistency.check(tree, problems, packs)
    except TooManyProblems:
        pass
    if problems.items or not isinstance(tree, dict):
        raise MalformedCase(problems.items)
    if consistency.counts_rows(tree):
        consistency.check_counts(case_of(tree), problems, packs)
    if problems.items:
        raise MalformedCase(problems.items)
    return tree


def case_of(tree: Tree) -> Case:
    """The case of a tree that was checked."""
    return cast("Case", conversion.build(Case, tree))


def read_case_json(text: bytes | str, packs: tuple[RulePack, ...] = ()) -> Case:
    """The case in a JSON document, read strictly, for its own pack or for `packs`.

    Raises `MalformedCase`.
    """
    return read_case(strict_json.parse(text), packs)


@cache
def schema() -> dict[str, Any]:
    """The published schema.

    Raises `ValueError` when it uses a keyword the reader does not implement.
    """
    result: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    if unknown := schema_reader.unsupported_keywords(result):
        raise ValueError(f"{SCHEMA_FILE.name} uses unsupported keywords: {sorted(unknown)}")
    return result
