"""Hostile use: what a careless or ill-meaning user does gets one clear message, and nothing is half-done."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, files_under, run_command

from clusterecon.ground.errors import InputError
from clusterecon.report.preload import preload
from clusterecon.report.request import ReportRequest
from clusterecon.report.rerun import read_request
from clusterecon.results.goal_seek import Search
from clusterecon.results.record import run_hash
from clusterecon.study.load import load_study

HEADER = "title: {vi: a, en: b}\nreason: {vi: a, en: b}\nknown_since: 2025-02-03\n"
BASE = "scenarios/base.yaml"
RECORD = {
    "hash": "0" * 64,
    "run": {"as_of": "2025-02-28"},
    "request": {"notebook": "briefing", "parameters": {}, "scenarios": [], "lang": "vi", "documents": []},
}


def mistakes_of(function, *arguments, **named):
    """The mistakes a call complains of."""
    with pytest.raises(InputError) as caught:
        function(*arguments, **named)
    return caught.value.mistakes


def edit(study, old, new, file=BASE):
    """Change one place of a file of a study."""
    path = study / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# ------------------------------------------------------------------ files that are no files
def test_a_scenario_that_is_a_pipe_or_a_device_is_refused_not_waited_for(study_copy):
    os.mkfifo(study_copy / "scenarios" / "pipe.yaml")
    (study_copy / "scenarios" / "zero.yaml").symlink_to("/dev/zero")
    assert mistakes_of(load_study, study_copy) == (
        "scenarios/pipe.yaml: cannot be read (a device or a pipe, not a file)",
        "scenarios/zero.yaml: cannot be read (a device or a pipe, not a file)",
    )


@pytest.mark.parametrize("name", ["hanoi_iip.csv", "datapackage.json"])
def test_a_table_that_is_a_pipe_is_refused_not_waited_for(study_copy, name):
    path = study_copy / "data" / "raw" / name
    path.unlink()
    os.mkfifo(path)
    found = mistakes_of(lambda: load_study(study_copy).tables)
    assert found == (f"data/raw/{name}: cannot be read (a device or a pipe, not a file)",)


# ------------------------------------------------------------------ a record edited by hand
@pytest.mark.parametrize(
    ("part", "key", "value", "complaint"),
    [
        (None, "hash", None, "'hash' is missing or not text"),
        ("run", "as_of", None, "'run.as_of' is missing or not a date"),
        ("run", "as_of", 5, "'run.as_of' is missing or not a date"),
        ("request", "notebook", None, "'request.notebook' is missing or not text"),
        ("request", "notebook", 5, "'request.notebook' is missing or not text"),
        ("request", "lang", None, "'request.lang' is missing or not text"),
        ("request", "parameters", [1], "'request.parameters' is missing or not values by name"),
        ("request", "scenarios", 5, "'request.scenarios' is missing or not a list of names"),
        ("request", "scenarios", "plan", "'request.scenarios' is missing or not a list of names"),
        ("request", "documents", [1], "'request.documents' is missing or not a list of names"),
    ],
)
def test_a_record_edited_by_hand_is_refused_before_anything_runs(tmp_path, part, key, value, complaint):
    record = json.loads(json.dumps(RECORD))
    place = record[part] if part else record
    if value is None:
        del place[key]
    else:
        place[key] = value
    file = tmp_path / "run.json"
    file.write_text(json.dumps(record), encoding="utf-8")
    assert mistakes_of(read_request, file) == (f"run.json: {complaint}",)


@pytest.mark.parametrize(
    "name", ["{there}/evil.ipynb", "evil.ipynb", "../evil", "notebooks/briefing", "", "a\nb"]
)
def test_a_record_from_elsewhere_cannot_name_a_notebook_by_a_path(study_copy, tmp_path, monkeypatch, name):
    there = tmp_path / "unpacked"
    there.mkdir()
    monkeypatch.chdir(there)
    shutil.rmtree(study_copy / "reports", ignore_errors=True)
    source = {
        "cell_type": "code",
        "metadata": {"tags": ["parameters"]},
        "execution_count": None,
        "outputs": [],
    }
    source["source"] = (
        "import pathlib; pathlib.Path('.').resolve().parent.joinpath('ran').touch()\nas_of = ''\nlang = ''"
    )
    content = {"cells": [source], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    for place in (there / "evil.ipynb", tmp_path / "evil.ipynb"):
        place.write_text(json.dumps(content), encoding="utf-8")
    asked = {**RECORD["request"], "notebook": name.format(there=there)}
    (there / "run.json").write_text(json.dumps({**RECORD, "request": asked}), encoding="utf-8")
    before = files_under(study_copy)
    told = run_command("rerun", there / "run.json", "--root", study_copy)
    assert told.code == 2
    assert "'request.notebook' must be the name of a notebook of the study, not " in told.err
    assert len(told.err.splitlines()) == 2
    assert not (study_copy / "reports").exists() and files_under(study_copy) == before


@pytest.mark.parametrize(
    ("name", "complaint"), [("evil", "no notebook 'evil'"), ("briefin", "did you mean 'briefing'?")]
)
def test_a_notebook_that_a_record_names_is_looked_for_like_that_of_a_request(
    study_copy, tmp_path, name, complaint
):
    shutil.rmtree(study_copy / "reports", ignore_errors=True)
    record = {**RECORD, "request": {**RECORD["request"], "notebook": name}}
    (tmp_path / "run.json").write_text(json.dumps(record), encoding="utf-8")
    told = run_command("rerun", tmp_path / "run.json", "--root", study_copy)
    assert told.code == 2 and complaint in told.err
    assert not (study_copy / "reports").exists()


def test_every_mistake_of_a_record_is_told_at_once_and_a_whole_one_is_read(tmp_path):
    file = tmp_path / "run.json"
    file.write_text(json.dumps({"run": {}, "request": {}}), encoding="utf-8")
    assert len(mistakes_of(read_request, file)) == 4
    file.write_text("[" * 100_000, encoding="utf-8")
    assert mistakes_of(read_request, file) == ("run.json: not JSON",)
    file.write_text(json.dumps(RECORD), encoding="utf-8")
    assert read_request(file) == (RECORD, ReportRequest("briefing", {"as_of": "2025-02-28"}, (), "vi", ()))


# ------------------------------------------------------------------ readings known before they could be
def test_a_reading_released_before_its_period_begins_is_refused(study_copy):
    path = study_copy / "data" / "raw" / "hanoi_iip.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if ",2014-M01..M04," in line)
    lines[at] = lines[at].replace("2014-04-29", "2013-12-31")
    path.write_text("".join(lines), encoding="utf-8")
    (found,) = mistakes_of(lambda: load_study(study_copy).tables)
    assert found == (
        f"data/raw/hanoi_iip.csv, line {at + 1}, column release_date: 2013-12-31 is before 2014-M01..M04 "
        "begins; only what has one of the statuses target, forecast, rule, judgement is known ahead"
    )
    lines[at] = lines[at].replace("2013-12-31", "2014-01-01").replace(",estimate,", ",first estimate,")
    path.write_text("".join(lines), encoding="utf-8")
    assert load_study(study_copy).tables.frames["hanoi_iip"].shape[0] == len(lines) - 1


# ------------------------------------------------------------------ names that hold nothing
@pytest.mark.parametrize("name", ["a b", "<script>", "=cmd()", "all", "7-scenarios", "a\nb", "-x", "x" * 81])
def test_a_scenarios_file_name_is_plain(study_copy, name):
    (study_copy / "scenarios" / f"{name}.yaml").write_text(HEADER, encoding="utf-8")
    (found,) = mistakes_of(load_study, study_copy)
    assert found.startswith(f"scenarios/: {name + '.yaml'!r} is no name for a scenario")
    assert "\n" not in found


def test_an_editors_hidden_files_are_no_scenarios(study_copy):
    (study_copy / "scenarios" / ".#plan.yaml").symlink_to("user@host.1234")
    (study_copy / "scenarios" / "._plan.yaml").write_bytes(b"\x00\x05\x16\x07")
    assert set(load_study(study_copy).scenarios) == set(load_study(ROOT).scenarios)


@pytest.mark.parametrize("name", ["", "e.x", "1", "a b", "x" * 81])
def test_a_cohorts_name_can_stand_in_a_path(study_copy, name):
    body = (
        "{label: {vi: a, en: b}, source: x, known_since: 2025-02-03, "
        "clusters: 5, planned: 2026, craft_share: 0.5}"
    )
    text = f"{HEADER}cohorts:\n  '{name}': {body}\n"
    (study_copy / "scenarios" / "own.yaml").write_text(text, encoding="utf-8")
    (found,) = mistakes_of(load_study, study_copy)
    assert found.startswith("scenarios/own.yaml, line ")
    assert "is no name: a letter" in found


def test_a_target_is_not_called_like_the_joint_probability(study_copy):
    edit(study_copy, "\n  jobs_2025:\n", "\n  joint:\n")
    assert any("targets.joint: the name is taken" in found for found in mistakes_of(load_study, study_copy))


# ------------------------------------------------------------------ base.yaml edited to nonsense
@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("announced: plan", "announced: plann", "study.announced: no scenario 'plann'; did you mean 'plan'?"),
        ("record: track-record", "record: foo", "study.record: no scenario 'foo'"),
        (
            "headline_target: industry_growth_2025",
            "headline_target: industry_growth",
            "study.headline_target: no target 'industry_growth'; did you mean 'industry_growth_2025'?",
        ),
        (
            "horizon: 2035",
            "horizon: 999999",
            "horizon: 999999 is not allowed; it must lie between 2025 and 2124",
        ),
        ("horizon: 2035", "horizon: 2024", "horizon: 2024 is not allowed; it must lie between 2025 and 2124"),
        ("horizon: 2035", "horizon: 2100", "asset_life: 50 years are fewer than the 76 to the horizon, 2100"),
        ("value: 2020\n", "value: 2026\n", "stock.wastewater_counted: 2026 is after the base year, 2024"),
    ],
)
def test_what_does_not_fit_together_is_refused_when_read(study_copy, old, new, complaint):
    edit(study_copy, old, new)
    (found,) = mistakes_of(load_study, study_copy)
    where, _, said = found.partition(": ")
    number = int(where.removeprefix(f"{BASE}, line "))
    assert said == complaint
    line = (study_copy / BASE).read_text(encoding="utf-8").splitlines()[number - 1]
    assert complaint.split(":")[0].rsplit(".", 1)[-1] in line


@pytest.mark.parametrize(
    "old", ["table: hanoi_iip, series: IIP", "worker_counts: [F010, F017]", "local_multiplier_china"]
)
def test_check_finds_what_the_study_names_and_the_data_lack(study_copy, cli, old):
    edit(study_copy, old, old.replace("IIP", "IIPX").replace("F017", "F999").replace("china", "chna"))
    done = cli("check", "--root", study_copy)
    assert done.code == 2
    assert "scenarios/base.yaml: study." in done.err


@pytest.mark.parametrize("old", ["worker_counts: [F010, F017]", "local_multiplier_china"])
def test_a_study_that_names_what_the_data_lack_ends_no_source_of_kernels(study_copy, monkeypatch, old):
    """Or a report would end with words on a folder that is gone, where its kernel names what is missing."""
    edit(study_copy, old, old.replace("F017", "F999").replace("china", "chna"))
    monkeypatch.setenv("CLUSTERECON_ROOT", str(study_copy))
    with pytest.raises(KeyError, match=r"F999|chna"):
        load_study().about_at(date(2025, 2, 3))
    preload()


@pytest.mark.parametrize(
    "error", [IndexError, RecursionError, DeprecationWarning, AssertionError, ZeroDivisionError]
)
def test_whatever_a_study_raises_ends_no_source_of_kernels(monkeypatch, error):
    def broken():
        raise error("in the study")

    monkeypatch.setattr("clusterecon.report.preload.load_study", broken)
    preload()


def test_check_names_a_table_that_nothing_reads(study_copy, cli):
    (study_copy / "data" / "raw" / "lao.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = cli("check", "--root", study_copy)
    assert (done.code, done.err.count("\n")) == (2, 2)
    assert "data/raw/lao.csv: not described in datapackage.json, so nothing reads it" in done.err


def test_an_unknown_sector_is_named_with_file_line_and_key(study_copy, cli):
    text = HEADER + "cohorts:\n  new:\n    tenant_mix: {D31T3: 1}\n"
    (study_copy / "scenarios" / "own.yaml").write_text(text, encoding="utf-8")
    for command in (("check",), ("simulate", "own", "--draws", "0")):
        done = cli(*command, "--root", study_copy)
        assert done.code == 2
        assert "scenarios/own.yaml, line 6: cohorts.new.tenant_mix: 'D31T3' is no sector" in done.err
        assert "did you mean 'D31T33'?" in done.err


# ------------------------------------------------------------------ values set in passing
@pytest.mark.parametrize(
    "path", ["base_year", "horizon", "correlations", "study.economy", "study.order", "study.series"]
)
def test_what_is_one_for_all_is_not_set_for_one(shipped, path):
    found = mistakes_of(shipped.scenario("plan").set, {path: 2030})
    assert found == (f"--set {path}: it belongs to base.yaml and is the same for all scenarios",)


@pytest.mark.parametrize("path", ["cohorts", "cohorts.new", "targets", "stock"])
def test_a_change_that_changes_nothing_is_refused(shipped, path):
    found = mistakes_of(shipped.scenario("plan").set, {path: {}})
    assert found == (f"--set {path}={{}}: '{path}' is empty, which changes nothing",)


def test_an_empty_group_in_a_scenarios_file_is_refused(study_copy):
    (study_copy / "scenarios" / "own.yaml").write_text(HEADER + "cohorts: {}\n", encoding="utf-8")
    assert mistakes_of(load_study, study_copy) == (
        "scenarios/own.yaml, line 4: 'cohorts' is empty, which changes nothing",
    )


@pytest.mark.parametrize("value", [1.1e12, 1e300])
def test_a_number_beyond_reason_is_the_inputs_fault(shipped, value):
    (found,) = mistakes_of(shipped.scenario("plan").set, {"cohorts.new.clusters": value})
    assert f"cohorts.new.clusters: {value:g} is too large; it must be at most 1e+12" in found


def test_the_largest_and_smallest_numbers_allowed_break_no_identity(shipped):
    huge = {"cohorts.new.clusters": 1e12, "industry_value_added_2024": 1}
    tiny = {"cohorts.new.clusters": 1e-300, "industry_value_added_2024": 1e12}
    for changes in (huge, tiny):
        run = shipped.simulate([shipped.scenario("plan").set(changes)], draws=64)
        assert run.table()["value"].notna().all()


def test_more_plants_than_clusters_are_refused_by_name(shipped):
    (found,) = mistakes_of(shipped.scenario("plan").set, {"wastewater_completions": {2025: 100}})
    assert "wastewater_completions: 100 plants are finished, but there are 70 clusters" in found


def test_a_life_shorter_than_the_horizon_is_refused_whatever_is_printed(cli):
    done = cli("simulate", "plan", "--draws", "0", "--format", "csv", "--set", "asset_life=5")
    assert (done.code, done.out) == (2, "")
    assert "asset_life: 5 years are fewer than the 11 to the horizon, 2035" in done.err


def test_a_title_of_blanks_is_no_title(study_copy):
    text = HEADER.replace("vi: a", 'vi: "  "', 1)
    (study_copy / "scenarios" / "own.yaml").write_text(text, encoding="utf-8")
    (found,) = mistakes_of(load_study, study_copy)
    assert found.startswith("scenarios/own.yaml, line 1: title.vi:")


def test_a_long_value_is_not_printed_whole(cli):
    done = cli("simulate", "plan", "--set", "deadweight=" + "[" * 5_000)
    assert done.code == 2
    assert len(done.err) < 400


# ------------------------------------------------------------------ reports asked for wrongly
@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--draws", "-1"), "draws: -1 is not allowed"),
        (("--seed", "-1"), "seed: -1 is not allowed"),
        (("--param", "draws=-5"), "draws: -5 is not allowed"),
        (("--as-of", "1990-01-01"), "as_of 1990-01-01: no reading"),
        (("--param", "as_of=x"), "as_of: 'x' is not a date"),
        (("--out", BASE), "a file; name the folder that holds the report folders"),
    ],
)
def test_a_report_that_cannot_be_made_starts_no_kernel(cli, monkeypatch, arguments, complaint):
    monkeypatch.chdir(ROOT)
    done = cli("report", *arguments)
    assert (done.code, done.out) == (2, "")
    assert complaint in done.err
    assert "event=" not in done.err


def test_the_correlations_are_part_of_the_hash(study_copy, shipped):
    edit(study_copy, "rank: 0.7", "rank: 0.6")
    own, other = (study.simulate(["plan"], draws=0) for study in (load_study(study_copy), shipped))
    assert run_hash(own) != run_hash(other)


# ------------------------------------------------------------------ where results are written
def test_a_device_or_a_pipe_is_never_replaced_by_a_result(cli, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = cli("simulate", "plan", "--draws", "0", "--format", "csv", "--out", pipe)
    assert (done.code, done.out) == (2, "")
    assert "not a file in a folder that exists" in done.err
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def shell(*arguments, **named):
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "clusterecon", *arguments, "--root", str(ROOT)]
    return subprocess.run(
        command, stderr=subprocess.PIPE, check=False, encoding="utf-8", timeout=120, **named
    )


@pytest.mark.parametrize("style", ["csv", "table"])
def test_a_full_disk_behind_stdout_is_told_in_one_line(style):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = shell("simulate", "plan", "--draws", "0", "--format", style, stdout=full)
    assert done.returncode == 1
    assert done.stderr.splitlines()[:2] == ["clusterecon: failed:", "  the output: No space left on device"]
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("shipped")  # with its forecast fitted: nothing is told of it
def test_vietnamese_is_written_as_utf_8_whatever_the_terminal_says():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = shell("simulate", "plan", "--draws", "0", stdout=subprocess.PIPE, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Đúng kế hoạch" in done.stdout


# ------------------------------------------------------------------ levers of every kind
@pytest.mark.parametrize(
    ("lever", "low", "high"),
    [
        ("works_share", 0, 1),
        ("city_share", 0, 1),
        ("construction_years", 1, 8),
        ("cohorts.new.planned", 2025, 2035),
        ("suspension_starts", 2025, 2035),
        ("cohorts.new.craft_share", 0, 1),
        ("capex_per_ha", 19.7, 26.3),
    ],
)
def test_the_bounds_of_a_lever_are_possible_values(shipped, lever, low, high):
    found = shipped.goal_seek(
        lever, scenario="plan", target="jobs_2030", probability=0.999, search=Search(draws=16)
    )
    assert found.bounds == (low, high)


def test_bounds_that_cannot_be_are_named_as_bounds(shipped):
    found = mistakes_of(
        shipped.goal_seek, "stock.clusters", scenario="plan", target="jobs_2030", probability=0.5
    )
    assert found == ("bounds: stock.clusters = 1: stock: wastewater_plants: more plants than clusters",)


def test_without_any_cohort_no_hectares_are_asked_for(study_copy, cli):
    for file in (BASE, "scenarios/plan-15.yaml", "scenarios/catch-up-2026.yaml"):
        text = (study_copy / file).read_text(encoding="utf-8")
        head, _, rest = text.partition("\ncohorts:\n")
        tail = rest[rest.index("\n# ---") :] if "\n# ---" in rest else ""
        none = "\ncohorts: {}\n" if file == BASE else "\n"
        (study_copy / file).write_text(head + none + tail, encoding="utf-8")
    done = cli("target", "--draws", "16", "--format", "json", "--root", study_copy)
    assert (done.code, json.loads(done.out)["hectares_needed"]) == (0, [])
    assert cli("target", "--draws", "16", "--root", study_copy).code == 0


def test_a_value_is_set_in_the_scenarios_named_and_in_no_other(cli):
    change = ("--set", "cohorts.started.clusters=5", "--draws", "16", "--format", "json")
    assert cli("simulate", "catch-up-2026", *change).code == 2
    assert cli("target", "plan", *change).code == 0
    seek = ("goal-seek", "completion_rate", "--target", "jobs_2030", "--probability", "0.5", "--bounds", 0, 1)
    assert cli(*seek, "--scenario", "plan", *change).code == 0


def test_charts_are_not_drawn_for_a_folder_that_is_a_file(cli, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = cli("charts", "plan", "--draws", "16", "--out", tmp_path / "file")
    assert (done.code, done.out) == (2, "")
    assert "a file; name the folder of the charts" in done.err


def test_there_is_at_least_one_cluster(shipped):
    none = {"stock.clusters": 0, "stock.wastewater_plants": 0, "stock.wastewater_plants_working": 0}
    (found,) = mistakes_of(shipped.scenario("plan").set, none)
    assert found == "--set stock.clusters=0: stock.clusters: 0 is not allowed; it must be at least 1"
