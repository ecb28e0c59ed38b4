"""Everything that is stored, by use case."""

from projects.models.case import Case, EvidenceFile, Status, Submission
from projects.models.claims import BenchmarkClaim, ClaimsTable
from projects.models.determination import Decision, Determination, Edition, Issuing, SignedDocument
from projects.models.drafts import DeletedDraft, Presence
from projects.models.notice import Notice
from projects.models.people import Organisation, Person, Role
from projects.models.record import MoveRecord
from projects.models.review import (
    EntryKind,
    FragileAcceptance,
    RequestEntry,
    RequestKind,
    ReviewRequest,
)
from projects.models.security import Allowance, LoginSession, SecurityEvent
from projects.models.work import Worker

__all__ = [
    "Allowance",
    "BenchmarkClaim",
    "Case",
    "ClaimsTable",
    "Decision",
    "DeletedDraft",
    "Determination",
    "Edition",
    "EntryKind",
    "EvidenceFile",
    "FragileAcceptance",
    "Issuing",
    "LoginSession",
    "MoveRecord",
    "Notice",
    "Organisation",
    "Person",
    "Presence",
    "RequestEntry",
    "RequestKind",
    "ReviewRequest",
    "Role",
    "SecurityEvent",
    "SignedDocument",
    "Status",
    "Submission",
    "Worker",
]
