"""A region's coefficients and household column, and the mixed model's three readings of a supply shock."""

from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from clusterecon.ground.errors import InputError
from clusterecon.leontief.demand import demand_effects
from clusterecon.leontief.ratios import flegg_lambda
from clusterecon.leontief.supply import indirect_by_sector
from clusterecon.leontief.surface import lambda_range
from clusterecon.leontief.table import LinkageTable
from clusterecon.leontief.textbook import household_column, regional_coefficients

LABELS = ("farming", "metal", "trade")
A = np.array([[0.20, 0.05, 0.01], [0.10, 0.30, 0.05], [0.05, 0.10, 0.15]])
ADDED = np.array([0.5, 0.3, 0.6])
SLQ = np.array([0.2, 0.8, 1.5])
WHOLE = (1.0, 0.0)
"""Share and delta of a region that is the nation: with quotients of 1 nothing is cut."""

positive = st.floats(0.05, 3)


def made_up_table(**changes):
    """The made-up nation, as its own region unless quotients are given."""
    plain = {
        "sectors": LABELS,
        "coefficients": A,
        "value_added": ADDED,
        "compensation": [0.3, 0.2, 0.4],
        "household_shares": [0.1, 0.2, 0.4],
        "location_quotients": np.ones(3),
        "industry": [False, True, False],
        "services": [False, False, True],
        "farming": [True, False, False],
        "relative_productivity": np.ones(3),
    }
    return LinkageTable(**{**plain, **changes})


def readings(mix, **changes):
    """Where the indirect effect falls, by sector and reading."""
    return indirect_by_sector(made_up_table(**changes), mix, *WHOLE)


def refused(match, call, *args, **kwargs):
    with pytest.raises(InputError, match=match):
        call(*args, **kwargs)


class TestFlegg:
    def test_lambda_by_hand(self):
        assert flegg_lambda(0.1242, 0.25) == pytest.approx(0.641, abs=5e-4)
        assert flegg_lambda(0.1242, 0.3) == pytest.approx(0.587, abs=5e-4)
        assert (flegg_lambda(1.0, 0.3), flegg_lambda(0.5, 0.0)) == (1, 1)

    def test_coefficients_by_hand(self):
        lam = flegg_lambda(0.1, 0.3)
        assert lam == pytest.approx(np.log2(1.1) ** 0.3)
        quotients = lam * np.array([[0.2, 0.25, 0.2 / 1.5], [4.0, 0.8, 0.8 / 1.5], [7.5, 1.875, 1.5]])
        expected = A * np.minimum(1, quotients)
        assert_allclose(regional_coefficients(A, SLQ, lam), expected, rtol=1e-12)

    def test_delta_of_zero_gives_the_plain_quotients(self):
        plain = SLQ[:, None] / SLQ
        np.fill_diagonal(plain, SLQ)
        found = regional_coefficients(A, SLQ, flegg_lambda(0.1, 0))
        assert_array_equal(found, A * np.minimum(1, plain))

    def test_many_sizes_at_once_are_each_of_them(self):
        lam = np.array([0.3, 0.64, 1.0])
        many, columns = regional_coefficients(A, SLQ, lam), household_column(ADDED, SLQ, lam)
        assert (many.shape, columns.shape) == ((3, 3, 3), (3, 3))
        for one, regional, column in zip(lam, many, columns, strict=True):
            assert_array_equal(regional, regional_coefficients(A, SLQ, one))
            assert_array_equal(column, household_column(ADDED, SLQ, one))

    @given(arrays(float, 3, elements=positive), st.floats(0.01, 1), st.floats(0, 0.9), st.floats(0, 0.5))
    @settings(max_examples=60, deadline=None)
    def test_regional_never_above_national_and_falls_with_delta(self, slq, share, delta, more):
        regional = regional_coefficients(A, slq, flegg_lambda(share, delta))
        assert (regional <= A).all()
        smaller = regional_coefficients(A, slq, flegg_lambda(share, delta + more))
        assert (smaller <= regional + 1e-15).all()

    def test_a_sector_absent_from_the_region_sells_nothing_and_buys_as_the_nation(self):
        regional = regional_coefficients(A, np.array([0.0, 0.8, 0.0]), flegg_lambda(0.1, 0.3))
        assert (regional[[0, 2]] == 0).all()
        assert_array_equal(regional[1, [0, 2]], A[1, [0, 2]])

    @pytest.mark.parametrize(
        ("share", "delta", "match"),
        [
            (0, 0.3, "share.* not 0"), (1.2, 0.3, "share.* not 1.2"), (0.1, -0.1, "delta.* not -0.1"),
            (0.1, np.nan, "delta.* not nan"), (0.1, np.inf, "delta.* not inf"),
        ],
    )  # fmt: skip
    def test_refusals(self, share, delta, match):
        table = made_up_table()
        refused(match, indirect_by_sector, table, {"metal": 1.0}, share, delta)
        refused(match, demand_effects, table, "metal", share, delta)
        refused(match, lambda_range, (0.1, share), (delta, 0.3))
        refused(match, lambda_range, (share, 1.0), (0.3, delta))


def test_household_column_by_hand():
    column = household_column(np.array([0.1, 0.2, 0.4]), SLQ, 0.8)
    assert_allclose(column, np.array([0.1 * 0.16, 0.2 * 0.64, 0.4]), rtol=1e-12)


class TestThreeReadings:
    MIX: ClassVar = dict(zip(LABELS, (0.0, 0.7, 0.3), strict=True))

    def test_one_at_a_time_by_partitioned_inverse(self):
        # Output of farming given, the others solved: their response is (I - A_NN)^-1 A_N0.
        others = np.linalg.solve(np.eye(2) - A[1:, 1:], A[1:, 0])
        found = readings({"farming": 1.0})["one_at_a_time"]
        assert_allclose(found, [0, *(ADDED[1:] * others / ADDED[0])], rtol=1e-12)

    def test_one_at_a_time_by_hand(self):
        L = np.linalg.inv(np.eye(3) - A)
        found = readings({"farming": 1.0})["one_at_a_time"]
        assert found["metal"] == pytest.approx(ADDED[1] * L[1, 0] / L[0, 0] / ADDED[0], rel=1e-12)
        assert found["farming"] == 0  # never its own
        for j, sector in enumerate(LABELS):
            multiplier = 1 + readings({sector: 1.0})["one_at_a_time"].sum()
            assert multiplier == pytest.approx(ADDED @ (L[:, j] / L[j, j]) / ADDED[j], rel=1e-12)

    def test_lower_and_upper_by_hand(self):
        L = np.linalg.inv(np.eye(3) - A)
        output = np.array(list(self.MIX.values())) / ADDED
        table = readings(self.MIX)
        assert list(table.columns) == ["lower", "one_at_a_time", "upper"]
        assert_allclose(table["lower"], [ADDED[0] * (A[0] @ output) / (1 - A[0, 0]), 0, 0], rtol=1e-12)
        assert_allclose(table["upper"], (L - np.eye(3)) @ output * ADDED, rtol=1e-12)

    def test_the_region_is_cut_before_the_readings(self):
        regional = regional_coefficients(A, SLQ, flegg_lambda(0.1, 0.3))
        cut = indirect_by_sector(made_up_table(location_quotients=SLQ), self.MIX, 0.1, 0.3)
        assert_allclose(cut, readings(self.MIX, coefficients=regional), rtol=1e-12)

    def test_one_tenant_sector_makes_lower_and_middle_the_same(self):
        table = readings({"metal": 1.0})
        assert_allclose(table["lower"], table["one_at_a_time"], rtol=1e-12)

    def test_a_mix_rounded_in_print_is_scaled_to_one(self):
        rounded = readings({sector: share * (1 + 5e-7) for sector, share in self.MIX.items()})
        assert_allclose(rounded, readings(self.MIX), rtol=1e-12)

    def test_all_sectors_tenants_leaves_nothing_to_respond(self):
        table = readings(dict(zip(LABELS, (0.2, 0.5, 0.3), strict=True)))
        assert (table["lower"] == 0).all()

    @given(arrays(float, 3, elements=st.floats(0, 1)))
    @settings(max_examples=60, deadline=None)
    def test_the_readings_are_ordered(self, weights):
        mix = (weights + np.array([0, 0.1, 0])) / (weights.sum() + 0.1)
        total = readings(dict(zip(LABELS, mix, strict=True))).sum()
        assert total["lower"] <= total["one_at_a_time"] + 1e-12 <= total["upper"] + 2e-12

    def test_refusals(self):
        refused("add up to 0.9", readings, {"farming": 0.2, "metal": 0.7})
        refused("tenant_mix of 'farming' is -0.1", readings, {"farming": -0.1, "metal": 1.1})
        refused("'metl' is not a sector.*'metal'", readings, {"metl": 1.0})
        refused("'metal' has a share but no value added", readings, {"metal": 1.0}, value_added=[0.5, 0, 0.6])
