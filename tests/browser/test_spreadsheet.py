"""A person with a model in a workbook gets from the upload to the result, pressing what is offered."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from projects.models import Person
from projects.wizard.facts import draft_from
from tests.browser.pressing import press, press_do, press_last
from tests.factories import case_file, client_of, make_case
from tests.projects.spreadsheets.models import mapping_of, uploaded, wind
from tests.projects.tables import files

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Pixels: five Chinese characters side by side.
LEGIBLE = 75


def narrowest(page: Page) -> float:
    """The width of the narrowest cell with words in the tables that scroll."""
    cells = page.locator("main .scroll :is(td, th[scope=row]):not(.number)")
    return min(cells.evaluate_all("all => all.map(one => one.getBoundingClientRect().width)"))


@pytest.mark.parametrize(
    ("language", "width", "javascript"),
    [
        pytest.param("en", "desktop", False, id="without JavaScript"),
        pytest.param("zh-hant", "phone", True, id="on a phone"),
    ],
)
def test_from_the_upload_to_the_result(
    page_of: Callable[..., Page], proponent: Person, language: str, width: str, javascript: bool
):
    draft = draft_from(case_file())
    case = make_case(prepared_by=proponent, draft=draft | {"cash-flow": {}})
    page = page_of(proponent, language, width, javascript)
    page.goto(reverse("wizard:step", args=[case.pk, "cash-flow"]))
    press_do(page, "spreadsheet")
    file = {"name": "model.xlsx", "mimeType": XLSX, "buffer": wind()}
    page.set_input_files("input[type=file]", file)
    press_last(page)
    press(page.locator("main .card a.button"))
    assert page.locator("main tr.is-line").count() == 4
    press(page.locator("main button[value=check]"))
    assert page.locator(".cell-faults").count() == 0
    assert narrowest(page) >= LEGIBLE
    press(page.locator("main button[value=take]"))
    assert page.url.endswith(reverse("wizard:step", args=[case.pk, "cash-flow"]))
    assert page.locator("[name=line-0-amounts__0]").input_value() == "1500000"
    press_do(page, "continue")
    page.goto(reverse("cases:check", args=[case.pk]))

    assert "3.46" in page.locator("main").inner_text()
    assert narrowest(page) >= LEGIBLE
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide


def test_on_a_phone_a_line_is_chosen_beside_its_name(
    page_of: Callable[..., Page], proponent: Person
):
    case = make_case(prepared_by=proponent, draft=draft_from(case_file()))
    names = ["躉購電能收入", "碳權收入", "運轉維護費用與保險費"]
    sections = ["一、收入", "", "二、支出"]
    lines = [[section, name, *[250] * 10] for section, name in zip(sections, names, strict=True)]
    rows = [["", "項目", *range(2026, 2036)], *lines]
    row = uploaded(client_of(proponent), case, files.model(rows))
    page = page_of(proponent, "zh-hant", "phone", True)
    page.goto(mapping_of(row))

    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for at, name in enumerate(names, start=2):
            head = page.locator("th", has=page.locator(f"[name=kind-{at}]"))
            box = head.locator("span", has_text=name).bounding_box(timeout=3000)
            assert box
            assert box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1440, "height": 800})
    assert not page.locator(".line-name").first.is_visible()
