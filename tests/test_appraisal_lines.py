"""Who pays: what each view holds of every kind of money, adding up."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.appraisal.lines import VIEWS, costs, existing_account, held_share, receipts

NOT_COSTED = math.nan
money, shares = st.floats(0, 1e4), st.floats(0, 1)


def received(view, city_share=0.32, city_share_of_land_rent=1.0, direct=10.0, indirect=3.0, rent=0.0):
    """What a view receives in one year."""
    holds_central, counts_indirect = VIEWS[view]
    shares_held = held_share(city_share, holds_central), held_share(city_share_of_land_rent, holds_central)
    return receipts(direct, indirect, rent, *shares_held, counts_indirect)


def existing(
    capital=0.0, running=0.0, suspended=0.0, upgrade=NOT_COSTED, tax=1.0, public=0.15, public_running=1.0
):
    """The account of existing clusters in one year; nothing happens unless said."""
    return existing_account(capital, running, suspended, upgrade, tax, public, public_running)


def test_the_headline_is_the_first_view():
    assert list(VIEWS) == ["state", "city", "state_direct", "city_direct"]


def test_taxes_are_shared_between_city_and_centre():
    """Of 10 in taxes the city keeps 3.2 and the central budget 6.8."""
    assert received("city_direct") == pytest.approx(3.2)
    assert received("state_direct") - received("city_direct") == pytest.approx(6.8)


def test_capital_is_shared_between_city_and_investor():
    assert costs(100.0, 0.15) == pytest.approx(15)
    assert 100.0 - costs(100.0, 0.15) == pytest.approx(85)


def test_state_view_and_city_view_differ_by_the_centre():
    """Capital weighs on both alike: no part of it is the central budget's."""
    assert received("state") - costs(100.0, 0.15) == pytest.approx(13 - 15)
    assert received("city") - costs(100.0, 0.15) == pytest.approx(0.32 * 13 - 15)


def test_direct_views_leave_indirect_out():
    assert received("state") - received("state_direct") == pytest.approx(3)
    assert received("city") - received("city_direct") == pytest.approx(0.32 * 3)


def test_running_cost_is_shared_between_city_and_investor():
    assert existing(running=8.0) == -8
    assert existing(running=8.0, public_running=0.25) == -2, "the investor pays the other 6"


def test_plants_of_existing_clusters_are_shared_as_capital_is():
    assert existing(capital=100.0) == pytest.approx(-15)
    assert existing(capital=100.0, public=0.3, public_running=0.0) == pytest.approx(-30)


def test_suspension_is_revenue_forgone():
    """As of revenue, the city loses its share and the state all of it."""
    assert existing(suspended=5.0) == -5
    assert existing(suspended=5.0, tax=0.32) == pytest.approx(-1.6)


def test_upgrade_without_a_figure_is_in_no_total():
    assert existing() == 0
    assert existing(running=8.0) == existing(running=8.0, upgrade=0.0)
    assert existing(upgrade=40.0) == -40
    assert existing(upgrade=40.0, public_running=0.25) == -10


def test_land_rent_is_a_transfer_from_the_investor():
    """Of 9 the city keeps 6 and the central budget 3; the budgets together all that the investor pays."""
    without, rent = received("state"), {"city_share_of_land_rent": 2 / 3, "rent": 9.0}
    assert received("city", **rent) - received("city") == pytest.approx(6)
    assert received("state", **rent) - without == pytest.approx(9)
    assert received("city_direct", **rent) - received("city_direct") == pytest.approx(6)


def test_revenue_may_be_below_zero():
    assert received("state_direct", direct=-1.0) == pytest.approx(-1)
    assert received("city_direct", direct=-1.0) == pytest.approx(-0.32)


@given(money, money, money, shares, shares)
def test_city_and_centre_together_are_the_state(direct, indirect, rent, city, land):
    """A view of the central budget alone holds what the city does not."""
    for state, own in (("state", "city"), ("state_direct", "city_direct")):
        counts = VIEWS[state][1]
        centre = receipts(direct, indirect, rent, 1 - city, 1 - land, counts)
        together = received(own, city, land, direct, indirect, rent) + centre
        assert together == pytest.approx(received(state, city, land, direct, indirect, rent), abs=1e-9)


@given(money, money, shares)
def test_public_and_private_parts_of_capital_sum_to_it(capital, plants, public):
    for amount in (capital, plants):
        assert costs(amount, public) + costs(amount, 1 - public) == pytest.approx(amount, abs=1e-9)
    private = existing(plants, public=1 - public)
    assert existing(plants, public=public) + private == pytest.approx(-plants, abs=1e-9)


@given(money, money, money, money, shares, shares, shares)
def test_the_account_sums_by_kind(capital, running, suspended, upgrade, tax, public, public_running):
    shared = {"tax": tax, "public": public, "public_running": public_running}
    whole = existing(capital, running, suspended, upgrade, **shared)
    kinds = {"capital": capital, "running": running, "suspended": suspended, "upgrade": upgrade}
    parts = sum(existing(**{kind: amount}, **shared) for kind, amount in kinds.items())
    assert whole == pytest.approx(parts, rel=1e-12, abs=1e-9)
    assert whole <= 0


@given(money, money, money, shares, shares)
def test_who_holds_more_receives_no_less(direct, indirect, rent, city, land):
    for view, wider in (("city", "state"), ("city_direct", "state_direct"), ("state_direct", "state")):
        least = received(view, city, land, direct, indirect, rent)
        assert 0 <= least <= received(wider, city, land, direct, indirect, rent) + 1e-9
