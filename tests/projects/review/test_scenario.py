"""A reviewer changes inputs, sees what moves, keeps it, and attaches it to a request."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from projects.models import Case, Person, ReviewRequest, Scenario
from projects.models.append_only import WrittenOnce
from projects.review.scenario_form import ScenarioForm, typed_of
from projects.services import reviewing
from projects.services.moves import MoveOvertaken, MoveRefused, make_move
from projects.services.scenarios import keep_scenario
from projects.showing.scenarios import show_kept
from tests.factories import (
    case_file,
    client_of,
    make_case,
    make_person,
    make_submission,
    micro_case_file,
)
from tests.projects.register.decided import published

pytestmark = pytest.mark.django_db
CHEAPER = {"path": "investment.lines[0].amounts", "factor": "0.9"}
HIGHER = {"path": "investment.benchmark.rate", "value": "0.09"}


@pytest.fixture
def case(proponent: Person, reviewer: Person) -> Case:
    case = make_case(prepared_by=proponent)
    make_submission(case)
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")
    return case


@pytest.fixture
def client(reviewer: Person):
    return client_of(reviewer)


def address(case: Case, **query: object) -> str:
    return reverse("review:scenario", kwargs={"pk": case.pk})


def typed(case: Case, **changes: str) -> dict[str, str]:
    """What the browser posts: every field of the page, with these typed over."""
    made = {name.replace("__", "."): text for name, text in changes.items()}
    return typed_of(case.latest_submission().case_data()) | made


def kept(case: Case, reviewer: Person, *changes: dict) -> Scenario:
    return keep_scenario(
        case=case, actor=reviewer, submission_number=1, name="Cheaper turbines",
        reason="The second offer.", changes=list(changes or [CHEAPER, HIGHER]),
    )  # fmt: skip


def figures_of(page) -> dict[str, tuple[str, str]]:
    rows = page.context["shown"].figures + page.context["shown"].break_evens
    return {one.label: (one.submitted, one.scenario) for one in rows}


# --- looking ------------------------------------------------------------------------------------


def test_at_first_both_sides_are_the_submission(client, case):
    page = client.get(address(case))

    assert page.context["form"].changes == []
    assert page.context["shown"].inputs == []
    assert all(one == other for one, other in figures_of(page).values())
    assert "Nothing is changed so far" in page.content.decode()


@pytest.mark.parametrize(
    "name",
    ["wind-large", "wind-equity", "wind-annuity", "wind-price-times-output", "flare-simple-cost",
     "biogas-as-published"],
)  # fmt: skip
def test_what_was_submitted_reads_back_as_no_change(name):
    """Every published case, of every option and indicator, is shown in full and understood."""
    case = read_case(published(name)).to_dict()

    form = ScenarioForm({}, case=case)

    assert form.is_valid(), form.errors
    assert form.changes == []
    assert [line.name for line in form.lines]
    assert all(group.inputs for group in form.groups)


def test_the_result_is_that_of_the_changed_case_file(client, case):
    """Judged again from the first file on, with nothing of the scenario's own code."""
    data = case_file()
    data["investment"]["benchmark"]["rate"] = "0.09"
    data["investment"]["lines"][0]["amounts"][0] = "1350"
    expected = assess(read_case(data)).finding("investment").figures["as_printed"]

    page = client.post(
        address(case), typed(case, benchmark__rate="9", **{"lines[0].amounts": "-10"})
    )

    figures = figures_of(page)
    assert figures["Benchmark"] == ("8.25\xa0%", f"{expected['benchmark']}\xa0%")
    assert figures["Without credits: project IRR"] == ("3.46\xa0%", f"{expected['indicator']}\xa0%")
    assert [(one.before, one.after) for one in page.context["shown"].inputs] == [
        ("As submitted", "−10\xa0%"),
        ("8.25 %", "9 %"),
    ]


def test_looking_writes_nothing_and_leaves_the_submission_as_it_is(client, case):
    before = case.latest_submission()

    client.post(address(case), typed(case, benchmark__rate="9"))

    after = case.latest_submission()
    assert (after.case_file, after.assessment) == (before.case_file, before.assessment)
    assert not Scenario.objects.exists()


def test_another_outcome_and_its_concerns_are_seen(client, case):
    page = client.post(address(case), typed(case, benchmark__rate="3"))
    shown = page.context["shown"]

    assert (shown.submitted.outcome, shown.scenario.outcome) == ("passed", "failed")
    assert (shown.conclusions.submitted, shown.conclusions.scenario) == (
        "Additional", "Not additional",
    )  # fmt: skip
    assert "near_benchmark" in [one.code for one in shown.new_concerns]
    assert {one.code for one in shown.new_concerns}.isdisjoint(
        one.code for one in shown.gone_concerns
    )


def test_one_amount_and_the_horizon_are_changed(client, case):
    page = client.post(
        address(case), typed(case, years="12", **{"lines[1].amounts[3]": "240", "drawn": "11"})
    )

    assert page.context["form"].changes == [
        {"path": "investment.years", "value": "12"},
        {"path": "investment.lines[1].amounts[3]", "value": "240"},
    ]
    assert [(one.before, one.after) for one in page.context["shown"].inputs] == [
        ("11", "12"),
        ("2029: 250", "2029: 240"),
    ]
    assert page.context["form"].headings[-1] == "2037"


def test_an_amount_nobody_changed_follows_the_number_of_years():
    """The scrap of the last year moves to the new last year, though the old one was posted."""
    data = case_file()
    scrap = {"name": "Scrap", "kind": "residual", "amounts": ["0"] * 10 + ["100"]}
    data["investment"]["lines"].append(scrap)
    case = read_case(data).to_dict()
    posted = {**typed_of(case), "years": "12", "lines[4].amounts[10]": "100"}

    form = ScenarioForm(posted, case=case)

    assert form.is_valid()
    assert form.changes == [{"path": "investment.years", "value": "12"}]
    assert form.data["lines[4].amounts[10]"] == "0"
    assert form.data["lines[4].amounts[11]"] == "100"


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("benchmark.rate", "much", "Enter a number"),
        ("benchmark.rate", "-100", "above −100"),
        ("lines[1].amounts", "-120", "−100 or more"),
        ("lines[1].amounts[3]", "2,40", "two ways"),
        ("lines[1].amounts[3]", "-5", "zero or more"),
        ("benchmark.tax_basis", "post_tax", "the two must match"),
        ("benchmark.basis", "required_return_on_equity", "the two must match"),
        ("tax.rate", "20", "after tax"),
        ("years", "", "number of years"),
        ("loan.drawdowns", "900; 0", "one a year"),
    ],
)
def test_an_error_stands_at_its_field_and_everything_typed_is_kept(
    client, case, name, text, sentence
):
    page = client.post(
        address(case),
        typed(case) | {name: text, "discount_rate": "7.5 %", "name": "A", "reason": "B"},
    )
    body = page.content.decode()

    assert page.status_code == 422
    assert sentence in str(page.context["form"].errors[name])
    assert page.context["shown"] is None
    assert page.context["form"].data[name] == text
    for word in ('value="7.5 %"', 'value="A"', ">\nB</textarea>"):
        assert word in body


def test_an_input_taken_away_makes_the_finding_insufficient(client, case):
    page = client.post(address(case), typed(case, benchmark__rate=""))

    assert page.context["shown"].scenario.outcome == "insufficient"
    assert page.context["picture"] == ""


def test_the_picture_is_drawn_from_the_address(client, case):
    page = client.post(address(case), typed(case, benchmark__rate="9"))

    drawn = client.get(page.context["picture"])

    assert drawn["Content-Type"].startswith("image/svg+xml")
    assert "9.00 %" in drawn.content.decode()
    assert "8.25 %" in drawn.content.decode()


@pytest.mark.parametrize("query", ["benchmark=x", "benchmark=1e17", "indicator=" + "9" * 5000])
def test_a_picture_of_what_is_no_rate_is_not_there(client, case, query):
    where = reverse("cases:scenario_picture", kwargs={"pk": case.pk, "number": 1})

    assert client.get(f"{where}?{query}").status_code == 404


def test_a_case_without_a_judged_investment_analysis_has_no_such_page(client, proponent):
    case = make_case(prepared_by=proponent)
    make_submission(case, micro_case_file())

    assert client.get(address(case)).status_code == 404
    assert address(case) not in client.get(reverse("review:desk", args=[case.pk])).content.decode()


def test_a_long_cash_flow_is_changed_by_whole_lines(client, proponent):
    data = case_file()
    lines = data["investment"]["lines"]
    lines += [{"name": f"Part {i}", "kind": "opex", "amounts": ["1"] * 11} for i in range(200)]
    case = make_case(prepared_by=proponent)
    make_submission(case, data)

    page = client.post(address(case), {"lines[0].amounts": "-10"})

    assert page.status_code == 200
    assert page.context["form"].changes == [CHEAPER]
    assert "amounts[0]" not in page.content.decode()


def test_other_rules_than_those_of_the_submission_are_refused_by_name(client, proponent):
    case = make_case(prepared_by=proponent)
    make_submission(case, pack_edition="0.9", pack_sha256="e" * 64)

    body = client.get(address(case)).content.decode()

    assert "edition 0.9" in body
    assert "e" * 64 in body
    assert 'name="do"' not in body


# --- keeping ------------------------------------------------------------------------------------


def keep(client, case, **changes):
    newest = case.moves.order_by("pk").last()
    hidden = {"submission": "1", "seen": str(newest.pk), "do": "keep"}
    words = {"name": "Cheaper turbines", "reason": "The second offer."}
    return client.post(address(case), typed(case) | hidden | words | changes)


def test_a_scenario_is_kept_and_offered_to_the_next_request(client, case, reviewer):
    answer = keep(client, case, **{"lines[0].amounts": "-10", "benchmark.rate": "9"})
    found = Scenario.objects.get()

    assert answer.status_code == 302
    assert f"scenario={found.pk}#raise" in answer["Location"]
    assert found.changes_data() == [CHEAPER, HIGHER]
    assert Decimal(found.finding_data()["figures"]["benchmark"]) == Decimal("0.09")
    assert (found.conclusion, found.kept_by) == ("additional", reviewer)
    desk = client.get(answer["Location"].partition("#")[0])
    assert desk.context["raising"]["scenario"].value() == str(found.pk)
    assert "Cheaper turbines" in desk.content.decode()


def test_it_opens_again_as_it_was_kept(client, case, reviewer):
    changes = [{"path": "investment.years", "value": "12"}, CHEAPER,
               {"path": "investment.lines[1].amounts[11]", "value": "7"}, HIGHER]  # fmt: skip
    found = kept(case, reviewer, *changes)

    page = client.get(f"{address(case)}?scenario={found.pk}")

    assert page.context["form"].changes == changes


@pytest.mark.parametrize("key", ["0", "999999", "abc", "٣", "9" * 30])
def test_no_other_scenario_opens(client, case, key):
    assert client.get(f"{address(case)}?scenario={key}").status_code == 404


def test_pressing_twice_keeps_one(client, case):
    for _ in range(2):
        keep(client, case, **{"benchmark.rate": "9"})

    assert Scenario.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Change at least one input"),
        ({"benchmark.rate": "9", "name": ""}, "Give the scenario a name"),
        ({"benchmark.rate": "9", "reason": " "}, "Please write a sentence"),
        ({"benchmark.rate": "much"}, "Enter a number"),
        ({"benchmark.tax_basis": "post_tax"}, "the two must match"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_all_that_was_typed(client, case, changes, sentence):
    page = keep(client, case, **changes)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Scenario.objects.exists()
    for name, text in changes.items():
        assert page.context["keeping" if name in ("name", "reason") else "form"].data[name] == text


def test_only_who_reviews_the_case_keeps_scenarios(case):
    other = client_of(make_person("reviewer"))

    page = keep(other, case, **{"benchmark.rate": "9"})

    assert page.status_code == 409
    assert not Scenario.objects.exists()
    assert page.context["form"].changes == [HIGHER]


def test_a_scenario_of_an_older_submission_is_not_kept(client, case, proponent):
    reviewing.raise_request(case=case, actor=case.reviewer, submission_number=1, kind="CL",
                            part="size", text="Why?")  # fmt: skip
    reviewing.send_back(case=case, actor=case.reviewer, submission_number=1)
    case.refresh_from_db()
    make_submission(case)
    make_move(case=case, name="submit", actor=proponent)
    reviewing.take_up(case=case, actor=case.reviewer, declaration="No consultancy.")

    for do in ("show", "keep"):
        page = keep(client, case, **{"benchmark.rate": "9", "do": do})
        assert page.status_code == 409
        assert page.context["form"].changes == [HIGHER]
    assert not Scenario.objects.exists()


def test_what_was_kept_is_never_changed(case, reviewer):
    found = kept(case, reviewer)

    found.reason = "Another one."
    with pytest.raises(WrittenOnce):
        found.save()
    with pytest.raises(WrittenOnce):
        Scenario.objects.all().delete()


def test_the_service_refuses_what_the_page_does(case, reviewer):
    with pytest.raises(ValueError, match="changes something"):
        keep_scenario(case=case, actor=reviewer, submission_number=1, name="A", reason="B",
                      changes=[])  # fmt: skip
    with pytest.raises(MoveOvertaken):
        keep_scenario(case=case, actor=reviewer, submission_number=2, name="A", reason="B",
                      changes=[HIGHER])  # fmt: skip
    with pytest.raises(MoveRefused):
        keep_scenario(case=case, actor=reviewer, submission_number=1, name="A", reason=" ",
                      changes=[HIGHER])  # fmt: skip


# --- attaching ----------------------------------------------------------------------------------


def raise_with(client, case, scenario) -> ReviewRequest:
    newest = case.moves.order_by("pk").last()
    data = {"submission": 1, "seen": newest.pk, "kind": "CAR", "part": "investment",
            "text": "Why is the second offer not used?", "scenario": scenario}  # fmt: skip
    client.post(reverse("review:raise_request", args=[case.pk]), data)
    return ReviewRequest.objects.get()


def test_the_proponent_sees_the_scenario_with_the_request_once_it_is_sent(
    client, case, proponent, reviewer
):
    unattached = kept(case, reviewer, HIGHER)
    found = kept(case, reviewer)
    assert raise_with(client, case, found.pk).scenario == found
    reader = client_of(proponent)
    page = reverse("cases:requests", args=[case.pk])
    assert "Cheaper turbines" not in reader.get(page).content.decode()

    reviewing.send_back(case=case, actor=reviewer, submission_number=1)

    body = reader.get(page).content.decode()
    for words in (
        "Cheaper turbines",
        "The second offer.",
        "Turbines, all amounts",
        "9 %",
        "−10\xa0%",
    ):
        assert words in body
    assert f"scenario-{found.pk}" in body
    assert f"scenario-{unattached.pk}" not in body
    picture = show_kept(found, case.latest_submission()).picture
    assert reader.get(picture).status_code == 200
    assert client_of(make_person("proponent")).get(picture).status_code == 404


def test_a_scenario_of_another_submission_is_attached_by_nobody(client, case, reviewer, proponent):
    other = make_case(prepared_by=proponent)
    make_submission(other)
    reviewing.take_up(case=other, actor=reviewer, declaration="No consultancy.")
    foreign = kept(other, reviewer)
    kept(case, reviewer)

    client.post(
        reverse("review:raise_request", args=[case.pk]),
        {
            "submission": 1,
            "seen": 0,
            "kind": "CL",
            "part": "size",
            "text": "?",
            "scenario": foreign.pk,
        },
    )
    assert not ReviewRequest.objects.exists()
    with pytest.raises(ValueError, match="another submission"):
        reviewing.raise_request(case=case, actor=reviewer, submission_number=1, kind="CL",
                                part="size", text="?", scenario=foreign)  # fmt: skip


def test_without_a_scenario_a_request_is_raised_as_before(client, case, reviewer):
    kept(case, reviewer)

    assert raise_with(client, case, "").scenario is None


def test_what_is_kept_is_what_anybody_computes_again(case, reviewer):
    from additionality.engine.rulepack import load_pack
    from additionality.engine.scenario import judged

    found = kept(case, reviewer)
    again = judged(json.loads(case.latest_submission().case_file), found.changes_data(),
                   load_pack("tw-offset"))  # fmt: skip

    assert again.finding("investment").to_dict() == found.finding_data()
    assert again.conclusion.value == found.conclusion
