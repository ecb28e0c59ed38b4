"""What a reviewer compares side by side: alternatives, the reach of laws, barriers against alternatives, days."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from projects import wording
from projects.showing.answers import Table, names_of
from projects.showing.numbers import day
from projects.showing.picture_words import WORDS
from projects.wording.phrases import separated

Json = Mapping[str, Any]
NONE = "–"


def of_law(figures: Json, case: Json) -> Iterator[Table]:
    """The tables of the regulatory finding beside that of the effects."""
    laws = (case.get("regulatory") or {}).get("laws") or []
    yield _reach(laws, names_of(case))
    yield _alternatives(case)
    yield _days(figures)


def barrier_matrix(figures: Json, case: Json) -> Table:
    """Sub-step 3b: which alternative each barrier stops. A row a barrier, a column an alternative."""
    others = [one for one in case.get("alternatives") or [] if not one.get("is_project")]
    judged = figures.get("barriers") or []
    barriers = case.get("barriers") or []
    if not others or len(judged) != len(barriers):
        return Table(_("Barriers and alternatives"), (), (), numeric=False)
    rows = [
        (_barrier(number, barrier), *(_stops(barrier, one) for one in others))
        for number, barrier in enumerate(barriers, start=1)
    ]
    accepted = [
        b for b, found in zip(barriers, judged, strict=True) if found["outcome"] == "passed"
    ]
    counted = figures.get("free_alternatives")
    if accepted:
        rows.append(
            (_("All barriers that count"), *(_free(accepted, one, counted) for one in others))
        )
    head = (_("Barrier"), *(wording.alternative(one.get("id") or "", case) for one in others))
    return Table(_("Barriers and alternatives"), head, tuple(rows), numeric=False)


def _barrier(number: int, barrier: Json) -> str:
    kind = barrier.get("kind")
    return f"{number} {wording.barrier_kind(kind)}" if kind else str(number)


def _stops(barrier: Json, alternative: Json) -> str:
    free = barrier.get("alternatives_not_prevented")
    if free is None:
        return _("Not stated")
    return _("Not stopped") if alternative.get("id") in free else _("Stopped")


def _free(accepted: Iterable[Json], alternative: Json, counted: list[str] | None) -> str:
    """Whether an alternative is free of all barriers, as far as each says; one that step 1 drops is none."""
    told = [b.get("alternatives_not_prevented") for b in accepted]
    if any(free is not None and alternative.get("id") not in free for free in told):
        return _("Stopped")
    if None in told:
        return _("Not stated")
    is_counted = counted is None or alternative.get("id") in counted
    return _("Free of all") if is_counted else _("Dropped")


def _alternatives(case: Json) -> Table:
    rows = tuple(
        (
            f"{one.get('id') or ''} {one.get('name') or ''}".strip() or NONE,
            one.get("output") or NONE,
            _legality(one.get("complies_with_law")),
            _kept(one.get("kept")),
            one.get("reason") or NONE,
        )
        for one in case.get("alternatives") or []
    )
    head = (_("Alternative"), _("Output"), _("Legality"), _("Kept or dropped"), _("Why"))
    return Table(_("The alternatives"), head, rows, numeric=False)


def _legality(complies: bool | None) -> str:
    if complies is None:
        return _("Not stated")
    return _("Complies with binding law") if complies else _("Breaks binding law")


def _kept(kept: bool | None) -> str:
    return NONE if kept is None else _("Kept") if kept else _("Dropped")


def _reach(laws: list[Json], names: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            law.get("title") or NONE,
            law.get("territory") or NONE,
            separated(filter(None, (_on(law, "adopted"), _on(law, "in_force")))) or NONE,
            _yes(law.get("binding")),
            _limb(law, "systematically_unenforced", "unenforced_evidence", names),
            _limb(law, "noncompliance_widespread", "noncompliance_evidence", names),
            {"e_plus": "E+", "e_minus": "E\N{MINUS SIGN}"}.get(law.get("policy") or "", NONE),
        )
        for law in laws
    )
    head = (
        _("Law"), _("Territory"), _("Dates"), _("Binding"), _("Not enforced"),
        _("Non-compliance widespread"), _("Policy"),
    )  # fmt: skip
    return Table(_("Reach and enforcement of the laws"), head, rows, numeric=False)


def _on(law: Json, key: str) -> str:
    if not law.get(key):
        return ""
    words = {"adopted": _("adopted %(day)s"), "in_force": _("in force %(day)s")}
    return words[key] % {"day": day(law[key])}


def _yes(answer: bool | None) -> str:
    return _("Not stated") if answer is None else _("Yes") if answer else _("No")


def _limb(law: Json, answer: str, own: str, names: Mapping[str, str]) -> str:
    """One limb of non-enforcement with its evidence; one document may serve both."""
    if not law.get(answer):
        return _yes(law.get(answer))
    cited = dict.fromkeys([*(law.get(own) or []), *(law.get("evidence") or [])])
    if not cited:
        return _("Yes, without evidence")
    return _("Yes: %(evidence)s") % {"evidence": separated(names.get(one, one) for one in cited)}


def _days(figures: Json) -> Table:
    rows = tuple(
        (str(WORDS[one["event"]]), day(one["date"])) for one in figures.get("timeline") or []
    )
    return Table(
        _("Decision, financing, start and notice"), (_("Event"), _("Day")), rows, numeric=False
    )
