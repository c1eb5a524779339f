"""Ratios of a draw, read off the surface, against exact solves of the bordered matrix; compiled as plain."""

import dataclasses
import math
import pickle
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linkage_tables import BERLIN, CENTRAL, MIX, germany, linkage_table, refused, shipped_table
from numpy.testing import assert_allclose, assert_array_equal

from clusterecon.ground.compiled import compiled
from clusterecon.leontief import ratios as equations
from clusterecon.leontief.curve import solved_pieces
from clusterecon.leontief.ratios import (
    flegg_lambda,
    jobs_at_productivity,
    jobs_per_value_added,
    lagrange_weight,
    linkage_ratios,
    node_weights,
    piece_with,
    realised,
    spending_propensity,
    weighted,
)
from clusterecon.leontief.supply import indirect_by_sector
from clusterecon.leontief.surface import RATIOS, kappa_range, kinks, lambda_range, ratios_at, surface

WIDE = (flegg_lambda(0.02, 1.0), 1.0), (0.0, 1.0)
"""Any λ down to that of a region of 2 % at δ of 1, any κ."""
DRAWN = lambda_range((0.08, 0.13), (0.1, 0.4)), kappa_range((0.4, 0.9), (0.0, 0.3))
GERMAN_MIX = {"manufacturing": 0.8, "building": 0.2}


@pytest.fixture(name="shipped")
def _shipped():
    return shipped_table()


@pytest.fixture(name="berlin", scope="module")
def _berlin():
    return linkage_table(germany(), BERLIN)


def slowly(table, mix, lam, kappa):
    """The same ratios by the bordered matrix, sector by sector, as METHODS writes them."""
    slq = table.location_quotients
    quotients = lam * slq[:, None] / slq
    np.fill_diagonal(quotients, lam * slq)
    regional = table.coefficients * np.minimum(1, quotients)
    column = kappa * table.household_shares * np.minimum(1, lam * slq)
    bordered = np.block([[regional, np.c_[column]], [table.compensation[None, :], np.zeros((1, 1))]])
    open_inverse = np.linalg.inv(np.eye(len(regional)) - regional)
    closed = np.linalg.inv(np.eye(len(bordered)) - bordered)[:-1, :-1]
    added = [np.zeros(len(regional)), np.zeros(len(regional))]
    for sector, weight in mix.items():
        j = table.sectors.index(sector)
        for effect, inverse in zip(added, (open_inverse, closed), strict=True):
            one = table.value_added * inverse[:, j] / inverse[j, j] / table.value_added[j]
            one[j] = 0
            effect += weight * one
    indirect, induced = added[0], added[1] - added[0]
    other = ~table.industry & ~table.services & ~table.farming
    groups = {"industry": table.industry, "services": table.services, "farms": table.farming, "other": other}
    return {
        "indirect_industry": indirect[table.industry].sum(),
        "indirect_other": indirect[~table.industry].sum(),
        "induced_industry": induced[table.industry].sum(),
        "induced_other": induced[~table.industry].sum(),
        **{
            f"{kind}_jobs_{group}": (effect / table.relative_productivity)[mask].sum()
            for kind, effect in (("indirect", indirect), ("induced", induced))
            for group, mask in groups.items()
        },
    }


def read(found, lam, kappa, mix=0):
    """Return the twelve ratios of one draw by name."""
    record = np.zeros(1, RATIOS)[0]
    linkage_ratios(found, mix, lam, kappa, record)
    return {name: float(record[name]) for name in RATIOS.names}


def exactly(table, mix, *case):
    record = ratios_at(table, mix, *case)
    return {name: float(record[name]) for name in RATIOS.names}


def agree(found, expected, rel, absolute=0.0):
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, rel=rel, abs=absolute), name


def multiplier(ratios, *kinds):
    return 1 + sum(ratios[f"{kind}_{group}"] for kind in kinds for group in ("industry", "other"))


class TestOneSetOfNumbers:
    @pytest.mark.parametrize("delta", [0, 0.1, 0.25, 0.4])
    def test_by_the_bordered_matrix(self, shipped, delta):
        lam, kappa = math.log2(1.1242) ** delta, 0.65 * 0.9
        found = exactly(shipped, MIX, 0.1242, delta, *CENTRAL[2:])
        agree(found, slowly(shipped, MIX, lam, kappa), 1e-10)

    def test_another_country_by_the_bordered_matrix(self, berlin):
        found = exactly(berlin, GERMAN_MIX, 0.05, 0.3, 0.7, 0.2)
        agree(found, slowly(berlin, GERMAN_MIX, math.log2(1.05) ** 0.3, 0.56), 1e-10, 1e-14)

    def test_ratios_fall_with_delta_and_rise_with_spending(self, shipped):
        falling = [exactly(shipped, MIX, 0.1, delta, *CENTRAL[2:]) for delta in np.linspace(0, 0.6, 20)]
        assert (np.diff([multiplier(r, "indirect") for r in falling]) < 0).all()
        assert (np.diff([multiplier(r, "indirect", "induced") for r in falling]) < 0).all()
        rising = [exactly(shipped, MIX, 0.1, 0.25, c, 0.1) for c in np.linspace(0, 1, 11)]
        assert (np.diff([multiplier(r, "induced") for r in rising]) > 0).all()
        assert len({r["indirect_other"] for r in rising}) == 1

    def test_a_mix_is_the_mean_of_its_parts(self, shipped):
        parts = {sector: exactly(shipped, {sector: 1.0}, *CENTRAL) for sector in MIX}
        for name, value in exactly(shipped, MIX, *CENTRAL).items():
            assert value == pytest.approx(sum(w * parts[s][name] for s, w in MIX.items()), rel=1e-12)

    def test_by_sector_adds_up_and_leaves_out_the_tenant_itself(self, shipped):
        where = indirect_by_sector(shipped, MIX, 0.1242, 0.25)["one_at_a_time"]
        found = multiplier(exactly(shipped, MIX, *CENTRAL), "indirect")
        assert where.sum() == pytest.approx(found - 1, rel=1e-12)
        assert where.idxmax() == "D45T47"
        assert indirect_by_sector(shipped, {"D25": 1.0}, 0.1242, 0.25)["one_at_a_time"]["D25"] == 0

    def test_no_linkages_no_effect(self, berlin):
        empty = dataclasses.replace(berlin, coefficients=np.zeros((6, 6)))
        assert set(exactly(empty, {"trade": 1.0}, 0.1, 0.25, 0.0, 0.0).values()) == {0}

    @pytest.mark.parametrize(
        ("place", "value", "match"),
        [
            (0, 0.0, "share"), (1, -0.1, "delta"), (2, 1.1, "propensity_to_consume"), (3, -0.1, "leakage"),
            (2, np.nan, "propensity_to_consume"),
        ],
    )  # fmt: skip
    def test_numbers_out_of_range(self, shipped, place, value, match):
        numbers = list(CENTRAL)
        numbers[place] = value
        refused(match, ratios_at, shipped, MIX, *numbers)

    def test_mixes(self, shipped):
        refused("'D32' is not a sector.*did you mean", ratios_at, shipped, {"D32": 1.0}, *CENTRAL)
        refused("add up to 0.5", ratios_at, shipped, {"D25": 0.5}, *CENTRAL)


class TestSurface:
    @pytest.mark.parametrize("ranges", [WIDE, DRAWN])
    def test_draws_match_exact_solves(self, shipped, ranges):
        rng = np.random.default_rng(3)
        found = surface(shipped, [MIX], *ranges)
        corners = [(lam, kappa) for lam in ranges[0] for kappa in (max(ranges[1][0], 1e-3), ranges[1][1])]
        for lam, kappa in [*zip(*(rng.uniform(*ends, 60) for ends in ranges), strict=True), *corners]:
            agree(read(found, lam, kappa), slowly(shipped, MIX, lam, kappa), 1e-8, 1e-13)

    @given(*[st.floats(0, 1)] * 6)
    @settings(max_examples=60, deadline=None)
    def test_any_point_of_any_ranges(self, berlin, a, b, c, d, x, y):
        lams, kappas = sorted((0.05 + 0.95 * a, 0.05 + 0.95 * b)), sorted((c, d))
        lam, kappa = lams[0] + x * (lams[1] - lams[0]), kappas[0] + y * (kappas[1] - kappas[0])
        found = read(surface(berlin, [GERMAN_MIX], tuple(lams), tuple(kappas)), lam, kappa)
        agree(
            found, read(surface(berlin, [GERMAN_MIX], (lam, lam), (kappa, kappa)), lam, kappa), 1e-8, 1e-300
        )

    def test_draws_at_and_around_the_kinks(self, shipped):
        found = surface(shipped, [MIX], *WIDE)
        bends = kinks(shipped)[kinks(shipped) > WIDE[0][0]]
        for lam in np.concatenate([bends - 1e-9, bends, bends + 1e-9])[::3]:
            exact = surface(shipped, [MIX], (lam, lam), (0.585, 0.585))
            agree(read(found, lam, 0.585), read(exact, lam, 0.585), 1e-8)

    def test_mixes_together_are_each_of_them(self, shipped):
        mixes = [MIX, {"D25": 1.0}, {"D31T33": 0.5, "D16": 0.5}]
        found = surface(shipped, mixes, *DRAWN)
        for mix, shares in enumerate(mixes):
            agree(read(found, 0.7, 0.6, mix), slowly(shipped, shares, 0.7, 0.6), 1e-8)

    def test_what_is_sure_is_solved_once_and_exact(self, shipped):
        sure = surface(shipped, [MIX], (0.6, 0.6), (0.5, 0.5))
        assert (sure.edges.tolist(), sure.kappa_nodes.tolist()) == ([0.6, 0.6], [0.5])
        agree(read(sure, 0.6, 0.5), slowly(shipped, MIX, 0.6, 0.5), 1e-12)

    @pytest.mark.parametrize("kappas", [(0.0, 0.0), (0.0, 0.8)])
    def test_no_spending_induces_exactly_nothing(self, shipped, kappas):
        found = read(surface(shipped, [MIX], (0.5, 0.9), kappas), 0.73, 0.0)
        assert {value for name, value in found.items() if name.startswith("induced")} == {0}

    def test_made_in_bounded_memory(self, shipped):
        tracemalloc.start()
        surface(shipped, [MIX], *WIDE)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 100e6

    def test_pickled_and_unpickled(self, berlin):
        found = surface(berlin, [GERMAN_MIX], *DRAWN)
        for here, there in zip(found, pickle.loads(pickle.dumps(found)), strict=True):
            assert_array_equal(here, there)
            assert here.dtype == np.float64
            assert here.flags.c_contiguous

    @pytest.mark.parametrize(
        ("lams", "kappas", "match"),
        [
            ((0.0, 0.5), (0, 1), "lambda_range.* 0 to 0.5"), ((0.5, 1.1), (0, 1), "lambda_range"),
            ((0.6, 0.5), (0, 1), "lambda_range"), ((math.nan, 0.5), (0, 1), "lambda_range"),
            ((0.5, 0.6), (-0.1, 1), "kappa_range.* -0.1 to 1"), ((0.5, 0.6), (0.5, 0.4), "kappa_range"),
        ],
    )  # fmt: skip
    def test_ranges_refused(self, berlin, lams, kappas, match):
        refused(match, surface, berlin, [GERMAN_MIX], lams, kappas)

    def test_spending_without_end(self, berlin):
        rich = dataclasses.replace(berlin, compensation=np.full(6, 1.2), location_quotients=np.full(6, 2.0))
        refused("Type II.*unit of income or more", ratios_at, rich, {"trade": 1.0}, 1, 0, 1.0, 0)
        refused("Type II", surface, rich, [{"trade": 1.0}], (0.1, 1.0), (0.0, 1.0))
        # a unit spent brings back 1.58786 κ: at 0.6295 the denominator is 4.4e-4, at 0.629 it is 1.2e-3
        refused("denominator 0.0004", surface, rich, [{"trade": 1.0}], (0.1, 1.0), (0.0, 0.6295))
        near = surface(rich, [{"trade": 1.0}], (0.9, 1.0), (0.0, 0.629))
        for kappa in (0.1, 0.6, 0.629):
            agree(read(near, 1.0, kappa), slowly(rich, {"trade": 1.0}, 1.0, kappa), 1e-8, 1e-13)
        assert read(surface(rich, [{"trade": 1.0}], (0.1, 1.0), (0.0, 0.3)), 1.0, 0.3)["induced_other"] > 0


class TestRanges:
    @given(
        *[st.tuples(st.floats(0.01, 1), st.floats(0, 1)).map(sorted)] * 2, st.floats(0, 1), st.floats(0, 1)
    )
    def test_every_draw_lies_within(self, shares, deltas, x, y):
        share, delta = shares[0] or 0.01, deltas[0] + y * (deltas[1] - deltas[0])
        low, high = lambda_range((share, shares[1]), tuple(deltas))
        lam = flegg_lambda(share + x * (shares[1] - share), delta)
        assert low - 1e-12 <= lam <= high + 1e-12
        least, most = kappa_range(tuple(shares), tuple(deltas))
        kappa = spending_propensity(shares[0] + x * (shares[1] - shares[0]), delta)
        assert least - 1e-12 <= kappa <= most + 1e-12

    def test_by_hand(self):
        assert lambda_range((0.5, 1.0), (0.0, 2.0)) == (pytest.approx(math.log2(1.5) ** 2), 1.0)
        assert kappa_range((0.5, 0.8), (0.1, 0.2)) == pytest.approx((0.4, 0.72))
        refused("leakage: must lie in.* 1.5", kappa_range, (0.5, 0.8), (0.1, 1.5))


class TestCurve:
    @given(st.floats(0.2, 0.8), st.floats(1.02, 1.5))
    @settings(max_examples=20, deadline=None)
    def test_kink_and_near_pole(self, bend, pole):
        def solve(at):
            return np.stack([1 / (pole - at), np.minimum(at, bend)], axis=1)

        points = np.linspace(0.05, 1, 300)
        edges, values = solved_pieces(solve, np.array([bend]), 0.05, 1.0)
        found = []
        for point in points:
            piece = piece_with(edges, point)
            weights = node_weights(edges[piece], edges[piece + 1], point)
            found.append([weighted(values[piece, :, k], weights) for k in range(2)])
        assert_allclose(found, solve(points), rtol=1e-6)

    def test_nodes_are_some_hundreds(self, shipped):
        seen = []

        def solve(at):
            seen.append(at.size)
            return np.exp(at)[:, None]

        solved_pieces(solve, kinks(shipped), 0.4, 0.9)
        assert 100 < sum(seen) < 1_000


class TestEquations:
    @pytest.mark.parametrize(
        ("point", "piece"), [(-1, 0), (0, 0), (0.5, 0), (1, 1), (2.9, 1), (3, 2), (4, 2), (9, 2)]
    )
    def test_piece(self, point, piece):
        assert piece_with(np.array([0.0, 1.0, 3.0, 4.0]), point) == piece

    @given(st.lists(st.floats(-2, 2), min_size=5, max_size=5), st.floats(2, 5))
    def test_a_quartic_goes_through_its_nodes(self, terms, point):
        low, high = 2.0, 5.0
        nodes = (low + high) / 2 + (high - low) / 2 * np.array(equations.NODES)
        found = weighted(np.polyval(terms, nodes), node_weights(low, high, point))
        assert found == pytest.approx(np.polyval(terms, point), rel=1e-9, abs=1e-9)

    def test_lagrange_by_hand(self):
        # through 0, 1, 3 at 2: (2−1)(2−3)/((0−1)(0−3)) = −1/3; (2−0)(2−3)/((1−0)(1−3)) = 1; 2·1/(3·2) = 1/3
        found = [lagrange_weight((0.0, 1.0, 3.0), node, 2.0) for node in range(3)]
        assert found == pytest.approx([-1 / 3, 1, 1 / 3])

    def test_realised_by_hand(self):
        assert (realised(0.465, 0.8), realised(0.465, 0), realised(0.465, 1)) == (
            pytest.approx(0.372), 0, 0.465,
        )  # fmt: skip

    def test_jobs_by_hand(self):
        # 0.06 off farms over 0.2 · 1.5 bn VND a worker, 0.03 on farms over 0.2
        found = jobs_per_value_added(0.03, 0.02, 0.03, 0.01, 0.2, 1.5)
        assert found == pytest.approx(0.06 / 0.3 + 0.03 / 0.2)
        assert jobs_at_productivity(0.03, 0.2) == pytest.approx(0.15)
        assert math.isnan(jobs_per_value_added(0.03, 0.02, 0.03, 0.01, 0.2, 0.0))

    @given(*[st.floats(0, 1)] * 4, st.floats(0.01, 1), st.floats(1, 3))
    def test_productivity_of_the_region_spares_farm_jobs_alone(self, i, s, f, o, average, regional):
        nation = jobs_per_value_added(i, s, f, o, average, 1.0)
        farms = jobs_at_productivity(f, average)
        assert jobs_per_value_added(i, s, f, o, average, regional) - farms == pytest.approx(
            (nation - farms) / regional, abs=1e-12
        )


@compiled
def _of_draws(found, mix, draws, records, out):
    for draw, (share, delta, propensity, average, regional) in enumerate(draws):
        ratios = records[draw]
        kappa = spending_propensity(propensity, 0.1)
        linkage_ratios(found, mix, flegg_lambda(share, delta), kappa, ratios)
        out[draw, 0] = realised(ratios.indirect_other, delta)
        out[draw, 1] = jobs_per_value_added(
            ratios.indirect_jobs_industry,
            ratios.indirect_jobs_services,
            ratios.indirect_jobs_farms,
            ratios.indirect_jobs_other,
            average,
            regional,
        )
        out[draw, 2] = jobs_at_productivity(ratios.induced_jobs_farms, 0.0)


def test_compiled_as_plain(shipped):
    rng = np.random.default_rng(8)
    found = surface(shipped, [{"D25": 1.0}, MIX], *DRAWN)
    draws = rng.uniform([0.08, 0.1, 0.5, 0.15, 1.2], [0.13, 0.4, 0.9, 0.25, 1.7], (200, 5))
    results = []
    for run in (_of_draws, _of_draws.function):
        records, out = np.zeros(200, RATIOS), np.zeros((200, 3))
        run(found, 1, draws, records, out)
        results.append((out, records.view(np.float64)))
    (fast, ratios), (plain, plain_ratios) = results
    assert_allclose(ratios, plain_ratios, rtol=1e-12)
    assert_allclose(fast, plain, rtol=1e-12)
    assert (ratios > 0).all()
    assert np.isnan(fast[:, 2]).all()
