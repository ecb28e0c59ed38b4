"""An assessment for reading: every finding with its sentence, figures, pictures and concerns.

Works from the assessment and the case file as they are stored, so that a frozen submission is
shown as it was, on every page and in print alike. Words are those of the active language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from projects import wording
from projects.showing import draws, figures, working
from projects.showing.compared import best_alternative
from projects.showing.draws import ShownDraws
from projects.showing.figures import Picture
from projects.showing.performance_working import performance_sentences
from projects.showing.working import Row, Table
from projects.wording.phrases import run_on


@dataclass(frozen=True, slots=True)
class ShownConcern:
    """One concern: `severity` is high, medium or notice; `settle` says what would settle it."""

    code: str
    severity: str
    severity_label: str
    sentence: str
    settle: str


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One analysis. `figures` and `tables` are its working, `citations` have a rule and a title.

    `performance` says how the project stands beside a benchmark of its product, where that is shown.
    """

    analysis: str
    title: str
    outcome: str
    outcome_label: str
    sentence: str
    figures: list[Row]
    tables: list[Table]
    citations: list[Mapping[str, str]]
    concerns: list[ShownConcern]
    pictures: list[Picture]
    draws: ShownDraws | None = None
    performance: str = ""


@dataclass(frozen=True, slots=True)
class ShownAssessment:
    """The conclusion, the tier and why, what it requires, and all findings in order."""

    conclusion: str
    conclusion_label: str
    sentence: str
    tier: str
    tier_label: str
    tier_reason: str
    required: list[str]
    findings: list[ShownFinding]
    pictures: list[Picture]


def show(
    assessment: Mapping[str, Any],
    case: Mapping[str, Any],
    drawn: Mapping[str, Any] | None = None,
) -> ShownAssessment:
    """Put an assessment (as `assess` prints it) of a case file into words.

    `drawn`: the draws of a submission, shown with the investment analysis.
    """
    return ShownAssessment(
        conclusion=assessment["conclusion"],
        conclusion_label=wording.conclusion(assessment["conclusion"]),
        sentence=wording.conclusion_sentence(assessment),
        tier=assessment["tier"],
        tier_label=wording.tier(assessment["tier"]),
        tier_reason=wording.tier_reason(assessment),
        required=wording.required(assessment["required"]),
        findings=[
            show_finding(one, case, drawn if one["analysis"] == "investment" else None)
            for one in assessment["findings"]
        ],
        pictures=figures.pictures_of_size(case),
    )


def show_finding(
    finding: Mapping[str, Any],
    case: Mapping[str, Any],
    drawn: Mapping[str, Any] | None = None,
) -> ShownFinding:
    """Put one finding of an assessment of a case file into words."""
    analysis, found = finding["analysis"], finding["figures"]
    best = best_alternative(found, case)
    return ShownFinding(
        analysis=analysis,
        title=wording.analysis(analysis),
        outcome=finding["outcome"],
        outcome_label=wording.outcome(finding["outcome"]),
        sentence=wording.reason_sentence(finding["reason"], found, case),
        figures=working.rows(analysis, found, case),
        tables=working.tables(analysis, found, case),
        citations=list(finding["citations"]),
        concerns=[_concern(one, case) for one in finding["concerns"]],
        pictures=figures.titled(figures.pictures_of(finding, best), case, best),
        draws=draws.show(drawn, case, best) if drawn else None,
        performance=run_on(performance_sentences(found)),
    )


def _concern(concern: Mapping[str, Any], case: Mapping[str, Any]) -> ShownConcern:
    code, severity = concern["code"], concern["severity"]
    return ShownConcern(
        code=code,
        severity=severity,
        severity_label=wording.severity(severity),
        sentence=wording.concern_sentence(code, concern["detail"], case),
        settle=wording.concern_settle(code, concern["detail"]),
    )
