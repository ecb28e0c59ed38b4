"""Do the decision again from the data inside the document, and compare."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from additionality.determination import record as records
from additionality.determination.signature import open_pdf

MAX_ATTACHMENT = 64_000_000  # bytes, unpacked
MAX_SCENARIOS = 200  # each is a case to assess

Recompute = Callable[[bytes, Mapping[str, str]], Mapping[str, Any]]
"""From the canonical case and the pack it names to the assessment. Raises `NotPossible`."""


class NotPossible(Exception):
    """The decision cannot be done again; `reason` is a code (docs/verify.md)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the document says was decided, and whether deciding again gives the same.

    `again_conclusion` and `again_counted` are what deciding again gave, where it was possible.
    """

    outcome: str = "not_possible"
    reason: str | None = None
    pack_sha256: str | None = None
    conclusion: str | None = None
    decision: str | None = None
    number: str | None = None
    scenarios: str = "none"
    again_conclusion: str | None = None
    again_counted: dict[str, str | None] | None = None


def recompute(signed_revision: bytes, again: Recompute, *, opened: Any = None) -> Recomputed:
    """Read the attachments of `signed_revision` and run `again` on the case among them.

    `opened` is its reader, where it was opened already.
    """
    try:
        files = _attachments(signed_revision, opened)
        record = _record(files)
    except NotPossible as why:
        return Recomputed(reason=why.reason)
    said = Recomputed(
        pack_sha256=_text(record["pack"], "sha256"),
        conclusion=_text(record["assessment"], "conclusion"),
        decision=_text(record, "decision"),
        number=_text(record, "number"),
    )
    try:
        _check_agreement(record, files)
        fresh = again(_canonical(record["case"]), record["assessment"]["pack"])
        same = _canonical(fresh) == _canonical(record["assessment"])
        conclusion, plants = _text(fresh, "conclusion"), counted(fresh)
        said = replace(said, scenarios=scenarios_again(record, again))
    except NotPossible as why:
        return replace(said, reason=why.reason)
    except Exception:
        # The case comes from outside. Whatever the engine makes of it, the answer stays an answer.
        return replace(said, reason="engine_failed")
    outcome = "identical" if same else "different"
    return replace(said, outcome=outcome, again_conclusion=conclusion, again_counted=plants)


def counted(assessment: Mapping[str, Any]) -> dict[str, str | None] | None:
    """`n_all`, `n_diff` and `f` of the common-practice finding; None where nothing was counted.

    `f` is a decimal fraction, or None where there is no plant.
    """
    findings = {one["analysis"]: one for one in assessment["findings"]}
    figures = findings.get("common_practice", {}).get("figures", {})
    names = ("n_all", "n_diff", "f")
    return {name: figures[name] for name in names} if "n_all" in figures else None


def scenarios_again(record: Mapping[str, Any], again: Recompute) -> str:
    """Whether the scenarios of the reviewers give again what the record says they gave.

    `none` where there are none, else `identical`, `different` where one does not, or
    `not_possible` where one cannot be computed here.
    """
    history = record.get("review_history")
    entries = [one for one in history if isinstance(one, dict)] if isinstance(history, list) else []
    kept = [one["scenario"] for one in entries if "scenario" in one]
    if len(kept) > MAX_SCENARIOS:
        return "not_possible"
    answers = {_scenario(one, record, again) for one in kept}
    found = [one for one in ("different", "not_possible", "identical") if one in answers]
    return found[0] if found else "none"


def _scenario(scenario: Any, record: Mapping[str, Any], again: Recompute) -> str:
    from additionality.engine.scenario import changed

    try:
        base = scenario.get("case", record["case"])
        if hashlib.sha256(_canonical(base)).hexdigest() != scenario["case_sha256"]:
            return "different"
        pack = {**record["assessment"]["pack"], "sha256": scenario["pack_sha256"]}
        fresh = again(_canonical(changed(base, scenario["changes"])), pack)
        findings = {one["analysis"]: one for one in fresh["findings"]}
        said = [scenario["finding"], scenario["conclusion"]]
        same = _canonical([findings["investment"], fresh["conclusion"]]) == _canonical(said)
    except Exception:
        # Like the case, it comes from outside: whatever it is, the answer stays an answer.
        return "not_possible"
    return "identical" if same else "different"


def by_engine(case: bytes, pack: Mapping[str, str]) -> Mapping[str, Any]:
    """Assess `case` with the edition of its rule pack, current or earlier, of the same SHA-256."""
    from additionality.engine.assess import assess
    from additionality.engine.case import read_case_json
    from additionality.engine.problems import MalformedCase
    from additionality.engine.rulepack import load_edition

    try:
        known = load_edition(str(pack["key"]), str(pack["sha256"]))
    except Exception as error:
        raise NotPossible("pack_unknown") from error
    try:
        fresh: Mapping[str, Any] = assess(read_case_json(case, (known,)), pack=known).to_dict()
        return fresh
    except MalformedCase as error:
        raise NotPossible("case_malformed") from error


def _attachments(pdf: bytes, opened: Any) -> dict[str, bytes]:
    """The embedded files of `pdf` by name. A name that occurs twice makes them all doubtful."""
    try:
        root = (opened or open_pdf(pdf)).root
        names = root["/Names"]["/EmbeddedFiles"]
        found = [(str(spec["/UF"]), spec["/EF"]["/F"]) for spec in _leaves(names, depth=0)]
    except Exception as error:
        raise NotPossible("no_attachments") from error
    if len({name for name, _ in found}) != len(found):
        raise NotPossible("attachment_twice")
    try:
        files = {name: bytes(stream.data) for name, stream in found}
    except Exception as error:
        raise NotPossible("attachment_unreadable") from error
    if any(len(data) > MAX_ATTACHMENT for data in files.values()):
        raise NotPossible("attachment_unreadable")
    return files


def _leaves(node: Any, depth: int) -> list[Any]:
    """The file specifications in a name tree, at most a few levels deep."""
    if depth > 8:
        raise ValueError("name tree too deep")
    leaves = [spec.get_object() for spec in list(node.get("/Names", ()))[1::2]]
    for kid in node.get("/Kids", ()):
        leaves += _leaves(kid.get_object(), depth + 1)
    return leaves


def _record(files: Mapping[str, bytes]) -> dict[str, Any]:
    if records.RECORD not in files:
        raise NotPossible("no_attachments")
    record = _json(files[records.RECORD])
    parts = ("pack", "case", "assessment")
    if (
        not isinstance(record, dict)
        or record.get("format") != records.FORMAT
        or not all(isinstance(record.get(part), dict) for part in parts)
        or not isinstance(record["assessment"].get("pack"), dict)
        or not isinstance(record["pack"].get("files"), dict)
    ):
        raise NotPossible("attachment_malformed")
    return record


def _check_agreement(record: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """The record, and the files beside it, say the same thing."""
    expected = {
        records.RECORD: _canonical(record),
        records.CASE: _canonical(record["case"]),
        records.ASSESSMENT: _canonical(record["assessment"]),
        **{str(name): str(text).encode() for name, text in record["pack"]["files"].items()},
    }
    pack = {key: value for key, value in record["pack"].items() if key != "files"}
    rules = expected.get("pack.yaml")
    if (
        expected != dict(files)
        or pack != record["assessment"]["pack"]
        or record.get("conclusion") != record["assessment"].get("conclusion")
        or rules is None
        or hashlib.sha256(rules).hexdigest() != pack.get("sha256")
    ):
        raise NotPossible("attachments_disagree")


def _json(data: bytes) -> Any:
    try:
        return json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotPossible("attachment_malformed") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _canonical(value: Any) -> bytes:
    from additionality.engine.canonical import canonical_json

    try:
        return bytes(canonical_json(value))
    except (ValueError, RecursionError) as error:
        raise NotPossible("attachment_malformed") from error


def _text(values: Mapping[str, Any], key: str) -> str | None:
    value = values.get(key)
    return value if isinstance(value, str) else None
