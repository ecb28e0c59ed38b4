"""A reviewer's scenario beside the submission it was made of: the inputs changed, and the results.

Works from the frozen case, its findings and the scenario's changes and finding alone.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from additionality.engine.analyses.investment import ANALYSIS
from additionality.engine.scenario import YEARS, changed
from additionality.engine.valuation import RATES_OF_RETURN
from projects import wording
from projects.models import Scenario, Submission
from projects.showing import numbers, working
from projects.showing.answers import names_of
from projects.showing.changes import Change, changes
from projects.showing.figures import printed_rates
from projects.showing.findings import ShownConcern, ShownFinding, show_finding
from projects.wording.reasons import printed

JSON = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure on either side; a dash where there is none."""

    label: str
    submitted: str
    scenario: str

    @property
    def differs(self) -> bool:
        return self.submitted != self.scenario


@dataclass(frozen=True, slots=True)
class ShownScenario:
    """The inputs changed, both findings, what became of the figures and of the concerns.

    `alt` says in words what the picture shows, `rates` are those of the scenario in it; both are
    empty where the indicator is no rate of return.
    """

    inputs: list[Change]
    submitted: ShownFinding
    scenario: ShownFinding
    conclusions: Compared
    figures: list[Compared]
    break_evens: list[Compared]
    break_even_title: str
    new_concerns: list[ShownConcern]
    gone_concerns: list[ShownConcern]
    alt: str
    rates: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class KeptScenario:
    """A scenario that was kept, with what it shows and where its picture is."""

    kept: Scenario
    submission: Submission
    shown: ShownScenario
    picture: str


def show_kept(scenario: Scenario, submission: Submission) -> KeptScenario:
    """A kept scenario of `submission`, which the caller has at hand."""
    shown = compare(
        submission.case_data(),
        submission.assessment_data(),
        scenario.changes_data(),
        finding=scenario.finding_data(),
        conclusion=scenario.conclusion,
    )
    return KeptScenario(scenario, submission, shown, picture_address(shown, submission))


def picture_address(shown: ShownScenario, submission: Submission) -> str:
    """Where the picture of a scenario is drawn; empty where there is none."""
    if not shown.rates:
        return ""
    query = urlencode({key: rate for key, rate in shown.rates.items() if rate is not None})
    where = {"pk": submission.case_id, "number": submission.number}
    return f"{reverse('cases:scenario_picture', kwargs=where)}?{query}"


def compare(
    case: JSON, assessment: JSON, made: Sequence[JSON], *, finding: JSON, conclusion: str
) -> ShownScenario:
    """`made` are the changes; `finding` and `conclusion` are what they give."""
    before = investment_of(assessment)
    after_case = changed(case, made)
    submitted, scenario = show_finding(before, case), show_finding(finding, after_case)
    gone = _only_in(before["concerns"], finding["concerns"])
    new = _only_in(finding["concerns"], before["concerns"])
    is_drawn = all(_is_rate(one["figures"]) for one in (before, finding))
    return ShownScenario(
        inputs=list(inputs(case, made)),
        submitted=submitted,
        scenario=scenario,
        conclusions=Compared(
            _("Conclusion for the case"),
            wording.conclusion(assessment["conclusion"]),
            wording.conclusion(conclusion),
        ),
        figures=_beside(
            {row.label: row.value for row in submitted.figures},
            {row.label: row.value for row in scenario.figures},
        ),
        break_evens=_beside(
            working.break_evens(before["figures"]), working.break_evens(finding["figures"])
        ),
        break_even_title=_break_even_title(before["figures"], finding["figures"], case),
        new_concerns=[scenario.concerns[i] for i in new],
        gone_concerns=[submitted.concerns[i] for i in gone],
        alt=_alt(before["figures"], finding["figures"]) if is_drawn else "",
        rates=_rates(finding["figures"]) if is_drawn else {},
    )


def _break_even_title(submitted: JSON, scenario: JSON, case: JSON) -> str:
    """By the submission; by the scenario where only that has break-evens."""
    found = submitted if submitted.get("break_even") else scenario
    return working.break_even_title(found, case)


def can_be_changed(case: JSON, assessment: JSON) -> bool:
    """Whether a submission has an investment analysis that was judged, and so scenarios."""
    return "investment" in case and investment_of(assessment)["outcome"] != "not_required"


def investment_of(assessment: JSON) -> JSON:
    """The finding on the investment analysis. Raises `KeyError`."""
    return {one["analysis"]: one for one in assessment["findings"]}[ANALYSIS]


def inputs(case: JSON, made: Sequence[JSON]) -> Iterator[Change]:
    """What was changed, in the words of the questions; whole lines by their factor."""
    years = [one for one in made if one["path"] == YEARS]
    values = [one for one in made if "factor" not in one]
    for one in years:
        before = str(len(case["investment"]["lines"][0]["amounts"]))
        yield Change(ANALYSIS, _("Years of the cash flow"), before, one["value"])
    for one in made:
        if "factor" in one:
            factor = Decimal(one["factor"])
            label = _("%(line)s, all amounts") % {"line": _line_name(case, one["path"])}
            yield Change(ANALYSIS, label, _("As submitted"), numbers.change(factor - 1))
    yield from changes(changed(case, years), changed(case, values))


def _line_name(case: JSON, path: str) -> str:
    """The name of the line whose amounts are at `path`, after that of its alternative."""
    place: Any = case
    names: list[str] = []
    ids = names_of(case)
    for step in path.replace("[", ".[").removesuffix(".amounts").split("."):
        place = place[int(step[1:-1])] if step.startswith("[") else place[step]
        if isinstance(place, Mapping) and "id" in place:
            names.append(ids.get(place["id"], place["id"]))
    return ": ".join([*names, place["name"]])


def _beside(submitted: Mapping[str, str], scenario: Mapping[str, str]) -> list[Compared]:
    labels = [*submitted, *(label for label in scenario if label not in submitted)]
    return [
        Compared(label, submitted.get(label, "–"), scenario.get(label, "–")) for label in labels
    ]


def _only_in(concerns: Sequence[JSON], others: Sequence[JSON]) -> list[int]:
    """Positions of the concerns that the others do not raise about the same lines.

    A concern that is raised on both sides with other figures is the same concern.
    """
    known = {_about(one) for one in others}
    return [i for i, one in enumerate(concerns) if _about(one) not in known]


def _about(concern: JSON) -> str:
    detail = concern["detail"]
    return json.dumps([concern["code"], detail.get("line"), detail.get("lines")], sort_keys=True)


def _is_rate(figures: JSON) -> bool:
    return "as_printed" in figures and figures.get("indicator_kind") in RATES_OF_RETURN


def _alt(submitted: JSON, scenario: JSON) -> str:
    sentence = _(
        "Chart: as submitted the IRR is %(submitted)s against a benchmark of %(submitted_benchmark)s, "
        "in the scenario %(scenario)s against %(scenario_benchmark)s."
    )
    if submitted.get("option", "benchmark") != "benchmark":
        sentence = _(
            "Chart: as submitted the IRR is %(submitted)s against %(submitted_benchmark)s of the best alternative, "
            "in the scenario %(scenario)s against %(scenario_benchmark)s."
        )
    none = _("no single value")
    words = {}
    for name, figures in (("submitted", submitted), ("scenario", scenario)):
        shown = figures["as_printed"]
        words[name] = printed(shown["indicator"]) if shown["indicator"] else none
        words[f"{name}_benchmark"] = printed(shown["benchmark"])
    return sentence % words


def _rates(figures: JSON) -> dict[str, str | None]:
    rates = printed_rates(figures)
    return {key: rates[key] for key in ("indicator", "benchmark")}
