"""Properties that hold for every case, searched for counter-examples."""

import json
from copy import deepcopy
from decimal import Decimal

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from additionality.engine import schema_reader, strict_json
from additionality.engine.analyses.common_practice import is_common
from additionality.engine.assess import assess
from additionality.engine.batch import assess_or_errors
from additionality.engine.canonical import canonical_json
from additionality.engine.case import read_case, read_case_json, schema
from additionality.engine.finance import IrrKind, irr, npv
from additionality.engine.findings import Outcome
from additionality.engine.pathway import tier_of_size
from additionality.engine.problems import MalformedCase, Problem, ProblemList
from additionality.engine.rulepack import load_pack
from additionality.engine.tiers import Size
from tests.rulepacks.golden import BASE, make_data, reductions

DAY = read_case(BASE).assessed_on
PACK = load_pack("tw-offset")
WEIGHT = {"micro": 0, "small": 1, "large": 2}

tonnes = st.decimals(0, 200_000, places=2)
money = st.decimals(-1_000_000, 1_000_000, places=2)
flows = st.lists(money, min_size=2, max_size=25)
outlays = st.lists(st.decimals(-1_000_000, -1, places=2), min_size=1, max_size=3)
incomes = st.lists(st.decimals(1, 1_000_000, places=2), min_size=1, max_size=25)
invested = st.builds(list.__add__, outlays, incomes)  # these have exactly one rate of return
rates = st.decimals("-0.9", 5, places=6)


@given(st.lists(tonnes, min_size=1), tonnes)
def test_raising_reductions_never_lightens_the_tier(values, more):
    raised = [value + more for value in values]

    before, after = (
        tier_of_size(Size(tuple(tonnes_of)), PACK, DAY).tier for tonnes_of in (values, raised)
    )

    assert WEIGHT[after] >= WEIGHT[before]


@given(flows, st.decimals("0.001", 1_000_000, places=3))
def test_the_rate_of_return_does_not_depend_on_the_currency(values, scale):
    one, other = irr(values), irr([value * scale for value in values])

    assert one.kind is other.kind
    if one.rate is not None:
        assert abs(one.rate - other.rate) <= Decimal("1e-20") * (1 + abs(one.rate))


@given(invested)
def test_the_npv_at_the_rate_of_return_is_zero(values):
    found = irr(values)
    factor = 1 / (1 + found.rate)
    size = sum(abs(value) * factor**year for year, value in enumerate(values))

    assert abs(npv(values, found.rate)) <= size * Decimal("1e-20")


@given(invested, rates)
def test_a_rate_of_return_parts_attractive_from_unattractive_benchmarks(values, rate):
    found = irr(values)
    assume(abs(rate - found.rate) > Decimal("1e-9"))

    assert (npv(values, rate) < 0) is (found.rate < rate)


@given(flows, rates, rates)
def test_flows_without_a_rate_of_return_have_an_npv_of_one_sign(values, one, other):
    low, high = npv(values, one), npv(values, other)

    assert irr(values).kind is not IrrKind.NONE or low * high > 0 or not any(values)


@given(st.integers(0, 200), st.data())
def test_common_practice_is_monotone_in_n_diff(n_all, data):
    n_diff = data.draw(st.integers(0, n_all))
    more = data.draw(st.integers(n_diff, n_all))

    assert is_common(n_all, n_diff, PACK, DAY) >= is_common(n_all, more, PACK, DAY)


answer = st.sampled_from([True, False, None])
barrier = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(
            ["investment", "technological", "prevailing_practice", "other", None]
        ),
        "description": st.sampled_from(["", "what it is"]),
        "prevents_project": answer,
        "alleviated_by_credits": answer,
        "alternative_emits_more": answer,
        "alternatives_not_prevented": st.sampled_from([None, [], ["A1"], ["A2"], ["A1", "A2"]]),
        "evidence_kind": st.sampled_from(["law", None]),
        "evidence": st.sampled_from([[], ["E1"]]),
    }
)
passing = {**BASE["barriers"][0], "alternatives_not_prevented": ["A1"]}
BETTER = {Outcome.FAILED: 0, Outcome.INSUFFICIENT: 1, Outcome.PASSED: 2}


def barrier_outcome(barriers, tonnes):
    data = make_data(**reductions(tonnes), barriers=barriers, route="barriers")
    return assess(read_case(data)).finding("barriers")


@settings(max_examples=60)
@given(st.lists(barrier, max_size=3))
def test_one_more_barrier_that_passes_never_harms_at_the_small_tier(barriers):
    before = barrier_outcome(barriers, 30_000)
    after = barrier_outcome([*barriers, passing], 30_000)

    assert after.outcome is Outcome.PASSED
    assert BETTER[after.outcome] >= BETTER[before.outcome]


@settings(max_examples=60)
@given(st.lists(barrier, max_size=3))
def test_one_more_barrier_that_passes_harms_at_the_large_tier_only_through_3b(barriers):
    before = barrier_outcome(barriers, 70_000)
    after = barrier_outcome([*barriers, passing], 70_000)

    if BETTER[after.outcome] < BETTER[before.outcome]:
        assert after.reason in ("no_alternative_free_of_barriers", "free_alternative_not_stated")


short_texts = st.text(max_size=5)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(["E1", "A1", "A0", "", "1e400", "-0", "2026-11-21", "1e-999"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


def places(value, path=()):
    """Every path into a JSON value."""
    yield path
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in items:
        yield from places(item, (*path, key))


PLACES = list(places(BASE))


@st.composite
def disturbed(draw, base=BASE, values=json_values, keys=short_texts):
    """The base case with a few values replaced, removed or added."""
    data = deepcopy(base)
    for path in draw(st.lists(st.sampled_from(PLACES[1:]), min_size=1, max_size=3)):
        container = data
        try:
            for key in path[:-1]:
                container = container[key]
            match draw(st.sampled_from(["replace", "remove", "add"])):
                case "replace":
                    container[path[-1]] = deepcopy(draw(values))
                case "remove":
                    del container[path[-1]]
                case _ if isinstance(container, list):
                    container.append(deepcopy(draw(values)))
                case _:
                    container[draw(keys)] = deepcopy(draw(values))
        except (KeyError, IndexError, TypeError):
            continue
    return data


def comes_out_clean(data):
    """A result that can be published and whose case reads back, or problems in single lines."""
    refused: tuple[Problem, ...] = ()
    try:
        case = read_case(data)
    except MalformedCase as error:
        refused = error.errors
        assert refused, "a refusal names its problems"
    assert all(len(f"{p.path}: {p.message}".splitlines()) == 1 for p in refused)
    if refused:
        return
    assert read_case(case.to_dict()) == case
    assert read_case_json(canonical_json(case.to_dict())) == case
    assert canonical_json(assess(case).to_dict())


@settings(max_examples=400)
@given(disturbed())
@example(
    {
        **BASE,
        "project": {**BASE["project"], "annual_reductions": [{"year": 2027, "tco2e": "1e-999"}]},
    }
)
def test_any_value_anywhere_gives_a_result_or_a_clean_error(data):
    comes_out_clean(data)


@given(json_values)
def test_any_json_value_is_a_case_or_a_clean_error(data):
    comes_out_clean(data)


@given(st.binary(max_size=200) | st.text(max_size=50).map(str.encode))
def test_any_bytes_are_a_case_or_a_clean_error(text):
    result, is_read = assess_or_errors(text)

    assert not is_read
    assert result["errors"]


numbers = st.decimals(allow_nan=False, allow_infinity=False).map(str) | st.sampled_from(
    ["1e17", "9.9e17", "-1e17", "1e-900", "0", "1e-18", "0.07999950"]
)


@settings(max_examples=150)
@given(
    st.lists(st.lists(numbers, min_size=11, max_size=11), min_size=4, max_size=4),
    numbers,
    st.booleans(),
)
def test_any_amounts_give_a_result_or_a_clean_error(amounts, rate, signed):
    data = make_data(
        investment__benchmark__rate=rate, investment__sensitivity__explanation="stated"
    )
    for line, values in zip(data["investment"]["lines"], amounts, strict=True):
        line["amounts"] = values
        line["kind"] = "residual" if signed else line["kind"]

    comes_out_clean(data)


def test_the_published_schema_is_a_schema():
    Draft202012Validator.check_schema(schema())


TOO_LARGE = ("number_out_of_range", "less than 1e18 in size")


def with_json_numbers(value):
    """The same case with its decimal strings as JSON numbers, of which a general validator knows the bounds."""
    if isinstance(value, dict):
        return {key: with_json_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_json_numbers(item) for item in value]
    try:
        return float(value) if "." in value else int(value)
    except (TypeError, ValueError):
        return value


NUMERIC_BASE = with_json_numbers(BASE)
simple_values = st.sampled_from(
    [None, True, False, -1, 0, 1, 0.5, 5.5, 91, 2027, 2027.0, 10**19, "", " ", "x", "a b", "E1", "A1", "wind",
     "2026-11-21", "capex", [], {}, [1], ["E1"], {"id": "A1"}, {"year": 2027, "tco2e": 5}]
)  # fmt: skip


@settings(max_examples=300)
@given(
    disturbed(
        NUMERIC_BASE, simple_values, st.sampled_from(["years", "x", "id", "capacity", "route"])
    )
)
@example(NUMERIC_BASE)
def test_the_reader_takes_what_the_published_schema_takes(data):
    problems = ProblemList()

    schema_reader.read(strict_json.parse(json.dumps(data)), schema(), problems)

    # That no number reaches 1e18 is said in the schema's description; the bound holds for strings, too.
    too_large = [p for p in problems.items if (p.code, p.params.get("expected")) == TOO_LARGE]
    found = len(problems.items) > len(too_large)
    is_valid = Draft202012Validator(schema()).is_valid(data)
    assert found is not is_valid or (too_large and not found)
