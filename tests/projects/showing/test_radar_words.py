"""Every code of the radar has its words and its line in docs/codes.md."""

from projects.radar.matching import SEVERITY, Signals
from projects.wording.radar import ALIKE, SENTENCES, SETTLING, TITLES
from tests.projects.showing.codes import section


def test_every_code_of_the_radar_is_published_and_has_words():
    published = {row[0].strip("`"): row[1] for row in section("Radar")}

    assert published == SEVERITY
    assert set(SEVERITY) == set(TITLES) == set(SENTENCES) == set(SETTLING)


def test_everything_that_can_be_alike_has_a_word():
    assert set(Signals(1, 1, 0, True).alike) == set(ALIKE)
