"""Every page, in both languages and at both widths: accessible, inside the window, in order."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from projects.demo.load import load
from projects.models import Case, Person, Role, Status
from projects.services.reviewing import take_up
from tests.browser.pages import PAGES, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HTML_LANGUAGE = {"zh-hant": "zh-Hant", "en": "en"}


@pytest.fixture
def demonstration(issue_all) -> None:
    """The demonstration with its determination issued."""
    load()
    issue_all()


def under_review() -> None:
    case = Case.objects.get(status=Status.SUBMITTED)
    take_up(case=case, actor=person(Role.REVIEWER), declaration="Impartial.")


def faults(page: Page, address: str, language: str) -> list[str]:
    """What is wrong with one page, in words."""
    found = []
    answer = page.goto(address)
    expected = 404 if "no-such-page" in address else 200
    if answer is None or answer.status != expected:
        return [f"{address}: answered {answer and answer.status}"]
    if page.locator("html").get_attribute("lang") != HTML_LANGUAGE[language]:
        found.append("the page names another language")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} main headings")
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > page.viewport_size["width"]:
        found.append(f"{width} px wide")
    for violation in Axe().run(page).response["violations"]:
        nodes = [node["html"][:120] for node in violation["nodes"][:3]]
        found.append(f"axe {violation['id']}: {violation['help']} {nodes}")
    return [f"{address}: {fault}" for fault in found]


@pytest.mark.parametrize("width", ["phone", "desktop"])
@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_every_page_is_accessible_and_fits(demonstration, page_of, language: str, width: str):
    found = []
    for role, pages in PAGES.items():
        who: Person | None = person(role) if role else None
        page = page_of(who, language, width)
        for address in pages():
            found += faults(page, address, language)
        if role == Role.REVIEWER:
            under_review()
            for address in pages():
                if "/review/" in address:
                    found += faults(page, address, language)

    assert found == []
