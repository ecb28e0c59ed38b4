"""Posts of every kind to every form: an answer each time, never an error of ours.

`make test` sends FEW, `make fuzz` MANY and other ones each time. Every post starts from the same
rows: what it wrote is taken back.
"""

import os
import re
from collections import Counter
from http import HTTPStatus

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.projects.bad_input.forms import Form
from tests.projects.bad_input.places import POST_ROWS, TARGETS, Target, place
from tests.projects.bad_input.posts import SCRIPT, Post, posts

pytestmark = pytest.mark.django_db
FEW = 3_000
TOTAL = int(os.environ.get("FUZZ_POSTS", FEW))
SLOW = {"register:verify"}  # looks into the file in a process of its own, a second each
EACH = -(-TOTAL // (len(TARGETS) - len(SLOW)))
ANSWERS = {200, 302, 400, 403, 404, 405, 409, 413, 422, 429}
CASE_PAGES = ("overview", "check", "evidence", "export", "requests")
AFTER = ("form", "location", *CASE_PAGES)


@pytest.mark.parametrize("target", TARGETS, ids=str)
def test_whatever_is_posted_is_answered(wide_world, target, record_property):
    client, form = place(wide_world, target)
    cookies, statuses = client.cookies.copy(), Counter()

    @settings(
        max_examples=max(EACH // 20, 5) if target.name in SLOW else EACH,
        deadline=None,
        derandomize=TOTAL == FEW,
        suppress_health_check=list(HealthCheck),
    )
    @given(posts(form), st.sampled_from([*AFTER, *[""] * 20]))
    def send(post: Post, after: str) -> None:
        client.cookies = cookies.copy()
        with transaction.atomic():
            response = sent(client, form, post)
            statuses[response.status_code] += 1
            assert response.status_code in ANSWERS, response.status_code
            assert SCRIPT not in text_of(response)
            if page := page_after(form, response, after):
                shown = client.get(page)
                assert shown.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, page
                assert SCRIPT not in text_of(shown), page
            transaction.set_rollback(True)

    send()
    record_property("posts", dict(statuses))


def sent(client: Client, form: Form, post: Post) -> HttpResponse:
    """Send the bytes as they are. An exception on our side is raised here."""
    body, kind = post.body()
    return client.generic("POST", form.address, body, content_type=kind)


def text_of(response: HttpResponse) -> str:
    return "" if response.streaming else response.content.decode("utf-8", "replace")


def page_after(form: Form, response: HttpResponse, after: str) -> str:
    """A page that shows what was stored, or an empty string."""
    if after == "form":
        return form.address
    if after == "location":
        return response.headers.get("Location", "")
    case = re.search("/cases/([0-9a-f-]{36})/", form.address)
    return reverse(f"cases:{after}", kwargs={"pk": case[1]}) if case and after else ""


def test_every_address_that_takes_posts_is_fuzzed():
    assert {target.name for target in TARGETS} == set(POST_ROWS)
    assert all(isinstance(target, Target) for target in TARGETS)
