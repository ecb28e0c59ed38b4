"""Models as developers send them, and how a browser uses the pages on the way to the cash flow."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from projects.models import Case, Spreadsheet
from tests.projects.tables import files
from tests.projects.wizard.driving import controls

YEARS = range(2026, 2037)


def wind_rows() -> list[list[Any]]:
    """A model in thousands with costs as negative numbers and totals as formulas: no fault in it."""
    columns = "CDEFGHIJKLM"
    return [
        ["Coastal wind farm"],
        ["Unit: thousand TWD"],
        ["", "", *YEARS],
        ["Turbines", "", -1500, *[0] * 10],
        ["O&M", "", 0, *[-70] * 10],
        ["Total costs", "", *[(f"SUM({c}4:{c}5)", -1500 if c == "C" else -70) for c in columns]],
        ["Power sales", "", 0, *[250] * 10],
        ["Carbon credits", "", 0, *[60] * 10],
    ]


def wind() -> bytes:
    return files.model(wind_rows())


def faulty() -> bytes:
    """A model with one of each fault that a person meets first."""
    rows = wind_rows()
    rows[4][3:7] = ["-3.5萬", "n/a", ("1/0", "#DIV/0!"), "NT$ -70"]
    rows[5] = ["Total costs", "", *[-1500] * 11]
    rows.append(["Fees", "", *[('WEBSERVICE("http://example.org")', -5)] * 11])
    return files.model(rows, after='<mergeCells><mergeCell ref="C4:D4"/></mergeCells>')


def upload(
    client: Client, case: Case, content: bytes, name: str = "model.xlsx", **fields: Any
) -> HttpResponse:
    address = reverse("spreadsheets:upload", args=[case.pk])
    return client.post(address, {"file": SimpleUploadedFile(name, content), **fields})


def uploaded(client: Client, case: Case, content: bytes, name: str = "model.xlsx") -> Spreadsheet:
    response = upload(client, case, content, name)
    assert response.status_code == 302, response.content.decode()
    return Spreadsheet.objects.latest("pk")


def mapping_of(row: Spreadsheet, position: int = 0) -> str:
    return reverse("spreadsheets:mapping", args=[row.case_id, row.pk, position])


def press(client: Client, address: str, do: str, **typed: Any) -> HttpResponse:
    """Open a page, change what is typed, press a button; names use `_x_` for a hyphen."""
    page = client.get(address)
    assert page.status_code == 200, page
    values: dict[str, Any] = controls(page.content.decode())
    values |= {name.replace("_x_", "-"): text for name, text in typed.items()}
    return client.post(address, values | {"do": do})


def checked(client: Client, row: Spreadsheet, **typed: Any) -> HttpResponse:
    """The page that says what was found, after the mapping was confirmed with changes."""
    response = press(client, mapping_of(row), "check", **typed)
    assert response.status_code == 302, response
    return client.get(response["Location"])


def take_over(client: Client, row: Spreadsheet, **typed: Any) -> HttpResponse:
    checked(client, row)
    address = reverse("spreadsheets:check", args=[row.case_id, row.pk, 0])
    return press(client, address, "take", **typed)
