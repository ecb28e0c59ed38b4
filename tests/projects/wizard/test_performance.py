"""Intensity beside a product benchmark: how it is asked, and how it is shown."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from projects.showing.findings import show
from projects.showing.performance_working import performance_sentences
from projects.wizard.forms.project import TechnologyForm
from tests.factories import case_file, client_of, make_case

SAID = {"measure": ["other"], "performance__intensity": ["0.7"]}


def form_of(**said):
    return TechnologyForm({**SAID, **{f"performance__{key}": [text] for key, text in said.items()}})


@pytest.mark.parametrize("typed", ["Grey cement clinker", "grey CEMENT clinker", "灰色水泥熟料"])
def test_a_product_is_known_by_either_name(typed):
    form = form_of(product=typed)
    assert form.is_valid()
    assert form.case_values()["project"]["performance"] == {
        "product": "Grey cement clinker",
        "intensity": "0.7",
    }


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"product": "Gold"}, ["performance__product"]),
        ({"product": "Gold", "benchmark": "1"}, []),
        ({"product": "Gold", "benchmark": "one"}, ["performance__benchmark"]),
        ({"product": "Lime", "unit_of_output": "kg"}, ["performance__unit_of_output"]),
        ({"product": "Lime", "unit_of_output": "kg", "benchmark": "1"}, []),
    ],
)
def test_a_product_without_a_benchmark_needs_one(said, wrong):
    assert list(form_of(**said).errors) == wrong


@pytest.mark.django_db
def test_the_questions_are_folded_until_they_are_answered(proponent):
    case = make_case(prepared_by=proponent, draft={"technology": {"measure": ["other"]}})
    url = reverse("wizard:step", kwargs={"pk": case.pk, "step": "technology"})
    assert '<details class="card">' in client_of(proponent).get(url).content.decode()

    case.draft["technology"]["performance__product"] = ["Gold"]
    case.save()
    page = client_of(proponent).get(url).content.decode()
    assert '<details class="card" open>' in page
    assert 'value="Gold"' in page
    assert "This product has no benchmark in the list." in page
    assert '<option value="Grey cement clinker">' in page


@pytest.mark.parametrize(
    ("intensity", "says"),
    [("0.70", "emits less"), ("0.766", "emits as much"), ("0.80", "emits more")],
)
@override("en")
def test_it_is_shown_beside_common_practice_as_information(intensity, says):
    data = case_file()
    data["project"]["performance"] = {"product": "Grey cement clinker", "intensity": intensity}
    shown = show(assess(read_case(data)).to_dict(), data)
    finding = next(one for one in shown.findings if one.analysis == "common_practice")

    assert says in finding.performance
    assert finding.performance.startswith("For information: ")
    assert "changes no outcome" in finding.performance
    assert "Source of the benchmark: Decision 2011/278/EU Annex I." in finding.performance
    assert "direct emissions only" in finding.performance
    table = next(one for one in finding.tables if "performance" in one.caption)
    assert table.unit == "tCO₂e per t"
    assert table.rows[0][:3] == ("Grey cement clinker", f"{float(intensity):g}", "0.766")
    for template in ("components/finding.html", "determination/_working.html"):
        assert finding.performance in render_to_string(template, {"finding": finding})


@override("en")
def test_a_benchmark_given_without_a_source_is_said_to_have_none():
    data = case_file()
    data["project"]["performance"] = {"intensity": "1", "benchmark": "0"}
    figures = assess(read_case(data)).finding("common_practice").figures
    assert "The source of the benchmark is not stated." in list(performance_sentences(figures))
