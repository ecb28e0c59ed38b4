"""A draft is read once from its text, and never changed in place."""

import copy
import json
import pickle

import pytest
from django.core.serializers import serialize
from django.db.models import JSONField, Value

from projects.kept import Kept
from projects.models import Case, draft_field
from projects.models.draft_field import Draft
from tests.factories import make_case

pytestmark = pytest.mark.django_db
TYPED = {
    "project": {"name": ["Coastal wind farm \N{SNOWMAN} 風"], "name_zh": []},
    "laws": {"count": ["0"], 'a "quoted" name': ["one", "two"]},
}


def test_what_was_saved_is_what_is_read():
    case = make_case(draft=TYPED)
    read = Case.objects.get(pk=case.pk).draft

    assert read == TYPED
    assert {step: dict(typed) for step, typed in read.items()} == TYPED


def test_its_text_is_as_json_writes_it():
    for typed in ({}, TYPED, {"size": {}}):
        assert Draft.of(typed).text == json.dumps(typed)


def test_the_page_after_a_save_finds_the_objects_that_were_saved():
    case = make_case(draft=TYPED)
    first, second = (Case.objects.get(pk=case.pk).draft for _ in range(2))

    assert first is second


def test_another_draft_is_another_one_whoever_wrote_it():
    case = make_case(draft=TYPED)
    before = Case.objects.get(pk=case.pk).draft
    Case.objects.filter(pk=case.pk).update(draft={**before, "laws": {"count": ["1"]}})

    assert Case.objects.get(pk=case.pk).draft == {**TYPED, "laws": {"count": ["1"]}}
    assert before == TYPED


@pytest.mark.parametrize(
    "change",
    [
        lambda draft: draft.update(size={}),
        lambda draft: draft.pop("laws"),
        lambda draft: draft.setdefault("size", {}),
        lambda draft: draft.clear(),
        lambda draft: draft["project"].__setitem__("name", ["Another"]),
        lambda draft: draft["project"].__delitem__("name"),
        lambda draft: draft["project"].__ior__({"name": []}),
        lambda draft: draft["laws"]["count"].append("1"),
        lambda draft: draft["laws"]["count"].__setitem__(0, "1"),
        lambda draft: draft["laws"]["count"].__iadd__(["1"]),
    ],
)
def test_it_is_not_changed_in_place(change):
    draft = Case.objects.get(pk=make_case(draft=TYPED).pk).draft
    with pytest.raises(TypeError, match="not changed in place"):
        change(draft)
    assert draft == TYPED


@pytest.mark.parametrize(
    "copied", [copy.deepcopy, lambda draft: pickle.loads(pickle.dumps(draft))], ids=["deep", "pickle"]
)  # fmt: skip
def test_a_copy_may_be_changed(copied):
    draft = Case.objects.get(pk=make_case(draft=TYPED).pk).draft
    other = copied(draft)
    other["project"]["name"] = ["Another"]

    assert type(other) is type(other["project"]) is dict
    assert draft == TYPED


def test_what_is_changed_after_it_was_saved_is_not_changed_here():
    typed = {"laws": {"count": ["0"]}}
    case = make_case(draft=typed)
    typed["laws"]["count"].append("1")
    typed["size"] = {}

    assert Case.objects.get(pk=case.pk).draft == {"laws": {"count": ["0"]}}


@pytest.mark.parametrize(
    "odd", [{"notes": "text"}, {"notes": None}, None, [], "x", 3, {"a": ["ab"]}, {"a": []}, {"a": {"b": "c"}}]
)  # fmt: skip
def test_what_is_no_draft_is_read_as_the_json_it_is(odd):
    case = make_case(draft={})
    Case.objects.filter(pk=case.pk).update(draft=Value(odd, JSONField()))

    assert Case.objects.get(pk=case.pk).draft == odd
    assert json.loads(serialize("json", Case.objects.all()))[0]["fields"]["draft"] == odd
    Case.objects.get(pk=case.pk).delete()


def test_a_very_long_draft_is_read_each_time(monkeypatch):
    monkeypatch.setattr(draft_field, "MOST_CHARACTERS", 100)
    monkeypatch.setattr(draft_field, "KEPT", Kept(2))
    case = make_case(draft=TYPED)
    first, second = (Case.objects.get(pk=case.pk).draft for _ in range(2))

    assert first == second == TYPED
    assert first is not second
    assert draft_field.KEPT.get(json.dumps(TYPED)) is None


def test_a_part_can_be_asked_for():
    case = make_case(draft=TYPED)

    assert (
        Case.objects.values_list("draft__project__name", flat=True).get(pk=case.pk)
        == TYPED["project"]["name"]
    )
    assert Case.objects.filter(draft__laws__count=["0"]).get() == case
    assert Case.objects.filter(draft__laws=TYPED["laws"]).get() == case
