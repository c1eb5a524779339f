"""The record of a run: the same for the same input, another for any other, nothing of the machine in it."""

import getpass
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.ground.fingerprint import canonical, digest, package_hash, versions
from clusterecon.results.record import headline_rows, hindsight, record, run_hash, run_part
from clusterecon.study.load import load_study

PLAIN = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(PLAIN)
def test_canonical_json_is_json(value):
    assert json.loads(canonical(value)) == value


def test_canonical_json_is_sorted_short_and_keeps_letters():
    assert canonical({"b": [1, 2.5], "a": {"Hà": None}}) == '{"a":{"Hà":null},"b":[1,2.5]}'
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_cannot_say_is_refused(value):
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": value})


def test_the_digest_is_the_sha_256_of_canonical_json():
    assert digest({"b": 1, "a": 2}) == hashlib.sha256(b'{"a":2,"b":1}').hexdigest()


def test_the_same_run_has_the_same_hash(shipped, central):
    again = load_study(shipped.root).simulate(draws=0)
    assert run_hash(again) == run_hash(central)
    assert len(run_hash(central)) == 64


def test_a_copy_of_the_study_elsewhere_has_the_same_hash(study_copy, central):
    assert run_hash(load_study(study_copy).simulate(draws=0)) == run_hash(central)


def test_the_order_of_scenarios_asked_for_changes_nothing(shipped):
    one = shipped.simulate(["plan", "reference"], draws=0)
    other = shipped.simulate(["reference", "plan"], draws=0)
    assert run_hash(one) == run_hash(other)


@pytest.mark.parametrize(
    "changes",
    [
        {"leakage": 0.11},
        {"targets.jobs_2030": 99_999},
        {"years_to_fill.distribution": {"high": 11}},
        {"targets.jobs_2030.year": 2031},
        {"targets.jobs_2030.indicator": "jobs_net"},
        {"expansion": False},
        {"leakage": {"distribution": {"high": 0.3}}},
        {"tenant_mix": {"D25": 1}},
        {"cohorts.started.completions": {2026: 1}},
    ],
)
def test_any_assumption_changes_the_hash(shipped, changes):
    plan = shipped.scenario("plan")
    one, other = (shipped.simulate([s], draws=0) for s in (plan, plan.set(changes)))
    assert run_hash(one) != run_hash(other)


def test_draws_and_seed_change_the_hash(shipped, sampled):
    hashes = {run_hash(shipped.simulate(["plan"], draws=d, seed=s)) for d, s in ((0, 7), (8, 7), (8, 8))}
    assert len(hashes) == 3


def test_data_change_the_hash(study_copy, central):
    table = study_copy / "data" / "raw" / "clusters_facts.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text("".join(text.splitlines(keepends=True)[:-1]), encoding="utf-8")
    assert run_hash(load_study(study_copy).simulate(draws=0)) != run_hash(central)


def test_language_and_notebook_change_the_report_but_not_the_figures(central):
    one, other = (record(central, "briefing", lang) for lang in ("vi", "en"))
    assert one["hash"] != other["hash"]
    assert one["figures"] == other["figures"] == run_hash(central)
    assert one["hash"] == digest(one["run"])


def test_the_record_holds_every_resolved_value_and_the_versions(central, shipped):
    part = json.loads(canonical(run_part(central, "briefing", "vi")))
    assert list(part["scenarios"]) == sorted(central.scenarios)
    assert part["scenarios"]["track-record"]["assumptions"]["completion_rate"]["value"] == 0.1
    assert part["scenarios"]["plan"]["assumptions"]["cohorts.new.clusters"]["value"] == 20
    assert (part["draws"], part["seed"], part["as_of"]) == (0, 7, shipped.default_as_of.isoformat())
    assert len(part["data"]) >= 12
    assert part["code"] == package_hash()
    assert {"python", "clusterecon", "numpy", "pandas", "scipy", "statsmodels"} <= set(part["versions"])
    assert versions()["clusterecon"] == "0.1.0"


def test_nothing_of_the_machine_is_in_the_record(central, root, study_copy):
    for run in (central, load_study(study_copy).simulate(["plan"], draws=0)):
        text = canonical(record(run, "briefing", "vi"))
        assert str(root) not in text
        assert str(study_copy) not in text
        assert f"/{getpass.getuser()}/" not in text
        assert "/home/" not in text
        assert "T0" not in json.loads(text)["run"]["as_of"]


def test_hindsight_names_scenarios_targets_and_assumptions(central):
    late = hindsight(central)
    assert late == sorted(set(late))
    assert "catch-up-2026" in late
    assert "targets.jobs_2030" in late
    assert "completion_rate" in late
    assert "stock.jobs" not in late
    assert "targets.industry_growth_2025" not in late


def test_the_headline_is_short_and_plain(central, sampled):
    for run, measure in ((central, "central"), (sampled, "p50")):
        rows = json.loads(canonical(headline_rows(run)))
        for row in rows:
            assert set(row) - {"label"} == {"measure", "name", "scenario", "unit", "value", "year"}
        assert {row["measure"] for row in rows} == {"probability", measure}
        found = next(r for r in rows if (r["scenario"], r["name"], r["year"]) == ("plan", "jobs_net", 2030))
        assert found["value"] == run.values("plan", "jobs_net")[2030]
    chances = [r["value"] for r in headline_rows(sampled) if r["measure"] == "probability"]
    assert all(0 <= chance <= 1 for chance in chances)
    assert all(r["value"] is None for r in headline_rows(central) if r["measure"] == "probability")
