"""Pressing what leads to another page.

A click returns before the next page stands, and what is read at once is read from the old page or
from half of the new one; then a test fails by chance or, worse, cannot fail.
"""

from playwright.sync_api import Locator, Page


def press(what: Locator) -> None:
    """Click, and return when the page it leads to has been read by the browser."""
    with what.page.expect_navigation(wait_until="domcontentloaded"):
        what.click()


def press_enter(page: Page) -> None:
    """The same by the keyboard, on what has the focus."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.keyboard.press("Enter")


def press_last(page: Page) -> None:
    """Press the main button of a page with one form."""
    press(page.locator("main form button.button").last)


def press_do(page: Page, value: str) -> None:
    """Press the visible button of a step that does `value`."""
    press(page.locator(f"main button[name=do][value={value}]:visible").last)
