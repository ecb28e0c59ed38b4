"""Why rule packs differ, in sentences: only what the words show."""

import pytest
from django.utils import translation

from additionality.engine.compare import Comparison, Difference
from projects.showing.comparing import reasons


def outcomes(**packs: str) -> Comparison:
    values = {key.replace("_", "-"): {"outcome": outcome} for key, outcome in packs.items()}
    return Comparison((), (Difference("outcome", values, "barriers"),))


@pytest.mark.parametrize(("language", "semicolon"), [("en", "; "), ("zh-hant", "；")])
def test_the_parts_of_a_difference_stand_as_the_language_has_them(language, semicolon):
    with translation.override(language):
        (sentence,) = reasons(outcomes(cdm="passed", tw_offset="insufficient"))

    assert semicolon in sentence


def test_what_reads_the_same_under_every_pack_is_no_difference():
    assert list(reasons(outcomes(cdm="insufficient", tw_offset="insufficient"))) == []
