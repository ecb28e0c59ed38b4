"""A finding: what one analysis concluded, with its working. No sentence, only codes.

Wording is for whoever shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from additionality.engine.codes import CONCERN_SEVERITY, REASONS


class Outcome(StrEnum):
    """What an analysis comes to; `insufficient`: something required was not supplied."""

    PASSED = "passed"
    FAILED = "failed"
    INSUFFICIENT = "insufficient"
    NOT_REQUIRED = "not_required"


class Conclusion(StrEnum):
    """The conclusion of an assessment, in order of precedence."""

    NOT_ELIGIBLE = "not_eligible"
    NOT_ADDITIONAL = "not_additional"
    INCONCLUSIVE = "inconclusive"
    ADDITIONAL = "additional"


@dataclass(frozen=True, slots=True)
class Citation:
    """The rule a finding rests on; `status` says how far the citation was checked at source."""

    rule: str
    title: str
    status: str

    def to_dict(self) -> dict[str, str]:
        return {"rule": self.rule, "title": self.title}


@dataclass(frozen=True, slots=True)
class Concern:
    """Something a reviewer should look at; never changes an outcome.

    `detail` names the lines and figures.
    """

    code: str
    detail: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in CONCERN_SEVERITY:
            raise ValueError(f"{self.code} is not a published concern")

    @property
    def severity(self) -> str:
        """high, medium or notice."""
        return CONCERN_SEVERITY[self.code]

    def to_dict(self) -> dict[str, Any]:
        return {"code": self.code, "severity": self.severity, "detail": dict(self.detail)}


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one analysis and the code of its reason, with all its working.

    Numbers in `figures` are text.
    """

    analysis: str
    outcome: Outcome
    reason: str
    figures: Mapping[str, Any] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    concerns: tuple[Concern, ...] = ()

    def __post_init__(self) -> None:
        if REASONS.get(self.reason) not in (self.outcome.value, None) or self.reason not in REASONS:
            raise ValueError(f"{self.reason} is not a published reason for {self.outcome}")

    def to_dict(self) -> dict[str, Any]:
        return {
            "analysis": self.analysis,
            "outcome": self.outcome.value,
            "reason": self.reason,
            "figures": dict(self.figures),
            "citations": [citation.to_dict() for citation in self.citations],
            "concerns": [concern.to_dict() for concern in self.concerns],
        }
