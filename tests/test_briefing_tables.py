"""The briefing of the shipped study, in its two languages: tables, sentences, native charts."""

import re

import pytest

from clusterecon.briefing import KINDS, briefing, data_tables
from clusterecon.briefing.workbook import side_by_side

LANGS = ("vi", "en")


@pytest.fixture(scope="module")
def run(sampled):
    return sampled


@pytest.fixture(scope="module")
def told(run):
    return {lang: briefing(run, lang) for lang in LANGS}


def table(told, name):
    return next(t for t in (*told.tables, *told.data) if t.id == name)


def section(told, name):
    return next(s for s in told.sections if s.id == name)


def chart(told, name):
    return next(c for c in told.charts if c.id == name)


@pytest.mark.parametrize("lang", LANGS)
def test_judgement_values_stand_by_name_with_value_and_reason(told, run, lang):
    rows = table(told[lang], "judgements").frame
    assert 30 <= len(rows) <= 40
    assert (rows["reason"].str.len() > 0).all()
    assert (rows["value"].str.len() > 0).all()
    assert rows["assumption"].is_unique
    said = section(told[lang], "evidence").sentences
    assert any(str(len(rows)) in sentence for sentence in said)


@pytest.mark.parametrize("lang", LANGS)
def test_ratios_that_rest_on_the_count_of_workers_state_the_conflict(told, lang):
    rows = table(told[lang], "conflicts").frame
    both = [("60.000", "80.000"), ("60,000", "80,000")][lang == "en"]
    resting = rows[[all(n in text for n in both) for text in rows["conflict"]]]
    assert len(resting) >= 3
    assert not rows["assumption"].str.endswith("*").any()
    starred = table(told[lang], "assumptions").frame["assumption"].str.endswith(" *").sum()
    assert starred == len(rows)


def test_the_last_tables_are_judgement_and_conflicts(told):
    assert [t.id for t in told["vi"].tables[-2:]] == ["judgements", "conflicts"]


def test_an_assumption_is_shown_as_the_study_has_it_not_as_a_scenario_overrides_it(told, run):
    label = dict(run.scenario("plan").entries())["completion_rate"].label.en
    rows = table(told["en"], "assumptions").frame
    (value,) = rows[rows["assumption"].str.removesuffix(" *") == label]["value"]
    assert value.startswith("10")
    own = table(told["en"], "overrides").frame
    found = own[(own["assumption"] == label) & (own["scenario"] == run.titles["plan"]["en"])]
    assert found["value"].tolist() == ["100\u00a0%"]


@pytest.mark.parametrize("lang", LANGS)
def test_no_identifier_is_left_untranslated(told, lang):
    words = r"\b(pert|D\d\d|to_horizon|asset_life|state_direct|p50|NaN|None|nan)\b"
    if lang == "vi":
        words = words.replace("pert|", "pert|triangular|linear|uniform|judgement|derived|published|")
    for block in told[lang].tables:
        for row in block.rows():
            shown = " ".join(str(cell) for cell in row if cell is not None)
            assert not re.search(words, shown), f"{block.id}: {shown[:200]}"


@pytest.mark.parametrize("lang", LANGS)
def test_gross_and_net_are_the_figures_of_the_picture(told, run, lang):
    from clusterecon import wording

    year = 2030
    net = run.values("plan", "jobs_net", "mean")[year]
    gross = run.values("plan", "jobs_gross_new", "mean")[year]
    first = section(told[lang], "additionality").sentences[0]
    for value in (gross, net):
        assert wording.jobs(wording.numbers.rough(value), lang) in first
        assert wording.jobs(wording.numbers.rough(value), lang) in chart(told[lang], "gross_to_net").title


def test_footers_are_short(told):
    for lang in LANGS:
        assert len(told[lang].footer) < 170
        assert all(len(c.source) < 170 for c in told[lang].charts)


def test_nearly_every_chart_is_one_that_an_office_program_draws(told):
    pictures = [c.id for c in told["vi"].charts if c.native is None]
    assert pictures == []


@pytest.mark.parametrize("lang", LANGS)
def test_figures_behind_a_chart_are_said_in_the_words_of_the_reader(told, run, lang):
    joined = {"joint", "joint_without_wastewater", "deadweight", "D45T47", "wastewater_coverage"}
    raw = {*run.scenarios, *run.scenario("plan").assumptions.targets, *joined}
    for drawn in told[lang].charts:
        shown = drawn.table()
        assert len(shown.frame) == len(drawn.data)
        assert not {c.heading for c in shown.columns} & {"scenario", "inner_low", "standard_error", "kind"}
        cells = {cell for row in shown.rows() for cell in row if isinstance(cell, str)}
        assert not cells & (raw | {"True", "False", "nan", "None"}), drawn.id
        assert told[lang].footer.rsplit(" ", 1)[-1] in shown.note
    assert set(chart(told[lang], "target_probabilities").data["scenario"]) == set(run.scenarios)


def test_figures_behind_a_chart_have_the_digits_and_units_they_need(told):
    targets = {c.name: c for c in chart(told["vi"], "target_probabilities").table().columns}
    assert targets["year"].kind == "year"
    assert (targets["standard_error"].kind, targets["standard_error"].decimals) == ("percent", 2)
    parts = {c.name: c for c in chart(told["vi"], "growth_attribution").table().columns}
    assert parts["clusters_direct"].decimals >= 4
    assert parts["baseline"].heading == "Tăng trưởng nền"
    covered = chart(told["vi"], "wastewater").table().frame
    shares = covered[covered["unit"] == "%"]
    assert shares["value"].max() == pytest.approx(100)
    assert chart(told["vi"], "wastewater").data["value"].iloc[0] < 1
    assert "Đơn vị: %" in chart(told["vi"], "target_probabilities").table().note


def test_a_scenario_has_one_colour_in_all_native_charts(told, run):
    places = {run.titles[name]["en"]: place for place, name in enumerate(run.scenarios)}
    drawn = [s for c in told["en"].charts for s in c.native.series if s.name in places]
    assert len(drawn) > 20
    assert all(series.place == places[series.name] for series in drawn)


def test_native_charts_bear_out_their_titles(told, run):
    frame = run.targets()
    joint = frame[frame["target"] == "joint"].set_index("scenario")["probability"]
    best = run.titles[joint.idxmax()]["en"]
    targets = chart(told["en"], "target_probabilities")
    assert best in targets.title
    assert best in [series.name for series in targets.native.series]
    water = chart(told["en"], "wastewater")
    assert "jobs" in water.title
    assert water.slide_title
    assert water.title.startswith(water.slide_title)


def test_levers_stand_beside_the_probability_wanted(run):
    from clusterecon.briefing.context import Context
    from clusterecon.briefing.search import _lever_native
    from clusterecon.goal_seek import GoalSeek

    curve = ((0.0, 0.2), (0.5, 0.45), (1.0, 0.3))
    goal = GoalSeek("completion_rate", "fraction", "plan", "t", 2025, 0.5, (0, 1), None, 0.45, 0.5, curve)
    native = _lever_native(Context(run, "en"), [goal])
    best, wanted = native.series
    assert (best.values, wanted.values, wanted.role) == ((0.45,), (0.5,), "target")
    assert native.categories == ("Completion rate",)


def test_the_native_waterfall_tells_totals_from_what_is_cut_and_added(told):
    native = chart(told["en"], "gross_to_net").native
    assert [s.name for s in native.series] == ["", "Totals", "Deductions", "Additions"]
    for place in range(len(native.categories)):
        assert sum(s.values[place] is not None for s in native.series[1:]) == 1


def test_native_forecast_starts_where_the_outturn_ends(told):
    native = chart(told["en"], "growth_fan").native
    past, middle, low, high, _ = native.series
    last = max(i for i, value in enumerate(past.values) if value is not None)
    assert middle.values[last] == low.values[last] == high.values[last] == past.values[last]
    assert all(value is None for value in middle.values[:last])
    assert low.values[-1] < middle.values[-1] < high.values[-1]


@pytest.mark.parametrize("lang", LANGS)
def test_one_sentence_gives_the_chance_of_the_headline_target_in_all_scenarios(told, run, lang):
    said = section(told[lang], "targets").sentences
    assert sum("6,95" in s or "6.95" in s for s in said) <= 2
    assert all(run.titles[name][lang] in said[0] for name in ("reference", "plan", "track-record"))


def test_appraisal_says_the_headline_of_each_scenario_once(told):
    said = section(told["en"], "appraisal").sentences
    assert len(said) <= 7
    assert sum("NPV of" in s for s in said) == 2


def test_shares_of_the_switching_table_are_per_cent(told):
    frame = table(told["en"], "switching").frame
    assert all("%" in text for text in frame["in_scenario"])
    assert set(frame["switching"]) - {"—"}
    assert all(text == "—" or text.endswith("%") for text in frame["switching"])


@pytest.mark.parametrize("lang", LANGS)
def test_workbook_has_statistics_side_by_side_in_the_language(run, lang):
    blocks = {block.id: block for block in data_tables(run, lang)}
    results = blocks["results"]
    tidy = run.table()
    assert len(results.frame) * tidy["statistic"].nunique() == len(tidy)
    headings = [column.heading for column in results.columns]
    assert ("Trung vị" if lang == "vi" else "Median") in headings
    assert results.frame["scenario"].iloc[0] == run.titles["reference"][lang]
    row = results.frame[results.frame["year"] == 2030].iloc[0]
    known = tidy[(tidy["year"] == 2030) & (tidy["scenario"] == "reference") & (tidy["indicator"] == "jobs")]
    assert row["p50"] == known[known["statistic"] == "p50"]["value"].iloc[0]
    assert all(block.rows() for block in blocks.values())


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "briefing"])
def test_other_kinds_have_no_empty_section(run, kind):
    for part in briefing(run, "vi", kind).sections:
        assert part.sentences or part.tables or part.charts
        assert all(len(block.frame) for block in part.tables)


def test_side_by_side_keeps_rows_whose_names_are_missing():
    import pandas as pd

    tidy = pd.DataFrame(
        {
            "scenario": ["a", "a", "b"],
            "price_basis": [None, None, "constant 2024 prices"],
            "statistic": ["mean", "p5", "mean"],
            "value": [1.0, 0.5, None],
        }
    )
    wide = side_by_side(tidy)
    assert list(wide.columns) == ["scenario", "price_basis", "mean", "p5"]
    assert wide["mean"].tolist()[0] == 1.0
    assert wide[["mean", "p5"]].iloc[1].isna().all()
    assert len(wide) == 2


def test_differences_of_growth_are_points(run):
    told = briefing(run, "vi", "compare")
    rows = table(told, "comparison").frame
    growth = rows[rows["indicator"].str.startswith("Tăng trưởng")]
    assert set(growth["unit"]) == {"điểm %"}
    assert set(rows["unit"]) == {"điểm %", "việc làm", "tỷ đồng"}
