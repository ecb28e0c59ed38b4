"""What the EU capped in its third phase: below, on and above each threshold."""

from decimal import Decimal

import pytest

from additionality.engine.capped_sources import Coverage, capped_activities

ACTIVITIES = capped_activities()
WITH_THRESHOLD = [key for key, one in ACTIVITIES.items() if one.threshold is not None]
STEP = Decimal("0.000001")


@pytest.mark.parametrize("key", WITH_THRESHOLD)
def test_a_source_is_capped_above_the_threshold_and_not_at_it(key):
    activity = ACTIVITIES[key]

    assert activity.coverage(activity.threshold - STEP) == Coverage.NOT_COVERED
    assert activity.coverage(activity.threshold) == Coverage.NOT_COVERED
    assert activity.coverage(activity.threshold + STEP) == Coverage.COVERED


@pytest.mark.parametrize(
    ("key", "capacity", "found"),
    [
        ("combustion", "20", "not_covered"),
        ("combustion", "20.1", "covered"),
        ("iron_steel", "2.5", "not_covered"),
        ("iron_steel", "2.51", "covered"),
        ("clinker_rotary", "500.5", "covered"),
        ("clinker_other", "50.5", "covered"),
        ("glass", "0", "not_covered"),
        ("ceramics", "75.01", "covered"),
        ("hydrogen", "25", "not_covered"),
        ("paper", "20.5", "covered"),
    ],
)
def test_thresholds_of_the_directive(key, capacity, found):
    assert ACTIVITIES[key].coverage(Decimal(capacity)) == found


@pytest.mark.parametrize("key", ["refining", "coke", "pulp", "ammonia", "aviation"])
@pytest.mark.parametrize("capacity", [None, Decimal(0), Decimal(1000)])
def test_without_a_threshold_size_does_not_matter(key, capacity):
    assert ACTIVITIES[key].coverage(capacity) == Coverage.NO_THRESHOLD


@pytest.mark.parametrize("capacity", [None, Decimal(-1)])
def test_a_threshold_needs_a_capacity(capacity):
    with pytest.raises(ValueError, match="a capacity in t/d is needed"):
        ACTIVITIES["glass"].coverage(capacity)


def test_what_the_cap_counts_beside_carbon_dioxide():
    more = {key: one.gases[1:] for key, one in ACTIVITIES.items() if len(one.gases) > 1}
    assert more == {
        "primary_aluminium": ("PFC",),
        "nitric_acid": ("N2O",),
        "adipic_acid": ("N2O",),
        "glyoxal": ("N2O",),
    }
