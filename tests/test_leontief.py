"""Coefficients, inverses, effects, multipliers and their guards, held against tables in print."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from clusterecon.ground.errors import InputError
from clusterecon.leontief import textbook

# Miller and Blair (2009), Input-Output Analysis, 2nd edition, section 2.3, tables 2.3 and 2.4 (pp. 21-26).
MB_Z = [[150, 500], [200, 100]]
MB_X = [1000, 2000]
MB_A = [[0.15, 0.25], [0.20, 0.05]]
MB_NEW_FINAL_USE = [600, 1500]
# Section 2.5 (pp. 34-41): closed for households.
MB_PAY = [0.30, 0.25]
MB_SPENDING = [0.05, 0.40]
MB_HOUSEHOLD_OWN = 0.05

# D'Hernoncourt, Cordier and Hadley (2011), Input-Output Multipliers: specification sheet and supporting
# material, Spicosa project report: the Netherlands in 2000, six sectors, million EUR; multipliers as printed.
NL = ["agriculture", "mining", "manufacturing", "utilities", "construction", "services"]
NL_Z = [
    [2731, 3, 8260, 36, 59, 615],
    [4, 282, 2013, 3979, 188, 60],
    [3322, 291, 40218, 480, 8004, 16999],
    [983, 53, 2400, 4395, 85, 3458],
    [121, 70, 565, 135, 14103, 9509],
    [2884, 1078, 28400, 1404, 9339, 106994],
]
NL_X = [21863, 12292, 210900, 18249, 60244, 435953]
NL_PAY = [2336, 520, 35083, 1629, 14339, 151784]
NL_SPENDING = [0, 0, 0.08, 0.03, 0, 0.59]  # as printed, two decimals
NL_TYPE1_INCOME = [2.466, 2.333, 1.84, 2.372, 1.953, 1.417]
NL_TYPE2_INCOME_EFFECTS = [0.3887, 0.1456, 0.4515, 0.3124, 0.6858, 0.7279]
NL_TYPE2_INCOME = [3.6377, 3.4423, 2.7144, 3.4996, 2.8813, 2.0907]

# Eurostat (2008), Manual of Supply, Use and IO Tables, chapter 15: Germany 1995, table 15.4 (p. 482),
# inverse 15.10 (p. 488), multipliers and linkages as printed.
DE_Z = [
    [1131, 25480, 1, 607, 710, 762],
    [7930, 304584, 64167, 41082, 11981, 30360],
    [426, 7334, 3875, 5296, 23457, 9155],
    [3559, 72717, 14190, 74399, 10835, 21008],
    [3637, 96115, 31027, 65755, 193176, 34223],
    [1552, 14986, 1747, 11225, 15058, 22070],
]
DE_X = [43910, 1079446, 245606, 540063, 692487, 508918]
DE_VALUE_ADDED = [21664, 395022, 115624, 311407, 415426, 365017]
DE_EMPLOYED = [1096, 8381, 3236, 9251, 4258, 10206]
DE_OUTPUT_MULTIPLIERS = [1.7048, 1.8413, 1.8136, 1.6035, 1.5951, 1.3782]
DE_FORWARD = [2.1126, 1.6691, 1.3558, 1.5848, 2.1037, 1.2106]
DE_VALUE_ADDED_EFFECTS = [0.8450, 0.7647, 0.8615, 0.9019, 0.9393, 0.9199]
DE_EMPLOYMENT_EFFECTS = [0.0326, 0.0162, 0.0207, 0.0237, 0.0112, 0.0242]


def frame(matrix, labels):
    return pd.DataFrame(np.asarray(matrix, dtype=float), index=labels, columns=labels)


def series(vector, labels):
    return pd.Series(np.asarray(vector, dtype=float), index=labels)


def netherlands():
    A = textbook.technical_coefficients(frame(NL_Z, NL), series(NL_X, NL))
    return A, series(NL_PAY, NL) / series(NL_X, NL)


def type1_effects(A, factor):
    return textbook.effects(textbook.leontief_inverse(A), factor)


def type1_multipliers(A, factor):
    return textbook.multipliers(textbook.leontief_inverse(A), factor)


def type2_effects(A, pay, spending, factor, **corner):
    return textbook.effects(textbook.closed_inverse(A, pay, spending, **corner), factor)


def type2_multipliers(A, pay, spending, factor):
    return textbook.multipliers(textbook.closed_inverse(A, pay, spending), factor)


def output_multipliers(A):
    return textbook.leontief_inverse(A).sum(axis=0)


def refused(match, call, *args, **kwargs):
    with pytest.raises(InputError, match=match) as caught:
        call(*args, **kwargs)
    return caught.value.mistakes


@st.composite
def productive_tables(draw, most=7):
    """A table whose columns add up to less than one, with pay, spending and value added that fit in."""
    n = draw(st.integers(2, most))
    cells = draw(arrays(float, (n + 2, n), elements=st.floats(0, 1, width=32)))
    columns = cells / (cells.sum(axis=0) + draw(st.floats(0.2, 2)))
    spending = draw(arrays(float, n, elements=st.floats(0, 1, width=32)))
    return columns[:n], columns[n], 0.9 * spending / (spending.sum() + 0.1), columns[n] + columns[n + 1]


class TestMillerAndBlair:
    def test_coefficients_of_table_2_4(self):
        assert_allclose(textbook.technical_coefficients(MB_Z, MB_X), MB_A, rtol=1e-12)

    def test_inverse(self):
        assert_allclose(textbook.leontief_inverse(MB_A), [[1.254, 0.330], [0.264, 1.122]], atol=5e-4)

    def test_new_final_use_needs_the_printed_output_and_labour(self):
        output = textbook.leontief_inverse(MB_A) @ np.array(MB_NEW_FINAL_USE)
        assert_allclose(output, [1247.5, 1841.6], atol=0.05)
        assert_allclose(np.array(MB_PAY) * output, [374.25, 460.4], atol=0.01)

    def test_closed_model_of_section_2_5(self):
        block = textbook.closed_inverse(MB_A, MB_PAY, MB_SPENDING, household_own=MB_HOUSEHOLD_OWN)
        assert_allclose(block, [[1.365, 0.425], [0.527, 1.348]], atol=5e-4)
        # The book multiplies the inverse as printed, with three decimals.
        assert_allclose(block @ np.array(MB_NEW_FINAL_USE), [1456, 2338], atol=1)

    def test_income_of_households_in_the_closed_model(self):
        # Households' pay includes what they pay each other, 0.05 of their income: divide by 1 - 0.05.
        pay = type2_effects(MB_A, MB_PAY, MB_SPENDING, MB_PAY, household_own=MB_HOUSEHOLD_OWN)
        assert_allclose(pay / (1 - MB_HOUSEHOLD_OWN), [0.570, 0.489], atol=5e-4)
        assert_allclose(pay @ np.array(MB_NEW_FINAL_USE) / (1 - MB_HOUSEHOLD_OWN), 1075, rtol=1e-3)


class TestTheNetherlands:
    def test_type1_income_multipliers(self):
        A, pay = netherlands()
        assert_allclose(type1_multipliers(A, pay), NL_TYPE1_INCOME, atol=5e-4)

    def test_type2_income_multipliers_and_effects(self):
        # The print rounds its household column to two decimals: agreement to 1e-3, not to its four digits.
        A, pay = netherlands()
        spending = series(NL_SPENDING, NL)
        assert_allclose(type2_multipliers(A, pay, spending, pay), NL_TYPE2_INCOME, rtol=1e-3)
        assert_allclose(type2_effects(A, pay, spending, pay), NL_TYPE2_INCOME_EFFECTS, rtol=1e-3)

    def test_plain_lists_give_the_same_numbers_as_frames(self):
        A, pay = netherlands()
        plain = type2_multipliers(A.values.tolist(), pay.tolist(), NL_SPENDING, pay.tolist())
        assert isinstance(plain, np.ndarray)
        assert_array_equal(plain, type2_multipliers(A, pay, series(NL_SPENDING, NL), pay))


class TestGermany:
    A = textbook.technical_coefficients(DE_Z, DE_X)

    def test_output_multipliers_are_backward_linkages(self):
        assert_allclose(output_multipliers(self.A), DE_OUTPUT_MULTIPLIERS, atol=2e-4)

    def test_diagonal_of_the_inverse(self):
        assert_allclose(np.diag(textbook.leontief_inverse(self.A))[:3], [1.0339, 1.4292, 1.0289], atol=2e-4)

    def test_effects(self):
        x = np.array(DE_X)
        assert_allclose(type1_effects(self.A, DE_VALUE_ADDED / x), DE_VALUE_ADDED_EFFECTS, atol=2e-4)
        assert_allclose(type1_effects(self.A, DE_EMPLOYED / x), DE_EMPLOYMENT_EFFECTS, atol=6e-5)

    def test_forward_linkages(self):
        # The manual prints 1.6691 for manufacturing; its own table gives 1.6910. The other five agree.
        # Forward linkages are the sums of rows of the Ghosh inverse, x^-1 L x.
        forward = textbook.leontief_inverse(self.A) @ np.array(DE_X) / DE_X
        assert_allclose(np.delete(forward, 1), np.delete(DE_FORWARD, 1), atol=2e-4)
        assert forward[1] == pytest.approx(1.6910, abs=2e-4)


class TestAlgebra:
    @given(productive_tables())
    @settings(max_examples=60, deadline=None)
    def test_rank_one_equals_inverting_the_bordered_matrix(self, table):
        A, pay, spending, _ = table
        bordered = np.block([[A, spending[:, None]], [pay[None, :], np.zeros((1, 1))]])
        whole = np.linalg.inv(np.eye(len(bordered)) - bordered)
        assert_allclose(textbook.closed_inverse(A, pay, spending), whole[:-1, :-1], rtol=1e-10, atol=1e-10)

    def test_rank_one_with_a_corner(self):
        bordered = np.block(
            [[np.array(MB_A), np.c_[MB_SPENDING]], [np.array([MB_PAY]), np.array([[MB_HOUSEHOLD_OWN]])]]
        )
        whole = np.linalg.inv(np.eye(3) - bordered)
        block = textbook.closed_inverse(MB_A, MB_PAY, MB_SPENDING, household_own=MB_HOUSEHOLD_OWN)
        assert_allclose(block, whole[:2, :2], rtol=1e-10)

    @given(productive_tables())
    @settings(max_examples=60, deadline=None)
    def test_inverse_solves_and_type2_never_below_type1(self, table):
        A, pay, spending, added = table
        L = textbook.leontief_inverse(A)
        assert_allclose(L @ (np.eye(len(A)) - A), np.eye(len(A)), atol=1e-9)
        assert (type2_effects(A, pay, spending, added) >= type1_effects(A, added) - 1e-12).all()

    @given(productive_tables())
    @settings(max_examples=60, deadline=None)
    def test_income_effect_is_type1_over_what_spending_leaves(self, table):
        # With a corner of 0 the ratio of Type II to Type I income is one number for all sectors.
        A, pay, spending, _ = table
        type1 = type1_effects(A, pay)
        assert_allclose(
            type2_effects(A, pay, spending, pay), type1 / (1 - type1 @ spending), rtol=1e-9, atol=1e-12
        )

    def test_no_spending_is_type1(self):
        assert_array_equal(type2_multipliers(MB_A, MB_PAY, [0, 0], MB_PAY), type1_multipliers(MB_A, MB_PAY))

    def test_no_linkages_no_multiplier(self):
        assert_array_equal(output_multipliers(np.zeros((3, 3))), np.ones(3))

    def test_a_sector_without_the_factor_has_no_multiplier_and_no_warning(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            type1 = type1_multipliers(MB_A, [0.3, 0])
            type2 = type2_multipliers(MB_A, MB_PAY, MB_SPENDING, [0, 0.25])
        assert np.isnan(type1).tolist() == [False, True]
        assert np.isnan(type2).tolist() == [True, False]

    def test_a_factor_may_be_negative(self):
        assert type1_effects(MB_A, [-0.1, 0])[0] == pytest.approx(-0.1254125)


class TestLabels:
    def test_results_carry_the_labels(self):
        A = frame(MB_A, ["food", "metal"])
        assert textbook.leontief_inverse(A).loc["metal", "food"] == pytest.approx(0.264, abs=5e-4)
        effects = type1_effects(A, series(MB_PAY, ["food", "metal"]))
        assert list(effects.index) == ["food", "metal"]
        assert isinstance(output_multipliers(MB_A), np.ndarray)

    def test_rows_and_columns_of_one_sector_are_vectors(self):
        row = pd.DataFrame([MB_PAY], index=["pay"], columns=["food", "metal"])
        A = frame(MB_A, ["food", "metal"])
        assert_array_equal(type1_effects(A, row), type1_effects(A, row.T))
        assert_array_equal(type1_effects(MB_A, [MB_PAY]), type1_effects(MB_A, MB_PAY))

    def test_shuffled_vector(self):
        A = frame(MB_A, ["food", "metal"])
        factor = series(MB_PAY, ["metal", "food"])
        refused("factor: sectors stand in another order .* 'metal'", type1_effects, A, factor)

    def test_shuffled_columns(self):
        A = frame(MB_A, ["food", "metal"])[["metal", "food"]]
        refused("columns of A: sectors stand in another order", textbook.leontief_inverse, A)

    def test_unknown_sector(self):
        A = frame(MB_A, ["food", "metal"])
        refused("'metals' is not in inverse", type1_effects, A, series(MB_PAY, ["food", "metals"]))

    def test_repeated_sector(self):
        mistakes = refused(
            "'food' appears more than once", textbook.leontief_inverse, frame(MB_A, ["food", "food"])
        )
        assert len(mistakes) == 2

    def test_labelled_beside_plain(self):
        A = frame(MB_A, ["food", "metal"])
        refused("factor is unlabelled while inverse carries", type1_effects, A, MB_PAY)
        refused("inverse is unlabelled while factor carries", type1_effects, MB_A, series(MB_PAY, ["a", "b"]))

    def test_wrong_shapes(self):
        refused(r"A: must be square.*\(2, 3\)", textbook.leontief_inverse, np.zeros((2, 3)))
        refused("factor: 3 sectors, but inverse has 2", type1_effects, MB_A, [1, 2, 3])
        refused("factor: must hold one number", type1_effects, MB_A, np.ones((2, 2)))
        refused("not a regular array of numbers", textbook.leontief_inverse, [[1, 2], [3]])

    def test_all_mistakes_at_once(self):
        assert len(refused("A", textbook.closed_inverse, MB_A, [1, 2, 3], [1])) == 2


class TestGuards:
    def test_negative_flow_and_output(self):
        mistakes = refused(
            "from 'a' to 'b' is -1", textbook.technical_coefficients, frame([[1, -1], [0, 1]], ["a", "b"]),
            series([-5, 3], ["a", "b"]),
        )  # fmt: skip
        assert any("output x of 'a' is -5" in m for m in mistakes)

    def test_output_of_zero(self):
        refused("output x of sector 2 is 0 though", textbook.technical_coefficients, [[1, 1], [0, 0]], [5, 0])
        assert_array_equal(textbook.technical_coefficients([[1, 0], [1, 0]], [5, 0]), [[0.2, 0], [0.2, 0]])

    @pytest.mark.parametrize("cell", [-1e-6, np.nan, np.inf])
    def test_coefficient_negative_or_not_finite(self, cell):
        A = frame([[0.1, cell], [0.2, 0.3]], ["food", "metal"])
        refused("coefficient from 'food' to 'metal'", textbook.leontief_inverse, A)

    def test_spectral_radius_names_the_sector_at_its_heart(self):
        A = frame([[0.1, 0.2, 0.1], [0, 1.2, 0], [0.3, 0.1, 0.1]], ["food", "metal", "trade"])
        refused("spectral radius .* 1.2, not below 1.*'metal'", textbook.leontief_inverse, A)
        refused("spectral radius", output_multipliers, A)
        refused("spectral radius", textbook.leontief_inverse, [[0.5, 0.5], [0.5, 0.5]])

    def test_columns_above_one_are_no_crime_in_themselves(self):
        assert textbook.leontief_inverse([[0, 3], [0.1, 0]])[0, 0] == pytest.approx(1 / 0.7)

    def test_household_denominator(self):
        refused(
            "bring back 1.*most of it comes through 'metal'", type2_multipliers,
            frame(MB_A, ["food", "metal"]), series([0.7, 0.7], ["food", "metal"]),
            series([0.1, 0.9], ["food", "metal"]), series([1, 1], ["food", "metal"]),
        )  # fmt: skip

    def test_household_coefficients(self):
        refused("compensation of sector 1 is -0.3", type2_effects, MB_A, [-0.3, 0], MB_SPENDING, MB_PAY)
        refused("household_spending of sector 2 is nan", type2_effects, MB_A, MB_PAY, [0, np.nan], MB_PAY)
        refused("household_own", textbook.closed_inverse, MB_A, MB_PAY, MB_SPENDING, household_own=1)
        refused("factor of sector 2 is inf", type1_effects, MB_A, [0, np.inf])
        refused("factor of sector 2 is inf", type2_effects, MB_A, MB_PAY, MB_SPENDING, [0, np.inf])
