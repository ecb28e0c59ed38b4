"""The path under each rule pack: what is asked, in which order, and what one answer decides at once."""

import json
import re

import pytest
from django.urls import reverse

from additionality.engine import batch
from projects.models import Case
from projects.services.submitting import submit
from projects.wizard.answers import Answers
from projects.wizard.facts import draft_from
from projects.wizard.forms.regulatory import NOTED
from projects.wizard.progress import task_list
from projects.wording import reasons
from tests.factories import case_file, client_of, make_case
from tests.projects.cases import scenes
from tests.projects.wizard.driving import press, url_of

pytestmark = pytest.mark.django_db


def of_pack(proponent, pack: str, **change) -> Case:
    data = case_file()
    data["project"] |= change
    return make_case(prepared_by=proponent, pack_key=pack, draft=draft_from(data))


def steps_of(case: Case) -> list[str]:
    return [task.step for group in task_list(case).groups for task in group.tasks]


SMALL = {"capacity": {"value": "12", "unit": "MW"}}
MICRO = {"capacity": {"value": "5", "unit": "MW"}}


@pytest.mark.parametrize(
    ("pack", "change", "tier", "asked", "not_asked"),
    [
        ("tw-offset", {}, "large", {"route", "investment"}, {"first-of-its-kind", "barriers"}),
        ("tw-ver-2023", {}, "large", {"investment", "barriers", "common-practice"}, {"route"}),
        ("tw-ver-2023", SMALL, "small", {"investment", "barriers", "common-practice"}, {"route"}),
        ("tw-ver-2023", MICRO, "micro", {"search"}, {"barriers", "investment"}),
        ("cdm", {}, "large", {"first-of-its-kind", "route"}, {"microscale", "positive-list"}),
        ("cdm", SMALL, "small", {"positive-list", "barriers"}, {"search", "microscale", "route"}),
        ("cdm", MICRO, "micro", {"microscale", "positive-list", "barriers"}, {"search"}),
    ],
)
def test_each_pack_asks_what_it_judges(proponent, pack, change, tier, asked, not_asked):
    case = of_pack(proponent, pack, **change)

    assert task_list(case).tier.tier == tier
    assert asked <= set(steps_of(case))
    assert not not_asked & set(steps_of(case))


def test_the_gate_comes_right_after_the_name_and_says_at_once_that_a_project_is_out(proponent):
    case = make_case(prepared_by=proponent, pack_key="tw-ver-2023", title="")
    client = client_of(proponent)

    assert press(client, case, "project", name="Wind").url == url_of(case, "exclusions")
    answers = dict.fromkeys(
        ("rec_applied", "inventory_batch_1_2", "cap_and_trade_source", "older_than_3_years"), "no"
    )
    following = press(client, case, "exclusions", carbon_fee_source="yes", **answers).url
    assert following == url_of(case, "technology")
    said = client.get(following).content.decode()
    assert "As it stands, the project is not eligible: the source pays the carbon fee" in said
    for page in (url_of(case, "exclusions"), reverse("cases:overview", args=[case.pk])):
        text = client.get(page).content.decode()
        assert "Not eligible as it stands" in text
        assert "the source pays the carbon fee" in text
        assert "Art. 11" in text


def test_the_gate_of_the_cdm_is_asked_first_and_not_told_as_answered(proponent):
    case = make_case(prepared_by=proponent, pack_key="cdm", title="")
    client = client_of(proponent)
    assert press(client, case, "project", name="Wind").url == url_of(case, "exclusions")
    answered = press(client, case, "exclusions", new_hcfc22_capacity="yes").url
    assert answered == url_of(case, "technology")
    assert "Not eligible as it stands" in client.get(url_of(case, "exclusions")).content.decode()

    case = of_pack(proponent, "cdm")
    tasks = [task for group in task_list(case).groups for task in group.tasks]
    [gate] = [task for task in tasks if task.step == "exclusions"]
    assert (gate.state, gate.is_optional) == ("not_started", False)
    [finding, *_] = Answers.of(case).whole.assessment.findings
    said = reasons.reason_sentence(finding.reason, finding.figures, {})
    assert "Not answered, but not possible for a project of this kind" in said


@pytest.mark.parametrize(
    ("pack", "said", "not_said"),
    [
        ("tw-offset", "both must pass", "one that passes is enough"),
        ("cdm", "one that passes is enough", "both must pass"),
    ],
)
def test_what_both_analyses_mean_is_said_as_the_rules_have_it(proponent, pack, said, not_said):
    case = of_pack(proponent, pack)

    page = client_of(proponent).get(url_of(case, "route")).content.decode()

    assert said in page
    assert not_said not in page


def test_a_benchmark_with_a_source_goes_on_to_the_next_step(proponent):
    """The box for looking up a source is of another page."""
    case = of_pack(proponent, "tw-offset")
    client = client_of(proponent)

    assert press(client, case, "benchmark", source="E1").url == url_of(case, "sensitivity")


def test_without_a_gate_an_exclusion_decides_nothing(proponent):
    case = of_pack(proponent, "tw-offset")
    client = client_of(proponent)
    press(client, case, "exclusions", carbon_fee_source="yes")

    text = client.get(reverse("cases:overview", args=[case.pk])).content.decode()
    assert "Not eligible as it stands" not in text


def test_one_of_several_analyses_is_enough_and_none_is_not(proponent):
    case = of_pack(proponent, "tw-ver-2023", **SMALL)
    for step in ("investment", "cash-flow", "benchmark", "sensitivity", "common-practice"):
        case.draft.pop(step, None)
    case.draft["exclusions"] = {name: ["no"] for name in NOTED}
    case.save()
    assert not task_list(case).is_complete
    page = client_of(proponent).get(reverse("cases:overview", args=[case.pk])).content.decode()
    assert "One of these that passes is enough" in page

    case.draft["common-practice"] = {"area": ["TW"], "n_all": ["20"], "n_diff": ["17"]}
    case.save()
    assert task_list(case).is_complete


def choice_of(case: Case) -> str:
    return reverse("wizard:choose", args=[case.pk])


def test_where_one_of_several_is_enough_it_is_said_before_any_of_them(proponent):
    case, client = of_pack(proponent, "tw-ver-2023", **SMALL), client_of(proponent)
    for step in (
        "alternatives",
        "investment",
        "cash-flow",
        "benchmark",
        "sensitivity",
        "common-practice",
    ):
        case.draft.pop(step, None)
    case.draft["exclusions"] = {name: ["no"] for name in NOTED}
    case.save()

    assert press(client, case, "laws").url == choice_of(case)
    assert task_list(case).next_url == choice_of(case)
    before, page = case.draft, client.get(choice_of(case)).content.decode()
    assert page.count("Not started") == 3
    for step in ("investment", "alternatives", "common-practice"):  # where each of them begins
        assert f'href="{url_of(case, step)}"' in page
    case.refresh_from_db()
    assert case.draft == before

    assert press(client, case, "alternatives").url == url_of(case, "barriers")
    counts = {"area": "TW", "n_all": "20", "n_diff": "17"}
    assert press(client, case, "common-practice", **counts).url == choice_of(case)
    page = client.get(choice_of(case)).content.decode()
    assert "One of them is answered." in page
    assert f'href="{reverse("cases:check", args=[case.pk])}"' in page


def test_the_first_page_of_one_of_several_goes_back_to_the_choice(proponent):
    case, client = of_pack(proponent, "tw-ver-2023", **SMALL), client_of(proponent)

    def back(step):
        page = client.get(url_of(case, step)).content.decode()
        return re.search(r'class="steps-back".*?href="([^"]+)"', page, re.DOTALL)[1]

    assert back("investment") == back("alternatives") == choice_of(case)
    assert back("cash-flow") == url_of(case, "investment")
    assert back("barriers") == url_of(case, "alternatives")


def test_where_nothing_is_to_choose_the_choice_leads_to_the_task_list(proponent):
    case = of_pack(proponent, "tw-offset")

    response = client_of(proponent).get(choice_of(case))

    assert response.headers["Location"] == reverse("cases:overview", args=[case.pk])


def test_the_rules_of_a_draft_are_changed_and_what_was_typed_stays(proponent):
    case = of_pack(proponent, "tw-offset")
    client, page = client_of(proponent), reverse("cases:rules", args=[case.pk])
    before = case.draft

    stale = client.post(page, {"pack": "cdm", "draft_version": case.draft_version + 1})
    assert stale.status_code == 409
    assert client.post(page, {"pack": "x", "draft_version": case.draft_version}).status_code == 422
    done = client.post(page, {"pack": "cdm", "draft_version": case.draft_version})
    case.refresh_from_db()

    assert done.status_code == 302
    assert (case.pack_key, case.draft, case.tier) == ("cdm", before, "large")


def test_the_first_of_its_kind_says_whether_there_are_others(proponent):
    case = of_pack(proponent, "cdm")
    client = client_of(proponent)
    press(client, case, "first-of-its-kind", claimed="yes", area="TW", found_others="no")
    claim = task_list(case).answers.case_data["first_of_its_kind"]
    assert claim == {"claimed": True, "area": "TW", "others": []}

    press(client, case, "first-of-its-kind", found_others="yes")
    assert "others" not in task_list(case).answers.case_data["first_of_its_kind"]


def test_the_same_draft_side_by_side(proponent):
    case = of_pack(proponent, "tw-offset", **SMALL)
    client, page = client_of(proponent), reverse("cases:compare", args=[case.pk])
    text = client.get(page).content.decode()
    found = client.get(page, {"json": ""}).json()

    assert "Why they differ" in text
    assert {one["pack"]["key"] for one in found["assessments"]} == {
        "tw-offset",
        "tw-ver-2023",
        "cdm",
    }
    assert {one["pack"]["key"]: one["tier"] for one in found["assessments"]} == {
        "tw-offset": "large", "tw-ver-2023": "small", "cdm": "small",
    }  # fmt: skip
    assert "The size is measured differently" in text

    def asked(title: str) -> list[str]:
        row = text.split(f'<th scope="row">{title}</th>')[1].split("</tr>")[0]
        return re.findall(r'<span class="hint">([^<]+)</span>', row)

    # Large, small and small, by the packs in the order of the columns.
    assert asked("Investment analysis") == ["one of several", "not asked", "one of several"]
    assert asked("Common practice analysis") == ["required", "not asked", "one of several"]


def test_other_rules_read_the_same_case_file_before_and_after_submission(proponent):
    data = {**scenes.large_file(), "pack": "tw-ver-2023", "route": "investment"}
    case = scenes.drafted(proponent, data)
    client = client_of(proponent)

    def conclusions(found: dict) -> dict[str, str]:
        return {one["pack"]["key"]: one["conclusion"] for one in found["assessments"]}

    draft = reverse("cases:compare", args=[case.pk])
    before = client.get(draft, {"json": ""}).json()
    page = client.get(draft).content.decode()
    exported = client.get(reverse("cases:export", args=[case.pk])).content
    submit(case=case, actor=proponent, version=case.draft_version, declaration="I declare.")
    frozen = reverse("cases:submission_compare", args=[case.pk, 1])
    after = client.get(frozen, {"json": ""}).json()

    assert case.draft["route"]["route"] == ["investment"]  # typed, and asked by others only
    assert conclusions(before) == conclusions(after) != {}
    assert conclusions(json.loads(batch.to_line(batch.assess_document(exported, batch.ALL)))) == (
        conclusions(before)
    )
    missing = "These rules also ask for parts that the case file does not hold"
    for text in (page, client.get(frozen).content.decode()):
        assert f"{missing}: Choice of analysis." in text
        assert "as it would be submitted" in text or "as it was submitted" in text
        own = text.split('<th scope="row">Conclusion</th>')[1].split("</td>")
        assert [missing in column for column in own[:3]] == [True, True, False]  # its own is last


def test_what_only_other_rules_need_answered_is_named_under_them(proponent):
    case = scenes.drafted(proponent)
    assert "exclusions" not in case.draft

    text = client_of(proponent).get(reverse("cases:compare", args=[case.pk])).content.decode()

    columns = text.split('<th scope="row">Conclusion</th>')[1].split("</td>")[:3]
    asked = ["Special circumstances" in column for column in columns]
    assert asked == [False, True, True]  # those of cdm and tw-ver-2023 have a gate


def test_rules_that_ask_nothing_more_say_nothing_of_it(proponent):
    case = of_pack(proponent, "tw-offset")

    text = client_of(proponent).get(reverse("cases:compare", args=[case.pk])).content.decode()

    own = text.split('<th scope="row">Conclusion</th>')[1].split("</td>")[0]
    assert "does not hold" not in own


@pytest.mark.parametrize(
    ("draft", "path"),
    [
        pytest.param({}, "project.country", id="nothing answered"),
        pytest.param(
            {"size": {"0-tco2e": ["many"], "count": ["1"]}}, "step:size", id="not a number"
        ),
    ],
)
def test_a_draft_that_cannot_be_read_answers_in_the_format_that_was_asked_for(
    proponent, draft, path
):
    case = make_case(prepared_by=proponent, draft=draft)
    client, page = client_of(proponent), reverse("cases:compare", args=[case.pk])

    answer = client.get(page, {"json": ""})

    assert (answer.status_code, answer["Content-Type"]) == (409, "application/json")
    found = answer.json()
    assert found["format"] == "additionality-errors/1"
    assert all(one["message"] for one in found["errors"])
    assert path in {one["path"] for one in found["errors"]}
    assert "cannot be judged yet" in client.get(page).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(("cases:list", {}), id="the list"),
        pytest.param(("cases:check", {"pk"}), id="check"),
        pytest.param(("cases:declare", {"pk"}), id="declare"),
        pytest.param(("cases:overview", {"pk"}), id="task list"),
        pytest.param(("wizard:step", {"pk", "step"}), id="a step"),
    ],
)
def test_the_rules_stand_on_every_page_of_a_draft(proponent, address):
    case = scenes.drafted(proponent, scenes.large_file() | {"pack": "cdm"})
    name, wanted = address
    kwargs = {key: value for key, value in {"pk": case.pk, "step": "size"}.items() if key in wanted}
    text = client_of(proponent).get(reverse(name, kwargs=kwargs)).content.decode()

    assert "Clean Development Mechanism, additionality tools" in text


def test_the_list_shows_also_a_case_whose_rules_this_version_does_not_have(proponent):
    case = make_case(prepared_by=proponent)
    Case.objects.filter(pk=case.pk).update(pack_key="older-rules")

    assert "older-rules" in client_of(proponent).get(reverse("cases:list")).content.decode()


def test_policies_behind_a_line_are_asked_where_they_may_be_left_out(proponent):
    case, client = of_pack(proponent, "cdm"), client_of(proponent)
    assert 'name="line-1-policy"' in client.get(url_of(case, "cash-flow")).content.decode()
    press(
        client,
        case,
        "cash-flow",
        line_x_1_x_policy="e_minus",
        line_x_1_x_policy_adopted="2009-07-08",
    )
    line = task_list(case).answers.case_data["investment"]["lines"][1]
    assert (line["policy"], line["policy_adopted"]) == ("e_minus", "2009-07-08")

    case.pack_key = "tw-offset"
    case.save()
    page = client.get(url_of(case, "cash-flow")).content.decode()
    assert 'name="line-1-policy"' in page  # answered, so it stays
    assert 'name="line-0-policy"' not in page
    press(client, case, "cash-flow")
    assert case.draft["cash-flow"]["line-1-policy"] == ["e_minus"]


def test_a_fork_of_three_is_drawn_as_one(proponent):
    case = of_pack(proponent, "tw-ver-2023", **SMALL)
    page = client_of(proponent).get(reverse("cases:overview", args=[case.pk])).content.decode()
    assert page.count('class="branch ') == 3
    assert 'class="fork of-three' in page
