"""Every reason for which a table is refused has its sentence."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

import projects.tables
from projects.tables.limits import TableRefused
from projects.wording.tables import REFUSED, refused_sentence

FOLDER = Path(projects.tables.__file__).parent
GIVEN = {
    code
    for path in FOLDER.glob("*.py")
    for code in re.findall(r'(?:TableRefused\(|"code": )"(\w+)"|"not_readable"', path.read_text())
    if code
} | {"too_slow", "old_workbook", "password", "binary_workbook"}


def test_every_code_that_is_given_has_a_sentence():
    assert GIVEN - set(REFUSED) == set()
    assert len(GIVEN) > 10


@pytest.mark.parametrize("code", REFUSED)
def test_a_sentence_says_what_to_do(code):
    with override("en"):
        sentence = refused_sentence(TableRefused(code, limit=3, count=9))

    assert "%" not in sentence
    assert sentence.endswith(".")
