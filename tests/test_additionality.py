"""From gross to net: every line, its sign, its sum, and what the guide's arithmetic gives by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.clusters.additionality import (
    Chain,
    add_chains,
    additionality,
    displacement,
    reference_displacement,
    resident,
)

SHARES = st.floats(0, 1)
GROSS = np.array([[0.0, 1000.0, 26896.0]])


def local(chain):
    """The gross effect less what moved and what only replaces."""
    return chain.gross + chain.displacement + chain.relocation_uplift + chain.substitution


def test_the_worked_example():
    """METHODS 13: cohorts of craft share 0.6 and 0.5 keep these parts of their gross jobs."""
    for craft_share, displaced, kept in ((0.6, 0.52, 0.3744), (0.5, 0.50, 0.39)):
        share = displacement(craft_share, 0.60, 0.40)
        assert float(share) == pytest.approx(displaced)
        net = additionality(GROSS, 0.20, share, share, 0.025).net
        np.testing.assert_allclose(net, GROSS * kept)


def test_every_line_by_hand():
    """100 − 50 + 30 − 8 = 72; anyway 100 · 0.2 · (1 − 0.25 · 0.4) · 0.9 = 16.2."""
    chain = additionality(np.array([[100.0]]), 0.2, 0.5, 0.25, 0.1, 0.4)
    lines = [float(line[0, 0]) for line in chain]
    assert lines == pytest.approx([100, -50, 30, -8, 72, -16.2, 55.8])


def test_the_guides_formula():
    net = additionality(GROSS, 0.3, 0.45, 0.2, 0.05, 0.7).net
    by_hand = GROSS * (1 - 0.05) * ((1 - 0.45 * 0.7) - 0.3 * (1 - 0.2 * 0.7))
    np.testing.assert_allclose(net, by_hand)


def test_displaced_alike_the_net_effect_is_the_former_product():
    """METHODS 5: with x = 0 deadweight is a factor of its own."""
    share = reference_displacement(0.45, 0)
    net = additionality(GROSS, 0.3, 0.45, share, 0.05, 0.7).net
    np.testing.assert_allclose(net, GROSS * (1 - 0.3) * (1 - 0.45 * 0.7) * (1 - 0.05))


@given(SHARES, st.floats(-1, 1))
def test_what_would_have_come_anyway_is_all_new_alike_or_all_displaced(displaced, x):
    assert float(reference_displacement(displaced, -1)) == 0
    assert float(reference_displacement(displaced, 0)) == displaced
    assert float(reference_displacement(displaced, 1)) == pytest.approx(1)
    found = float(reference_displacement(displaced, x))
    assert (found <= displaced + 1e-12) if x < 0 else (displaced - 1e-12 <= found <= 1 + 1e-12)


@given(SHARES, SHARES, SHARES, SHARES, SHARES)
def test_lines_sum_to_net_and_net_is_at_most_the_local_effect(
    deadweight, displaced, anyway, substitution, rho
):
    chain = additionality(GROSS, deadweight, displaced, anyway, substitution, rho)
    np.testing.assert_allclose(local(chain), chain.local_effect, atol=1e-9)
    np.testing.assert_allclose(chain.local_effect + chain.reference_case, chain.net, atol=1e-9)
    assert np.all((chain.local_effect >= -1e-9) & (chain.local_effect <= GROSS + 1e-9))
    assert np.all(chain.reference_case <= 0)
    assert np.all(chain.displacement <= 0)
    assert np.all(chain.relocation_uplift >= 0)
    assert np.all(chain.substitution <= 1e-9)
    if anyway >= displaced:
        assert np.all(chain.net >= -1e-9)


@given(SHARES, SHARES, SHARES)
def test_without_a_gain_of_productivity_there_is_no_uplift(deadweight, displaced, substitution):
    assert not additionality(GROSS, deadweight, displaced, displaced, substitution).relocation_uplift.any()


@given(SHARES, SHARES, SHARES, SHARES)
def test_lower_productivity_before_the_move_never_lowers_the_net_effect(deadweight, displaced, one, other):
    low, high = sorted([one, other])
    poor, rich = (
        additionality(GROSS, deadweight, displaced, displaced, 0.02, rho).net for rho in (low, high)
    )
    assert np.all(poor >= rich - 1e-9)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_share_of_one_leaves_nothing(which):
    deadweight, displaced, substitution = np.eye(3)[which]
    assert not additionality(GROSS, deadweight, displaced, displaced, substitution).net.any()


def test_no_deductions_leave_all():
    assert np.array_equal(additionality(GROSS, 0, 0, 0, 0).net, GROSS)


def test_nothing_gross_is_nothing_net():
    chain = additionality(np.zeros((2, 3)), np.array([0.1, 0.5]), 0.5, 0.3, 0.02, 0.4)
    assert not any(np.any(line) for line in chain)


@given(SHARES, SHARES, SHARES)
def test_displacement_lies_between_its_two_rates(craft_share, craft, general):
    found = float(displacement(craft_share, craft, general))
    assert min(craft, general) - 1e-12 <= found <= max(craft, general) + 1e-12


def test_draws_give_rows():
    chain = additionality(np.ones((2, 3)), np.array([0.0, 0.5]), np.array([0.5, 0.0]), 0.0, 0.0)
    assert chain.net.tolist() == [[0.5] * 3, [0.5] * 3]


def test_cohorts_are_added_line_by_line():
    one = additionality(GROSS, 0.2, 0.5, 0.4, 0.1, 0.4)
    other = additionality(2 * GROSS, 0.1, 0.3, 0.3, 0.0)
    total = add_chains([one, other])
    assert isinstance(total, Chain)
    for name in Chain._fields:
        np.testing.assert_allclose(getattr(total, name), getattr(one, name) + getattr(other, name))
    np.testing.assert_allclose(local(total) + total.reference_case, total.net)


def test_commuters_are_taken_from_jobs():
    np.testing.assert_allclose(
        resident(np.array([[100.0, 200.0]] * 2), np.array([0.1, 0.0])), [[90, 180], [100, 200]]
    )
