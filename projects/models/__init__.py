"""Everything that is stored, by use case."""

from projects.models.case import Case, EvidenceFile, Status, Submission
from projects.models.determination import Decision, Determination, Edition, Issuing, SignedDocument
from projects.models.people import Organisation, Person, Role
from projects.models.record import MoveRecord
from projects.models.review import (
    EntryKind,
    FragileAcceptance,
    RequestEntry,
    RequestKind,
    ReviewRequest,
)

__all__ = [
    "Case",
    "Decision",
    "Determination",
    "Edition",
    "EntryKind",
    "EvidenceFile",
    "FragileAcceptance",
    "Issuing",
    "MoveRecord",
    "Organisation",
    "Person",
    "RequestEntry",
    "RequestKind",
    "ReviewRequest",
    "Role",
    "SignedDocument",
    "Status",
    "Submission",
]
