"""Rows of the kinds that the demonstration has none of; run as a program in an installation."""

import io
from datetime import date

import django

django.setup()

from django.utils import timezone  # noqa: E402

from projects.models import (  # noqa: E402
    Case,
    DataSetUse,
    DeletedDraft,
    FragileAcceptance,
    Person,
    RememberedMapping,
    RequestEntry,
    ReviewRequest,
    Scenario,
    SecurityEvent,
    Spreadsheet,
    Submission,
)
from projects.models.review import EntryKind  # noqa: E402
from projects.radar.importing import import_list  # noqa: E402
from projects.services import claims, source_lists, spreadsheets  # noqa: E402
from tests.projects.activities.data import make_data_set, plant  # noqa: E402
from tests.projects.spreadsheets import models as calculation  # noqa: E402


def tables(proponent: Person, administrator: Person) -> None:
    data_set = make_data_set(proponent, plant(), plant(mw=""), plant(name="風力發電廠"))
    DataSetUse.objects.create(data_set=data_set, case=Case.objects.first())
    text = b"country,energy_source,benchmark,basis,project,source\nTW,wind,8.25 %,WACC,P 1,PDD\n"
    claims.import_table(content=text, title="Claims", source="2026", actor=administrator)
    text = b"name,country,latitude,longitude\nNorth,TW,24.625,119.1\n"
    import_list(
        name="List", file=io.BytesIO(text), file_name="l.csv", size=len(text), actor=administrator
    )
    paper, day = "Gazette of 2026", date(2026, 1, 1)
    listed = source_lists.add_source(
        listed="carbon_fee", name="Steel", identifier="A1", since=day, source=paper,
        actor=administrator,
    )  # fmt: skip
    source_lists.end_source(listed=listed, until=day, source=paper, actor=administrator)


def sheets(proponent: Person) -> None:
    """One that was read, and one whose bytes are still there."""
    case = Case.objects.filter(status="draft").get()
    file = io.BytesIO(calculation.wind())
    spreadsheets.take_in(case=case, actor=case.prepared_by, file=file, name="model.xlsx")
    Spreadsheet.objects.create(
        case=case, uploaded_by=proponent, name="long.ods", content=bytes(range(256))
    )
    RememberedMapping.objects.create(
        organisation=case.organisation, case=case, saved_by=proponent, sheet="S1", mapping={"a": 1}
    )


def review(reviewer: Person) -> None:
    submission = Submission.objects.first()
    Scenario.objects.create(
        submission=submission, name="Dearer", reason="Wind", changes="[]", finding="{}",
        conclusion="additional", case_sha256="0" * 64, kept_by=reviewer,
    )  # fmt: skip
    request = ReviewRequest.objects.first()
    RequestEntry.objects.create(request=request, kind=EntryKind.CLOSED, text="Shown.", by=reviewer)
    FragileAcceptance.objects.create(
        submission=submission, reason="Fixed by contract.", accepted_by=reviewer
    )


def record(proponent: Person) -> None:
    DeletedDraft.objects.create(
        organisation=proponent.organisation, reference="ABCD-EFGH", title="Gone", files=2,
        begun_by=proponent, begun_at=timezone.now(), deleted_by=proponent,
    )  # fmt: skip
    SecurityEvent.objects.create(kind="logged_in", person=proponent, address="2001:db8::1")


def main() -> None:
    people = {one.role: one for one in Person.objects.all()}
    tables(people["proponent"], people["administrator"])
    sheets(people["proponent"])
    review(people["reviewer"])
    record(people["proponent"])


if __name__ == "__main__":
    main()
