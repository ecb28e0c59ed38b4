"""A real browser, and people logged in to it."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from additionality.determination.development_key import make_development_key
from projects.models import Determination, Person
from projects.services.issuing import issue
from tests.factories import client_of

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LANGUAGES = {"zh-hant": "zh-TW", "en": "en-GB"}
WIDTHS = {"phone": 320, "desktop": 1440}
#: Notes what the content security policy of a page refuses.
NOTE_REFUSED = """
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) => window.refused.push(
    `${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A database in a file: in memory, where a test and its server share it, they find its tables locked."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def elsewhere() -> Callable[..., Any]:
    """Run work in a thread of its own, as a worker would: Playwright keeps an event loop in this
    one, and signing and validating need one of their own."""

    def run(work: Callable[..., Any], *args: Any) -> Any:
        def and_close() -> Any:
            try:
                return work(*args)
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as worker:
            return worker.submit(and_close).result()

    return run


@pytest.fixture
def issue_all(settings, tmp_path, elsewhere: Callable[..., Any]) -> Callable[[], None]:
    """Issue what was decided, with a key of its own."""
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.PUBLISHED_ROOT = settings.SIGNING_DIR / "root.pem"
    make_development_key(settings.SIGNING_DIR)

    def work() -> None:
        for determination in Determination.objects.filter(document=None):
            issue(determination.pk)

    return lambda: elsewhere(work)


@pytest.fixture
def page_of(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`page_of(person, language, width, javascript)`: a page of a browser of its own."""
    contexts: list[BrowserContext] = []

    def open_page(
        person: Person | None = None,
        language: str = "en",
        width: str = "desktop",
        javascript: bool = True,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale=LANGUAGES[language],
            viewport={"width": WIDTHS[width], "height": 900},
            accept_downloads=True,
            java_script_enabled=javascript,
        )
        contexts.append(context)
        context.add_init_script(NOTE_REFUSED)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if person:
            session = client_of(person).cookies[settings.SESSION_COOKIE_NAME].value
            cookies[settings.SESSION_COOKIE_NAME] = session
        context.add_cookies(
            [{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()]
        )
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
