"""A study: found, read whole, simulated; nothing of it can be changed in passing."""

import dataclasses
import shutil
from datetime import date, timedelta

import pytest
from conftest import ROOT
from product_study import add_rows, reading, table_rows

import clusterecon as ce
from clusterecon.ground.errors import InputError
from clusterecon.study import kept
from clusterecon.study.load import find_root, load_study
from clusterecon.study.study import Settings


def mistakes_of(call, *arguments, **named):
    """What is said of a wrong call."""
    with pytest.raises(InputError) as caught:
        call(*arguments, **named)
    return list(caught.value.mistakes)


# ---------------------------------------------------------------- finding and reading


def test_a_study_is_found_by_path_environment_and_upward(root, monkeypatch, tmp_path):
    monkeypatch.delenv("CLUSTERECON_ROOT", raising=False)
    assert find_root(root) == root
    monkeypatch.chdir(root / "scenarios")
    assert find_root() == root
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLUSTERECON_ROOT", str(root))
    assert find_root() == root


def test_a_path_wins_over_the_environment(study_copy, root, monkeypatch):
    monkeypatch.setenv("CLUSTERECON_ROOT", str(root))
    assert find_root(study_copy) == study_copy


@pytest.mark.parametrize("named", ["nothing-here", "~nobody-of-this-name"])
def test_a_folder_without_a_study_is_refused(tmp_path, monkeypatch, named):
    monkeypatch.chdir(tmp_path)
    (found,) = mistakes_of(find_root, named)
    assert "no study here; a study holds scenarios/base.yaml" in found
    assert str(tmp_path) not in found


def test_outside_any_study_the_way_out_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("CLUSTERECON_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)
    assert mistakes_of(find_root)[0].endswith("name one with --root")


def test_the_public_names_are_few_and_all_there():
    assert len(ce.__all__) <= 12
    for name in ce.__all__:
        assert getattr(ce, name).__doc__
    with pytest.raises(AttributeError, match="no attribute 'load_stduy'"):
        _ = ce.load_stduy


def test_a_study_cannot_be_changed(shipped):
    with pytest.raises(dataclasses.FrozenInstanceError):
        shipped.root = None


# ---------------------------------------------------------------- choosing scenarios


def test_an_unknown_scenario_is_answered_with_the_nearest(shipped):
    assert mistakes_of(shipped.scenario, "tack-record") == [
        "no scenario 'tack-record'; did you mean 'track-record'?"
    ]


def test_all_wrong_names_come_at_once(shipped):
    assert len(mistakes_of(shipped.select, ["plna", "plan", "refrence"])) == 2


def test_a_scenario_named_twice_is_refused(shipped):
    assert mistakes_of(shipped.select, ["plan", "plan"]) == ["scenario 'plan' is named twice"]


def test_scenarios_come_in_the_studys_order_whatever_was_asked(shipped):
    names = [s.name for s in shipped.select(["wastewater-enforced", "plan", "reference"])]
    assert names == ["reference", "plan", "wastewater-enforced"]
    assert [s.name for s in shipped.select()] == list(shipped.scenarios)


def test_overrides_reach_every_scenario_chosen(shipped):
    chosen = shipped.select(["plan", "track-record"], {"leakage": 0.15})
    assert [s.assumptions.leakage.value for s in chosen] == [0.15, 0.15]
    assert shipped.scenario("plan").assumptions.leakage.value == 0.10


def test_the_same_mistake_in_many_scenarios_is_told_once(shipped):
    assert len(mistakes_of(shipped.select, None, {"leakge": 1})) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"targets.jobs_2025.indicator": "jbos"},
            "targets.jobs_2025: no indicator 'jbos'; did you mean 'jobs'?",
        ),
        ({"targets.jobs_2025.unit": "ha"}, "targets.jobs_2025: the unit must be 'workers', not 'ha'"),
    ],
)
def test_a_target_is_of_a_known_indicator_in_its_unit(shipped, study_copy, changes, said):
    (found,) = mistakes_of(shipped.select, ["plan"], changes)
    assert found.endswith(said)
    base = study_copy / "scenarios" / "base.yaml"
    text = base.read_text(encoding="utf-8")
    start = text.index("  jobs_2025:")
    old, new = (
        ("indicator: jobs", "indicator: jbos") if "indicator" in next(iter(changes)) else ("workers", "ha")
    )
    base.write_text(text[:start] + text[start:].replace(old, new, 1), encoding="utf-8")
    (found,) = mistakes_of(load_study, study_copy)
    assert found.startswith("scenarios/base.yaml, line ")
    assert found.endswith(said)


def test_a_changed_study_has_the_change_everywhere(shipped):
    changed = shipped.changed({"leakage": 0.15})
    assert {s.assumptions.leakage.value for s in changed.scenarios.values()} == {0.15}
    assert list(changed.scenarios) == list(shipped.scenarios)
    assert shipped.changed({}) is shipped


def test_a_scenario_of_ones_own_is_simulated_beside_the_others(shipped):
    own = shipped.scenario("plan").set({"cohorts.new.clusters": 25}, name="plan-25")
    run = shipped.simulate(["plan", own], draws=0)
    assert run.scenarios == ("plan", "plan-25")
    more = run.compare("plan-25", "plan")
    jobs = more[(more["indicator"] == "jobs_net") & (more["year"] == 2035)]["value"].item()
    assert jobs > 100


def test_the_default_date_is_the_newest_reading_never_the_clock(shipped, study_copy):
    newest = shipped.default_as_of
    assert shipped.as_of(None) == newest
    assert newest.isoformat() in {row["release_date"] for row in table_rows(study_copy, "hanoi_annual")}
    later = (newest + timedelta(days=400)).isoformat()
    add_rows(study_copy, "hanoi_subannual", reading("industry_va_growth", "2025-9M", 6.5, later))
    assert load_study(study_copy).default_as_of.isoformat() == later
    assert shipped.as_of("2025-02-03") == date(2025, 2, 3)
    assert shipped.as_of(date(2025, 2, 3)) == date(2025, 2, 3)


@pytest.mark.parametrize("text", ["soon", "2025-02-30", "03/02/2025", "2025", ""])
def test_what_is_not_a_date_is_refused(shipped, text):
    assert mistakes_of(shipped.as_of, text) == [f"as_of: '{text}' is not a date; write it as 2025-02-03"]


def test_a_date_before_any_data_is_refused(shipped):
    (found,) = mistakes_of(shipped.simulate, ["plan"], draws=0, as_of="1990-01-01")
    assert found.startswith("as_of 1990-01-01: no reading of")


@pytest.mark.slow
def test_an_earlier_date_sees_less_and_marks_more_with_hindsight(shipped):
    early = shipped.simulate(["plan"], draws=200, as_of="2025-02-03")
    assert early.as_of == date(2025, 2, 3)
    late = early.targets().set_index("target")["with_hindsight"]
    assert late["industry_growth_2025_raised"]
    assert not late["industry_growth_2025"]
    before = shipped.simulate(["plan"], draws=0, as_of="2024-12-31").values("plan", "industrial_growth")
    now = shipped.simulate(["plan"], draws=0).values("plan", "industrial_growth")
    assert before[2025] != now[2025]


# ---------------------------------------------------------------- simulating


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"draws": -1}, "draws: -1 is not allowed"),
        ({"seed": -1}, "seed: -1 is not allowed"),
        ({"draws": 10**9}, "it must lie between 0 and 100,000,000"),
        ({"scenarios": ["plna"]}, "no scenario 'plna'"),
        ({"settings": Settings({"leakage": 2})}, "leakage: 2 is not allowed"),
    ],
)
def test_a_wrong_simulation_is_refused_before_it_starts(shipped, arguments, said):
    assert any(said in m for m in mistakes_of(shipped.simulate, **arguments))


def test_a_copy_of_a_study_gives_the_same_figures(study_copy, central):
    run = load_study(study_copy).simulate(draws=0)
    assert run.table().equals(central.table())


def test_the_forecast_of_a_date_is_fitted_once(study_copy):
    study = load_study(study_copy)
    assert study.baseline() is study.baseline()
    assert study.baseline() is study.baseline(study.default_as_of)
    assert study.baseline().forecast.first_year == 2025


def test_a_study_kept_ready_is_given_until_a_file_of_it_changes(tmp_path, monkeypatch):
    for name in ("scenarios", "data/raw"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.setattr(kept, "_kept", {})
    study = load_study(tmp_path)
    assert load_study(tmp_path) is not study
    kept.keep(study.root, study)
    assert load_study(tmp_path) is study
    for name in ("scenarios/plan.yaml", "data/raw/clusters_facts.csv"):
        kept.keep(study.root, study)
        path = tmp_path / name
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert load_study(tmp_path) is not study
    kept.keep(study.root, study)
    (tmp_path / "scenarios" / "other.yaml").write_text((tmp_path / "scenarios" / "plan.yaml").read_text())
    assert "other" in load_study(tmp_path).scenarios


def test_a_report_that_names_no_scenario_leaves_out_those_told_only_by_name(shipped):
    left_out = {"tight-labour", "tariff-shock", "strong-year"}
    assert shipped.reported(["strong-year"]) == ["strong-year"]
    assert shipped.reported() == [name for name in shipped.scenarios if name not in left_out]
    assert left_out < set(shipped.simulate(draws=0).scenarios)
