"""The document: complete, deterministic, made of what was frozen, and safe against what was typed."""

import io
import json
import subprocess

import pikepdf
import pytest

from additionality.determination.render import to_pdf
from projects.models import Case, Determination
from projects.register.document import write
from tests.factories import case_file, micro_case_file
from tests.projects.register.decided import make_determination, published

pytestmark = pytest.mark.django_db

HOSTILE = (
    "<script>alert(1)</script> <img src=file:///etc/passwd> {{ 7|add:7 }} {% load x %} & </main>"
)


def pdf_of(determination: Determination) -> bytes:
    document = write(determination)
    return to_pdf(
        document.html,
        attachments=document.attachments,
        dated=determination.decided_at,
        resources=document.resources,
    )


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_writing_it_again_gives_the_same_bytes():
    determination = make_determination(edition="zh-hant,en")

    assert pdf_of(determination) == pdf_of(Determination.objects.get(pk=determination.pk))


def test_it_is_made_of_the_frozen_submission_and_never_assessed_again(monkeypatch):
    determination = make_determination()
    before = write(determination)
    Case.objects.update(title="Another title", draft={"project": {"name": ["Changed"]}})

    def refuse(*args, **kwargs):
        raise AssertionError("a determination is never assessed again")

    monkeypatch.setattr("additionality.engine.assess.assess", refuse)
    after = write(Determination.objects.get(pk=determination.pk))

    assert (after.html, after.attachments, after.resources) == (
        before.html,
        before.attachments,
        before.resources,
    )


def test_what_was_typed_is_text_and_never_markup():
    data = micro_case_file()
    data["project"]["name"] = f"Farm {HOSTILE}"
    data["regulatory"]["searched"] = HOSTILE
    determination = make_determination(data, reasons=f"Reasons {HOSTILE}")

    text = squeezed(text_of(pdf_of(determination)))

    assert text.count(squeezed(HOSTILE)) >= 3
    assert "14{%loadx" not in text


def test_it_says_what_a_reader_needs_on_the_first_page():
    determination = make_determination()
    pdf = pdf_of(determination)
    first = squeezed(text_of(pdf).split("\f")[0])

    record = next(
        one for one in write(determination).attachments if one.name == "determination.json"
    )
    for said in (
        determination.number,
        "Coastalwindfarm",
        "濱海風場",
        "Approved",
        "陳瑞玲",
        f"{determination.decided_at.astimezone():%Y}",
        "/verify/",
        sha256(record.data),
        determination.submission.pack_sha256[:12],
    ):
        assert said in first


def test_it_holds_every_chapter_and_the_words_of_the_review():
    determination = make_determination()
    text = text_of(pdf_of(determination))

    for chapter in (
        "The project and its size",
        "Regulatory",
        "Investment",
        "Common practice",
        "The decision and its reasons",
        "Evidence",
        "History of the review",
        "The rules applied",
        "Technical annex",
    ):
        assert text.count(chapter) >= 2, chapter  # in the contents and as a heading
    flat = squeezed(text)
    for said in (
        "Theevidencesupportstheclaims.",
        determination.submission.pack_sha256,
        case_file()["evidence"][0]["sha256"],
        "Notrustedtime",
        "Nointerestinthisproject.",
    ):
        assert said in flat, said


def test_both_languages_stand_one_after_the_other_each_complete_and_marked():
    determination = make_determination(edition="zh-hant,en")
    html = write(determination).html

    chinese, english = html.split('<main class="edition"')[1:]
    assert 'lang="zh-Hant"' in chinese.split(">")[0]
    assert 'lang="en"' in english.split(">")[0]
    assert chinese.count("<h2>") == english.count("<h2>") > 8
    assert html.count('id="signature-place"') == 1


@pytest.mark.parametrize(("edition", "lang"), [("zh-hant", "zh-Hant"), ("en", "en")])
def test_one_language_alone_is_the_language_of_the_document(edition, lang):
    pdf = pdf_of(make_determination(edition=edition))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == lang
        assert opened.Root.MarkInfo.Marked
        assert len(opened.Root.AF) == 4
        with opened.open_outline() as outline:
            assert len(outline.root) >= 1


def test_every_picture_has_a_text_alternative():
    html = write(make_determination(edition="en")).html

    pictures = html.split("<img ")[1:]
    assert len(pictures) > 3
    assert all(
        'alt="' in one.split(">")[0] and 'alt=""' not in one.split(">")[0] for one in pictures
    )


def sha256(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def test_names_and_answers_of_any_length_are_printed_whole():
    data = case_file()
    data["project"] |= {"name": "Wide " + "Xy" * 147, "name_zh": "濱海風場計畫" * 49}
    data["project"] |= {"proponent": "海岸能源股份有限公司" * 20, "region": "Region" * 30}
    data["regulatory"]["searched"] = "\n".join(f"Database {n}: nothing found." for n in range(400))
    determination = make_determination(data, reasons="Reason. " * 1500, edition="zh-hant")

    flat = squeezed(text_of(pdf_of(determination)))

    assert "Xy" * 147 in flat
    assert "濱海風場計畫" * 49 in flat
    assert "Database399:nothingfound." in flat
    assert flat.count("Reason.") >= 1500


SHEET = {
    "to": "",
    "file": "model.xlsx",
    "sheet": "Cash flow",
    "upload": 1,
    "position": 0,
    "evidence": "E1",
    "on": "2026-07-01T08:00:00+08:00",
    "lines": ["O&M"],
    "faults": [
        {
            "code": "error_amount",
            "cells": ["F5"],
            "more": 0,
            "params": {"text": "#DIV/0!", "line": "O&M", "year": "2029", "at": "5", "name": "O&M"},
        },
        {"code": "circular", "cells": ["C9"], "more": 0, "params": {}},
    ],
}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            "<strong>F5</strong> #DIV/0! stands where the amount of “O&amp;M” for 2029 should be",
        ),
        ("zh-hant", "<strong>F5</strong>"),
    ],
)
def test_what_was_noticed_in_the_spreadsheet_is_printed_with_the_investment_analysis(
    language, told
):
    bare = write(make_determination(published("wind-large"), edition=language)).html
    sheets = json.dumps([SHEET])
    determination = make_determination(published("wind-large"), edition=language, sheets=sheets)
    html = write(determination).html

    assert "model.xlsx" in html
    assert told in html
    assert "<strong>C9</strong>" in html
    assert "mend the formula" not in html  # nobody is asked to do anything in a record
    assert "model.xlsx" not in bare
    assert "<strong>C9</strong>" not in bare
