"""The pictures of an edition: SVG files by name, and which of them each chapter shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from projects.showing import figures
from projects.showing.figures import Picture
from projects.showing.findings import ShownAssessment
from projects.showing.picture_words import WORDS

#: The titles of the pictures that do not carry one of their own.
TITLES = {
    "irr_against_benchmark": WORDS["irr_against_benchmark"],
    "sensitivity_tornado": WORDS["sensitivity"],
    "irr_against_change": WORDS["irr_against_change"],
    "common_practice_limits": WORDS["common_practice"],
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture under the name by which the page refers to its file."""

    name: str
    alt: str
    title: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """All pictures of one edition: the files, and those of each part."""

    files: Mapping[str, bytes]
    by_part: Mapping[str, Sequence[Placed]]

    def of(self, part: str) -> Sequence[Placed]:
        """The pictures of an analysis, or of `size`."""
        return self.by_part.get(part, ())


def draw(
    shown: ShownAssessment, assessment: Mapping[str, Any], case: Mapping[str, Any], *, prefix: str
) -> Drawn:
    """Draw every picture in the active language; `prefix` tells its files from another's."""
    parts: dict[str, list[Picture]] = {"size": shown.pictures}
    parts |= {finding.analysis: finding.pictures for finding in shown.findings}
    files = {
        _file(prefix, picture): figures.picture(picture.name, assessment, case)
        for pictures in parts.values()
        for picture in pictures
    }
    by_part = {
        part: [
            Placed(_file(prefix, picture), picture.alt, str(TITLES.get(picture.name, "")))
            for picture in pictures
        ]
        for part, pictures in parts.items()
    }
    return Drawn(files, by_part)


def _file(prefix: str, picture: Picture) -> str:
    return f"{prefix}-{picture.name}.svg"
