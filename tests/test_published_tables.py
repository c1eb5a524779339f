"""Tables of statistics offices and the multipliers printed beside them, by function and through a study."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from product_study import add_rows, copied, replaced

from clusterecon import load_study
from clusterecon.leontief.textbook import effects, leontief_inverse, multipliers, technical_coefficients
from clusterecon.study.study import Settings

FOLDER = Path(__file__).parent / "published_tables"
KNOWN = {"release_date_basis": "latest possible", "status": "published"}
BRITISH = {
    **KNOWN, "table": "UK_2010", "period": "2010", "release_date": "2014-02-12",
    "source_title": "Input-output analytical tables 2010", "publisher": "Office for National Statistics",
    "url": "https://www.ons.gov.uk/economy/nationalaccounts/supplyandusetables",
}  # fmt: skip
CHILEAN = {
    **KNOWN, "table": "CHL_2013", "period": "2013", "release_date": "2019-12-31",
    "source_title": "National accounts, input-output table 2013", "publisher": "Central Bank of Chile",
    "url": "https://www.bcentral.cl",
}  # fmt: skip
SECTIONS = (
    (3, "A"), (9, "B"), (33, "C"), (35, "D"), (39, "E"), (43, "F"), (47, "G"), (53, "H"), (56, "I"),
    (63, "J"), (66, "K"), (68, "L"), (75, "M"), (82, "N"), (84, "O"), (85, "P"), (88, "Q"),
    (93, "R"), (96, "S"), (99, "T"),
)  # fmt: skip
"""Last ISIC division of each section."""
SECTION_IN_CHILE = {
    "agriculture_fishing": "A", "mining": "B", "manufacturing_industry": "C", "electricity_gas_water": "D",
    "construction": "F", "retail_hotels_restaurants": "G", "transport_communications_information": "H",
    "financial_services": "K", "real_estate": "L", "business_services": "M", "personal_services": "Q",
    "public_administration": "O",
}  # fmt: skip


@pytest.fixture(scope="module")
def uk():
    """The United Kingdom 2010: flows, and accounts with what is printed."""
    flows = pd.read_csv(FOLDER / "uk_2010_flows.csv", index_col=0, dtype={0: str}).fillna(0.0)
    return flows, pd.read_csv(FOLDER / "uk_2010.csv", index_col="code", dtype={"code": str})


@pytest.fixture(scope="module")
def chile():
    """Chile 2013: flows, and accounts with what is printed."""
    table = pd.read_csv(FOLDER / "chile_2013.csv", index_col="sector")
    return table[list(table.index)], table.drop(columns=list(table.index))


class TestUnitedKingdom:
    """Office for National Statistics, input-output analytical tables 2010, multipliers and effects."""

    def test_output_multipliers(self, uk):
        flows, accounts = uk
        inverse = leontief_inverse(technical_coefficients(flows, accounts["output"]))
        assert len(inverse) == 127
        assert_allclose(inverse.sum(axis=0), accounts["output_multiplier"], atol=1e-5)

    @pytest.mark.parametrize(
        ("factor", "printed"), [("compensation", "employment_cost"), ("gross_value_added", "gva")]
    )
    def test_effects_and_multipliers(self, uk, factor, printed):
        flows, accounts = uk
        inverse = leontief_inverse(technical_coefficients(flows, accounts["output"]))
        per_output = accounts[factor] / accounts["output"]
        assert_allclose(effects(inverse, per_output), accounts[f"{printed}_effects"], atol=1e-5)
        found, told = multipliers(inverse, per_output), accounts[f"{printed}_multiplier"]
        paid = accounts[factor] > 0  # imputed rents have no pay, so no multiplier
        assert (~paid).sum() == (printed == "employment_cost")
        assert_allclose(found[paid], told[paid], rtol=2e-5)


def agrees_with_chiles_print(inverse, pay, jobs, table):
    """Results are printed with two to four digits; 1.6447 is printed 1.65, rounded twice."""
    columns = np.asarray(inverse).sum(axis=0)
    assert_allclose(columns, table["printed_output_multiplier"], atol=0.0055)
    assert (np.abs(columns - table["printed_output_multiplier"]) < 0.00501).sum() >= 10
    assert_allclose(effects(inverse, pay), table["printed_income_multiplier"], atol=6e-4)
    assert_allclose(effects(inverse, jobs), table["printed_employment_multiplier"], atol=0.051)


class TestChile:
    """Central Bank of Chile, 2013, twelve sectors."""

    def test_multipliers(self, chile):
        flows, table = chile
        inverse = leontief_inverse(technical_coefficients(flows, table["output"]))
        pay, jobs = (table[name] / table["output"] for name in ("wage", "employees"))
        agrees_with_chiles_print(inverse, pay, jobs, table)

    def test_linkages_and_power_of_dispersion(self, chile):
        flows, table = chile
        coefficients = technical_coefficients(flows, table["output"])
        assert_allclose(coefficients.sum(axis=0), table["printed_backward_linkage"], atol=6e-4)
        assert_allclose(coefficients.sum(axis=1), table["printed_forward_linkage"], atol=6e-4)
        columns = leontief_inverse(coefficients).sum(axis=0)
        assert_allclose(columns / columns.mean(), table["printed_power_dispersion"], atol=6e-4)


# ---------------------------------------------------------------- through a study, as docs/linkages.md says


def section_of(code):
    """The ISIC section of a product; what has no division of its own is of households."""
    digits = code.split("_")[-1][:2]
    return next(section for last, section in SECTIONS if int(digits) <= last)


def written(folder, source, flows, accounts, sections, construction):
    """Write a table into data/raw and name it in the study; the region is the nation.

    Accounts are output, value added, pay and employment; what else a column holds is imported.
    """
    sectors = [
        {**source, "sector": code, "name_en": code, "name_vi": code, "isic_section": sections[code],
         "employment_is_section_total": "false", "value": str(rank), "unit": "rank in table"}
        for rank, code in enumerate(flows.index, start=1)
    ]  # fmt: skip
    money = {**source, "unit": "m local currency"}
    cells = flows.melt(ignore_index=False, var_name="to").reset_index(names="from")
    cells = cells[cells["value"] > 0].itertuples(index=False)
    add_rows(folder, "sectors", *sectors)
    add_rows(
        folder, "input_output_flows",
        *({**money, "from_sector": i, "to_sector": j, "value": str(v)} for i, j, v in cells),
    )  # fmt: skip
    rest = accounts["output"] - flows.sum(axis=0) - accounts["value_added"]
    variables = accounts.assign(
        imported_intermediate=rest.clip(lower=0),  # with the taxes on inputs
        taxes_less_subsidies_on_inputs=0,
        household_consumption_domestic=0,
    )
    add_rows(
        folder, "input_output_accounts",
        *({**money, "sector": code, "variable": name, "value": f"{value:.4f}"}
          for name, column in variables.items() for code, value in column.items()),
    )  # fmt: skip
    total = {"variable": "household_consumption_at_purchasers_prices", "value": "1"}
    add_rows(folder, "input_output_totals", {**money, **total})
    quotients = {k: v for k, v in source.items() if k != "table"} | {"variable": "slq", "unit": "ratio"}
    nation = {**quotients, "region": source["table"], "value": "1"}
    add_rows(folder, "location_quotients", *({**nation, "section": s} for _, s in SECTIONS))
    base = folder / "scenarios" / "base.yaml"
    replaced(base, "economy: VNM_2018", f"economy: {source['table']}")
    replaced(base, "quotients_region: HAN", f"quotients_region: {source['table']}")
    replaced(base, "quotients_period: 2021-Q4", f'quotients_period: "{source["period"]}"')
    replaced(base, "construction_sector: D41T43", f'construction_sector: "{construction}"')


@pytest.fixture(scope="module")
def british(root, tmp_path_factory, uk):
    """A copy of the study on the British table."""
    flows, table = uk
    accounts = table[["output", "gross_value_added", "compensation"]].set_axis(
        ["output", "value_added", "compensation_of_employees"], axis=1
    )
    accounts = accounts.assign(employment=1)  # not printed: jobs are not looked at
    folder = copied(root, tmp_path_factory.mktemp("uk") / "study")
    written(folder, BRITISH, flows, accounts, {code: section_of(code) for code in flows.index}, "41-43")
    return load_study(folder)


@pytest.fixture(scope="module")
def chilean(root, tmp_path_factory, chile):
    """A copy of the study on the Chilean table; what is not bought at home counts as value added."""
    flows, table = chile
    accounts = table[["output", "wage", "employees"]].set_axis(
        ["output", "compensation_of_employees", "employment"], axis=1
    )
    accounts = accounts.assign(value_added=accounts["output"] - flows.sum(axis=0))
    folder = copied(root, tmp_path_factory.mktemp("chile") / "study")
    written(folder, CHILEAN, flows, accounts, SECTION_IN_CHILE, "construction")
    return load_study(folder), accounts


def test_a_study_on_the_british_table_has_the_printed_multipliers(british, uk):
    accounts, table = uk[1], british.linkage_table
    assert table.sectors == tuple(accounts.index)
    inverse = leontief_inverse(table.coefficients)
    assert_allclose(inverse.sum(axis=0), accounts["output_multiplier"], atol=1e-5)
    assert_allclose(table.value_added @ inverse, accounts["gva_effects"], atol=1e-5)
    assert_allclose(table.compensation @ inverse, accounts["employment_cost_effects"], atol=1e-5)


def tenants_of(code):
    """All tenants are of one trade, and the region is the nation."""
    return {"tenant_mix": {code: 1.0}, "gdp_share": 1, "flq_delta": 0, "linkage_realisation": 1}


@pytest.mark.parametrize("code", ["13", "14", "22", "31"])
def test_the_model_gives_the_printed_multiplier_of_a_tenants_trade(british, uk, code):
    """A tenant's own output is given: its value added calls forth M / L_jj - 1 of its own, M as printed."""
    flows, accounts = uk
    inverse = leontief_inverse(technical_coefficients(flows, accounts["output"]))
    run = british.simulate(["plan"], draws=0, settings=Settings(overrides=tenants_of(code)))
    names = ("value_added_net_direct", "value_added_net_indirect")
    direct, indirect = (run.values("plan", name)[2030] for name in names)
    expected = accounts.loc[code, "gva_multiplier"] / inverse.loc[code, code] - 1
    assert indirect / direct == pytest.approx(expected, rel=1e-4)


def test_a_study_on_the_chilean_table_has_the_printed_multipliers(chilean, chile):
    """Jobs per output are value added over productivity, which a study has relative to the average's."""
    (study, accounts), (flows, printed) = chilean, chile
    table, average = study.linkage_table, accounts["value_added"].sum() / accounts["employment"].sum()
    assert table.sectors == tuple(flows.index)
    jobs = table.value_added / (table.relative_productivity * average)
    agrees_with_chiles_print(leontief_inverse(table.coefficients), table.compensation, jobs, printed)


@pytest.mark.parametrize("code", ["mining", "manufacturing_industry", "business_services"])
def test_the_model_gives_the_printed_jobs_of_a_tenants_trade(chilean, chile, code):
    """A tenant's own output x is given: with E as printed, suppliers have (E / L_jj - jobs per output) x."""
    (study, accounts), (flows, printed) = chilean, chile
    average = accounts["value_added"].sum() / accounts["employment"].sum()
    suppliers = {"economy_value_added_per_worker": float(average), "regional_productivity": 1}
    at_once = {**tenants_of(code), **suppliers, "productivity_growth": 0}
    run = study.simulate(["plan"], draws=0, settings=Settings(overrides=at_once))
    direct, indirect = (
        run.values("plan", name)[2030] for name in ("value_added_net_direct", "jobs_net_indirect")
    )
    own = leontief_inverse(technical_coefficients(flows, accounts["output"])).loc[code, code]
    per_output = (accounts["value_added"] / accounts["output"])[code]
    made = direct / per_output
    told = (indirect / made + accounts["employment"][code] / accounts["output"][code]) * own
    assert told == pytest.approx(printed.loc[code, "printed_employment_multiplier"], abs=0.051)
