"""Files and texts that are too large, or other than they say: a sentence, and nothing lost."""

import io
import json

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from projects.models import Case, EvidenceFile
from tests.factories import client_of
from tests.projects.cases import files, scenes

pytestmark = pytest.mark.django_db
MB = 1_000_000


def words(response) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def of_200_pages() -> bytes:
    pdf, written = pikepdf.new(), io.BytesIO()
    for _ in range(200):
        pdf.add_blank_page()
    pdf.save(written)
    return written.getvalue()


REFUSED = {
    "a renamed program": ("study.pdf", files.PROGRAM, "not taken"),
    "a zip bomb": ("study.docx", files.zip_bomb(), "unpacks to far more"),
    "a zip bomb that lies about its size": ("study.docx", files.lying_bomb(), "unpacks|damaged"),
    "an SVG with a script": ("plan.png", files.SVG, "drawings with code"),
    "an SVG that says so": ("plan.svg", files.SVG, "drawings with code"),
    "more than the limit": ("study.pdf", files.PDF + bytes(21 * 1024 * 1024), "larger than 20 MB"),
}


@pytest.mark.parametrize(("name", "content", "said"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_not_evidence_is_refused(proponent, name, content, said):
    case = scenes.drafted(proponent)
    sent = {"file": SimpleUploadedFile(name, content), "title": "Typed", "dated": "2025-02-10"}
    answer = client_of(proponent).post(reverse("cases:evidence", args=[case.pk]), sent)

    assert answer.status_code == 422
    assert any(one in words(answer) for one in said.split("|"))
    assert 'value="Typed"' in answer.content.decode()
    assert 'value="2025-02-10"' in answer.content.decode()
    assert not EvidenceFile.objects.exists()


def test_a_pdf_of_200_pages_is_taken_and_given_back(proponent):
    case, content = scenes.drafted(proponent), of_200_pages()
    client = client_of(proponent)
    sent = {"file": SimpleUploadedFile("study.pdf", content), "title": "Study"}
    assert client.post(reverse("cases:evidence", args=[case.pk]), sent).status_code == 302

    back = client.get(reverse("cases:evidence_file", kwargs={"pk": case.pk, "key": "E1"}))
    assert b"".join(back.streaming_content) == content


@pytest.mark.parametrize("size", [11 * MB, 100 * MB])
def test_a_case_file_that_is_too_large_is_refused(proponent, size):
    upload = SimpleUploadedFile("case.json", b"[" * size)
    answer = client_of(proponent).post(reverse("cases:import"), {"file": upload})

    assert answer.status_code == 422
    assert "The file is larger than 10 MB." in words(answer)
    assert not Case.objects.exists()


def test_a_pasted_case_of_100_mb_is_refused(proponent):
    answer = client_of(proponent).post(reverse("cases:import"), {"text": "[" * 100 * MB})

    assert answer.status_code == 400
    assert "too large or cannot be read. Nothing was changed." in words(answer)
    assert not Case.objects.exists()


def changed(*path: object, to: object) -> str:
    """The large case with one value replaced."""
    data = scenes.large_file()
    part = data
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = to
    return json.dumps(data)


def reductions(*years: object) -> str:
    rows = [{"year": year, "tco2e": "66000"} for year in years]
    return changed("project", "annual_reductions", to=rows)


FIRST = ("project", "annual_reductions", 0, "tco2e")
AMOUNTS = ("investment", "lines", 1, "amounts")
MALFORMED = {
    "no years": (reductions(), "annual_reductions"),
    "a year twice": (reductions(2027, 2027), "2027 is given more than once"),
    "a negative year": (reductions(-2027), "annual_reductions[0].year"),
    "NaN": (changed(*FIRST, to=float("nan")), "NaN is not a JSON number"),
    "1e400": (changed(*FIRST, to="X").replace('"X"', "1e400"), "1e400 is out of range"),
    "full-width digits": (changed(*FIRST, to="９９９"), "is not a number"),
    "Arabic digits": (changed(*FIRST, to="٣٤"), "is not a number"),
    "negative tonnes": (changed(*FIRST, to=-5), "-5 is negative"),
    "a list too short": (changed(*AMOUNTS, to=["0", "250"]), "expected are 11"),
    "a list too long": (changed(*AMOUNTS, to=["1"] * 40), "The list has 40 values"),
}


@pytest.mark.parametrize(("text", "said"), MALFORMED.values(), ids=MALFORMED)
def test_a_case_file_that_cannot_be_is_answered_with_the_place(proponent, text, said):
    answer = client_of(proponent).post(reverse("cases:import"), {"text": text})

    assert answer.status_code == 422
    assert "Nothing was stored." in words(answer)
    assert said in words(answer)
    assert html.fromstring(answer.content).xpath("//textarea")[0].value.strip() == text
    assert not Case.objects.exists()


def flow(capex: list[str], revenue: list[str]) -> dict:
    data = scenes.large_file()
    kept = [one for one in data["investment"]["lines"] if one["kind"] in ("capex", "revenue")]
    for line, amounts in zip(kept, (capex, revenue), strict=True):
        line["amounts"] = amounts + ["0"] * (11 - len(amounts))
    data["investment"]["lines"] = kept
    return data


FLOWS = {
    "no root": (flow([], ["10"] * 11), "no internal rate of return"),
    "nothing at all": (flow([], []), "no internal rate of return"),
    "two roots": (
        flow(["1000", "0", "1540"], ["0", "2500"]),
        "No single rate of return",
    ),
}


@pytest.mark.parametrize(("data", "said"), FLOWS.values(), ids=FLOWS)
def test_a_cash_flow_without_one_rate_of_return_is_judged_by_its_value(proponent, data, said):
    case = scenes.drafted(proponent, data)
    page = words(client_of(proponent).get(reverse("cases:check", args=[case.pk])))

    assert said in page
    assert "No single rate of return" in page
