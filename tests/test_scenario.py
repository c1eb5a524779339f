"""Two layers make a scenario: base, then what differs; every mistake with file, line and the nearest name."""

import json
from dataclasses import FrozenInstanceError
from datetime import date

import jsonschema
import pytest
from pydantic import ValidationError

from clusterecon import load_study
from clusterecon.ground.errors import InputError, nearest
from clusterecon.ground.yaml import read
from clusterecon.scenario.schema import json_schema

SHIPPED = [
    "reference", "plan", "plan-15", "track-record", "catch-up-2026", "dense-tenants", "tight-labour",
    "wastewater-enforced", "tariff-shock", "strong-year",
]  # fmt: skip
HEADER = (
    "title: {vi: Thử, en: A trial}\nreason: {vi: Để thử, en: To try}\nknown_since: 2025-02-03\n"
)  # fmt: skip


@pytest.fixture
def plan(shipped):
    """The plan as announced."""
    return shipped.scenario("plan")


@pytest.fixture
def mistakes(study_copy):
    """Write a scenario file into a copy of the study and return what is said of it."""

    def written(body, header=HEADER, name="trial"):
        (study_copy / "scenarios" / f"{name}.yaml").write_text(header + body, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            load_study(study_copy)
        return list(caught.value.mistakes)

    return written


@pytest.fixture
def trial(study_copy):
    """Write a scenario file into a copy of the study and return the scenario."""

    def written(body):
        (study_copy / "scenarios" / "trial.yaml").write_text(HEADER + body, encoding="utf-8")
        return load_study(study_copy).scenario("trial")

    return written


def test_a_mistake_in_the_head_is_not_told_again_of_every_value(mistakes):
    header = HEADER.replace("{vi: Để thử, en: To try}", "To try")
    said = mistakes("completion_rate: 0.5\nleakage: 0.2\n", header)
    assert len(said) == 1
    assert said[0].startswith("scenarios/trial.yaml, line 2: reason: ")


def set_mistakes(scenario, changes):
    """What is said of changes."""
    with pytest.raises(InputError) as caught:
        scenario.set(changes)
    return list(caught.value.mistakes)


# ---------------------------------------------------------------- what is shipped


def test_the_shipped_scenarios_stand_in_the_studys_order(shipped):
    assert list(shipped.scenarios) == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_scenario_speaks_both_languages(shipped, name):
    header = shipped.scenario(name).header
    for text in (header.title, header.reason):
        assert text.vi.strip()
        assert text.en.strip()
        assert text.vi != text.en
    assert header.known_since >= date(2025, 2, 3)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_assumption_of_a_shipped_scenario_is_labelled_sourced_and_dated(shipped, name):
    for path, entry in shipped.scenario(name).entries():
        if entry.source:
            assert entry.unit, path
            assert entry.label is not None, path
            assert entry.known_since is not None, path
            assert entry.grade != "derived" or entry.derivation, path
            assert entry.grade != "judgement" or entry.reason, path
        else:
            assert getattr(entry, "value", None) is None, f"{path} has a value without a source"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_file_states_only_what_differs(shipped, root, name):
    document = read(root / "scenarios" / f"{name}.yaml", root)
    assert len(document.data) <= 9
    assert len((root / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8").splitlines()) <= 25


def test_the_values_of_the_worked_example(shipped):
    """METHODS 13 and 12."""
    plan = shipped.scenario("plan").assumptions
    cohorts = plan.cohorts
    assert list(cohorts) == ["started", "established", "new"]
    assert [c.clusters.value for c in cohorts.values()] == [30, 13, 20]
    assert [c.planned.value for c in cohorts.values()] == [2025, 2027, 2029]
    assert [c.craft_share.value for c in cohorts.values()] == [0.6, 0.6, 0.5]
    assert plan.completion_rate.value == 1
    assert plan.completion_rate.distribution is None
    assert shipped.scenario("track-record").assumptions.completion_rate.value == 0.10
    assert shipped.scenario("plan-15").assumptions.cohorts["new"].clusters.value == 15
    catching_up = shipped.scenario("catch-up-2026").assumptions.cohorts["started"].completions
    assert catching_up.value == {2025: 6, 2026: 24}
    assert not shipped.scenario("reference").assumptions.expansion


def test_targets_are_those_of_the_methods(shipped):
    targets = shipped.scenario("plan").assumptions.targets
    found = {name: (t.indicator, t.year, t.value) for name, t in targets.items()}
    assert found == {
        "industry_growth_2025": ("industrial_growth", 2025, 6.95),
        "industry_growth_2025_raised": ("industrial_growth", 2025, 7.0),
        "jobs_2025": ("jobs", 2025, 80_000),
        "budget_2025": ("budget", 2025, 1_100),
        "jobs_2030": ("jobs", 2030, 100_000),
        "budget_2030": ("budget", 2030, 1_375),
        "wastewater_2025": ("wastewater_coverage", 2025, 1),
    }
    assert targets["industry_growth_2025_raised"].known_since == date(2025, 2, 25)


# ---------------------------------------------------------------- layers


def test_a_plain_number_drops_the_distribution(trial, shipped):
    found = trial("workers_per_leased_ha: 70\n").assumptions.workers_per_leased_ha
    base = shipped.scenario("track-record").assumptions.workers_per_leased_ha
    assert base.distribution is not None
    assert (found.value, found.distribution) == (70, None)
    assert (found.unit, found.label) == (base.unit, base.label)


def test_an_overridden_value_rests_on_the_scenarios_reason(trial):
    found = trial("workers_per_leased_ha: 70\n").assumptions.workers_per_leased_ha
    assert found.source.en == found.reason.en == "To try"
    assert found.source.vi == found.reason.vi == "Để thử"
    assert (found.grade, found.set_by) == ("judgement", "trial")
    assert found.known_since == date(2025, 2, 3)
    assert found.facts == ()
    assert found.derivation is None
    assert found.conflict is None


def test_a_value_with_a_distribution_brings_its_own(trial):
    body = "years_to_fill: {value: 6, distribution: {shape: uniform, low: 5, high: 7}}\n"
    found = trial(body).assumptions.years_to_fill
    assert (found.value, found.distribution.shape, found.distribution.low) == (6, "uniform", 5)


def test_a_value_in_a_mapping_drops_the_old_distribution(trial):
    assert (
        trial("years_to_fill: {value: 6, reason: As built}\n").assumptions.years_to_fill.distribution is None
    )


def test_bounds_alone_are_merged_into_the_distribution(trial):
    found = trial("years_to_fill: {distribution: {high: 8}}\n").assumptions.years_to_fill
    assert found.value == 5
    assert (found.distribution.shape, found.distribution.low, found.distribution.high) == ("pert", 3, 8)


def test_a_note_alone_keeps_value_and_distribution(trial, shipped):
    found = trial("years_to_fill: {conflict: Another page says 7}\n").assumptions.years_to_fill
    base = shipped.scenario("track-record").assumptions.years_to_fill
    assert (found.value, found.distribution, found.source) == (base.value, base.distribution, base.source)
    assert found.conflict.vi == found.conflict.en == "Another page says 7"


def test_one_cohort_is_changed_and_the_others_stay(trial, shipped):
    found = trial("cohorts: {new: {clusters: 15, area_ha: 300}}\n").assumptions.cohorts
    base = shipped.scenario("plan").assumptions.cohorts
    assert found["new"].clusters.value == 15
    assert found["new"].area_ha.value == 300
    assert found["new"].planned == base["new"].planned
    assert found["started"] == base["started"]


def test_a_cohort_may_be_added(trial):
    body = (
        "cohorts:\n  later:\n    label: {vi: Sau, en: Later}\n    source: A plan\n"
        "    known_since: 2025-06-01\n    clusters: 4\n    planned: 2032\n    craft_share: 0\n"
    )
    assert list(trial(body).assumptions.cohorts) == ["started", "established", "new", "later"]


def test_completions_and_a_tenant_mix_of_its_own(trial):
    body = (
        "cohorts: {new: {completions: {2029: 3}, tenant_mix: {D25: 0.5, D16: 0.5}}}\ntenant_mix: {D25: 1}\n"
    )
    found = trial(body).assumptions
    assert found.cohorts["new"].completions.value == {2029: 3}
    assert found.cohorts["new"].tenant_mix.value == {"D25": 0.5, "D16": 0.5}
    assert found.tenant_mix.value == {"D25": 1}


def test_set_stands_on_base_and_scenario(shipped):
    """base <- scenario <- set."""
    dense = shipped.scenario("dense-tenants")
    found = dense.set({"workers_per_leased_ha": 90, "cohorts.new.clusters": 25}, name="denser")
    assert found.name == "denser"
    assert found.assumptions.workers_per_leased_ha.value == 90
    assert found.assumptions.workers_per_leased_ha.set_by == "--set"
    assert found.assumptions.value_added_per_worker == dense.assumptions.value_added_per_worker
    assert found.assumptions.leakage == dense.assumptions.leakage
    assert found.header == dense.header
    assert dense.assumptions.workers_per_leased_ha.value == 85


def test_set_reaches_inside_an_entry(shipped):
    found = shipped.scenario("track-record").set({"completion_rate.distribution": {"high": 0.2}})
    assert found.assumptions.completion_rate.value == 0.10
    assert found.assumptions.completion_rate.distribution.high == 0.2


def test_set_replaces_a_schedule_whole(shipped):
    found = shipped.scenario("catch-up-2026").set({"cohorts.started.completions": {2027: 10}})
    assert found.assumptions.cohorts["started"].completions.value == {2027: 10}


def test_setting_twice_in_a_row_keeps_the_last(plan):
    assert plan.set({"leakage": 0.2}).set({"leakage": 0.3}).assumptions.leakage.value == 0.3


@pytest.mark.parametrize(
    "changes",
    [
        {"cohorts": {"new": {"clusters": 5}}, "cohorts.new.clusters": 6},
        {"leakage": 0.1, "leakage.value": 0.2},
        {"cohorts.new.clusters": 6, "cohorts.new": {"clusters": 5}},
    ],
)
def test_two_values_for_one_path_are_refused(plan, changes):
    assert "each value is set once" in set_mistakes(plan, changes)[0]


def test_a_scenario_cannot_be_changed_in_place(plan):
    with pytest.raises(FrozenInstanceError):
        plan.name = "other"
    with pytest.raises(ValidationError):
        plan.assumptions.leakage = 0.5
    with pytest.raises(ValidationError):
        plan.assumptions.cohorts["new"].clusters.value = 3


def test_setting_leaves_the_original_alone(plan):
    before = plan.resolved()
    plan.set({"tenant_mix": {"D25": 1}, "cohorts.new.clusters": 1, "targets.jobs_2025": 1})
    assert plan.resolved() == before


# ---------------------------------------------------------------- differences


def values(scenario):
    """Value, and distribution where there is one, of every assumption by path."""
    return {
        (path, key): entry[key]
        for path, entry in scenario.resolved()["assumptions"].items()
        for key in ("value", "distribution")
        if key in entry
    }


def test_scenarios_differ_in_what_they_say_and_in_nothing_else(shipped):
    plan = values(shipped.scenario("plan"))
    for name, expected in {
        "plan-15": {("cohorts.new.clusters", "value")},
        "track-record": {
            (path, key)
            for path in ("completion_rate", "wastewater_completion_rate")
            for key in ("value", "distribution")
        },
    }.items():
        other = values(shipped.scenario(name))
        assert {key for key in {*plan, *other} if plan.get(key) != other.get(key)} == expected
    assert plan["cohorts.new.clusters", "value"] == 20
    assert values(shipped.scenario("plan-15"))["cohorts.new.clusters", "value"] == 15


# ---------------------------------------------------------------- mistakes in files


MISTAKES = [
    ("completion_rat: 1", 4, "unknown key 'completion_rat'; did you mean 'completion_rate'?"),
    (
        "cohorts:\n  new:\n    cluster: 5", 6,
        "unknown key 'cohorts.new.cluster'; did you mean 'cohorts.new.clusters'?",
    ),
    ("stock: {jbos: 1}", 4, "unknown key 'stock.jbos'; did you mean 'stock.jobs'?"),
    ("leakage: 1.2", 4, "leakage: 1.2 is not allowed; it must lie between 0 and 1"),
    (
        "cohorts:\n  new:\n    area_ha: -5", 6,
        "cohorts.new.area_ha: -5 is not allowed; it must be at least 0",
    ),
    ("leakage:\n  value: 0.1\n  unit: '%'", 4, "leakage: the unit must be 'share', not '%'"),
    (
        "leakage: {value: 0.4, distribution: {shape: pert, low: 0.1, high: 0.3}}", 4,
        "leakage: the value 0.4 lies outside its distribution (0.1 to 0.3)",
    ),
    (
        "cohorts: {new: {completions: {2029: 21}}}", 4,
        "cohorts.new: 21 clusters are finished, but the cohort holds 20",
    ),
    (
        "cohorts:\n  new:\n    planned: 2040", 6,
        "cohorts.new.planned: the year 2040 lies outside the horizon; it must lie between 2025 and 2035",
    ),
    (
        "cohorts: {new: {completions: {2024: 1}}}", 4,
        "cohorts.new.completions: the year 2024 lies outside the horizon",
    ),
    (
        "targets: {jobs_2030: {year: 2041}}", 4,
        "targets.jobs_2030.year: the year 2041 lies outside the horizon",
    ),
    ("leakage: yes", 4, "leakage.value: a number is needed, not 'yes'"),
    ("expansion: yes", 4, "expansion: input should be a valid boolean"),
    ("ramp: logstic", 4, "ramp: 'logstic' is not allowed; one of linear, logistic"),
    ("tenant_mix: {D25: 0.5}", 4, "tenant_mix.value: the shares sum to 0.5, not 1"),
    ("public_capex_share: 0.4", 4, "public_capex_share: 0.4 is not allowed; it must lie between 0 and 0.3"),
    ("stock: {wastewater_plants: 71}", 4, "stock: wastewater_plants: more plants than clusters"),
    ("leakage: .nan", 4, ".nan is not a finite number"),
    ("leakage: 0.1\nleakage: 0.2", 5, "the key 'leakage' stands twice; the first is on line 4"),
    ("leakage: 1e999", 4, "1e999 is too large a number"),
    ("horizon: 2040", 4, "'horizon' belongs to base.yaml and is the same for all"),
    ("correlations: []", 4, "'correlations' belongs to base.yaml and is the same for all"),
    ("cohorts: 5", 4, "cohorts: input should be a valid dictionary"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "line", "said"), MISTAKES)
def test_a_mistake_in_a_scenario_is_named(mistakes, body, line, said):
    (found,) = mistakes(f"{body}\n")
    assert found.startswith(f"scenarios/trial.yaml, line {line}: {said}")


def test_a_misspelt_cohort_is_answered_with_the_nearest(mistakes):
    found = mistakes("cohorts: {nwe: {clusters: 25}}\n")
    assert all("scenarios/trial.yaml, line 4: 'cohorts.nwe." in m for m in found)
    assert all("did you mean 'cohorts.new'?" in m for m in found)


def test_all_mistakes_of_all_files_come_at_once(mistakes, study_copy):
    (study_copy / "scenarios" / "other.yaml").write_text(HEADER + "leakge: 1\n", encoding="utf-8")
    found = mistakes("leakage: 1.2\ncompletion_rat: 1\nhorizon: 2040\ncohorts: {new: {area_ha: -1}}\n")
    assert len(found) == 5
    assert found[0].startswith("scenarios/other.yaml, line 4: unknown key 'leakge'; did you mean 'leakage'?")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("reason: {vi: a, en: b}\nknown_since: 2025-02-03\n", "'title' is missing"),
        (
            "title: {vi: a}\nreason: {vi: a, en: b}\nknown_since: 2025-02-03\n",
            "line 1: 'title.en' is missing",
        ),
        ("title: {vi: a, en: b}\nreason: {vi: a, en: b}\nknown_since: soon\n", "'soon' is not a date"),
        ("title: {vi: '', en: b}\nreason: {vi: a, en: b}\nknown_since: 2025-02-03\n", "title.vi"),
    ],
)
def test_a_scenario_says_what_it_is_in_both_languages(mistakes, header, said):
    found = mistakes("", header=header)
    assert any(said in mistake for mistake in found), found


def test_a_scenario_is_a_mapping(mistakes):
    assert mistakes("- a\n- b\n", header="") == [
        "scenarios/trial.yaml: a scenario is a mapping of keys to values"
    ]


def test_without_a_reference_there_is_no_study(study_copy):
    (study_copy / "scenarios" / "reference.yaml").unlink()
    with pytest.raises(InputError, match=r"scenarios/reference\.yaml is missing"):
        load_study(study_copy)


def test_a_mistake_in_the_base_names_the_base(study_copy):
    base = study_copy / "scenarios" / "base.yaml"
    text = base.read_text(encoding="utf-8")
    base.write_text(text.replace("jobs:\n    value: 80000", "jobs:\n    value: -80000", 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_study(study_copy)
    (mistake,) = caught.value.mistakes
    line = text[: text.index("value: 80000")].count("\n") + 1
    assert mistake == (
        f"scenarios/base.yaml, line {line - 1}: stock.jobs: -80000 is not allowed; it must be at least 0"
    )


def test_a_missing_assumption_is_named(study_copy):
    base = study_copy / "scenarios" / "base.yaml"
    text = base.read_text(encoding="utf-8")
    start, end = text.index("\nleakage:"), text.index("\ndiverted_share:")
    base.write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_study(study_copy)
    assert caught.value.mistakes == ("scenarios/base.yaml, line 5: 'leakage' is missing",)


# ---------------------------------------------------------------- mistakes in --set


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"leakge": 0.1}, "--set leakge: no such assumption; did you mean 'leakage'?"),
        ({"stok.jobs": 1}, "--set stok.jobs: no such assumption; did you mean 'stock.jobs'?"),
        ({"cohorts.new.cluster": 5}, "--set cohorts.new.cluster=5: unknown key 'cohorts.new.cluster'; "
         "did you mean 'cohorts.new.clusters'?"),
        ({"leakage": 1.2}, "--set leakage=1.2: leakage: 1.2 is not allowed; it must lie between 0 and 1"),
        ({"leakage": None}, "--set leakage=null: leakage: a number is needed, not null"),
        ({"leakage": "0.1"}, "a number is needed, not '0.1'"),
        ({"leakage.vlaue": 0.1}, "--set leakage.vlaue: 'leakage' is set whole; did you mean 'value'?"),
        ({"cohorts.started.completions.2025": 3}, "'cohorts.started.completions' is set whole"),
        ({"cohorts.new.planned": 2040}, "the year 2040 lies outside the horizon"),
        ({"": 1}, "--set : no such assumption"),
        ({"a..b": 1}, "--set a..b: no such assumption"),
        ({"expansion": "no"}, "--set expansion=\"no\": expansion: input should be a valid boolean"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_change_is_named(shipped, changes, said):
    found = set_mistakes(shipped.scenario("catch-up-2026"), changes)
    assert len(found) == 1
    assert said in found[0]


def test_all_mistakes_in_changes_come_at_once(plan):
    assert len(set_mistakes(plan, {"leakage": 2, "substitution": -1, "cohorts.new.area_ha": -5})) == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"ramp": "logistic", "years_to_10_percent": 3, "years_to_90_percent": 3},
        {"ramp": "logistic", "years_to_10_percent": 4, "years_to_90_percent": 3},
        {"ramp": "logistic", "years_to_10_percent": 4},
        {"ramp": "logistic", "years_to_90_percent": 1.5},
    ],
)
def test_a_logistic_ramp_reaches_its_tenth_first_in_every_draw(plan, changes):
    """years_to_fill is drawn from 3 to 10, so a tenth after 4 years may come after nine tenths."""
    (found,) = set_mistakes(plan, changes)
    assert "years_to_10_percent" in found
    assert "a logistic ramp needs the tenth first" in found


def test_a_logistic_ramp_in_order_is_accepted(plan):
    found = plan.set({"ramp": "logistic", "years_to_10_percent": 1, "years_to_90_percent": 4})
    assert found.assumptions.ramp.value == "logistic"
    assert plan.set({"ramp": "logistic"}).assumptions.years_to_10_percent.value is None


def test_what_is_never_drawn_takes_no_distribution(plan):
    spread = {"shape": "uniform", "low": 0.05, "high": 0.15}
    for path in ("discount_rate", "cohorts.new.planned", "asset_life", "construction_years"):
        (found,) = set_mistakes(
            plan, {path: {"value": 2029 if "planned" in path else 0.1, "distribution": spread}}
        )
        assert "takes no distribution" in found or "lies outside its distribution" in found
    (found,) = set_mistakes(plan, {"discount_rate": {"value": 0.1, "distribution": spread}})
    assert "discount_rate: it takes no distribution" in found


def test_nearest_gives_a_name_or_nothing():
    assert nearest("plan-51", ["plan", "plan-15"]) == "; did you mean 'plan-15'?"
    assert nearest("zzz", ["plan", "reference"]) == ""
    assert (
        nearest("clusters", ["cohorts.new.clusters", "leakage"]) == "; did you mean 'cohorts.new.clusters'?"
    )


# ---------------------------------------------------------------- resolved values and schema


def test_resolved_values_are_plain_json(shipped):
    resolved = json.loads(json.dumps(shipped.scenario("plan").resolved(), allow_nan=False))
    assert resolved["title"]["en"] == "Plan as announced"
    assert resolved["assumptions"]["completion_rate"]["value"] == 1
    assert resolved["assumptions"]["cohorts.new.planned"]["value"] == 2029
    assert resolved["assumptions"]["targets.jobs_2030"]["year"] == 2030
    assert (resolved["base_year"], resolved["horizon"], resolved["expansion"]) == (2024, 2035, True)
    assert {tuple(pair["between"]) for pair in resolved["correlations"]} == {
        ("stock.job_growth", "stock.budget_growth"),
        ("baseline.first_year", "productivity_growth"),
    }


def test_quantities_leave_targets_out(plan):
    names = plan.quantities()
    assert "cohorts.new.clusters" in names
    assert "stock.job_growth" in names
    assert not any(name.startswith("targets.") for name in names)
    assert "ramp" not in names


def test_the_schema_file_is_current(root):
    """Written by `clusterecon.scenario.schema.json_schema`; see docs/extending.md."""
    written = json.loads((root / "scenarios" / "schema.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(json_schema()))


def test_the_schema_accepts_every_shipped_file(root):
    jsonschema.Draft202012Validator.check_schema(json_schema())
    validator = jsonschema.Draft202012Validator(json_schema())
    for file in sorted((root / "scenarios").glob("*.yaml")):
        document = json.loads(json.dumps(read(file).data))
        assert [e.message for e in validator.iter_errors(document)] == [], file.name


@pytest.mark.parametrize(
    "wrong",
    [
        {"completion_rat": 1},
        {"leakage": 1.2},
        {"leakage": "0.1"},
        {"leakage": {"value": 0.1, "sauce": "x"}},
        {"ramp": "logstic"},
        {"cohorts": {"new": {"cluster": 5}}},
        {"cohorts": {"new": {"completions": {"soon": 5}}}},
        {"tenant_mix": {"D25": 2}},
        {"title": {"vi": "a"}},
        {"expansion": "yes"},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(wrong):
    assert list(jsonschema.Draft202012Validator(json_schema()).iter_errors(wrong))


def test_every_field_is_documented_in_the_schema():
    schema = json_schema()
    groups = {"": schema, **{name: schema["$defs"][name] for name in ("Stock", "Cohort", "Target", "Study")}}
    for name, group in groups.items():
        for key, field in group["properties"].items():
            assert field.get("description"), f"{name}.{key}"
