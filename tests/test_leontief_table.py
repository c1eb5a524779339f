"""Tidy frames to a table; ratios over draws against exact solves; the shipped table's known figures."""

import dataclasses
import io
import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from clusterecon.data.input_output import balance_mistakes, input_output, location_quotients
from clusterecon.ground.errors import InputError
from clusterecon.leontief import table as table_leontief
from clusterecon.leontief.curve import Curve
from clusterecon.leontief.ratios import kinks, linkage_ratios
from clusterecon.leontief.supply import indirect_by_sector
from clusterecon.leontief.textbook import flegg_lambda, leontief_inverse

RAW = Path(__file__).parents[1] / "data" / "raw"
FRAMES = (
    "input_output_flows",
    "input_output_accounts",
    "input_output_totals",
    "sectors",
    "location_quotients",
)
SHIPPED = ("VNM_2018", "HAN", "2021-Q4")
"""Table, region and period of its quotients."""
MIX = {
    "D31T33": 0.20, "D25": 0.20, "D10T12": 0.15, "D13T15": 0.15, "D16": 0.10, "D22": 0.08, "D28": 0.05,
    "D27": 0.04, "D17T18": 0.03,
}  # fmt: skip
CENTRAL = (0.1242, 0.25, 0.65, 0.10, 0.2018)  # share of GDP, delta, propensity, leakage, bn VND a worker
PER_WORKER = 0.19  # bn VND of value added per tenant's worker, to turn jobs per bn VND into jobs per job

# Eurostat (2008), Manual of Supply, Use and Input-Output Tables, table 15.4 (p. 482), Germany 1995, million
# EUR, thousand persons; the region and its quotients are made up for the test.
GERMANY = """
farming,      A, 43910,  21664, 2927,  1084,  9382,  8500,   1096,  0.3
manufacturing,C, 1079446,395022,156703,6505,  296464,197792, 8381,  0.8
building,     F, 245606, 115624,13427, 1548,  78819, 3457,   3236,  1.1
trade,        G, 540063, 311407,21943, 8349,  214450,269663, 9251,  1.0
business,     M, 692487, 415426,13371, 8473,  124810,214757, 4258,  1.4
other,        Q, 508918, 365017,13772, 12551, 272975,119504, 10206, 1.2
"""
GERMANY_FLOWS = [
    [1131, 25480, 1, 607, 710, 762],
    [7930, 304584, 64167, 41082, 11981, 30360],
    [426, 7334, 3875, 5296, 23457, 9155],
    [3559, 72717, 14190, 74399, 10835, 21008],
    [3637, 96115, 31027, 65755, 193176, 34223],
    [1552, 14986, 1747, 11225, 15058, 22070],
]
GERMANY_HOUSEHOLDS = 1_001_060  # at purchasers' prices, imports and taxes on products included
ACCOUNTS = [
    "output", "value_added", "imported_intermediate", "taxes_less_subsidies_on_inputs",
    "compensation_of_employees", "household_consumption_domestic", "employment",
]  # fmt: skip
BERLIN = ("DEU_1995", "BER", "1995")


def germany():
    wide = pd.read_csv(
        io.StringIO(GERMANY), names=["sector", "isic_section", *ACCOUNTS, "slq"], skipinitialspace=True
    )
    accounts = wide.melt("sector", ACCOUNTS).astype({"value": float})
    names = wide["sector"].tolist()
    flows = pd.DataFrame(
        [
            (a, b, z)
            for a, row in zip(names, GERMANY_FLOWS, strict=True)
            for b, z in zip(names, row, strict=True)
        ],
        columns=["from_sector", "to_sector", "value"],
    )
    quotients = wide[["isic_section", "slq"]].set_axis(["section", "value"], axis=1)
    total = [["household_consumption_at_purchasers_prices", GERMANY_HOUSEHOLDS]]
    return {
        "sectors": wide[["sector", "isic_section"]].assign(table="DEU_1995", value=range(1, 7)),
        "input_output_accounts": accounts.assign(table="DEU_1995"),
        "input_output_flows": flows.assign(table="DEU_1995"),
        "input_output_totals": pd.DataFrame(total, columns=["variable", "value"]).assign(table="DEU_1995"),
        "location_quotients": quotients.assign(region="BER", variable="slq", period="1995"),
    }


def linkage_table(frames, choice):
    """Return the table of a study as a study reads it."""
    table, region, period = choice
    return table_leontief.linkage_table(
        input_output(frames, table), location_quotients(frames, region, period)
    )


@pytest.fixture(scope="module")
def shipped_frames():
    return {name: pd.read_csv(RAW / f"{name}.csv") for name in FRAMES}


@pytest.fixture(scope="module")
def shipped(shipped_frames):
    return linkage_table(shipped_frames, SHIPPED)


def type1(ratios):
    """Return direct and indirect over direct value added."""
    return 1 + ratios.indirect_industry + ratios.indirect_other


def type2(ratios):
    """Return direct, indirect and induced over direct value added."""
    return type1(ratios) + ratios.induced_industry + ratios.induced_other


def refused(match, call, *args, **kwargs):
    with pytest.raises(InputError, match=match) as caught:
        call(*args, **kwargs)
    return caught.value.mistakes


def columns(ratios):
    return {field.name: getattr(ratios, field.name) for field in dataclasses.fields(ratios)}


def slowly(table, mix, share, delta, propensity, leakage, productivity):
    """The same ratios by the bordered matrix, sector by sector, as METHODS writes them."""
    lam, slq = np.log2(1 + share) ** delta, table.location_quotients
    quotients = lam * slq[:, None] / slq
    np.fill_diagonal(quotients, lam * slq)
    regional = table.coefficients * np.minimum(1, quotients)
    column = propensity * (1 - leakage) * table.household_shares * np.minimum(1, lam * slq)
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
    jobs = 1 / (productivity * table.relative_productivity)
    other = ~table.industry & ~table.services & ~table.farming
    groups = {"industry": table.industry, "services": table.services, "farms": table.farming, "other": other}
    return {
        "indirect_industry": indirect[table.industry].sum(),
        "indirect_other": indirect[~table.industry].sum(),
        "induced_industry": induced[table.industry].sum(),
        "induced_other": induced[~table.industry].sum(),
        **{
            f"{kind}_jobs_{group}": (effect * jobs)[mask].sum()
            for kind, effect in (("indirect", indirect), ("induced", induced))
            for group, mask in groups.items()
        },
    }


class TestShippedTable:
    def test_size_and_groups(self, shipped):
        assert (len(shipped.sectors), shipped.industry.sum(), shipped.services.sum()) == (45, 22, 20)

    def test_national_output_multipliers(self, shipped, shipped_frames):
        multipliers = leontief_inverse(shipped.coefficients).sum(axis=0)
        assert (multipliers.min(), multipliers.max()) == pytest.approx((1.00, 2.66), abs=5e-3)
        weighted, simple = self.manufacturing(multipliers, shipped_frames)
        assert (weighted, simple) == pytest.approx((1.97, 1.85), abs=5e-3)

    @pytest.mark.parametrize(
        ("delta", "weighted", "simple"), [(0.1, 1.40, 1.39), (0.25, 1.31, 1.31), (0.4, 1.25, 1.24)]
    )
    def test_regional_output_multipliers(self, shipped, shipped_frames, delta, weighted, simple):
        regional = shipped.regional_coefficients(float(flegg_lambda(0.1242, delta)))
        found = self.manufacturing(leontief_inverse(regional).sum(axis=0), shipped_frames)
        assert found == pytest.approx((weighted, simple), abs=5e-3)

    @staticmethod
    def manufacturing(multipliers, frames):
        accounts = frames["input_output_accounts"]
        output = accounts[accounts["variable"] == "output"]["value"].to_numpy()
        is_c = (frames["sectors"]["isic_section"] == "C").to_numpy()
        assert is_c.sum() == 17
        return (multipliers[is_c] @ output[is_c] / output[is_c].sum(), multipliers[is_c].mean())

    def test_household_shares(self, shipped):
        assert shipped.household_shares.sum() == pytest.approx(0.785, abs=5e-4)

    def test_sectors_share_out_the_employment_of_their_section(self, shipped_frames):
        accounts = shipped_frames["input_output_accounts"]
        employed = accounts[accounts["variable"] == "employment"].set_index("sector")["value"]
        section = shipped_frames["sectors"].set_index("sector")["isic_section"]
        published = pd.read_csv(RAW / "employment_by_section.csv").set_index("section")["value"]
        by_section = employed.groupby(section).sum()
        assert_allclose(by_section, published[by_section.index], rtol=1e-3)

    def test_service_jobs_per_direct_job(self, shipped):
        ratios = linkage_ratios(shipped, MIX, *CENTRAL)
        assert ratios.indirect_jobs_services[0] * PER_WORKER == pytest.approx(0.24, abs=5e-3)

    def test_three_readings(self, shipped):
        table = indirect_by_sector(shipped, MIX, 0.1242, 0.25)
        assert_allclose(1 + table.sum(), [1.399, 1.465, 1.556], atol=1e-3)
        ratios = linkage_ratios(shipped, MIX, *CENTRAL)
        middle = table["one_at_a_time"].to_numpy()
        assert ratios.indirect_industry[0] == pytest.approx(middle[shipped.industry].sum(), rel=1e-12)
        assert ratios.indirect_other[0] == pytest.approx(middle[~shipped.industry].sum(), rel=1e-12)


class TestRatios:
    @pytest.mark.parametrize("delta", [0, 0.1, 0.25, 0.4])
    def test_central_case_by_the_bordered_matrix(self, shipped, delta):
        case = (0.1242, delta, *CENTRAL[2:])
        fast = columns(linkage_ratios(shipped, MIX, *case))
        for name, value in slowly(shipped, MIX, *case).items():
            assert fast[name] == pytest.approx([value], rel=1e-10), name

    def test_draws_match_exact_solves(self, shipped):
        rng = np.random.default_rng(3)
        size = 20_000
        draws = [
            rng.uniform(0.08, 0.13, size), rng.uniform(0, 0.6, size), rng.uniform(0.4, 0.9, size),
            rng.uniform(0, 0.3, size), rng.uniform(0.15, 0.25, size),
        ]  # fmt: skip
        fast = columns(linkage_ratios(shipped, MIX, *draws))
        for i in [*rng.integers(0, size, 60), draws[1].argmin(), draws[1].argmax()]:
            exact = slowly(shipped, MIX, *(column[i] for column in draws))
            assert_allclose([fast[name][i] for name in exact], list(exact.values()), rtol=1e-8)

    def test_draws_at_and_around_the_kinks(self, shipped):
        bends = kinks(shipped)
        bends = bends[bends > np.log2(1.1) ** 0.9]
        around = np.concatenate([bends - 1e-9, bends, bends + 1e-9, np.linspace(bends.min(), 0.999, 20_000)])
        deltas = np.log(around) / np.log(np.log2(1.1))
        fast = linkage_ratios(shipped, MIX, 0.1, deltas, *CENTRAL[2:])
        for i in range(0, 3 * len(bends), 5):
            exact = linkage_ratios(shipped, MIX, 0.1, deltas[i], *CENTRAL[2:])
            assert fast.indirect_industry[i] == pytest.approx(exact.indirect_industry[0], rel=1e-8)
            assert fast.induced_jobs_services[i] == pytest.approx(exact.induced_jobs_services[0], rel=1e-8)

    def test_many_draws_in_bounded_memory(self, shipped):
        rng = np.random.default_rng(5)
        draws = (rng.uniform(0.08, 0.13, 100_000), rng.triangular(0.1, 0.25, 0.4, 100_000))
        tracemalloc.start()
        linkage_ratios(shipped, MIX, *draws, *CENTRAL[2:])
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 150e6  # all draws of one 45 × 45 matrix would be 1.6 GB

    def test_the_same_whatever_stands_beside_a_draw(self, shipped):
        alone = linkage_ratios(shipped, MIX, *CENTRAL)
        beside = np.append(np.linspace(0.05, 0.6, 5_000), 0.25)
        many = linkage_ratios(shipped, MIX, CENTRAL[0], beside, *CENTRAL[2:])
        assert many.indirect_other[-1] == pytest.approx(alone.indirect_other[0], rel=1e-9)

    def test_ratios_fall_with_delta_and_rise_with_spending(self, shipped):
        delta = np.linspace(0, 0.6, 40)
        falling = linkage_ratios(shipped, MIX, 0.1, delta, *CENTRAL[2:])
        assert (np.diff(type1(falling)) < 0).all()
        assert (np.diff(type2(falling)) < 0).all()
        rising = linkage_ratios(shipped, MIX, 0.1, 0.25, np.linspace(0, 1, 11), *CENTRAL[3:])
        assert (np.diff(type2(rising)) > 0).all()
        assert_allclose(type1(rising), type1(rising)[0], rtol=1e-12)
        assert rising.induced_other[0] == 0  # no spending, nothing induced

    def test_a_mix_is_the_mean_of_its_parts(self, shipped):
        parts = {sector: columns(linkage_ratios(shipped, {sector: 1.0}, *CENTRAL)) for sector in MIX}
        whole = columns(linkage_ratios(shipped, MIX, *CENTRAL))
        for name, value in whole.items():
            assert value[0] == pytest.approx(sum(w * parts[s][name][0] for s, w in MIX.items()), rel=1e-12)

    def test_by_sector_adds_up_and_leaves_out_the_tenant_itself(self, shipped):
        where = indirect_by_sector(shipped, MIX, 0.1242, 0.25)["one_at_a_time"]
        ratios = linkage_ratios(shipped, MIX, *CENTRAL)
        assert where.sum() == pytest.approx(type1(ratios)[0] - 1, rel=1e-12)
        assert where.idxmax() == "D45T47"
        assert indirect_by_sector(shipped, {"D25": 1.0}, 0.1242, 0.25)["one_at_a_time"]["D25"] == 0

    def test_no_linkages_no_effect(self):
        empty = dataclasses.replace(linkage_table(germany(), BERLIN), coefficients=np.zeros((6, 6)))
        ratios = linkage_ratios(empty, {"trade": 1.0}, 0.1, np.linspace(0.1, 0.4, 100), 0.0, 0.0, 1.0)
        assert all((values == 0).all() for values in columns(ratios).values())

    def test_realised(self, shipped):
        ratios = linkage_ratios(shipped, MIX, 0.1242, [0.1, 0.25, 0.4], *CENTRAL[2:])
        half = ratios.realised([0.5, 0.5, 0.0])
        assert_allclose(type1(half), 1 + np.array([0.5, 0.5, 0]) * (type1(ratios) - 1))
        assert (half.indirect_jobs_per_va[2], half.induced_jobs_per_va[2]) == (0, 0)
        assert_array_equal(ratios.realised(1).induced_other, ratios.induced_other)
        refused("linkage_realisation", ratios.realised, 1.1)

    def test_productivity_scales_jobs_alone(self, shipped):
        one, two = (linkage_ratios(shipped, MIX, *CENTRAL[:4], p) for p in (0.2, 0.4))
        assert one.indirect_jobs_per_va == pytest.approx(2 * two.indirect_jobs_per_va)
        assert type2(one) == type2(two)

    @pytest.mark.parametrize(
        ("place", "value", "match"),
        [
            (0, 0.0, "share"), (1, -0.1, "delta"), (2, 1.1, "propensity_to_consume"), (3, -0.1, "leakage"),
            (4, 0.0, "average_productivity"), (2, np.nan, "propensity_to_consume"),
        ],
    )  # fmt: skip
    def test_arguments_out_of_range(self, shipped, place, value, match):
        arguments = list(CENTRAL)
        arguments[place] = [arguments[place], value]
        refused(match, linkage_ratios, shipped, MIX, *arguments)

    def test_mixes(self, shipped):
        refused("'D32' is not a sector.*did you mean", linkage_ratios, shipped, {"D32": 1.0}, *CENTRAL)
        refused("add up to 0.5", linkage_ratios, shipped, {"D25": 0.5}, *CENTRAL)

    def test_spending_without_end(self):
        rich = dataclasses.replace(
            linkage_table(germany(), BERLIN),
            compensation=np.full(6, 1.2),
            location_quotients=np.full(6, 2.0),
        )
        refused("Type II.*unit of income or more", linkage_ratios, rich, {"trade": 1.0}, 1, 0, 1.0, 0, 1)


class TestCurve:
    @given(st.floats(0.2, 0.8), st.floats(1.02, 1.5))
    @settings(max_examples=20, deadline=None)
    def test_kink_and_near_pole(self, bend, pole):
        def solve(at):
            return np.stack([1 / (pole - at), np.minimum(at, bend)], axis=1)

        points = np.linspace(0.05, 1, 3_000)
        curve = Curve(solve, np.array([bend]), points)
        assert curve.interpolated
        assert_allclose(curve(points), solve(points), rtol=1e-6)

    def test_few_points_are_solved_not_interpolated(self):
        points = np.array([0.3, 0.1, 0.3])
        curve = Curve(lambda at: np.exp(at)[:, None], np.array([0.2]), points)
        assert not curve.interpolated
        assert_array_equal(curve(points)[:, 0], np.exp(points))


class TestAnotherCountry:
    def test_germany_1995_in_the_same_schema(self):
        table = linkage_table(germany(), BERLIN)
        assert table.sectors == ("farming", "manufacturing", "building", "trade", "business", "other")
        printed = [1.7048, 1.8413, 1.8136, 1.6035, 1.5951, 1.3782]
        assert_allclose(leontief_inverse(table.coefficients).sum(axis=0), printed, atol=2e-4)
        assert table.industry.tolist() == [False, True, False, False, False, False]
        assert table.household_shares.sum() == pytest.approx(813_673 / 1_001_060)
        assert table.relative_productivity @ [1096, 8381, 3236, 9251, 4258, 10206] == pytest.approx(36428)

    def test_ratios_by_the_bordered_matrix(self):
        table, mix = linkage_table(germany(), BERLIN), {"manufacturing": 0.8, "building": 0.2}
        case = (0.05, 0.3, 0.7, 0.2, 0.04)
        fast = columns(linkage_ratios(table, mix, *case))
        for name, value in slowly(table, mix, *case).items():
            assert fast[name] == pytest.approx([value], rel=1e-10, abs=1e-14), name

    def test_beside_another_table_in_the_same_frames(self, shipped_frames, shipped):
        both = {name: pd.concat([frame, shipped_frames[name]]) for name, frame in germany().items()}
        assert_array_equal(linkage_table(both, SHIPPED).coefficients, shipped.coefficients)
        assert len(linkage_table(both, BERLIN).sectors) == 6

    def test_order_of_rows_does_not_matter(self):
        shuffled = germany()
        for name in ("input_output_flows", "input_output_accounts", "location_quotients"):
            shuffled[name] = shuffled[name].sample(frac=1, random_state=1)
        one, two = linkage_table(shuffled, BERLIN), linkage_table(germany(), BERLIN)
        assert_array_equal(one.coefficients, two.coefficients)
        assert_array_equal(one.household_shares, two.household_shares)

    def test_a_quotient_of_a_sector_wins_over_that_of_its_section(self):
        frames = germany()
        finer = frames["location_quotients"].iloc[[1]].assign(section="manufacturing", value=0.55)
        frames["location_quotients"] = pd.concat([frames["location_quotients"], finer])
        assert linkage_table(frames, BERLIN).location_quotients.tolist() == [0.3, 0.55, 1.1, 1.0, 1.4, 1.2]

    def test_imports_of_households_taken_out_by_their_share(self):
        frames = germany()
        accounts = frames["input_output_accounts"]
        total = accounts["variable"].replace("household_consumption_domestic", "household_consumption")
        share = accounts[total == "household_consumption"].assign(variable="import_share", value=0.25)
        frames["input_output_accounts"] = pd.concat([accounts.assign(variable=total), share])
        shares = linkage_table(frames, BERLIN).household_shares
        assert_allclose(shares, 0.75 * linkage_table(germany(), BERLIN).household_shares, rtol=1e-12)


class TestFrameMistakes:
    @staticmethod
    def changed(name, **where):
        """Return Germany's frames and the mask of the rows of one of them that match."""
        frames = germany()
        mask = np.ones(len(frames[name]), dtype=bool)
        for column, value in where.items():
            mask &= (frames[name][column] == value).to_numpy()
        assert mask.any()
        return frames, mask

    def test_missing_frames_and_columns_all_at_once(self):
        frames = germany()
        del frames["sectors"]
        frames["input_output_flows"] = frames["input_output_flows"].drop(columns=["value", "table"])
        assert len(refused("sectors: this table is missing", linkage_table, frames, BERLIN)) == 3
        frames = germany()
        frames["location_quotients"] = frames["location_quotients"].drop(columns="region")
        refused("location_quotients: column 'region' is missing", linkage_table, frames, BERLIN)

    def test_unknown_table_region_and_period(self):
        refused("no rows for table 'DEU_1996'.*'DEU_1995'", linkage_table, germany(),
                ("DEU_1996", "BER", "1995"))  # fmt: skip
        refused("no slq of region 'HAM' for '1996'", linkage_table, germany(), ("DEU_1995", "HAM", "1996"))

    def test_a_column_that_does_not_add_up(self):
        frames, mask = self.changed("input_output_accounts", sector="trade", variable="value_added")
        frames["input_output_accounts"].loc[mask, "value"] *= 1.01
        (mistake,) = balance_mistakes(frames)
        assert "DEU_1995, sector trade: inputs, taxes and value added miss output by 3114.07" in mistake

    def test_a_flow_left_out_is_zero_and_breaks_the_balance(self):
        frames, mask = self.changed("input_output_flows", from_sector="business", to_sector="trade")
        frames["input_output_flows"] = frames["input_output_flows"][~mask]
        assert linkage_table(frames, BERLIN).coefficients[4, 3] == 0
        (mistake,) = balance_mistakes(frames)
        assert "DEU_1995, sector trade: inputs, taxes and value added miss output by -65755" in mistake

    def test_negative_flow(self):
        frames, mask = self.changed("input_output_flows", from_sector="business", to_sector="trade")
        frames["input_output_flows"].loc[mask, "value"] = -1
        refused("flow from 'business' to 'trade' is -1", linkage_table, frames, BERLIN)

    @pytest.mark.parametrize(
        "name", ["input_output_flows", "input_output_accounts", "location_quotients", "sectors"]
    )
    def test_a_row_twice(self, name):
        frames = germany()
        frames[name] = pd.concat([frames[name], frames[name].iloc[[2]]])
        refused("more than once", linkage_table, frames, BERLIN)

    def test_unknown_sectors(self):
        frames, mask = self.changed("input_output_flows", from_sector="business", to_sector="trade")
        frames["input_output_flows"].loc[mask, "to_sector"] = "trad"
        refused("to_sector 'trad' is not in sectors; did you mean 'trade'", linkage_table, frames, BERLIN)
        frames, mask = self.changed("input_output_accounts", sector="trade", variable="output")
        frames["input_output_accounts"].loc[mask, "sector"] = "trad"
        refused("sector 'trad' is not in sectors", linkage_table, frames, BERLIN)

    @pytest.mark.parametrize("variable", ACCOUNTS)
    def test_an_account_missing(self, variable):
        frames, mask = self.changed("input_output_accounts", sector="trade", variable=variable)
        frames["input_output_accounts"] = frames["input_output_accounts"][~mask]
        refused(f"{variable} of 'trade' is missing", linkage_table, frames, BERLIN)

    def test_quotient_and_household_total_missing_together(self):
        frames, mask = self.changed("location_quotients", section="G")
        frames["location_quotients"] = frames["location_quotients"][~mask]
        frames["input_output_totals"] = frames["input_output_totals"].iloc[:0]
        mistakes = refused(r"no slq for 'trade' \(section G\)", linkage_table, frames, BERLIN)
        assert any("household_consumption_at_purchasers_prices" in mistake for mistake in mistakes)

    def test_employment(self):
        frames, mask = self.changed("input_output_accounts", sector="trade", variable="employment")
        frames["input_output_accounts"].loc[mask, "value"] = 0
        assert np.isinf(linkage_table(frames, BERLIN).relative_productivity[3])
        frames["input_output_accounts"].loc[mask, "value"] = -1
        refused("employment must not be negative", linkage_table, frames, BERLIN)


class TestLinkageTableGuards:
    @pytest.mark.parametrize(
        ("change", "match"),
        [
            ({"value_added": np.full(6, 0.99)}, "value added of 'farming' add up to"),
            ({"coefficients": np.full((6, 6), 0.2)}, "spectral radius"),
            ({"coefficients": -np.eye(6)}, "coefficient from 'farming' to 'farming' is -1"),
            ({"compensation": [np.nan, 0, 0, 0, 0, 0]}, "compensation of 'farming' is nan"),
            ({"location_quotients": [-1, 1, 1, 1, 1, 1]}, "location quotients of 'farming' is -1"),
            ({"household_shares": np.full(6, 0.2)}, "household shares add up to 1.2"),
            ({"relative_productivity": [0, 1, 1, 1, 1, 1]}, "relative productivity of 'farming' is 0"),
            ({"services": np.ones(6, dtype=bool)}, "'manufacturing' is both industry and service"),
            ({"value_added": [0.1]}, r"value_added: shape \(1,\), expected \(6,\)"),
            ({"sectors": ("a", "a", "b", "c", "d", "e")}, "sector 'a' appears more than once"),
        ],
    )
    def test_refused_by_name(self, change, match):
        refused(match, dataclasses.replace, linkage_table(germany(), BERLIN), **change)

    def test_arrays_are_read_only_copies(self):
        table = linkage_table(germany(), BERLIN)
        given = np.array([0.3, 0.8, 1.1, 1.0, 1.4, 1.2])
        copy = dataclasses.replace(table, location_quotients=given)
        given[:] = 9
        assert copy.location_quotients[0] == 0.3
        with pytest.raises(ValueError, match="read-only"):
            copy.location_quotients[0] = 1


class TestDocumentation:
    """Figures quoted in docs/linkages.md are those the code gives."""

    TEXT = (RAW.parents[1] / "docs" / "linkages.md").read_text(encoding="utf-8")

    def test_table_of_ratios(self, shipped):
        for delta in (0.1, 0.25, 0.4):
            r = linkage_ratios(shipped, MIX, CENTRAL[0], delta, *CENTRAL[2:])
            cells = [
                type1(r), r.indirect_industry, r.indirect_other,
                r.induced_industry + r.induced_other, type2(r),
                r.indirect_jobs_services * PER_WORKER, r.indirect_jobs_per_va * PER_WORKER,
            ]  # fmt: skip
            row = " | ".join([f"| {delta:.2f}", *(f"{cell[0]:.3f}" for cell in cells)])
            assert row in self.TEXT

    def test_readings(self, shipped):
        table = indirect_by_sector(shipped, MIX, 0.1242, 0.25)
        for reading, indirect in table.sum().items():
            assert any(
                f"`{reading}`" in line and f"| {1 + indirect:.3f} |" in line
                for line in self.TEXT.splitlines()
            )

    def test_workers_are_shared_out_by_pay(self, shipped_frames):
        wide = shipped_frames["input_output_accounts"].pivot_table(
            index="sector", columns="variable", values="value", sort=False
        )
        section = shipped_frames["sectors"].set_index("sector")["isic_section"]
        share = wide / wide.groupby(section).transform("sum")
        assert_allclose(share["employment"], share["compensation_of_employees"], atol=1e-4)

    def test_farm_jobs_are_a_third_of_indirect_jobs(self, shipped):
        r = linkage_ratios(shipped, MIX, *CENTRAL)
        where = indirect_by_sector(shipped, MIX, 0.1242, 0.25)["one_at_a_time"].to_numpy()
        farm = (where / shipped.relative_productivity / CENTRAL[4])[:2].sum()
        assert r.indirect_jobs_farms[0] == pytest.approx(farm)
        assert farm / r.indirect_jobs_per_va[0] == pytest.approx(1 / 3, abs=0.02)

    def test_productivity_of_the_region_lowers_every_job_but_those_on_farms(self, shipped):
        nation = linkage_ratios(shipped, MIX, *CENTRAL)
        region = nation.at_regional_productivity(1.5)
        for kind in ("indirect", "induced"):
            for group, factor in {"industry": 1.5, "services": 1.5, "other": 1.5, "farms": 1}.items():
                name = f"{kind}_jobs_{group}"
                assert_allclose(getattr(region, name) * factor, getattr(nation, name))
        for name in ("indirect_industry", "indirect_other", "induced_industry", "induced_other"):
            assert_array_equal(getattr(region, name), getattr(nation, name))

    def test_nodes_are_some_hundreds(self, shipped):
        seen = []

        def solve(at):
            seen.append(at.size)
            return np.exp(at)[:, None]

        Curve(solve, kinks(shipped), np.linspace(0.4, 0.9, 10_000))
        assert 100 < sum(seen) < 1_000
