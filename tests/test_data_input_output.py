"""Input-output tables: the shipped one, another country's beside it, and what does not balance."""

import csv

import numpy as np
import pytest
from data_sample import RAW, SOURCE, shipped_project

from clusterecon.data.input_output import input_output, location_quotients
from clusterecon.data.processed import load_processed
from clusterecon.ground.errors import InputError

ROOT = RAW.parents[1]
SECTIONS = "ABCDEFGHIJKLMNOPQRST"
COMMON = {
    "period": "1972",
    "release_date": "1985-12-31",
    "release_date_basis": "latest possible",
    "status": "published",
    **SOURCE,
}
# a made table of two sectors: column sums of flows, imports, taxes and value added make up output
FLOWS = {("1", "1"): 150, ("1", "2"): 500, ("2", "1"): 200, ("2", "2"): 100}
ACCOUNTS = {
    "output": {"1": 1000, "2": 2000},
    "value_added": {"1": 500, "2": 1100},
    "taxes_less_subsidies_on_inputs": {"1": 50, "2": 0},
    "imported_intermediate": {"1": 100, "2": 300},
}


@pytest.fixture(scope="module")
def shipped():
    return load_processed(ROOT)


@pytest.fixture(scope="module")
def table(shipped):
    return input_output(shipped.frames, "VNM_2018")


def append(raw, name, rows):
    """Add rows to a raw table, empty where nothing is given."""
    path = raw / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, lineterminator="\n").writerows(
            {h: r.get(h, "") for h in header} for r in rows
        )


def add_table(raw, name="ABC_1972", accounts=ACCOUNTS, flows=FLOWS):
    """Add another country's table by the same schema."""
    shared = {"table": name, **COMMON}
    label = {
        "name_en": "Sector",
        "name_vi": "Ngành",
        "isic_section": "C",
        "employment_is_section_total": "false",
    }
    append(
        raw,
        "sectors",
        [{**shared, **label, "sector": s, "value": s, "unit": "rank in table"} for s in ("1", "2")],
    )
    append(
        raw,
        "input_output_flows",
        [
            {**shared, "from_sector": i, "to_sector": j, "value": v, "unit": "m local currency"}
            for (i, j), v in flows.items()
        ],
    )
    append(
        raw,
        "input_output_accounts",
        [
            {**shared, "sector": s, "variable": variable, "value": v, "unit": "m local currency"}
            for variable, values in accounts.items()
            for s, v in values.items()
        ],
    )


def test_the_shipped_table(table):
    sectors = list(table.sections)
    assert len(sectors) == 45
    assert table.flows.shape == (45, 45)
    assert (sectors[0], sectors[-1]) == ("D01T02", "D97T98")
    assert list(table.flows.index) == list(table.flows.columns) == list(table.accounts.index) == sectors
    assert table.flows.loc["D01T02", "D10T12"] == 27093.68
    assert table.flows.loc["D10T12", "D01T02"] != 27093.68
    assert table.accounts.loc["D10T12", "output"] == 97080.1
    assert table.accounts.loc["D35", "employment"] == 167.1
    assert np.isfinite(table.accounts.to_numpy()).all()
    assert set(table.sections.values()) == set(SECTIONS)


def test_the_balance_closes_to_a_ten_thousandth(table):
    a = table.accounts
    inputs = table.flows.sum(axis=0) + a["imported_intermediate"] + a["taxes_less_subsidies_on_inputs"]
    assert np.max(np.abs(inputs + a["value_added"] - a["output"]) / a["output"]) < 1.1e-4
    assert np.max(np.abs(table.flows.sum(axis=0) - a["domestic_intermediate"])) < 0.2


def test_household_spending_reaches_home_output_by_785_in_1000(table):
    a = table.accounts
    home = (a["household_consumption"] * (1 - a["import_share"])).sum()
    assert home / table.totals["household_consumption_at_purchasers_prices"] == pytest.approx(0.785, abs=5e-4)


def test_totals_agree_with_the_accounts(table):
    assert table.accounts["value_added"].sum() == pytest.approx(table.totals["value_added"], rel=1e-3)
    gdp = table.totals["value_added"] + table.totals["taxes_less_subsidies_on_products"]
    assert gdp == table.totals["gross_domestic_product"]
    taxes = table.totals["taxes_less_subsidies_on_products"] / gdp
    assert taxes == pytest.approx(0.0908, abs=5e-5)


def test_employment_adds_up_to_the_sections(shipped, table):
    frame = shipped.frames["employment_by_section"]
    by_section = dict(zip(frame["section"], frame["value"], strict=True))
    sums = {}
    for section, jobs in zip(table.sections.values(), table.accounts["employment"], strict=True):
        sums[section] = sums.get(section, 0) + jobs
    assert sums == pytest.approx({s: by_section[s] for s in sums}, abs=0.1)
    assert sum(v for k, v in by_section.items() if k != "TOTAL") == pytest.approx(
        by_section["TOTAL"], abs=0.6
    )


def test_every_section_of_the_table_has_a_quotient(shipped, table):
    slq = location_quotients(shipped.frames, "HAN", "2021-Q4")
    assert slq.name == "HAN"
    assert set(table.sections.values()) <= set(slq.index)
    assert {s: slq[s] for s in "ABCDE"} == {"A": 0.185, "B": 0.05, "C": 0.587, "D": 0.3295, "E": 0.3295}
    assert {slq[s] for s in "LOQRST"} == {slq["OTHER"]}


def test_another_countrys_table_stands_beside_it(tmp_path):
    add_table(shipped_project(tmp_path))
    tables = load_processed(tmp_path)
    mine = input_output(tables.frames, "ABC_1972")
    assert mine.sections == {"1": "C", "2": "C"}
    assert mine.flows.to_numpy().tolist() == [[150, 500], [200, 100]]
    assert mine.accounts["output"].tolist() == [1000, 2000]
    assert mine.totals == {}
    assert len(input_output(tables.frames, "VNM_2018").sections) == 45


def test_a_flow_that_is_left_out_is_zero(tmp_path):
    accounts = {**ACCOUNTS, "imported_intermediate": {"1": 100, "2": 400}}
    flows = {pair: v for pair, v in FLOWS.items() if pair != ("2", "2")}
    add_table(shipped_project(tmp_path), accounts=accounts, flows=flows)
    assert input_output(load_processed(tmp_path).frames, "ABC_1972").flows.loc["2", "2"] == 0


def test_the_rank_gives_the_order(tmp_path):
    raw = shipped_project(tmp_path)
    add_table(raw)
    path = raw / "sectors.csv"
    text = path.read_text(encoding="utf-8")
    swapped = text.replace("C,false,1,rank in table,1972", "C,false,3,rank in table,1972")
    assert swapped != text
    path.write_text(swapped, encoding="utf-8")
    mine = input_output(load_processed(tmp_path).frames, "ABC_1972")
    assert list(mine.sections) == ["2", "1"]
    assert mine.flows.to_numpy().tolist() == [[100, 200], [500, 150]]


@pytest.mark.parametrize(("value", "ok"), [(1000.9, True), (1001.5, False), (998.5, False)])
def test_a_column_may_miss_output_by_a_thousandth(tmp_path, value, ok):
    accounts = {**ACCOUNTS, "output": {"1": value, "2": 2000}}
    add_table(shipped_project(tmp_path), accounts=accounts)
    if ok:
        assert load_processed(tmp_path)
    else:
        with pytest.raises(
            InputError, match="table ABC_1972, sector 1: inputs, taxes and value added miss output by"
        ):
            load_processed(tmp_path)


def test_every_unbalanced_sector_is_named(tmp_path):
    add_table(shipped_project(tmp_path), accounts={**ACCOUNTS, "output": {"1": 900, "2": 0}})
    with pytest.raises(InputError) as caught:
        load_processed(tmp_path)
    assert [m.split(": ")[0] for m in caught.value.mistakes] == [
        "data/raw/input_output_accounts.csv, table ABC_1972, sector 1",
        "data/raw/input_output_accounts.csv, table ABC_1972, sector 2",
    ]
    assert "must be above 0" in caught.value.mistakes[1]


def test_a_table_without_an_account_is_refused(tmp_path):
    accounts = {v: c for v, c in ACCOUNTS.items() if v != "value_added"}
    add_table(shipped_project(tmp_path), accounts=accounts)
    with pytest.raises(InputError, match="table ABC_1972: no rows for 'value_added'"):
        load_processed(tmp_path)


def test_a_sector_without_an_account_is_refused(tmp_path):
    add_table(shipped_project(tmp_path), accounts={**ACCOUNTS, "value_added": {"1": 500}})
    with pytest.raises(InputError, match="sector 2: lacks value_added"):
        load_processed(tmp_path)


def test_an_unknown_table_hints_at_the_nearest(shipped):
    with pytest.raises(InputError, match="did you mean 'VNM_2018'"):
        input_output(shipped.frames, "VNM_2019")
