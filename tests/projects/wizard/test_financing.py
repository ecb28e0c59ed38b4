"""Tax, loan and alternatives: from the pages to the case file and back, and their errors at their fields."""

import pytest
from django.utils.translation import override

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from projects.wizard.answers import Answers
from projects.wizard.facts import case_data, draft_from
from projects.wizard.steps import BY_NAME
from tests.factories import case_file, make_case

pytestmark = pytest.mark.django_db
NOTHING = ["0"] * 10
TAX = {
    "rate": "0.2",
    "depreciation": {"method": "straight_line", "years": "10"},
    "holiday_years": "2",
    "loss_carry_forward_years": "10",
}
LOAN = {
    "drawdowns": ["750", *NOTHING],
    "rate": "0.03",
    "grace_years": "1",
    "years": "8",
    "repayment": "annuity",
    "construction_interest": "paid",
}
GAS = {
    "id": "A1",
    "lines": [
        {"name": "Plant", "kind": "capex", "amounts": ["500", *NOTHING], "source": "E1"},
        {"name": "Sales", "kind": "revenue", "amounts": ["0", *["161"] * 10]},
    ],
}
COMPONENTS = {"cost_of_equity": "0.115", "cost_of_debt": "0.05", "equity_share": "0.5"}


def investment(**changes):
    data = case_file()
    data["investment"] |= changes
    if "tax" in changes:
        data["investment"] |= {"tax_basis": "post_tax"}
        data["investment"]["benchmark"]["tax_basis"] = "post_tax"
    return data


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"tax": TAX}, id="tax"),
        pytest.param({"tax": TAX | {"depreciation": {"method": "declining_balance", "rate": "0.25"}}}, id="declining"),
        pytest.param({"loan": LOAN}, id="loan"),
        pytest.param({"option": "comparison", "alternatives": [GAS], "benchmark": None}, id="alternatives"),
        pytest.param({"indicator": "npv", "discount_rate": "0.07"}, id="net present value"),
        pytest.param(
            {"indicator": "levelised_cost", "discount_rate": "0.07",
             "output": {"unit": "MWh", "amounts": ["0", *["100"] * 10]}},
            id="levelised cost",
        ),
        pytest.param({"would_invest_otherwise": False}, id="would not invest otherwise"),
    ],
)  # fmt: skip
def test_a_case_file_is_typed_and_read_back(changes):
    data = investment(**changes)
    case = make_case(draft=draft_from(data))
    expected = read_case(data)

    found = read_case(case_data(case, assessed_on=expected.assessed_on))

    assert found.investment == expected.investment
    assert assess(found).finding("investment") == assess(expected).finding("investment")


def test_what_a_benchmark_is_built_from_is_typed_and_read_back():
    data = investment()
    data["investment"]["benchmark"] |= {"components": COMPONENTS, "sector": "energy"}
    data["project"]["sector"] = "energy"
    case = make_case(draft=draft_from(data))
    expected = read_case(data)

    assert read_case(case_data(case, assessed_on=expected.assessed_on)).project == expected.project
    found = read_case(case_data(case, assessed_on=expected.assessed_on)).investment
    assert found.benchmark == expected.investment.benchmark


def errors_at(step, **changes):
    """The names of the fields of a step with an error, each with its card's number."""
    answers = Answers.of(make_case(draft=draft_of(**changes)))
    form = answers.checked_form(BY_NAME[step])
    return {(part.prefix or "", name) for part in form.all_forms() for name in part.errors}


def draft_of(**changes):
    draft = draft_from(
        investment(option="comparison", alternatives=[GAS], benchmark=None, loan=LOAN)
    )
    for place, texts in changes.items():
        step, name = place.split("__", 1)
        draft[step.replace("_", "-")][name] = texts
    return draft


@pytest.mark.parametrize(
    ("step", "changes", "fields"),
    [
        ("loan", {"loan__drawdowns": ["750; 0"]}, {("", "drawdowns")}),
        ("loan", {"loan__rate": ["30 元"]}, {("", "rate")}),
        ("loan", {"cash_flow__line-2-kind": ["interest"]}, {("", "__all__")}),
        ("alternative-flows", {"alternative_flows__line-1-name": ["Plant"]}, {("line-1", "name")}),
        ("alternative-flows", {"alternative_flows__line-0-alternative": ["A0"]}, {("line-0", "alternative")}),
        ("alternative-flows", {"alternative_flows__line-0-alternative": [""]}, {("line-0", "alternative")}),
        ("alternative-flows", {"alternative_flows__line-0-amounts__0": ["-5"]}, {("line-0", "amounts__0")}),
        ("investment", {"investment__option": ["simple_cost"]}, {("", "indicator")}),
    ],
)  # fmt: skip
def test_an_error_stands_at_its_field(step, changes, fields):
    assert errors_at(step, **changes) == fields


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("33.95億", "type a 0 for each of them: 33.95億" + "; 0" * 10),
        ("5; 4;", "type a 0 for each of them: 5; 4" + "; 0" * 9),
        ("; ".join(["5"] * 12), ""),
    ],
)
def test_years_without_a_drawdown_are_never_filled_in_but_what_to_type_is_told(typed, told):
    draft = draft_of(loan__drawdowns=[typed])
    with override("en"):
        form = Answers.of(make_case(draft=draft)).checked_form(BY_NAME["loan"])
        (error,) = form.errors["drawdowns"]

    assert error.endswith(told or "as in the others.")
    if told:
        draft["loan"]["drawdowns"] = [told.partition(": ")[2]]
        assert not Answers.of(make_case(draft=draft)).checked_form(BY_NAME["loan"]).errors


def test_a_loan_given_twice_is_told():
    answers = Answers.of(make_case(draft=draft_of(**{"cash_flow__line-2-kind": ["interest"]})))

    assert {problem.code for problem in answers.problems} == {"loan_given_twice"}
