"""Tidy frames to a table; the shipped table's known figures; what the documentation quotes of it."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from linkage_tables import (
    ACCOUNTS,
    AVERAGE,
    BERLIN,
    CENTRAL,
    MIX,
    PER_WORKER,
    RAW,
    SHIPPED,
    germany,
    linkage_table,
    refused,
    shipped_frames,
    shipped_table,
)
from numpy.testing import assert_allclose, assert_array_equal

from clusterecon.data.input_output import balance_mistakes
from clusterecon.leontief.ratios import flegg_lambda, jobs_at_productivity, jobs_per_value_added
from clusterecon.leontief.supply import indirect_by_sector
from clusterecon.leontief.surface import ratios_at
from clusterecon.leontief.textbook import leontief_inverse


@pytest.fixture(name="shipped")
def _shipped():
    return shipped_table()


@pytest.fixture(name="shipped_frames")
def _shipped_frames():
    return shipped_frames()


def supplier_jobs(ratios):
    """Return indirect jobs of all sectors per bn VND of direct value added, at the nation's productivity."""
    groups = (ratios[f"indirect_jobs_{group}"] for group in ("industry", "services", "farms", "other"))
    return jobs_per_value_added(*groups, AVERAGE, 1.0)


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
        regional = shipped.regional_coefficients(flegg_lambda(0.1242, delta))
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
        services = jobs_at_productivity(ratios_at(shipped, MIX, *CENTRAL).indirect_jobs_services, AVERAGE)
        assert services * PER_WORKER == pytest.approx(0.24, abs=5e-3)

    def test_three_readings(self, shipped):
        table = indirect_by_sector(shipped, MIX, 0.1242, 0.25)
        assert_allclose(1 + table.sum(), [1.399, 1.465, 1.556], atol=1e-3)
        ratios = ratios_at(shipped, MIX, *CENTRAL)
        middle = table["one_at_a_time"].to_numpy()
        assert ratios.indirect_industry == pytest.approx(middle[shipped.industry].sum(), rel=1e-12)
        assert ratios.indirect_other == pytest.approx(middle[~shipped.industry].sum(), rel=1e-12)


class TestAnotherCountry:
    def test_germany_1995_in_the_same_schema(self):
        table = linkage_table(germany(), BERLIN)
        assert table.sectors == ("farming", "manufacturing", "building", "trade", "business", "other")
        printed = [1.7048, 1.8413, 1.8136, 1.6035, 1.5951, 1.3782]
        assert_allclose(leontief_inverse(table.coefficients).sum(axis=0), printed, atol=2e-4)
        assert table.industry.tolist() == [False, True, False, False, False, False]
        assert table.household_shares.sum() == pytest.approx(813_673 / 1_001_060)
        assert table.relative_productivity @ [1096, 8381, 3236, 9251, 4258, 10206] == pytest.approx(36428)

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
            r = ratios_at(shipped, MIX, CENTRAL[0], delta, *CENTRAL[2:])
            type1 = 1 + r.indirect_industry + r.indirect_other
            induced = r.induced_industry + r.induced_other
            services = jobs_at_productivity(r.indirect_jobs_services, AVERAGE)
            cells = [
                type1, r.indirect_industry, r.indirect_other, induced, type1 + induced,
                services * PER_WORKER, supplier_jobs(r) * PER_WORKER,
            ]  # fmt: skip
            row = " | ".join([f"| {delta:.2f}", *(f"{cell:.3f}" for cell in cells)])
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
        r = ratios_at(shipped, MIX, *CENTRAL)
        where = indirect_by_sector(shipped, MIX, 0.1242, 0.25)["one_at_a_time"].to_numpy()
        farm = (where / shipped.relative_productivity)[:2].sum()
        assert r.indirect_jobs_farms == pytest.approx(farm)
        assert farm / AVERAGE / supplier_jobs(r) == pytest.approx(1 / 3, abs=0.02)
