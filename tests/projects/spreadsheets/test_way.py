"""The whole way by hand: upload, confirm, check, take over."""

import pytest
from django.urls import reverse

from tests.factories import client_of, make_case
from tests.projects.spreadsheets.models import (
    checked,
    take_over,
    uploaded,
    wind,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(proponent):
    return client_of(proponent)


@pytest.fixture
def case(proponent):
    return make_case(prepared_by=proponent)


def test_a_model_becomes_the_cash_flow_in_three_presses(client, case):
    row = uploaded(client, case, wind())
    response = take_over(client, row)

    assert response["Location"] == reverse("wizard:step", args=[case.pk, "cash-flow"])
    case.refresh_from_db()
    grid = case.draft["cash-flow"]
    assert grid["count"] == ["4"]
    assert [grid[f"line-{i}-name"][0] for i in range(4)] == [
        "Turbines", "O&M", "Power sales", "Carbon credits",
    ]  # fmt: skip
    assert [grid[f"line-{i}-kind"][0] for i in range(4)] == [
        "capex", "opex", "revenue", "carbon_revenue",
    ]  # fmt: skip
    assert grid["line-0-amounts__0"] == ["1500000"]
    assert grid["line-1-amounts__10"] == ["70000"]
    assert case.draft["investment"] == {"first_year": ["2026"], "years": ["11"]}


def test_a_clean_model_raises_no_alarm(client, case):
    page = checked(client, uploaded(client, case, wind()))

    assert page.context["faults"] == []
    assert page.context["faults_elsewhere"] == []
