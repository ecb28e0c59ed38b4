"""Verify a determination: bytes in, plain answers out, and never an exception for the bytes."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from additionality.determination import signature
from additionality.determination.recompute import Recompute, by_engine, recompute

MAX_BYTES = 64_000_000


class RootUnusable(Exception):
    """The root certificate to trust cannot be read."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The answers about one file.

    `unreadable` is a code if the file is no determination at all; then nothing else was answered.
    `problems` are codes for the plain words of a page. Both are listed in docs/verify.md.
    `recomputed_conclusion` and `recomputed_common_practice` are what deciding again gave.
    """

    intact: bool = False
    covers_whole_document: bool = False
    trusted: bool = False
    signed_by: str | None = None
    signed_at: str | None = None
    timestamp: str = "none"
    level: str | None = None
    recomputed: str = "not_possible"
    recomputed_reason: str | None = None
    recomputed_conclusion: str | None = None
    recomputed_common_practice: dict[str, str | None] | None = field(default=None, hash=False)
    scenarios: str = "none"
    pack_released: bool = False
    conclusion: str | None = None
    decision: str | None = None
    determination: str | None = None
    unreadable: str | None = None
    problems: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Intact, covering, trusted, and the same decision when done again."""
        return (
            self.intact
            and self.covers_whole_document
            and self.trusted
            and self.recomputed == "identical"
        )

    @property
    def exit_status(self) -> int:
        """0 if good, 1 if not, 2 if the file is no determination."""
        if self.unreadable:
            return 2
        return 0 if self.good else 1

    def to_dict(self) -> dict[str, Any]:
        """The object that `manage.py verify` prints, with its keys in the published order."""
        answers: dict[str, Any] = {
            "intact": self.intact,
            "covers_whole_document": self.covers_whole_document,
            "trusted": self.trusted,
            "signed_by": self.signed_by,
            "signed_at": self.signed_at,
            "timestamp": self.timestamp,
            "level": self.level,
            "recomputed": self.recomputed,
        }
        if self.recomputed_reason is not None:
            answers["recomputed_reason"] = self.recomputed_reason
        if self.recomputed_conclusion is not None:
            answers["recomputed_conclusion"] = self.recomputed_conclusion
        if self.recomputed_common_practice is not None:
            answers["recomputed_common_practice"] = self.recomputed_common_practice
        if self.scenarios != "none":
            answers["scenarios"] = self.scenarios
        return answers | {
            "pack_released": self.pack_released,
            "conclusion": self.conclusion,
            "decision": self.decision,
            "determination": self.determination,
        }


def verify(
    pdf: bytes,
    *,
    root_pem: bytes,
    released: Collection[str] | None = None,
    again: Recompute = by_engine,
    now: datetime | None = None,
) -> Verification:
    """Answer whether `pdf` is a determination that can be relied on.

    `root_pem` holds the certificates to trust, `released` the SHA-256 of the released rule packs
    (those of this installation if not given), `again` decides a case anew, `now` is the day on
    which the certificate must be valid. Raises `RootUnusable`; nothing in `pdf` raises.
    """
    roots = _roots(root_pem)
    if len(pdf) > MAX_BYTES:
        return Verification(unreadable="too_large")
    try:
        answers = signature.examine(pdf, roots, now)
    except signature.Unreadable as why:
        return Verification(unreadable=why.reason)
    decided = recompute(answers.signed_revision, again, opened=answers.opened)
    if answers.signed_by is None and decided.number is None and "damaged" not in answers.problems:
        return Verification(unreadable="not_a_determination")
    known = _released() if released is None else released
    return Verification(
        intact=answers.intact,
        covers_whole_document=answers.covers_whole_document,
        trusted=answers.trusted,
        signed_by=answers.signed_by,
        signed_at=answers.signed_at,
        timestamp=answers.timestamp,
        level=answers.level,
        recomputed=decided.outcome,
        recomputed_reason=decided.reason,
        recomputed_conclusion=decided.again_conclusion,
        recomputed_common_practice=decided.again_counted,
        scenarios=decided.scenarios,
        pack_released=decided.pack_sha256 is not None and decided.pack_sha256 in known,
        conclusion=decided.conclusion,
        decision=decided.decision,
        determination=decided.number,
        problems=answers.problems,
    )


def _roots(root_pem: bytes) -> list[Any]:
    from cryptography import x509

    from additionality.determination.sign import asn1

    try:
        return [asn1(one) for one in x509.load_pem_x509_certificates(root_pem)]
    except ValueError as error:
        raise RootUnusable("The root certificate cannot be read.") from error


def _released() -> Collection[str]:
    from additionality.engine.rulepack import released_packs

    return {release.sha256 for release in released_packs()}
