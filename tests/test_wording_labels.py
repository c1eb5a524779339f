import unicodedata
from string import Formatter

import pytest

from clusterecon import wording
from clusterecon.errors import InputError
from clusterecon.wording.headings import CAPTIONS, COLUMNS, headings
from clusterecon.wording.labels import GROUPS, INDICATORS, STATUS, UNITS, short_indicator
from clusterecon.wording.templates import TEMPLATES, say
from clusterecon.wording.titles import KINDS

INDICATORS_OF_THE_TABLE = {
    *("jobs", "budget", "establishments"),
    *("jobs_gross_new", "value_added_gross_new", "budget_gross_new"),
    *(
        f"{what}_net{part}"
        for what in ("jobs", "value_added", "budget")
        for part in ("", "_direct", "_indirect", "_induced", "_type2")
    ),
    *("jobs_net_resident", "industrial_value_added", "industrial_growth"),
    *("area_delivered_ha", "area_leased_ha", "construction_job_years", "wastewater_coverage", "jobs_at_risk"),
}
TABLES = {
    "table": "scenario indicator unit price_basis year statistic value",
    "targets": "scenario target indicator unit year comparator threshold probability standard_error gap "
    "gap_bn_vnd shortfall with_hindsight",
    "attribution": "scenario year part statistic value",
    "appraisal": "scenario measure view rate horizon unit statistic value",
}
GROUP_KEYS = {
    "statistic": "central mean p5 p10 p25 p50 p75 p90 p95",
    "part": "baseline clusters_direct clusters_indirect suspended total",
    "waterfall": "gross deadweight displacement relocation_uplift substitution net_direct indirect net "
    "leakage",
    "measure": "npv bcr irr discounted_payback_year public_cost_per_net_job npv_per_ha "
    "probability_npv_positive",
    "view": "state city",
    "joint": "joint joint_without_wastewater",
    "grade": "published derived judgement",
    "cause": "data code assumption seed",
}


def _every_label():
    yield from ((f"unit {k}", v) for k, v in UNITS.items())
    yield from ((f"indicator {k}", v.label) for k, v in INDICATORS.items())
    yield from ((f"status {k}", v) for k, v in STATUS.items())
    yield from ((f"heading {k}", v) for k, v in COLUMNS.items())
    yield from ((f"caption {k}", v) for k, v in CAPTIONS.items())
    yield from ((f"kind {k}", v) for k, v in KINDS.items())
    yield from ((f"template {k}", v) for k, v in TEMPLATES.items())
    for name, group in GROUPS.items():
        yield from ((f"{name} {k}", v) for k, v in group.items())


@pytest.mark.parametrize(
    ("name", "pair"), list(_every_label()), ids=lambda v: v if isinstance(v, str) else ""
)
def test_every_text_is_whole_in_both_languages(name, pair):
    for text in pair:
        assert text == unicodedata.normalize("NFC", text)
        assert text.strip(" ")
        assert "  " not in text
    assert pair.en.isascii() or not any(
        unicodedata.name(c).startswith("LATIN") and ord(c) > 127 for c in pair.en
    ), "Vietnamese letters in the English text"
    if name.startswith("template"):
        fields = [{f for _, f, _, _ in Formatter().parse(text) if f} for text in pair]
        assert fields[0] == fields[1]


def test_no_place_stands_in_the_texts():
    for name, pair in _every_label():
        assert not any(place in text.lower() for text in pair for place in ("hà nội", "hanoi")), name


def test_all_indicators_of_the_results_table_have_name_and_unit():
    assert set(INDICATORS) == INDICATORS_OF_THE_TABLE
    for key in INDICATORS_OF_THE_TABLE:
        for lang in wording.LANGS:
            assert wording.indicator(key, lang)
            assert wording.unit_of(key, lang) == UNITS[INDICATORS[key].unit].in_(lang)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("lang", wording.LANGS)
def test_all_columns_have_headings_that_differ(table, lang):
    columns = TABLES[table].split()
    found = headings(columns, lang)
    assert list(found) == columns
    assert len(set(found.values())) == len(columns)


@pytest.mark.parametrize("group", GROUP_KEYS)
def test_all_keys_of_the_design_have_labels(group):
    for key in GROUP_KEYS[group].split():
        for lang in wording.LANGS:
            assert wording.label(group, key, lang)


def test_names_that_do_not_exist_are_refused_with_the_nearest():
    for call, hint in (
        (lambda: wording.label("statistik", "mean", "vi"), "statistic"),
        (lambda: wording.label("statistic", "p96", "vi"), "p9"),
        (lambda: wording.indicator("jobs_nett", "vi"), "jobs_net"),
        (lambda: wording.heading("scenaro", "en"), "scenario"),
        (lambda: wording.caption("target", "en"), "targets"),
        (lambda: say("contributon", "vi"), "contribution"),
    ):
        with pytest.raises(InputError, match=f"did you mean '{hint}"):
            call()


def test_status_as_free_text_comes_back_as_it_stands():
    assert wording.status("revised", "vi") == "đã điều chỉnh"
    assert wording.status("as shown in a later report", "vi") == "as shown in a later report"


@pytest.mark.parametrize(
    ("key", "value", "vi", "en"),
    [
        ("jobs", 80_000, "80.000 việc làm", "80,000 jobs"),
        ("budget", 1100, "1.100 tỷ đồng", "1,100 bn VND"),
        ("industrial_growth", 6.95, "6,95\u00a0%", "6.95\u00a0%"),
        ("wastewater_coverage", 1.0, "100\u00a0%", "100\u00a0%"),
        ("area_leased_ha", 413.8, "414 ha", "414 ha"),
        ("establishments", 3864, "3.864 cơ sở", "3,864 establishments"),
        ("establishments", None, "—", "—"),
    ],
)
def test_quantities(key, value, vi, en):
    assert wording.quantity(key, value, "vi") == vi
    assert wording.quantity(key, value, "en") == en


def test_gaps_carry_their_sign_and_rates_differ_by_points():
    assert wording.gap("industrial_growth", -0.33, "vi") == "−0,33 điểm\u00a0%"
    assert wording.gap("wastewater_coverage", -0.66, "en") == "−66.00 percentage points"
    assert wording.gap("jobs", 2600, "en") == "+2,600 jobs"
    assert wording.gap("budget", 12, "vi") == "+12,0 tỷ đồng"
    assert wording.gap("wastewater_coverage", None, "en") == "—"


def test_targets_are_named_by_what_they_demand():
    assert (
        wording.target("industrial_growth", 2025, ">=", 6.95, "vi")
        == "Tăng trưởng công nghiệp 2025 ≥ 6,95\u00a0%"
    )
    assert wording.target("jobs", 2030, ">=", 100_000, "en") == "Jobs 2030 ≥ 100,000"
    assert (
        wording.target("wastewater_coverage", 2025, ">=", 1.0, "en")
        == "Wastewater treatment 2025 ≥ 100\u00a0%"
    )
    assert wording.target("joint", None, "", None, "vi") == "Tất cả cùng lúc"
    assert short_indicator("area_leased_ha", "en") == "Area leased"


def test_price_bases():
    assert wording.price_basis("constant 2024 prices", "vi") == "giá so sánh 2024"
    assert wording.price_basis("constant 2010 prices", "en") == "constant 2010 prices"
    assert wording.price_basis("current prices", "vi") == "giá hiện hành"
    assert [wording.price_basis(value, "vi") for value in (None, float("nan"), "")] == ["—"] * 3
    with pytest.raises(InputError, match="no price basis"):
        wording.price_basis("2024", "vi")


def test_horizons():
    assert wording.horizon(2035, "vi") == "Đến năm 2035"
    assert wording.horizon("asset_life", "en") == "Life of the asset"
    assert wording.horizon("to_horizon", "en") == "To the last year modelled"


def test_braces_in_what_is_filled_in_are_left_alone():
    assert "{x}" in say("payback", "vi", scenario="{x} {0}", year="2030")
