"""The workbook is taken out by those who see the case, from the pages that show its finding."""

from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.urls import reverse

from projects.workbook.build import XLSX
from tests.factories import client_of, make_case, make_submission, micro_case_file
from tests.projects.cases import scenes


def addresses(case):
    return (
        reverse("cases:workbook", kwargs={"pk": case.pk}),
        reverse("cases:submission_workbook", kwargs={"pk": case.pk, "number": 1}),
    )


@pytest.mark.parametrize(
    ("who", "of_draft", "of_submission"),
    [
        ("colleague", 200, 200),
        ("reviewer", 404, 200),
        ("stranger", 404, 404),
        ("administrator", 404, 404),
    ],
)
def test_a_workbook_follows_the_visibility_of_the_case(
    proponent, who, of_draft, of_submission, request
):
    client = client_of(request.getfixturevalue(who))
    draft, frozen = addresses(scenes.submitted(proponent))

    assert client.get(draft).status_code == of_draft
    assert client.get(frozen).status_code == of_submission


def test_it_is_a_file_of_the_project_in_the_language_of_the_reader(proponent, settings):
    case = scenes.submitted(proponent)
    sheets = {}
    for language, name in (("en", "Coastal wind farm"), ("zh-hant", "濱海風場")):
        client = client_of(proponent)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answer = client.get(addresses(case)[1])
        assert answer["Content-Type"] == XLSX
        assert name.replace(" ", "-") + "_" in unquote(answer["Content-Disposition"])
        assert answer["Content-Disposition"].rstrip('"').endswith(".xlsx")
        book = openpyxl.load_workbook(BytesIO(answer.content))
        assert name in str(book.worksheets[0]["A1"].value)
        sheets[language] = book.sheetnames

    assert sheets["en"] != sheets["zh-hant"]


def test_the_pages_with_the_finding_link_to_it(proponent, reviewer):
    draft = scenes.drafted(proponent)
    case = scenes.submitted(proponent)
    pages = {
        reverse("cases:check", args=[draft.pk]): (proponent, addresses(draft)[0]),
        reverse("cases:submission", args=[case.pk, 1]): (proponent, addresses(case)[1]),
        reverse("review:desk", args=[case.pk]): (reviewer, addresses(case)[1]),
    }
    for page, (person, address) in pages.items():
        assert f'href="{address}"' in client_of(person).get(page).content.decode(), page


def test_without_an_investment_analysis_there_is_neither_link_nor_file(proponent):
    draft = scenes.drafted(proponent, micro_case_file())
    client = client_of(proponent)

    page = client.get(reverse("cases:check", args=[draft.pk]))

    assert "workbook.xlsx" not in page.content.decode()
    assert client.get(addresses(draft)[0]).status_code == 404


def test_what_is_taken_out_is_recorded(proponent):
    from projects.models import SecurityEvent

    case = scenes.submitted(proponent)

    client_of(proponent).get(addresses(case)[1])

    assert SecurityEvent.objects.filter(kind="taken_out", about__contains=str(case.pk)).exists()


def test_it_says_by_which_rules_it_was_computed(proponent):
    from additionality.engine.rulepack import load_pack

    case = scenes.submitted(proponent)
    book = openpyxl.load_workbook(BytesIO(client_of(proponent).get(addresses(case)[1]).content))
    said = {row[0].value: row[1].value for row in book["About this workbook"].iter_rows()}
    pack = load_pack("tw-offset")

    assert said["Rule pack"] == f"tw-offset {pack.edition}"
    assert said["SHA-256 of the rule pack"] == pack.sha256


def test_a_submission_judged_by_other_rules_has_no_workbook_and_the_pages_say_why(
    proponent, reviewer
):
    case = make_case(prepared_by=proponent)
    make_submission(case, scenes.large_file(), pack_edition="0.9", pack_sha256="e" * 64)
    pages = {
        reverse("cases:submission", args=[case.pk, 1]): (proponent, 200),
        reverse("review:desk", args=[case.pk]): (reviewer, 200),
        addresses(case)[1]: (proponent, 409),
    }

    for page, (person, status) in pages.items():
        answer = client_of(person).get(page)
        assert answer.status_code == status, page
        assert "edition 0.9" in answer.content.decode(), page
        assert f'href="{addresses(case)[1]}"' not in answer.content.decode(), page
