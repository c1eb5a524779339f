"""Every number of the shipped study has unit and source; what is judgement or disputed is listed by name."""

import json

import pytest

from clusterecon.scenario.assumptions import Distribution
from clusterecon.study.checks import base_entries, check_study, judgements
from clusterecon.study.load import load_study


@pytest.fixture(scope="module")
def checked(shipped):
    """The shipped study, checked."""
    return check_study(shipped)


def test_the_shipped_study_has_no_mistakes(checked):
    assert checked.mistakes == ()


def test_every_assumption_of_the_base_was_looked_at(checked, shipped):
    entries = base_entries(shipped)
    assert checked.assumptions == len(entries)
    assert len(entries) > 70
    for path in (
        "stock.jobs",
        "completion_rate",
        "ramp",
        "tenant_mix",
        "cohorts.new.planned",
        "targets.jobs_2025",
    ):
        assert path in entries


def test_every_row_of_the_data_was_looked_at(checked, root):
    lines = sum(
        max(0, len(file.read_text(encoding="utf-8").splitlines()) - 1)
        for file in (root / "data" / "raw").glob("*.csv")
    )
    assert 1_000 < checked.rows.rows <= lines
    assert checked.rows.unsourced == ()


def test_judgement_is_listed_by_name_with_its_reason(checked, shipped):
    named = {item.path: item for item in checked.judgement}
    for path in (
        "displacement_craft",
        "diverted_share",
        "linkage_realisation",
        "stock.job_growth",
        "tenant_mix",
    ):
        assert path in named
    assert "stock.jobs" not in named
    assert "completion_rate" not in {p for p, e in base_entries(shipped).items() if e.grade == "judgement"}
    for item in named.values():
        assert item.label.vi
        assert item.label.en
        assert item.text.vi


def test_a_scenarios_own_judgement_is_listed_too(shipped):
    found = {item.path for item in judgements(shipped)}
    assert "suspended_share_of_year" in found
    assert "wastewater_completion_rate" in found


def test_the_conflict_over_workers_stands_at_every_ratio_that_rests_on_it(checked):
    """METHODS 1: 60,000 in 2020 beside 80,000 in 2025."""
    conflicts = {item.path: str(item.text) for item in checked.conflicts}
    for path in ("stock.jobs", "budget_per_worker", "workers_per_establishment", "workers_per_leased_ha"):
        assert "60" in conflicts[path], path


def spoil(study_copy, old, new, after=""):
    """Replace text in the base of a copy of the study, from a place on, and check it."""
    base = study_copy / "scenarios" / "base.yaml"
    text = base.read_text(encoding="utf-8")
    start = text.index(after)
    assert old in text[start:]
    base.write_text(text[:start] + text[start:].replace(old, new, 1), encoding="utf-8")
    return check_study(load_study(study_copy)).mistakes


def test_a_fact_that_does_not_exist_is_found(study_copy):
    found = spoil(study_copy, "facts: [F131, F132, F136]", "facts: [F131, F999]")
    assert found == ("scenarios/base.yaml: displacement_craft rests on 'F999', which data/raw does not hold",)


def test_an_assumption_without_label_is_found(study_copy):
    line = "    label: {vi: Số quận huyện có cụm, en: Districts with clusters}\n"
    assert spoil(study_copy, line, "") == ("scenarios/base.yaml: stock.districts lacks label",)


def test_a_target_without_unit_is_found(study_copy):
    """Every other assumption has its unit from its name."""
    found = spoil(study_copy, "    unit: workers\n", "", after="\ntargets:")
    assert found == ("scenarios/base.yaml: targets.jobs_2025 lacks unit",)


def test_a_judgement_without_reason_is_found(study_copy, shipped):
    base = study_copy / "scenarios" / "base.yaml"
    text = base.read_text(encoding="utf-8")
    start = text.index("\nleakage:")
    end = text.index("\ndiverted_share:")
    import re

    entry = re.sub(r"\n  reason:.*?(?=\n  [a-z])", "", text[start:end], flags=re.DOTALL)
    assert entry != text[start:end]
    base.write_text(text[:start] + entry + text[end:], encoding="utf-8")
    assert check_study(load_study(study_copy)).mistakes == ("scenarios/base.yaml: leakage lacks reason",)


def test_a_changed_table_is_said_to_differ_from_the_shipped_vintage(study_copy, checked):
    assert {v.state for v in checked.vintages} == {"as shipped"}
    table = study_copy / "data" / "raw" / "clusters_facts.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(lines[:-1]), encoding="utf-8")
    states = {v.table: v.state for v in check_study(load_study(study_copy)).vintages}
    assert states["clusters_facts"] != "as shipped"


# ---------------------------------------------------------------- what a reader should know of the numbers


def test_what_became_known_after_the_day_is_named_with_its_day(checked, shipped):
    named = {item.path: item.text for item in checked.known_later}
    day = shipped.default_as_of
    for path, entry in shipped.scenario("reference").entries():
        assert (path in named) == (entry.known_since is not None and entry.known_since > day), path
    assert named["catch-up-2026"].en == "known since 2025-11-28"
    assert named["capex_per_ha"].vi == "biết từ 29/4/2025"
    assert "stock.jobs" not in named
    assert "plan" not in named


def test_a_source_that_is_a_home_page_is_named_in_the_row_and_where_it_is_used(checked):
    rows = {row.name.split()[0]: row.text for row in checked.rows.home_pages if row.table == "clusters_facts"}
    assert rows["F017"] == "https://thiennhienmoitruong.vn/"
    assert {"F012", "F065", "F116"}.isdisjoint(rows)
    named = {item.path: item.text.en for item in checked.home_pages}
    assert "F017: https://thiennhienmoitruong.vn/" in named["stock.jobs"]
    assert "capex_per_ha" not in named


@pytest.mark.parametrize(
    ("urls", "bare"),
    [
        ("https://a.vn", True), ("https://a.vn/", True), ("https://a.vn/b", False), ("https://a.vn?c", False),
        ("https://a.vn/b ; https://c.vn/", True), ("https://a.vn/b ; https://c.vn/d", False), ("", False),
    ],
)  # fmt: skip
def test_a_home_page_is_an_address_without_a_page(urls, bare):
    from clusterecon.data.checks import is_home_page

    assert is_home_page(urls) is bare


def test_a_spread_narrower_than_its_source_is_named(shipped, checked):
    """A row's low and high, and the standard deviation that a row states, in the assumption's own unit."""
    named = {item.path: item.text for item in checked.narrow}
    assert "F160" in named["capex_per_ha"].en
    assert "leasable_share" in named  # 60 to 75 % drawn, 43.7 to 62.4 % beside it
    assert {"leakage", "flq_delta", "budget_per_worker", "workers_per_leased_ha"}.isdisjoint(named)

    def found(path, **distribution):
        from clusterecon.study.checks import narrow_spreads

        entry = base_entries(shipped)[path].model_copy(update={"distribution": Distribution(**distribution)})
        return [item.text.en for item in narrow_spreads(shipped, {path: entry})]

    assert found("optimism_bias", shape="pert", low=-0.1, high=0.8) == [
        "cost_overrun_roads: drawn with a spread of 0.166, the source gives 0.3"
    ]
    assert found("optimism_bias", shape="normal", standard_deviation=0.3001) == []
    assert len(found("leakage", shape="uniform", low=0.08, high=0.12)) == 1
    assert found("leakage", shape="uniform", low=0.05, high=0.2) == []


def test_check_names_all_of_it_in_both_languages(cli):
    """In the table and in JSON."""
    for lang, word in (("vi", "hẹp hơn nguồn"), ("en", "narrow spread")):
        shown = cli("check", "--lang", lang)
        assert shown.code == 0
        assert word in shown.out
        listed = json.loads(cli("check", "--lang", lang, "--format", "json").out)["listed"]
        assert {"known later", "home page", "narrow spread", "data home page"} <= {
            row["kind"] for row in listed
        }
