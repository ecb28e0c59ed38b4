"""The lists with 100,000 cases. The floor: the same pages with 1,000, from a database of their own."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from projects.models import Case, Person, Status, Submission
from projects.wizard.facts import draft_from
from tests.bench.measuring import Row, compare
from tests.bench.visitor import Visitor
from tests.factories import make_person, make_submission, micro_case_file

FEW, MANY = 1_000, 100_000
ROUNDS = 60
STATES = list(Status.values)


def rows() -> Iterator[Row]:
    """All cases are of one organisation, in all states; its proponents and reviewers elsewhere look."""
    proponent, reviewer = make_person("proponent"), make_person("reviewer")
    make_cases(proponent, Case.objects.count(), FEW)
    many = Path(str(connection.settings_dict["NAME"]))
    visitors = [Visitor.of(person) for person in (proponent, reviewer)]
    connection.close()
    few = Path(shutil.copy(many, many.with_name("few.sqlite3")))
    make_cases(proponent, Case.objects.count(), MANY)
    connection.close()

    for name, address, visitor, is_analyzed in (
        ("case list with 100,000 cases", "/cases/", visitors[0], False),
        ("work list with 100,000 cases", "/cases/?show=approved", visitors[1], False),
        ("work list, after ANALYZE", "/cases/?show=approved", visitors[1], True),
    ):
        if is_analyzed:
            for database in (few, many):
                at(database)
                connection.cursor().execute("ANALYZE")

        def opened(database: Path, visitor: Visitor = visitor, address: str = address) -> None:
            at(database)
            answer = visitor.get(address)
            assert answer.status == 200
            # Other rows leave cases of another name on the first page.
            assert answer.body.count(b"Wind farm") >= 5

        yield compare(
            name,
            lambda _n, show=opened: show(many),
            lambda _n, show=opened: show(few),
            bar=1.5,
            rounds=ROUNDS,
        )
    at(many)


def at(database: Path) -> None:
    """Let what follows read this database."""
    connection.close()
    connection.settings_dict["NAME"] = str(database)


def make_cases(proponent: Person, there: int, wanted: int) -> None:
    """Fill up to `wanted` cases, one a minute; all but the drafts have a submission."""
    frozen = Submission.objects.first() or make_submission(data=micro_case_file())
    draft, now = draft_from(micro_case_file()), timezone.now()
    cases = [
        Case(
            organisation=proponent.organisation, prepared_by=proponent, draft_saved_by=proponent,
            draft_saved_at=now, title=f"Wind farm {number}", status=STATES[number % len(STATES)],
            tier="micro", draft=draft, changed_at=now - timedelta(minutes=number),
        )
        for number in range(there, wanted)
    ]  # fmt: skip
    Case.objects.bulk_create(cases, batch_size=5_000)
    copied = {field.attname: getattr(frozen, field.attname) for field in Submission._meta.fields}
    del copied["id"], copied["case_id"]
    Submission.objects.bulk_create(
        [Submission(case=case, **copied) for case in cases if case.status != Status.DRAFT],
        batch_size=5_000,
    )
