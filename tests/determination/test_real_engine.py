"""From a published case through the real engine to a verified PDF, and back on the command line."""

import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from additionality.determination.record import build_record, record_attachments
from additionality.determination.sign import sign
from additionality.determination.verify import Verification, verify
from additionality.engine.assess import assess
from additionality.engine.case import read_case_json
from additionality.engine.rulepack import FOLDER, edition_file
from tests.determination import attacks
from tests.determination.samples import (
    key_directory,
    make_html,
    make_pdf,
    make_signer,
    root_pem,
    signed_pdf,
)

PROJECT = Path(__file__).resolve().parents[2]
CASES = sorted(
    path
    for path in (PROJECT / "docs" / "cases").glob("*.json")
    if path.name.count(".") == 1 and path.name != "malformed.json"
)


def determination(path: Path) -> bytes:
    """The signed PDF about the case in `path`, approved if additional."""
    text = path.read_text()
    assessment = assess(read_case_json(text)).to_dict()
    named = assessment["pack"]
    pack = edition_file(named["key"], named["sha256"]).read_text()
    record = build_record(
        number="AD-2026-0007",
        issued_on=date(2026, 11, 21),
        decision="approved" if assessment["conclusion"] == "additional" else "refused",
        reasons=["As found."],
        case=json.loads(text),
        assessment=assessment,
        pack_files={"pack.yaml": pack},
        submission={"number": 1},
        review_history=[],
        evidence=[],
        language="zh-Hant",
    )
    pdf = make_pdf(make_html(), attachments=record_attachments(record))
    return sign(pdf, signer=make_signer(), reason="x", number="AD-2026-0007")


@pytest.fixture(scope="module")
def issued() -> bytes:
    return determination(PROJECT / "docs" / "cases" / "wind-large.json")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_example_case_is_decided_again_identically(path):
    found = verify(determination(path), root_pem=root_pem())
    expected = assess(read_case_json(path.read_text())).to_dict()["conclusion"]

    assert found.good, found
    assert found.pack_released
    assert found.conclusion == expected


def test_a_finding_that_was_touched_up_is_different():
    path = PROJECT / "docs" / "cases" / "wind-large.json"
    assessment = assess(read_case_json(path.read_text())).to_dict()
    investment = next(one for one in assessment["findings"] if one["analysis"] == "investment")
    investment["figures"]["indicator"] = "0.034601"
    record = build_record(
        number="AD-2026-0008",
        issued_on=date(2026, 11, 21),
        decision="refused",
        reasons=[],
        case=json.loads(path.read_text()),
        assessment=assessment,
        pack_files={"pack.yaml": (FOLDER / "tw_offset" / "pack.yaml").read_text()},
        submission={},
        review_history=[],
        evidence=[],
        language="en",
    )
    pdf = make_pdf(attachments=record_attachments(record))
    found = verify(sign(pdf, signer=make_signer(), reason="x"), root_pem=root_pem())

    assert (found.recomputed, found.intact, found.exit_status) == ("different", True, 1)


def test_rules_this_version_does_not_know_make_it_not_possible():
    found = verify(signed_pdf(), root_pem=root_pem())

    assert (found.recomputed, found.recomputed_reason) == ("not_possible", "pack_unknown")
    assert not found.pack_released


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a stranger would: nothing set, no database."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, PROJECT / "manage.py", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=kept | environment,
    )


def test_the_command_prints_one_json_object_and_ends_with_0(issued, tmp_path):
    path = tmp_path / "determination.pdf"
    path.write_bytes(issued)
    done = run("verify", path, "--root", key_directory() / "root.pem")

    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert answers == verify(issued, root_pem=root_pem()).to_dict()
    assert answers["conclusion"] == "additional"
    assert "\\u" not in done.stdout


def test_the_command_trusts_the_published_root_without_being_told(issued, tmp_path):
    path = tmp_path / "determination.pdf"
    path.write_bytes(issued)

    assert run("verify", path, SIGNING_DIR=str(key_directory())).returncode == 0


def test_the_command_says_nothing_but_the_answers_about_a_changed_file(issued, tmp_path):
    path = tmp_path / "annotated.pdf"
    path.write_bytes(attacks.with_an_annotation(issued))
    done = run("verify", path, "--root", key_directory() / "root.pem")

    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout)["covers_whole_document"] is False


def called(capsys, *arguments: object) -> tuple[int, str, str]:
    status = 0
    try:
        call_command("verify", *map(str, arguments))
    except SystemExit as ended:
        status = int(ended.code)
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize(
    "attack",
    [
        lambda pdf: attacks.flipped(pdf, 5000),
        attacks.with_an_annotation,
        lambda pdf: pdf + b"\n",
    ],
    ids=["one flipped bit", "an appended annotation", "one more byte"],
)
def test_the_command_ends_with_1_if_something_is_wrong(attack, issued, tmp_path, capsys):
    path = tmp_path / "determination.pdf"
    path.write_bytes(attack(issued))
    status, out, _ = called(capsys, path, "--root", key_directory() / "root.pem")

    answers = json.loads(out)
    assert status == 1
    assert not (answers["intact"] and answers["covers_whole_document"])


def test_pdfsig_reports_both_a_flipped_byte_and_an_annotation(issued, tmp_path):
    path = tmp_path / "determination.pdf"
    path.write_bytes(attacks.flipped(issued, 5000))
    flipped = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True).stdout
    path.write_bytes(attacks.with_an_annotation(issued))
    noted = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True).stdout

    assert "Digest Mismatch" in flipped
    assert "Total document signed" not in noted


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "it is empty"),
        (b"hello", "it is not a PDF"),
        (b"%PDF-1.7\nhello", "it is damaged beyond reading"),
        (None, "cannot be read: No such file"),
    ],
)
def test_the_command_ends_with_2_and_a_sentence_for_what_is_no_determination(
    content, sentence, tmp_path, capsys
):
    path = tmp_path / "file.pdf"
    if content is not None:
        path.write_bytes(content)
    status, out, err = called(capsys, path, "--root", key_directory() / "root.pem")

    assert (status, out) == (2, "")
    assert sentence in err


def test_the_command_ends_with_2_without_a_root(issued, tmp_path, capsys):
    path = tmp_path / "determination.pdf"
    path.write_bytes(issued)
    missing = called(capsys, path, "--root", tmp_path / "none.pem")
    (tmp_path / "bad.pem").write_text("nonsense")
    bad = called(capsys, path, "--root", tmp_path / "bad.pem")

    assert (missing[0], bad[0]) == (2, 2)
    assert "root certificate" in missing[2]
    assert "not a certificate" in bad[2]


def test_the_key_command_makes_a_key_once(tmp_path):
    first, second = io.StringIO(), io.StringIO()
    call_command("make_development_key", tmp_path / "keys", stdout=first)
    call_command("make_development_key", tmp_path / "keys", stdout=second)

    assert "made" in first.getvalue()
    assert "there already" in second.getvalue()


def test_every_code_has_its_words_and_its_place_in_the_documentation():
    from projects.management.commands.verify import UNREADABLE

    documented = (PROJECT / "docs" / "verify.md").read_text()
    source = "".join(
        (PROJECT / "additionality" / "determination" / name).read_text()
        for name in ("signature.py", "recompute.py", "verify.py", "limited.py")
    )

    for code in UNREADABLE:
        assert f"`{code}`" in documented
        assert f'"{code}"' in source
    assert all(f"`{key}`" in documented for key in Verification().to_dict())
