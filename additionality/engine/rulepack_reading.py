"""Reads a `pack.yaml` strictly and says everything that is wrong with it, line by line.

The closed lists a pack chooses from are in `pack_vocabulary.py`; `docs/rulepacks.md` explains the
file to whoever writes one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from additionality.engine import pack_vocabulary as vocabulary
from additionality.engine import strict_yaml
from additionality.engine.benchmark_library import (
    LIBRARY_BASES,
    LIBRARY_KEYS,
    LIBRARY_KINDS,
    NOT_STATED,
    LibraryEntry,
)
from additionality.engine.decimals import NumberRefused, read_decimal
from additionality.engine.findings import Citation
from additionality.engine.pack_reader import Reader, in_words, meant
from additionality.engine.pack_values import check_values
from additionality.engine.rulepack import (
    Gate,
    PackProblem,
    Parameter,
    PositiveListEntry,
    Requirement,
    RulePack,
    RulePackError,
    TierRule,
    Value,
)
from additionality.engine.strict_yaml import Place
from additionality.engine.tiers import RENEWABLE

SECTIONS = (
    "key", "edition", "in_force_from", "title", "methods", "tiers", "flags", "analyses",
    "parameters", "citations", "cited_by",
)  # fmt: skip
OPTIONAL_SECTIONS = ("number_prefix", "gate", "positive_list", "benchmarks")
#: Words of capitals and digits, each begun by a letter, so that the year after them is told from them.
NUMBER_PREFIX = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z][A-Z0-9]*)*")
LONGEST_PREFIX = 16
FLAGS = ("barriers_may_rescue", "policies_may_be_left_out", "regulatory_again_at_issuance")


def read_pack(content: bytes) -> RulePack:
    """The pack in the bytes of a `pack.yaml`. Raises `RulePackError` with every problem found."""
    try:
        tree, lines = strict_yaml.load_with_lines(content.decode("utf-8"))
    except strict_yaml.StrictYamlError as error:
        raise RulePackError((PackProblem(error.line, "the file", error.message),)) from error
    except ValueError as error:
        raise RulePackError((PackProblem(1, "the file", "expected text in UTF-8"),)) from error
    reader = Reader(lines, [])
    pack = _pack(tree, reader, hashlib.sha256(content).hexdigest())
    if reader.problems:
        raise RulePackError(tuple(sorted(reader.problems, key=lambda problem: problem.line)))
    return pack


def _pack(tree: Any, reader: Reader, sha256: str) -> RulePack:
    top = reader.keys(tree, (), SECTIONS, OPTIONAL_SECTIONS)
    title = reader.keys(top.get("title", {}), ("title",), ("en", "zh"))
    methods = reader.keys(top.get("methods", {}), ("methods",), ("tier",))
    flags = reader.keys(
        top.get("flags", {}), ("flags",), (*FLAGS, "alternatives_required_at")
    )  # fmt: skip
    analyses = reader.choices(top.get("analyses", []), ("analyses",), vocabulary.ANALYSES)
    citations = _citations(top.get("citations"), reader)
    pack = RulePack(
        key=reader.text(top.get("key"), ("key",)),
        edition=reader.text(top.get("edition"), ("edition",)),
        sha256=sha256,
        title={name: reader.text(text, ("title", name)) for name, text in title.items()},
        in_force_from=reader.day(top.get("in_force_from"), ("in_force_from",)),
        tier_method=reader.choice(
            methods.get("tier"), ("methods", "tier"), vocabulary.TIER_METHODS
        ),
        tiers=_tiers(top.get("tiers"), analyses, reader),
        analyses=analyses,
        alternatives_required_at=reader.choices(
            flags.get("alternatives_required_at", []),
            ("flags", "alternatives_required_at"),
            vocabulary.TIERS,
        ),
        **{name: reader.flag(flags.get(name), ("flags", name)) for name in FLAGS},
        parameters=_parameters(top.get("parameters"), citations, reader),
        citations=citations,
        cited_by=_cited_by(top.get("cited_by"), citations, reader),
        gate=_gate(top["gate"], reader) if "gate" in top else Gate(),
        positive_list=_positive_list(top.get("positive_list", {}), citations, reader),
        benchmarks=_benchmarks(top.get("benchmarks", {}), citations, reader),
        number_prefix=_number_prefix(top["number_prefix"], reader)
        if "number_prefix" in top
        else "",
    )
    _check_complete(pack, reader)
    check_values(pack.parameters, reader)
    return pack


def _tiers(value: Any, analyses: tuple[str, ...], reader: Reader) -> dict[str, TierRule]:
    tiers = reader.keys(value, ("tiers",), vocabulary.TIERS)
    return {name: _tier(item, ("tiers", name), analyses, reader) for name, item in tiers.items()}


def _tier(value: Any, place: Place, analyses: tuple[str, ...], reader: Reader) -> TierRule:
    may = ("choice", "barriers", "first_of_its_kind_replaces")
    found = reader.keys(value, place, ("required",), may)
    required: list[Requirement] = []
    listed = found.get("required")
    if not isinstance(listed, list):
        reader.refuse(
            (*place, "required"), f"expected a list of analyses, found {in_words(listed)}"
        )
        listed = []
    for i, item in enumerate(listed):
        inner = (*place, "required", i)
        if isinstance(item, list):
            required.append(reader.choices(item, inner, analyses, "analyses"))
        else:
            required.append(reader.choice(item, inner, analyses, "analyses"))
    named = [name for item in required for name in ([item] if isinstance(item, str) else item)]
    for name in {name for name in named if name and named.count(name) > 1}:
        reader.refuse((*place, "required"), f"{name} stands in the list twice")
    if "first_of_its_kind" in named:
        reader.refuse(
            (*place, "required"),
            "first_of_its_kind cannot be required; name what it stands in for under "
            "'first_of_its_kind_replaces'",
        )
    groups = [set(item) for item in required if isinstance(item, tuple)]
    if found.get("choice") == "route" and any(one != {"investment", "barriers"} for one in groups):
        reader.refuse(
            (*place, "choice"), "a route chooses between [investment, barriers] only; expected: any"
        )
    has_group = any(isinstance(item, tuple) for item in required)
    if has_group is not ("choice" in found):
        reader.refuse(
            place, "expected 'choice' where, and only where, 'required' holds a list in the list"
        )
    if ("barriers" in named) is not ("barriers" in found):
        reader.refuse(
            place, "expected 'barriers' where, and only where, the barrier analysis is required"
        )
    replaced = reader.choices(
        found.get("first_of_its_kind_replaces", []),
        (*place, "first_of_its_kind_replaces"),
        named,
        "required",
    )
    choice = found.get("choice", "")
    barriers = found.get("barriers", "")
    return TierRule(
        required=tuple(required),
        choice=choice and reader.choice(choice, (*place, "choice"), vocabulary.CHOICES),
        barriers=barriers
        and reader.choice(barriers, (*place, "barriers"), vocabulary.BARRIER_METHODS),
        first_of_its_kind_replaces=replaced,
    )


def _number_prefix(value: Any, reader: Reader) -> str:
    prefix = reader.text(value, ("number_prefix",))
    if prefix and (len(prefix) > LONGEST_PREFIX or not NUMBER_PREFIX.fullmatch(prefix)):
        reader.refuse(
            ("number_prefix",),
            f"expected at most {LONGEST_PREFIX} capitals and digits, in words that begin with a "
            f"letter, such as TW or TW-VER; found {in_words(prefix)}",
        )
    return prefix


def _gate(value: Any, reader: Reader) -> Gate:
    found = reader.keys(value, ("gate",), ("excluded_by", "must_be_answered"))
    excluded = reader.choices(
        found.get("excluded_by", []), ("gate", "excluded_by"), vocabulary.EXCLUSIONS
    )
    answered = reader.choices(
        found.get("must_be_answered", []),
        ("gate", "must_be_answered"),
        excluded,
        "excluded_by",
    )
    return Gate(excluded, answered)


def _positive_list(
    value: Any, citations: Mapping[str, Citation], reader: Reader
) -> dict[str, PositiveListEntry]:
    entries = {}
    for name, item in (reader.named(value, ("positive_list",)) if value else {}).items():
        place = ("positive_list", name)
        found = reader.keys(
            item, place, ("meaning", "cite", "clause"), ("energy_source", "most_kw")
        )
        source, most = found.get("energy_source", ""), found.get("most_kw")
        entries[name] = PositiveListEntry(
            meaning=reader.text(found.get("meaning"), (*place, "meaning")),
            citation=_cited(found.get("cite"), (*place, "cite"), citations, reader),
            clause=reader.text(found.get("clause"), (*place, "clause")),
            energy_source=source and reader.choice(source, (*place, "energy_source"), RENEWABLE),
            most_kw=None if most is None else reader.number(most, (*place, "most_kw")),
        )
    return entries


def _benchmarks(
    value: Any, citations: Mapping[str, Citation], reader: Reader
) -> dict[str, LibraryEntry]:
    library = {}
    for name, item in (reader.named(value, ("benchmarks",)) if value else {}).items():
        place = ("benchmarks", name)
        found = reader.keys(item, place, (*LIBRARY_KEYS, "unit", "meaning", "values"))
        named = reader.keys(found.get("name"), (*place, "name"), ("en", "zh"))
        countries = found.get("countries")
        if not isinstance(countries, list) or not countries:
            reader.refuse((*place, "countries"), f"expected a list, found {in_words(countries)}")
            countries = []
        bases = {
            basis: reader.choice(found.get(basis), (*place, basis), known)
            for basis, known in LIBRARY_BASES.items()
        }
        library[name] = LibraryEntry(
            key=name,
            kind=reader.choice(found.get("kind"), (*place, "kind"), LIBRARY_KINDS),
            name={
                language: reader.text(text, (*place, "name", language))
                for language, text in named.items()
            },
            countries=tuple(
                reader.text(one, (*place, "countries", i)) for i, one in enumerate(countries)
            ),
            rates=_dated(name, "fraction", found, place, citations, reader),
            **{basis: "" if chosen == NOT_STATED else chosen for basis, chosen in bases.items()},
        )
    return library


def _citations(value: Any, reader: Reader) -> dict[str, Citation]:
    citations = {}
    for name, item in reader.named(value, ("citations",)).items():
        place = ("citations", name)
        found = reader.keys(item, place, ("rule", "title", "status"))
        citations[name] = Citation(
            reader.text(found.get("rule"), (*place, "rule")),
            reader.text(found.get("title"), (*place, "title")),
            reader.choice(found.get("status"), (*place, "status"), vocabulary.STATUSES),
        )
    return citations


def _cited(name: Any, place: Place, citations: Mapping[str, Citation], reader: Reader) -> Citation:
    if name not in citations:
        reader.refuse(
            place, f"no citation is called {in_words(name)}; expected a name under 'citations'"
        )
        return Citation("", "", "")
    return citations[name]


def _cited_by(
    value: Any, citations: Mapping[str, Citation], reader: Reader
) -> dict[str, tuple[Citation, ...]]:
    known = [name for names in vocabulary.CITED_BY.values() for name in names]
    cited_by = {}
    for name, item in reader.named(value, ("cited_by",)).items():
        place = ("cited_by", name)
        if name not in known:
            reader.refuse(place, f"is not known here; expected one of: {', '.join(known)}")
        if not isinstance(item, list) or not item:
            reader.refuse(place, f"expected a list of citations, found {in_words(item)}")
            item = []
        cited_by[name] = tuple(
            _cited(one, (*place, i), citations, reader) for i, one in enumerate(item)
        )
    return cited_by


def _parameters(
    value: Any, citations: Mapping[str, Citation], reader: Reader
) -> dict[str, Parameter]:
    parameters = {}
    for name, item in reader.named(value, ("parameters",)).items():
        place = ("parameters", name)
        if name not in vocabulary.PARAMETERS:
            said = "is no parameter the program knows; docs/rulepacks.md lists them"
            reader.refuse(place, said + meant(name, vocabulary.PARAMETERS))
            continue
        parameters[name] = _parameter(name, item, place, citations, reader)
    return parameters


def _parameter(
    name: str, item: Any, place: Place, citations: Mapping[str, Citation], reader: Reader
) -> Parameter:
    found = reader.keys(item, place, ("unit", "meaning", "values"))
    return _dated(name, vocabulary.PARAMETERS[name][0], found, place, citations, reader)


def _dated(
    name: str,
    unit: str,
    found: Mapping[str, Any],
    place: Place,
    citations: Mapping[str, Citation],
    reader: Reader,
) -> Parameter:
    if found.get("unit") != unit:
        reader.refuse((*place, "unit"), f'expected "{unit}", found {in_words(found.get("unit"))}')
    dated = found.get("values")
    if not isinstance(dated, dict) or not dated:
        reader.refuse((*place, "values"), "expected at least one day with its value")
        dated = {}
    values = []
    for since, entry in dated.items():
        inner = (*place, "values", since)
        day = reader.day(since, inner)
        given = reader.keys(entry, inner, ("value", "cite", "clause", "status"))
        text = reader.text(given.get("value"), (*inner, "value"))
        _check_readable(text, unit, (*inner, "value"), reader)
        values.append(
            Value(
                text,
                day,
                reader.text(given.get("clause"), (*inner, "clause")),
                _cited(given.get("cite"), (*inner, "cite"), citations, reader),
                reader.choice(given.get("status"), (*inner, "status"), vocabulary.STATUSES),
                unit,
            )
        )
    values.sort(key=lambda value: value.since)
    return Parameter(name, unit, reader.text(found.get("meaning"), place), tuple(values))


def _check_readable(text: str, unit: str, place: Place, reader: Reader) -> None:
    if not text:
        return
    try:
        if unit == "date":
            date.fromisoformat(text)
        else:
            read_decimal(text)
    except (NumberRefused, ValueError):
        expected = "a day that exists" if unit == "date" else "a number"
        reader.refuse(place, f'expected {expected} in quotation marks, found "{text}"')


def _check_complete(pack: RulePack, reader: Reader) -> None:
    """What the chosen methods and analyses need must be there, from the pack's first day on."""
    used = needs_of(pack)
    for name, (_, needed_by) in vocabulary.PARAMETERS.items():
        if used.intersection(needed_by.split()) and name not in pack.parameters:
            reader.refuse(("parameters",), f"the parameter {name!r} is missing")
    for part, names in vocabulary.CITED_BY.items():
        for name in names:
            if part in used and name not in pack.cited_by:
                reader.refuse(("cited_by",), f"the key {name!r} is missing")
    for name, parameter in pack.parameters.items():
        if parameter.values and parameter.values[0].since > pack.in_force_from:
            place = ("parameters", name, "values")
            reader.refuse(place, "has no value on the day the pack comes into force")
    if len(pack.numbered_as) > LONGEST_PREFIX:
        reader.refuse(
            ("number_prefix",),
            f"is needed, because the key is too long for the numbers of determinations "
            f"(more than {LONGEST_PREFIX} characters)",
        )
    if not pack.analyses:
        reader.refuse(("analyses",), "expected at least one analysis")
    replaces = any(tier.first_of_its_kind_replaces for tier in pack.tiers.values())
    if ("first_of_its_kind" in pack.analyses) is not replaces:
        reader.refuse(
            ("analyses",),
            "expected first_of_its_kind here where, and only where, a tier has "
            "'first_of_its_kind_replaces'",
        )
    if ("eligibility" in pack.analyses) is not bool(pack.gate.excluded_by):
        reader.refuse((), "expected 'gate' where, and only where, 'analyses' has eligibility")


def needs_of(pack: RulePack) -> set[str]:
    """Everything chosen in the pack that parameters and citations may be needed by."""
    used = {"all", pack.tier_method, *pack.analyses}
    used |= {tier.barriers for tier in pack.tiers.values()}
    if pack.policies_may_be_left_out:
        used.add("policies")
    if pack.positive_list:
        used.add("positive_list")
    return used
