"""The steps in use: saving, going on, adding, pasting, changing the tier."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from projects.models import Case, ReviewRequest, Status
from projects.wizard.facts import draft_from
from projects.wizard.forms.cash_flow import years_of
from projects.wizard.progress import COMPLETE, IN_PROGRESS, NOT_STARTED, PROBLEM, task_list
from projects.wizard.steps import BY_NAME, STEPS
from tests.factories import case_file, client_of, make_case, make_submission, micro_case_file
from tests.projects.wizard.driving import bring_to, controls, press, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(proponent) -> Case:
    return make_case(prepared_by=proponent, title="")


@pytest.fixture
def large(proponent) -> Case:
    return make_case(prepared_by=proponent, draft=draft_from(case_file()))


@pytest.fixture
def client(proponent):
    return client_of(proponent)


def text_of(response) -> str:
    return response.content.decode()


def states(case) -> dict[str, str]:
    return {task.step: task.state for group in task_list(case).groups for task in group.tasks}


def test_a_micro_case_is_entered_from_the_first_page_to_the_last(client, case):
    assert press(client, case, "project", name="濱海風場", country="TW").url == url_of(
        case, "technology"
    )
    assert press(
        client, case, "technology", measure="technology_switch", capacity__value="３"
    ).url == url_of(case, "dates")
    assert press(
        client, case, "dates", start_date="民國115年1月15日", crediting__years="5"
    ).url == url_of(case, "size")
    assert task_list(case).tier is None
    typed = {f"year-{i}-tco2e": "4,900" for i in range(5)}
    assert press(client, case, "size", **typed).url == reverse(
        "cases:overview", kwargs={"pk": case.pk}
    )
    assert press(client, case, "search", searched="All law, 2026-10-01").url == url_of(case, "laws")
    assert press(client, case, "laws").url == url_of(case, "exclusions")
    assert press(client, case, "exclusions").url == url_of(case, "done")
    assert client.get(url_of(case, "done")).url == reverse("cases:check", kwargs={"pk": case.pk})
    assert case.title == "濱海風場"
    tasks = task_list(case)
    assert tasks.tier.tier == "micro"
    assert tasks.is_complete
    assert tasks.answers.case_data["project"]["start_date"] == "2026-01-15"
    assert tasks.answers.case_data["project"]["capacity"] == {"value": "3"}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_saving_a_page_untouched_changes_no_answer(client, large, step):
    """What the page shows is what the draft holds, for every step of a large case."""
    large.draft["route"]["route"] = ["both"]
    bring_to(large, step.name)
    large.draft["barriers"] = {
        "count": ["1"],
        "barrier-0-kind": ["other"],
        "barrier-0-alternatives_not_prevented": ["A1"],
    }
    large.save()
    before = task_list(large).answers.case_data
    assert press(client, large, step.name).status_code == 302
    assert task_list(large).answers.case_data == before


def test_what_can_not_be_read_is_kept_as_typed_and_named(client, case):
    response = press(
        client, case, "technology", measure="technology_switch", capacity__value="1.234,5"
    )
    assert response.url == url_of(case, "technology")
    page = text_of(client.get(response.url))
    assert "1.234,5" in page
    assert "can be read in two ways" in page
    assert 'href="#id_capacity__value"' in page
    assert states(case)["technology"] == PROBLEM


def test_a_half_finished_step_is_saved_and_in_progress(client, case):
    response = press(client, case, "project", "list", name="", proponent="Example Co.")
    assert response.url == reverse("cases:overview", kwargs={"pk": case.pk})
    assert case.draft["project"]["proponent"] == ["Example Co."]
    assert states(case)["project"] == IN_PROGRESS
    assert states(case)["technology"] == NOT_STARTED


def test_the_understood_value_is_shown_back(client, case):
    press(client, case, "technology", measure="technology_switch", capacity__value="1億2,000萬")
    assert "120,000,000" in text_of(client.get(url_of(case, "technology")))


def test_cards_are_added_and_removed_without_a_script(client, large):
    press(client, large, "laws", "add")
    assert large.draft["laws"]["count"] == ["2"]
    press(client, large, "laws", "add", law_x_1_x_title="Second law")
    response = press(client, large, "laws", "remove-0")
    assert response.url == url_of(large, "laws") + "#cards"
    assert large.draft["laws"]["count"] == ["2"]
    assert large.draft["laws"]["law-0-title"] == ["Second law"]
    assert "law-0-binding" not in large.draft["laws"] or large.draft["laws"]["law-0-binding"] == [
        ""
    ]
    assert [law["title"] for law in task_list(large).answers.case_data["regulatory"]["laws"]] == [
        "Second law"
    ]


def test_a_new_alternative_gets_the_next_free_id(client, large):
    press(client, large, "alternatives", "add")
    press(client, large, "alternatives", alternative_x_2_x_name="Going on as today")
    items = task_list(large).answers.case_data["alternatives"]
    assert [item["id"] for item in items] == ["A0", "A1", "A2"]


def test_yearly_reductions_are_pasted(client, case):
    pasted = "Year\ttCO2e\n2027\t6.1萬\n民國117年\t61,000\n"
    assert press(client, case, "size", "paste", paste=pasted).status_code == 302
    assert task_list(case).answers.case_data["project"]["annual_reductions"] == [
        {"year": "2027", "tco2e": "61000"},
        {"year": "2028", "tco2e": "61000"},
    ]


@pytest.mark.parametrize(
    ("pasted", "named"),
    [
        ("2027\t1\n2028\tmany", "Line 2"),
        ("2027,1\n\nabc", "Line 2"),
        ("2027 1.234,5", "Line 1"),
        ("116 5000", "Line 1"),
        ("", "Paste the cells"),
    ],
)
def test_a_paste_that_can_not_be_read_names_the_line_and_fills_nothing(
    client, large, pasted, named
):
    before = large.draft["size"]
    response = press(client, large, "size", "paste", paste=pasted)
    assert response.status_code == 200
    assert named in text_of(response)
    assert large.draft["size"] == {**before, "reductions_evidence_at": [""]}


def test_a_row_of_years_above_a_row_of_tonnes_is_read(client, case):
    press(client, case, "size", "paste", paste="Year\t2027\t2028\t2029\ntCO2e\t1,000\t2,000\t3,000")
    rows = task_list(case).answers.case_data["project"]["annual_reductions"]
    assert [row["tco2e"] for row in rows] == ["1000", "2000", "3000"]


def test_a_cash_flow_block_is_pasted_with_names_kinds_and_years(client, large):
    block = (
        "\t\t2026\t2027\t2028\nTurbines\tcapex\t1,500\t-\t-\n"
        "Power sales\tRevenue\t0\t3.5萬\t250\nNew line\topex\t0\t1\t1"
    )
    response = press(client, large, "cash-flow", "paste", paste=block)
    assert response.status_code == 302, text_of(response)
    lines = {
        line["name"]: line for line in task_list(large).answers.case_data["investment"]["lines"]
    }
    assert lines["Turbines"]["amounts"][:3] == ["1500", "0", "0"]
    assert lines["Power sales"]["amounts"][1] == "35000"
    assert lines["New line"]["kind"] == "opex"
    assert lines["Turbines"]["source"] == "E1"
    assert set(lines["Power sales"]["amounts"][3:]) == {"0"}  # nothing of the old line is mixed in


def test_a_longer_block_adds_the_years(client, large):
    block = "Turbines\t" + "\t".join(str(n) for n in range(13))
    press(client, large, "cash-flow", "paste", paste=block)
    assert large.draft["investment"]["years"] == ["13"]


def test_a_word_that_is_no_kind_is_named_with_the_kinds(client, large):
    response = press(client, large, "cash-flow", "paste", paste="Turbines\tequipment\t1\t2")
    assert response.status_code == 200
    assert "“equipment” is not a kind of line" in text_of(response)
    assert "Operating cost" in text_of(response)


def test_full_width_years_lay_out_the_grid():
    assert [years_of(text) for text in ("２１", "21", "", "0", "101", "x")] == [
        21,
        21,
        10,
        10,
        10,
        10,
    ]


def test_a_block_that_begins_in_another_year_is_refused(client, large):
    response = press(client, large, "cash-flow", "paste", paste="\t2030\t2031\nTurbines\t1\t2")
    assert response.status_code == 200
    assert "2030" in text_of(response)


def test_years_and_lines_are_added_without_a_script(client, large):
    press(client, large, "cash-flow", "add-year")
    assert large.draft["investment"]["years"] == ["12"]
    press(client, large, "cash-flow", "remove-year")
    press(client, large, "cash-flow", "add")
    assert large.draft["investment"]["years"] == ["11"]
    assert large.draft["cash-flow"]["count"] == ["5"]


def test_a_change_of_tier_is_told_and_loses_nothing(client, large):
    before = dict(large.draft)
    typed = {f"year-{i}-tco2e": "5000" for i in range(5)}
    response = press(client, large, "size", **typed)
    page = text_of(client.get(url_of(large, "search")))
    overview = reverse("cases:overview", kwargs={"pk": large.pk})
    assert response.url == f"{overview}?before=large"
    assert "micro" in page
    assert "Investment analysis" in page
    assert "kept" in page
    assert {name: large.draft[name] for name in before if name != "size"} == {
        n: t for n, t in before.items() if n != "size"
    }
    assert "investment" not in task_list(large).answers.case_data
    press(client, large, "size", **dict.fromkeys(typed, "66000"))
    assert "investment" in task_list(large).answers.case_data


def test_the_path_shows_once_what_a_change_of_tier_did(client, large):
    typed = {f"year-{i}-tco2e": "5000" for i in range(5)}
    changed = press(client, large, "size", **typed).url
    after = {one.key: one.change for one in client.get(changed).context["stations"]}
    assert after == {
        "size": "",
        "regulatory": "",
        "investment": "removed",
        "barriers": "removed",
        "common_practice": "removed",
        "decision": "",
    }
    for address in (changed.partition("?")[0], f"{changed}x", f"{changed[:-5]}micro"):
        assert {one.change for one in client.get(address).context["stations"]} == {""}, address
    assert press(client, large, "size", **typed).url == changed.partition("?")[0]


@pytest.mark.parametrize(
    ("tonnes", "route", "steps"),
    [
        ("60000.01", "", {"alternatives", "route", "common-practice"}),
        (
            "60000.01",
            "investment",
            {
                "alternatives",
                "route",
                "investment",
                "cash-flow",
                "loan",
                "benchmark",
                "sensitivity",
                "common-practice",
            },
        ),
        ("60000.01", "barriers", {"alternatives", "route", "barriers", "common-practice"}),
        ("60000", "investment", {"alternatives", "barriers"}),
        ("20000", "", {"alternatives", "barriers"}),
        ("19999.99", "", set()),
    ],
)
def test_the_path_follows_the_largest_year_and_the_route(large, tonnes, route, steps):
    large.draft["size"] = {"count": ["2"], "year-0-year": ["2027"], "year-0-tco2e": ["1"],
                           "year-1-year": ["2028"], "year-1-tco2e": [tonnes]}  # fmt: skip
    large.draft["route"] = {"route": [route]}
    asked = {step.name for step in task_list(large).answers.path.steps()}
    always = {"project", "technology", "dates", "size", "search", "laws", "exclusions"}
    assert asked == always | steps


@pytest.mark.parametrize(
    ("question", "said", "on_path", "off_path"),
    [
        ("option", "benchmark", "benchmark", "alternative-flows"),
        ("option", "comparison", "alternative-flows", "benchmark"),
        ("option", "simple_cost", "alternative-flows", "benchmark"),
        ("option", "", "benchmark", "alternative-flows"),
        ("tax_basis", "post_tax", "tax", None),
        ("tax_basis", "pre_tax", None, "tax"),
        ("tax_basis", "", None, "tax"),
    ],
)
def test_the_path_follows_what_is_compared(large, question, said, on_path, off_path):
    large.draft["investment"][question] = [said]
    asked = {step.name for step in task_list(large).answers.path.steps()}

    assert on_path is None or on_path in asked
    assert off_path not in asked


def test_a_large_case_is_complete(large):
    tasks = task_list(large)
    assert tasks.is_complete
    assert tasks.next_url == reverse("cases:check", kwargs={"pk": large.pk})
    assert {
        task.state for group in tasks.groups for task in group.tasks if not task.is_optional
    } == {COMPLETE}


def test_what_the_case_format_refuses_is_told_at_the_field(client, large):
    """Counts that contradict the list of plants: a rule of the engine, shown where it is corrected."""
    press(client, large, "common-practice", n_all="3", n_diff="5")
    page = text_of(client.get(url_of(large, "common-practice")))
    assert 'id="id_n_diff_error"' in page
    assert states(large)["common-practice"] == PROBLEM


def test_a_step_off_the_path_leads_to_the_task_list(client, proponent):
    case = make_case(prepared_by=proponent, draft=draft_from(micro_case_file()))
    assert client.get(url_of(case, "cash-flow")).url == reverse(
        "cases:overview", kwargs={"pk": case.pk}
    )
    assert client.get(url_of(case, "nonsense")).status_code == 404


def test_done_leads_to_the_first_step_that_can_not_be_read_and_writes_nothing(client, large):
    large.draft["technology"]["capacity__value"] = ["many"]
    large.save()
    assert client.get(url_of(large, "done")).url == url_of(large, "technology")
    large.refresh_from_db()
    assert large.draft_version == 0
    assert client.post(url_of(large, "done"), {"do": "continue"}).status_code == 404


def test_the_evidence_button_saves_and_comes_back(client, large):
    response = press(client, large, "search", "evidence", searched="Changed")
    assert response.url.startswith(reverse("cases:evidence", kwargs={"pk": large.pk}))
    assert response.url.endswith(f"?next={url_of(large, 'search')}")
    assert large.draft["search"]["searched"] == ["Changed"]


def test_a_get_writes_nothing(client, large, django_assert_max_num_queries):
    for step in task_list(large).answers.path.steps():
        with django_assert_max_num_queries(7) as captured:
            assert client.get(url_of(large, step.name)).status_code == 200
        assert not [
            q
            for q in captured.captured_queries
            if not q["sql"].lstrip().upper().startswith(("SELECT", "PRAGMA"))
        ]
    large.refresh_from_db()
    assert large.draft_version == 0


def test_html_in_an_answer_stays_text(client, case):
    attack = '"><script>alert(1)</script>'
    press(client, case, "project", name=attack, country="TW")
    page = text_of(client.get(url_of(case, "project")))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_analysis_as_it_stands_is_shown(client, large):
    page = text_of(client.get(url_of(large, "benchmark")))
    assert 'id="finding-investment"' in page
    large.draft["cash-flow"]["line-0-amounts__0"] = ["many"]
    large.save()
    page = text_of(client.get(url_of(large, "benchmark")))
    assert 'id="finding-investment"' not in page
    assert url_of(large, "cash-flow") in page


def test_an_open_request_is_shown_at_its_step(
    client, large, reviewer, django_assert_max_num_queries
):
    submission = make_submission(large)
    Case.objects.filter(pk=large.pk).update(status=Status.RETURNED)
    large.refresh_from_db()
    asked = {"submission": submission, "kind": "CAR", "number": 1, "raised_by": reviewer}
    ReviewRequest.objects.create(**asked, part="investment", text="Name the <b>source</b>.")
    with django_assert_max_num_queries(9):
        page = text_of(client.get(url_of(large, "cash-flow")))
    assert "Name the &lt;b&gt;source&lt;/b&gt;." in page
    assert "Name the" not in text_of(client.get(url_of(large, "laws")))
    requests = {t.step: t.requests for group in task_list(large).groups for t in group.tasks}
    assert [len(requests[step]) for step in ("benchmark", "laws")] == [1, 0]


def test_a_typo_in_one_year_does_not_take_the_path_away(client, large):
    press(client, large, "size", year_x_1_x_tco2e="1,2")
    assert states(large)["size"] == PROBLEM
    assert "cash-flow" in states(large)
    assert task_list(large).answers.facts is None


def test_an_empty_cash_flow_is_begun_and_not_wrong(client, large):
    press(client, large, "cash-flow", "list", count="0")
    assert states(large)["cash-flow"] == IN_PROGRESS


def test_years_laid_out_beforehand_are_no_mistake_of_the_person(client, case):
    press(client, case, "dates", start_date="2026-01-15", crediting__years="5")
    press(client, case, "size")
    assert states(case)["size"] == IN_PROGRESS
    page = text_of(client.get(url_of(case, "size")))
    assert "at least one year" in page
    assert "Enter the tonnes of this year" not in page


@pytest.mark.parametrize(
    "step", ["laws", "alternatives", "cash-flow", "common-practice", "barriers", "size"]
)
def test_a_blank_item_just_added_is_not_wrong(client, large, step):
    large.draft["route"] = {"route": ["both"]}
    large.save()
    press(client, large, step, "add")
    page = text_of(client.get(url_of(large, step)))
    assert "error-summary" not in page
    assert 'class="error"' not in page


def test_a_long_list_of_plants_is_kept_whole_and_shown_short(client, large):
    """Beyond the first forty a plant is one line; saving the page changes none of them."""
    plants = [
        {"name": f"Plant {i}", "capacity": "30", "unit": "MW", "different": False}
        for i in range(120)
    ]
    large.draft = draft_from(case_file(common_practice={"area": "TW", "activities": plants}))
    large.save()
    before = task_list(large).answers.case_data
    page = text_of(client.get(url_of(large, "common-practice")))
    assert page.count('<fieldset class="card"') == 40
    assert press(client, large, "common-practice").status_code == 302
    assert task_list(large).answers.case_data == before
    press(client, large, "common-practice", "remove-100")
    names = [
        plant["name"]
        for plant in task_list(large).answers.case_data["common_practice"]["activities"]
    ]
    assert names == [f"Plant {i}" for i in range(120) if i != 100]


def test_plants_are_pasted_and_a_wrong_choice_names_its_line(client, large):
    pasted = "North wind\t30\tMW\t2009\tturbines\twind\tnone\tyes\nSouth wind\t40\tMW\t2011-05-01\t\tWind\t\t否"
    assert press(client, large, "common-practice", "paste", paste=pasted).status_code == 302
    plants = (
        task_list(large)
        .answers.form(BY_NAME["common-practice"])
        .case_values()["common_practice"]["activities"]
    )
    assert plants[0] == {
        "name": "North wind", "capacity": "30", "unit": "MW", "started": "2009", "technology": "turbines",
        "energy_source": "wind", "carbon_status": "none", "different": True,
    }  # fmt: skip
    assert plants[1]["different"] is False
    response = press(
        client, large, "common-practice", "paste", paste="East\t30\tMW\nWest\t30\thorsepower"
    )
    assert response.status_code == 200
    assert "Line 2" in text_of(response)
    assert large.draft["common-practice"]["count"] == ["2"]


def test_the_title_is_read_in_the_language_of_the_reader(case, client):
    press(client, case, "project", name="Coastal wind farm", name_zh="濱海風場")
    case.refresh_from_db()

    with translation.override("zh-hant"):
        assert str(case) == "濱海風場"
    with translation.override("en"):
        assert str(case) == "Coastal wind farm"


@pytest.mark.parametrize(
    ("country", "currencies"),
    [
        ("BR", ["BRL", "USD", "EUR"]),
        ("TW", ["TWD", "USD", "EUR"]),
        ("Nowhere", ["USD", "EUR"]),
    ],
)
def test_no_currency_is_chosen_beforehand_and_those_of_the_country_are_proposed(
    client, large, country, currencies
):
    large.draft["project"]["country"] = [country]
    del large.draft["investment"]["currency"]
    large.save()

    page = client.get(url_of(large, "investment")).content.decode()

    assert f"One currency for the whole case, such as {', '.join(currencies)}." in page
    assert re.findall(r'<option value="([A-Z]{3})"></option>', page) == currencies
    assert controls(page)["currency"] == [""]
