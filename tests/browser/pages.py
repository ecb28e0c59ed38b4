"""Every page of the demonstration, by the person who sees it."""

import io
from collections.abc import Iterator
from datetime import date

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from projects.demo.load import PEOPLE
from projects.models import (
    Case,
    DataSet,
    Determination,
    ListedSource,
    Person,
    RegistryList,
    Role,
    SpreadsheetSheet,
    Status,
    TableUpload,
)
from projects.radar.importing import import_list
from projects.services.inviting import invitation_tokens, invite
from projects.services.source_lists import add_source
from projects.services.spreadsheets import keep_mapping, take_in
from projects.spreadsheets.mapping import Mapping
from projects.spreadsheets.merging import MERGE
from projects.spreadsheets.proposing import propose
from projects.spreadsheets.reading import Reading
from projects.spreadsheets.taken import Taken, with_taken
from projects.wizard.answers import Answers
from projects.wizard.facts import draft_from
from projects.wizard.steps import STEPS
from tests.factories import case_file
from tests.projects.spreadsheets.models import faulty

INVITED = "invited@demo.example"
PLAIN = (
    "cases:list",
    "cases:deleted",
    "inbox:list",
    "cases:new",
    "cases:import",
    "accounts:profile",
    "administration:packs",
    "activities:list",
    "activities:new",
    "sources:capped",
)


def invited() -> None:
    """Invite somebody who has not followed the link yet."""
    authority = person(Role.ADMINISTRATOR).organisation
    words = {"email": INVITED, "name": "Yi-Ting Tsai", "role": Role.REVIEWER, "language": "en"}
    invite(organisation=authority, **words)


def on_a_list() -> None:
    """A source that pays the carbon fee."""
    entry = {"listed": "carbon_fee", "name": "範例水泥股份有限公司", "identifier": "U-01"}
    add_source(
        **entry, since=date(2025, 1, 1), source="環境部公告", actor=person(Role.ADMINISTRATOR)
    )


def on_a_registry() -> None:
    """A list of registered projects, with a row that can not be used."""
    content = b"name,country\nCoastal wind farm,TW\n,TW\n"
    import_list(
        name="A registry", file=io.BytesIO(content), file_name="list.csv", size=len(content),
        actor=person(Role.ADMINISTRATOR),
    )  # fmt: skip


def with_a_choice() -> None:
    """A draft of which any one of several analyses is enough."""
    proponent, data = person(Role.PROPONENT), case_file()
    data["project"]["capacity"]["value"] = "12"
    Case.objects.create(
        organisation=proponent.organisation, prepared_by=proponent, title="By any one of them",
        pack_key="tw-ver-2023", draft=draft_from(data),
    )  # fmt: skip


def person(role: Role) -> Person:
    return Person.objects.get(email=PEOPLE[role][0])


def public_pages() -> Iterator[str]:
    invited = person(Role.PROPONENT)
    link = {
        "uidb64": urlsafe_base64_encode(force_bytes(invited.pk)),
        "token": default_token_generator.make_token(invited),
    }
    for name in ("home", "accounts:login", "accounts:password_reset", "register:verify"):
        yield reverse(name)
    yield reverse("accounts:password_reset_done")
    yield reverse("accounts:password_reset_confirm", kwargs=link)
    for one in Person.objects.filter(email=INVITED):
        link = {
            "uidb64": urlsafe_base64_encode(force_bytes(one.pk)),
            "token": invitation_tokens.make_token(one),
        }
        yield reverse("accounts:accept", kwargs=link)
    yield "/there-is-no-such-page/"


def proponent_pages() -> Iterator[str]:
    yield from map(reverse, PLAIN)
    yield reverse("accounts:change_password")
    yield reverse("accounts:sessions")
    for case in Case.objects.all():
        yield reverse("cases:overview", args=[case.pk])
        yield from _submissions(case)
        yield reverse("cases:copy", args=[case.pk])
        if case.is_editable:
            yield from _draft_pages(case)
        elif case.status == Status.SUBMITTED:
            yield reverse("cases:move", args=[case.pk, "withdraw"])
    for determination in Determination.objects.all():
        yield reverse("register:determination", args=[determination.number])
    for data_set in DataSet.objects.all():
        yield reverse("activities:data_set", args=[data_set.pk])
    for upload in TableUpload.objects.filter(data_set=None):
        yield reverse("activities:mapping", args=[upload.pk])


def _submissions(case: Case) -> Iterator[str]:
    for submission in case.submissions.all():
        yield reverse("cases:submission", args=[case.pk, submission.number])
        yield reverse("cases:submission_compare", args=[case.pk, submission.number])
        yield reverse("cases:submission_ledger", args=[case.pk, submission.number])
        if submission.number > 1:
            yield reverse("cases:changes", args=[case.pk, submission.number])


def _draft_pages(case: Case) -> Iterator[str]:
    answers = Answers.of(case)
    if answers.path.any_of:  # the draft that is there for this page alone
        yield reverse("wizard:choose", args=[case.pk])
        return
    for step in STEPS:
        if answers.path.has(step):
            yield reverse("wizard:step", args=[case.pk, step.name])
    if answers.path.needs("common_practice"):
        yield reverse("cases:plants", args=[case.pk])
    if case.status == Status.DRAFT:
        yield from _spreadsheet_pages(case)
    for name in ("evidence", "ledger", "check", "rules", "compare", "declare", "delete"):
        yield reverse(f"cases:{name}", args=[case.pk])
    if case.status == Status.RETURNED:
        yield reverse("cases:requests", args=[case.pk])


def _spreadsheet_pages(case: Case) -> Iterator[str]:
    """The way from a file with faults to the cash flow, and a file that was refused."""
    yield reverse("spreadsheets:upload", args=[case.pk])
    for content, name in ((faulty(), "model.xlsx"), (b"\xff\xff\x81", "table.csv")):
        row = case.spreadsheets.filter(name=name).first() or take_in(
            case=case, actor=case.prepared_by, file=io.BytesIO(content), name=name
        )
        yield reverse("spreadsheets:found", args=[case.pk, row.pk])
        for sheet in row.sheets.all():
            if not sheet.mapping:
                keep_mapping(sheet=sheet, mapping=propose(sheet.as_read()))
            yield reverse("spreadsheets:mapping", args=[case.pk, row.pk, sheet.position])
            yield reverse("spreadsheets:check", args=[case.pk, row.pk, sheet.position])
            _take(case, sheet)


def _take(case: Case, sheet: SpreadsheetSheet) -> None:
    """Have the draft say that its cash flow comes from the sheet, so that its faults are on the page to check."""
    sheet.refresh_from_db()
    reading = Reading(sheet.as_read(), Mapping.from_dict(sheet.mapping))
    taken = with_taken(case.draft, Taken.of(sheet, reading, "2026-11-01T08:00:00+00:00"), MERGE)
    Case.objects.filter(pk=case.pk).update(draft=case.draft | taken)


def reviewer_pages() -> Iterator[str]:
    yield reverse("cases:list")
    yield reverse("inbox:list")
    for case in Case.objects.exclude(submissions=None):
        yield reverse("cases:overview", args=[case.pk])
        yield reverse("review:desk", args=[case.pk])
        if "investment" in case.latest_submission().case_data():
            yield reverse("review:scenario", args=[case.pk])
        if case.status == Status.SUBMITTED:
            yield reverse("review:take_up", args=[case.pk])
        if case.status == Status.UNDER_REVIEW:
            yield reverse("review:approve", args=[case.pk])
            yield reverse("review:refuse", args=[case.pk])


def administrator_pages() -> Iterator[str]:
    names = (
        "overview",
        "people",
        "invite",
        "organisations",
        "packs",
        "registries",
        "sources",
        "claims",
        "security",
        "health",
        "mail",
    )
    yield from (reverse(f"administration:{name}") for name in names)
    for one in RegistryList.objects.all():
        yield reverse("administration:registry", args=[one.pk])
    for one in ListedSource.objects.all():
        yield reverse("administration:source", args=[one.pk])
    organisation = person(Role.PROPONENT).organisation_id
    yield reverse("administration:organisation", args=[organisation])


PAGES = {
    None: public_pages,
    Role.PROPONENT: proponent_pages,
    Role.REVIEWER: reviewer_pages,
    Role.ADMINISTRATOR: administrator_pages,
}
