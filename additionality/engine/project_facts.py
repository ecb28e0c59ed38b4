"""The project, the law, and the alternatives, as a case claims them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from additionality.engine.evidenced import Place, SourcePlace


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
