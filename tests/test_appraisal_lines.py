"""Who pays: every line by payer and by kind, adding up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.appraisal.lines import COSTS, EXISTING, RECEIPTS, GrossFlows, Sharing, flow_lines

STATE = ("central_budget", "city_budget")
PAYERS = (*STATE, "investor")


def gross(**changes):
    kinds = {
        "revenue_direct": [[0.0, 10.0, 20.0]],
        "revenue_indirect": [[0.0, 3.0, 6.0]],
        "capital": [[0.0, 100.0, 0.0]],
        **changes,
    }
    return GrossFlows(**kinds)


def sharing(**changes):
    shares = {
        "public_capex_share": 0.15,
        "city_share": 0.32,
        "public_running_share": 1.0,
        "city_share_of_land_rent": 1.0,
    }
    return Sharing(**{**shares, **changes})


def amount(lines, kind, payer):
    return next(line.amount for line in lines.lines if (line.kind, line.payer) == (kind, payer))


def kinds(lines):
    return {line.kind for line in lines.lines}


def test_taxes_are_shared_between_city_and_centre():
    lines = flow_lines(gross(), sharing())
    np.testing.assert_allclose(amount(lines, "revenue_direct", "city_budget"), [[0, 3.2, 6.4]])
    np.testing.assert_allclose(amount(lines, "revenue_direct", "central_budget"), [[0, 6.8, 13.6]])


def test_capital_is_shared_between_city_and_investor():
    lines = flow_lines(gross(), sharing())
    np.testing.assert_allclose(amount(lines, "capital", "city_budget"), [[0, -15, 0]])
    np.testing.assert_allclose(amount(lines, "capital", "investor"), [[0, -85, 0]])


def test_state_view_and_city_view_differ_by_the_centre():
    lines = flow_lines(gross(), sharing())
    np.testing.assert_allclose(lines.total(STATE), [[0, 13 - 15, 26]])
    np.testing.assert_allclose(lines.total(["city_budget"]), [[0, 0.32 * 13 - 15, 0.32 * 26]])


def test_running_cost_is_shared_between_city_and_investor():
    money = gross(wastewater_running=[[0.0, 0.0, 8.0]])
    assert amount(flow_lines(money, sharing()), "wastewater_running", "city_budget")[0, 2] == -8
    lines = flow_lines(money, sharing(public_running_share=0.25))
    assert amount(lines, "wastewater_running", "investor")[0, 2] == -6


def test_suspension_is_revenue_forgone():
    money = gross(revenue_suspended=[[0.0, 5.0, 5.0]])
    before, after = flow_lines(gross(), sharing()), flow_lines(money, sharing())
    np.testing.assert_allclose(before.total(STATE) - after.total(STATE), [[0, 5, 5]])
    assert "revenue_suspended" in EXISTING


def test_upgrade_without_a_figure_has_no_line():
    lines = flow_lines(gross(), sharing())
    assert "upgrade" not in kinds(lines)
    costed = flow_lines(gross(upgrade=[[0.0, 40.0, 0.0]]), sharing())
    assert "upgrade" in kinds(costed)
    np.testing.assert_allclose(costed.total(STATE) - lines.total(STATE), [[0, -40, 0]])


def test_land_rent_is_off_by_default_and_a_transfer_when_on():
    assert "land_rent" not in kinds(flow_lines(gross(), sharing()))
    lines = flow_lines(gross(land_rent=[[0.0, 0.0, 9.0]]), sharing(city_share_of_land_rent=2 / 3))
    np.testing.assert_allclose(lines.total(kinds=["land_rent"]), 0)
    assert amount(lines, "land_rent", "city_budget")[0, 2] == pytest.approx(6)
    assert lines.total(STATE, ["land_rent"])[0, 2] == pytest.approx(9)


def test_shares_by_draw():
    two = {k: np.tile(v, (2, 1)) for k, v in vars(gross()).items() if v is not None}
    lines = flow_lines(GrossFlows(**two), Sharing([0.1, 0.2], [0.3, 0.4], 1.0, 1.0))
    np.testing.assert_allclose(lines.total(["city_budget"], ["capital"])[:, 1], [-10, -20])
    np.testing.assert_allclose(lines.total(["city_budget"], ["revenue_direct"])[:, 1], [3, 4])


def test_revenue_may_be_below_zero():
    lines = flow_lines(gross(revenue_direct=[[0.0, -1.0, 2.0]]), sharing())
    assert lines.total(STATE, ["revenue_direct"])[0, 1] == pytest.approx(-1)


numbers = st.lists(st.floats(0, 1e4), min_size=3, max_size=3).map(lambda x: np.array([x]))
shares = st.floats(0, 1)


@given(
    st.fixed_dictionaries(
        {"revenue_direct": numbers, "revenue_indirect": numbers, "capital": numbers},
        optional=dict.fromkeys(
            ("wastewater_capital", "wastewater_running", "revenue_suspended", "land_rent", "upgrade"),
            numbers,
        ),
    ),
    shares,
    shares,
    shares,
    shares,
)
def test_lines_sum_by_payer_as_by_kind_to_receipts_less_costs(money, public, city, running, land):
    lines = flow_lines(GrossFlows(**money), Sharing(public, city, running, land))
    total = lines.total()
    scale = 1e-9 * (1 + sum(v.sum() for v in money.values()))
    np.testing.assert_allclose(sum(lines.total(payers=[p]) for p in PAYERS), total, atol=scale)
    np.testing.assert_allclose(sum(lines.total(kinds=[k]) for k in kinds(lines)), total, atol=scale)
    expected = money["revenue_direct"] + money["revenue_indirect"] - money["capital"]
    for kind in ("wastewater_capital", "wastewater_running", "revenue_suspended", "upgrade"):
        expected = expected - money.get(kind, 0)
    np.testing.assert_allclose(total, expected, atol=scale)
    np.testing.assert_allclose(lines.total(STATE) + lines.total(["investor"]), total, atol=scale)
    assert {line.payer for line in lines.lines} <= set(PAYERS)
    assert {line.kind for line in lines.lines} <= set(RECEIPTS) | set(COSTS) | set(EXISTING)
