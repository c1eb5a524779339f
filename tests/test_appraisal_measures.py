"""The appraisal of one draw, and the orders of magnitude it should give."""

import math

import numpy as np
import pytest

from clusterecon.appraisal import capital, discounting, lines, measures, returns
from clusterecon.appraisal.capital import outturn_cost, sunk_capital
from clusterecon.appraisal.discounting import present_value
from clusterecon.appraisal.lines import VIEWS, costs, existing_account, held_share, receipts
from clusterecon.appraisal.measures import HORIZONS, MEASURES, appraise
from clusterecon.appraisal.returns import internal_rate_of_return, sign_changes, switching_value
from clusterecon.ground import compiled as ground
from clusterecon.ground.compiled import compiled

YEARS = tuple(range(2024, 2036))
RATES = (0.10, 0.06, 0.12)
OF_NEW_CLUSTERS = ("npv", "bcr", "discounted_payback_year", "public_cost_per_net_job", "npv_per_ha")


def spread(area_to_build, cost_per_ha, construction_years):
    """Capital by year: what is delivered in each year, ha, spread by the equations."""
    spending = np.zeros(len(area_to_build))
    for delivered, area in enumerate(area_to_build):
        last = capital.last_spending_year(delivered)
        first = capital.first_spending_year(delivered, construction_years)
        spending[first : last + 1] += capital.spent_per_year(area * cost_per_ha, first, last)
    return spending


class Account:
    """Money of one draw by kind, (years,): to 2035, and to 2074 with revenue as it is in 2035 or as given."""

    def __init__(self, direct, indirect, spending, *, jobs=(1.0, 0.0), hectares=1.0, public=0.15, **beside):
        def to_2074(flow, last):
            return np.concatenate([flow, np.full(51 - len(flow), last)])

        self.direct, self.indirect = to_2074(direct, direct[-1]), to_2074(indirect, indirect[-1])
        self.spending = to_2074(spending, 0.0)
        self.beside = {kind: to_2074(flow, 0.0) for kind, flow in beside.items()}
        self.jobs, self.hectares, self.public = jobs, hectares, public

    def flows(self, view="state", horizon="to_horizon"):
        """Receipts, costs and the existing clusters' account of a view."""
        holds_central, counts = VIEWS[view]
        tax, rent = held_share(0.32, holds_central), held_share(1.0, holds_central)
        years = range(len(YEARS) if horizon == "to_horizon" else 51)
        kinds = ("wastewater_capital", "wastewater_running", "suspended_revenue", "upgrade")
        nothing = np.zeros(51)
        existing = [[self.beside.get(kind, nothing)[t] for kind in kinds] for t in years]
        return (
            np.array([receipts(self.direct[t], self.indirect[t], 0.0, tax, rent, counts) for t in years]),
            np.array([costs(self.spending[t], self.public) for t in years]),
            np.array([existing_account(*each, tax, self.public, 1.0) for each in existing]),
        )

    def appraised(self, view="state", rate=0.10, horizon="to_horizon"):
        """Return the measures of one view, rate and horizon, the internal rate of return among them."""
        gains, spent, existing = self.flows(view, horizon)
        jobs = self.jobs[0] + (self.jobs[1] if VIEWS[view][1] else 0.0)
        cell = np.zeros(1, MEASURES).view(np.recarray)[0]
        appraise(gains, spent, existing, rate, jobs, self.hectares, cell)
        cell.irr = internal_rate_of_return(gains - spent)
        return cell


def draws(number=4, seed=0, public=0.15):
    """Accounts of some draws: land delivered in four years, revenue that grows, capital with overrun."""
    rng = np.random.default_rng(seed)
    for _ in range(number):
        delivered = np.zeros(12)
        delivered[2:6] = rng.uniform(10, 100, 4)
        revenue = np.cumsum(np.cumsum(delivered) * rng.uniform(0.01, 0.05))
        spending = spread(delivered, outturn_cost(23.6, 0.2), 2)
        jobs = rng.uniform(1000, 9000), rng.uniform(10, 500)
        yield Account(revenue, 0.3 * revenue, spending, jobs=jobs, hectares=delivered.sum(), public=public)


def cells():
    return [(view, rate, horizon) for view in VIEWS for rate in RATES for horizon in HORIZONS]


@pytest.mark.parametrize("horizon", HORIZONS)
@pytest.mark.parametrize("rate", RATES)
def test_measures_against_a_plain_loop(rate, horizon):
    last = 50 if horizon == "asset_life" else 11
    for account in draws():
        gain = cost = 0.0
        for k in range(last + 1):
            factor = (1 + rate) ** -k
            gain += factor * 0.32 * (account.direct[min(k, 11)] + account.indirect[min(k, 11)])
            cost += factor * (0.15 * account.spending[k] if k <= 11 else 0.0)
        found = account.appraised("city", rate, horizon)
        assert found.npv == pytest.approx(gain - cost, rel=1e-9)
        assert found.bcr == pytest.approx(gain / cost, rel=1e-9)
        assert found.public_cost_per_net_job == pytest.approx(cost / sum(account.jobs), rel=1e-9)
        assert found.npv_per_ha == pytest.approx((gain - cost) / account.hectares, rel=1e-9)


def test_measures_agree_with_each_other():
    seen = set()
    for account in draws(12, public=0.05):
        for cell in cells():
            found = account.appraised(*cell)
            worth = found.npv > 0
            seen.add(bool(worth))
            assert (found.bcr > 1) == worth
            assert (not math.isnan(found.discounted_payback_year)) == worth
            if math.isfinite(found.irr):
                assert (found.irr > cell[1]) == worth
    assert seen == {True, False}, "both are met"


def test_direct_views_leave_indirect_out():
    for account in draws():
        by_name = {view: account.appraised(view) for view in VIEWS}
        indirect = present_value(account.indirect[:12], 0.1)
        assert by_name["state"].npv - by_name["state_direct"].npv == pytest.approx(indirect)
        assert by_name["city"].npv - by_name["city_direct"].npv == pytest.approx(0.32 * indirect)
        assert by_name["state_direct"].public_cost_per_net_job > by_name["state"].public_cost_per_net_job


def test_existing_clusters_are_an_account_of_their_own():
    """Plants, upgrades and suspension move no measure of new clusters; the total adds the two."""
    flat = np.ones(12)
    kinds = ("wastewater_capital", "wastewater_running", "suspended_revenue", "upgrade")
    plain, more = (Account(flat, flat, 9 * flat, **beside) for beside in ({}, dict.fromkeys(kinds, flat)))
    for cell in cells():
        alone, beside = plain.appraised(*cell), more.appraised(*cell)
        for name in (*OF_NEW_CLUSTERS, "irr"):
            assert alone[name] == beside[name] or math.isnan(alone[name] + beside[name])
        assert alone.npv_existing == 0 and alone.npv_total == alone.npv
        each = 0.15 + 1 + 1 + (1 if cell[0].startswith("state") else 0.32)
        assert beside.npv_existing == pytest.approx(-each * sum((1 + cell[1]) ** -t for t in range(12)))
        assert beside.npv_total == pytest.approx(beside.npv + beside.npv_existing)


def test_no_expansion_is_nil_and_none():
    nothing = Account(np.zeros(12), np.zeros(12), np.zeros(12), jobs=(0.0, 0.0), hectares=0.0)
    for cell in cells():
        found = nothing.appraised(*cell)
        assert found.npv == found.npv_existing == found.npv_total == 0
        for name in ("bcr", "irr", "discounted_payback_year", "public_cost_per_net_job", "npv_per_ha"):
            assert math.isnan(found[name])


def test_measures_that_were_there_before_are_written_over():
    """A record is used again for the next draw; only the internal rate of return is left to who seeks it."""
    cell = np.full(1, 7.0, np.float64).repeat(len(MEASURES.names)).view(MEASURES).view(np.recarray)[0]
    appraise(np.zeros(3), np.zeros(3), np.zeros(3), 0.1, 0.0, 0.0, cell)
    assert [name for name in MEASURES.names if cell[name] == 7.0] == ["irr", "irr_in_doubt"]


def test_several_changes_of_sign_can_be_told():
    """Three years of 10 between two outlays of 12; a conventional flow changes sign once."""
    revenue, spending = np.zeros(12), np.zeros(12)
    revenue[3:6] = 10
    spending[[2, 8]] = 12
    gains, spent, _ = Account(revenue, 0 * revenue, spending, public=1.0).flows()
    assert sign_changes(gains - spent) == 2
    gains, spent, _ = next(draws()).flows()
    assert sign_changes(gains - spent) == 1


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_more_public_share_never_helps_the_budget(share):
    for cheap, dear in zip(draws(public=share), draws(public=share + 0.1), strict=True):
        for cell in cells():
            assert dear.appraised(*cell).npv < cheap.appraised(*cell).npv


# --- compiled ------------------------------------------------------------------------------------

NET = np.array([-100.0, -60.0, 30.0, 55.0, 80.0, 20.0])
SAMPLES = {
    capital.outturn_cost: [(23.6, 0.2)],
    capital.sunk_capital: [(480.0, 28.0, 0.5)],
    capital.first_spending_year: [(4, 3), (0, 3)],
    capital.last_spending_year: [(4,), (0,)],
    capital.spent_per_year: [(240.0, 2, 4), (240.0, 4, 2)],
    capital.works_effect: [(100.0, 0.6, 0.02)],
    discounting.discount_factor: [(0.1, 0), (0.035, 50), (-0.3, 12)],
    discounting.present_value: [(NET, 0.1), (NET, -0.9)],
    lines.held_share: [(0.32, 1), (0.32, 0)],
    lines.receipts: [(10.0, 3.0, 1.0, 0.32, 0.5, 1), (10.0, 3.0, 1.0, 0.32, 0.5, 0)],
    lines.costs: [(100.0, 0.15)],
    lines.existing_account: [
        (4.0, 3.0, 2.0, 1.0, 0.32, 0.15, 1.0),
        (4.0, 3.0, 2.0, math.nan, 1.0, 0.15, 0.5),
    ],
    measures.ratio: [(6.0, 3.0), (1.0, 0.0)],
    returns.sign_changes: [(NET,), (NET - 50,), (-NET * NET,)],
    returns.internal_rate_of_return: [(NET,), (NET - 50,), (-NET * NET,), (NET[::-1].copy(),)],
    returns.rate_between: [(NET, 0.0, 0.5)],
}


def test_every_equation_of_the_room_gives_the_same_compiled():
    rooms = {f for f in ground._equations if f.__module__.startswith("clusterecon.appraisal.")}
    assert rooms == {*SAMPLES, appraise}
    for function, samples in SAMPLES.items():
        fast = compiled(function)
        for sample in samples:
            assert fast(*sample) == pytest.approx(function(*sample), rel=1e-12, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("paid", [60.0, 2.0], ids=["pays back", "does not"])
def test_an_appraisal_is_the_same_compiled(paid):
    plain, fast = np.zeros(2, MEASURES).view(np.recarray)
    flows = np.linspace(0, paid, 52), np.where(np.arange(52) < 5, 80.0, 0.0), np.full(52, -2.0)
    appraise(*flows, 0.1, 500.0, 40.0, plain)
    compiled(appraise)(*flows, 0.1, 500.0, 40.0, fast)
    assert fast.npv_existing < 0 < fast.bcr
    for name in MEASURES.names:
        assert fast[name] == pytest.approx(plain[name], rel=1e-12, nan_ok=True)


# --- orders of magnitude -------------------------------------------------------------------------

# Central values of the worked example: (ha, planned year, craft share) of three cohorts.
COHORTS = ((480.0, 2025, 0.6), (208.0, 2027, 0.6), (320.0, 2029, 0.5))
LEASED_SHARE, WORKERS, BUDGET, GROWTH = 0.70 * 0.90, 65.0, 0.014, 0.025
DEADWEIGHT, SUBSTITUTION, CRAFT, OTHER = 0.20, 0.025, 0.60, 0.40
CAPEX, OVERRUN = 23.6, 0.2


def fill(a):
    """Integral of a linear ramp over five years."""
    a = max(a, 0.0)
    return a * a / 10 if a < 5 else a - 2.5


def worked_example(completion_rate, construction_years, built_share=0.5):
    """Return delivered ha, leased ha, net direct revenue and capital of the central case, (12,) each.

    The first cohort has begun by the base year. Revenue goes on to 2074, (51,): what is delivered by 2035
    goes on filling, at the productivity of 2035.
    """
    delivered, leased, revenue, to_build = np.zeros(12), np.zeros(51), np.zeros(51), np.zeros(12)
    for area, planned, craft in COHORTS:
        share = [1 - (1 - completion_rate) ** (t - planned + 1) if t >= planned else 0.0 for t in YEARS]
        new = area * np.diff(share, prepend=0.0)
        let = np.array(
            [sum(new[s] * (fill(t - s + 0.5) - fill(t - s - 0.5)) for s in range(12)) for t in range(51)]
        )
        kept = (1 - DEADWEIGHT) * (1 - craft * CRAFT - (1 - craft) * OTHER) * (1 - SUBSTITUTION)
        delivered, leased = delivered + new, leased + LEASED_SHARE * let
        to_build += new * (1 - built_share if planned == 2025 else 1.0)
        revenue += (
            LEASED_SHARE * let * WORKERS * BUDGET * (1 + GROWTH) ** np.minimum(np.arange(51), 11) * kept
        )
    return delivered, leased, revenue, spread(to_build, outturn_cost(CAPEX, OVERRUN), construction_years)


def break_even(revenue, spending, horizon="to_horizon"):
    """Public share of capital at which the net present value at 10 % is nil, by a switching value."""

    def value(share):
        account = Account(revenue, np.zeros(51), spending, public=share)
        return float(account.appraised("state_direct", horizon=horizon).npv)

    return switching_value(value, 0.0, 1.0).value


def test_worked_example_is_the_one_published_with_the_method():
    _, leased, _, _ = worked_example(1.0, 1, built_share=0.0)
    assert leased[YEARS.index(2030)] == pytest.approx(413.8, abs=0.05)
    _, leased, _, _ = worked_example(0.10, 1, built_share=0.0)
    assert leased[YEARS.index(2030)] == pytest.approx(98.6, abs=0.05)


def test_revenue_and_capital_per_hectare_of_the_plan():
    """Per gross ha at 10 %: revenue about 0.75 to 2035, public capital about 3.4 at a share of 15 %.

    Found: 0.79 and 3.33 where land is built in the year it is delivered and nothing is built before. With
    half of the first cohort's works spent by the base year, 6,797 bn VND, and two years to build it is 2.49.
    """
    delivered, _, revenue, spending = worked_example(1.0, 1, built_share=0.0)
    earned = present_value(revenue[:12], 0.10) / delivered.sum()
    spent = 0.15 * present_value(spending, 0.10) / delivered.sum()
    assert earned == pytest.approx(0.792, abs=0.001)
    assert spent == pytest.approx(3.335, abs=0.001)
    assert earned == pytest.approx(0.75, rel=0.07)
    assert spent == pytest.approx(3.4, rel=0.03)
    two_years = worked_example(1.0, 2)[3]
    assert 0.15 * present_value(two_years, 0.10) / 1008 == pytest.approx(2.490, abs=0.001)
    assert sunk_capital(480.0, outturn_cost(CAPEX, OVERRUN), 0.5) == pytest.approx(6796.8)


def test_revenue_over_fifty_years():
    """Per ha: land delivered by 2035 goes on filling; more were productivity to go on growing after 2035.

    The plan's last land is delivered in 2029 and full in 2035, so that occupancy frozen at the horizon, the
    former rule, gave the same; where a tenth is finished each year it left out a seventh.
    """
    delivered, _, revenue, _ = worked_example(1.0, 1)
    filled = present_value(revenue, 0.10)
    growing = present_value(revenue * (1 + GROWTH) ** np.maximum(0, np.arange(51) - 11), 0.10)
    assert filled / delivered.sum() == pytest.approx(1.768, abs=0.001)
    assert filled == pytest.approx(frozen(revenue))
    assert growing / delivered.sum() == pytest.approx(2.1, rel=0.05)
    _, _, revenue, _ = worked_example(0.10, 1)
    assert present_value(revenue, 0.10) > 1.15 * frozen(revenue)


def frozen(revenue):
    """Present value over fifty years with occupancy frozen at the horizon: the former rule."""
    return present_value(np.where(np.arange(51) > 11, revenue[11], revenue), 0.10)


def test_break_even_public_share():
    """About 3 % to 2035 and 8 to 9 % over the asset life: the plan at the promised pace."""
    _, _, revenue, spending = worked_example(1.0, 1, built_share=0.0)
    assert break_even(revenue, spending) == pytest.approx(0.0356, abs=0.0005)
    assert break_even(revenue, spending, "asset_life") == pytest.approx(0.0795, abs=0.0005)


def test_break_even_public_share_with_two_years_of_construction():
    """Money sunk before the appraisal starts makes what is left look better: 4.8 % and 10.7 %."""
    _, _, revenue, spending = worked_example(1.0, 2)
    assert break_even(revenue, spending) == pytest.approx(0.0477, abs=0.0005)
    assert break_even(revenue, spending, "asset_life") == pytest.approx(0.1065, abs=0.0005)
    _, _, revenue, spending = worked_example(0.10, 2)
    assert break_even(revenue, spending) == pytest.approx(0.0322, abs=0.0005)


def test_at_the_pace_of_the_record_less_still_is_borne():
    _, _, revenue, spending = worked_example(0.10, 1, built_share=0.0)
    assert break_even(revenue, spending) == pytest.approx(0.0239, abs=0.0005)
