"""Codes in words: every code the engine and the services give, as a translated title or sentence.

Each function takes a code (and the figures or parameters that go with it) and gives text in the
language active when it is called, so that a page and a printed edition say the same. A code that
is not on the published lists raises `KeyError`: nothing is shown without words.
"""

from projects.wording.concerns import concern_sentence, concern_settle
from projects.wording.names import (
    alternative,
    analysis,
    barrier_answer,
    barrier_kind,
    benchmark_basis,
    capacity_unit,
    carbon_status,
    conclusion,
    decision,
    energy_source,
    evidence_kind,
    exclusion,
    indicator,
    law_effect,
    line,
    line_kind,
    measure,
    move,
    outcome,
    part,
    price_basis,
    required,
    role,
    route,
    severity,
    station,
    status,
    task_state,
    tax_basis,
    tier,
)
from projects.wording.problems import problem, problem_of_answer, problem_sentence
from projects.wording.reasons import reason_sentence
from projects.wording.refusals import refusal_sentence
from projects.wording.summary import conclusion_sentence, tier_reason

__all__ = [
    "alternative",
    "analysis",
    "barrier_answer",
    "barrier_kind",
    "benchmark_basis",
    "capacity_unit",
    "carbon_status",
    "concern_sentence",
    "concern_settle",
    "conclusion",
    "conclusion_sentence",
    "decision",
    "energy_source",
    "evidence_kind",
    "exclusion",
    "indicator",
    "law_effect",
    "line",
    "line_kind",
    "measure",
    "move",
    "outcome",
    "part",
    "price_basis",
    "problem",
    "problem_of_answer",
    "problem_sentence",
    "reason_sentence",
    "refusal_sentence",
    "required",
    "role",
    "route",
    "severity",
    "station",
    "status",
    "task_state",
    "tax_basis",
    "tier",
    "tier_reason",
]
