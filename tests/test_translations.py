"""Traditional Chinese says everything that English says."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("locale/zh_Hant/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """The messages that the code and templates use now, taken from a copy of them."""
    copy = tmp_path_factory.mktemp("sources")
    for name in ("additionality", "projects", "templates"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", copy)
    (copy / CATALOGUE).parent.mkdir(parents=True)
    command = [sys.executable, "manage.py", "makemessages", "--locale", "zh_Hant"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    return polib.pofile(str(copy / CATALOGUE))


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(ROOT / CATALOGUE))


def key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def test_every_message_is_translated(extracted, catalogue):
    translated = {key(entry) for entry in catalogue.translated_entries()}
    used = {key(entry) for entry in extracted if not entry.obsolete}

    assert len(used) > 500
    assert sorted(used - translated) == []


def test_no_translation_is_fuzzy_or_left_over(extracted, catalogue):
    used = {key(entry) for entry in extracted}

    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []
    assert [entry.msgid for entry in catalogue if key(entry) not in used] == []


def test_translations_keep_the_placeholders(catalogue):
    wrong = [
        entry.msgid
        for entry in catalogue.translated_entries()
        for text in [entry.msgstr, *entry.msgstr_plural.values()]
        if text
        and set(PLACEHOLDER.findall(text))
        - set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    ]
    assert wrong == []


def test_translations_are_in_traditional_characters(catalogue):
    simplified = set("项简适额证额该应单关过这还进对时开发无为从会")
    wrong = [e.msgid for e in catalogue.translated_entries() if simplified & set(e.msgstr)]
    assert wrong == []
