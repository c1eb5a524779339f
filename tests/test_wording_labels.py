import re
import unicodedata
from pathlib import Path
from string import Formatter

import pytest

import clusterecon
from clusterecon.ground.errors import InputError
from clusterecon.language import labels
from clusterecon.language.names import GROUPS
from clusterecon.language.numbers import Estimate
from clusterecon.language.templates import TEMPLATES, say
from clusterecon.language.units import NAMES, UNITS, VIETNAMESE, assumption_unit
from clusterecon.scenario.fields import limits
from clusterecon.scenario.indicators import INDICATORS

NB = "\u00a0"


def every_text():
    for group, names in {**GROUPS, "template": TEMPLATES}.items():
        yield from ((f"{group} {key}", text) for key, text in names.items())


def test_every_text_is_whole_in_both_languages():
    for name, text in every_text():
        for written in (text.vi, text.en):
            assert written == unicodedata.normalize("NFC", written), name
            assert written.strip(" "), name
            assert "  " not in written, name
            assert not any(place in written.lower() for place in ("hà nội", "hanoi")), name
        latin = [c for c in text.en if ord(c) > 127 and unicodedata.name(c).startswith("LATIN")]
        assert not latin, f"Vietnamese letters in the English of {name}"


def test_both_languages_tell_the_same_facts():
    for key, text in TEMPLATES.items():
        vi, en = ({field for _, field, _, _ in Formatter().parse(t) if field} for t in (text.vi, text.en))
        assert vi == en, key


def test_every_template_is_reached():
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in Path(clusterecon.__file__).parent.rglob("*.py")
        if not path.stem.endswith("_templates")
    )
    for key in TEMPLATES:
        stems = [key, *(key[: dot.start()] for dot in re.finditer(r"\.", key))]
        ways = [f'"{key}"', f"'{key}'", *(f'"{stem}.{{' for stem in stems), *(f'"{stem}."' for stem in stems)]
        ways += [f'"{stem}")' for stem in stems[1:]]
        assert any(way in source for way in ways), f"nothing says '{key}'"


def test_every_indicator_unit_and_choice_of_the_tables_has_a_name():
    assert set(GROUPS["indicator"]) == set(INDICATORS)
    assert set(GROUPS["choice"]) == {*limits("ramp").words, *limits("budget_per_worker_growth").words}
    assert {indicator.unit for indicator in INDICATORS.values()} <= set(UNITS) <= set(NAMES)
    assert labels.unit_of("wastewater_coverage", "vi") == "%"
    assert assumption_unit("workers per leased ha", "vi") == "lao động/ha cho thuê"
    assert assumption_unit("something new", "vi") == "something new"


def test_every_unit_of_an_assumption_has_a_vietnamese_name(shipped):
    units = {entry.unit for _, entry in shipped.scenario("reference").entries()}
    assert units - set(VIETNAMESE) <= {"bn VND per worker per year"}


def test_names_that_do_not_exist_are_refused_with_the_nearest():
    for call, hint in (
        (lambda: labels.label("statistik", "mean", "vi"), "statistic"),
        (lambda: labels.label("statistic", "p96", "vi"), "p9"),
        (lambda: labels.indicator("jobs_nett", "vi"), "jobs_net"),
        (lambda: labels.heading("scenaro", "en"), "scenario"),
        (lambda: labels.caption("target", "en"), "targets"),
        (lambda: say("contributon", "vi"), "contribution"),
    ):
        with pytest.raises(InputError, match=f"did you mean '{hint}"):
            call()


def test_figures_are_written_as_they_were_published():
    for key, value, vi, en in (
        ("jobs", 80_000, "80.000 việc làm", "80,000 jobs"),
        ("jobs", 1.4, "1 việc làm", "1 job"),
        ("budget", 1100, "1.100 tỷ đồng", "1,100 bn VND"),
        ("industrial_growth", 6.95, f"6,95{NB}%", f"6.95{NB}%"),
        ("wastewater_coverage", 1.0, f"100{NB}%", f"100{NB}%"),
        ("area_leased_ha", 413.8, "414 ha", "414 ha"),
        ("establishments", 3864, "3.864 cơ sở", "3,864 establishments"),
        ("establishments", None, "—", "—"),
    ):
        assert (labels.quantity(key, value, "vi"), labels.quantity(key, value, "en")) == (vi, en)


def test_figures_of_the_model_claim_no_more_than_they_know():
    vi, en = "vi", "en"
    for unit, estimate, lang, value, interval in (
        ("workers", (10_110.7, 7_184, 21_391), vi, "10.100 việc làm", "từ 7.180 đến 21.400"),
        ("job-years", (2404.4, None, None), en, "2,400 job-years", ""),
        ("bn VND", (35.84, 8.2, 71), en, "35.8 bn VND", "8.2 to 71.0 bn VND"),
        ("bn VND", (3.584, 0.82, 7.1), vi, "3,6 tỷ đồng", "từ 0,82 đến 7,10 tỷ đồng"),
        ("bn VND", (620.4, -90.5, 1100), en, "620 bn VND", "−91 to 1,100 bn VND"),
        ("bn VND", (0.1437, 0.0573, 0.2741), vi, "140 triệu đồng", "từ 57 đến 270 triệu đồng"),
        ("%", (6.851, 2.8, 11.1), en, f"6.9{NB}%", f"2.8 to 11.1{NB}%"),
        ("share", (0.145, 0.1, 0.2), vi, f"15{NB}%", f"từ 10 đến 20{NB}%"),
        ("points", (-0.02, -0.03, 0), en, "−0.02 percentage points", "−0.030 to 0.000"),
        ("points", (0.26, -0.1, 0.5), vi, f"0,26 điểm{NB}%", "từ −0,10 đến 0,50"),
        ("ha", (24.1, 9, 100), en, "24.1 ha", "9 to 100 ha"),
        ("workers", (float("nan"), 1, float("nan")), vi, "—", ""),
    ):
        assert UNITS[unit].about(estimate[0], lang) == value
        around = say("range", lang, interval=interval) if interval else ""
        assert UNITS[unit].with_spread(Estimate(*estimate), lang) == value + around


def test_rates_differ_by_points_and_a_cell_leaves_the_unit_to_its_heading():
    unit, told = UNITS["share"].apart(Estimate(-0.66, -0.7, 0.1))
    assert unit.cell(told, "en") == "−66.00 (−70.00 to 10.00)"
    unit, told = UNITS["%"].apart(Estimate(-0.33))
    assert (unit.cell(told, "vi"), unit.size(told.value, "vi")) == ("−0,33", f"0,33 điểm{NB}%")
    assert UNITS["workers"].cell(Estimate(12_801, 7_184, 21_391), "vi") == "12.800 (7.180 – 21.400)"
    assert UNITS["bn VND"].apart(Estimate(1.0)) == (UNITS["bn VND"], Estimate(1.0))


def test_targets_are_named_by_what_they_demand():
    for said, lang, text in (
        (("industrial_growth", 2025, ">=", 6.95), "vi", f"Tăng trưởng công nghiệp 2025 ≥ 6,95{NB}%"),
        (("jobs", 2030, ">=", 100_000), "en", "Jobs 2030 ≥ 100,000"),
        (("wastewater_coverage", 2025, ">=", 1.0), "en", f"Wastewater treatment 2025 ≥ 100{NB}%"),
        (("area_leased_ha", 2030, ">=", 300), "en", "Area leased 2030 ≥ 300 ha"),
    ):
        assert labels.target(*said, lang) == text


def test_price_bases_and_horizons():
    assert labels.price_basis("constant 2024 prices", "vi") == "giá so sánh 2024"
    assert labels.price_basis("constant 2010 prices", "en") == "constant 2010 prices"
    assert [labels.price_basis(value, "vi") for value in (None, "")] == ["—"] * 2
    assert labels.horizon(2035, "vi") == "Đến năm 2035"
    assert labels.horizon("asset_life", "en") == "Life of the asset"
    assert labels.horizon("to_horizon", "en") == "To the last year modelled"


def test_braces_in_what_is_filled_in_are_left_alone():
    assert "{x}" in say("payback", "vi", scenario="{x} {0}", year="2030")
