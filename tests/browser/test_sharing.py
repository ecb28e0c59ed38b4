"""Colleagues in one draft, in real browsers: who opens a step is seen, and sees the other."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from projects.models import Presence
from tests.browser.pressing import press
from tests.factories import make_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_who_open_a_draft_see_each_other(page_of, proponent, colleague):
    case = make_case(prepared_by=proponent)
    step = reverse("wizard:step", args=[case.pk, "project"])
    mine, theirs = page_of(proponent), page_of(colleague)
    with mine.expect_response(lambda answer: "/here/" in answer.url) as told:
        mine.goto(step)
    assert told.value.ok
    theirs.goto(step)

    expect(theirs.locator("[data-presence]")).to_contain_text(
        f"{proponent.name} is in this draft, on “Name and place”, just now."
    )
    expect(mine.locator("[data-presence]")).to_have_text("")
    with mine.expect_response(lambda answer: "/here/" in answer.url):
        mine.reload()
    expect(mine.locator("[data-presence]")).to_contain_text(colleague.name)
    assert Presence.objects.count() == 2


def test_without_javascript_a_save_is_what_is_seen(page_of, proponent, colleague):
    case = make_case(prepared_by=proponent)
    mine = page_of(proponent, javascript=False)
    mine.goto(reverse("wizard:step", args=[case.pk, "project"]))
    assert not Presence.objects.exists()
    press(mine.get_by_role("button", name="Save and return to the task list"))

    theirs = page_of(colleague)
    theirs.goto(reverse("cases:list"))
    expect(theirs.get_by_role("main")).to_contain_text(f"{proponent.name} is in this draft")
