"""Two servers and two workers of one installation, on PostgreSQL: they work as one.

One test, since setting up takes longer than all that is asked.
"""

import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

from tests.installation import Installation, Visitor, installed, serving, until
from tests.postgresql import server

WORKERS = ("one", "two")
PEOPLE = """
import json
from projects.models import Role
from projects.services.reviewing import take_up
from tests.factories import PASSWORD, make_case, make_person, make_submission, micro_case_file
proponent, reviewer = make_person(Role.PROPONENT), make_person(Role.REVIEWER)
cases = [make_case(prepared_by=proponent, title=f"Case {number}") for number in (1, 2)]
for case in cases:
    make_submission(case, micro_case_file())
    take_up(case=case, actor=reviewer, declaration="No consultancy.")
pks = [str(case.pk) for case in cases]
print(json.dumps([proponent.email, reviewer.email, PASSWORD, pks]))
"""


def test_two_servers_and_two_workers_work_as_one(tmp_path: Path):
    with (
        server() as make_database,
        installed(tmp_path, make_database("shared")) as installation,
        serving(installation, WORKERS),
    ):
        proponent, reviewer, cases = people(installation)
        logged_in_at_one_and_saved_at_the_other(installation, proponent)
        numbers = decided_at_both_at_once(installation, reviewer, cases)
        issued_once_by_either_worker(installation, len(cases))
        for number in numbers:
            the_same_file_from_both(installation, proponent, number)
        stored_once_and_trusted(installation, len(cases))
        style_sheets_from_both_and_figures_from_none(installation)
        requests_and_jobs_in_the_log(installation)


def people(installation: Installation) -> tuple[Visitor, Visitor, list[str]]:
    """The proponent logged in at the first server, the reviewer at the second, and two cases."""
    made = installation.run("manage.py", "shell", "--verbosity", "0", "--command", PEOPLE)
    *emails, password, cases = json.loads(made.splitlines()[-1])
    visitors = Visitor(), Visitor()
    for visitor, email, port in zip(visitors, emails, installation.ports, strict=True):
        answer = visitor.send(port, "/account/log-in/", username=email, password=password)
        assert answer == (302, b"/")
    return (*visitors, cases)


def logged_in_at_one_and_saved_at_the_other(installation: Installation, proponent: Visitor) -> None:
    first, second = installation.ports
    status, begun = proponent.send(second, "/cases/new/")
    assert status == 302, begun
    step = begun.decode()
    form = proponent.filled_in(first, step, name="Filled in at the first")
    status, _next = proponent.press(second, step, form)
    assert status == 302
    for port in installation.ports:
        assert "Filled in at the first" in proponent.get(port, step)[1].decode()


def decided_at_both_at_once(
    installation: Installation, reviewer: Visitor, cases: list[str]
) -> list[str]:
    """Press each button at both servers at the same moment; return the numbers that were given."""
    presses = []
    for case in cases:
        page = f"/cases/{case}/review/approve/"
        typed = {"reasons": "In order.", "edition": "en"}
        form = reviewer.filled_in(installation.ports[0], page, **typed)
        presses += [(port, page, form) for port in installation.ports]
    with ThreadPoolExecutor(len(presses)) as together:
        answers = list(together.map(lambda press: reviewer.press(*press), presses))

    assert {status for status, _content in answers} <= {200, 302, 409}, answers
    numbers = [
        number for (number,) in rows(installation, "SELECT number FROM projects_determination")
    ]
    assert len(set(numbers)) == len(numbers) == len(cases)
    return numbers


def issued_once_by_either_worker(installation: Installation, number: int) -> None:
    issued = "SELECT count(*) FROM projects_signeddocument"
    until(lambda: rows(installation, issued) == [(number,)], installation.log.read_text)
    jobs = rows(
        installation,
        "SELECT worker_ids->>0, jsonb_array_length(worker_ids)"
        " FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%issue_document'",
    )
    assert len(jobs) == number
    assert {name for name, _times in jobs} <= set(WORKERS)
    assert {times for _name, times in jobs} == {1}


def the_same_file_from_both(installation: Installation, proponent: Visitor, number: str) -> None:
    address = f"/determinations/{number}/download/"
    first, second = (proponent.get(port, address) for port in installation.ports)
    [(sha256,)] = rows(
        installation,
        "SELECT sha256 FROM projects_signeddocument JOIN projects_determination"
        f" ON determination_id = projects_determination.id WHERE number = '{number}'",
    )
    assert first == second
    assert (first[0], hashlib.sha256(first[1]).hexdigest()) == (200, sha256)


def stored_once_and_trusted(installation: Installation, number: int) -> None:
    """Trusted by the root that the commands of docs/deploy.md have made."""
    files = Path(installation.variables["DATA_DIR"]) / "files" / "determinations"
    stored = list(files.glob("**/*.pdf"))
    assert len(stored) == number
    told = json.loads(installation.run("manage.py", "verify", str(stored[0])))
    assert (told["trusted"], told["recomputed"]) == (True, "identical")
    assert told["signed_by"] == "Example Authority, Additionality Determinations"


def style_sheets_from_both_and_figures_from_none(installation: Installation) -> None:
    for port in installation.ports:
        page = Visitor().get(port, "/")[1].decode()
        found = re.search(r'"(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
        assert found
        assert Visitor().get(port, found[1])[0] == 200
        assert Visitor().get(port, "/metrics/")[0] == 403


def requests_and_jobs_in_the_log(installation: Installation) -> None:
    visitor = Visitor()
    visitor.get(installation.ports[1], "/no-such-page/")
    lines = [json.loads(line) for line in installation.log.read_text().splitlines()]

    [seen] = [line for line in lines if line.get("request_id") == visitor.identity]
    assert (seen["view"], seen["status"]) == ("none", 404)
    assert {line.get("task") for line in lines} >= {"issue_document"}


def rows(installation: Installation, query: str) -> list[tuple]:
    with psycopg.connect(installation.variables["DATABASE_URL"]) as connection:
        return connection.execute(query).fetchall()
