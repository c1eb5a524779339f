"""The command line: what each command prints, and wrong input: code 2, one message, nothing written."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest
from conftest import ROOT

from clusterecon.__main__ import cli as group
from clusterecon.ground.errors import InputError

HEADER = "title: {vi: Thử, en: A trial}\nreason: {vi: Để thử, en: To try}\nknown_since: 2025-02-03\n"
COMMANDS = (
    "check", "data", "simulate", "target", "goal-seek", "sweep",
    "report", "rerun", "batch", "schedule", "charts",
)  # fmt: skip
SEEK = ("--scenario", "plan", "--target", "jobs_2030", "--probability", "0.5")


def files_under(folder):
    """Every file below a folder with its content."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def complaint(result):
    """The message of a command that refused its input."""
    assert result.code == 2, result
    assert result.out == ""
    assert "Traceback" not in result.err
    assert result.err.strip()
    return result.err


# ---------------------------------------------------------------- what is printed


def test_the_commands_are_those_of_the_design():
    assert list(group.commands) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_an_example(cli, name):
    result = cli(name, "--help")
    assert result.code == 0
    assert "Example" in result.out
    assert "--root" in result.out
    assert result.err == ""


def test_the_version_and_the_bare_command(root):
    from conftest import run_command

    assert run_command("--version").out.endswith("clusterecon, version 0.1.0\n")
    assert "Commands:" in run_command("--help").out
    assert run_command().code == 2


def test_simulate_prints_the_worked_example_as_json(cli, shipped):
    """METHODS 13."""
    former = ("--set", "value_added_per_worker=0.19")
    result = cli("simulate", "plan", "track-record", "--draws", "0", *former, "--format", "json")
    assert (result.code, result.err) == (0, "")
    content = json.loads(result.out, parse_constant=pytest.fail)
    value = {(r["scenario"], r["indicator"], r["year"]): r["value"] for r in content["table"]}
    assert round(value["plan", "jobs_gross_new", 2030], 1) == 26_896.0
    assert round(value["plan", "jobs_net_direct", 2030], 1) == 10_110.7
    assert round(value["track-record", "value_added_gross_new", 2030], 1) == 1_412.4
    assert {r["statistic"] for r in content["table"]} == {"central"}
    direct = {
        (r["scenario"], r["year"]): r["value"]
        for r in content["attribution"]
        if r["part"] == "clusters_direct"
    }
    assert round(direct["plan", 2025], 2) == 0.02
    assert round(direct["track-record", 2025], 3) == 0.002


def test_simulate_shows_the_published_stock_in_the_base_year(cli):
    content = json.loads(cli("simulate", "reference", "--draws", "0", "--format", "json").out)
    value = {(r["indicator"], r["year"]): r["value"] for r in content["table"]}
    assert value["jobs", 2024] == 80_000
    assert value["budget", 2024] == 1_100
    assert all(r["value"] == 0 for r in content["table"] if r["indicator"] == "jobs_net")


def test_json_holds_what_the_design_says(cli, shipped):
    content = json.loads(cli("simulate", "plan", "--draws", "32", "--format", "json").out)
    assert list(content) == ["run", "table", "targets", "attribution", "appraisal", "errors", "backtest"]
    run = content["run"]
    day = shipped.default_as_of.isoformat()
    assert (run["draws"], run["seed"], run["as_of"], run["scenarios"]) == (32, 7, day, ["plan"])
    assert len(run["hash"]) == 64
    assert not {"started", "duration", "machine", "path", "clock"} & set(run)
    for name in ("table", "targets", "attribution", "appraisal", "errors", "backtest"):
        assert content[name]
        assert all(isinstance(row, dict) for row in content[name])


def test_the_order_of_arguments_changes_no_byte(cli):
    one = cli("simulate", "track-record", "plan", "--draws", "64", "--format", "json")
    other = cli("simulate", "plan", "track-record", "--draws", "64", "--format", "json")
    assert one.out == other.out
    assert one.out == cli("simulate", "plan", "track-record", "--draws", "64", "--format", "json").out


@pytest.mark.slow
def test_twenty_thousand_draws_twice_and_in_another_order_are_the_same_bytes(cli):
    first = cli("simulate", "plan", "reference", "--draws", "20000", "--seed", "7", "--format", "json").out
    again = cli("simulate", "reference", "plan", "--draws", "20000", "--seed", "7", "--format", "json").out
    assert first == again
    other = cli("simulate", "plan", "reference", "--draws", "20000", "--seed", "8", "--format", "json").out
    assert other != first


def test_no_scenario_named_is_all(cli, shipped):
    content = json.loads(cli("simulate", "--draws", "0", "--format", "json").out)
    assert content["run"]["scenarios"] == list(shipped.scenarios)


def test_csv_is_the_commands_own_table(cli):
    table = list(csv.DictReader(io.StringIO(cli("simulate", "plan", "--draws", "0", "--format", "csv").out)))
    assert list(table[0]) == [
        "scenario", "indicator", "unit", "price_basis", "year", "statistic", "value",
    ]  # fmt: skip
    targets = cli("target", "plan", "--draws", "32", "--format", "csv").out
    assert targets.startswith("scenario,target,indicator,unit,year,comparator,threshold,probability,")
    curve = cli("goal-seek", "workers_per_leased_ha", *SEEK, "--draws", "32", "--format", "csv").out
    assert curve.startswith("lever,value,probability\n")


def test_a_set_reaches_every_scenario_named(cli):
    """`--set workers_per_leased_ha=0` gives exactly zero new jobs."""
    result = cli("simulate", "plan", "dense-tenants", "--draws", "64", "--set", "workers_per_leased_ha=0",
                 "--format", "json")  # fmt: skip
    content = json.loads(result.out)
    new = [r["value"] for r in content["table"] if r["indicator"] in ("jobs_gross_new", "jobs_net")]
    assert new
    assert not any(new)
    assert content["run"]["overrides"] == {"workers_per_leased_ha": 0}


@pytest.mark.parametrize(
    ("change", "indicator", "value"),
    [
        ("stock.jobs=1e3", "jobs", 1_000),
        ("stock={jobs: 5}", "jobs", 5),
        ("expansion=false", "jobs", 80_000),
    ],
)
def test_a_set_is_one_yaml_value(cli, change, indicator, value):
    content = json.loads(cli("simulate", "plan", "--draws", "0", "--set", change, "--format", "json").out)
    found = {(r["indicator"], r["year"]): r["value"] for r in content["table"]}
    assert found[indicator, 2024] == value


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", "Việc làm trong các cụm"), ("en", "Jobs in the clusters")]
)
@pytest.mark.parametrize("draws", ["0", "64"])
def test_tables_for_people_in_both_languages(cli, lang, words, draws):
    result = cli("simulate", "plan", "--draws", draws, "--lang", lang)
    assert result.code == 0
    assert words in result.out
    assert "nan" not in result.out.lower().replace("financ", "")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_target_prints_odds_contribution_and_hectares(cli, lang):
    result = cli("target", "plan", "track-record", "--draws", "64", "--lang", lang)
    assert result.code == 0
    assert {"vi": "Diện tích", "en": "Hectares to be delivered"}[lang] in result.out


def test_target_as_json(cli):
    content = json.loads(cli("target", "plan", "--draws", "64", "--format", "json").out)
    assert set(content) >= {"run", "targets", "attribution", "hectares_needed", "backtest"}
    assert {r["year"] for r in content["hectares_needed"]} == {2025, 2030}


def test_the_hectares_of_target_follow_a_set(cli):
    """Even where the scenario they are asked of is not among those named."""
    result = cli(
        "target", "track-record", "--draws", "64", "--set", "workers_per_leased_ha=0", "--format", "json"
    )
    hectares = [r["hectares"] for r in json.loads(result.out)["hectares_needed"]]
    assert all(value in (None, 0) for value in hectares)


def test_goal_seek_answers_or_says_unreachable(cli):
    reached = cli("goal-seek", "workers_per_leased_ha", *SEEK, "--draws", "64", "--lang", "en")
    assert reached.code == 0
    assert "workers_per_leased_ha = " in reached.out
    never = cli(
        "goal-seek", "completion_rate", "--scenario", "plan", "--target", "industry_growth_2025",
        "--probability", "0.99", "--draws", "64", "--lang", "en",
    )  # fmt: skip
    assert never.code == 0
    assert "Not reachable within bounds; best" in never.out


def test_goal_seek_as_json(cli):
    result = cli("goal-seek", "cohorts.started.clusters", *SEEK, "--bounds", "0", "60", "--draws", "64",
                 "--format", "json")  # fmt: skip
    content = json.loads(result.out)
    assert content["goal_seek"]["lever"] == "cohorts.started.clusters"
    assert content["goal_seek"]["value"] == int(content["goal_seek"]["value"])
    assert content["curve"][0]["value"] == 0


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_check_counts_and_lists(cli, lang):
    result = cli("check", "--lang", lang)
    assert result.code == 0
    count = len(list((ROOT / "scenarios").glob("*.yaml"))) - 1  # the base is none
    assert {"vi": f"{count} kịch bản", "en": f"{count} scenarios"}[lang] in result.out
    assert {"vi": "Tỷ lệ di dời trong cụm khác", "en": "Displacement in other clusters"}[lang] in result.out


def test_check_as_json(cli):
    content = json.loads(cli("check", "--format", "json").out)
    kinds = {row["kind"] for row in content["listed"]}
    assert {"judgement", "conflict"} <= kinds
    assert content["rows"] > 1_000


def test_data_builds_and_says_where(cli, study_copy):
    result = cli("data", "--root", study_copy)
    assert result.code == 0
    assert result.out.strip().startswith("data/processed")
    assert "[1/" in result.err


def test_progress_goes_to_stderr_alone(cli, study_copy):
    """A study whose copy in data/processed is stale is built again without a word on stdout."""
    (study_copy / "data" / "processed" / "tables.json").unlink()
    result = cli("simulate", "plan", "--draws", "0", "--format", "json", "--root", study_copy)
    assert result.code == 0
    json.loads(result.out)


# ---------------------------------------------------------------- --out


def test_out_writes_the_file_in_one_piece(cli, tmp_path):
    out = tmp_path / "plan.json"
    result = cli("simulate", "plan", "--draws", "0", "--format", "json", "--out", out)
    assert (result.code, result.out) == (0, "")
    assert out.read_text(encoding="utf-8") == cli("simulate", "plan", "--draws", "0", "--format", "json").out
    assert [p.name for p in tmp_path.iterdir()] == ["plan.json"]


def test_out_without_a_format_is_csv(cli, tmp_path):
    out = tmp_path / "targets.csv"
    assert cli("target", "plan", "--draws", "16", "--out", out).code == 0
    assert out.read_text(encoding="utf-8").startswith("scenario,target,")


def test_an_old_file_stays_whole_when_writing_fails(cli, tmp_path, monkeypatch):
    from pathlib import Path

    out = tmp_path / "plan.csv"
    out.write_text("old", encoding="utf-8")

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = cli("simulate", "plan", "--draws", "0", "--format", "csv", "--out", out)
    assert result.code == 1
    assert "cannot be written (No space left on device)" in result.err
    assert out.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["plan.csv"]


@pytest.mark.parametrize("command", [("simulate", "plan", "--draws", "0"), ("check",)])
def test_out_into_a_missing_folder_is_refused(cli, tmp_path, command):
    said = complaint(cli(*command, "--out", tmp_path / "none" / "x.csv"))
    assert "not a file in a folder that exists" in said
    assert list(tmp_path.iterdir()) == []


def test_out_onto_a_folder_is_refused(cli, tmp_path):
    complaint(cli("simulate", "plan", "--draws", "0", "--out", tmp_path))
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- wrong arguments


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("simulate", "plna"), "no scenario 'plna'; did you mean 'plan'?"),
        (("simulate", "plan", "plan"), "scenario 'plan' is named twice"),
        (("simulate", "plan", "--draws", "-1"), "draws: -1 is not allowed"),
        (("simulate", "plan", "--draws", "1.5"), "'1.5' is not a valid integer"),
        (("simulate", "plan", "--seed", "x"), "'x' is not a valid integer"),
        (("simulate", "plan", "--seed", "-1"), "seed: -1 is not allowed"),
        (("simulate", "plan", "--seed", str(2**64)), "seed: "),
        (("simulate", "plan", "--as-of", "soon"), "as_of: 'soon' is not a date; write it as 2025-02-03"),
        (("simulate", "plan", "--draws", "0", "--as-of", "1990-01-01"), "as_of 1990-01-01: no reading of"),
        (("simulate", "plan", "--set", "a.b"), "--set a.b: write it as PATH=VALUE"),
        (("simulate", "plan", "--set", "=5"), "--set =5: write it as PATH=VALUE"),
        (("simulate", "plan", "--set", "leakge=0.1"), "did you mean 'leakage'?"),
        (("simulate", "plan", "--set", "leakage=0.1", "--set", "leakage=0.1"), "each value is set once"),
        (("simulate", "plan", "--set", "leakage=1.2"), "1.2 is not allowed; it must lie between 0 and 1"),
        (("simulate", "plan", "--set", "leakage="), "a number is needed, not null"),
        (("simulate", "plan", "--set", "leakage=.nan"), ".nan is not a finite number"),
        (("simulate", "plan", "--set", "leakage=1e999"), "too large a number"),
        (("simulate", "plan", "--set", f"leakage={'9' * 400}"), "too large a number"),
        (("simulate", "plan", "--set", "leakage=[1"), "not valid YAML"),
        (("simulate", "plan", "--set", f"leakage={'[' * 50_000}"), "nested more than 100 deep"),
        (("simulate", "plan", "--set", "leakage=&a 0.1"), "anchors and aliases"),
        (("simulate", "plan", "--set", "leakage=!!python/object/apply:os.system [ls]"), "is not allowed"),
        (("simulate", "plan", "--set", "cohorts.new.area_ha=-5"), "-5 is not allowed; it must be at least 0"),
        (("simulate", "plan", "--set", "cohorts.new.planned=2040"), "the year 2040 lies outside the horizon"),
        (
            ("simulate", "plan", "--set", "cohorts.new.completions={2030: 21}"),
            "21 clusters are finished, but the cohort holds 20",
        ),
        (
            ("simulate", "plan", "--set", "leakage={value: 0.1, unit: workers}"),
            "the unit must be 'share', not 'workers'",
        ),
        (
            ("simulate", "plan", "--set", "targets.jobs_2030.indicator=jbos"),
            "no indicator 'jbos'; did you mean 'jobs'?",
        ),
        (("simulate", "plan", "--format", "xml"), "'xml' is not one of"),
        (("simulate", "plan", "--lang", "fr"), "'fr' is not one of"),
        (("simulate", "--drawz", "5"), "No such option"),
        (("simulte",), "No such command 'simulte'"),
        (("goal-seek", "leakge", *SEEK), "lever: no assumption 'leakge'; did you mean 'leakage'?"),
        (("goal-seek", "leakage", *SEEK, "--draws", "-1"), "draws: -1 is not allowed"),
        (("goal-seek", "leakage", *SEEK, "--bounds", "1", "0"), "bounds: 1 must be below 0"),
        (("goal-seek", "leakage", "--scenario", "plan"), "Missing option"),
        (("simulate", "--root", "/proc"), "no study here; a study holds scenarios/base.yaml"),
        (("simulate", "--root", "~nobody-of-this-name"), "no study here"),
    ],
)
def test_a_wrong_argument_is_refused(cli, arguments, said, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert said in complaint(cli(*arguments))
    assert list(tmp_path.iterdir()) == []


def test_all_wrong_sets_come_at_once(cli):
    said = complaint(
        cli("simulate", "plan", "--set", "a", "--set", "leakage=[", "--set", "x=1", "--set", "x=2")
    )
    assert said.startswith("clusterecon: 3 mistakes:\n")


# ---------------------------------------------------------------- wrong scenario files


def spoilt(cli, study_copy, *arguments):
    """Run a command on a spoilt study; nothing in it may change."""
    before = files_under(study_copy)
    said = complaint(cli(*arguments, "--root", study_copy))
    assert files_under(study_copy) == before
    assert str(study_copy) not in said
    return said


SCENARIOS = [
    (b"completion_rat: 1\n", "line 4: unknown key 'completion_rat'; did you mean 'completion_rate'?"),
    (b"leakage: {value: 0.1, unit: '%'}\n", "line 4: leakage: the unit must be 'share', not '%'"),
    (b"cohorts: {new: {area_ha: -5}}\n", "line 4: cohorts.new.area_ha: -5 is not allowed"),
    (b"leakage: 1.2\n", "line 4: leakage: 1.2 is not allowed; it must lie between 0 and 1"),
    (
        b"leakage: {value: 0.4, distribution: {shape: pert, low: 0, high: 0.3}}\n",
        "line 4: leakage: the value 0.4 lies outside its distribution",
    ),
    (b"cohorts: {new: {completions: {2030: 21}}}\n", "line 4: cohorts.new: 21 clusters are finished"),
    (b"cohorts: {new: {planned: 2040}}\n", "line 4: cohorts.new.planned: the year 2040 lies outside"),
    (b"leakage: 0.1\nleakage: 0.2\n", "line 5: the key 'leakage' stands twice; the first is on line 4"),
    (
        b"leakage: !!python/object/apply:os.system [touch x]\n",
        "line 4: the tag !!python/object/apply:os.system",
    ),
    (b"leakage: &a 0.1\nsubstitution: *a\n", "line 4: anchors and aliases"),
    (b"---\nleakage: 0.1\n", "line 4: a second document"),
    (b"leakage: .nan\n", "line 4: .nan is not a finite number"),
    (b"leakage: -.inf\n", "line 4: -.inf is not a finite number"),
    (b"stock: {jobs: 1e999}\n", "line 4: 1e999 is too large a number"),
    (b"leakage: [0.1\n", "not valid YAML"),
    (b"leakage: 0.1 # \xff\n", "line 4: not UTF-8"),
]


@pytest.mark.parametrize(("body", "said"), SCENARIOS, ids=[s[1][:45] for s in SCENARIOS])
def test_a_wrong_scenario_file_is_refused(cli, study_copy, body, said):
    (study_copy / "scenarios" / "trial.yaml").write_bytes(HEADER.encode() + body)
    found = spoilt(cli, study_copy, "simulate", "plan", "--draws", "0")
    assert "scenarios/trial.yaml, " in found
    assert said in found
    assert not (study_copy / "x").exists()


def test_an_empty_scenario_file_is_refused(cli, study_copy):
    (study_copy / "scenarios" / "trial.yaml").write_bytes(b"")
    assert "scenarios/trial.yaml: the file is empty" in spoilt(cli, study_copy, "check")


@pytest.mark.parametrize(
    "command", [("check",), ("data",), ("target", "plan"), ("goal-seek", "leakage", *SEEK)]
)
def test_every_command_refuses_a_wrong_scenario_file(cli, study_copy, command):
    (study_copy / "scenarios" / "trial.yaml").write_text(HEADER + "leakge: 1\n", encoding="utf-8")
    assert "did you mean 'leakage'?" in spoilt(cli, study_copy, *command)


# ---------------------------------------------------------------- wrong data


def rewrite(study_copy, name, change):
    """Change the lines of a raw table."""
    file = study_copy / "data" / "raw" / f"{name}.csv"
    file.write_bytes(change(file.read_bytes()))


def without_column(raw):
    """Drop the column of units, name and cells."""
    rows = list(csv.reader(io.StringIO(raw.decode())))
    place = rows[0].index("unit")
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(row[:place] + row[place + 1 :] for row in rows)
    return out.getvalue().encode()


def with_text(raw):
    """Put text where a number belongs."""
    rows = list(csv.reader(io.StringIO(raw.decode())))
    rows[3][rows[0].index("value")] = "many"
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


DATA = [
    ("a missing column", without_column, "unit"),
    ("a repeated row", lambda raw: raw + raw.splitlines(keepends=True)[-1], "line"),
    ("text in a number column", with_text, "line 4"),
    ("an empty file", lambda raw: b"", "empty"),
    ("not UTF-8", lambda raw: raw[:-2] + b"\xff\n", "UTF-8"),
]


@pytest.mark.parametrize(
    "command", [("check",), ("simulate", "plan", "--draws", "0")], ids=["check", "simulate"]
)
@pytest.mark.parametrize(("_name", "change", "said"), DATA, ids=[d[0] for d in DATA])
def test_a_wrong_table_is_refused(cli, study_copy, command, _name, change, said):
    rewrite(study_copy, "hanoi_iip", change)
    found = spoilt(cli, study_copy, *command)
    assert "data/raw/hanoi_iip.csv" in found
    assert said in found


def test_a_missing_table_is_refused(cli, study_copy):
    (study_copy / "data" / "raw" / "hanoi_iip.csv").unlink()
    assert "hanoi_iip.csv" in spoilt(cli, study_copy, "simulate", "plan", "--draws", "0")


# ---------------------------------------------------------------- as a program


def program(*arguments, **named):
    """Run the command line as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "clusterecon", *map(str, arguments)],
        capture_output=True, text=True, timeout=120, check=False, **named,
    )  # fmt: skip


def test_the_program_finds_its_study_from_where_it_is_called(root, shipped):
    environment = {k: v for k, v in os.environ.items() if k != "CLUSTERECON_ROOT"}
    done = program(
        "simulate", "reference", "--draws", "0", "--format", "csv", cwd=root / "docs", env=environment
    )
    assert done.returncode == 0, done.stderr
    assert "reference,jobs,workers,,2024,central,80000.0" in done.stdout


def test_the_program_ends_with_two_and_no_traceback(root, tmp_path):
    done = program("simulate", "plna", "--root", root, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "clusterecon: wrong input:\n  no scenario 'plna'; did you mean 'plan'?\n"


def test_a_closed_pipe_is_no_traceback(root, shipped):
    command = f"{sys.executable} -m clusterecon simulate --draws 0 --format csv --root {root} | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.startswith("scenario,indicator,")
    assert "Traceback" not in done.stderr


def test_a_report_that_is_refused_leaves_no_process_and_no_folder(root, tmp_path):
    """What kernels are forked from is started before the request is looked at."""
    from report_toys import gone

    done = subprocess.run(
        [sys.executable, "-m", "clusterecon", "report", "briefing", "--scenario", "plam", "--root", root,
         "--out", tmp_path / "out"],
        capture_output=True, text=True, check=False, env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 2
    assert "did you mean 'plan'?" in done.stderr and done.stdout == ""
    assert list(tmp_path.iterdir()) == []
    assert gone(tmp_path)


# ---------------------------------------------------------------- lists of reports


def test_a_batch_with_wrong_values_is_refused_whole_before_anything_starts(cli, tmp_path):
    listed = tmp_path / "night.yaml"
    listed.write_text(
        "reports:\n"
        "  - {notebook: compare, scenarios: [all], parameters: {draws: 100}}\n"
        "  - notebook: scenario\n"
        "    scenarios: [plan, plna]\n"
        "    languages: [vi, en]\n"
        "    parameters: {draws: -4, seed: x, as_of: 2025-13-01, changes: {workers_per_leased_h: 3}}\n"
        "  - {notebook: scenario, parameters: {changes: {2030: 4}}}\n"
        "  - {notebook: briefing, parameters: {draws: 99999999999}}\n",
        encoding="utf-8",
    )
    said = complaint(cli("batch", listed, "--out", tmp_path / "out"))
    for part in (
        "7 mistakes",
        "no scenario 'plna'; did you mean 'plan'?",
        "parameter 'seed' takes int, not 'x'",
        "draws: -4 is not allowed",
        "as_of: '2025-13-01' is not a date",
        "no such assumption; did you mean 'workers_per_leased_ha'?",
        "draws: 99999999999 is not allowed",
        "parameter 'changes'",
    ):
        assert said.count(part) == 1, part
    assert not (tmp_path / "out").exists()


# ------------------------------------------------------------------ reports


@pytest.mark.parametrize(("kind", "said"), [("--systemd", "OnCalendar="), ("--cron", " * * * cd ")])
def test_schedule_prints_what_runs_the_batch(cli, kind, said):
    result = cli("schedule", kind)
    assert (result.code, result.err) == (0, "")
    assert said in result.out
    assert " batch " in result.out.replace('"', " ")


def test_every_wrong_parameter_of_a_report_is_told():
    from clusterecon.command_line.reports import parameters_of

    with pytest.raises(InputError) as caught:
        parameters_of(("x", "y=1", "y=2", "z=[1"))
    said = caught.value.mistakes
    assert said[:2] == ("--param x: write it as NAME=VALUE", "--param y: given twice")
    assert said[2].startswith("--param z=[1")
    assert parameters_of(("year=2030", "names=[a, b]")) == {"year": 2030, "names": ["a", "b"]}
