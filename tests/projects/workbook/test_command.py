"""`manage.py workbook`: status, languages, and what is said where there is nothing to write."""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "docs" / "cases"
BARE = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


def run(*arguments):
    command = [sys.executable, str(ROOT / "manage.py"), "workbook", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=BARE, cwd="/", timeout=60)


@pytest.mark.parametrize(("language", "title"), [("en", "Inputs"), (None, None)])
def test_a_workbook_is_written_in_either_language(language, title, tmp_path):
    out = tmp_path / "out.xlsx"

    done = run(EXAMPLES / "wind-large.json", out, *(["--language", language] if language else []))

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    book = openpyxl.load_workbook(out)
    assert title is None or book.sheetnames[0] == title
    words = {cell.value for row in book.worksheets[1].iter_rows() for cell in row}
    assert ("收入" in words) is (language is None)


def test_a_malformed_case_names_its_problems(tmp_path):
    done = run(EXAMPLES / "malformed.json", tmp_path / "out.xlsx")

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == (EXAMPLES / "malformed.errors.txt").read_bytes()
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_not_there_is_named(tmp_path):
    done = run(tmp_path / "none.json", tmp_path / "out.xlsx")

    assert done.returncode == 2
    assert b"none.json: The file could not be read" in done.stderr


def test_a_case_without_the_analysis_says_so(tmp_path):
    done = run(EXAMPLES / "solar-micro.json", tmp_path / "out.xlsx", "--language", "en")

    assert done.returncode == 1
    assert done.stderr == b"investment: The investment analysis was not supplied.\n"
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    done = run(EXAMPLES / "wind-large.json", tmp_path / "none" / "out.xlsx")

    assert done.returncode == 1
    assert done.stderr.decode().startswith("The workbook could not be written: ")
    assert os.linesep.encode() in done.stderr
    assert b"Traceback" not in done.stderr
