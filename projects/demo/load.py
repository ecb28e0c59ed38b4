"""The demonstration: people of each role, and cases at each stage of their way.

The projects, people and figures are invented; nothing here is a real registration.
"""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.html import escape

from additionality.engine.rulepack import load_pack
from projects.models import Case, Organisation, Person, Role
from projects.services.deciding import decide
from projects.services.evidence import add_evidence
from projects.services.reviewing import raise_request, send_back, take_up
from projects.services.submitting import submit
from projects.wizard.answers import Answers
from projects.wizard.facts import draft_from
from projects.wording.declarations import declaration, impartiality

PASSWORD = "show me how it works"  # noqa: S105 - printed at the start, refused in production
PEOPLE = {
    Role.PROPONENT: (
        "proponent@demo.example",
        "林佩珊 Pei-Shan Lin",
        "範例風力發電 Example Wind Power",
    ),
    Role.REVIEWER: (
        "reviewer@demo.example",
        "陳瑞玲 Rui-Ling Chen",
        "範例查驗機構 Example Verification Body",
    ),
    Role.ADMINISTRATOR: (
        "administrator@demo.example",
        "吳志豪 Chih-Hao Wu",
        "範例主管機關 Example Authority",
    ),
}
CASES = Path(__file__).parent / "cases"


def load() -> bool:
    """Make the demonstration once; say whether anything was made."""
    if get_user_model().objects.filter(email=PEOPLE[Role.PROPONENT][0]).exists():
        return False
    with transaction.atomic():
        people = {role: _person(role) for role in PEOPLE}
        proponent, reviewer = people[Role.PROPONENT], people[Role.REVIEWER]
        _submitted("wind", proponent)
        _returned(_submitted("biogas", proponent), reviewer)
        _approved(_submitted("solar", proponent), reviewer)
        _draft("wind", proponent, without=("common-practice",))
    return True


def _person(role: Role) -> Person:
    email, name, organisation = PEOPLE[role]
    return Person.objects.create_person(
        email=email,
        name=name,
        organisation=Organisation.objects.create(name=organisation),
        role=role,
        password=PASSWORD,
    )


def _draft(name: str, proponent: Person, without: tuple[str, ...] = ()) -> Case:
    data = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    evidence = data["evidence"]
    draft = draft_from(data)
    del draft["evidence"]  # the files themselves are taken in below, as E1, E2 and so on
    case = Case.objects.create(
        organisation=proponent.organisation,
        prepared_by=proponent,
        title=data["project"]["name"],
        title_zh=data["project"]["name_zh"],
        draft={step: typed for step, typed in draft.items() if step not in without},
    )
    Case.objects.filter(pk=case.pk).update(tier=Answers.of(case).path.tier)
    for item in evidence:
        _upload(case, proponent, item)
    return case


def _upload(case: Case, proponent: Person, item: dict[str, Any]) -> None:
    content = _sample_document(item["title"])
    add_evidence(
        case=case,
        actor=proponent,
        file=BytesIO(content),
        name=item["file"],
        size=len(content),
        title=item["title"],
        dated=item["dated"],
    )


def _sample_document(title: str) -> bytes:
    from weasyprint import HTML

    text = "示範用文件，內容為虛構。 A sample document for demonstration; its content is invented."
    page = f"<html lang=zh-Hant><title>{escape(title)}</title><h1>{escape(title)}</h1><p>{text}"
    return HTML(string=page).write_pdf()


def _submitted(name: str, proponent: Person) -> Case:
    case = _draft(name, proponent)
    case.refresh_from_db()
    declared = declaration(proponent.name, proponent.organisation.name, load_pack(case.pack_key))
    submit(case=case, actor=proponent, version=case.draft_version, declaration=declared)
    case.refresh_from_db()
    return case


def _returned(case: Case, reviewer: Person) -> None:
    take_up(case=case, actor=reviewer, declaration="\n".join(impartiality()))
    raise_request(
        case=case,
        actor=reviewer,
        submission_number=1,
        kind="CL",
        part="barriers",
        text="請說明產業調查涵蓋哪些縣市與年度。 Which counties and years does the sector study cover?",
    )
    send_back(case=case, actor=reviewer, submission_number=1)


def _approved(case: Case, reviewer: Person) -> None:
    take_up(case=case, actor=reviewer, declaration="\n".join(impartiality()))
    case.refresh_from_db()
    decide(
        case=case,
        actor=reviewer,
        decision="approved",
        reasons="檢索紀錄完整，無法規強制設置。 The search is complete; no law mandates the measure.",
        edition="zh-hant,en",
    )
