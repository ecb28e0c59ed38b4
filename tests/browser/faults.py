"""What is wrong with a page as it stands in the browser, in words."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

HTML_LANGUAGE = {"zh-hant": "zh-Hant", "en": "en"}


def faults(page: Page, address: str, language: str) -> list[str]:
    """Open a page and look at it."""
    answer = page.goto(address)
    expected = 404 if "no-such-page" in address else 200
    if answer is None or answer.status != expected:
        return [f"{address}: answered {answer and answer.status}"]
    return faults_here(page, language)


def faults_here(page: Page, language: str) -> list[str]:
    """Look at the page that is open: what its policy refused, its language, headings, width, and
    what axe finds."""
    found = list(page.evaluate("window.refused"))  # first: axe adds a style of its own
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
    return [f"{page.url}: {fault}" for fault in found]
