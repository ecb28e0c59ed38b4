"""The headers in a real browser: what the policy refuses is seen, and nothing is kept.

That no page of ours is refused anything is looked at with every page (`faults.py`).
"""

import pytest
from django.urls import reverse

from projects.models import Person
from tests.factories import make_case, make_submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INJECTIONS = {
    "script-src-elem": "document.body.append(Object.assign("
    "document.createElement('script'), {text: 'window.ran = 1'}))",
    "style-src-elem": "document.head.append(Object.assign("
    "document.createElement('style'), {textContent: 'body {color: red}'}))",
    "style-src-attr": "document.body.setAttribute('style', 'color: red')",
    "script-src-attr": "document.body.setAttribute('onclick', 'window.ran = 1'),"
    "document.body.click()",
    "img-src": "document.body.append(Object.assign("
    "new Image(), {src: 'https://elsewhere.example/a.png'}))",
    "base-uri": "document.head.append(Object.assign("
    "document.createElement('base'), {href: 'https://elsewhere.example/'}))",
    "connect-src": "fetch('https://elsewhere.example/').catch(() => 0)",
}


@pytest.mark.parametrize("directive", INJECTIONS)
def test_what_is_injected_into_a_page_is_refused_and_noted(page_of, directive):
    page = page_of()
    page.goto(reverse("accounts:login"))
    assert page.evaluate("window.refused") == []

    page.evaluate(f"() => {{ {INJECTIONS[directive]}; }}")
    page.wait_for_function("window.refused.length > 0")

    assert page.evaluate("window.refused")[0].startswith(f"{directive} refused")
    assert page.evaluate("window.ran") is None


def test_a_form_sends_nothing_to_another_site(page_of):
    page = page_of()
    page.goto(reverse("accounts:login"))
    page.evaluate("document.querySelector('main form').action = 'https://elsewhere.example/'")
    page.evaluate("document.querySelector('main form').requestSubmit()")
    page.wait_for_function("window.refused.length > 0")

    assert page.evaluate("window.refused")[0].startswith("form-action refused")
    assert page.url.endswith(reverse("accounts:login"))


def test_no_page_stands_in_a_frame(page_of, live_server):
    page = page_of()
    page.route(
        "**/frame.html",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f"<iframe src='{live_server.url}{reverse('accounts:login')}'></iframe>",
        ),
    )
    page.goto("/frame.html")
    page.wait_for_load_state("networkidle")

    assert page.frames[1].locator("form").count() == 0


def test_a_drawing_opened_by_itself_is_drawn_and_nothing_of_it_refused(page_of, proponent: Person):
    submission = make_submission(make_case(prepared_by=proponent))
    kwargs = {"pk": submission.case_id, "number": 1, "name": "irr_against_benchmark"}
    page = page_of(proponent)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(reverse("cases:submission_picture", kwargs=kwargs))

    assert page.evaluate("document.documentElement.tagName") == "svg"
    assert page.evaluate("document.querySelectorAll('path').length") > 5
    assert said == []


def test_after_logging_out_the_way_back_shows_nothing(page_of, proponent: Person):
    page = page_of(proponent)
    page.goto(reverse("accounts:profile"))
    assert proponent.email in page.locator("main").inner_text()
    page.click(f"form[action='{reverse('accounts:logout')}'] button")
    page.wait_for_url(f"**{reverse('home')}")

    page.go_back()
    page.wait_for_url("**/log-in/**")
    assert proponent.email not in page.content()
