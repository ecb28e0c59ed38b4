"""What is kept of a draft says what reading it anew says, and nothing is kept that it should not be."""

import copy
import json
from pathlib import Path

import pytest

from additionality.engine.case import case_of, checked_tree
from additionality.engine.problems import MalformedCase
from projects.demo.load import CASES
from projects.kept import Kept
from projects.models import Case, draft_field
from projects.wizard import readings
from projects.wizard.answers import Answers
from projects.wizard.facts import draft_from
from projects.wizard.path import DECIDING, _path
from projects.wizard.readings import Reading, reading_of
from projects.wizard.steps import BY_NAME
from tests.factories import case_file, make_case, micro_case_file

pytestmark = pytest.mark.django_db


def drafts() -> list:
    files = [
        json.loads(file.read_text(encoding="utf-8")) for file in sorted(Path(CASES).glob("*.json"))
    ]
    return [draft_from(data) for data in (*files, case_file(), micro_case_file())]


def anew(case, monkeypatch) -> Answers:
    """The answers as a process reads them that has kept nothing."""
    monkeypatch.setattr(readings, "READINGS", Kept(0))
    monkeypatch.setattr(draft_field, "KEPT", Kept(0))
    for kept in (
        readings._whole, readings._head, readings._technology, readings._reductions, readings._alternatives,
        _path,
    ):  # fmt: skip
        kept.cache_clear()
    return Answers.of(Case.objects.get(pk=case.pk))


@pytest.mark.parametrize("draft", drafts())
def test_a_step_that_holds_a_path_is_asked_about_it(draft):
    answers = Answers.of(make_case(draft=draft))
    paths = [*leaves(answers.case_data), ["project"], ["investment", "lines"], ["nothing"]]
    held = 0
    for step in answers.path.steps():
        for path in paths:
            if answers.form(step).field_at(path) is not None:
                held += 1
                assert step.form.may_answer(path), (step.name, path)
    assert held > len(paths) / 2


def leaves(value, path=()):
    """The path of every text, number and list below `value`."""
    children = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in children:
        here = [*path, str(key)]
        if isinstance(item, (dict, list)):
            yield from leaves(item, here)
        if not isinstance(item, dict):
            yield here


def test_another_name_of_an_alternative_makes_no_step_be_read_again():
    draft = draft_from(case_file())
    before = Answers.of(make_case(draft=draft))
    assert before.facts is not None
    renamed = draft | {"alternatives": draft["alternatives"] | {"alternative-1-name": ["Another"]}}
    after = Answers.of(make_case(draft=renamed))

    same = [
        before.reading(step) is after.reading(step)
        for step in after.path.steps()
        if after.is_saved(step)
    ]
    assert same.count(False) == 1
    assert after.given.alternatives != before.given.alternatives


@pytest.mark.parametrize("draft", drafts())
def test_a_step_that_does_not_decide_the_path_leaves_it_as_it_was(draft):
    case = make_case(draft=draft)
    before = Answers.of(case)
    for step in before.path.steps():
        if step.name in DECIDING or step.name not in draft:
            continue
        blank = {name: [""] for name in draft[step.name]}
        emptied = Answers.of(case, draft=draft | {step.name: blank})
        assert emptied.path.steps() == before.path.steps()
        assert emptied.path.tier == before.path.tier


@pytest.mark.parametrize("draft", drafts())
def test_the_parts_say_together_what_the_whole_says(draft):
    whole = Answers.of(make_case(draft=draft)).whole
    assert whole.facts == case_of(checked_tree(whole.data))


@pytest.mark.parametrize(
    ("step", "changed"),
    [
        ("project", {"name": [""]}),
        ("technology", {"technology": [""]}),
        ("size", {"count": ["0"]}),
        ("laws", {"law-0-title": ["\x07"]}),
        ("laws", {"law-0-evidence": ["E9"]}),
        ("cash-flow", {"line-0-name": [""]}),
        ("cash-flow", {"line-0-source": ["E77"]}),
        ("benchmark", {"rate": ["1e400"]}),
        ("common-practice", {"n_all": ["1"], "n_diff": ["2"]}),
    ],
)
def test_the_parts_have_together_the_problems_of_the_whole(step, changed):
    draft = draft_from(case_file())
    whole = Answers.of(make_case(draft=draft | {step: draft.get(step, {}) | changed})).whole
    try:
        checked_tree(whole.data)
        told: tuple = ()
    except MalformedCase as malformed:
        told = malformed.errors
    assert whole.problems == told


def told(answers: Answers):
    return answers.case_data, answers.facts, answers.problems, answers.unreadable_step, answers.path


@pytest.mark.parametrize("draft", drafts())
def test_what_was_kept_says_the_same_as_reading_anew(draft, monkeypatch):
    case = make_case(draft=draft)
    first, kept = Answers.of(case), Answers.of(make_case(draft=copy.deepcopy(draft)))
    assert told(first) == told(kept)
    assert all(
        first.reading(step) is kept.reading(step)
        for step in first.path.steps()
        if first.is_saved(step)
    )
    assert told(anew(case, monkeypatch)) == told(kept)


def test_a_change_elsewhere_on_which_a_reading_depends_is_read():
    draft = draft_from(case_file())
    before = Answers.of(make_case(draft=draft))
    assert before.facts is not None

    draft = draft | {"investment": draft["investment"] | {"years": ["12"]}}
    after = Answers.of(make_case(draft=draft))

    assert [len(line["amounts"]) for line in before.case_data["investment"]["lines"]] == [11] * 4
    assert [len(line["amounts"]) for line in after.case_data["investment"]["lines"]] == [12] * 4


def test_a_changed_case_leaves_what_was_kept_as_it_was():
    draft = draft_from(case_file())
    before = Answers.of(make_case(draft=draft))
    said = copy.deepcopy(before.case_data)

    other = draft | {"project": draft["project"] | {"name": ["Another farm"]}}
    assert Answers.of(make_case(draft=other)).case_data["project"]["name"] == "Another farm"
    assert before.case_data == said


def test_a_very_long_step_is_read_each_time():
    typed = {"searched": ["a" * readings.MOST_CHARACTERS]}
    given = Answers.of(make_case(draft={})).given
    first, second = (reading_of(BY_NAME["search"], typed, given) for _ in range(2))

    assert not first.is_kept
    assert first is not second


def test_the_one_that_was_unused_longest_is_given_up():
    kept = Kept(2)
    readings_ = {name: Reading({}, is_readable=True, is_kept=True) for name in "abc"}
    for name in "ab":
        kept.put(name, readings_[name])
    kept.get("a")
    kept.put("c", readings_["c"])

    assert [kept.get(name) is readings_[name] for name in "abc"] == [True, False, True]
