"""Make the pictures of the readme from the demonstration, in a place of their own."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
LOGIN = ("proponent@demo.example", "show me how it works")
LANGUAGES = {"zh": "zh-TW", "en": "en-GB"}
#: The large project of the demonstration that is still a draft, in either language; listed first.
WIND = re.compile("Changbin|彰濱")
#: What stands on the first page of an edition, and the captions of the drawings of an investment analysis.
COVERS = {"zh": "外加性判定書", "en": "Determination of additionality"}
CAPTIONS = {
    "zh": (
        "內部報酬率與基準值之比較",
        "內部報酬率的敏感度",
        "單一項目變動時的內部報酬率",
        "的抽樣達到基準值",
    ),
    "en": (
        "IRR against the benchmark",
        "Sensitivity of the IRR",
        "IRR when one line changes",
        "of the draws reach the benchmark",
    ),
}
#: What a reviewer does with the large project of the demonstration that waits for one.
APPROVE = """
from projects.demo.load import PEOPLE
from projects.models import Case, Person, Role, Status
from projects.services.deciding import decide
from projects.services.reviewing import take_up
from projects.wording.declarations import impartiality

case = Case.objects.get(status=Status.SUBMITTED)
reviewer = Person.objects.get(email=PEOPLE[Role.REVIEWER][0])
take_up(case=case, actor=reviewer, declaration="\\n".join(impartiality()))
case.refresh_from_db()
reasons = "投入數據均有依據。 Every input has its source."
decide(case=case, actor=reviewer, decision="approved", reasons=reasons, edition="zh-hant,en")
"""
WIDTHS = {"phone": 375, "desktop": 1280}
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))


def manage(*command: str) -> None:
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True, stdout=sys.stderr)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(address: str) -> Iterator[None]:
    """The demonstration, served, with its determination issued."""
    manage("migrate", "--verbosity", "0")
    manage("make_development_key")
    manage("load_demo")
    manage("db_worker", "--batch")
    port = address.rsplit(":", 1)[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "additionality.wsgi", "-b", f"127.0.0.1:{port}"],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            try:
                urlopen(f"{address}/health/")
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait()


def log_in(browser: Browser, address: str, language: str, width: str) -> Page:
    context = browser.new_context(
        base_url=address,
        locale=LANGUAGES[language],
        viewport={"width": WIDTHS[width], "height": 900},
    )
    page = context.new_page()
    page.goto("/account/log-in/")
    page.fill("[name=username]", LOGIN[0])
    page.fill("[name=password]", LOGIN[1])
    page.click("main form button")
    return page


def take(page: Page, name: str) -> None:
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/screenshots/{name}.png")


def picture_pages(browser: Browser, address: str) -> None:
    for language in LANGUAGES:
        for width in WIDTHS:
            page = log_in(browser, address, language, width)
            ending = f"{language}-{width}"
            take(page, f"cases-{ending}")
            page.goto(page.get_by_role("link", name=WIND).first.get_attribute("href"))
            take(page, f"overview-{ending}")
            case = page.url
            page.goto(f"{case}steps/cash-flow/")
            take(page, f"cash-flow-{ending}")
            page.goto(f"{case}check/")
            take(page, f"check-{ending}")
            finding = page.locator("#finding-investment")
            finding.locator("details").evaluate_all(
                "all => all.forEach(one => { one.open = true })"
            )
            page.wait_for_load_state("networkidle")
            finding.screenshot(path=PICTURES / f"drawings-{ending}.png")
            print(f"docs/screenshots/drawings-{ending}.png")
            page.goto("/verify/")
            take(page, f"verify-{ending}")
            page.context.close()


class Pages(dict[int, str]):
    """The text of each page of a PDF, by its number from one."""

    def __init__(self, pdf: Path) -> None:
        self.pdf = pdf
        text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True)
        super().__init__(enumerate(text.stdout.decode().split("\f")[:-1], 1))


def approve_wind_farm(data: Path) -> Pages:
    """Approve the large project that waits for a review, issue it, and read its determination."""
    issued = set(determinations(data))
    manage("shell", "--no-imports", "--command", APPROVE)
    manage("db_worker", "--batch")
    (pdf,) = set(determinations(data)) - issued
    return Pages(pdf)


def determinations(data: Path) -> list[Path]:
    return list((data / "files" / "determinations").rglob("*.pdf"))


def picture_determination(data: Path) -> None:
    """First page and pages with drawings of a determination, in the language of each of its editions."""
    for former in PICTURES.glob("determination-drawings-*.png"):
        former.unlink()
    pages = approve_wind_farm(data)
    covers = [page for page, text in pages.items() if any(one in text for one in COVERS.values())]
    ends = [*covers[1:], len(pages) + 1]
    for language, start, end in zip(COVERS, covers, ends, strict=True):
        save_page(pages.pdf, start, f"determination-{language}")
        drawings = [
            page
            for page in range(start, end)
            if any(caption in pages[page] for caption in CAPTIONS[language])
        ]
        if not drawings:
            raise SystemExit(f"No page with drawings was found ({language}).")
        for number, page in enumerate(drawings, 1):
            save_page(pages.pdf, page, f"determination-drawings-{language}-{number}")


def save_page(pdf: Path, page: int, name: str) -> None:
    command = ["pdftoppm", "-r", "80", "-png", "-singlefile", "-f", str(page), str(pdf)]
    subprocess.run([*command, str(PICTURES / name)], check=True)
    print(f"docs/screenshots/{name}.png")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    address = f"http://localhost:{free_port()}"
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "BASE_URL": address}
        with serving(address), sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM,
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            picture_pages(browser, address)
            browser.close()
        picture_determination(Path(folder))


if __name__ == "__main__":
    main()
