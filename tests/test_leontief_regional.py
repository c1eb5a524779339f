"""Regionalisation, supply shocks and the mixed model's three readings."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from clusterecon import leontief as lt
from clusterecon.errors import InputError

LABELS = ["farming", "metal", "trade"]
A = np.array([[0.20, 0.05, 0.01], [0.10, 0.30, 0.05], [0.05, 0.10, 0.15]])
ADDED = np.array([0.5, 0.3, 0.6])
PAY = np.array([0.3, 0.2, 0.4])
SPENDING = np.array([0.1, 0.1, 0.3])
SLQ = np.array([0.2, 0.8, 1.5])
ROWS = {"industry": [False, True, False]}

positive = st.floats(0.05, 3)


def labelled(values):
    values = np.asarray(values, dtype=float)
    if values.ndim == 1:
        return pd.Series(values, index=LABELS)
    return pd.DataFrame(values, index=LABELS, columns=LABELS)


def refused(match, call, *args, **kwargs):
    with pytest.raises(InputError, match=match):
        call(*args, **kwargs)


class TestFlegg:
    def test_lambda_by_hand(self):
        assert lt.flegg_lambda(0.1242, 0.25) == pytest.approx(0.641, abs=5e-4)
        assert lt.flegg_lambda(0.1242, 0.3) == pytest.approx(0.587, abs=5e-4)
        assert_array_equal(lt.flegg_lambda([1.0, 0.5], [0.3, 0.0]), [1, 1])

    def test_quotients_by_hand(self):
        lam = np.log2(1.1) ** 0.3
        expected = lam * np.array([[0.2, 0.25, 0.2 / 1.5], [4.0, 0.8, 0.8 / 1.5], [7.5, 1.875, 1.5]])
        assert_allclose(lt.flegg_quotients(SLQ, 0.1, 0.3), expected, rtol=1e-12)

    def test_delta_of_zero_gives_the_plain_quotients(self):
        plain = SLQ[:, None] / SLQ
        np.fill_diagonal(plain, SLQ)
        assert_array_equal(lt.flegg_quotients(SLQ, 0.1, 0), plain)

    def test_labels(self):
        quotients = lt.flegg_quotients(labelled(SLQ), 0.1, 0.3)
        assert list(quotients.columns) == LABELS
        assert list(lt.regionalise(labelled(A), quotients).index) == LABELS

    @given(arrays(float, 3, elements=positive), st.floats(0.01, 1), st.floats(0, 0.9), st.floats(0, 0.5))
    @settings(max_examples=60, deadline=None)
    def test_regional_never_above_national_and_falls_with_delta(self, slq, share, delta, more):
        regional = lt.regionalise(A, lt.flegg_quotients(slq, share, delta), ADDED - 0.1)
        assert (regional <= A).all()
        assert (lt.regionalise(A, lt.flegg_quotients(slq, share, delta + more)) <= regional + 1e-15).all()

    def test_a_sector_absent_from_the_region_sells_nothing_and_buys_as_the_nation(self):
        regional = lt.regionalise(A, lt.flegg_quotients([0.0, 0.8, 0.0], 0.1, 0.3))
        assert (regional[[0, 2]] == 0).all()
        assert_array_equal(regional[1, [0, 2]], A[1, [0, 2]])

    def test_refusals(self):
        refused("location quotient of 'metal' is -1", lt.flegg_quotients, labelled([1, -1, 1]), 0.1, 0.3)
        refused("location quotient of sector 2 is nan", lt.flegg_quotients, [1, np.nan, 1], 0.1, 0.3)
        refused("share.* not 0", lt.flegg_quotients, SLQ, 0, 0.3)
        refused("share.* not 1.2", lt.flegg_lambda, 1.2, 0.3)
        refused("delta.* not -0.1", lt.flegg_lambda, [0.1, 0.1], [0.3, -0.1])
        refused("delta.* not nan", lt.flegg_lambda, 0.1, np.nan)
        refused("delta.* not inf", lt.flegg_lambda, 0.1, np.inf)


class TestRegionalise:
    def test_shuffled_or_unlabelled_quotients(self):
        quotients = lt.flegg_quotients(labelled(SLQ), 0.1, 0.3)
        refused("unlabelled", lt.regionalise, labelled(A), quotients.to_numpy())
        refused("another order", lt.regionalise, labelled(A), quotients.iloc[::-1, ::-1])

    def test_bad_quotients_and_coefficients(self):
        bad = np.ones((3, 3))
        bad[0, 1] = -0.5
        refused("quotient from 'farming' to 'metal' is -0.5", lt.regionalise, labelled(A), labelled(bad))
        refused("coefficient from sector 1 to sector 2", lt.regionalise, bad, np.ones((3, 3)))
        refused("spectral radius", lt.regionalise, np.full((3, 3), 0.4), np.ones((3, 3)))

    def test_inputs_and_value_added_above_output(self):
        whole, added = labelled(np.ones((3, 3))), labelled([0.5, 0.6, 0.6])
        refused("value added of 'metal' add up to 1.05", lt.regionalise, labelled(A), whole, added)


class TestHouseholdColumn:
    def test_by_hand(self):
        column = lt.household_column([0.1, 0.2, 0.4], SLQ, 0.8, 0.65, 0.1)
        assert_allclose(column, 0.65 * 0.9 * np.array([0.1 * 0.16, 0.2 * 0.64, 0.4]), rtol=1e-12)

    def test_refusals(self):
        refused("add up to 1.1", lt.household_column, [0.1, 0.2, 0.8], SLQ, 0.8, 0.65)
        refused("share of sector 1 is -0.1", lt.household_column, [-0.1, 0.2, 0.4], SLQ, 0.8, 0.65)
        refused("propensity_to_consume is 1.2", lt.household_column, [0.1, 0.2, 0.4], SLQ, 0.8, 1.2)
        refused("leakage is -0.1", lt.household_column, [0.1, 0.2, 0.4], SLQ, 0.8, 0.6, -0.1)


class TestSupplyShock:
    def test_requirements_by_partitioned_inverse(self):
        # Output of sector 0 given, the others solved: their response is (I - A_NN)^-1 A_N0.
        others = np.linalg.solve(np.eye(2) - A[1:, 1:], A[1:, 0])
        assert_allclose(lt.supply_shock_requirements(A)[:, 0], [1, *others], rtol=1e-12)

    def test_multipliers_by_hand(self):
        L = np.linalg.inv(np.eye(3) - A)
        table = lt.supply_shock_multipliers(labelled(A), labelled(ADDED), {"industry": ["metal"]})
        expected = ADDED[1] * L[1, 0] / L[0, 0] / ADDED[0]
        assert table.loc["farming", "industry"] == pytest.approx(expected, rel=1e-12)
        assert table.loc["metal", "industry"] == 0  # never its own
        assert_allclose(table["total"], ADDED @ (L / np.diag(L)) / ADDED, rtol=1e-12)
        assert list(table.columns) == ["direct", "industry", "rest", "total"]

    def test_type2_by_the_bordered_matrix(self):
        bordered = np.block([[A, SPENDING[:, None]], [PAY[None, :], np.zeros((1, 1))]])
        L = np.linalg.inv(np.eye(4) - bordered)[:3, :3]
        table = lt.supply_shock_multipliers(A, ADDED, ROWS, compensation=PAY, household_spending=SPENDING)
        assert_allclose(table["total"], ADDED @ (L / np.diag(L)) / ADDED, rtol=1e-10)

    def test_no_value_added_no_multiplier(self):
        table = lt.supply_shock_multipliers(A, [0.5, 0, 0.6], ROWS)
        assert table.loc[1].isna().all()
        assert table.loc[[0, 2]].notna().all(axis=None)

    def test_refusals(self):
        refused("both for Type II", lt.supply_shock_multipliers, A, ADDED, ROWS, compensation=PAY)
        refused("'metals' is not a sector.*did you mean 'metal'", lt.supply_shock_multipliers, labelled(A),
                labelled(ADDED), {"industry": ["metals"]})  # fmt: skip
        overlap = {"a": [True, True, False], "b": [False, True, False]}
        refused("'b': sector 2 is in another group", lt.supply_shock_multipliers, A, ADDED, overlap)
        refused("mask of shape", lt.supply_shock_multipliers, A, ADDED, {"a": [True]})
        refused("kept for a column", lt.supply_shock_multipliers, A, ADDED, {"total": [True, False, False]})
        shuffled = pd.Series([True, False, False], index=LABELS[::-1])
        refused("another order", lt.supply_shock_multipliers, labelled(A), labelled(ADDED), {"a": shuffled})
        refused("value added of sector 1 is -1", lt.supply_shock_multipliers, A, [-1, 0, 0], ROWS)


class TestThreeReadings:
    MIX = (0.0, 0.7, 0.3)

    def test_by_hand(self):
        L = np.linalg.inv(np.eye(3) - A)
        output = np.array(self.MIX) / ADDED
        table = lt.mixed_model_readings(A, ADDED, self.MIX, ROWS)
        lower = ADDED[0] * (A[0] @ output) / (1 - A[0, 0])
        assert_allclose(table.loc["lower"], [1, 0, lower, 1 + lower], rtol=1e-12)
        upper = (L - np.eye(3)) @ output * ADDED
        assert_allclose(table.loc["upper"], [1, upper[1], upper[[0, 2]].sum(), 1 + upper.sum()], rtol=1e-12)

    def test_one_tenant_sector_makes_lower_and_middle_the_same(self):
        table = lt.mixed_model_readings(labelled(A), labelled(ADDED), {"metal": 1.0}, {"industry": ["metal"]})
        assert_allclose(table.loc["lower"], table.loc["one_at_a_time"], rtol=1e-12)
        direct = lt.supply_shock_multipliers(labelled(A), labelled(ADDED), {"industry": ["metal"]})
        assert_allclose(table.loc["one_at_a_time"], direct.loc["metal"], rtol=1e-12)

    def test_a_mix_rounded_in_print_is_scaled_to_one(self):
        exact = lt.mixed_model_readings(A, ADDED, self.MIX, ROWS)
        rounded = lt.mixed_model_readings(A, ADDED, np.array(self.MIX) * (1 + 5e-7), ROWS)
        assert_allclose(rounded, exact, rtol=1e-12)

    def test_all_sectors_tenants_leaves_nothing_to_respond(self):
        table = lt.mixed_model_readings(A, ADDED, [0.2, 0.5, 0.3], ROWS)
        assert table.loc["lower", "total"] == 1

    @given(arrays(float, 3, elements=st.floats(0, 1)))
    @settings(max_examples=60, deadline=None)
    def test_the_readings_are_ordered(self, weights):
        mix = (weights + np.array([0, 0.1, 0])) / (weights.sum() + 0.1)
        total = lt.mixed_model_readings(A, ADDED, mix, ROWS)["total"]
        assert total["lower"] <= total["one_at_a_time"] + 1e-12 <= total["upper"] + 2e-12

    def test_refusals(self):
        refused("add up to 0.9", lt.mixed_model_readings, A, ADDED, [0.2, 0.4, 0.3], ROWS)
        refused("tenant_mix of sector 1 is -0.1", lt.mixed_model_readings, A, ADDED, [-0.1, 0.8, 0.3], ROWS)
        refused("'metl' is not a sector.*'metal'", lt.mixed_model_readings, labelled(A), labelled(ADDED),
                {"metl": 1.0}, {})  # fmt: skip
        refused(
            "sector 2 has a share but no value added",
            lt.mixed_model_readings,
            A,
            [0.5, 0, 0.6],
            self.MIX,
            ROWS,
        )
        refused(
            "tenant_mix is unlabelled", lt.mixed_model_readings, labelled(A), labelled(ADDED), self.MIX, {}
        )
        refused("4 sectors", lt.mixed_model_readings, A, ADDED, [0.25] * 4, ROWS)
