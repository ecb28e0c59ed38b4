"""Malformed or judged: what the case format refuses, at which path, and what it lets through to be judged."""

import json
from decimal import Decimal

import pytest

from additionality.engine.assess import assess
from additionality.engine.case import read_case, read_case_json
from additionality.engine.decimals import NumberRefused, plain, read_decimal
from additionality.engine.problems import MESSAGES, MalformedCase
from tests.rulepacks.golden import REMOVED, make_data


def problems(**change):
    with pytest.raises(MalformedCase) as caught:
        read_case(make_data(**change))
    return [(problem.path, problem.code) for problem in caught.value.errors]


def refused_json(text):
    with pytest.raises(MalformedCase) as caught:
        read_case_json(text)
    return [(problem.path, problem.code) for problem in caught.value.errors]


LINE0 = "investment__lines__0__"


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"surprise": 1}, "surprise", "unknown_key"),
        ({"project__capcity": 1}, "project.capcity", "unknown_key"),
        ({"project__a b": 1}, 'project["a b"]', "unknown_key"),
        ({"format": "additionality-case/2"}, "format", "not_in_list"),
        ({"format": REMOVED}, "format", "missing_key"),
        ({"pack": REMOVED}, "pack", "missing_key"),
        ({"assessed_on": REMOVED}, "assessed_on", "missing_key"),
        ({"assessed_on": None}, "assessed_on", "wrong_type"),
        ({"project": REMOVED}, "project", "missing_key"),
        ({"project__name": REMOVED}, "project.name", "missing_key"),
        ({"project__name": "  "}, "project.name", "text_empty"),
        ({"project__country": REMOVED}, "project.country", "missing_key"),
        ({"project__measure": REMOVED}, "project.measure", "missing_key"),
        ({"project__annual_reductions": REMOVED}, "project.annual_reductions", "missing_key"),
        ({"project__annual_reductions": []}, "project.annual_reductions", "list_empty"),
        ({"project__measure": "wind"}, "project.measure", "not_in_list"),
        ({"project__energy_source": "Wind"}, "project.energy_source", "not_in_list"),
        ({"project__capacity__unit": "GW"}, "project.capacity.unit", "not_in_list"),
        ({"project__capacity__value": -1}, "project.capacity.value", "number_negative"),
        ({"project__capacity__value": True}, "project.capacity.value", "wrong_type"),
        ({"project__capacity": []}, "project.capacity", "wrong_type"),
        ({"project__latitude": 91}, "project.latitude", "number_out_of_range"),
        ({"project__crediting__years": "5.5"}, "project.crediting.years", "number_not_whole"),
        ({"project__crediting__kind": "rolling"}, "project.crediting.kind", "not_in_list"),
        ({"project__removals": "no"}, "project.removals", "wrong_type"),
        ({"project__decision_date": "2025-02-29"}, "project.decision_date", "date_malformed"),
        ({"project__decision_date": "20250301"}, "project.decision_date", "date_malformed"),
        ({"project__decision_date": "2025-W09-6"}, "project.decision_date", "date_malformed"),
        ({"project__decision_date": 2025}, "project.decision_date", "wrong_type"),
        ({"project__prior_consideration__reference": "E9"},
         "project.prior_consideration.reference", "unknown_evidence"),
        ({"pack": "TW-OFFSET"}, "pack", "unknown_pack"),
        ({"route": "either"}, "route", "not_in_list"),
        ({"regulatory": "none"}, "regulatory", "wrong_type"),
        ({"regulatory__laws__0__evidence": ["E1", "E9"]},
         "regulatory.laws[0].evidence[1]", "unknown_evidence"),
        ({"regulatory__laws__0__unenforced_evidence": ["E9"]},
         "regulatory.laws[0].unenforced_evidence[0]", "unknown_evidence"),
        ({"regulatory__laws__0__binding": 1}, "regulatory.laws[0].binding", "wrong_type"),
        ({"alternatives__2__id": "A1"}, "alternatives[2].id", "duplicate_id"),
        ({"evidence": [{"id": "E1"}, {"id": "E1"}]}, "evidence[1].id", "duplicate_id"),
        ({"evidence__0__sha256": "12ab"}, "evidence[0].sha256", "text_malformed"),
        ({"barriers__0__kind": "anecdote"}, "barriers[0].kind", "not_in_list"),
        ({"barriers__0__evidence_kind": "anecdote"}, "barriers[0].evidence_kind", "not_in_list"),
        ({"barriers__0__evidence": ["E9"]}, "barriers[0].evidence[0]", "unknown_evidence"),
        ({"investment__option": REMOVED}, "investment.option", "missing_key"),
        ({"investment__indicator": REMOVED}, "investment.indicator", "missing_key"),
        ({"investment__tax_basis": REMOVED}, "investment.tax_basis", "missing_key"),
        ({"investment__price_basis": REMOVED}, "investment.price_basis", "missing_key"),
        ({"investment__currency": REMOVED}, "investment.currency", "missing_key"),
        ({"investment__first_year": REMOVED}, "investment.first_year", "missing_key"),
        ({"investment__lines": REMOVED}, "investment.lines", "missing_key"),
        ({"investment__lines": []}, "investment.lines", "list_empty"),
        ({"investment__benchmark": REMOVED}, "investment.benchmark", "missing_key"),
        ({"investment__benchmark": None}, "investment.benchmark", "missing_key"),
        ({"investment__benchmark__rate": "-1"}, "investment.benchmark.rate", "number_out_of_range"),
        ({"investment__benchmark__rate": "8.25 %"}, "investment.benchmark.rate", "number_malformed"),
        ({"investment__benchmark__source": "E9"}, "investment.benchmark.source", "unknown_evidence"),
        ({"investment__benchmark__price_basis": "real"},
         "investment.benchmark.price_basis", "price_basis_mismatch"),
        ({LINE0 + "name": "O&M"}, "investment.lines[2].name", "duplicate_name"),
        ({LINE0 + "name": REMOVED}, "investment.lines[0].name", "missing_key"),
        ({LINE0 + "kind": "grant"}, "investment.lines[0].kind", "not_in_list"),
        ({LINE0 + "amounts": REMOVED}, "investment.lines[0].amounts", "missing_key"),
        ({LINE0 + "amounts": ["1500"]}, "investment.lines[0].amounts", "length_mismatch"),
        ({LINE0 + "amounts__0": "-1500"}, "investment.lines[0].amounts[0]", "number_negative"),
        ({LINE0 + "amounts__0": None}, "investment.lines[0].amounts[0]", "wrong_type"),
        ({LINE0 + "price": [1, 2]}, "investment.lines[0].price", "length_mismatch"),
        ({LINE0 + "source": "E9"}, "investment.lines[0].source", "unknown_evidence"),
        ({"investment__timing": "middle"}, "investment.timing", "not_in_list"),
        ({"investment__sensitivity__range": 10}, "investment.sensitivity.range", "number_out_of_range"),
        ({"investment__sensitivity__range": "-0.1"}, "investment.sensitivity.range", "number_negative"),
        ({"common_practice__n_all": 16}, "common_practice.n_diff", "n_diff_above_n_all"),
        ({"common_practice__n_all": "20.5"}, "common_practice.n_all", "number_not_whole"),
        ({"common_practice__activities": [{"started": "2009-13-01"}]},
         "common_practice.activities[0].started", "date_malformed"),
        ({"common_practice__activities": [{"started": "2009-2013"}]},
         "common_practice.activities[0].started", "year_or_date_malformed"),
    ],
)  # fmt: skip
def test_refused_at_its_path(change, path, code):
    assert problems(**change) == [(path, code)]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"investment__indicator": "equity_irr"}, {
            ("investment.benchmark.basis", "indicator_benchmark_mismatch"),
        }),
        ({"investment__benchmark__basis": "required_return_on_equity"}, {
            ("investment.benchmark.basis", "indicator_benchmark_mismatch"),
        }),
        ({"investment__tax": {"rate": "0.2"}}, {("investment.tax", "tax_needs_post_tax")}),
        ({"investment__lines__2__kind": "tax"}, {
            ("investment.lines[2].kind", "tax_needs_post_tax"),
        }),
        ({"investment__tax_basis": "post_tax", "investment__benchmark__tax_basis": "post_tax",
          "investment__tax": {"rate": "0.2"}, "investment__lines__2__kind": "tax"}, {
            ("investment.tax", "tax_given_twice"),
        }),
        ({"investment__loan": {"rate": "0.03"}, "investment__lines__2__kind": "interest"}, {
            ("investment.loan", "loan_given_twice"),
        }),
        ({"investment__loan": {"drawdowns": ["900", "0"]}}, {
            ("investment.loan.drawdowns", "length_mismatch"),
        }),
        ({"investment__loan": {"drawdowns": ["-900", *["0"] * 10]}}, {
            ("investment.loan.drawdowns[0]", "number_negative"),
        }),
        ({"investment__option": "simple_cost"}, {
            ("investment.indicator", "indicator_not_for_option"),
        }),
        ({"investment__alternatives": [{"id": "A9", "lines": []}]}, {
            ("investment.alternatives[0].id", "unknown_alternative"),
        }),
        ({"investment__alternatives": [{"id": "A0"}, {"id": "A1"}, {"id": "A1"}, {}]}, {
            ("investment.alternatives[0].id", "project_named_as_alternative"),
            ("investment.alternatives[2].id", "duplicate_id"),
            ("investment.alternatives[3].id", "missing_key"),
        }),
        ({"investment__alternatives": [{"id": "A1", "lines": [
            {"name": "Plant", "kind": "capex", "amounts": ["1"]},
            {"name": "Plant", "kind": "opex", "amounts": ["-1", *["0"] * 10]},
        ]}]}, {
            ("investment.alternatives[0].lines[1].name", "duplicate_name"),
            ("investment.alternatives[0].lines[0].amounts", "length_mismatch"),
            ("investment.alternatives[0].lines[1].amounts[0]", "number_negative"),
        }),
        ({"investment__alternatives": [{"id": "A1", "lines": [
            {"name": "Plant", "kind": "capex", "amounts": ["0"] * 11, "source": "E9"},
        ]}]}, {("investment.alternatives[0].lines[0].source", "unknown_evidence")}),
    ],
)  # fmt: skip
def test_parts_of_the_investment_analysis_that_do_not_agree(change, found):
    assert set(problems(**change)) == found


@pytest.mark.parametrize(
    "change",
    [
        {"regulatory": REMOVED}, {"regulatory": None}, {"regulatory": {}}, {"regulatory__laws": None},
        {"regulatory__laws": [{}]}, {"alternatives": [{}], "barriers": []}, {"barriers": [{}]},
        {"barriers": None}, {"investment__benchmark": {}}, {"common_practice": {}},
        {"common_practice__activities": []}, {"common_practice": {"activities": [{}]}},
        {"project__capacity": None}, {"project__capacity": {}}, {"project__crediting": {}},
        {"project__prior_consideration": None}, {"investment__discount_rate": None},
        {"investment__sensitivity": {}}, {"investment__lines__0__source": ""},
        {"investment__lines__0__source": "Feasibility study, page 3"}, {"evidence__0__sha256": None},
        {"evidence__0__sha256": ""},
    ],
    ids=str,
)  # fmt: skip
def test_an_answer_not_given_is_judged(change):
    case = read_case(make_data(**change))

    assert assess(case).conclusion.value in {"additional", "inconclusive"}
    assert read_case(case.to_dict()) == case


def test_all_problems_are_told_at_once():
    found = problems(
        project__measure="wind",
        project__name=REMOVED,
        investment__benchmark__tax_basis="post_tax",
        barriers__0__alternatives_not_prevented=["A0", "A9"],
    )

    assert set(found) == {
        ("project.measure", "not_in_list"),
        ("project.name", "missing_key"),
        ("investment.benchmark.tax_basis", "tax_basis_mismatch"),
        ("barriers[0].alternatives_not_prevented[0]", "project_named_as_alternative"),
        ("barriers[0].alternatives_not_prevented[1]", "unknown_alternative"),
    }


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"evidence": {}}, "evidence", "wrong_type"),
        ({"evidence__0": "E1"}, "evidence[0]", "wrong_type"),
        ({"evidence__0__id": 1}, "evidence[0].id", "wrong_type"),
        ({"alternatives": "grid"}, "alternatives", "wrong_type"),
        ({"alternatives__1__id": True}, "alternatives[1].id", "wrong_type"),
        ({"investment__benchmark": "8 %"}, "investment.benchmark", "wrong_type"),
        ({"investment__benchmark": REMOVED}, "investment.benchmark", "missing_key"),
        ({LINE0 + "amounts": []}, "investment.lines[0].amounts", "list_empty"),
    ],
)  # fmt: skip
def test_what_follows_from_a_fault_is_not_told_as_another(change, path, code):
    assert problems(**change) == [(path, code)]


def test_counts_and_activities_must_agree():
    plants = [{"name": str(i), "capacity": 34, "unit": "MW", "started": 2010, "different": i > 0, "reason": "hydro"}
              for i in range(3)]  # fmt: skip

    def given(n_all, n_diff):
        return {"common_practice": {"n_all": n_all, "n_diff": n_diff, "activities": plants}}

    read_case(make_data(**given(3, 2)))
    assert problems(**given(4, 2)) == [("common_practice.n_all", "counts_disagree")]
    assert problems(**given(3, 1)) == [("common_practice.n_diff", "counts_disagree")]


@pytest.mark.parametrize("value", [1, "1", "1.0", "1e0", "10e-1", "+1", "01", 1.0, Decimal("1.00")])
def test_a_number_however_written(value):
    case = read_case(make_data(project__capacity__value=value))

    assert case.project.capacity.value == 1
    assert case.to_dict()["project"]["capacity"]["value"] == "1"


@pytest.mark.parametrize(
    "text",
    ["", " ", "1 ", " 1", "1\n", "1,000", "1_000", "１２", "٣", "0x10", "NaN", "Infinity", "-", ".",
     "e5", "1e", "1.2.3",
     "--1", "½", "1e+-5"],
)  # fmt: skip
def test_no_number(text):
    assert problems(project__capacity__value=text) == [
        ("project.capacity.value", "number_malformed")
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1e18", "number_out_of_range"), ("1" + "0" * 18, "number_out_of_range"),
        ("1e999999999999999999999", "number_out_of_range"), ("9" * 100_000, "number_out_of_range"),
        ("1e-999999999999999999999", "number_too_long"), ("1e-1001", "number_too_long"),
        ("0." + "1" * 61, "number_too_long"),
    ],
)  # fmt: skip
def test_a_number_outside_the_limits(text, code):
    with pytest.raises(NumberRefused) as caught:
        read_decimal(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "written"),
    [("999999999999999999.9", "999999999999999999.9"), ("1e17", "1" + "0" * 17), ("0e999999999999", "0"),
     ("-0", "0"), ("-0.0", "0"), ("1e-400", "0." + "0" * 399 + "1"), ("5.", "5"), (".5", "0.5"), ("0.10", "0.1"),
     ("0" * 100_000 + "7", "7")],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_a_number_inside_the_limits(text, written):
    assert plain(read_decimal(text)) == written


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "invalid_json"), (b"{", "invalid_json"), (b"\xff", "invalid_utf8"), (b'{"a": NaN}', "invalid_json"),
        (b'{"a": -Infinity}', "invalid_json"), (b"[" * 100_000, "too_deep"), (b'{"a":' * 100_000, "too_deep"),
        (b"{} {}", "invalid_json"), (b'"\x01"', "invalid_json"),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_no_json_document(text, code):
    assert refused_json(text) == [("$", code)]


@pytest.mark.parametrize("text", [b"[]", b"null", b"1", b'"x"', b"true", b"1e999999999999"])
def test_json_that_is_no_object(text):
    assert refused_json(text) == [("$", "wrong_type")]


def as_json(**change):
    return json.dumps(make_data(**change)).encode()


def test_a_key_given_twice():
    text = as_json().replace(b'"region"', b'"name": "Other", "region"', 1)

    assert refused_json(text) == [("project.name", "duplicate_key")]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "a\x1bb", "\x7f"], ids=ascii)
def test_text_that_cannot_be_read(text):
    assert refused_json(as_json(project__name=text)) == [("project.name", "text_unprintable")]
    assert refused_json(as_json(**{f"project__{text}": 1}))[0][1] == "unknown_key"


def test_messages_are_one_line_and_can_be_written():
    key = "k\ud800\n\u2028" + "x" * 10_000
    with pytest.raises(MalformedCase) as caught:
        read_case(make_data(**{key: 1, "pack": "p\n\ud800"}))

    for problem in caught.value.errors:
        line = f"{problem.path}: {problem.message}"
        assert len(line.splitlines()) == 1
        assert len(line.encode()) < 1000


def test_a_byte_order_mark_is_dropped():
    assert read_case_json(b"\xef\xbb\xbf" + as_json()).project.name == "Coastal wind farm"


def test_numbers_keep_every_digit():
    text = as_json(project__capacity__value="@").replace(
        b'"@"', b"0.1000000000000000055511151231257827"
    )

    value = read_case_json(text).project.capacity.value

    assert str(value) == "0.1000000000000000055511151231257827"


class Anything(dict):
    def __missing__(self, name):
        return f"<{name}>"


def test_every_message_can_be_written_in_one_line():
    assert all(
        len(message.format_map(Anything()).splitlines()) == 1 for message in MESSAGES.values()
    )


def test_a_hopeless_document_is_given_up_soon():
    found = refused_json(b'{"a": 1' + b"".join(b', "k%d": 1' % i for i in range(5000)) + b"}")

    assert len(found) == 1001
    assert found[-1] == ("$", "too_many_problems")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("NaN", "line 1, column 1", id="at the start"),
        pytest.param('{"a": 1,\n  "b": -Infinity}', "line 2, column 8", id="in the second line"),
        pytest.param(
            '["NaN", "a \\" Infinity", NaN]', "line 1, column 26", id="after texts that say so"
        ),
    ],
)
def test_a_constant_that_json_does_not_have_is_found(text, place):
    with pytest.raises(MalformedCase, match=f"{place}.*is not a JSON number"):
        read_case_json(text)


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"first_of_its_kind": {"evidence": ["E9"]}}, "first_of_its_kind.evidence[0]", "unknown_evidence"),
        ({"microscale": {"evidence": ["E1", "E9"]}}, "microscale.evidence[1]", "unknown_evidence"),
        ({"positive_list": {"evidence": ["E9"]}}, "positive_list.evidence[0]", "unknown_evidence"),
        ({"microscale": {"host": "poor"}}, "microscale.host", "not_in_list"),
        ({"microscale": {"grid_hours_per_day": 25}}, "microscale.grid_hours_per_day", "number_out_of_range"),
        ({"microscale": {"technology_share": "1.5"}}, "microscale.technology_share", "number_out_of_range"),
        ({"first_of_its_kind": {"others": [{"started": "then"}]}}, "first_of_its_kind.others[0].started",
         "year_or_date_malformed"),
        ({LINE0 + "policy": "e"}, "investment.lines[0].policy", "not_in_list"),
    ],
)  # fmt: skip
def test_the_blocks_of_further_packs_are_read_like_the_others(change, path, code):
    assert problems(**change) == [(path, code)]


def test_an_empty_list_of_other_technologies_is_kept_apart_from_a_missing_one():
    said = read_case(make_data(first_of_its_kind={"claimed": True, "others": []}))
    silent = read_case(make_data(first_of_its_kind={"claimed": True}))

    assert (said.first_of_its_kind.others, silent.first_of_its_kind.others) == ((), None)
    assert read_case(said.to_dict()) == said
    assert read_case(silent.to_dict()) == silent
