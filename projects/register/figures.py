"""The pictures of an edition: SVG files by name, and which of them each chapter shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from projects.models import ReviewRequest
from projects.showing import figures
from projects.showing.figures import Picture
from projects.showing.findings import ShownAssessment
from projects.showing.scenarios import show_kept

DRAWS = "draws"


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
        """The pictures of an analysis, of `size`, or of the `draws`."""
        return self.by_part.get(part, ())


def draw(
    shown: ShownAssessment,
    assessment: Mapping[str, Any],
    case: Mapping[str, Any],
    *,
    prefix: str,
    draws: Mapping[str, Any] | None = None,
) -> Drawn:
    """Draw every picture in the active language; `prefix` tells its files from another's."""
    parts: dict[str, list[Picture]] = {"size": shown.pictures}
    parts |= {finding.analysis: finding.pictures for finding in shown.findings}
    parts[DRAWS] = [finding.draws.picture for finding in shown.findings if finding.draws]
    files = {
        _file(prefix, picture): figures.picture(picture.name, assessment, case, draws)
        for pictures in parts.values()
        for picture in pictures
    }
    by_part = {
        part: [Placed(_file(prefix, picture), picture.alt, picture.title) for picture in pictures]
        for part, pictures in parts.items()
    }
    return Drawn(files, by_part)


def draw_scenarios(requests: Iterable[ReviewRequest], *, prefix: str) -> dict[str, bytes]:
    """The pictures of the scenarios attached to requests, by the names `_scenario.html` refers to."""
    files = {}
    for kept in (show_kept(one.scenario, one.submission) for one in requests if one.scenario):
        if kept.shown.rates:
            drawn = figures.picture_of_scenario(kept.submission.assessment_data(), kept.shown.rates)
            files[f"{prefix}-scenario-{kept.kept.pk}.svg"] = drawn
    return files


def _file(prefix: str, picture: Picture) -> str:
    return f"{prefix}-{picture.name}.svg"
