"""The pages of an investment analysis beyond the simplest: typed in, looked at, and taken out."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from additionality.engine.case import read_case
from projects.models import Case, Person, ReviewRequest, Scenario
from projects.services import reviewing
from projects.services.submitting import stand
from projects.wizard.facts import draft_from
from tests.browser.faults import faults_here
from tests.browser.pressing import press, press_do
from tests.browser.test_journey import answer
from tests.factories import case_file, make_case, make_submission
from tests.projects.register.decided import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ALTERNATIVE = {
    "id": "A1",
    "lines": [
        {"name": "Engines", "kind": "capex", "amounts": ["900", *["0"] * 10]},
        {"name": "Sales", "kind": "revenue", "amounts": ["0", *["250"] * 10]},
    ],
}


def with_loan_and_tax() -> dict:
    return published("wind-equity")


def by_levelised_cost() -> dict:
    """Alternatives compared by what they deliver, in the form with the most lists."""
    data = case_file()
    del data["investment"]["benchmark"]
    data["investment"] |= {
        "option": "comparison", "indicator": "levelised_cost", "discount_rate": "0.06",
        "output": {"unit": "MWh", "amounts": ["0", *["100"] * 10]}, "alternatives": [ALTERNATIVE],
    }  # fmt: skip
    return data


@pytest.mark.parametrize(
    ("data", "language", "width"),
    [(with_loan_and_tax(), "en", "phone"), (by_levelised_cost(), "zh-hant", "desktop")],
    ids=["equity with loan and tax", "levelised cost of alternatives"],
)
def test_an_analysis_is_typed_in_and_taken_out(
    page_of: Callable[..., Page], proponent: Person, data: dict, language: str, width: str
):
    draft = draft_from(data)
    typed_here = ("investment", "loan", "tax", "alternative-flows", "benchmark")
    rest = {step: typed for step, typed in draft.items() if step not in typed_here}
    case = make_case(prepared_by=proponent, draft=rest)
    page, found = page_of(proponent, language, width), []

    for step in (one for one in typed_here if one in draft):
        page.goto(reverse("wizard:step", args=[case.pk, step]))
        assert page.url.endswith(f"/{step}/")
        answer(page, draft[step])
        press_do(page, "continue")
        assert page.locator(".error-summary").count() == 0, page.locator("main").inner_text()
        if step != "investment":  # the others are opened by no other test
            page.goto(reverse("wizard:step", args=[case.pk, step]))
            found += faults_here(page, language)

    assert found == []
    case.refresh_from_db()
    assert stand(case).facts.investment == read_case(data).investment
    page.goto(reverse("cases:check", args=[case.pk]))
    with page.expect_download() as coming:
        page.click(f"main a[href='{reverse('cases:workbook', args=[case.pk])}']")
    book = openpyxl.load_workbook(BytesIO(Path(coming.value.path()).read_bytes()))
    names = [line["name"] for line in data["investment"]["lines"]]
    assert {cell.value for sheet in book for cell in sheet["A"]} >= set(names)


def test_a_reviewer_changes_inputs_and_attaches_what_comes_out(
    page_of: Callable[..., Page], proponent: Person, reviewer: Person
):
    case: Case = make_case(prepared_by=proponent)
    make_submission(case)
    reviewing.take_up(case=case, actor=reviewer, declaration="Impartial.")
    page = page_of(reviewer)
    page.goto(reverse("review:desk", args=[case.pk]))
    press(page.locator(f"main a[href='{reverse('review:scenario', args=[case.pk])}']"))
    result = page.locator("[data-result]")

    page.fill("[name='benchmark.rate']", "9")
    page.locator("[name='lines[0].amounts']").fill("-10")
    page.locator("[name='lines[0].amounts']").blur()
    expect(result.locator(".compared").last).to_contain_text("9.00")  # without pressing anything
    expect(result.locator(".picture img")).to_have_js_property("complete", True)
    page.fill("[name='lines[0].amounts']", "a tenth")
    page.locator("[name='lines[0].amounts']").blur()
    expect(result.locator(".error-summary")).to_be_visible()
    assert page.input_value("[name='benchmark.rate']") == "9"
    page.fill("[name='lines[0].amounts']", "-10")
    page.fill("[name=name]", "Second offer")
    page.fill("[name=reason]", "It is cheaper.")
    press(page.locator("button[value=keep]"))

    kept = Scenario.objects.get()
    assert page.locator("[name=scenario]").input_value() == str(kept.pk)
    page.fill("#raise [name=text]", "Why not the second offer?")
    page.select_option("#raise [name=kind]", "CAR")
    press(page.locator("#raise button"))
    assert ReviewRequest.objects.get().scenario == kept
    page.locator(f"#scenario-{kept.pk} > summary").click()
    assert faults_here(page, "en") == []
    assert [change["path"] for change in json.loads(kept.changes)] == [
        "investment.lines[0].amounts", "investment.benchmark.rate",
    ]  # fmt: skip


def test_without_javascript_the_button_shows_what_comes_out(
    page_of: Callable[..., Page], proponent: Person, reviewer: Person
):
    case = make_case(prepared_by=proponent)
    make_submission(case)
    page = page_of(reviewer, "zh-hant", "phone", javascript=False)
    page.goto(reverse("review:scenario", args=[case.pk]))
    page.fill("[name='benchmark.rate']", "3")
    press(page.locator("button[value=show]:visible").last)

    expect(page.locator(".compared").last).to_contain_text("3.00")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
