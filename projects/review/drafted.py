"""The determination being drafted: what it will say, before anybody decides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from projects.models import FragileAcceptance, RequestKind, ReviewRequest


@dataclass(frozen=True)
class ConcernDrafted:
    """A concern of a finding, and by whom it was accepted where it had to be."""

    concern: Any
    acceptance: FragileAcceptance | None


@dataclass(frozen=True)
class FindingDrafted:
    """A finding with its concerns, and the requests by which the review followed them up."""

    finding: Any
    concerns: Sequence[ConcernDrafted]
    requests: Sequence[ReviewRequest]


def findings_drafted(
    shown: Any, requests: Sequence[ReviewRequest], acceptance: FragileAcceptance | None
) -> Iterator[FindingDrafted]:
    """Each finding as it will be printed: every concern with the requests on its part."""
    for finding in shown.findings:
        concerns = [
            ConcernDrafted(one, acceptance if one.code == "fragile" else None)
            for one in finding.concerns
        ]
        on_part = [one for one in requests if one.part == finding.analysis]
        yield FindingDrafted(finding, concerns, on_part)


def requests_elsewhere(shown: Any, requests: Sequence[ReviewRequest]) -> list[ReviewRequest]:
    """Requests on parts that are no analysis, such as the evidence."""
    analyses = {finding.analysis for finding in shown.findings}
    return [one for one in requests if one.part not in analyses]


def open_forward_requests(requests: Sequence[ReviewRequest]) -> list[ReviewRequest]:
    """What the first verification will have to check."""
    return [one for one in requests if one.kind == RequestKind.FAR and not one.is_closed]
