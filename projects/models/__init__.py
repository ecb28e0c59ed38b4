"""Everything that is stored, by use case."""

from projects.models.activities import (
    ActivityCount,
    ActivityRow,
    DataSet,
    DataSetUse,
    RowReport,
    TableUpload,
)
from projects.models.case import Case, EvidenceFile, EvidenceKind, Status, Submission
from projects.models.claims import BenchmarkClaim, ClaimsTable
from projects.models.determination import Decision, Determination, Edition, Issuing, SignedDocument
from projects.models.drafts import DeletedDraft, Presence
from projects.models.notice import Notice
from projects.models.people import Organisation, Person, Role
from projects.models.radar import KnownProject, KnownWord, RegistryList
from projects.models.record import MoveRecord
from projects.models.review import (
    EntryKind,
    FragileAcceptance,
    RequestEntry,
    RequestKind,
    ReviewRequest,
    Scenario,
)
from projects.models.security import Allowance, LoginSession, SecurityEvent
from projects.models.sources import ListedSource, ListingEnd
from projects.models.spreadsheets import RememberedMapping, Spreadsheet, SpreadsheetSheet
from projects.models.work import Worker

__all__ = [
    "ActivityCount",
    "ActivityRow",
    "Allowance",
    "BenchmarkClaim",
    "Case",
    "ClaimsTable",
    "DataSet",
    "DataSetUse",
    "Decision",
    "DeletedDraft",
    "Determination",
    "Edition",
    "EntryKind",
    "EvidenceFile",
    "EvidenceKind",
    "FragileAcceptance",
    "Issuing",
    "KnownProject",
    "KnownWord",
    "ListedSource",
    "ListingEnd",
    "LoginSession",
    "MoveRecord",
    "Notice",
    "Organisation",
    "Person",
    "Presence",
    "RegistryList",
    "RememberedMapping",
    "RequestEntry",
    "RequestKind",
    "ReviewRequest",
    "Role",
    "RowReport",
    "Scenario",
    "SecurityEvent",
    "SignedDocument",
    "Spreadsheet",
    "SpreadsheetSheet",
    "Status",
    "Submission",
    "TableUpload",
    "Worker",
]
