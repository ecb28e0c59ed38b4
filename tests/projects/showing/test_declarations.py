"""A declaration stays as it was made, and is read in the language of its reader."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from additionality.engine.rulepack import load_pack
from projects.wording.declarations import as_read, declaration, impartiality

REMARKS = "I met the proponent once, in 2019."


def declared(language, pack="cdm"):
    with translation.override(language):
        return declaration("林佩珊 (PM)", "Example Co.", load_pack(pack))


def impartial(language):
    with translation.override(language):
        return "\n".join([*impartiality(), REMARKS])


def test_who_reads_it_in_its_own_language_sees_its_own_words():
    with translation.override("en"):
        read = as_read(declared("en"))

    assert (read.text, read.made_in) == (declared("en"), "")


@pytest.mark.parametrize("pack", ["tw-offset", "tw-ver-2023", "cdm"])
@pytest.mark.parametrize(
    ("made", "reader", "name"),
    [("zh-hant", "en", "Traditional Chinese"), ("en", "zh-hant", "英文")],
)
def test_who_reads_it_in_another_language_is_told_of_both(made, reader, name, pack):
    words = declared(made, pack)

    with translation.override(reader):
        read = as_read(words)

    assert read.text == declared(reader, pack) != words
    assert (read.words, read.made_in, read.language) == (words, name, made)


def test_what_a_reviewer_added_stays_as_it_was_written():
    words = impartial("zh-hant")

    with translation.override("en"):
        read = as_read(words)

    assert read.text == impartial("en")
    assert read.text.splitlines()[-1] == REMARKS


def test_words_of_nobodys_catalogue_are_shown_as_they_are():
    with translation.override("zh-hant"):
        assert as_read("I declare.").text == "I declare."
        assert as_read("I declare.").made_in == ""


def test_the_page_says_in_which_language_it_was_made():
    with translation.override("en"):
        page = render_to_string(
            "components/declared.html", {"declared": as_read(declared("zh-hant"))}
        )
        own = render_to_string("components/declared.html", {"declared": as_read(declared("en"))})

    assert "Declared in another language: Traditional Chinese" in page
    assert '<p lang="zh-Hant">林佩珊 (PM)，代表Example Co.：' in page
    assert "another language" not in own
