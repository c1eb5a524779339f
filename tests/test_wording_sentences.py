import inspect
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon import wording
from clusterecon.errors import InputError
from clusterecon.wording import Estimate, sentences, titles
from clusterecon.wording.sentences.record import listed
from clusterecon.wording.templates import TEMPLATES

S, T = sentences, titles
A, B = "{A} & <b>", "Kịch bản B"
WAYS = (-1, 0, 1)
UP, NONE, DOWN = Estimate(120.0, 80.0, 160.0), Estimate(0.0), Estimate(-120.0, -160.0, -80.0)
BY_WAY = {1: UP, 0: NONE, -1: DOWN}
ASKED = S.forecast.Question(A, "l", "t", 0.8)

SUNK = {-1: [(A, 135.0)], 0: [(A, 0.0), (B, 0.0)], 1: [(A, 1108.0), (B, 135.0)]}

# Every function, as a call of a direction (-1 fall, 0 no change, 1 rise) and a language.
CALLS = {
    "attribution": lambda w, g: S.attribution(
        A,
        2025,
        {
            "baseline": 6.5,
            "clusters_direct": 0.02 * w,
            "clusters_indirect": 0.004,
            "suspended": -0.5 * w,
            "total": 6.5,
        },
        g,
    ),
    "backtest_coverage": lambda w, g: S.backtest_coverage(8 + w, 9, 0.8, g),
    "backtest_is_pseudo": lambda w, g: S.backtest_is_pseudo(g),
    "backtest_verdict": lambda w, g: S.backtest_verdict("m", "n", 0.3 * w, 0.11, 9, g),
    "benefit_cost_ratio": lambda w, g: S.benefit_cost_ratio(A, 1 + 0.5 * w, g),
    "backtest_subtitle": lambda w, g: S.backtest_subtitle([2021] * (w + 1), g),
    "briefing_subtitle": lambda w, g: S.briefing_subtitle("2025-02-03", 2024, g, w + 1),
    "briefing_title": lambda w, g: S.briefing_title({"vi": "X", "en": "X"}, g, (A, B)[: w + 1], "target"),
    "change": lambda w, g: S.change(
        "P", (0.4, 0.4 + 0.1 * w), ("40", f"{40 + 10 * w}"), "2025-02-03", ["data"], g
    ),
    "climatology_basis": lambda w, g: S.climatology_basis(12, 2013, 2024, g),
    "clusters_in_year": lambda w, g: S.clusters_in_year(A, 2030, 80_000, 26_896 * (w + 1), g),
    "construction_work": lambda w, g: S.construction_work(1000 + w, g),
    "contribution": lambda w, g: S.contribution(2025, 0.0189 * w, 0.0019 * w, g),
    "contribution_if_early": lambda w, g: S.contribution_if_early(2 + w, "2025-01-01", 2025, 0.08, g),
    "contribution_late": lambda w, g: S.contribution_late(0.025, 5 + 0.5 * w, g),
    "contribution_note": lambda w, g: S.contribution_note(g),
    "contribution_of_one": lambda w, g: S.contribution_of_one(A, 2025, 0.02 * w, g),
    "contribution_peak": lambda w, g: S.contribution_peak(A, 2030, Estimate(0.26 * w), g),
    "cost_per_job": lambda w, g: S.cost_per_job(A, None if w == 0 else Estimate(0.4 * w, -1, 1), g),
    "crps_note": lambda w, g: S.crps_note(g),
    "delivery": lambda w, g: S.delivery(2030, 1008, Estimate(1008 + 770 * w, 90, 5000), g),
    "difference": lambda w, g: S.difference("jobs_net", 2030, (A, B), BY_WAY[w], g, clear=w > 0),
    "direct_indirect_induced": lambda w, g: S.direct_indirect_induced(
        A, "budget_net", 2030, (UP, BY_WAY[w], NONE), g
    ),
    "double_counting": lambda w, g: S.double_counting(0.09 * (w + 1), g),
    "first_run": lambda w, g: S.first_run(g),
    "footer": lambda w, g: S.footer("X", "%", "2025-02-03", "0123456789abcdef", g, A if w else None),
    "forecast_basis": lambda w, g: S.forecast_basis("m", 2010, 2024, g),
    "goal_seek_flat": lambda w, g: S.goal_seek_flat(ASKED, (0.47, 0.475 + 0.005 * w), g),
    "goal_seek_reached": lambda w, g: S.goal_seek_reached(ASKED, "480" if w == 0 else "900", "480", g),
    "goal_seek_unreachable": lambda w, g: S.goal_seek_unreachable(
        ASKED, "0 – 9", (0.8 + 0.003 * w - 0.1, "9"), g
    ),
    "gross_to_net": lambda w, g: S.gross_to_net(A, 2030, 300 * w, BY_WAY[w], g),
    "growth_outlook": lambda w, g: S.growth_outlook(A, 2025, Estimate(6.5 * w, -9, 9), g),
    "hectares_note": lambda w, g: S.hectares_note(A, "c", 480 + w, g),
    "hindsight": lambda w, g: S.hindsight(["x"] * (3 * (w + 1)), "2025-02-03", g),
    "hindsight_mark": lambda w, g: S.hindsight_mark(g),
    "idle_plants_cost": lambda w, g: S.idle_plants_cost(2 + w, 40, g),
    "internal_rate_of_return": lambda w, g: S.internal_rate_of_return(A, None if w == 0 else 0.02 * w, g),
    "jobs_at_risk": lambda w, g: S.jobs_at_risk(2025, BY_WAY[w], 0.36, 0.5 * w, "judgement", g),
    "joint_probability": lambda w, g: S.joint_probability(
        A, (7, 5 + w), 0.5 + 0.5 * w, 0.999, g, ("t", 0.001) if w else None
    ),
    "judgement_count": lambda w, g: S.judgement_count(w + 1, 41, g),
    "chance_of": lambda w, g: S.chance_of(2025, 6.95 + w, g),
    "compared_with": lambda w, g: S.compared_with(A, 2030, g),
    "conflict_star": lambda w, g: S.conflict_star(g),
    "error_note": lambda w, g: S.error_note(g),
    "late_note": lambda w, g: S.late_note("2025-02-03", g),
    "means_note": lambda w, g: S.means_note(g),
    "means_under_medians": lambda w, g: S.means_under_medians("X", g),
    "met_without_land": lambda w, g: S.met_without_land(g),
    "medians_note": lambda w, g: S.medians_note(g),
    "memo_note": lambda w, g: S.memo_note(g),
    "other_views": lambda w, g: S.other_views(300.0 * w, -200.0 * w, 2035, g),
    "price_unit": lambda w, g: S.price_unit(2024, g),
    "switching_note": lambda w, g: S.switching_note(2035, g),
    "target_probabilities": lambda w, g: S.target_probabilities(
        "t", [(A, 0.4), ("C", 0.5 + 0.5 * w)], g, 0.004 if w else None
    ),
    "land_rent_is_transfer": lambda w, g: S.land_rent_is_transfer(BY_WAY[w], g),
    "largest_deduction": lambda w, g: S.largest_deduction("displacement", 100 * w, g),
    "limits": lambda w, g: " ".join(S.limits(g)),
    "linkages_absent": lambda w, g: S.linkages_absent(g),
    "multiplier_basis": lambda w, g: S.multiplier_basis(
        Estimate(1.3, *((1.2, 1.4) if w else ())), 2018, 45, g
    ),
    "multiplier_readings": lambda w, g: S.multiplier_readings(1.2, 1.3, 1.4, g),
    "net_present_value": lambda w, g: S.net_present_value(
        A, BY_WAY[w], g, view="state", rate=0.1, horizon=2035
    ),
    "not_reachable": lambda w, g: S.not_reachable(0.5 + 0.4 * w, 2000 + w, g),
    "nothing_changed": lambda w, g: S.nothing_changed("2025-02-03", g),
    "npv_probability": lambda w, g: S.npv_probability(A, 0.5 + 0.5 * w, g),
    "part_year_reading": lambda w, g: S.part_year_reading("2025-9M", 7 + w, (6.5, 2.0), (6.5 + w, 0.4), g),
    "past_growth": lambda w, g: S.past_growth([2013, 2014] * (w + 1), [2021] * w, g),
    "payback": lambda w, g: S.payback(A, None if w == 0 else 2033, 2035, g),
    "plants_cost": lambda w, g: S.plants_cost(44, 1060, UP, "judgement", g),
    "price_note": lambda w, g: S.price_note(2024, g),
    "probability_difference": lambda w, g: S.probability_difference("t", (A, B), 0.01 * w, g, 0.02),
    "probability_over_dates": lambda w, g: S.probability_over_dates(
        "t", ("2025-01-01", 0.5), ("2025-10-01", 0.5 + 0.2 * w), g
    ),
    "record_basis": lambda w, g: S.record_basis(5, 20, 2021, "6/2024", 0.1 * (w + 1), g),
    "resident_jobs": lambda w, g: S.resident_jobs(
        2030, Estimate(10_111, *((9e3, 11e3) if w else ())), 9_100, g
    ),
    "sample_note": lambda w, g: S.sample_note(16_384 * (w + 1), 7, g),
    "service_jobs_check": lambda w, g: S.service_jobs_check(0.24, [("X", 0.34), ("Y", 1.6)], g),
    "shortfall": lambda w, g: S.shortfall("t", "industrial_growth", 1.4 + w, g),
    "stock_outlook": lambda w, g: S.stock_outlook(
        A, "jobs", 2030, Estimate(80_000 + 20_000 * w, 1, 2e5), 80_000, g
    ),
    "negative_ratio_note": lambda w, g: S.negative_ratio_note(g),
    "sunk_cost": lambda w, g: S.sunk_cost(2025, SUNK[w], g),
    "sunk_cost_short": lambda w, g: S.sunk_cost_short(2025, SUNK[w or 1], g),
    "sunk_heading": lambda w, g: S.sunk_heading(2025, g),
    "suspension_note": lambda w, g: S.suspension_note(A, 2030, 9_970 + w, g),
    "switching_below": lambda w, g: S.switching_below("0 %", g),
    "switching_value": lambda w, g: S.switching_value(A, "x", None if w == 0 else "3 %", "15 %", g),
    "target_gap": lambda w, g: S.target_gap(A, "industrial_growth", 0.3 * w, g, 620.0 * w),
    "target_probability": lambda w, g: S.target_probability(A, "t", None if w == 0 else 0.4, g, 0.004),
    "thresholds": lambda w, g: S.thresholds(7, 6 + w, g),
    "upgrade_not_costed": lambda w, g: S.upgrade_not_costed("x", 1.0 * w, g),
    "wastewater_coverage": lambda w, g: S.wastewater_coverage(2025, 70 if w > 0 else 24 + w, 70, 1.0, g),
    "with_missing_years": lambda w, g: S.with_missing_years(
        "Số X" if g == "vi" else "X", [2021] * (w + 1), g
    ),
    "worker_conflict": lambda w, g: S.worker_conflict((60_000, 2020), (80_000, 2025), 1100, g),
    "worker_conflict_flag": lambda w, g: S.worker_conflict_flag(60_000, 80_000, g),
}
TITLE_CALLS = {
    "growth_title": lambda w, g: T.growth_title(2025, 0.02 * w, g),
    "growth_title, named": lambda w, g: T.growth_title(2025, 0.02 * w, g, A),
    "jobs_title": lambda w, g: T.jobs_title(2030, 106_896, 86_400, g),
    "budget_title": lambda w, g: T.budget_title(2030, 1476, 1190, g),
    "stock_title": lambda w, g: T.stock_title(A, "jobs", 2030, 80_000 + 20_000 * w, 80_000, g),
    "waterfall_title": lambda w, g: T.waterfall_title(2030, 26_896 * w, 10_111 * w, g, mean=w > 0),
    "delivery_title": lambda w, g: T.delivery_title(2030, 1008, 237, g),
    "targets_title": lambda w, g: T.targets_title(
        [(A, None if w == 0 else 0.12), (B, None if w == 0 else 0.2 * w * w)], 7, 3, g
    ),
    "fan_title": lambda w, g: T.fan_title(2025, 6.95, 0.43, g),
    "attribution_title": lambda w, g: T.attribution_title(2025, 2.0 * w, 6.5, g),
    "levers_title": lambda w, g: T.levers_title(A, w + 1, 5, 0.5, g),
    "dates_title": lambda w, g: T.dates_title(0.4, 0.4 + 0.2 * w, g),
    "history_title": lambda w, g: T.history_title([0.4, 0.4 + 0.2 * w], g),
    "sectors_title": lambda w, g: T.sectors_title(None if w == 0 else "x", 100.0 * w, "jobs_net", g),
    "cash_flow_title": lambda w, g: T.cash_flow_title(None if w == 0 else (A, 2033), 2035, g),
    "cash_flow_title, one": lambda w, g: T.cash_flow_title(None if w == 0 else (A, 2033), 2035, g, A),
    "cost_title": lambda w, g: T.cost_title([0.4] * (w + 1), g),
    "cost_title, one": lambda w, g: T.cost_title([0.4] * (w + 1), g, A),
    "wastewater_title": lambda w, g: T.wastewater_title(A, 2025, 0.34, 29_100 * w, g),
    "backtest_title": lambda w, g: T.backtest_title(7, 9, 0.8, g),
    "alternative_text": lambda w, g: T.alternative_text("growth", "Title.", ["a"] * 10 * (w + 1), g),
}
ALL = CALLS | TITLE_CALLS
PHRASES = (
    *("hindsight_mark", "footer", "briefing_title", "briefing_subtitle", "not_reachable"),
    *("chance_of", "compared_with", "price_unit", "sunk_cost_short", "sunk_heading", "switching_below"),
    *("backtest_subtitle", "means_under_medians"),
    *("met_without_land", "thresholds", "with_missing_years"),
)


def test_every_public_function_is_walked():
    assert set(CALLS) == set(sentences.__all__)
    public = {
        name
        for name, item in inspect.getmembers(titles, inspect.isfunction)
        if item.__module__ == titles.__name__ and not name.startswith("_")
    }
    assert {name.split(",")[0] for name in TITLE_CALLS} == public


@pytest.mark.parametrize("lang", wording.LANGS)
@pytest.mark.parametrize("name", ALL)
def test_texts_are_whole_sentences(name, lang):
    for way in WAYS:
        text = ALL[name](way, lang)
        assert text == unicodedata.normalize("NFC", text)
        assert "  " not in text
        assert " ." not in text
        assert " ," not in text
        assert ".." not in text
        assert "nan" not in re.findall(r"[a-z]+", text.lower())
        assert "None" not in text
        assert "-0" not in text
        assert not re.search(r"(?<![\w–{])-\d", text.replace("2025-02-03", "")), "a hyphen for a minus"
        if name in CALLS and name not in PHRASES:
            assert text.endswith(".")
        assert text[0].isupper() or text[0] in "“{(*1234567890" or name in PHRASES


@pytest.mark.parametrize("name", ALL)
def test_the_languages_are_kept_apart(name):
    vietnamese = re.compile(
        r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE
    )
    for way in WAYS:
        assert not vietnamese.search(ALL[name](way, "en").replace(B, ""))
        assert vietnamese.search(ALL[name](way, "vi"))


def test_every_template_is_used():
    used = set()
    original = TEMPLATES.__class__.__getitem__

    class Watched(dict):
        def __getitem__(self, key):
            used.add(key)
            return original(self, key)

    from clusterecon.wording import templates

    kept = templates.TEMPLATES
    templates.TEMPLATES = Watched(kept)
    try:
        for call in ALL.values():
            for way in WAYS:
                call(way, "en")
        S.backtest_verdict("m", "n", 0.3, 0.1, 9, "en")
        S.delivery(2030, 1008, Estimate(237), "en")
        S.delivery(2030, 0, Estimate(0), "en")
        S.gross_to_net(A, 2030, 376, Estimate(141), "en", "bn_vnd")
        S.change("P", (1, 1), ("1", "1"), "2025-01-01", ["data"], "en")
        T.targets_title([(A, 0.1), (B, 0.1)], 7, 3, "en")
        T.targets_title([(A, 0.1)], 7, 3, "en")
        T.attribution_title(2025, 0.02, 6.5, "en")
        T.history_title([0.4], "en")
        S.jobs_at_risk(2025, UP, 0.1, 0.0, "derived", "en")
        T.cost_title([0.3, 0.4], "en")
        S.briefing_title({"vi": "X", "en": "X"}, "en")
        T.alternative_text("growth", "t", [], "en")
    finally:
        templates.TEMPLATES = kept
    assert set(kept) - used == set()


def test_the_main_finding_in_words():
    vi = S.contribution(2025, 0.0189, 0.00189, "vi")
    assert vi == (
        "Năm 2025, nếu mọi việc đúng kế hoạch, các cụm mới nâng tăng trưởng công nghiệp thêm khoảng "
        "0,02 điểm\u00a0%; theo tiến độ thực tế, các cụm mới nâng thêm khoảng 0,002 điểm\u00a0%, "
        "tức một phần mười mức đó."
    )
    en = S.contribution(2025, 0.0189, 0.00189, "en")
    assert en == (
        "In 2025, if all goes to plan, new clusters raise industrial growth by about 0.02 percentage points; "
        "at the record's pace they raise it by about 0.002 percentage points, a tenth of that."
    )
    assert "lower industrial growth by about 0.50 percentage points" in S.contribution(2025, -0.5, 0, "en")
    assert S.contribution(2025, -0.5, 0, "en").endswith("they leave it unchanged.")
    assert "of that" not in S.contribution(2025, 0.02, 0.019, "en")
    assert T.growth_title(2025, 0.0189, "vi") == (
        "Kể cả khi hoàn thành đúng kế hoạch, các cụm mới chỉ thêm 0,02 điểm\u00a0% vào tăng trưởng năm 2025"
    )


@pytest.mark.parametrize(
    ("name", "lang", "words"),
    [
        ("stock_outlook", "en", ("below today's", "level with today's", "above today's")),
        ("stock_outlook", "vi", ("thấp hơn mức", "ngang mức", "cao hơn mức")),
        ("target_gap", "en", ("short of the threshold", "exactly at", "above the threshold")),
        ("target_gap", "vi", ("thấp hơn ngưỡng", "đúng bằng ngưỡng", "cao hơn ngưỡng")),
        ("difference", "en", (" below ", "do not differ", " above ")),
        ("difference", "vi", ("thấp hơn", "không khác nhau", "cao hơn")),
        ("probability_difference", "en", ("lower", "the same", "higher")),
        (
            "probability_over_dates",
            "vi",
            ("giảm từ 50\u00a0% xuống 30", "không đổi", "tăng từ 50\u00a0% lên 70"),
        ),
        ("change", "en", ("fell from 40 to 30", "has not changed", "rose from 40 to 50")),
        ("change", "vi", ("giảm từ", "không đổi", "tăng từ")),
        ("net_present_value", "en", ("pays more", "breaks even", "earns more")),
        ("net_present_value", "vi", ("chi nhiều hơn thu", "hòa vốn", "thu nhiều hơn chi")),
        ("backtest_verdict", "en", ("did worse", "tie", "came closer")),
        ("backtest_verdict", "vi", ("kém", "ngang nhau", "sát hơn")),
        (
            "jobs_at_risk",
            "en",
            ("loses 0.50 percentage points", "No jobs are at risk", "gains 0.50 percentage points"),
        ),
        ("wastewater_coverage", "vi", ("còn thiếu 47 cụm", "còn thiếu 46 cụm", "đạt mục tiêu")),
        ("payback", "en", ("pays back in 2033", "does not pay back by 2035", "pays back in 2033")),
        ("dates_title", "en", ("fell", "stayed", "rose")),
        ("history_title", "vi", ("giảm", "không đổi", "tăng")),
        ("growth_title", "vi", ("giảm", "không làm thay đổi", "chỉ thêm")),
        ("stock_title", "en", ("below today", "as today", "above today")),
    ],
)
def test_words_fit_falls_no_change_and_rises(name, lang, words):
    for way, expected in zip(WAYS, words, strict=True):
        assert expected in ALL[name](way, lang)


def test_a_gain_under_one_standard_error_is_a_tie():
    for gain in (0.04, -0.10, 0.0):
        assert "Neither can be called better" in S.backtest_verdict("m", "n", gain, 0.11, 9, "en")
    assert "tie" in S.backtest_verdict("m", "n", 0.5, float("nan"), 9, "en")


@given(st.floats(-5, 5), st.floats(0.01, 3))
def test_verdicts_follow_the_rule(gain, error):
    text = S.backtest_verdict("m", "n", gain, error, 9, "en")
    assert ("tie" in text) == (abs(gain) < error or abs(gain) < 0.0005)


def test_singular_and_plural_in_english():
    assert "1 cluster been handed over" in S.contribution_if_early(1, "2025-01-01", 2025, 0.01, "en")
    assert "30 clusters been handed over" in S.contribution_if_early(30, "2025-01-01", 2025, 0.08, "en")
    assert "1 idle plant would" in S.idle_plants_cost(1, 6, "en")
    assert "1 simulated draw (seed 7)" in S.sample_note(1, 7, "en")
    assert "assumptions is judgement" in S.judgement_count(1, 41, "en")
    assert "assumptions are judgement" in S.judgement_count(2, 41, "en")
    assert "rest on published figures" in S.judgement_count(0, 41, "en")


def test_several_scenarios_share_one_sentence_about_a_target():
    assert S.target_probabilities("t", [("A", 0.48), ("B", 0.999)], "en", 0.004) == (
        "The probability of meeting the target “t”: “A” 48\u00a0%; “B” over\u00a099\u00a0% "
        "(standard error 0.4 percentage points)."
    )
    assert "sai số" not in S.target_probabilities("t", [("A", 0.48)], "vi")


def test_what_became_known_late_is_listed_while_it_is_little_and_counted_when_much():
    assert "a; b; c; d." in S.hindsight(["a", "b", "c", "d"], "2025-02-03", "en")
    assert S.hindsight(list("abcde"), "2025-02-03", "en").startswith("5 figures became known only after")


def test_the_least_and_greatest_cost_are_no_interval_of_probability():
    text = S.plants_cost(44, 1060, UP, "derived", "en")
    assert "(80.0 bn VND at the least, 160 bn VND at the most)" in text
    assert "chances" not in text
    assert "xác suất" not in S.plants_cost(44, 1060, UP, "derived", "vi")


def test_what_timetables_leave_out_is_told_by_scenario():
    text = S.sunk_cost(2025, [("A", 135.0), ("B", 1108.0), ("C", 1108.0)], "en")
    assert "before 2025" in text and "1,108 bn VND under “B”, 135 bn VND under “A”" in text
    assert "same timetable" in text
    assert "same timetable" not in S.sunk_cost(2025, [("A", 135.0), ("B", 135.0)], "en")
    assert S.sunk_cost_short(2025, [("A", 0.0)], "vi") == ""
    assert "135 tỷ đồng đến 1.108 tỷ đồng" in S.sunk_cost_short(2025, [("A", 135.0), ("B", 1108.0)], "vi")


def test_a_report_of_one_or_two_scenarios_names_them_in_its_title():
    study = {"vi": "Cụm", "en": "Clusters"}
    assert S.briefing_title(study, "en", ("A",)) == "Clusters: scenario “A”"
    assert S.briefing_title(study, "vi", ("A", "B")) == "Cụm: so sánh kịch bản “A” và “B”"
    assert S.briefing_title(study, "en") != S.briefing_title(study, "en", kind="target")


def test_a_cost_below_a_billion_is_told_in_millions_with_its_interval():
    assert "140 million VND (nine chances in ten: 57 to 270 million VND)" in S.cost_per_job(
        "A", Estimate(0.1437, 0.0573, 0.2741), "en"
    )
    assert "từ 57 đến 270 triệu đồng" in S.cost_per_job("A", Estimate(0.1437, 0.0573, 0.2741), "vi")
    assert T.cost_title([0.1437, 0.168], "vi").startswith("Ngân sách chi từ 140 triệu đồng đến 170 triệu")


def test_clusters_without_treatment_are_counted_as_clusters():
    assert S.wastewater_coverage(2025, 29, 70, 1.0, "en").endswith("41 clusters short.")
    assert S.wastewater_coverage(2025, 69, 70, 1.0, "en").endswith("1 cluster short.")


def test_other_views_keep_their_signs():
    text = S.other_views(-329.0, 12.0, 2035, "vi")
    assert "NPV là −329 tỷ đồng" in text
    assert text.endswith("đến năm 2035, là 12,0 tỷ đồng.")


def test_conflict_of_workers_prints_both_ratios():
    assert "18,3 hoặc 13,8 triệu đồng" in S.worker_conflict((60_000, 2020), (80_000, 2025), 1100, "vi")
    assert "60,000 workers (2020) and 80,000 (2025)" in S.worker_conflict(
        (60_000, 2020), (80_000, 2025), 1100, "en"
    )


def test_intervals_of_differences_keep_their_order_when_signs_are_dropped():
    text = S.difference("jobs_net", 2030, (A, B), Estimate(-7700, -9000, -3000), "en")
    assert "7,700 jobs (nine chances in ten: 3,000 to 9,000) below" in text
    text = S.difference("wastewater_coverage", 2025, (A, B), Estimate(0.1, 0.05, 0.2), "en")
    assert "10.00 percentage points (nine chances in ten: 5.00 to 20.00) above" in text


def test_goal_seek_never_says_that_what_is_missed_is_reached():
    asked = ASKED._replace(wanted=0.5)
    text = S.goal_seek_unreachable(asked, "0 – 9", (0.4996, "9"), "en")
    assert "probability of 50.0\u00a0%" in text
    assert S.goal_seek_unreachable(asked, "0 – 9", (0.497, "9"), "en").count("49.7") == 1


def test_what_it_would_take_names_the_scenario_and_a_lever_that_hardly_matters():
    for lang in wording.LANGS:
        for text in (
            S.goal_seek_reached(ASKED, "900", "480", lang),
            S.goal_seek_reached(ASKED, "480", "480", lang),
            S.goal_seek_unreachable(ASKED, "0 – 9", (0.5, "9"), lang),
            S.goal_seek_flat(ASKED, (0.47, 0.479), lang),
        ):
            assert f"“{A}”" in text
        assert T.levers_title(B, 0, 5, 0.5, lang).startswith(f"{B}: ")
    flat = S.goal_seek_flat(ASKED, (0.471, 0.474), "en")
    assert "hardly matter (the probability stays at 47\u00a0%)" in flat
    assert "47\u00a0% – 48\u00a0%" in S.goal_seek_flat(ASKED, (0.47, 0.479), "vi")


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", ("mọi kịch bản", "Không kịch bản")), ("en", ("every", "No "))]
)
def test_titles_of_one_scenario_name_it(lang, words):
    for title in (
        T.targets_title([(B, 0.1)], 7, 3, lang),
        T.cash_flow_title(None, 2035, lang, B),
        T.cost_title([], lang, B),
        T.growth_title(2025, 0.003, lang, B),
        T.growth_title(2025, 0.0, lang, B),
    ):
        assert title.startswith(f"{B}: ")
        assert not any(word in title for word in (*words, "kế hoạch", "to plan"))


def test_a_year_by_whose_end_nothing_pays_back_is_counted_in():
    assert "đến hết năm 2035" in T.cash_flow_title(None, 2035, "vi")


def test_thresholds_that_nobody_set_are_not_called_targets_of_the_city():
    assert S.thresholds(7, 3, "en") == "7 thresholds (3 of them targets of the city)"
    assert S.thresholds(7, 7, "vi") == "7 chỉ tiêu của thành phố"
    assert "cả 7 ngưỡng (trong đó 3 là chỉ tiêu của thành phố)" in S.joint_probability(
        A, (7, 3), 0.1, 0.2, "vi"
    )
    assert "7 thresholds (3 of them" in T.targets_title([(A, 0.1), (B, 0.2)], 7, 3, "en")


def test_growth_that_differs_by_hundredths_is_told_in_hundredths():
    plan, record = (S.growth_outlook(A, 2025, Estimate(g, 2.8, 11.1), "en") for g in (6.851, 6.832))
    assert "6.85\u00a0% (nine chances in ten: 2.8 to 11.1\u00a0%)" in plan
    assert "6.83\u00a0%" in record


@pytest.mark.parametrize(("lang", "word"), [("vi", "bình quân"), ("en", "n average")])
def test_means_are_called_averages_and_the_central_case_is_not(lang, word):
    sure, spread = Estimate(120.0), Estimate(120.0, 80.0, 160.0)
    for text in (
        lambda net: S.gross_to_net(A, 2030, 300, net, lang),
        lambda net: S.gross_to_net(A, 2030, 300, net, lang, "bn_vnd"),
        lambda net: S.resident_jobs(2030, net, 90, lang),
        lambda net: S.direct_indirect_induced(A, "jobs_net", 2030, (net, net, net), lang),
    ):
        assert word in text(spread)
        assert word not in text(sure)
    assert word in T.waterfall_title(2030, 300, 120, lang)
    assert word not in T.waterfall_title(2030, 300, 120, lang, mean=False)


def test_years_without_a_figure_are_named():
    growth = "Growth of the industrial production index on the year before, %"
    assert S.backtest_subtitle([], "en") == growth
    assert S.with_missing_years("X", [2019, 2020, 2021], "en") == (
        "X; no figure for the full year 2019–2021 was published"
    )
    said = S.past_growth([2022, 2014, 2013], [2021], "en")
    assert "for 2013–2014 and 2022, where none was published" in said
    assert said.endswith(" No figure for the full year 2021 was published.")


def test_the_subtitle_counts_what_became_known_later():
    assert "known only later" not in S.briefing_subtitle("2025-02-28", 2024, "en")
    assert S.briefing_subtitle("2025-02-28", 2024, "en", 1) == (
        "On figures released by 28 February 2025, but for 1 assumption known only later; "
        "money at constant 2024 prices"
    )
    assert "riêng 28 giả định chỉ biết sau ngày này" in S.briefing_subtitle("2025-02-28", 2024, "vi", 28)


def test_causes_of_a_change():
    text = S.change("P", (0.43, 0.46), ("43 %", "46 %"), "2025-02-03", ["data", "seed"], "en")
    assert (
        text
        == "P rose from 43 % to 46 % since the run of 3 February 2025, because of new data and another seed."
    )
    assert ", despite new data." in S.change("P", (1, 1), ("1", "1"), "2025-02-03", ["data"], "en")
    assert listed(["a", "b", "c"], "vi") == "a, b và c"
    assert listed([], "en") == ""
    with pytest.raises(InputError, match="did you mean 'seed'"):
        S.change("P", (1, 2), ("1", "2"), "2025-02-03", ["sed"], "en")


def test_footer_cuts_the_hash_to_twelve_digits():
    assert S.footer("X", "%", "2025-02-03", "0123456789abcdef", "en").endswith("Hash 0123456789ab")


def test_alternative_text_reads_out_rows_and_counts_the_rest():
    text = T.alternative_text("growth", "It rises.", [f"row {i}" for i in range(15)], "en")
    assert text.startswith("Dots with intervals. It rises. row 0; row 1;")
    assert text.endswith("row 11; and 3 more in the table.")
    assert T.alternative_text("fan", "T", [], "vi").endswith("Không có số liệu để vẽ.")
