"""What comes back after a button was pressed is as accessible as what was there before."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from projects.demo.load import load
from projects.models import Case, Role, SignedDocument, Status
from projects.register.issuing_steps import read_document
from tests.browser.faults import faults_here
from tests.browser.pages import person
from tests.browser.pressing import press_do, press_enter, press_last

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def refused_login(page: Page) -> None:
    page.goto(reverse("accounts:login"))
    page.fill("[name=username]", "nobody@demo.example")
    page.fill("[name=password]", "wrong")
    press_last(page)


def refused_import(page: Page) -> None:
    page.goto(reverse("cases:import"))
    wrong = b'{"format": "additionality-case/1", "pack": "tw-offset", "surprise": 1}'
    page.set_input_files(
        "[type=file]", {"name": "a.json", "mimeType": "text/json", "buffer": wrong}
    )
    press_last(page)


def unreadable_step(page: Page) -> None:
    step(page, "size")
    page.fill("[name=year-0-tco2e]", "many")
    press_do(page, "continue")


def both_versions(page: Page) -> None:
    """The same step, saved meanwhile in another tab."""
    case = step(page, "search")
    saved = case.draft | {"search": {"searched": ["Typed in the other tab."]}}
    Case.objects.filter(pk=case.pk).update(
        draft=saved, draft_version=case.draft_version + 1, draft_saved_by=person(Role.PROPONENT)
    )
    page.fill("[name=searched]", "Typed in this tab.")
    press_do(page, "continue")
    assert "Typed in this tab." in page.locator("main").inner_text()
    assert "Typed in the other tab." in page.locator("main").inner_text()


def step(page: Page, name: str) -> Case:
    case = Case.objects.get(status=Status.DRAFT)
    page.goto(reverse("wizard:step", args=[case.pk, name]))
    return case


def verified(page: Page, pdf: bytes) -> None:
    page.goto(reverse("register:verify"))
    file = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf}
    page.set_input_files("[type=file]", file)
    press_last(page)


def answers(page: Callable[..., Page], pdf: bytes) -> Iterator[Page]:
    """One page after the other as it is after something was pressed."""
    public, desk = page(None), page(person(Role.PROPONENT))
    refused_login(public)
    yield public
    broken = bytearray(pdf)
    broken[len(pdf) // 2] ^= 1
    for file in (pdf, bytes(broken), b"%PDF-1.7 nothing"):
        verified(public, file)
        yield public
    for answer in (refused_import, unreadable_step, both_versions):
        answer(desk)
        yield desk


@pytest.mark.parametrize(("language", "width"), [("zh-hant", "phone"), ("en", "desktop")])
def test_what_comes_back_is_accessible_and_fits(page_of, issue_all, language: str, width: str):
    load()
    issue_all()
    pdf = read_document(SignedDocument.objects.get())

    found = []
    for page in answers(lambda who: page_of(who, language, width), pdf):
        found += faults_here(page, language)

    assert found == []


FOCUS = """() => {
  const here = document.activeElement, look = getComputedStyle(here);
  const shown = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0;
  here.dataset.reached = 'yes';
  return {name: here.outerHTML.slice(0, 100), shown: shown || look.boxShadow !== 'none'};
}"""
LEFT = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary')]
  .filter(one => one.checkVisibility() && !one.disabled && !one.dataset.reached)
  .filter(one => one.type !== 'radio' && one.tabIndex >= 0)
  .map(one => one.outerHTML.slice(0, 100))"""


def walked(page: Page) -> list[str]:
    """Press Tab through the whole page; say what shows no focus, and what was never reached."""
    unseen = []
    for _ in range(page.locator("a, button, input, select, textarea, summary, [tabindex]").count()):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if not here["shown"] and "<body" not in here["name"]:
            unseen.append(f"no focus seen: {here['name']}")
    return unseen + [f"never reached: {one}" for one in page.evaluate(LEFT)]


def test_everything_is_reached_by_keyboard_and_shows_the_focus(page_of):
    load()
    draft, returned = (Case.objects.get(status=one) for one in (Status.DRAFT, Status.RETURNED))
    steps = ("size", "laws", "investment", "cash-flow")
    addresses = {
        None: [reverse("accounts:login"), reverse("register:verify")],
        Role.PROPONENT: [
            reverse("cases:overview", args=[draft.pk]),
            reverse("cases:evidence", args=[draft.pk]),
            reverse("cases:requests", args=[returned.pk]),
            *(reverse("wizard:step", args=[draft.pk, name]) for name in steps),
        ],
        Role.REVIEWER: [reverse("review:desk", args=[returned.pk])],
    }
    found = []
    for role, pages in addresses.items():
        page = page_of(person(role) if role else None)
        for address in pages:
            page.goto(address)
            found += [f"{address} {fault}" for fault in walked(page)]

    assert found == []


def test_a_person_logs_in_by_keyboard_alone(page_of):
    load()
    page = page_of()
    page.goto(reverse("accounts:login"))
    page.locator("[name=username]").focus()
    page.keyboard.type("proponent@demo.example")
    page.keyboard.press("Tab")
    page.keyboard.type("show me how it works")
    press_enter(page)
    assert page.url.endswith(reverse("cases:list"))

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
