"""The workbench: what a search finds becomes plants of the draft, decided row by row."""

import json

import pytest
from django.urls import reverse

from additionality.determination.recompute import by_engine
from additionality.engine.canonical import canonical_json
from projects.models import Case, DataSetUse
from projects.services.submitting import submit
from projects.showing.working import rows
from projects.wizard.answers import Answers
from projects.wizard.facts import case_data, draft_from
from tests.factories import case_file, client_of, make_case, typed_anew
from tests.projects.activities.benches import search
from tests.projects.activities.data import MAPPING, make_data_set, plant

pytestmark = pytest.mark.django_db
ROWS = (
    plant(name="North"),
    plant(name="South", technology="offshore wind"),
    plant(name="Between", year="2024-2027"),
    plant(name="Credits", status="registered"),
    plant(name="Large", mw="52"),
    plant(name="Late", year="2030"),
)
ROW_CONCERNS = {"row_contradicts_data_set", "row_not_from_data_set"}


@pytest.fixture
def case(proponent) -> Case:
    data = case_file(evidence=None)
    for law in data["regulatory"]["laws"]:
        law["evidence"] = []
    for line in data["investment"]["lines"]:
        line.pop("source", None)
    data["investment"]["benchmark"]["source"] = "A study"
    return make_case(prepared_by=proponent, draft=draft_from(data))


def post(case: Case, values: dict):
    response = client_of(case.prepared_by).post(reverse("cases:plants", args=[case.pk]), values)
    case.refresh_from_db()
    return response


def part(case: Case) -> dict:
    return Answers.of(case).case_data["common_practice"]


def finding(case: Case):
    assessment = Answers.of(case).whole.assessment
    return next(one for one in assessment.findings if one.analysis == "common_practice")


def decision(case: Case, place: int, **typed) -> dict:
    fields = {f"activity-{place}-{name}": text for name, text in typed.items()}
    return {"do": "decide", "draft_version": str(case.draft_version), "place": str(place), **fields}


def test_a_search_puts_the_candidates_into_the_draft(case):
    make_data_set(case.prepared_by, *ROWS)
    response = post(case, search(case))

    assert response.status_code == 302
    found = part(case)
    assert [(one["row"], one["name"], one.get("started")) for one in found["activities"]] == [
        ("2", "North", "2008"), ("3", "South", "2008"), ("4", "Between", None), ("5", "Credits", "2008"),
    ]  # fmt: skip
    assert found["dataset"]["licence"] == "CC BY 4.0"
    assert found["query"]["least"] == "17"
    assert found["funnel"]["candidates"] == "4"
    assert "n_all" not in found  # 20 was typed before; it is counted now
    figures = finding(case).figures
    assert (figures["n_all"], figures["n_diff"], figures["unclear"]) == ("2", "0", "1")
    assert figures["with_carbon_projects"]["n_all"] == "3"


def test_the_page_begins_with_what_the_rule_asks(case):
    make_data_set(case.prepared_by, *ROWS)
    html = client_of(case.prepared_by).get(reverse("cases:plants", args=[case.pk])).content.decode()

    assert 'name="least" value="17"' in html
    assert 'name="most" value="51"' in html
    assert 'name="started_before" value="2026-01-15"' in html
    assert '<option value="TW" selected>' in html


def test_decisions_are_kept_and_counted(case):
    make_data_set(case.prepared_by, *ROWS)
    post(case, search(case))
    post(case, decision(case, 1, different="yes", grounds=["size_class"], reason="At sea"))
    post(case, decision(case, 2, started="2024"))
    post(case, decision(case, 0, excluded="yes", exclusion_reason="Shut down"))

    south = part(case)["activities"][1]
    assert (south["different"], south["grounds"], south["reason"]) == (
        True,
        ["size_class"],
        "At sea",
    )
    figures = finding(case).figures
    assert (figures["n_all"], figures["n_diff"], figures["unclear"]) == ("2", "1", "0")
    html = client_of(case.prepared_by).get(reverse("cases:plants", args=[case.pk])).content.decode()
    assert "Left out by hand</a>: 1" in html
    assert "Set apart: a carbon project</a>: 1" in html
    assert "Large" in html  # among those left out by themselves
    assert "Late" in html


def test_a_decision_is_held_against_what_the_data_set_says(case):
    make_data_set(case.prepared_by, *ROWS)
    post(case, search(case))
    assert not {one.code for one in finding(case).concerns} & ROW_CONCERNS
    post(case, decision(case, 0, started="2030"))
    post(case, decision(case, 2, started="2024"))
    post(case, decision(case, 3, carbon_status="none"))

    said = [(one["found_started"], one["found_carbon_status"]) for one in part(case)["activities"]]
    assert said == [
        ("2008", "none"),
        ("2008", "none"),
        ("2024/2027", "none"),
        ("2008", "registered"),
    ]
    against, groundless = [one for one in finding(case).concerns if one.code in ROW_CONCERNS]
    assert [(row["row"], row["part"]) for row in against.detail["rows"]] == [
        ("2", "started"), ("5", "carbon_status"),
    ]  # fmt: skip
    assert [(row["row"], row["part"]) for row in groundless.detail["rows"]] == [("4", "started")]


def test_searching_again_keeps_what_was_decided(case):
    make_data_set(case.prepared_by, *ROWS)
    post(case, search(case))
    post(case, decision(case, 1, different="yes", reason="At sea"))
    post(case, decision(case, 2, started="2024"))
    response = post(case, search(case, least="10", most="60"))

    kept = {one["name"]: one for one in part(case)["activities"]}
    assert kept["South"]["reason"] == "At sea"
    assert kept["Between"]["started"] == "2024"
    assert "Large" in kept
    assert response.status_code == 302


def test_searching_again_keeps_all_that_was_typed_of_a_row(case):
    make_data_set(case.prepared_by, *ROWS)
    post(case, search(case))
    post(case, decision(case, 0, started="2011-05-01", carbon_status="submitted"))
    post(case, decision(case, 1, started=""))
    typed = case.draft["common-practice"] | {
        "activity-3-capacity": ["28"],
        "activity-3-evidence": ["e1"],
    }
    Case.objects.filter(pk=case.pk).update(draft=case.draft | {"common-practice": typed})
    case.refresh_from_db()
    post(case, search(case, started_before="2029-01-01"))

    kept = {one["name"]: one for one in part(case)["activities"]}
    assert (kept["North"]["started"], kept["North"]["carbon_status"]) == ("2011-05-01", "submitted")
    assert "started" not in kept["South"]
    assert kept["Between"]["started"] == "2027"  # not typed: the data set says it for the new day
    assert kept["Credits"]["capacity"] == "28"
    assert case.draft["common-practice"]["activity-3-evidence"] == ["e1"]


def test_plants_that_are_no_candidates_any_more_are_named(case):
    make_data_set(case.prepared_by, *ROWS)
    post(case, search(case, most="60"))
    post(case, decision(case, 4, started="2012"))
    client = client_of(case.prepared_by)
    client.post(reverse("cases:plants", args=[case.pk]), search(case, started_before="2020-01-01"))
    html = client.get(reverse("cases:plants", args=[case.pk])).content.decode()

    lost, gone = (
        "what was typed about them is removed: “Large”.",
        "No candidates any more: “Between”.",
    )
    assert lost in html
    assert gone in html


def test_the_same_file_read_otherwise_replaces_what_the_data_set_said_and_nothing_typed(case):
    make_data_set(case.prepared_by, *ROWS)
    post(case, search(case))
    post(case, decision(case, 0, started="2012"))
    fixed = MAPPING["fixed"] | {"unit": "kW"}
    again = make_data_set(case.prepared_by, *ROWS, mapping=MAPPING | {"fixed": fixed})
    wanted = search(case, data_set=str(again.pk), unit="kW")
    post(case, wanted)

    assert case.draft["common-practice"]["dataset__version"] == ["2"]
    [north, south] = part(case)["activities"][:2]
    assert (north["started"], north["unit"]) == ("2012", "kW")
    assert (south["started"], south["unit"]) == ("2008", "kW")


def test_searching_again_keeps_the_document_that_shows_a_start(case):
    make_data_set(case.prepared_by, *ROWS)
    post(case, search(case))
    post(case, decision(case, 2, started="2024"))
    shown = {"activity-2-evidence": ["E1"], "activity-2-evidence_at": ["E1: p. 3"]}
    typed_anew(case, "common-practice", **shown)
    case.save()
    post(case, search(case, least="10", most="60"))

    typed = case.draft["common-practice"]
    [place] = [i for i in range(9) if typed.get(f"activity-{i}-name") == ["Between"]]
    assert typed[f"activity-{place}-evidence"] == ["E1"]
    assert typed[f"activity-{place}-evidence_at"] == ["E1: p. 3"]


def test_plants_listed_by_hand_stay(case):
    make_data_set(case.prepared_by, *ROWS)
    typed = {"count": ["1"], "activity-0-name": ["By hand"], "activity-0-capacity": ["20"]}
    Case.objects.filter(pk=case.pk).update(draft=case.draft | {"common-practice": typed})
    post(case, search(case))
    post(case, search(case))

    assert [one["name"] for one in part(case)["activities"]][:2] == ["By hand", "North"]
    assert len(part(case)["activities"]) == 5


def test_one_answer_for_many_plants(case):
    make_data_set(case.prepared_by, *ROWS)
    post(case, search(case))
    values = {
        "do": "alike", "draft_version": str(case.draft_version), "technology": "offshore wind",
        "different": "yes", "grounds": ["other_features"], "reason": "Cost a third more",
    }  # fmt: skip
    post(case, values)

    answers = {one["name"]: one.get("different") for one in part(case)["activities"]}
    assert answers == {"North": None, "South": True, "Between": None, "Credits": None}


def test_a_stale_page_saves_nothing_and_loses_nothing(case):
    make_data_set(case.prepared_by, *ROWS)
    post(case, search(case))
    values = decision(case, 1, reason="Written in the other tab") | {"draft_version": "0"}
    response = post(case, values)

    assert response.status_code == 409
    assert "Written in the other tab" in response.content.decode()
    assert "reason" not in part(case)["activities"][1]


def test_a_search_that_cannot_be_made_says_why(case):
    make_data_set(case.prepared_by, *ROWS)
    response = post(case, search(case, least="many", country="Atlantis"))

    assert response.status_code == 422
    assert 'value="many"' in response.content.decode()
    assert "dataset" not in part(case)


@pytest.mark.parametrize(
    ("countries", "selected", "is_told"),
    [
        (("Taiwan", "Japan"), 'value="Taiwan" selected', False),
        (("Japan", "Brazil"), 'value="" selected', True),
        (("Japan",), 'value="" selected', True),
        (("Area 9",), 'value="Area 9" selected', False),
    ],
)
def test_the_country_of_the_case_is_chosen_or_it_is_said_that_there_is_none(
    case, countries, selected, is_told
):
    make_data_set(case.prepared_by, *(plant(country=one) for one in countries))
    page = client_of(case.prepared_by).get(reverse("cases:plants", args=[case.pk]))
    text = page.content.decode()

    assert f"<option {selected}>" in text
    assert ("The data set has no row of “TW”." in text) is is_told


def test_a_country_with_several_names_is_chosen_once_and_found_under_all(case):
    names = ["Taiwan", "TWN", "Formosa", "Japan"]
    make_data_set(case.prepared_by, *(plant(name=one, country=one) for one in names))
    client, here = client_of(case.prepared_by), reverse("cases:plants", args=[case.pk])
    html = client.get(here).content.decode()
    assert '<option value="TWN" selected>TWN, Taiwan</option>' in html
    assert '<option value="Taiwan"' not in html

    client.post(here, search(case, country="TWN"))
    html = client.get(here).content.decode()
    case.refresh_from_db()
    assert [one["name"] for one in part(case)["activities"]] == ["Taiwan", "TWN"]
    assert "all were searched: “TWN”; “Taiwan”." in html
    assert "Countries of the data set that are not known, not searched: “Formosa”." in html
    shown = rows("common_practice", finding(case).figures, Answers.of(case).case_data)
    assert [row.value for row in shown[:2]] == ["TWN; Taiwan", "Formosa"]


def test_rows_that_were_left_out_are_told_under_all_names_of_the_country(case):
    rows_there = (plant(name=one, country=one, mw="60") for one in ("Taiwan", "TWN", "Japan"))
    make_data_set(case.prepared_by, *rows_there)
    post(case, search(case, country="TWN"))
    page = client_of(case.prepared_by).get(reverse("cases:plants", args=[case.pk]))

    assert [one.name for one in page.context["near"].larger] == ["Taiwan", "TWN"]


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [({}, True), ({"column": ""}, False), ({"fixed": "none"}, True)],
)
def test_a_data_set_without_a_word_on_carbon_projects_is_a_concern(case, changes, is_told):
    mapping = MAPPING
    if changes:
        columns = {n: c for n, c in MAPPING["columns"].items() if n != "carbon_status"}
        fixed = {"carbon_status": changes["fixed"]} if "fixed" in changes else {}
        mapping = {"columns": columns, "fixed": MAPPING["fixed"] | fixed}
    make_data_set(case.prepared_by, *ROWS, mapping=mapping)
    post(case, search(case))

    codes = {one.code for one in finding(case).concerns}
    assert ("carbon_projects_not_told" not in codes) is is_told


def test_a_table_that_names_no_country_is_searched_as_a_whole(case):
    columns = {name: column for name, column in MAPPING["columns"].items() if name != "country"}
    make_data_set(case.prepared_by, *ROWS, mapping=MAPPING | {"columns": columns})
    client, here = client_of(case.prepared_by), reverse("cases:plants", args=[case.pk])
    html = client.get(here).content.decode()
    assert "Choose the country" not in html

    assert client.post(here, search(case, country="")).status_code == 302
    page = client.get(here)
    case.refresh_from_db()
    assert [one["name"] for one in part(case)["activities"]] == [
        "North", "South", "Between", "Credits",
    ]  # fmt: skip
    assert [one.name for one in page.context["near"].larger] == ["Large"]


def test_plants_of_one_standing_are_listed_and_decided_by_themselves(case):
    make_data_set(case.prepared_by, *ROWS)
    post(case, search(case))
    here, client = reverse("cases:plants", args=[case.pk]), client_of(case.prepared_by)

    def names(**asked):
        page = client.get(here, asked)
        return [one.card["name"].value() for one in page.context["page"]]

    assert names(only="unclear") == ["Between"]
    assert len(names(only="nothing")) == len(names()) > 1
    [place] = [one.place for one in client.get(here, {"only": "unclear"}).context["page"]]
    response = post(case, decision(case, place, started="2020") | {"only": "unclear"})
    assert response.url == f"{here}?page=1&only=unclear"
    assert names(only="unclear") == names()  # none is left, so that all are listed


def test_the_data_set_that_has_the_country_is_searched_first(case):
    make_data_set(case.prepared_by, plant(country="Brazil"), title="A")
    make_data_set(case.prepared_by, plant(country="Taiwan"), title="B")
    page = client_of(case.prepared_by).get(reverse("cases:plants", args=[case.pk]))

    assert page.context["data_set"].title == "B"


def test_a_data_set_of_another_organisation_cannot_be_searched(case, stranger):
    theirs = make_data_set(stranger, *ROWS)
    response = post(case, search(case, data_set=str(theirs.pk)))

    assert response.status_code == 422
    assert "dataset" not in part(case)


def test_a_submission_carries_all_that_counting_again_needs(case):
    data_set = make_data_set(case.prepared_by, *ROWS)
    post(case, search(case))
    submission = submit(
        case=case, actor=case.prepared_by, version=case.draft_version, declaration="True."
    )

    again = by_engine(submission.case_file.encode(), submission.assessment_data()["pack"])
    assert canonical_json(again) == submission.assessment.encode()
    assert (
        json.loads(submission.case_file)["common_practice"]["dataset"]["sha256"] == data_set.sha256
    )
    assert DataSetUse.objects.get().data_set == data_set


def test_a_case_file_with_a_search_comes_back_as_it_was(case):
    make_data_set(case.prepared_by, *ROWS)
    post(case, search(case))
    post(case, decision(case, 1, different="yes", grounds=["size_class"], reason="At sea"))
    data = case_data(case, assessed_on=Answers.of(case).on)

    again = make_case(prepared_by=case.prepared_by, draft=draft_from(data))
    assert case_data(again, assessed_on=Answers.of(case).on) == data


def test_the_step_itself_keeps_where_its_plants_come_from(case):
    from tests.projects.wizard.driving import press

    make_data_set(case.prepared_by, *ROWS)
    post(case, search(case))
    before = part(case)
    press(client_of(case.prepared_by), case, "common-practice")

    assert part(case) == before


def test_the_pictures_are_drawn(case):
    make_data_set(case.prepared_by, *ROWS)
    post(case, search(case))
    for name in ("activities_funnel", "activities_by_size_and_year"):
        answer = client_of(case.prepared_by).get(reverse("cases:pictures", args=[case.pk, name]))
        assert answer.status_code == 200
        assert answer.content.startswith(b"<?xml") or b"<svg" in answer.content[:200]
