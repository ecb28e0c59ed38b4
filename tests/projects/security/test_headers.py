"""Every answer carries strict headers: pages, refusals, files, drawings, style sheets."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from projects.security.headers import ALWAYS, FILE_POLICY, PAGE_POLICY
from tests.factories import client_of, make_case, make_submission
from tests.projects.test_access import TABLE, Row, World, browser_of, send, world

__all__ = ["world"]  # the fixture

ROOT = Path(__file__).resolve().parents[3]
#: Django's own decorator writes more words than are needed, which say the same.
KEPT_FROM_CACHES = "no-store"


def policy_of(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, _space, sources in parts}


def carries_all(response) -> None:
    for name, value in ALWAYS.items():
        if name != "Cache-Control":
            assert response[name] == value, name
    assert KEPT_FROM_CACHES in response["Cache-Control"]
    policy = policy_of(response)
    assert policy["default-src"] == "'none'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in response
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("text/") or kind.endswith("xml"):
        assert "charset=utf-8" in kind


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who", ["nobody logged in", "the proponent", "the reviewer", "an administrator"]
)
def test_every_address_answers_with_every_header(world: World, who: str):
    for row in TABLE:
        before = transaction.savepoint()
        carries_all(send(browser_of(world.people[who]), row.method, world.address(row)))
        transaction.savepoint_rollback(before)


@pytest.mark.django_db
def test_refusals_carry_them_too(settings):
    settings.SECURE_SSL_REDIRECT = True
    strict = Client(enforce_csrf_checks=True)
    answers = [
        Client().get("/there-is-no-such-page/", secure=True),
        Client(headers={"host": "evil.example"}).get("/", secure=True),
        strict.post(reverse("accounts:login"), {"username": "a"}, secure=True),
        Client().get("/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 400, 403, 301]
    for answer in answers:
        carries_all(answer)


def test_a_policy_allows_our_own_files_and_nothing_inline():
    for directive in ("script-src", "style-src", "img-src", "connect-src", "form-action"):
        assert f"{directive} 'self';" in PAGE_POLICY
    assert "unsafe" not in PAGE_POLICY + FILE_POLICY
    assert FILE_POLICY.startswith("sandbox;")
    assert "'self'" not in FILE_POLICY


@pytest.mark.django_db
def test_a_drawing_opened_by_itself_loads_and_runs_nothing(proponent):
    submission = make_submission(make_case(prepared_by=proponent))
    kwargs = {"pk": submission.case_id, "number": 1, "name": "irr_against_benchmark"}
    response = client_of(proponent).get(reverse("cases:submission_picture", kwargs=kwargs))

    assert response["Content-Security-Policy"] == FILE_POLICY
    assert b"style=" not in response.content
    assert b"<style" not in response.content
    assert b"<script" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "who", "case"),
    [
        ("cases:evidence_file", "the proponent", "draft"),
        ("cases:export", "the proponent", "draft"),
        ("cases:submission_export", "the reviewer", "reviewed"),
        ("register:download", "the proponent", "decided"),
        ("register:root", "nobody logged in", "decided"),
    ],
)
def test_a_file_is_downloaded_and_never_opened_on_this_site(world, name, who, case):
    row = Row(name, "GET", "", case)
    response = browser_of(world.people[who]).get(world.address(row))

    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Content-Security-Policy"] == FILE_POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_static_files_carry_them_and_may_be_kept(client):
    response = client.get("/static/css/additionality.css")

    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in response
    assert "no-store" not in response["Cache-Control"]


def test_no_folder_is_listed(client):
    for folder in ("/static/", "/static/css/", "/static/../", "/files/", "/.git/"):
        assert client.get(folder).status_code in (302, 404), folder


def test_scripts_keep_nothing_in_the_browser():
    for script in (ROOT / "static").glob("**/*.js"):
        text = script.read_text(encoding="utf-8")
        for store in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches."):
            assert store not in text, script.name


def test_no_template_has_a_script_or_a_style_of_its_own():
    """What the policy would refuse is not there to be refused."""
    inline = re.compile(
        r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\ssrc=)"
    )
    drawn = (ROOT / "templates/determination").glob("**/*")  # typeset as a PDF, never a page
    pages = set((ROOT / "templates").glob("**/*.html")) - set(drawn)

    assert len(pages) > 50
    assert [page.name for page in pages if inline.search(page.read_text(encoding="utf-8"))] == []


def test_pages_load_nothing_from_elsewhere():
    loaded = re.compile(r"(?:src|href)=\"(?:https?:)?//|url\(\s*[\"']?(?:https?:)?//|@import")
    files = [
        one
        for folder in ("templates", "static")
        for one in (ROOT / folder).glob("**/*")
        if one.suffix in {".html", ".css", ".js"}
    ]

    assert [one.name for one in files if loaded.search(one.read_text(encoding="utf-8"))] == []


PRODUCTION = {
    "ADDITIONALITY_MODE": "production",
    "SECRET_KEY": "kq3Zr8T0vN5xY1wL7cH9dS2fG4jB6mPaQeUiOoRtVyXzWnCkDlEh",
    "BASE_URL": "https://additionality.example",
    "EMAIL_HOST": "mail.example",
}


def in_production(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(folder), **PRODUCTION},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_has_nothing_to_say(tmp_path):
    checked = in_production(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_in_production_there_is_no_demonstration(tmp_path):
    """Its accounts have a password that everybody knows."""
    refused = in_production(tmp_path, "manage.py", "load_demo")

    assert refused.returncode == 1
    assert "production" in refused.stderr


def test_in_production_every_cookie_is_bound_to_this_host_and_to_tls(tmp_path):
    """A whole login in a process that runs as in production, over https."""
    done = in_production(tmp_path, "-m", "tests.projects.security.production")

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found["cookies"]) == {
        "__Host-session",
        "__Host-csrf",
        "__Host-language",
        "__Host-messages",
        "__Host-known-browser",
    }
    for cookie in found["cookies"].values():
        for attribute in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
            assert f"; {attribute}" in cookie
        assert "Domain" not in cookie
    assert found["strict_transport"] == "max-age=31536000; includeSubDomains; preload"
    assert found["plain_http"] == [301, "https://additionality.example/"]
