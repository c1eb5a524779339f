"""Linkages as a user meets them: in the briefing, from the table in data/raw, from a table of one's own."""

import csv
import io
import json
import re

import numpy as np
import pytest
from conftest import run_command
from product_study import add_rows, replaced, table_rows

from clusterecon import load_study, tell
from clusterecon.leontief.ratios import flegg_lambda
from clusterecon.leontief.textbook import leontief_inverse

QUANTITIES = ("jobs", "value_added", "budget")
DELTAS = [(0.10, 1.40), (0.25, 1.31), (0.40, 1.25)]
SHARE = 0.1242


# ------------------------------------------------------------------ an oracle: the rows, NumPy, no library


def oracle(folder, share, delta, table="VNM_2018", region="HAN", period="2021-Q4"):
    """Return sectors, sections, regional coefficients, value added and output, from the raw rows alone."""

    def of_table(name):
        return [row for row in table_rows(folder, name) if row["table"] == table]

    sectors = [row["sector"] for row in of_table("sectors")]
    section = {row["sector"]: row["isic_section"] for row in of_table("sectors")}
    place = {sector: i for i, sector in enumerate(sectors)}
    accounts = {
        (row["sector"], row["variable"]): float(row["value"]) for row in of_table("input_output_accounts")
    }
    output = np.array([accounts[sector, "output"] for sector in sectors])
    flows = np.zeros((len(sectors), len(sectors)))
    for row in of_table("input_output_flows"):
        flows[place[row["from_sector"]], place[row["to_sector"]]] = float(row["value"])
    quotients = {
        row["section"]: float(row["value"])
        for row in table_rows(folder, "location_quotients")
        if (row["region"], row["variable"], row["period"]) == (region, "slq", period)
    }
    slq = np.array([quotients[section[sector]] for sector in sectors])
    size = np.log2(1 + share) ** delta
    flq = size * slq[:, None] / slq[None, :]
    np.fill_diagonal(flq, size * slq)
    regional = flows / output * np.minimum(1, flq)
    value_added = np.array([accounts[sector, "value_added"] for sector in sectors]) / output
    return sectors, [section[sector] for sector in sectors], regional, value_added, output


def readings(sectors, regional, value_added, mix):
    """Value added in all, per unit in the tenants, under the three readings of a cluster."""
    inverse = np.linalg.inv(np.eye(len(sectors)) - regional)
    tenants = [sectors.index(name) for name in mix]
    others = [i for i in range(len(sectors)) if i not in tenants]
    weights = np.array(list(mix.values()))
    per_output = weights / value_added[tenants]
    headline = sum(
        w * sum(value_added[i] * inverse[i, j] / inverse[j, j] for i in range(len(sectors)) if i != j)
        for w, j in zip(per_output, tenants, strict=True)
    )
    upper = float(value_added @ (inverse - np.eye(len(sectors)))[:, tenants] @ per_output)
    inner = np.linalg.inv(np.eye(len(others)) - regional[np.ix_(others, others)])
    lower = float(value_added[others] @ inner @ regional[np.ix_(others, tenants)] @ per_output)
    return 1 + lower, 1 + float(headline), 1 + upper


# ------------------------------------------------------------------ the briefing


def section(run, name, lang="en"):
    (found,) = [s for s in tell(run, lang).briefing.sections if s.id == name]
    return found


def test_the_briefings_table_runs_from_direct_over_indirect_to_net(sampled):
    (table,) = section(sampled, "additionality").tables
    lines = table.frame.set_index("line")
    for quantity in QUANTITIES:
        column = lines[quantity]
        direct, indirect = column["Net, direct"], column["Indirect, through suppliers"]
        assert direct + indirect == pytest.approx(column["Net"], rel=1e-12)
        assert 0 < indirect < direct < column["Gross"]
        induced = column["Induced, through households"]
        assert column["Net"] + induced == pytest.approx(column["Net, with induced"], rel=1e-12)
        assert 0 < induced < indirect


def test_farm_jobs_are_told_and_are_a_part_of_those_at_suppliers(sampled):
    year = 2030
    farm, all_jobs = (sampled.values("plan", f"jobs_net_indirect{part}", "mean") for part in ("_farm", ""))
    assert 0 < farm[year] < all_jobs[year]
    lines = sampled.waterfall("plan", year).query("indicator == 'jobs'").set_index("line")["value"]
    assert lines["indirect_farm"] == pytest.approx(farm[year])
    for lang, words in (("en", "are on farms"), ("vi", "là việc làm nông nghiệp")):
        assert any(words in sentence for sentence in section(sampled, "linkages", lang).sentences)


@pytest.mark.parametrize("scenario", ["plan", "track-record", "dense-tenants"])
def test_direct_and_indirect_are_net_in_every_year(sampled, scenario):
    for year in sampled.years:
        frame = sampled.waterfall(scenario, year).set_index(["indicator", "line"])["value"]
        for quantity in QUANTITIES:
            parts = frame[quantity, "net_direct"] + frame[quantity, "indirect"]
            assert parts == pytest.approx(frame[quantity, "net"], rel=1e-12, abs=1e-9)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", ("direct", "indirect")), ("vi", ("trực tiếp", "gián tiếp"))]
)
def test_the_briefing_says_all_three_effects_with_intervals(sampled, lang, words):
    sentences = section(sampled, "linkages", lang).sentences
    for sentence in sentences[:3]:
        assert all(word in sentence for word in words)
        assert len(re.findall(r"\([^()]*\d[^()]*\d[^()]*\)", sentence)) == 3, sentence
    assert any("2018" in s and "45" in s for s in sentences), "what the multiplier rests on"


def test_the_three_readings_are_told_in_order_and_right(sampled, root, shipped):
    (sentence,) = [s for s in section(sampled, "linkages").sentences if "Three readings" in s]
    lower, headline, upper = (float(n) for n in re.findall(r"\d\.\d+", sentence))
    assert lower < headline < upper
    mix = shipped.scenario("plan").assumptions.tenant_mix.value
    sectors, _, regional, value_added, _ = oracle(root, SHARE, 0.25)
    realised = shipped.scenario("plan").assumptions.linkage_realisation.number
    expected = [1 + realised * (m - 1) for m in readings(sectors, regional, value_added, mix)]
    assert (lower, headline, upper) == pytest.approx(expected, abs=0.006)


def test_the_chart_of_sectors_adds_up_to_the_indirect_effect(sampled):
    (chart,) = section(sampled, "linkages").charts
    total = sampled.values("plan", "value_added_net_indirect", "mean")[2030]
    assert chart.data["value"].sum() == pytest.approx(total, rel=1e-9)
    assert (chart.data["value"] >= 0).all()


# ------------------------------------------------------------------ through the model


def simulated(*arguments):
    told = run_command("simulate", *arguments, "--format", "json")
    assert told.code == 0, told.err
    rows = json.loads(told.out)["table"]
    return {(r["scenario"], r["indicator"], r["year"], r["statistic"]): r["value"] for r in rows}


@pytest.mark.parametrize("draws", [0, 200])
def test_a_shock_of_nought_is_exactly_nought(root, draws):
    none = [f"cohorts.{name}.area_ha=0" for name in ("started", "established", "new")]
    sets = [part for change in none for part in ("--set", change)]
    found = simulated("reference", "plan", *sets, "--draws", draws, "--root", root)
    effects = {k: v for k, v in found.items() if "_net" in k[1] or "_new" in k[1]}
    assert len(effects) > 100
    assert all(value == 0.0 for value in effects.values())
    for (scenario, indicator, year, statistic), value in found.items():
        if scenario == "plan" and not indicator.startswith("wastewater"):
            assert value == found["reference", indicator, year, statistic], (indicator, year)


def test_twice_the_land_is_twice_the_effect(root):
    areas = {1: 480, 2: 960}
    one, two = (
        simulated(
            "plan", "--draws", 0, "--root", root, "--set", f"cohorts.new.area_ha={area}",
            *("--set", "cohorts.started.area_ha=0", "--set", "cohorts.established.area_ha=0"),
        )
        for area in areas.values()
    )  # fmt: skip
    for part in ("direct", "indirect", "induced"):
        for quantity in QUANTITIES:
            key = ("plan", f"{quantity}_net_{part}", 2030, "central")
            assert two[key] == pytest.approx(2 * one[key], rel=1e-12) and one[key] > 0


def test_the_models_multiplier_is_that_of_the_rows(root, shipped):
    """Central case: indirect over direct is the one-at-a-time reading worked out from the raw rows."""
    found = simulated("plan", "--draws", 0, "--root", root)
    direct, indirect = (
        found["plan", f"value_added_net_{part}", 2030, "central"] for part in ("direct", "indirect")
    )
    assumptions = shipped.scenario("plan").assumptions
    sectors, _, regional, value_added, _ = oracle(
        root, assumptions.gdp_share.number, assumptions.flq_delta.number
    )
    _, headline, _ = readings(sectors, regional, value_added, assumptions.tenant_mix.value)
    expected = assumptions.linkage_realisation.number * (headline - 1)
    assert indirect / direct == pytest.approx(expected, rel=1e-4)


def test_no_realised_linkages_leave_the_direct_effect_alone(root):
    found = simulated("plan", "--draws", 0, "--set", "linkage_realisation=0", "--root", root)
    for quantity in QUANTITIES:
        assert found["plan", f"{quantity}_net_indirect", 2030, "central"] == 0
        direct = found["plan", f"{quantity}_net_direct", 2030, "central"]
        assert found["plan", f"{quantity}_net", 2030, "central"] == direct > 0


# ------------------------------------------------------------------ multipliers of the table in data/raw


def weighted(coefficients, sections, output):
    """Type I output multiplier of manufacturing, weighted by output."""
    factory = np.array([s == "C" for s in sections])
    multipliers = np.asarray(leontief_inverse(coefficients)).sum(axis=0)
    return float(multipliers[factory] @ output[factory] / output[factory].sum())


def test_the_nations_multipliers(root, shipped):
    _, sections, _, _, output = oracle(root, SHARE, 0.25)
    table = shipped.linkage_table
    multipliers = np.asarray(leontief_inverse(table.coefficients)).sum(axis=0)
    assert multipliers.min() == pytest.approx(1.00, abs=0.005)
    assert multipliers.max() == pytest.approx(2.66, abs=0.005)
    assert weighted(table.coefficients, sections, output) == pytest.approx(1.97, abs=0.005)


@pytest.mark.parametrize(("delta", "expected"), DELTAS)
def test_the_regions_multipliers(root, shipped, delta, expected):
    sectors, sections, regional, value_added, output = oracle(root, SHARE, delta)
    table = shipped.linkage_table
    assert list(table.sectors) == sectors
    ours = table.regional_coefficients(flegg_lambda(SHARE, delta))
    assert np.asarray(ours) == pytest.approx(regional, abs=1e-14)
    assert table.value_added == pytest.approx(value_added)
    assert weighted(ours, sections, output) == pytest.approx(expected, abs=0.005)


# ------------------------------------------------------------------ a table of one's own

SECTORS = """sector,section,output,value_added,imports,taxes,pay,households,jobs,quotient
farms,A,1000,600,100,50,200,300,40,0.5
mills,C,2000,700,400,100,400,500,30,1.2
energy,D,500,200,75,25,60,100,5,0.9
works,F,800,400,80,20,250,50,25,1.0
shops,G,1500,900,150,50,500,700,60,1.1
"""
FLOWS = [
    [100, 400, 0, 10, 20],
    [80, 200, 50, 150, 120],
    [20, 120, 100, 20, 60],
    [10, 30, 20, 60, 80],
    [40, 50, 30, 60, 120],
]
"""A made-up economy of five sectors: flows, imports, taxes and value added of a column are its output."""
SIGNED = {
    "release_date": "2020-06-30",
    "release_date_basis": "published",
    "status": "published",
    "source_title": "A table of one's own",
    "publisher": "A statistics office",
    "url": "https://example.org/table",
    "period": "2019",
    "unit": "m local currency",
}
VARIABLES = {
    "output": "output",
    "value_added": "value_added",
    "imports": "imported_intermediate",
    "taxes": "taxes_less_subsidies_on_inputs",
    "pay": "compensation_of_employees",
    "households": "household_consumption_domestic",
    "jobs": "employment",
}


def own_table(folder):
    """Add the made-up economy to the tables of a study, by their schema, and choose it in base.yaml."""
    sectors = list(csv.DictReader(io.StringIO(SECTORS)))
    names = [row["sector"] for row in sectors]
    own = {**SIGNED, "table": "OWN_2019"}
    for rank, row in enumerate(sectors, 1):
        code = {"sector": row["sector"], "name_en": row["sector"], "name_vi": row["sector"]}
        add_rows(
            folder,
            "sectors",
            {**own, **code, "isic_section": row["section"], "employment_is_section_total": "true",
             "value": str(rank), "unit": "rank in table"},
        )  # fmt: skip
        for column, variable in VARIABLES.items():
            unit = "thousand persons" if column == "jobs" else "m local currency"
            account = {"sector": row["sector"], "variable": variable, "value": row[column], "unit": unit}
            add_rows(folder, "input_output_accounts", {**own, **account})
        quotient = {"region": "OWN", "section": row["section"], "variable": "slq", "value": row["quotient"]}
        add_rows(folder, "location_quotients", {**SIGNED, **quotient, "unit": "ratio"})
        for other, value in zip(names, FLOWS[rank - 1], strict=True):
            flow = {"from_sector": row["sector"], "to_sector": other, "value": str(value)}
            add_rows(folder, "input_output_flows", {**own, **flow})
    spending = {"variable": "household_consumption_at_purchasers_prices", "value": "2000"}
    add_rows(folder, "input_output_totals", {**own, **spending})
    base = folder / "scenarios" / "base.yaml"
    replaced(base, "economy: VNM_2018", "economy: OWN_2019")
    replaced(base, "quotients_region: HAN", "quotients_region: OWN")
    replaced(base, "quotients_period: 2021-Q4", "quotients_period: '2019'")
    replaced(base, "construction_sector: D41T43", "construction_sector: works")
    text = base.read_text("utf-8")
    base.write_text(re.sub(r"(tenant_mix:\n  value: )\{.*\}", r"\1{mills: 0.9, energy: 0.1}", text), "utf-8")
    return folder


@pytest.fixture
def own(study_copy):
    return own_table(study_copy)


def test_each_column_of_the_made_up_table_adds_up():
    rows = list(csv.DictReader(io.StringIO(SECTORS)))
    for row, inputs in zip(rows, np.array(FLOWS).sum(axis=0), strict=True):
        parts = inputs + sum(float(row[name]) for name in ("imports", "taxes", "value_added"))
        assert parts == pytest.approx(float(row["output"]), rel=1e-3), row["sector"]


def test_a_users_own_table_carries_the_model(own, shipped):
    told = run_command("check", "--root", own, "--lang", "en")
    assert told.code == 0, told.err
    table = load_study(own).linkage_table
    assert table.sectors == ("farms", "mills", "energy", "works", "shops")
    found = simulated("plan", "--draws", 0, "--root", own)
    assumptions = shipped.scenario("plan").assumptions
    share, delta = assumptions.gdp_share.number, assumptions.flq_delta.number
    sectors, _, regional, value_added, _ = oracle(own, share, delta, "OWN_2019", "OWN", "2019")
    _, headline, _ = readings(sectors, regional, value_added, {"mills": 0.9, "energy": 0.1})
    direct, indirect = (
        found["plan", f"value_added_net_{part}", 2030, "central"] for part in ("direct", "indirect")
    )
    expected = assumptions.linkage_realisation.number * (headline - 1)
    assert indirect / direct == pytest.approx(expected, rel=1e-4)
    shipped_ratio = simulated("plan", "--draws", 0, "--root", shipped.root)
    assert direct == shipped_ratio["plan", "value_added_net_direct", 2030, "central"]


def test_the_briefing_speaks_of_the_users_own_table(own):
    run = load_study(own).simulate(["reference", "plan"], draws=50)
    (chart,) = section(run, "linkages").charts
    assert set(chart.data["sector"]) <= {"farms", "mills", "energy", "works", "shops"}
    assert any("2019" in s and "5 industries" in s for s in section(run, "linkages").sentences)


def test_a_table_that_does_not_balance_is_refused_by_sector(own):
    path = own / "data" / "raw" / "input_output_flows.csv"
    replaced(path, "OWN_2019,farms,mills,400,", "OWN_2019,farms,mills,500,")
    told = run_command("simulate", "plan", "--draws", 0, "--root", own)
    assert told.code == 2
    assert "mills" in told.err and "farms" not in told.err.replace("farms,mills", "")
    assert "Traceback" not in told.err


def test_an_economy_that_is_not_there_is_answered_with_the_nearest(own):
    replaced(own / "scenarios" / "base.yaml", "economy: OWN_2019", "economy: OWN_2018")
    told = run_command("simulate", "plan", "--draws", 0, "--root", own)
    assert told.code == 2
    assert "OWN_2018" in told.err and "OWN_2019" in told.err


def test_a_tenant_of_no_sector_is_refused_by_name(own):
    told = run_command("simulate", "plan", "--draws", 0, "--root", own, "--set", "tenant_mix={mils: 1.0}")
    assert told.code == 2
    assert "mils" in told.err and "mills" in told.err
