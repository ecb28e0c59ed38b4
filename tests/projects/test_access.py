"""Every address for everybody: who gets the page, the login, a refusal, or nothing at all.

Everybody is each role inside the organisation of the case and outside it, and nobody logged in.
An address without a row in the table fails the test, and so does a method that it answers.
"""

import hashlib
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import NamedTuple

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from additionality.determination.development_key import make_development_key
from projects.models import (
    Case,
    DataSet,
    DataSetUse,
    Determination,
    EvidenceFile,
    Issuing,
    ListedSource,
    Notice,
    Organisation,
    Person,
    RegistryList,
    ReviewRequest,
    Role,
    SignedDocument,
    Spreadsheet,
    SpreadsheetSheet,
    Submission,
    TableUpload,
    Worker,
)
from projects.radar.importing import import_list
from projects.services import importing, inviting, reviewing
from projects.services.moves import make_move
from projects.services.source_lists import add_source
from projects.spreadsheets.proposing import propose
from projects.tables.sheet import Cell, Sheet
from projects.wizard.facts import draft_from
from tests.factories import (
    case_file,
    client_of,
    make_case,
    make_organisation,
    make_person,
    make_submission,
    micro_case_file,
)
from tests.projects.activities.data import make_data_set, plant, table

pytestmark = pytest.mark.django_db

OWN, OTHER = "own", "other"  # the organisation of the cases, or another one
RELATIONS: dict[str, tuple[str, str] | None] = {
    "nobody logged in": None,
    "the proponent": ("proponent", OWN),
    "a colleague": ("proponent", OWN),
    "a proponent elsewhere": ("proponent", OTHER),
    "the reviewer": ("reviewer", OTHER),
    "another reviewer": ("reviewer", OTHER),
    "a reviewer of the own organisation": ("reviewer", OWN),
    "an administrator": ("administrator", OTHER),
    "an administrator of the own organisation": ("administrator", OWN),
}
WHO = tuple(RELATIONS)
# A letter for each of them, in this order.
# o: opens; l: to the login; h: hidden, as if it did not exist; f: forbidden by role.
PUBLIC, LOGGED_IN, NOBODY = "o" * 9, "l" + "o" * 8, "l" + "h" * 8
PROPONENTS, OURS = "looo" + "h" * 5, "loo" + "h" * 6
READERS = "loohooohh"  # the organisation, and reviewers once it was submitted
REVIEWERS = "lhhhoohhh"  # those of other organisations
ADMINISTRATORS = "lffffffoo"
IMPORTERS = "looohhhoo"  # who may import data sets
OWN_DATA = "loohhhhho"  # who may of the own organisation
USED_DATA = "loohoooho"  # and reviewers, once a submitted case uses it


class Row(NamedTuple):
    """An address, the method, the case in the world it is opened for, and who gets it."""

    name: str
    method: str
    who: str
    case: str = "reviewed"

    def __str__(self) -> str:
        return f"{self.method} {self.name} of the {self.case} case"


TABLE = [
    Row("home", "GET", PUBLIC),
    Row("set_language", "POST", PUBLIC),
    Row("health", "GET", PUBLIC),
    Row("ready", "GET", PUBLIC),
    Row("metrics", "GET", PUBLIC),  # of whom asks on the machine itself, as these tests do
    # account
    Row("accounts:login", "GET", PUBLIC),
    Row("accounts:login", "POST", PUBLIC),
    Row("accounts:logout", "POST", PUBLIC),
    Row("accounts:profile", "GET", LOGGED_IN),
    Row("accounts:profile", "POST", LOGGED_IN),
    Row("accounts:change_password", "GET", LOGGED_IN),
    Row("accounts:change_password", "POST", LOGGED_IN),
    Row("accounts:sessions", "GET", LOGGED_IN),
    Row("accounts:sessions", "POST", LOGGED_IN),
    Row("accounts:password_reset", "GET", PUBLIC),
    Row("accounts:password_reset", "POST", PUBLIC),
    Row("accounts:password_reset_done", "GET", PUBLIC),
    Row("accounts:password_reset_confirm", "GET", PUBLIC),
    Row("accounts:password_reset_confirm", "POST", PUBLIC),
    Row("accounts:accept", "GET", PUBLIC),
    Row("accounts:accept", "POST", PUBLIC),
    # cases: the proponent's side
    Row("cases:list", "GET", LOGGED_IN),
    Row("cases:deleted", "GET", PROPONENTS),
    Row("cases:new", "GET", PROPONENTS),
    Row("cases:new", "POST", PROPONENTS),
    Row("cases:import", "GET", PROPONENTS),
    Row("cases:import", "POST", PROPONENTS),
    Row("cases:overview", "GET", OURS, "draft"),
    Row("cases:overview", "GET", READERS),
    Row("cases:export", "GET", OURS, "draft"),
    Row("cases:export", "GET", OURS),
    Row("cases:rules", "GET", OURS, "draft"),
    Row("cases:rules", "POST", OURS, "draft"),
    Row("cases:rules", "GET", OURS),
    Row("cases:compare", "GET", OURS, "draft"),
    Row("cases:compare", "GET", OURS),
    Row("cases:submission_compare", "GET", READERS),
    Row("cases:check", "GET", OURS, "draft"),
    Row("cases:check", "GET", OURS),
    Row("cases:declare", "GET", OURS, "draft"),
    Row("cases:declare", "POST", OURS, "draft"),
    Row("cases:requests", "GET", OURS),
    Row("cases:requests", "POST", OURS),
    Row("cases:copy", "GET", OURS, "draft"),
    Row("cases:copy", "GET", OURS),
    Row("cases:copy", "POST", OURS, "draft"),
    Row("cases:copy", "POST", OURS, "decided"),
    Row("cases:delete", "GET", OURS, "draft"),
    Row("cases:delete", "POST", OURS, "draft"),
    Row("cases:delete", "GET", OURS),
    Row("cases:delete", "POST", OURS),
    Row("cases:here", "POST", OURS, "draft"),
    Row("cases:here", "POST", NOBODY),
    Row("cases:move", "GET", OURS),
    Row("cases:move", "POST", OURS),
    Row("cases:evidence", "GET", OURS, "draft"),
    Row("cases:evidence", "POST", OURS, "draft"),
    Row("cases:evidence_put", "POST", OURS, "draft"),
    Row("cases:evidence_remove", "POST", OURS, "draft"),
    Row("cases:evidence_describe", "POST", OURS, "draft"),
    Row("cases:ledger", "GET", OURS, "draft"),
    Row("cases:ledger", "GET", OURS),
    Row("cases:submission_ledger", "GET", READERS),
    Row("cases:evidence_file", "GET", OURS, "draft"),
    Row("cases:evidence_file", "GET", READERS),
    Row("cases:pictures", "GET", OURS, "draft"),
    Row("cases:submission", "GET", READERS),
    Row("cases:submission_export", "GET", READERS),
    Row("cases:workbook", "GET", OURS, "draft"),
    Row("cases:submission_workbook", "GET", READERS),
    Row("cases:changes", "GET", READERS),
    Row("cases:submission_picture", "GET", READERS),
    Row("cases:scenario_picture", "GET", READERS),
    Row("wizard:choose", "GET", OURS, "draft"),
    Row("wizard:step", "GET", OURS, "draft"),
    Row("wizard:step", "POST", OURS, "draft"),
    Row("wizard:step", "GET", OURS),
    # from a spreadsheet to the cash flow
    Row("spreadsheets:upload", "GET", OURS, "draft"),
    Row("spreadsheets:upload", "POST", OURS, "draft"),
    Row("spreadsheets:found", "GET", OURS, "draft"),
    Row("spreadsheets:mapping", "GET", OURS, "draft"),
    Row("spreadsheets:mapping", "POST", OURS, "draft"),
    Row("spreadsheets:check", "GET", OURS, "draft"),
    Row("spreadsheets:check", "POST", OURS, "draft"),
    Row("cases:plants", "GET", OURS, "draft"),
    Row("cases:plants", "POST", OURS, "draft"),
    Row("cases:plants", "GET", OURS),
    # data sets: one that no submitted case uses, one that a case uses, one that is for everybody
    Row("activities:list", "GET", LOGGED_IN),
    Row("activities:new", "GET", IMPORTERS),
    Row("activities:new", "POST", IMPORTERS),
    Row("activities:mapping", "GET", OWN_DATA),
    Row("activities:mapping", "POST", OWN_DATA),
    Row("activities:data_set", "GET", OWN_DATA, "draft"),
    Row("activities:data_set", "GET", USED_DATA, "reviewed"),
    Row("activities:data_set", "GET", LOGGED_IN, "decided"),
    Row("activities:report", "GET", OWN_DATA, "draft"),
    Row("activities:report", "GET", USED_DATA, "reviewed"),
    Row("activities:again", "POST", OWN_DATA, "draft"),
    # inbox: everybody has the own one, so another's notice is not there
    Row("inbox:list", "GET", LOGGED_IN),
    Row("inbox:read_all", "POST", LOGGED_IN),
    Row("inbox:read", "POST", "lo" + "h" * 7),
    # review
    Row("review:desk", "GET", REVIEWERS),
    Row("review:desk", "GET", NOBODY, "draft"),
    Row("review:take_up", "GET", REVIEWERS),
    Row("review:take_up", "POST", REVIEWERS),
    Row("review:put_back", "POST", REVIEWERS),
    Row("review:send_back", "POST", REVIEWERS),
    Row("review:raise_request", "POST", REVIEWERS),
    Row("review:close_request", "POST", REVIEWERS),
    Row("review:reopen_request", "POST", REVIEWERS),
    Row("review:accept_fragile", "POST", REVIEWERS),
    Row("review:scenario", "GET", REVIEWERS),
    Row("review:scenario", "POST", REVIEWERS),
    Row("review:scenario", "GET", NOBODY, "draft"),
    Row("review:approve", "GET", REVIEWERS),
    Row("review:approve", "POST", REVIEWERS),
    Row("review:refuse", "GET", REVIEWERS),
    Row("review:refuse", "POST", REVIEWERS),
    # determinations
    Row("register:verify", "GET", PUBLIC),
    Row("register:verify", "POST", PUBLIC),
    Row("register:root", "GET", PUBLIC),
    Row("register:determination", "GET", READERS, "decided"),
    Row("register:download", "GET", READERS, "decided"),
    Row("register:retry", "POST", "lffhooohh", "decided"),
    # administration
    Row("administration:overview", "GET", ADMINISTRATORS),
    Row("administration:people", "GET", ADMINISTRATORS),
    Row("administration:invite", "GET", ADMINISTRATORS),
    Row("administration:invite", "POST", ADMINISTRATORS),
    Row("administration:invite_again", "POST", ADMINISTRATORS),
    Row("administration:deactivate", "POST", ADMINISTRATORS),
    Row("administration:reactivate", "POST", ADMINISTRATORS),
    Row("administration:end_sessions", "POST", ADMINISTRATORS),
    Row("administration:security", "GET", ADMINISTRATORS),
    Row("administration:organisations", "GET", ADMINISTRATORS),
    Row("administration:organisations", "POST", ADMINISTRATORS),
    Row("administration:organisation", "GET", ADMINISTRATORS),
    Row("administration:organisation", "POST", ADMINISTRATORS),
    Row("administration:packs", "GET", LOGGED_IN),
    Row("administration:registries", "GET", ADMINISTRATORS),
    Row("administration:registries", "POST", ADMINISTRATORS),
    Row("administration:registry", "GET", ADMINISTRATORS),
    Row("administration:health", "GET", ADMINISTRATORS),
    Row("administration:claims", "GET", ADMINISTRATORS),
    Row("administration:claims", "POST", ADMINISTRATORS),
    Row("administration:mail", "GET", ADMINISTRATORS),
    Row("administration:mail_again", "POST", ADMINISTRATORS),
    Row("administration:sources", "GET", ADMINISTRATORS),
    Row("administration:sources", "POST", ADMINISTRATORS),
    Row("administration:source", "GET", ADMINISTRATORS),
    Row("administration:source", "POST", ADMINISTRATORS),
    # sources of emissions
    Row("sources:capped", "GET", LOGGED_IN),
]

#: The cells of an uploaded model: row and column, kind and text.
CELLS = {
    (1, 1): ("s", "Year"), (1, 2): ("n", "2026"), (1, 3): ("n", "2027"), (1, 4): ("n", "2028"),
    (2, 1): ("s", "Turbines"), (2, 2): ("n", "1500"), (2, 3): ("n", "0"), (2, 4): ("s", "n/a"),
    (3, 1): ("s", "Power sales"), (3, 2): ("n", "0"), (3, 3): ("n", "250"), (3, 4): ("s", "3.5萬"),
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """One organisation with a draft, a case under review and a decided one, and everybody."""

    people: dict[str, Person | None]
    cases: dict[str, Case]
    request: ReviewRequest
    determination: Determination
    spreadsheet: Spreadsheet
    someone: Person
    organisation: Organisation
    data_sets: dict[str, DataSet]
    upload: TableUpload

    def address(self, row: Row, **changes: str) -> str:
        """The address of a row, with `changes` in place of what usually stands in it."""
        values = {
            "pk": self.cases[row.case].pk,
            "number": 2,
            "step": "project",
            "key": "E1",
            "uidb64": "AAAA",
            "token": "abc-def",
            "request_pk": self.request.pk,
            "notice_pk": Notice.objects.filter(person=self.people["the proponent"]).latest("pk").pk,
            "upload": self.spreadsheet.pk,
            "position": 0,
            "name": "reductions_by_year" if "picture" in row.name else "withdraw",
        }
        if row.name == "administration:organisation":
            values["pk"] = self.organisation.pk
        elif row.name == "administration:registry":
            values["pk"] = RegistryList.objects.latest("pk").pk
        elif row.name == "administration:source":
            values["pk"] = ListedSource.objects.earliest("pk").pk
        elif row.name.startswith("administration:"):
            values["pk"] = self.someone.pk
        if row.name == "activities:mapping":
            values["pk"] = self.upload.pk
        elif row.name.startswith("activities:"):
            values["pk"] = self.data_sets.get(row.case, self.data_sets["draft"]).pk
        if row.name.startswith("register:"):
            values["number"] = self.determination.number
        wanted, values = named_patterns()[row.name], values | changes
        return reverse(row.name, kwargs={key: values[key] for key in wanted})


def named_patterns() -> dict[str, set[str]]:
    """Every named address of the site, with the names of what stands in it."""

    def walk(patterns, space: str, above: set[str]) -> Iterator[tuple[str, set[str]]]:
        for one in patterns:
            keys = above | set(one.pattern.converters)
            if isinstance(one, URLResolver):
                inner = f"{space}{one.namespace}:" if one.namespace else space
                yield from walk(one.url_patterns, inner, keys)
            elif isinstance(one, URLPattern):
                yield f"{space}{one.name}", keys

    return dict(walk(get_resolver().url_patterns, "", set()))


def make_draft(proponent: Person) -> Case:
    data = case_file()
    return make_case(prepared_by=proponent, draft=draft_from(data))


def make_evidence(case: Case, key: str = "E1") -> EvidenceFile:
    content = b"%PDF-1.7 a study"
    return EvidenceFile.objects.create(
        case=case,
        key=key,
        title="Feasibility study",
        file=ContentFile(content, name="study.pdf"),
        original_name="study.pdf",
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=case.prepared_by,
    )


def make_spreadsheet(case: Case) -> Spreadsheet:
    """A model that was uploaded and read, and whose mapping was chosen."""
    row = Spreadsheet.objects.create(
        case=case, uploaded_by=case.prepared_by, name="model.xlsx", stage=Spreadsheet.Stage.READ
    )
    sheet = Sheet("Model", cells={place: Cell(*cell) for place, cell in CELLS.items()})
    SpreadsheetSheet.objects.create(
        spreadsheet=row,
        position=0,
        name=sheet.name,
        cells=len(sheet.cells),
        content=SpreadsheetSheet.packed(sheet.to_dict()),
        mapping=propose(sheet).to_dict(),
    )
    return row


def submit_with(case: Case, evidence: EvidenceFile) -> Submission:
    data = case_file()
    data["evidence"][0]["sha256"] = evidence.sha256
    return make_submission(case, data)


def make_determination(
    proponent: Person, reviewer: Person, number: str = "TW-2026-0001"
) -> tuple[Case, Determination]:
    case = make_case(prepared_by=proponent)
    submission = make_submission(case, micro_case_file())
    Case.objects.filter(pk=case.pk).update(status="approved", reviewer=reviewer)
    determination = Determination.objects.create(
        submission=submission,
        number=number,
        decision="approved",
        reasons="In order.",
        edition="en",
        decided_by=reviewer,
    )
    Issuing.objects.create(determination=determination, stage="done")
    content = f"%PDF-1.7 {number}".encode()
    SignedDocument.objects.create(
        determination=determination,
        file=ContentFile(content, name="determination.pdf"),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )
    return case, determination


def make_registry_list(administrator: Person, rows: int = 1) -> RegistryList:
    text = (
        "name,country\n" + "".join(f"Coastal wind farm {row},TW\n" for row in range(rows)) + ",TW\n"
    )
    file = io.BytesIO(text.encode())
    return import_list(
        name="A registry", file=file, file_name="list.csv", size=len(text), actor=administrator
    )


def make_listed_source(
    administrator: Person, name: str = "台灣水泥股份有限公司花蓮廠"
) -> ListedSource:
    return add_source(
        listed="carbon_fee",
        name=name,
        identifier="U-01",
        since=date(2025, 1, 1),
        source="Announcement of the authority",
        actor=administrator,
    )


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.PUBLISHED_ROOT = settings.SIGNING_DIR / "root.pem"
    make_development_key(settings.SIGNING_DIR)
    Worker.objects.create(name="a worker")
    ours = make_organisation()
    people = {
        who: make_person(found[0], ours if found[1] == OWN else None) if found else None
        for who, found in RELATIONS.items()
    }
    proponent, reviewer = people["the proponent"], people["the reviewer"]
    draft, reviewed = make_draft(proponent), make_draft(proponent)
    make_evidence(draft)
    spreadsheet = make_spreadsheet(draft)
    evidence = make_evidence(reviewed)
    submit_with(reviewed, evidence)
    reviewing.take_up(case=reviewed, actor=reviewer, declaration="No consultancy.")
    raised = reviewing.raise_request(
        case=reviewed, actor=reviewer, submission_number=1, kind="CL", part="size", text="Why?"
    )
    reviewing.send_back(case=reviewed, actor=reviewer, submission_number=1)
    reviewed.refresh_from_db()
    submit_with(reviewed, evidence)
    make_move(case=reviewed, name="submit", actor=proponent)
    reviewing.take_up(case=reviewed, actor=reviewer, declaration="No consultancy.")
    decided, determination = make_determination(proponent, reviewer)
    make_registry_list(people["an administrator"])
    make_listed_source(people["an administrator"])
    return World(
        people=people,
        cases={"draft": draft, "reviewed": reviewed, "decided": decided},
        request=raised,
        determination=determination,
        spreadsheet=spreadsheet,
        someone=make_person("proponent"),
        organisation=ours,
        data_sets=make_data_sets(proponent, people["an administrator"], reviewed),
        upload=importing.take_in(actor=proponent, file=BytesIO(table(plant())), name="new.csv"),
    )


def make_data_sets(proponent: Person, administrator: Person, used_by: Case) -> dict[str, DataSet]:
    """One of the organisation alone, one that a submitted case uses, and one for everybody."""
    found = {
        "draft": make_data_set(proponent, plant(), plant(mw=""), title="Unused"),
        "reviewed": make_data_set(proponent, plant(), plant(mw=""), title="Used"),
        "decided": make_data_set(administrator, title="For everybody"),
    }
    DataSetUse.objects.create(data_set=found["reviewed"], case=used_by)
    return found


def browser_of(person: Person | None) -> Client:
    return client_of(person) if person else Client(headers={"accept-language": "en"})


def answer_letter(response: HttpResponse) -> str:
    """What the answer means to whoever asked, as a letter of the table."""
    if response.status_code in (301, 302):
        return "l" if response["Location"].startswith(reverse("accounts:login")) else "o"
    letters = {403: "f", 404: "h"}
    if response.status_code in letters:
        return letters[response.status_code]
    assert response.status_code in (200, 400, 409, 422), response.status_code
    return "o"


def send(client: Client, method: str, address: str) -> HttpResponse:
    return client.generic(method, address) if method != "POST" else client.post(address, {})


def is_write(sql: str) -> bool:
    """Whether a query changes anything but the session, the count of tries and the record of
    what was taken out."""
    kept = ("projects_loginsession", "projects_allowance", "projects_securityevent")
    is_kept = any(table in sql for table in kept)
    return sql.startswith(("INSERT", "UPDATE", "DELETE")) and not is_kept


def test_every_address_has_a_row_and_every_row_an_address():
    assert {row.name for row in TABLE} == set(named_patterns())


def test_everybody_is_every_role_inside_and_outside_the_organisation(world):
    found = set()
    for who, person in world.people.items():
        where = OWN if person and person.organisation == world.organisation else OTHER
        assert RELATIONS[who] == ((person.role, where) if person else None)
        found.add(RELATIONS[who])

    assert found == {None, *itertools.product(Role.values, (OWN, OTHER))}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_a_method_without_a_row_is_answered_to_nobody(world, method, who):
    """An address that begins to answer a method, and so perhaps to write, needs a row for it."""
    rows = {(row.name, row.method) for row in TABLE}
    client = browser_of(world.people[who])
    for row in (row for row in TABLE if (row.name, method) not in rows):
        with CaptureQueriesContext(connection) as queries:
            response = send(client, method, world.address(row))
        assert response.status_code in (302, 403, 404, 405), row.name
        assert [query["sql"] for query in queries if is_write(query["sql"])] == [], row.name


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_an_address_opens_to_those_it_is_for(world, row):
    answers = ""
    for who in WHO:
        before = transaction.savepoint()
        client = browser_of(world.people[who])
        answers += answer_letter(send(client, row.method, world.address(row)))
        transaction.savepoint_rollback(before)

    assert answers == row.who


@pytest.mark.parametrize("who", WHO)
def test_opening_an_address_writes_nothing(world, who):
    """A GET that prefetches, or a link in a mail, never changes anything."""
    client = browser_of(world.people[who])
    for row in TABLE:
        with CaptureQueriesContext(connection) as queries:
            client.get(world.address(row))
        assert [query["sql"] for query in queries if is_write(query["sql"])] == [], str(row)


def test_nobody_whose_access_has_ended_gets_on_with_a_session(world):
    proponent = world.people["the proponent"]
    client = browser_of(proponent)
    inviting.deactivate(person=proponent, by=world.people["an administrator"])

    for row in TABLE:
        response = send(client, row.method, world.address(row))
        assert answer_letter(response) == row.who[0], str(row)


def test_a_draft_is_hidden_from_reviewers(world):
    """What was never submitted is nobody's but the organisation's."""
    client = browser_of(world.people["the reviewer"])

    names = [name for name, keys in named_patterns().items() if "pk" in keys]
    for name in names:
        if name.startswith(("cases:", "wizard:", "review:")):
            row = Row(name, "GET", "", "draft")
            assert client.get(world.address(row)).status_code in (404, 405), name
