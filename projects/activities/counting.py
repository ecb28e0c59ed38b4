"""Counting from a query file, without a case: `manage.py count_activities QUERY.json`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone

from additionality.engine.analyses import common_practice
from additionality.engine.case import Case, read_case
from additionality.engine.problems import MalformedCase
from additionality.engine.rulepack import load_pack
from projects.activities.country_names import country_of_table
from projects.activities.fields import folded
from projects.activities.searching import Found, described, search, wanted_for
from projects.models import DataSet

FORMAT = "additionality-count/1"
PACK = "tw-offset"
#: Countries of a data set told where the one asked for is not among them.
MOST_NAMED = 20
_KEYS = {"data_set", "version", "pack", "assessed_on", "country", "region", "project", "decisions"}


class QueryRefused(Exception):
    """The query cannot be answered; the text says why, in English, for a terminal."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The case with the plants in it, its finding, and what the search found."""

    case: dict[str, Any]
    finding: Mapping[str, Any]
    found: Found

    def to_dict(self) -> dict[str, Any]:
        figures = self.finding["figures"]
        with_carbon = figures["with_carbon_projects"]
        return {
            "format": FORMAT,
            "funnel": figures["funnel"],
            "n_all": figures["n_all"],
            "n_diff": figures["n_diff"],
            "f": exact_f(figures),
            "unclear": figures["unclear"],
            "unclear_difference": figures["unclear_difference"],
            "with_carbon_projects": {
                "n_all": with_carbon["n_all"],
                "n_diff": with_carbon["n_diff"],
                "f": exact_f(with_carbon),
                "unclear": with_carbon["unclear"],
                "common_practice": with_carbon["common_practice"],
            },
            "outcome": self.finding["outcome"],
            "reason": self.finding["reason"],
            "concerns": self.finding["concerns"],
            "common_practice": self.case["common_practice"],
        }


def exact_f(figures: Mapping[str, Any]) -> str | None:
    """F as an exact fraction in its lowest terms, such as `3/20`; None where nothing is compared."""
    n_all = int(figures["n_all"])
    return str(Fraction(n_all - int(figures["n_diff"]), n_all)) if n_all else None


def count(query: object) -> Counted:
    """Answer a query (docs/activities.md). Raises QueryRefused and SearchRefused."""
    if not isinstance(query, dict):
        raise QueryRefused("The query is not a JSON object.")
    if unknown := sorted(set(query) - _KEYS):
        raise QueryRefused(
            f"Unknown keys: {', '.join(unknown)}. Expected: {', '.join(sorted(_KEYS))}."
        )
    data_set = _data_set(query)
    data = _case_of(query)
    case = _read(data)
    pack = load_pack(case.pack)
    country = _country(str(query.get("country") or case.project.country), data_set)
    wanted = wanted_for(case, pack, country)
    if wanted is None:
        raise QueryRefused("project.capacity is missing; expected a value and a unit.")
    output = _output(wanted.output, data_set)
    wanted = replace(wanted, region=str(query.get("region") or ""), output=output)
    found = search(data_set, wanted)
    data["common_practice"] |= {
        "dataset": described(data_set),
        "query": wanted.to_case() | found.named.to_case(),
        "funnel": dict(found.funnel),
        "activities": _decided(found, wanted.started_before, query.get("decisions") or []),
    }
    read = _read(data)
    finding = common_practice.judge(read, pack).to_dict()
    return Counted(read.to_dict(), finding, found)


def _data_set(query: Mapping[str, Any]) -> DataSet:
    """The newest complete data set with this key, SHA-256 or title, or the version asked for."""
    named = str(query.get("data_set") or "")
    sets = DataSet.objects.complete().select_related("upload").order_by("-imported_at")
    same = [one for one in sets if named in (str(one.pk), one.sha256, one.title)]
    if version := query.get("version"):
        same = [one for one in same if str(one.version) == str(version)]
    if not same:
        raise QueryRefused(f"There is no complete data set {named!r}.")
    return same[0]


def _country(wanted: str, data_set: DataSet) -> str:
    """The country as the data set writes it, so that no search is of a country that is not there."""
    names = sorted({one.country for one in data_set.counts.all()})
    if names == [""]:
        return ""  # the table names no country: all of it is of one area
    if (found := country_of_table(wanted, names)) is not None:
        return found
    raise _not_there("country", wanted, names, "country")


def _output(wanted: str, data_set: DataSet) -> str:
    """The output as the data set writes it: another word for it must not pass for "no comparable plants"."""
    names = sorted({one.output for one in data_set.counts.all()})
    if not wanted or wanted in names:
        return wanted
    if same := [name for name in names if folded(name) == folded(wanted)]:
        return same[0]
    if not any(names):
        return wanted  # the table says of no plant what it makes, so each is taken
    raise _not_there("output", wanted, names, "project.output")


def _not_there(what: str, wanted: str, names: list[str], key: str) -> QueryRefused:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return QueryRefused(
        f"The data set has no row whose {what} is {wanted!r}. It has: "
        f"{', '.join(map(repr, names[:MOST_NAMED]))}{more}. Give one of them as {key}."
    )


def _case_of(query: Mapping[str, Any]) -> dict[str, Any]:
    """The least case that holds the project of the query."""
    today = timezone.localdate().isoformat()
    project = query.get("project")
    if not isinstance(project, dict):
        raise QueryRefused("project is missing; expected an object as in a case file.")
    asked = {"name": "Query", "annual_reductions": [{"year": 2000, "tco2e": "0"}], **project}
    return {
        "format": "additionality-case/1",
        "pack": query.get("pack") or PACK,
        "assessed_on": query.get("assessed_on") or today,
        "project": asked,
        "common_practice": {"area": ""},
    }


def _read(data: dict[str, Any]) -> Case:
    try:
        return read_case(data)
    except MalformedCase as malformed:
        raise QueryRefused(
            "\n".join(f"{one.path}: {one.message}" for one in malformed.errors)
        ) from malformed


def _decided(found: Found, cut: date | None, decisions: Any) -> list[dict[str, Any]]:
    """The candidates as activities, with what the query decides of single rows."""
    rows = {one.number: one.to_case(cut) for one in found.candidates}
    if not isinstance(decisions, list) or not all(isinstance(one, dict) for one in decisions):
        raise QueryRefused("decisions is not a list of objects.")
    for decision in decisions:
        number = decision.get("row")
        if not isinstance(number, (int, Decimal, str)) or int(number) not in rows:
            raise QueryRefused(f"decisions: row {number} is not among the candidates.")
        if said := sorted(key for key in decision if key.startswith("found_")):
            raise QueryRefused(f"decisions: {', '.join(said)} is for the data set to say.")
        rows[int(number)] |= {key: value for key, value in decision.items() if key != "row"}
    return list(rows.values())
