"""Sweeps: points equal to `simulate --set`, one tidy table, resumed after a kill to the same bytes."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from conftest import ROOT
from system_programs import missing

from clusterecon.ground.errors import InputError, LockedError, RunError
from clusterecon.results.sweep import Points
from clusterecon.study.study import Settings

GRID = {"completion_rate": [0.1, 0.3], "mature_occupancy": [0.7, 0.8, 0.9]}
OPTIONS = ("--grid", "completion_rate=0.1,0.3", "--grid", "mature_occupancy=0.7:0.9:3")
DRAWS = 2_000


@pytest.fixture(scope="module")
def swept(shipped):
    """A grid of two levers, six points."""
    return shipped.sweep(GRID, "track-record", draws=DRAWS)


def complaint(result):
    """The message of a command that refused its input."""
    assert (result.code, result.out) == (2, ""), result
    assert "Traceback" not in result.err
    return result.err


# ---------------------------------------------------------------- what a point is


def test_the_table_is_tidy(swept):
    columns = ["scenario", *GRID, "quantity", "unit", "year", "statistic", "value", "standard_error"]
    assert list(swept) == columns
    assert not swept.duplicated([*GRID, "quantity", "year", "statistic"]).any()
    points = swept[list(GRID)].drop_duplicates().to_numpy().tolist()
    assert points == [[a, b] for a in GRID["completion_rate"] for b in GRID["mature_occupancy"]]
    assert swept.groupby(list(GRID)).size().nunique() == 1


@pytest.mark.parametrize("point", [(0.1, 0.7), (0.3, 0.9)])
def test_a_point_is_what_simulate_gives_with_the_same_set(swept, shipped, point):
    """Probabilities, medians, means and their errors, to the last bit; so the random numbers are shared."""
    own = swept[(swept["completion_rate"] == point[0]) & (swept["mature_occupancy"] == point[1])]
    settings = Settings(dict(zip(GRID, point, strict=True)))
    run = shipped.simulate(["track-record"], DRAWS, settings=settings)
    value = own.set_index(["quantity", "statistic", "year"])["value"]
    for row in run.targets().to_dict("records"):
        if row["target"] in run.scenario("track-record").assumptions.targets:
            assert value[row["target"], "probability", row["year"]] == row["probability"]
    for name in ("jobs_net", "budget_net", "industrial_growth"):
        for statistic in ("mean", "p5", "p50", "p95"):
            for year in (2025, 2030, 2035):
                assert value[name, statistic, year] == run.values("track-record", name, statistic)[year]
    appraisal = run.appraisal()
    headline = appraisal[appraisal["measure"] == "npv"].iloc[0]
    npv = own[(own["quantity"] == "npv") & (own["statistic"] == headline["statistic"])]["value"]
    assert npv.item() == headline["value"]


def test_without_draws_a_point_is_the_central_case(shipped):
    frame = shipped.sweep({"cohorts.new.clusters": [10, 20]}, "plan", draws=0)
    assert set(frame["statistic"]) == {"central"}
    for clusters in (10, 20):
        settings = Settings({"cohorts.new.clusters": clusters})
        run = shipped.simulate(["plan"], 0, settings=settings)
        own = frame[(frame["cohorts.new.clusters"] == clusters) & (frame["quantity"] == "jobs_net")]
        for row in own.to_dict("records"):
            assert row["value"] == run.values("plan", "jobs_net")[row["year"]]


def test_overrides_hold_at_every_point(shipped):
    none = Settings({"workers_per_leased_ha": 0})
    frame = shipped.sweep(GRID, "plan", draws=0, settings=none)
    assert np.all(frame[frame["quantity"] == "jobs_net"]["value"] == 0)


def test_more_delivered_land_is_never_fewer_jobs_on_shared_random_numbers(swept):
    jobs = swept[(swept["quantity"] == "jobs_net") & (swept["year"] == 2030)]
    by_point = jobs.pivot_table("value", "completion_rate", ["mature_occupancy", "statistic"])
    assert np.all(by_point.diff().dropna() > 0)


def test_every_statistic_is_told_with_its_error_where_one_is_known(swept):
    odds = swept[swept["statistic"] == "probability"]
    assert (odds["standard_error"] >= 0).all()
    assert swept[swept["statistic"] == "p50"]["standard_error"].notna().all()
    assert swept[swept["statistic"].isin(["mean", "p5", "p95"])]["standard_error"].isna().all()


# ---------------------------------------------------------------- stopped and gone on


def test_points_that_are_kept_are_not_done_again(shipped, swept, tmp_path):
    """Stopped after the first; the rest, then a grid made larger, do what is missing alone."""
    kept, told = tmp_path / "s.points", []

    def stop(done, of):
        told.append((done, of))
        if done:
            raise KeyboardInterrupt

    with pytest.raises(RunError, match=r"^stopped; 6 of 6 points were done; the same command goes on"):
        shipped.sweep(GRID, "track-record", draws=DRAWS, settings=Settings(kept=kept, progress=stop))
    lines = kept.read_bytes().splitlines(keepends=True)
    assert (told, len(lines)) == ([(0, 6), (6, 6)], 7)
    cut = b"".join([*lines[:3], lines[3][:40]])
    kept.write_bytes(cut)
    told.clear()
    again = Settings(kept=kept, progress=lambda done, of: told.append((done, of)))
    frame = shipped.sweep(GRID, "track-record", draws=DRAWS, settings=again)
    assert told == [(2, 6), (6, 6)]
    assert frame.to_csv() == swept.to_csv()
    assert sorted(kept.read_bytes().splitlines()[1:]) == sorted(line.rstrip() for line in lines[1:])
    told.clear()
    larger = {**GRID, "completion_rate": [0.1, 0.2, 0.3]}
    shipped.sweep(larger, "track-record", draws=DRAWS, settings=again)
    assert told == [(6, 9), (9, 9)]


@pytest.mark.parametrize(
    "other",
    [
        {"draws": 60},
        {"seed": 8},
        {"scenario": "plan"},
        {"as_of": "2024-12-31"},
        {"settings": {"leakage": 0.1}},
        {"grid": {"mature_occupancy": [0.7]}},
    ],
    ids=lambda other: next(iter(other)),
)
def test_points_of_another_sweep_are_refused(shipped, tmp_path, other):
    kept = tmp_path / "s.points"
    first = {"grid": {"completion_rate": [0.1]}, "scenario": "track-record", "draws": 50}
    shipped.sweep(**first, settings=Settings(kept=kept))
    before = kept.read_bytes()
    overrides = other.pop("settings", {})
    with pytest.raises(InputError, match="holds points of another sweep; remove it, or write elsewhere"):
        shipped.sweep(**{**first, **other}, settings=Settings(overrides, kept=kept))
    assert kept.read_bytes() == before


def test_a_file_of_points_is_locked_and_no_link_is_followed(tmp_path):
    kept, row = tmp_path / "s.points", {"value": 1.0}
    with Points(kept, "key") as points:
        points.add({"a": 1.0}, [row])
        with pytest.raises(LockedError, match="another sweep writes to it"), Points(kept, "key"):
            pass
    with Points(kept, "key") as points:
        assert points.rows({"a": 1.0}) == [row]
    (tmp_path / "aim").write_text("precious")
    (tmp_path / "link").symlink_to(tmp_path / "aim")
    with pytest.raises(RunError), Points(tmp_path / "link", "key"):
        pass
    assert (tmp_path / "aim").read_text() == "precious"
    with pytest.raises(RunError), Points(tmp_path, "key"):
        pass


@pytest.mark.parametrize("left", [b"", b"ke", b"key"])
def test_a_file_of_points_cut_short_in_its_first_line_is_begun_anew(tmp_path, left):
    kept = tmp_path / "s.points"
    kept.write_bytes(left)
    with Points(kept, "key") as points:
        assert len(points) == 0
        points.add({"a": 1.0}, [])
    assert kept.read_bytes() == b'key\n["{\\"a\\": 1.0}", []]\n'


@pytest.mark.slow
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_a_command_stopped_half_way_goes_on_to_the_same_bytes(cli, root, tmp_path, by):
    arguments = ("sweep", "--scenario", "plan", "--grid", "completion_rate=0.1:0.6:60", "--draws", "4000")
    out, kept = tmp_path / "out.csv", tmp_path / "out.csv.points"
    process = subprocess.Popen(
        [sys.executable, "-m", "clusterecon", *arguments, "--out", out, "--root", root],
        stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    end = time.monotonic() + 120
    while not kept.exists() or kept.read_bytes().count(b"\n") < 10:
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.02)
    process.send_signal(by)
    _, said = process.communicate(timeout=20)
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv.points"]
    done = kept.read_bytes()
    if by == signal.SIGINT:
        assert process.returncode == 1
        assert "of 60 points were done; the same command goes on from there" in said
    result = cli(*arguments, "--out", out)
    assert (result.code, result.out) == (0, "")
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]
    assert 10 <= done.count(b"\n") < 61
    other = tmp_path / "whole.csv"
    assert cli(*arguments, "--out", other).code == 0
    assert out.read_bytes() == other.read_bytes()


# ---------------------------------------------------------------- the command


def test_the_command_gives_the_table_of_python(cli, swept, tmp_path):
    command = ("sweep", "--scenario", "track-record", *OPTIONS, "--draws", DRAWS)
    result = cli(*command, "--format", "csv")
    assert (result.code, result.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert list(rows[0]) == list(swept)
    assert [float(row["value"]) for row in rows if row["value"]] == swept["value"].dropna().tolist()
    assert cli(*command, "--out", tmp_path / "s.csv").code == 0
    assert (tmp_path / "s.csv").read_text("utf-8") == result.out
    out = tmp_path / "s.json"
    assert cli(*command, "--format", "json", "--out", out).code == 0
    content = json.loads(out.read_text("utf-8"), parse_constant=pytest.fail)
    assert [row["value"] for row in content["sweep"] if row["value"] is not None] == swept[
        "value"
    ].dropna().tolist()
    assert len(content["sweep"]) == len(swept)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["s.csv", "s.json"]


def test_parquet(cli, swept, tmp_path):
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        missing("not installed: pyarrow")
    import pandas as pd

    out = tmp_path / "s.parquet"
    result = cli("sweep", "--scenario", "track-record", *OPTIONS, "--draws", DRAWS, "--out", out)
    assert (result.code, result.out) == (0, "")
    pd.testing.assert_frame_equal(pd.read_parquet(out), swept)
    assert [p.name for p in tmp_path.iterdir()] == ["s.parquet"]


def test_parquet_without_pyarrow_names_the_extra(cli, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    said = complaint(cli("sweep", "--scenario", "plan", *OPTIONS, "--out", tmp_path / "s.parquet"))
    assert "Parquet needs pyarrow, which is not installed: pip install 'clusterecon[scale]'" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("vi", ["Tỷ lệ lấp đầy khi ổn định", "Số cụm (15–20 cụm", "Xác suất", "Trung vị, 2035", "0,7"]),
        ("en", ["Occupancy at maturity", "Clusters (15–20 clusters", "Probability", "Median, 2035", "0.7"]),
    ],
)
def test_a_table_for_people_in_both_languages(cli, lang, words):
    grid = ("--grid", "cohorts.new.clusters=10,20", "--grid", "mature_occupancy=0.7,0.85")
    result = cli("sweep", "--scenario", "plan", *grid, "--draws", "64", "--lang", lang)
    assert (result.code, result.err) == (0, "")
    shown = " ".join(result.out.split())
    for word in words:
        if " " not in word or word in shown:
            assert word in shown, word
    assert "mature_occupancy" not in shown
    central = cli("sweep", "--scenario", "plan", *grid, "--draws", "0", "--lang", lang)
    assert {"vi": "Trường hợp trung tâm, 2035", "en": "Central case, 2035"}[lang] in central.out


@pytest.mark.parametrize(
    ("grid", "said"),
    [
        ("x", "--grid x: write it as PATH=0.7,0.8 or PATH=LOW:HIGH:COUNT"),
        ("=0.1", "--grid =0.1: write it as PATH="),
        ("completion_rate=", "'' is not allowed; write 0.7,0.8,0.9 or LOW:HIGH:COUNT"),
        ("completion_rate=0.1,", "'0.1,' is not allowed"),
        ("completion_rate=1:0:3", "'1:0:3' is not allowed"),
        ("completion_rate=0:1:1", "'0:1:1' is not allowed"),
        ("completion_rate=0:inf:3", "'0:inf:3' is not allowed"),
        ("completion_rate=0:1:1e3", "'0:1:1e3' is not allowed"),
        ("completion_rate=0:1:99999999999", "'0:1:99999999999' is not allowed"),
        ("completion_rate=0.1,nan", "a finite number"),
        ("completion_rate=0.1,1.5", "1.5 is not allowed; it must lie between 0 and 1"),
        ("completion_rate=0.1,0.2,0.1", "grid: completion_rate: 0.1 is given twice"),
        ("completion_rat=0.1", "no assumption 'completion_rat'; did you mean 'completion_rate'?"),
        ("tenant_mix=0.1", "no assumption 'tenant_mix'"),
        ("cohorts.new.clusters=10,12.5", "12.5 is not allowed; a whole number is needed"),
        ("construction_years=2:3:3", "2.5 is not allowed; a whole number is needed"),
    ],
)
def test_a_wrong_grid_is_refused(cli, tmp_path, grid, said):
    result = cli("sweep", "--scenario", "plan", "--grid", grid, "--out", tmp_path / "s.csv")
    assert said in complaint(result)
    assert list(tmp_path.iterdir()) == []


def test_every_mistake_comes_at_once(cli, tmp_path):
    said = complaint(
        cli("sweep", "--scenario", "plan", "--grid", "x", "--grid", "completion_rat=0.1",
            "--grid", "leakage=2,3", "--grid", "leakage=0.1", "--draws", "-1",
            "--out", tmp_path / "no" / "s.csv")
    )  # fmt: skip
    for part in (
        "5 mistakes",
        "--grid x:",
        "leakage is given twice",
        "completion_rat'",
        "draws: -1",
        "--out",
    ):
        assert part in said, part


def test_values_that_are_possible_one_by_one_and_not_together_are_told_before_anything_is_simulated(shipped):
    """Twenty clusters are listed as finished; fifteen clusters are too few for that list."""
    listed = Settings({"cohorts.new.completions": {2026: 12}})
    grid = {"cohorts.new.clusters": [10, 20], "completion_rate": [0.1, 0.2]}
    with pytest.raises(InputError, match="12 clusters are finished, but the cohort holds 10"):
        shipped.sweep(grid, "plan", draws=0, settings=listed)


@pytest.mark.parametrize(
    ("grid", "said"),
    [
        ({}, "grid: it names no assumption"),
        ({"leakage": []}, "grid: leakage has no value"),
        (
            {"leakage": np.linspace(0, 1, 400), "deadweight": np.linspace(0, 1, 400)},
            "160,000 points are too many",
        ),
    ],
)
def test_a_grid_of_nothing_or_too_much_is_refused(shipped, grid, said):
    with pytest.raises(InputError, match=said):
        shipped.sweep(grid, "plan", draws=0)


def test_an_unknown_scenario_is_refused_with_the_nearest_name(cli):
    assert "no scenario 'plna'; did you mean 'plan'?" in complaint(
        cli("sweep", "--scenario", "plna", *OPTIONS)
    )
