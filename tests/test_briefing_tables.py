"""The briefing of the shipped study, in its two languages: tables, sentences, native charts."""

import re

import pytest

from clusterecon import tell
from clusterecon.briefing.context import Context
from clusterecon.briefing.levers import _is_flat, _lever_sentence
from clusterecon.briefing.news import news_chart, news_sentence, news_table
from clusterecon.briefing.sections import KINDS, SECTIONS
from clusterecon.briefing.workbook import data_tables, side_by_side
from clusterecon.ground.errors import InputError
from clusterecon.results.goal_seek import GoalSeek
from clusterecon.results.record import hindsight

LANGS = ("vi", "en")


@pytest.fixture(scope="module")
def run(sampled):
    return sampled


def briefing(run, lang, kind="briefing", study=None):
    return tell(run, lang, kind, study).briefing


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
def test_the_evidence_names_sources_and_scenarios_not_rows_and_identifiers(told, run, lang):
    """Rows of data/raw (F006, A057), parameters, file names and nulls are for the files, not for print."""
    names = "|".join(name for name in run.scenarios if "-" in name)
    words = rf"\b([AF]\d{{3}}|null|Null|[a-z]+(_[a-z0-9]+)+|{names})\b"
    for name in ("assumptions", "overrides", "judgements", "conflicts"):
        for row in table(told[lang], name).rows():
            shown = " ".join(str(cell) for cell in row if cell is not None)
            assert not re.search(words, shown), f"{name}: {re.findall(words, shown)} {shown[:200]}"


@pytest.mark.parametrize("lang", LANGS)
def test_gross_and_net_are_the_figures_of_the_picture(told, run, lang):
    from clusterecon.language import units

    year = 2030
    net = run.values("plan", "jobs_net", "mean")[year]
    gross = run.values("plan", "jobs_gross_new", "mean")[year]
    first = section(told[lang], "additionality").sentences[0]
    for value in (gross, net):
        assert units.JOBS.about(value, lang) in first
        assert units.JOBS.about(value, lang) in chart(told[lang], "gross_to_net").title


def test_footers_are_short(told):
    for lang in LANGS:
        assert len(told[lang].footer) < 170
        assert all(len(c.source) < 170 for c in told[lang].charts)


def test_nearly_every_chart_is_one_that_an_office_program_draws(told):
    pictures = [c.id for c in told["vi"].charts if c.native is None]
    assert pictures == []


@pytest.mark.parametrize("lang", LANGS)
def test_figures_behind_a_chart_are_said_in_the_words_of_the_reader(told, run, lang):
    joined = {"joint", "joint_without_wastewater", "reference_case", "D45T47", "wastewater_coverage"}
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
    from clusterecon.briefing.levers import _lever_native
    from clusterecon.results.goal_seek import GoalSeek

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
    past, index, middle, low, high, _ = native.series
    assert (past.name, index.name) == ("Outturn, value added", "Outturn, production index")
    last = max(i for i, value in enumerate(past.values) if value is not None)
    assert middle.values[last] == low.values[last] == high.values[last] == past.values[last]
    assert all(value is None for value in middle.values[:last])
    assert low.values[-1] < middle.values[-1] < high.values[-1]


@pytest.mark.parametrize("lang", LANGS)
def test_past_growth_is_told_by_series_and_no_year_is_missing(told, run, lang):
    known = run.about.history
    data = chart(told[lang], "growth_fan").data
    for kind in ("value_added", "index"):
        shown = data[data["kind"] == kind]
        assert dict(zip(shown["year"], shown["value"], strict=True)).items() <= known[kind].items()
        assert kind == "value_added" or not set(shown["year"]) & set(known["value_added"])
    native = chart(told[lang], "growth_fan").native
    place = native.categories.index("2021")
    shown = [series.values[place] for series in native.series[:2]]
    assert shown.count(None) == 1
    assert known["index"][2021] in shown
    (said,) = [s for s in section(told[lang], "forecast").sentences if "2019–2022" in s]
    assert "2012–2016" in said
    for name in ("growth_fan", "forecast_record"):
        figure = chart(told[lang], name).figure()
        assert not any("2021" in text.get_text() for text in figure.texts), name


def test_the_record_of_the_forecast_is_that_of_the_index(told, run):
    data, index = chart(told["en"], "forecast_record").data, run.about.history["index"]
    assert dict(zip(data["year"], data["outturn"], strict=True)).items() <= index.items()
    assert "Outturn, production index" in [s.name for s in chart(told["en"], "forecast_record").native.series]


@pytest.mark.parametrize("lang", LANGS)
def test_only_what_was_known_later_is_marked_in_the_table_of_targets(told, run, lang):
    shown = table(told[lang], "targets")
    marked = {c.name for c in shown.columns if c.label.endswith(" *")}
    late = {n for n in run.scenarios if run.scenario(n).header.known_since > run.as_of}
    assert marked == late
    assert late < set(run.scenarios)
    starred = shown.frame["target"].str.endswith(" *").tolist()
    targets = run.scenario("plan").assumptions.targets
    own = [target.known_since > run.as_of for target in targets.values()]
    assert starred == [*own, any(own), any(own)]
    assert 0 < sum(own) < len(own)
    assert shown.note.startswith("* ")


def test_all_targets_together_say_how_many_the_city_has_set(told, run):
    official = [t for t in run.scenario("plan").assumptions.targets.values() if t.grade == "published"]
    assert len(official) == 3
    said = section(told["en"], "targets").sentences
    assert sum("7 thresholds (3 of them targets of the city)" in s for s in said) == 2
    assert "7 thresholds (3 of them" in chart(told["en"], "target_probabilities").title


def test_a_report_of_one_scenario_names_it_where_it_is_not_the_plan(shipped):
    alone = briefing(shipped.simulate(["track-record"], draws=200), "en", "scenario")
    name = "At the record's pace"
    assert chart(alone, "growth_by_scenario").title.startswith(f"{name}: new clusters add only")
    assert chart(alone, "target_probabilities").title.startswith(f"{name}: ")
    assert section(alone, "growth").sentences[0].startswith(f"“{name}”: in 2025, new clusters raise")
    plan = briefing(shipped.simulate(["plan"], draws=200), "en", "scenario")
    assert chart(plan, "growth_by_scenario").title.startswith("Even if finished to plan")
    nothing = briefing(shipped.simulate(["reference"], draws=200), "vi", "scenario")
    assert not any("Lý do là thời gian" in s for s in section(nothing, "growth").sentences)


def test_charts_of_means_say_so(told):
    for name in ("growth_attribution", "gross_to_net", "indirect_by_sector"):
        figure = chart(told["en"], name).figure()
        assert any(", mean" in text.get_text() for text in figure.texts), name
    figure = chart(told["en"], "jobs_over_time").figure()
    assert any("the chart shows means" in text.get_text().replace("\n", " ") for text in figure.texts)


def test_scores_are_explained_and_ranges_have_their_unit(told):
    shown = table(told["en"], "backtest")
    assert "CRPS is the mean error" in shown.note
    assert shown.frame["coverage"].str.fullmatch(r"\d+\u00a0% \(\d+ – \d+\u00a0%\)").all()
    assert {"past average", "no change from the year before"} <= set(shown.frame["model"])


def test_the_subtitle_counts_the_assumptions_known_later(told, run):
    assert f"but for {len(hindsight(run))} assumptions known only later" in told["en"].subtitle


def test_the_first_year_is_told_along_the_ramp_of_the_scenario(shipped):
    own = {"ramp": "logistic", "years_to_10_percent": 0.5, "years_to_90_percent": 3}
    run = shipped.simulate([shipped.scenario("plan").set(own)], draws=0)
    said = " ".join(section(briefing(run, "en", "scenario"), "growth").sentences)
    assert "is on average 1.3\u00a0% full in its first year, and takes about 3 years to fill" in said


@pytest.mark.parametrize("lang", LANGS)
def test_what_it_would_take_names_its_scenarios(shipped, lang):
    run = shipped.simulate(["plan", "track-record"], draws=256)
    part = section(briefing(run, lang, "target", shipped), "levers")
    assert all(f"“{run.titles['track-record'][lang]}”" in said for said in part.sentences)
    assert len(part.sentences) == 1, "what hardly matters is said once"
    assert part.sentences[0].count("” (") == part.charts[0].data["lever"].nunique()
    assert part.charts[0].title.startswith(f"{run.titles['track-record'][lang]}: ")
    (needed,) = part.tables
    assert needed.title.endswith(f": {run.titles['plan'][lang]}")
    assert "480\u00a0ha" in needed.note.replace(" ", "\u00a0")
    assert not set(needed.frame["value"]) & {"0 ha", "0\u00a0ha"}


def test_a_lever_that_matters_is_told_with_its_value_or_with_the_best_it_can_do(run):
    context = Context(run, "en")
    unit = run.scenario("track-record").quantities()["completion_rate"].unit
    asked = ("completion_rate", unit, "track-record", "jobs_2030", 2030, 0.5, (0.0, 1.0))
    curve = ((0.0, 0.1), (1.0, 0.8))
    reached = _lever_sentence(context, GoalSeek(*asked, 0.4, 0.51, 0.4, curve))
    assert "“Completion rate” must be 40 % (10 % in the scenario)" in reached.replace("\u00a0", " ")
    missed = _lever_sentence(context, GoalSeek(*asked, None, 0.31, 1.0, curve)).replace("\u00a0", " ")
    assert missed.endswith("a probability of 50 % within 0 % – 100 %: the best is 31 %, at 100 %.")


@pytest.mark.parametrize("lang", LANGS)
def test_the_chart_of_the_news_bears_out_its_sentence_and_has_its_figures(told, run, lang):
    drawn, news = chart(told[lang], "forecast_news"), run.news()
    change = news["median_after"].iloc[-1] - news["median_before"].iloc[0]
    assert f"{abs(change):.2f}".replace(".", "," if lang == "vi" else ".") in drawn.title
    assert drawn.native.series[0].values == pytest.approx(tuple(news["median_change"]))
    book = drawn.table()
    assert len(book.frame) == len(news) + 2
    assert not set(book.frame["series"]) & {*news["series"], "before", "after"}, "named, no identifiers"
    assert {c.name: c.heading for c in book.columns}["until"] == {"vi": "Đến ngày", "en": "Until"}[lang]


@pytest.mark.parametrize("lang", LANGS)
def test_without_readings_there_is_the_sentence_and_no_chart(run, lang):
    context, none = Context(run, lang), run.news("2099-12-31")
    assert none.empty
    assert news_chart(context, none) == ()
    assert news_table(context, none).frame.empty
    said = {"vi": "chưa có số liệu nào làm đổi dự báo", "en": "no reading has moved the forecast"}
    assert said[lang] in news_sentence(context, none)


@pytest.mark.parametrize(
    ("top", "value", "flat"), [(0.418, None, True), (0.425, None, False), (0.418, 0.5, False)]
)
def test_a_lever_is_flat_where_its_whole_curve_moves_the_chance_by_under_a_point(top, value, flat):
    """Of curves from 41 %: up to 41.8 % is 0.8 points, up to 42.5 % is 1.5; however many the draws."""
    asked = ("completion_rate", "share", "plan", "t", 2025, 0.5, (0.0, 1.0))
    curve = ((0.0, 0.41), (0.5, top), (1.0, 0.412))
    assert _is_flat(GoalSeek(*asked, value, top, 0.5, curve)) is flat


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


def test_a_break_even_rate_below_nought_is_told_as_none(told):
    assert table(told["en"], "switching").frame["switching"].iloc[0] == "none above 0\u00a0%"
    assert table(told["vi"], "switching").frame["switching"].iloc[0] == "không có mức nào trên 0\u00a0%"


def test_what_is_sunk_is_told_beside_the_costs_per_job(told):
    shown = told["en"]
    assert "spent by the end of 2024" in table(shown, "appraisal").note
    assert any("spent by the end of 2024" in s for s in section(shown, "appraisal").sentences)
    words = " ".join(text.get_text() for text in chart(shown, "cost_per_job").figure().texts)
    assert "by the end of 2024" in words.replace("\n", " ")
    (head,) = [c.heading for c in table(shown, "memo").columns if c.name == "capital_sunk"]
    assert head == "Sunk capital: spent by the end of 2024, bn VND"
    assert table(shown, "memo").frame["capital_sunk"].nunique() == 1, "one stock in every scenario"


@pytest.mark.parametrize("lang", LANGS)
def test_costs_per_job_are_in_millions_on_the_page_and_billions_in_the_tables(told, run, lang):
    unit = {"vi": "triệu đồng", "en": "million VND"}[lang]
    block = table(told[lang], "appraisal")
    (head,) = [c.heading for c in block.columns if c.name == "public_cost_per_net_job"]
    drawn = chart(told[lang], "cost_per_job")
    assert head.endswith(unit) and unit in drawn.title and drawn.native.axis_title == unit
    assert all(cell[0].isdigit() and "," not in cell for cell in block.frame["public_cost_per_net_job"])
    assert drawn.native.series[0].values[0] > 50
    assert drawn.data["value"].max() < 1


def test_a_ratio_of_new_clusters_is_never_below_nought(told):
    """Revenue lost to suspension is in the account of existing clusters."""
    assert not table(told["en"], "appraisal").frame["bcr"].str.startswith("−").any()


@pytest.mark.parametrize("lang", LANGS)
def test_losses_by_suspension_are_told_under_the_headline_table(told, run, lang):
    note = table(told[lang], "headline").note
    assert f"“{run.titles['wastewater-enforced'][lang]}”" in note
    assert "in 2030" in note or "năm 2030" in note


@pytest.mark.parametrize("lang", LANGS)
def test_coverage_in_the_title_is_that_of_a_scenario_named(told, run, lang):
    assert chart(told[lang], "wastewater").title.startswith(run.titles["track-record"][lang] + ":")


def test_parts_of_a_value_stand_behind_a_colon(told):
    assert "2025: 6; 2026: 24" in table(told["vi"], "overrides").frame["value"].tolist()


def test_a_report_says_what_it_is_about(run, shipped):
    assert briefing(run, "en").title != briefing(run, "en", "target").title
    one = briefing(shipped.simulate(["plan"], draws=0), "en", "scenario")
    assert f"“{run.titles['plan']['en']}”" in one.title


@pytest.mark.parametrize("lang", LANGS)
def test_workbook_has_statistics_side_by_side_in_the_language(run, lang):
    blocks = {block.id: block for block in data_tables(Context(run, lang))}
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


def test_every_section_belongs_to_a_kind_and_bears_its_name(run):
    assert {name for names in KINDS.values() for name in names} == set(SECTIONS)
    for kind, names in KINDS.items():
        shown = [part.id for part in briefing(run, "en", kind).sections]
        assert shown == [name for name in names if name in shown]


def test_a_run_is_told_once_in_each_way(run):
    assert tell(run, "en") is tell(run, "en", "briefing") is not tell(run, "vi")


@pytest.mark.parametrize(("lang", "kind"), [("en", "breifing"), ("de", "briefing")])
def test_what_cannot_be_told_is_refused(run, lang, kind):
    with pytest.raises(InputError, match=f"'{kind if lang == 'en' else lang}'"):
        tell(run, lang, kind)


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


@pytest.mark.parametrize(("lang", "unit", "money"), [("vi", ", %", "tỷ đồng"), ("en", ", %", "bn VND")])
def test_charts_say_their_unit_beneath_the_title(told, lang, unit, money):
    for name, words in (("growth_fan", unit), ("forecast_record", unit), ("indirect_by_sector", money)):
        made = chart(told[lang], name)
        _, subtitle, *_ = (text.get_text() for text in made.figure().texts)
        assert words in subtitle
