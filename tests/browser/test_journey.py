"""The whole way in a real browser: from the first question to a signed PDF that verifies.

The answers are those of the demonstration's case files, typed into the pages field by field.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from additionality.determination.verify import verify
from projects.demo.load import CASES
from projects.models import Case, Determination, Person, Status
from projects.wizard.facts import draft_from
from projects.wizard.forms.step import Typed
from tests.browser.conftest import LANGUAGES, WIDTHS
from tests.browser.pressing import press, press_do, press_enter, press_last
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def lay_out(page: Page, typed: Typed) -> None:
    """Add cards or years until every answer has its field."""
    wanted = int((typed.get("count") or ["0"])[0])
    while wanted > int(page.locator("input[name=count]").first.input_value()):
        press_do(page, "add")


def answer(page: Page, typed: Typed) -> None:
    """Type every answer of one step."""
    if "count" in typed:
        lay_out(page, typed)
    while (folded := page.locator("main form details:not([open]) > summary:visible")).count():
        folded.first.click()
    for name, values in typed.items():
        fields = page.locator(f"main form [name='{name}']:not([type=hidden])")
        if name == "count" or not any(values) or not fields.count():
            continue
        kind = fields.first.evaluate("field => field.type")
        if kind in ("radio", "checkbox"):
            for value in values:
                page.locator(f"main form [name='{name}'][value='{value}']").check()
        elif kind == "select-one":
            fields.first.select_option(values[0])
        else:
            fields.first.fill(values[0])


def enter(page: Page, name: str) -> Case:
    """Begin a case and answer all its questions as its person would, one page after the other."""
    data = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    page.goto(reverse("cases:new"))
    assert page.locator("input[name=pack]:checked").input_value() == "tw-offset"
    press(page.locator("main button[form=begin]"))
    case = Case.objects.latest("created_at")
    page.goto(reverse("cases:evidence", args=[case.pk]))
    for item in data["evidence"]:
        upload(page, item)
    for step, typed in draft_from(data).items():
        if step == "evidence":
            continue
        page.goto(reverse("wizard:step", args=[case.pk, step]))
        assert page.url.endswith(f"/{step}/"), page.locator("main").inner_text()
        answer(page, typed)
        press_do(page, "continue")
        assert page.locator(".error-summary").count() == 0, (
            step,
            page.locator("main").inner_text(),
        )
    case.refresh_from_db()
    return case


def upload(page: Page, item: dict[str, str]) -> None:
    content = f"%PDF-1.4\n% {item['title']}\n%%EOF\n".encode()
    form = page.locator("form[enctype]").last
    form.locator("input[type=file]").set_input_files(
        {"name": item["file"], "mimeType": "application/pdf", "buffer": content}
    )
    form.locator("[name=title]").fill(item["title"])
    form.locator("[name=dated]").fill(item["dated"])
    press(form.locator("button.button").last)


def submit(page: Page, case: Case) -> None:
    page.goto(reverse("cases:check", args=[case.pk]))
    press(page.locator(f"main a[href='{reverse('cases:declare', args=[case.pk])}']"))
    page.check("[name=declared]")
    press_last(page)
    case.refresh_from_db()
    assert case.status == Status.SUBMITTED


def review(page: Page, case: Case, edition: str) -> None:
    page.goto(reverse("cases:list"))
    press(page.locator(f"main a[href*='{case.pk}']"))
    page.goto(reverse("review:take_up", args=[case.pk]))
    page.check("[name=no_consultancy]")
    page.check("[name=no_threats]")
    press_last(page)
    page.goto(reverse("review:approve", args=[case.pk]))
    page.fill("[name=reasons]", "The answers and the evidence agree. 答覆與佐證資料相符。")
    page.check(f"[name=edition][value='{edition}']")
    press_last(page)
    case.refresh_from_db()
    assert case.status == Status.APPROVED


def download(page: Page, determination: Determination) -> bytes:
    page.goto(reverse("register:determination", args=[determination.number]))
    link = reverse("register:download", args=[determination.number])
    with page.expect_download() as coming:
        page.click(f"main a[href='{link}']")
    return Path(coming.value.path()).read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("name", "tier", "javascript"),
    [
        pytest.param("wind", "large", True, id="large"),
        pytest.param("biogas", "small", True, id="small"),
        pytest.param("solar", "micro", False, id="micro without JavaScript"),
    ],
)
def test_from_the_first_question_to_a_signed_pdf(
    page_of: Callable[..., Page],
    proponent: Person,
    reviewer: Person,
    issue_all: Callable[[], None],
    elsewhere: Callable[..., Any],
    name: str,
    tier: str,
    language: str,
    width: str,
    javascript: bool,
):
    look = (language, width, javascript)
    edition = "zh-hant,en" if (tier, width) == ("large", "desktop") else language
    desk = page_of(proponent, *look)
    case = enter(desk, name)
    submit(desk, case)
    assert case.latest_submission().tier == tier
    assert case.latest_submission().conclusion == "additional"
    review(page_of(reviewer, *look), case, edition)
    issue_all()

    determination = Determination.objects.get(submission__case=case)
    pdf = download(desk, determination)
    root = settings.PUBLISHED_ROOT.read_bytes()
    result = elsewhere(lambda: verify(pdf, root_pem=root)).to_dict()

    expected = {"intact": True, "covers_whole_document": True, "trusted": True}
    expected |= {"recomputed": "identical", "determination": determination.number}
    assert expected.items() <= result.items()

    stranger = page_of(None, *look)
    stranger.goto(reverse("register:verify"))
    stranger.set_input_files(
        "input[type=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    press_last(stranger)
    assert determination.number in stranger.locator("main").inner_text()


def tab_to(page: Page, selector: str) -> None:
    """Press the tabulator until the element has the focus, and see that the focus shows."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            outline = page.locator(selector).first.evaluate("e => getComputedStyle(e).outlineStyle")
            assert outline != "none", selector
            return
    raise AssertionError(f"{selector} cannot be reached by the keyboard")


def test_a_case_is_begun_by_the_keyboard_alone(page_of: Callable[..., Page], proponent: Person):
    page = page_of(None)
    page.goto(reverse("accounts:login"))
    tab_to(page, "[name=username]")
    page.keyboard.type(proponent.email)
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    press_enter(page)
    assert page.url.endswith(reverse("cases:list"))
    tab_to(page, f"main a[href='{reverse('cases:new')}']")
    press_enter(page)
    tab_to(page, "main button[form=begin]")
    press_enter(page)
    tab_to(page, "[name=name]")
    page.keyboard.type("Harbour solar roof")
    tab_to(page, "button.button[name=do][value=continue]")
    press_enter(page)
    assert page.url.endswith("/steps/technology/")

    assert Case.objects.get().title == "Harbour solar roof"
