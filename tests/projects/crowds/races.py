"""Run by the tests in a process of its own, with a database of its own: `DATABASE_URL`.

Plays every race ROUNDS times, each on a case of its own, and prints what came of it.
"""

import io
import json
import os
from collections.abc import Callable
from dataclasses import asdict

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "additionality.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.urls import reverse  # noqa: E402

from projects.models import (  # noqa: E402
    Case,
    DataSet,
    Determination,
    KnownProject,
    Person,
    TableUpload,
)
from projects.services import importing, reviewing  # noqa: E402
from projects.wizard.answers import Answers  # noqa: E402
from tests.factories import client_of, make_organisation, make_person  # noqa: E402
from tests.projects.activities import benches  # noqa: E402
from tests.projects.activities.data import make_data_set, plant, table  # noqa: E402
from tests.projects.cases import scenes  # noqa: E402
from tests.projects.cases.files import PDF  # noqa: E402
from tests.projects.crowds.pressing import Answer, Press, at_once  # noqa: E402
from tests.projects.spreadsheets import models as calculation  # noqa: E402
from tests.projects.wizard.driving import controls  # noqa: E402

ROUNDS = 2
DECLARED = {"no_consultancy": "on", "no_threats": "on"}


def people(role: str, how_many: int, *, together: bool) -> list[Person]:
    """Named people, of one organisation or each of their own."""
    shared = make_organisation() if together else None
    names = [f"{role.title()} {chr(65 + i)}" for i in range(how_many)]
    return [make_person(role, shared, name=name) for name in names]


def url(view: str, case: Case, **more: object) -> str:
    return reverse(view, kwargs={"pk": case.pk, **more})


def state(case: Case) -> dict[str, object]:
    """What is on record of a case after a race."""
    case.refresh_from_db()
    found = Determination.objects.filter(submission__case=case)
    return {
        "status": case.status,
        "moves": list(case.moves.order_by("pk").values_list("move", "actor__name")),
        "submissions": case.submissions.count(),
        "determinations": [one.decision for one in found],
        "version": case.draft_version,
        "draft": {step: case.draft.get(step) for step in ("search", "technology")},
        "files": list(case.evidence_files.order_by("key").values_list("key", "sha256", "title")),
    }


def under_review(reviewer: Person, proponent: Person) -> Case:
    case = scenes.submitted(proponent)
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")
    return case


def ten_submit() -> tuple[list[Answer], dict]:
    everybody = people("proponent", 10, together=True)
    case = scenes.drafted(everybody[0])
    fields = {"version": case.draft_version, "number": 1, "declared": "on"}
    return at_once([Press(one, url("cases:declare", case), fields) for one in everybody]), state(
        case
    )


def two_take_up() -> tuple[list[Answer], dict]:
    case = scenes.submitted(people("proponent", 1, together=True)[0])
    both = people("reviewer", 2, together=False)
    return at_once([Press(one, url("review:take_up", case), DECLARED) for one in both]), state(case)


def decision(case: Case, person: Person, name: str) -> Press:
    seen = case.moves.order_by("pk").last()
    fields = {
        "submission": 1,
        "seen": seen.pk if seen else 0,
        "reasons": "In order.",
        "edition": "en",
    }
    return Press(person, url(f"review:{name}", case), fields)


def approve_against_withdraw() -> tuple[list[Answer], dict]:
    proponent, reviewer = (
        *people("proponent", 1, together=True),
        *people("reviewer", 1, together=True),
    )
    case = under_review(reviewer, proponent)
    approve = decision(case, reviewer, "approve")
    withdraw = Press(
        proponent, url("cases:move", case, name="withdraw"), {"seen": approve.fields["seen"]}
    )
    return at_once([approve, withdraw]), state(case)


def decide_twice() -> tuple[list[Answer], dict]:
    proponent, reviewer = (
        *people("proponent", 1, together=True),
        *people("reviewer", 1, together=True),
    )
    case = under_review(reviewer, proponent)
    return at_once([decision(case, reviewer, "approve")] * 3), state(case)


def approve_against_refuse() -> tuple[list[Answer], dict]:
    proponent, reviewer = (
        *people("proponent", 1, together=True),
        *people("reviewer", 1, together=True),
    )
    case = under_review(reviewer, proponent)
    both = [decision(case, reviewer, name) for name in ("approve", "refuse")]
    return at_once(both), state(case)


def save(case: Case, person: Person, **fields: str) -> Press:
    sent = {"draft_version": case.draft_version, "do": "list", **fields}
    return Press(person, url("wizard:step", case, step="search"), sent)


def two_on_one_draft() -> tuple[list[Answer], dict]:
    both = people("proponent", 2, together=True)
    case = scenes.drafted(both[0])
    return at_once([save(case, one, searched=f"Typed by {one.name}") for one in both]), state(case)


def save_against_submit() -> tuple[list[Answer], dict]:
    saving, submitting = people("proponent", 2, together=True)
    case = scenes.drafted(saving)
    fields = {"version": case.draft_version, "number": 1, "declared": "on"}
    submit = Press(submitting, url("cases:declare", case), fields)
    return at_once([save(case, saving, searched="Typed too late?"), submit]), state(case)


def two_uploads() -> tuple[list[Answer], dict]:
    """Two files at once; a next key is free only once."""
    both = people("proponent", 2, together=True)
    case = scenes.drafted(both[0])
    presses = [
        Press(
            one,
            url("cases:evidence", case),
            {"title": f"Of {one.name}"},
            ("a.pdf", PDF + one.name.encode()),
        )
        for one in both
    ]
    return at_once(presses), state(case)


def the_same_file() -> tuple[list[Answer], dict]:
    both = people("proponent", 2, together=True)
    case = scenes.drafted(both[0])
    address = url("cases:evidence", case)
    return at_once(
        [Press(one, address, {"title": "Study"}, ("a.pdf", PDF)) for one in both]
    ), state(case)


def one_entry_filled_twice() -> tuple[list[Answer], dict]:
    """Two files for the one entry of an imported case file."""
    both = people("proponent", 2, together=True)
    listed = {"id": "E1", "title": "Study", "file": "study.pdf", "sha256": "0" * 64}
    case = scenes.drafted(both[0], scenes.large_file() | {"evidence": [listed]})
    fields = {"key": "E1", "use_instead": "on"}
    presses = [
        Press(one, url("cases:evidence_put", case), fields, ("a.pdf", PDF + one.name.encode()))
        for one in both
    ]
    return at_once(presses), state(case)


def two_invite() -> tuple[list[Answer], dict]:
    both = people("administrator", 2, together=False)
    email = f"invited-{both[0].pk}@example.org"
    fields = {
        "email": email, "name": "Newly Invited", "organisation": both[0].organisation.pk, "role": "reviewer",
        "language": "en",
    }  # fmt: skip
    answers = at_once([Press(one, reverse("administration:invite"), fields) for one in both])
    return answers, {"accounts": Person.objects.filter(email=email).count()}


def two_close_one_request() -> tuple[list[Answer], dict]:
    """The same reviewer in two tabs, with other words in each."""
    proponent, reviewer = (
        *people("proponent", 1, together=True),
        *people("reviewer", 1, together=True),
    )
    case = under_review(reviewer, proponent)
    raised = reviewing.raise_request(
        case=case, actor=reviewer, submission_number=1, kind="CL", part="size", text="Why?"
    )
    address = url("review:close_request", case, request_pk=raised.pk)
    fields = [{f"request-{raised.pk}-text": f"Words {i}"} for i in range(2)]
    answers = at_once([Press(reviewer, address, one) for one in fields])
    return answers, {"entries": list(raised.entries.values_list("kind", flat=True))}


def two_answer_one_request() -> tuple[list[Answer], dict]:
    both, reviewer = people("proponent", 2, together=True), people("reviewer", 1, together=True)[0]
    case = scenes.returned(both[0], reviewer)
    asked = case.submissions.get().requests.get()
    presses = [
        Press(one, url("cases:requests", case), {
            "request": asked.pk, f"r{asked.pk}-request": asked.pk, f"r{asked.pk}-last_entry": 0,
            f"r{asked.pk}-text": f"Answered by {one.name}",
        })
        for one in both
    ]  # fmt: skip
    return at_once(presses), {"entries": list(asked.entries.values_list("by__name", flat=True))}


def two_take_one_spreadsheet_over() -> tuple[list[Answer], dict]:
    """The same file in two uploads of one draft, both read and checked; then both press."""
    both = people("proponent", 2, together=True)
    case = scenes.drafted(both[0])
    presses = []
    for one in both:
        client = client_of(one)
        row = calculation.uploaded(client, case, calculation.wind())
        calculation.checked(client, row)
        address = url("spreadsheets:check", case, upload=row.pk, position=0)
        fields = {"draft_version": case.draft_version, "how": "replace", "do": "take"}
        presses.append(Press(one, address, fields))
    answers = at_once(presses)
    grid = Case.objects.get(pk=case.pk).draft["cash-flow"]
    lines = [grid[f"line-{place}-name"][0] for place in range(int(grid["count"][0]))]
    return answers, state(case) | {"lines": lines}


def two_decide_at_one_workbench() -> tuple[list[Answer], dict]:
    """One of two colleagues says why a plant is different, the other why it is not."""
    both = people("proponent", 2, together=True)
    case = scenes.drafted(both[0])
    make_data_set(both[0], plant(), plant(name="South"))
    client_of(both[0]).post(url("cases:plants", case), benches.search(case))
    case.refresh_from_db()
    presses = [
        Press(one, url("cases:plants", case), {
            "do": "decide", "draft_version": case.draft_version, "place": "0",
            "activity-0-different": different, "activity-0-reason": f"Said by {one.name}",
        })
        for one, different in zip(both, ("yes", "no"), strict=True)
    ]  # fmt: skip
    answers = at_once(presses)
    part = Answers.of(Case.objects.get(pk=case.pk)).case_data["common_practice"]
    plants = [[one["name"], one.get("reason", "")] for one in part["activities"]]
    return answers, state(case) | {"plants": plants, "begun": presses[0].fields["draft_version"]}


def import_of(person: Person, upload: TableUpload) -> Press:
    """What the page of the columns sends when nothing on it is changed but the title."""
    address = reverse("activities:mapping", kwargs={"pk": upload.pk})
    shown = controls(client_of(person).get(address).content.decode())
    return Press(person, address, shown | {"title": "Plants", "licence": "CC0", "do": "import"})


def uploaded(person: Person) -> TableUpload:
    header = ("Name", "Capacity (kW)", "Commissioning Date", "Fuel", "Country")
    rows = table((f"Of {person.name}", "30000", "2008", "Wind", "TW"), header=header)
    return importing.take_in(actor=person, file=io.BytesIO(rows), name="plants.csv")


def imported(person: Person) -> dict:
    found = DataSet.objects.filter(organisation=person.organisation).order_by("version")
    return {"versions": list(found.values_list("version", "imported_by__name"))}


def two_import_under_one_title() -> tuple[list[Answer], dict]:
    """Each a file of their own; a next version is free only once."""
    both = people("proponent", 2, together=True)
    return at_once([import_of(one, uploaded(one)) for one in both]), imported(both[0])


def two_begin_one_import() -> tuple[list[Answer], dict]:
    both = people("proponent", 2, together=True)
    upload = uploaded(both[0])
    return at_once([import_of(one, upload) for one in both]), imported(both[0])


def two_take_in_one_list() -> tuple[list[Answer], dict]:
    """Two administrators, each with a file of their own for the registry list of one name."""
    both = people("administrator", 2, together=False)
    name = f"Registry of {both[0].pk}"
    presses = [
        Press(
            one,
            reverse("administration:registries"),
            {"name": name},
            ("list.csv", f"name,country\nProject of {one.name},TW\n".encode()),
        )
        for one in both
    ]
    answers = at_once(presses)
    rows = KnownProject.objects.filter(registry_list__name=name).order_by("registry_list__version")
    return answers, {
        "rows": list(rows.values_list("registry_list__version", "name")),
        "name": name,
    }


RACES: dict[str, Callable[[], tuple[list[Answer], dict]]] = {
    race.__name__: race
    for race in (
        ten_submit, two_take_up, approve_against_withdraw, decide_twice, approve_against_refuse, two_on_one_draft,
        save_against_submit, two_uploads, the_same_file, one_entry_filled_twice, two_invite, two_close_one_request,
        two_answer_one_request, two_take_one_spreadsheet_over, two_decide_at_one_workbench,
        two_import_under_one_title, two_begin_one_import, two_take_in_one_list,
    )
}  # fmt: skip


def main() -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    found = {}
    for name, race in RACES.items():
        found[name] = []
        for _round in range(ROUNDS):
            answers, after = race()
            found[name].append({"answers": [asdict(one) for one in answers], "after": after})
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
