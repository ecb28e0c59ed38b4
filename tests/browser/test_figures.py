"""Figures on a narrow screen: no page scrolls sideways, and no number is broken into two lines."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from projects.models import Person
from tests.factories import case_file, make_case, make_submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Numbers in the tables of figures of which not all digits stand on one line.
BROKEN = """() => {
  const broken = [];
  for (const cell of document.querySelectorAll(".compared td, .figures-table td")) {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      for (const found of text.data.matchAll(/[−+]?\\d[\\d,.]*(\\u00a0%)?/g)) {
        const range = document.createRange();
        range.setStart(text, found.index);
        range.setEnd(text, found.index + found[0].length);
        const lines = new Set([...range.getClientRects()].map((one) => Math.round(one.top)));
        if (lines.size > 1) broken.push(found[0]);
      }
    }
  }
  return broken;
}"""


OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


def in_millions() -> dict[str, Any]:
    """Amounts as long as those of a large plant, and a figure that is said in words."""
    data = case_file()
    data["investment"]["technical_life_years"] = "25"
    for line in data["investment"]["lines"]:
        line["amounts"] = [str(Decimal(amount) * 1_234_567) for amount in line["amounts"]]
    return data


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_the_working_and_a_scenario_fit_a_narrow_screen(
    page_of: Callable[..., Page], proponent: Person, reviewer: Person, language: str
):
    case = make_case(prepared_by=proponent)
    make_submission(case, in_millions())
    page = page_of(reviewer, language, "phone")
    page.goto(reverse("review:desk", args=[case.pk]))
    page.evaluate(OPEN)

    assert page.locator(".finding .figures-table").count() > 3
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate(BROKEN) == []

    page.goto(reverse("review:scenario", args=[case.pk]))
    page.evaluate(OPEN)
    page.fill("[name='lines[0].amounts']", "-10")
    page.fill("[name='lines[1].amounts[3]']", "987654321.25")
    page.locator("button[value=show]:visible").last.click()

    assert page.locator(".compared").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate(BROKEN) == []
