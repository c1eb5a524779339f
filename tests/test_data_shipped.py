"""The shipped figures: all there, sourced, dated, described, and the ones that matter as published."""

import datetime as dt
import hashlib
import json
import re
import subprocess

import frictionless
import pytest
from data_sample import RAW, shipped_project, small_project

from clusterecon.data.checks import check_rows, vintages
from clusterecon.data.processed import load_processed
from clusterecon.data.schema import read_package
from clusterecon.ground.errors import InputError
from clusterecon.ground.periods import parse_period

ROOT = RAW.parents[1]
ROWS = {
    "clusters_facts": 182,
    "iip_by_province": 26,
    "clusters": 75,
    "clusters_register": 110,
    "hanoi_annual": 144,
    "hanoi_subannual": 198,
    "hanoi_iip": 299,
    "vietnam_annual": 553,
    "vietnam_quarterly": 360,
    "vietnam_iip_monthly": 520,
    "sectors": 45,
    "input_output_flows": 2025,
    "input_output_accounts": 585,
    "input_output_totals": 4,
    "employment_by_section": 22,
    "location_quotients": 116,
    "parameters": 95,
    "texts": 20,
}


@pytest.fixture(scope="module")
def shipped():
    return load_processed(ROOT)


@pytest.fixture(scope="module")
def package():
    return json.loads((RAW / "datapackage.json").read_text(encoding="utf-8"))


def rows(shipped, table, **cells):
    """The rows of a table with these cells."""
    frame = shipped.frames[table]
    for column, cell in cells.items():
        frame = frame[frame[column] == cell]
    return frame


def only(shipped, table, **cells):
    """The one row with these cells."""
    found = rows(shipped, table, **cells)
    assert len(found) == 1, found
    return found.iloc[0]


# the package


def test_every_row_of_the_evidence_is_there(shipped):
    """A user's rows may stand beside them."""
    assert set(shipped.frames) >= set(ROWS)
    for name, count in ROWS.items():
        assert len(shipped.frames[name]) >= count, name


def test_the_package_is_valid_by_frictionless():
    """Hash and size are those of the shipped files; a row added since must not make a table wrong."""
    report = frictionless.validate(
        str(RAW / "datapackage.json"),
        checklist=frictionless.Checklist(skip_errors=["hash-count", "byte-count"]),
    )
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    assert report.stats["tasks"] == len(ROWS)


def test_frictionless_refuses_what_the_library_refuses(tmp_path):
    raw = shipped_project(tmp_path)
    path = raw / "hanoi_iip.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",4.5,", ",four,", 1), encoding="utf-8")
    report = frictionless.validate(str(raw / "datapackage.json"))
    assert not report.valid
    with pytest.raises(InputError, match=r"hanoi_iip\.csv, line 2, column value: 'four' is not a number"):
        load_processed(tmp_path)


def test_every_table_is_described(package):
    for resource in package["resources"]:
        where = resource["name"]
        assert resource["title"], where
        assert resource["description"], where
        assert resource["sources"], where
        assert resource["licenses"], where
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", resource["hash"]), where
        for field in resource["schema"]["fields"]:
            assert field["description"], (where, field["name"])
    assert {r["path"] for r in package["resources"]} == {p.name for p in RAW.glob("*.csv")}


def committed(*arguments):
    """Output of git in the repository, or None where there is none."""
    try:
        done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def test_hashes_are_those_of_the_shipped_files(package):
    """Rows added at the end are no matter; else the commit that wrote the package is compared with itself."""
    wrote = committed("log", "-1", "--format=%H", "--", "data/raw/datapackage.json")
    commit = wrote.decode().strip() if wrote else ""
    changed = commit and committed("diff", "--quiet", "HEAD", "--", "data/raw/datapackage.json") is None
    for resource in package["resources"]:
        size, expected = resource["bytes"], resource["hash"]
        content = (RAW / resource["path"]).read_bytes()
        if "sha256:" + hashlib.sha256(content[:size]).hexdigest() == expected:
            continue
        assert commit, f"{resource['path']} does not start with the shipped rows"
        assert not changed, f"{resource['path']} and the new datapackage.json do not belong together"
        then = committed("show", f"{commit}:data/raw/{resource['path']}")
        assert "sha256:" + hashlib.sha256(then).hexdigest() == expected, resource["path"]


def test_vintages_tell_what_was_added_and_what_was_changed(tmp_path):
    raw = shipped_project(tmp_path)
    shipped = {v.table: v.state for v in vintages(ROOT)}
    assert set(shipped.values()) <= {"as shipped", "rows added", "changed"}
    path = raw / "texts.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[1].replace("F029", "X1") + "\n", encoding="utf-8")
    (raw / "clusters.csv").write_text(
        (raw / "clusters.csv").read_text(encoding="utf-8").replace("yes", "no"), "utf-8"
    )
    states = {v.table: v.state for v in vintages(tmp_path)}
    assert states["texts"] == "rows added"
    assert states["clusters"] == "changed"
    assert load_processed(tmp_path)


# every row


def test_every_row_is_sourced_and_dated(shipped):
    checked = check_rows(shipped)
    assert checked.unsourced == ()
    assert checked.rows == sum(len(f) for f in shipped.frames.values()) >= sum(ROWS.values())


def test_check_finds_a_row_that_lost_its_source(shipped):
    import dataclasses

    frame = shipped.frames["texts"].copy()
    frame.loc[0, "publisher"] = " "
    frame.loc[1, "unit"] = ""
    found = check_rows(dataclasses.replace(shipped, frames={"texts": frame})).unsourced
    assert {(r.line, r.text) for r in found} == {(2, "lacks publisher"), (3, "lacks unit")}


def test_judgement_is_listed_by_name(shipped):
    names = {(r.table, r.name) for r in check_rows(shipped).judgement}
    assert ("location_quotients", "HAN B slq 2021-Q4") in names
    assert ("parameters", "domestic_linkage_scaling 2018") in names


def test_conflicts_are_listed_with_the_other_reading(shipped):
    found = {(r.table, r.name): r.text for r in check_rows(shipped).conflicts}
    assert any(
        t == "clusters_facts" and n.startswith("F017") and "60,000" in x for (t, n), x in found.items()
    )
    texts = [x for (t, n), x in found.items() if t == "hanoi_iip" and n == "IIP 2016"]
    assert texts
    assert "7" in texts[0]


def test_two_figures_for_one_period_are_marked_as_a_conflict(shipped):
    for table in ("hanoi_annual", "hanoi_subannual", "hanoi_iip"):
        for (series, period), group in shipped.frames[table].groupby(["series", "period"]):
            if group["value"].nunique() > 1:
                assert (group["conflict"] != "").all(), (table, series, period)


def test_nothing_is_known_before_its_period_has_begun(shipped):
    """Outturns only; targets, plans and rules look ahead."""
    ahead = {"target", "rule", "forecast"}
    for name, frame in shipped.frames.items():
        if name in ("clusters", "clusters_register", "parameters", "texts", "clusters_facts"):
            continue
        for row in frame.itertuples():
            if row.status in ahead:
                continue
            period = parse_period(row.period)
            assert row.release_date.date() >= dt.date(period.year, period.first_month, 1), (name, row.line)


def test_year_to_date_figures_are_released_after_their_last_month_began(shipped):
    for name in ("hanoi_iip", "vietnam_iip_monthly", "hanoi_subannual", "vietnam_quarterly"):
        for row in shipped.frames[name].itertuples():
            period = parse_period(row.period)
            if period.kind == "A":
                continue
            began = dt.date(period.year, period.last_month, 1)
            assert row.release_date.date() >= began, (name, row.line)


def test_a_derived_row_is_not_older_than_its_inputs(shipped):
    frame = shipped.frames["clusters_facts"].set_index("id")
    looked_at = 0
    for identifier, row in frame[frame["status"] == "derived"].iterrows():
        for key in re.findall(r"\b[AF]\d{3}\b", row["inputs"]):
            if key in frame.index:
                looked_at += 1
                assert row["release_date"] >= frame.loc[key, "release_date"], (identifier, key)
    assert looked_at > 60


def test_dates_of_unknown_days_are_ends_of_months(shipped):
    for name, frame in shipped.frames.items():
        bound = frame[frame["release_date_basis"] == "latest possible"]["release_date"]
        known = {dt.date(2013, 12, 31)}
        for day in bound.dt.date:
            tomorrow = day + dt.timedelta(days=1)
            assert tomorrow.day == 1 or day in known or name == "vietnam_iip_monthly", (name, day)


def test_sources_name_the_office_and_no_copy():
    forbidden = re.compile(
        r"github|mirror|this research|\(review\)|researcher|file id|2026-11", re.IGNORECASE
    )
    for path in RAW.glob("*.csv"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            assert not forbidden.search(line), (path.name, number)


def test_statuses_are_one_list(package):
    lists = {
        tuple(f["constraints"]["enum"])
        for r in package["resources"]
        for f in r["schema"]["fields"]
        if f["name"] == "status"
    }
    assert len(lists) == 1


def test_the_schema_holds_every_table_to_the_common_columns():
    common = {
        "value",
        "unit",
        "period",
        "release_date",
        "release_date_basis",
        "status",
        "source_title",
        "publisher",
        "url",
    }
    for table in read_package(ROOT).tables.values():
        required = {f.name for f in table.fields if f.required}
        assert common <= required, table.name


def test_growth_has_limits_in_every_table_that_has_growth():
    for table in read_package(ROOT).tables.values():
        unit = next(f for f in table.fields if f.name == "unit")
        for name in unit.enum:
            if name.startswith("% yoy"):
                assert unit.limits[name] == (-100.0, 1000.0), table.name


def test_growth_beyond_sense_is_refused(tmp_path):
    raw = shipped_project(tmp_path)
    path = raw / "hanoi_iip.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",4.5,", ",4500,", 1), encoding="utf-8")
    with pytest.raises(InputError, match="4500 is outside -100 to 1000"):
        load_processed(tmp_path)


# the figures that matter


@pytest.mark.parametrize(
    ("identifier", "value", "unit"),
    [
        ("F014", 70, "clusters"),
        ("F015", 1686, "ha"),
        ("F016", 3864, "establishments"),
        ("F017", 80_000, "workers"),
        ("F010", 60_000, "workers"),
        ("F018", 1_100, "bn VND a year"),
        ("F019", 6.95, "% yoy constant prices"),
        ("F040", 26, "clusters"),
        ("F035", 44, "clusters"),
        ("F065", 30, "clusters"),
        ("F069", 24, "clusters"),
        ("F070", 5, "clusters"),
        ("F073", 6, "clusters"),
        ("F139", 23.6, "bn VND per ha"),
        ("F100", 73.5, "workers per ha"),
        ("A045", 30, "% of investment"),
        ("A047", 35, "%"),
        ("A048", 32, "%"),
        ("A021", 189_000, "bn VND current prices"),
    ],
)
def test_facts_on_clusters(shipped, identifier, value, unit):
    row = only(shipped, "clusters_facts", id=identifier)
    assert (row["value"], row["unit"]) == (value, unit)


def test_what_was_known_of_the_clusters_on_3_february_2025(shipped):
    view = shipped.as_of(dt.date(2025, 2, 3)).frames["clusters_facts"]
    known = set(view["id"])
    assert {"F014", "F017", "F018", "F019", "F070"} <= known
    assert not {"F073", "F066", "F100", "A050"} & known


def test_industrys_growth_in_2024_was_known_in_january(shipped):
    found = rows(shipped, "hanoi_annual", series="industry_va_growth", period="2024")
    assert list(found["value"]) == [6.2, 6.2]
    assert sorted(found["release_date"].dt.date) == [dt.date(2025, 1, 14), dt.date(2025, 2, 28)]


@pytest.mark.parametrize(
    ("period", "value", "day"),
    [
        ("2014", 4.6, dt.date(2014, 12, 31)),
        ("2016", 7.1, dt.date(2016, 12, 28)),
        ("2020", 4.7, dt.date(2021, 1, 6)),
        ("2022", 8.8, dt.date(2022, 12, 28)),
        ("2023", 3.0, dt.date(2023, 12, 30)),
        ("2024", 5.9, dt.date(2025, 1, 6)),
        ("2024-M01..M09", 5.4, dt.date(2024, 10, 7)),
    ],
)
def test_industrial_production_of_hanoi(shipped, period, value, day):
    found = rows(shipped, "hanoi_iip", series="IIP", period=period, value=value)
    assert day in set(found["release_date"].dt.date)


def test_averages_of_industrys_growth(shipped):
    found = rows(shipped, "hanoi_annual", series="industry_va_growth_avg")
    values = dict(zip(found["period"], found["value"], strict=True))
    assert values == {"2016..2018": 7.82, "2011..2015": 9.2, "2016..2020": 7.43, "2021..2022": 6.7}


def test_national_growth_of_industry(shipped):
    row = only(shipped, "vietnam_annual", series="SPLICED_INDUSTRY_VA_GROWTH", period="2024")
    assert (row["value"], row["release_date"].date()) == (8.323, dt.date(2025, 1, 6))
    found = rows(shipped, "vietnam_annual", series="SPLICED_INDUSTRY_VA_GROWTH")
    assert sorted(map(int, found["period"])) == list(range(1987, 2025))
    year = found[found["period"] == "2019"].iloc[0]
    assert (year["release_date"].date(), year["release_date_basis"]) == (dt.date(2020, 1, 6), "assumed")


def test_national_quarters_follow_the_calendar_of_first_release(shipped):
    found = rows(shipped, "vietnam_quarterly", series="GSO_INDUSTRY_VA_R2010")
    days = dict(zip(found["period"], found["release_date"].dt.date, strict=True))
    assert len(days) == 60
    assert days["2019-Q1"] == dt.date(2019, 3, 29)
    assert days["2019-Q2"] == dt.date(2019, 6, 29)
    assert days["2019-Q3"] == dt.date(2019, 9, 29)
    assert days["2019-Q4"] == dt.date(2020, 1, 6)
    assert days["2024-Q4"] == dt.date(2025, 1, 6)
    values = dict(zip(found["period"], found["value"], strict=True))
    assert values["2010-Q1"] == 186918.1
    assert values["2024-Q4"] / values["2023-Q4"] - 1 == pytest.approx(0.0836, abs=5e-5)


def test_spliced_growth_agrees_with_the_levels_it_comes_from(shipped):
    levels = rows(shipped, "vietnam_annual", series="GSO_INDUSTRY_VA_R2010", status="revised")
    level = {int(p): v for p, v in zip(levels["period"], levels["value"], strict=True)}
    growth = rows(shipped, "vietnam_annual", series="SPLICED_INDUSTRY_VA_GROWTH")
    for period, value in zip(growth["period"], growth["value"], strict=True):
        year = int(period)
        if year in level and year - 1 in level and year != 2010:
            assert 100 * (level[year] / level[year - 1] - 1) == pytest.approx(value, abs=1e-3), year


def test_the_sample_of_capital_costs(shipped):
    frame = shipped.frames["clusters_register"].pivot(index="cluster", columns="variable", values="value")
    sample = frame.dropna(subset=["area_ha", "investment_bn_vnd"]).drop(index="Hoa Binh phase 1")
    assert len(sample) == 14
    assert sample["area_ha"].sum() == pytest.approx(221.2)
    assert (sample["investment_bn_vnd"] / sample["area_ha"]).median() == pytest.approx(23.6, abs=0.05)


def test_the_register_names_75_clusters_with_their_districts(shipped):
    frame = shipped.frames["clusters"]
    assert len(frame["cluster"].unique()) >= 75
    assert {"Dong Anh", "Thach That", "Thuong Tin"} <= set(frame["district"])
    assert rows(shipped, "clusters_register", variable="area_ha")["cluster"].nunique() >= 41


def test_parameters(shipped):
    deadweight = only(shipped, "parameters", name="deadweight")
    assert (deadweight["low"], deadweight["value"], deadweight["high"]) == (0.1, 0.2, 0.35)
    delta = only(shipped, "parameters", name="flq_delta")
    assert (delta["low"], delta["value"], delta["high"]) == (0.1, 0.25, 0.4)
    raised = only(shipped, "parameters", name="target_2025_hanoi_industry_va_growth_revised")
    assert (raised["value"], raised["release_date"].date()) == (7.0, dt.date(2025, 2, 25))


def test_a_project_of_ones_own_needs_none_of_the_shipped_tables(tmp_path):
    small_project(tmp_path)
    assert set(load_processed(tmp_path).frames) == {"readings"}
    assert check_rows(load_processed(tmp_path)).unsourced == ()
