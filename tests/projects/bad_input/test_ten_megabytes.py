"""Ten megabytes in a field of every form: the answer names the field, and what else was typed is on it."""

import pytest
from django.db import transaction
from lxml import html

from tests.projects.bad_input.forms import Form
from tests.projects.bad_input.places import TARGETS, Target, place

pytestmark = pytest.mark.django_db
MUCH = "x" * 10_000_000
REFUSED = {200, 413, 422}
#: Which of name and password was wrong is not said; a case file is refused as a whole; the two
#: fields of a new password are refused at the second.
UNNAMED = {"accounts:login", "cases:import", "accounts:accept", "accounts:password_reset_confirm"}
#: What is only looked up is cut to what a name may have, and says for what it looked.
LOOKED_UP = {"listed_source"}
#: Fields whose value is never given back to a browser.
UNSHOWN = ("password", "file")


def test_ten_megabytes_in_a_form_are_refused_by_name_and_nothing_else_typed_is_lost(wide_world):
    tried, wrong = 0, []
    for target in TARGETS:
        with transaction.atomic():
            client, form = place(wide_world, target)
            if name := field_of(form):
                tried += 1
                others = dict(form.filled_in()) | dict(b for b in form.buttons[:1] if b[0])
                answer = client.post(form.address, others | {name: MUCH})
                assert answer.status_code in REFUSED, (target, name, answer.status_code)
                wrong += faults(answer.content.decode(), target, name, others)
            transaction.set_rollback(True)
        wide_world.someone.refresh_from_db()
    assert not wrong, "; ".join(wrong)
    assert tried > 30


def field_of(form: Form) -> str:
    """A text of the form; of several one that is a number, as they are read most closely."""
    texts = [name for name in form.texts if name not in LOOKED_UP]
    numbers = [name for name in texts if name.endswith(("__value", "tco2e", "rate", "years"))]
    return next(iter([*numbers, *texts]), "")


def faults(text: str, target: Target, name: str, others: dict[str, str]) -> list[str]:
    page = html.fromstring(text.replace(MUCH, "much"))
    summary = "//*[contains(@class, 'error-summary')]"
    named = page.xpath(
        f"{summary}//a[contains(@href, '{name}')] | //*[@name='{name}'][@aria-invalid]"
    )
    found = []
    if not page.xpath(summary):
        found.append(f"{target}: no summary of errors")
    if not named and target.name not in UNNAMED:
        found.append(f"{target}: {name} is not named")
    kept = {one.get("name") for one in page.xpath("//*[@name]")}
    lost = [one for one in others if one not in kept and not any(u in one for u in UNSHOWN)]
    return found + [f"{target}: {one} is lost" for one in lost]
