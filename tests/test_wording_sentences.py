import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.ground import languages
from clusterecon.ground.errors import InputError
from clusterecon.language import appraisal_sentences as appraisal
from clusterecon.language import effects_sentences as effects
from clusterecon.language import evidence_sentences as evidence
from clusterecon.language import forecast_sentences as forecast
from clusterecon.language import growth_sentences as growth
from clusterecon.language import linkages_sentences as linkages
from clusterecon.language import record_sentences as record
from clusterecon.language import targets_sentences as targets
from clusterecon.language import titles
from clusterecon.language import wastewater_sentences as wastewater
from clusterecon.language.numbers import Estimate
from clusterecon.language.units import MONEY
from clusterecon.scenario.assumptions import both

A, B = "{A} & <b>", "B"
UP = Estimate(120.0, 80.0, 160.0)
ASKED = forecast.Question(A, "l", "t", 0.8)


def test_the_main_finding_in_words():
    vi = growth.contribution(2025, 0.0189, 0.00189, "vi")
    assert vi == (
        "Năm 2025, nếu mọi việc đúng kế hoạch, các cụm mới nâng tăng trưởng công nghiệp thêm khoảng "
        "0,02 điểm\u00a0%; theo tiến độ thực tế, các cụm mới nâng thêm khoảng 0,002 điểm\u00a0%, "
        "tức một phần mười mức đó."
    )
    en = growth.contribution(2025, 0.0189, 0.00189, "en")
    assert en == (
        "In 2025, if all goes to plan, new clusters raise industrial growth by about 0.02 percentage points; "
        "at the record's pace they raise it by about 0.002 percentage points, a tenth of that."
    )
    assert "lower industrial growth by about 0.50 percentage points" in growth.contribution(
        2025, -0.5, 0, "en"
    )
    assert growth.contribution(2025, -0.5, 0, "en").endswith("they leave it unchanged.")
    assert "of that" not in growth.contribution(2025, 0.02, 0.019, "en")
    assert titles.growth_title(2025, 0.0189, "vi") == (
        "Kể cả khi hoàn thành đúng kế hoạch, các cụm mới chỉ thêm 0,02 điểm\u00a0% vào tăng trưởng năm 2025"
    )


WAYS = {
    "stock_outlook": (
        lambda w, g: effects.stock_outlook(A, "jobs", 2030, Estimate(80_000 + 20_000 * w, 1, 2e5), 80_000, g),
        ("thấp hơn mức", "ngang mức", "cao hơn mức"),
        ("below today's", "level with today's", "above today's"),
    ),
    "target_gap": (
        lambda w, g: targets.target_gap(A, "industrial_growth", 0.3 * w, g, 620.0 * w),
        ("thấp hơn ngưỡng 0,30 điểm", "đúng bằng ngưỡng", "cao hơn ngưỡng"),
        ("or 620 bn VND, short of the threshold", "exactly at", "above the threshold"),
    ),
    "difference": (
        lambda w, g: targets.difference("jobs_net", 2030, (A, B), Estimate(120.0 * w), g, clear=w > 0),
        ("thấp hơn “B” 120 việc làm, nhưng", "không khác nhau", "cao hơn “B” 120 việc làm."),
        (" below “B”, but that is within the error", "do not differ", " above “B”."),
    ),
    "probability_over_dates": (
        lambda w, g: forecast.probability_over_dates(
            "t", ("2025-01-01", 0.5), ("2025-10-01", 0.5 + 0.2 * w), g
        ),
        ("giảm từ 50\u00a0% xuống 30", "không đổi", "tăng từ 50\u00a0% lên 70"),
        ("fell from", "did not change", "rose from"),
    ),
    "change": (
        lambda w, g: record.change("P", (0.4, 0.4 + w), ("40", f"{40 + 10 * w}"), "2025-02-03", ["data"], g),
        ("giảm từ", "không đổi", "tăng từ"),
        ("fell from 40 to 30", "has not changed", "rose from 40 to 50"),
    ),
    "net_present_value": (
        lambda w, g: appraisal.net_present_value(
            A, Estimate(120.0 * w), g, view="state", rate=0.1, horizon=2035
        ),
        ("NPV của cụm mới là −120 tỷ đồng, ngân sách chi nhiều hơn thu", "hòa vốn", "thu nhiều hơn chi"),
        ("pays more", "breaks even", "earns more"),
    ),
    "backtest_verdict": (
        lambda w, g: forecast.backtest_verdict("m", "n", 0.3 * w, 0.11, 9, g),
        ("kém", "ngang nhau", "sát hơn"),
        ("did worse", "tie", "came closer"),
    ),
    "jobs_at_risk": (
        lambda w, g: wastewater.jobs_at_risk(2025, Estimate(120.0 * w), 0.36, 0.5 * w, "judgement", g),
        ("giảm 0,50 điểm", "không có việc làm nào", "tăng 0,50 điểm"),
        ("loses 0.50 percentage points", "No jobs are at risk", "gains 0.50 percentage points"),
    ),
    "contribution_of_one": (
        lambda w, g: growth.contribution_of_one(A, 2025, 0.02 * w, g),
        ("hạ tăng trưởng công nghiệp khoảng 0,02", "không làm thay đổi", "nâng tăng trưởng"),
        ("lower industrial growth by about 0.02", "unchanged", "raise industrial growth"),
    ),
    "delivery": (
        lambda w, g: effects.delivery(2030, 1008, Estimate(1008 + 770 * w, 90, 5000), g),
        ("238 ha (với xác suất 90\u00a0%: từ 90 đến 5.000 ha), tức 24", "là 1.008 ha", "là 1.778 ha"),
        ("or 24\u00a0%", "pace 1,008 ha", "pace 1,778 ha"),
    ),
    "payback": (
        lambda w, g: appraisal.payback(A, float("nan") if w == 0 else 2033.0, 2035, g),
        ("hoàn vốn vào năm 2033", "không hoàn vốn trước năm 2035", "hoàn vốn vào năm 2033"),
        ("pays back in 2033", "does not pay back by 2035", "pays back in 2033"),
    ),
    "dates_title": (
        lambda w, g: titles.dates_title(0.4, 0.4 + 0.2 * w, g),
        ("giảm từ 40", "không đổi", "tăng từ 40"),
        ("fell", "stayed", "rose"),
    ),
    "growth_title": (
        lambda w, g: titles.growth_title(2025, 0.02 * w, g),
        ("giảm", "không làm thay đổi", "chỉ thêm"),
        ("lower growth", "do not change", "add only"),
    ),
    "stock_title": (
        lambda w, g: titles.stock_title(A, "jobs", 2030, 80_000 + 20_000 * w, 80_000, g),
        ("thấp hơn hiện nay 25", "như hiện nay", "cao hơn hiện nay 25"),
        ("below today", "as today", "above today"),
    ),
    "levers_title": (
        lambda w, g: titles.levers_title(A, w + 1, 5, 0.5, g),
        ("không đòn bẩy nào", "1 trong 5 đòn bẩy", "2 trong 5 đòn bẩy"),
        ("no lever", "1 of 5 levers", "2 of 5 levers"),
    ),
}


@pytest.mark.parametrize("name", WAYS)
def test_words_fit_falls_no_change_and_rises(name):
    call, *said = WAYS[name]
    for lang, words in zip(languages.LANGS, said, strict=True):
        for way, expected in zip((-1, 0, 1), words, strict=True):
            text = call(way, lang)
            assert expected in text
            assert not re.search(r"  | \.|\.\.|\bnan\b|None|-\d", text.replace("2025-02-03", ""))


def test_a_gain_under_one_standard_error_is_a_tie():
    for gain in (0.04, -0.10, 0.0):
        assert "Neither can be called better" in forecast.backtest_verdict("m", "n", gain, 0.11, 9, "en")
    assert "tie" in forecast.backtest_verdict("m", "n", 0.5, float("nan"), 9, "en")


@given(st.floats(-5, 5), st.floats(0.01, 3))
def test_verdicts_follow_the_rule(gain, error):
    text = forecast.backtest_verdict("m", "n", gain, error, 9, "en")
    assert ("tie" in text) == (abs(gain) < error or abs(gain) < 0.0005)


def test_singular_and_plural_in_english():
    assert "1 idle plant would" in wastewater.idle_plants_cost(1, 6, "en")
    assert "1 simulated draw (seed 7)" in evidence.sample_note(1, 7, "en")
    assert "assumptions is judgement" in evidence.judgement_count(1, 41, "en")
    assert "assumptions are judgement" in evidence.judgement_count(2, 41, "en")
    assert "rest on published figures" in evidence.judgement_count(0, 41, "en")


def test_several_scenarios_share_one_sentence_about_a_target():
    assert targets.target_probabilities("t", [("A", 0.48), ("B", 0.999)], "en", 0.004) == (
        "The probability of meeting the target “t”: “A” 48\u00a0%; “B” over\u00a099\u00a0% "
        "(standard error 0.40 percentage points)."
    )
    both = targets.target_probabilities("t", [("A", 0.48)], "en", 0.0004, 0.104)
    assert both.endswith(
        "(standard error of the simulation 0.04 percentage points, of estimating the forecast from few years "
        "10.4 percentage points)."
    )
    assert "10,4" in targets.target_probability("A", "t", 0.48, "vi", 0.0004, 0.104)
    assert "sai số" not in targets.target_probabilities("t", [("A", 0.48)], "vi")


def test_what_became_known_late_is_listed_while_it_is_little_and_counted_when_much():
    assert "a; b; c; d." in evidence.hindsight(["a", "b", "c", "d"], "2025-02-03", "en")
    assert evidence.hindsight(list("abcde"), "2025-02-03", "en").startswith(
        "5 figures became known only after"
    )


def test_the_least_and_greatest_cost_are_no_interval_of_probability():
    text = wastewater.plants_cost(44, 1060, UP, "derived", "en")
    assert "(80.0 bn VND at the least, 160 bn VND at the most)" in text
    assert "chances" not in text
    assert "xác suất" not in wastewater.plants_cost(44, 1060, UP, "derived", "vi")


def test_which_scenario_pays_is_true_in_any_order_and_with_any_signs():
    for first, second in ((A, "B"), ("B", A)):
        text = appraisal.who_pays(2035, [(first, -901.0), (second, -1736.0)], "en")
        assert text.startswith("To 2035") and "no scenario" in text and f"“{first}” loses least" in text
        text = appraisal.who_pays("asset_life", [(second, -7.0), (first, 309.0)], "en")
        assert f"earn more than they cost under “{first}”, not under “{second}”" in text
        text = appraisal.who_pays("asset_life", [(second, 7.0), (first, 309.0)], "vi")
        assert "kịch bản nào cũng thu nhiều hơn chi" in text and f"“{first}” lãi nhiều nhất" in text
    assert "loses least" not in appraisal.who_pays(2035, [(A, -901.0), ("B", -901.2)], "en")


def test_what_is_sunk_is_told_once_or_by_scenario():
    text = appraisal.sunk_cost(2024, [6797.0, 6797.0], [1020.0, 1020.0], "en")
    assert "by the end of 2024" in text and "6,797 bn VND, about 1,020 bn VND of it" in text
    assert "by scenario" in appraisal.sunk_cost(2024, [6797.0, 6797.0], [1020.0, 2039.0], "en")
    assert "none is sunk" in appraisal.sunk_cost(2024, [0.0], [0.0], "en")
    assert appraisal.sunk_cost_short(2024, [0.0], "vi") == ""
    assert "135 tỷ đồng đến 1.108 tỷ đồng" in appraisal.sunk_cost_short(2024, [135.0, 1108.0], "vi")


def test_a_report_of_one_or_two_scenarios_names_them_in_its_title():
    study = both("Cụm", "Clusters")
    assert evidence.briefing_title(study, "en", ("A",)) == "Clusters: scenario “A”"
    assert evidence.briefing_title(study, "vi", ("A", "B")) == "Cụm: so sánh kịch bản “A” và “B”"
    assert evidence.briefing_title(study, "en") != evidence.briefing_title(study, "en", kind="target")


def test_a_cost_below_a_billion_is_told_in_millions_with_its_interval():
    assert "140 million VND (nine chances in ten: 57 to 270 million VND)" in appraisal.cost_per_job(
        "A", Estimate(0.1437, 0.0573, 0.2741), "en"
    )
    assert "từ 57 đến 270 triệu đồng" in appraisal.cost_per_job("A", Estimate(0.1437, 0.0573, 0.2741), "vi")
    assert titles.cost_title([0.1437, 0.168], "vi").startswith(
        "Ngân sách chi từ 140 triệu đồng đến 170 triệu"
    )


def test_clusters_without_treatment_are_counted_as_clusters():
    assert wastewater.wastewater_coverage(2025, 29, 70, 1.0, "en").endswith("41 clusters short.")
    assert wastewater.wastewater_coverage(2025, 69, 70, 1.0, "en").endswith("1 cluster short.")


def test_other_views_keep_their_signs():
    text = appraisal.other_views(-329.0, 12.0, 2035, "vi")
    assert "NPV là −329 tỷ đồng" in text
    assert text.endswith("đến năm 2035, là 12,0 tỷ đồng.")


def test_conflict_of_workers_prints_both_ratios():
    assert "18,3 hoặc 13,8 triệu đồng" in evidence.worker_conflict((60_000, 2020), (80_000, 2025), 1100, "vi")
    assert "60,000 workers (2020) and 80,000 (2025)" in evidence.worker_conflict(
        (60_000, 2020), (80_000, 2025), 1100, "en"
    )


def test_intervals_of_differences_keep_their_order_when_signs_are_dropped():
    text = targets.difference("jobs_net", 2030, (A, B), Estimate(-7700, -9000, -3000), "en")
    assert "7,700 jobs (nine chances in ten: 3,000 to 9,000) below" in text
    text = targets.difference("wastewater_coverage", 2025, (A, B), Estimate(0.1, 0.05, 0.2), "en")
    assert "10.00 percentage points (nine chances in ten: 5.00 to 20.00) above" in text


def test_goal_seek_never_says_that_what_is_missed_is_reached():
    asked = ASKED._replace(wanted=0.5)
    text = forecast.goal_seek_unreachable(asked, "0 – 9", (0.4996, "9"), "en")
    assert "probability of 50.0\u00a0%" in text
    assert forecast.goal_seek_unreachable(asked, "0 – 9", (0.497, "9"), "en").count("49.7") == 1


def test_what_it_would_take_names_the_scenario_and_a_lever_that_hardly_matters():
    for lang in languages.LANGS:
        for text in (
            forecast.goal_seek_reached(ASKED, "900", "480", lang),
            forecast.goal_seek_reached(ASKED, "480", "480", lang),
            forecast.goal_seek_unreachable(ASKED, "0 – 9", (0.5, "9"), lang),
            forecast.goal_seek_flat(ASKED, (0.47, 0.479), 1, lang),
        ):
            assert f"“{A}”" in text
        assert titles.levers_title(B, 0, 5, 0.5, lang).startswith(f"{B}: ")
    flat = forecast.goal_seek_flat(ASKED, (0.471, 0.474), 1, "en").replace("\u00a0", " ")
    assert "(each moves the probability by less than 1 percentage point; it stays at 47 %)" in flat
    flat = forecast.goal_seek_flat(ASKED, (0.47, 0.489), 2, "vi").replace("\u00a0", " ")
    assert "làm xác suất đổi chưa đến 2 điểm %, vẫn là 47 % – 49 %" in flat


def test_the_title_of_the_news_tells_which_way_the_median_went():
    up, down, same = (titles.news_title("2024-12-31", 2025, c, "en") for c in (0.856, -0.302, 0.004))
    assert up == (
        "Readings since 31 December 2024 raised the median forecast for 2025 by 0.86 percentage points"
    )
    assert "lowered the median forecast for 2025 by 0.30" in down
    assert "left the median forecast for 2025 where it was" in same
    for word, change in (("nâng", 0.856), ("hạ", -0.302), ("không làm đổi", 0.0)):
        assert word in titles.news_title("2024-12-31", 2025, change, "vi")


def test_readings_are_named_by_period_and_series_or_by_number_and_days():
    one = {"series": "index", "period": "2025-9M", "readings": 1, "released": "2025-10-08"}
    assert forecast.reading_name({**one, "until": "2025-10-08"}, "vi") == (
        "9 tháng đầu năm 2025 · Chỉ số sản xuất của địa bàn"
    )
    quarter = {**one, "period": "2025-Q1", "until": "2025-04-06"}
    assert forecast.reading_name(quarter, "vi").startswith("Quý I/2025 · ")
    more = {**one, "series": "several", "readings": 3}
    assert forecast.reading_name({**more, "until": "2025-10-08"}, "en") == "3 readings · 8 Oct 2025"
    assert forecast.reading_name({**more, "until": "2025-11-06"}, "vi") == "3 số liệu · 8/10/2025 – 6/11/2025"


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", ("mọi kịch bản", "Không kịch bản")), ("en", ("every", "No "))]
)
def test_titles_of_one_scenario_name_it(lang, words):
    for title in (
        titles.targets_title([(B, 0.1)], 7, 3, lang),
        titles.cash_flow_title(None, 2035, lang, B),
        titles.cost_title([], lang, B),
        titles.growth_title(2025, 0.003, lang, B),
        titles.growth_title(2025, 0.0, lang, B),
    ):
        assert title.startswith(f"{B}: ")
        assert not any(word in title for word in (*words, "kế hoạch", "to plan"))


def test_a_year_by_whose_end_nothing_pays_back_is_counted_in():
    assert "đến hết năm 2035" in titles.cash_flow_title(None, 2035, "vi")


def test_thresholds_that_nobody_set_are_not_called_targets_of_the_city():
    assert targets.thresholds(7, 3, "en") == "7 thresholds (3 of them targets of the city)"
    assert targets.thresholds(7, 7, "vi") == "7 chỉ tiêu của thành phố"
    assert "cả 7 ngưỡng (trong đó 3 là chỉ tiêu của thành phố)" in targets.joint_probability(
        A, (7, 3), 0.1, 0.2, "vi"
    )
    assert "7 thresholds (3 of them" in titles.targets_title([(A, 0.1), (B, 0.2)], 7, 3, "en")


def test_growth_that_differs_by_hundredths_is_told_in_hundredths():
    plan, record = (growth.growth_outlook(A, 2025, Estimate(g, 2.8, 11.1), "en") for g in (6.851, 6.832))
    assert "6.85\u00a0% (nine chances in ten: 2.8 to 11.1\u00a0%)" in plan
    assert "6.83\u00a0%" in record


@pytest.mark.parametrize(("lang", "word"), [("vi", "bình quân"), ("en", "n average")])
def test_means_are_called_averages_and_the_central_case_is_not(lang, word):
    sure, spread = Estimate(120.0), Estimate(120.0, 80.0, 160.0)
    for text in (
        lambda net: effects.gross_to_net(A, 2030, 300, net, lang),
        lambda net: effects.gross_to_net(A, 2030, 300, net, lang, MONEY),
        lambda net: effects.resident_jobs(2030, net, 90, lang),
        lambda net: linkages.direct_indirect_induced(A, "jobs_net", 2030, (net, net, net), lang),
    ):
        assert word in text(spread)
        assert word not in text(sure)
    assert word in titles.waterfall_title(2030, 300, 120, lang)
    assert word not in titles.waterfall_title(2030, 300, 120, lang, mean=False)


def test_years_without_a_figure_are_named():
    assert forecast.with_missing_years("X", [], "en") == "X"
    assert forecast.with_missing_years("X", [2019, 2020, 2021], "en") == (
        "X; no figure for the full year 2019–2021 was published"
    )
    said = forecast.past_growth([2022, 2014, 2013], [2021], "en")
    assert "for 2013–2014 and 2022, where none was published" in said
    assert said.endswith(" No figure for the full year 2021 was published.")


def test_the_subtitle_counts_what_became_known_later():
    assert "known only later" not in evidence.briefing_subtitle("2025-02-28", 2024, "en")
    assert evidence.briefing_subtitle("2025-02-28", 2024, "en", 1) == (
        "On figures released by 28 February 2025, but for 1 assumption known only later; "
        "money at constant 2024 prices"
    )
    assert "riêng 28 giả định chỉ biết sau ngày này" in evidence.briefing_subtitle(
        "2025-02-28", 2024, "vi", 28
    )


def test_causes_of_a_change():
    text = record.change("P", (0.43, 0.46), ("43 %", "46 %"), "2025-02-03", ["data", "seed"], "en")
    assert (
        text
        == "P rose from 43 % to 46 % since the run of 3 February 2025, because of new data and another seed."
    )
    assert ", despite new data." in record.change("P", (1, 1), ("1", "1"), "2025-02-03", ["data"], "en")
    assert record.listed(["a", "b", "c"], "vi") == "a, b và c"
    assert record.listed([], "en") == ""
    with pytest.raises(InputError, match="did you mean 'seed'"):
        record.change("P", (1, 2), ("1", "2"), "2025-02-03", ["sed"], "en")


def test_footer_cuts_the_hash_to_twelve_digits():
    assert evidence.footer("X", "%", "2025-02-03", "0123456789abcdef", "en").endswith("Hash 0123456789ab")


def test_alternative_text_reads_out_rows_and_counts_the_rest():
    text = titles.alternative_text("growth", "It rises.", [f"row {i}" for i in range(15)], "en")
    assert text.startswith("Dots with intervals. It rises. row 0; row 1;")
    assert text.endswith("row 11; and 3 more in the table.")
    assert titles.alternative_text("fan", "T", [], "vi").endswith("Không có số liệu để vẽ.")
