"""The draws: each the same as working it out exactly, drawn as stated, and the same everywhere."""

import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from additionality.engine import draws
from additionality.engine.analyses.investment import result_of
from additionality.engine.case import read_case
from additionality.engine.decimals import percent
from additionality.engine.drawn_rates import rates_of_return
from additionality.engine.finance import irr
from additionality.engine.rulepack import load_pack
from additionality.engine.sensitivity import apart
from tests.engine.test_valuation import made_up_investment
from tests.rulepacks.golden import base_of, changed, make_data

PACK = load_pack("tw-offset")
#: The first numbers of PCG64 with seed 1 in numpy 2.4, which promises not to change them.
RAW = [9441442522235856127, 17532960557476522086, 2659275481604167885]
OTHERS = {
    "npv": {"indicator": "npv", "discount_rate": "0.08"},
    "benefit_cost": {"indicator": "benefit_cost", "discount_rate": "0.08"},
    "levelised_cost": {
        "indicator": "levelised_cost",
        "discount_rate": "0.08",
        "benchmark": {"value": "2"},
    },
}


def case_of(seed, kind=""):
    investment = made_up_investment(seed)
    investment |= OTHERS.get(kind, {})
    if kind == "levelised_cost":
        years = len(investment["lines"][0]["amounts"])
        investment["output"] = {"unit": "MWh", "amounts": ["0", *["7"] * (years - 1)]}
    return read_case(make_data(investment=investment))


@pytest.mark.parametrize("kind", ["", *OTHERS])
@pytest.mark.parametrize("seed", range(8))
def test_a_draw_is_what_changing_the_lines_gives_exactly(seed, kind):
    result = result_of(case_of(seed, kind), PACK)
    chosen = apart(result.variations)
    choose = random.Random(seed)
    changes = [np.array([choose.uniform(-0.4, 0.4) for _ in range(8)]) for _ in chosen]
    drawn = draws.Drawn(
        result.estimate.varied(*(one.names for one in chosen)), result.target, changes
    )
    surpluses, indicators = drawn.surpluses(), drawn.indicators()
    for at in range(8):
        model = result.model
        for one, change in zip(chosen, changes, strict=True):
            model = model.changed(one.names, Decimal(change[at]))
        exact, surplus = model.worth().rate, float(model.surplus(result.target))
        size = sum(float(sum(map(abs, line.amounts))) for line in model.lines)
        assert surpluses[at] == pytest.approx(surplus, abs=1e-9 * size)
        if exact is None:
            assert np.isnan(indicators[at])
        else:
            scale = size if kind == "npv" else 1
            assert indicators[at] == pytest.approx(float(exact), rel=1e-9, abs=1e-9 * scale)


FLOWS = [
    [-100, 110, 0], [-100, 0, 121], [0, -100, 120], [-100, -5, -1], [100, 5, 1], [100, -110, 0],
    [-1600, 10000, -10000], [-100, 110, -40], [-100, 250, -140], [-100, 60, 20], [-100, 1, 0],
    [-1, 1e6, 0], [-100, 300, -10], [0, 0, 0],
]  # fmt: skip


def rates(flows):
    years = [np.array(year, dtype=float) for year in zip(*flows, strict=True)]
    return rates_of_return(years, np.full(len(flows), 0.9))


def test_rates_of_many_cash_flows_are_those_of_one_at_a_time():
    found = rates(FLOWS)

    for flows, rate in zip(FLOWS, found, strict=True):
        exact = irr([Decimal(str(flow)) for flow in flows]).rate
        assert np.isnan(rate) if exact is None else rate == pytest.approx(float(exact), abs=1e-9)


def test_rates_of_generated_cash_flows_are_those_of_one_at_a_time():
    choose = random.Random(1)
    flows = [[-1.0, *(choose.uniform(-0.2, 0.5) for _ in range(9))] for _ in range(400)]
    found = rates(flows)
    exact = [irr([Decimal(flow) for flow in one]).rate for one in flows]

    assert sum(rate is None for rate in exact) > 5
    for rate, one in zip(found, exact, strict=True):
        if one is not None:
            assert rate == pytest.approx(float(one), rel=1e-8, abs=1e-8)
        else:
            assert np.isnan(rate)


def test_the_changes_have_the_distribution_that_is_stated():
    one, other = draws._changes(2, 100_000, 0.2)

    assert -0.2 < one.min() < -0.197
    assert 0.197 < one.max() < 0.2
    assert one.mean() == pytest.approx(0, abs=0.001)
    assert one.var() == pytest.approx(0.2**2 / 6, rel=0.02)
    # Half of a triangle's draws lie nearer to its middle than 1 - sqrt(1/2) of its reach.
    assert (abs(one) < 0.2 * (1 - 0.5**0.5)).mean() == pytest.approx(0.5, abs=0.01)
    assert np.corrcoef(one, other)[0, 1] == pytest.approx(0, abs=0.01)


def test_the_generator_gives_the_numbers_it_gives_everywhere():
    assert np.random.PCG64(draws.SEED).random_raw(3).tolist() == RAW


def test_the_same_case_gives_the_same_figures_in_another_process():
    code = (
        "from additionality.engine.draws import draws_of; "
        "from additionality.engine.case import read_case; "
        "from additionality.engine.rulepack import load_pack; "
        "from tests.rulepacks.golden import base_of, changed, make_data; "
        "print(repr(draws_of(read_case(make_data()), load_pack('tw-offset'))))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    ).stdout  # fmt: skip

    assert told.strip() == repr(draws.draws_of(read_case(make_data()), PACK))


def test_what_the_draws_come_to():
    case = read_case(make_data())
    drawn, result = draws.draws_of(case, PACK), result_of(case, PACK)

    assert drawn["draws"] == "100000"
    assert sum(int(one["count"]) for one in drawn["histogram"]) == 100_000
    assert drawn["lines"] == [one.line for one in apart(result.variations)]
    at = {one["percent"]: Decimal(one["indicator"]) for one in drawn["percentiles"]}
    assert sorted(at.values()) == list(at.values())
    # The middle draw is near the estimate: half a percentage point.
    assert abs(percent(at["50"]) - percent(result.without.rate)) < Decimal("0.5")
    share, low, high = Decimal(drawn["reaching"]), at["1"], at["99"]
    assert 0 <= share <= 1
    assert (share < Decimal("0.01")) == (result.target > high)
    assert low < result.without.rate < high


def test_what_the_finding_leaves_out_is_not_drawn_either():
    """A premium that the pack leaves out would make the project attractive in nearly every draw."""
    pack = load_pack("cdm")
    premium = {
        "name": "Premium", "kind": "subsidy", "policy": "e_minus", "policy_adopted": "2001-11-12",
        "amounts": ["0", *["100"] * 10],
    }  # fmt: skip
    plain = base_of("cdm")
    paid = changed(plain, {"investment.lines": [*plain["investment"]["lines"], premium]})

    first, second = (draws.draws_of(read_case(data), pack, count=1000) for data in (plain, paid))

    assert first == second
    assert (
        result_of(read_case(paid), pack).without.rate
        == result_of(read_case(plain), pack).without.rate
    )


def test_nothing_is_drawn_where_nothing_is_computed():
    assert draws.draws_of(read_case(make_data(investment=None)), PACK) is None


def test_numpy_is_not_loaded_to_assess():
    code = (
        "import sys; from additionality.engine.assess import assess; import additionality.engine.draws; "
        "from additionality.engine.case import read_case; from tests.rulepacks.golden import make_data; "
        "assess(read_case(make_data())); sys.exit('numpy' in sys.modules)"
    )
    root = Path(__file__).parents[2]

    assert subprocess.run([sys.executable, "-c", code], cwd=root).returncode == 0
