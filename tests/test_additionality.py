"""From gross to net: every line, its sign, its sum, and what the guide's arithmetic gives by hand."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.clusters import additionality
from clusterecon.clusters.additionality import (
    after_labour_offset,
    displacement,
    local_effect,
    reference_case,
    reference_displacement,
    relocation_uplift,
    resident,
    substituted,
)

SHARES = st.floats(0, 1)
GROSS = st.sampled_from([0.0, 1000.0, 26896.0])


class Lines(NamedTuple):
    """The lines from gross to net, as a caller puts them together."""

    gross: float
    displaced: float
    uplift: float
    substituted: float
    local_effect: float
    reference_case: float
    net: float


def lines(gross, deadweight, displaced, anyway, substitution, rho=1.0):
    local = local_effect(gross, displaced, rho, substitution)
    reference = reference_case(gross, deadweight, anyway, rho, substitution)
    return Lines(
        gross,
        additionality.displaced(gross, displaced),
        relocation_uplift(gross, displaced, rho),
        substituted(gross, displaced, rho, substitution),
        local,
        reference,
        additionality.net(local, reference),
    )


def test_the_worked_example():
    """METHODS 13: cohorts of craft share 0.6 and 0.5 keep these parts of their gross jobs."""
    for craft_share, displaced, kept in ((0.6, 0.52, 0.3744), (0.5, 0.50, 0.39)):
        share = displacement(craft_share, 0.60, 0.40)
        assert share == pytest.approx(displaced)
        assert lines(26896.0, 0.20, share, share, 0.025).net == pytest.approx(26896 * kept)


def test_every_line_by_hand():
    """100 − 50 + 30 − 8 = 72; anyway 100 · 0.2 · (1 − 0.25 · 0.4) · 0.9 = 16.2."""
    assert lines(100.0, 0.2, 0.5, 0.25, 0.1, 0.4) == pytest.approx((100, -50, 30, -8, 72, -16.2, 55.8))


def test_the_guides_formula():
    by_hand = 26896 * (1 - 0.05) * ((1 - 0.45 * 0.7) - 0.3 * (1 - 0.2 * 0.7))
    assert lines(26896.0, 0.3, 0.45, 0.2, 0.05, 0.7).net == pytest.approx(by_hand)


def test_displaced_alike_the_net_effect_is_the_former_product():
    """METHODS 5: with x = 0 deadweight is a factor of its own."""
    share = reference_displacement(0.45, 0)
    by_hand = 26896 * (1 - 0.3) * (1 - 0.45 * 0.7) * (1 - 0.05)
    assert lines(26896.0, 0.3, 0.45, share, 0.05, 0.7).net == pytest.approx(by_hand)


@pytest.mark.parametrize(("x", "share"), [(-0.5, 0.2), (0.5, 0.7)])
def test_what_would_have_come_anyway_half_way(x, share):
    """Of D = 0.4: half of it at -0.5; 0.4 + 0.5 · 0.6 at 0.5."""
    assert reference_displacement(0.4, x) == pytest.approx(share)


@given(SHARES, st.floats(-1, 1))
def test_what_would_have_come_anyway_is_all_new_alike_or_all_displaced(displaced, x):
    assert reference_displacement(displaced, -1) == 0
    assert reference_displacement(displaced, 0) == displaced
    assert reference_displacement(displaced, 1) == pytest.approx(1)
    found = reference_displacement(displaced, x)
    assert (found <= displaced + 1e-12) if x < 0 else (displaced - 1e-12 <= found <= 1 + 1e-12)


@given(GROSS, SHARES, SHARES, SHARES, SHARES, SHARES)
def test_lines_sum_to_net_and_net_is_at_most_the_local_effect(
    gross, deadweight, displaced, anyway, substitution, rho
):
    chain = lines(gross, deadweight, displaced, anyway, substitution, rho)
    assert sum(chain[:4]) == pytest.approx(chain.local_effect, abs=1e-9)
    assert chain.local_effect + chain.reference_case == chain.net
    assert -1e-9 <= chain.local_effect <= gross + 1e-9
    assert chain.reference_case <= 0
    assert chain.displaced <= 0
    assert chain.uplift >= 0
    assert chain.substituted <= 0
    if anyway >= displaced:
        assert chain.net >= -1e-9


def test_net_is_below_nought_where_what_comes_anyway_displaces_so_little():
    """100 · (1 − 0.9) = 10 with the clusters; 100 · 0.5 · (1 − 0) = 50 would have come without."""
    assert lines(100.0, 0.5, 0.9, 0.0, 0.0).net == pytest.approx(-40)


@given(GROSS, SHARES)
def test_without_a_gain_of_productivity_there_is_no_uplift(gross, displaced):
    assert relocation_uplift(gross, displaced, 1.0) == 0


@given(GROSS, SHARES, SHARES, SHARES, SHARES)
def test_lower_productivity_before_the_move_never_lowers_the_net_effect(
    gross, deadweight, displaced, one, other
):
    low, high = sorted([one, other])
    poor, rich = (lines(gross, deadweight, displaced, displaced, 0.02, rho).net for rho in (low, high))
    assert poor >= rich - 1e-9


@pytest.mark.parametrize(
    ("deadweight", "displaced", "substitution"), [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)]
)
def test_a_share_of_one_leaves_nothing(deadweight, displaced, substitution):
    assert lines(26896.0, deadweight, displaced, displaced, substitution).net == 0


def test_no_deductions_leave_all():
    assert lines(26896.0, 0.0, 0.0, 0.0, 0.0).net == 26896


@given(SHARES, SHARES, SHARES, SHARES, SHARES)
def test_nothing_gross_is_nothing_net(deadweight, displaced, anyway, substitution, rho):
    assert not any(lines(0.0, deadweight, displaced, anyway, substitution, rho))


@given(SHARES, SHARES, SHARES)
def test_displacement_lies_between_its_two_rates(craft_share, craft, general):
    found = displacement(craft_share, craft, general)
    assert min(craft, general) - 1e-12 <= found <= max(craft, general) + 1e-12


@given(GROSS, GROSS, SHARES, SHARES)
def test_cohorts_are_added_line_by_line(one, other, displaced, deadweight):
    """Every line is proportional to the gross effect: cohorts alike add up to one of their sum."""
    first, second, both = (
        lines(gross, deadweight, displaced, 0.4, 0.1, 0.4) for gross in (one, other, one + other)
    )
    assert [a + b for a, b in zip(first, second, strict=True)] == pytest.approx(both)


def test_commuters_are_taken_from_jobs():
    assert resident(200.0, 0.1) == pytest.approx(180)
    assert resident(200.0, 0.0) == 200


def test_people_who_leave_another_employer_are_taken_from_net():
    """Half of 10,110 net jobs filled by people who leave and are not replaced."""
    assert after_labour_offset(10_110.0, 0.5) == 5_055
    assert after_labour_offset(10_110.0, 0.0) == 10_110
