import itertools
import pkgutil
import struct
import sys
import warnings
from importlib import import_module

import charts_samples as samples
import pandas as pd
import pytest
from charts_measure import cut_text, overlapping_text, text_boxes

import clusterecon.charts
from clusterecon.charts.delivery import delivery
from clusterecon.charts.growth import attribution, backtest, fan, growth_by_scenario
from clusterecon.charts.money import cost_per_job, cost_per_job_data, cumulative_flow
from clusterecon.charts.news import news
from clusterecon.charts.sectors import indirect_by_sector
from clusterecon.charts.stock import budget_over_time, jobs_over_time, jobs_over_time_data
from clusterecon.charts.style import looks
from clusterecon.charts.targets import lever_curves, probability_over_dates, target_probabilities
from clusterecon.charts.text import ChartText
from clusterecon.charts.wastewater import wastewater, wastewater_data
from clusterecon.charts.waterfall import gross_to_net
from clusterecon.document.chart import Chart, NativeChart, Series
from clusterecon.export.pictures import KINDS, drawing

DRAWN = {
    "growth": lambda s, t, z: growth_by_scenario(samples.results(s), t, year=2025, target=6.95, size=z),
    "jobs": lambda s, t, z: jobs_over_time(samples.results(s), t, level=80_000, size=z),
    "budget": lambda s, t, z: budget_over_time(samples.results(s), t, level=1100, size=z),
    "waterfall": lambda s, t, z: gross_to_net(samples.waterfall(), t, size=z),
    "delivery": lambda s, t, z: delivery(samples.results(s), t, announced=s[0], recorded=s[-1], size=z),
    "targets": lambda s, t, z: target_probabilities(samples.targets(s), t, size=z),
    "fan": lambda s, t, z: fan(samples.history(), samples.forecast(), t, target=6.95, size=z),
    "attribution": lambda s, t, z: attribution(samples.attribution(s), t, year=2025, size=z),
    "levers": lambda s, t, z: lever_curves(samples.levers(), t, size=z),
    "dates": lambda s, t, z: probability_over_dates(samples.by_date(s), t, size=z),
    "sectors": lambda s, t, z: indirect_by_sector(samples.sectors(), t, size=z),
    "flow": lambda s, t, z: cumulative_flow(samples.flows(s), t, size=z),
    "cost": lambda s, t, z: cost_per_job(samples.appraisal(s), t, size=z),
    "wastewater": lambda s, t, z: wastewater(samples.results(s), t, year=2025, size=z),
    "backtest": lambda s, t, z: backtest(samples.tried(), t, size=z),
    "news": lambda s, t, z: news(samples.news(), t, size=z),
}


def _check(figure):
    assert overlapping_text(figure) == []
    assert cut_text(figure) == []


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", DRAWN)
def test_seven_scenarios_on_a_slide(name, lang):
    figure = DRAWN[name](samples.SCENARIOS, samples.text(lang), "slide")
    _check(figure)
    shown = " ".join(box.text.replace("\n", " ") for box in text_boxes(figure))
    assert samples.TITLES[lang] in shown
    assert samples.FOOTERS[lang] in shown


@pytest.mark.parametrize("name", DRAWN)
def test_seven_scenarios_on_a_page(name):
    _check(DRAWN[name](samples.SCENARIOS, samples.text("vi"), "page"))


@pytest.mark.parametrize("name", DRAWN)
def test_one_scenario(name):
    _check(DRAWN[name](("plan",), samples.text("en"), "slide"))


@pytest.mark.parametrize("name", DRAWN)
def test_titles_of_any_kind_are_harmless(name):
    names = {key: f"{i} {samples.HOSTILE}" for i, key in enumerate(samples.SCENARIOS)}
    names |= dict.fromkeys((*samples.LEVERS, *samples.SECTORS), samples.HOSTILE)
    words = ChartText(samples.HOSTILE, samples.HOSTILE, samples.HOSTILE, "vi", names)
    figure = DRAWN[name](samples.SCENARIOS, words, "slide")
    _check(figure)
    assert any("$x^2$" in box.text.replace("\n", " ") for box in text_boxes(figure))


def _emptied(frame):
    return frame.iloc[:0]


EMPTY = {
    "growth": lambda t: growth_by_scenario(_emptied(samples.results()), t, year=2025, target=7),
    "jobs": lambda t: jobs_over_time(_emptied(samples.results()), t, level=1),
    "budget": lambda t: budget_over_time(_emptied(samples.results()), t, level=1),
    "waterfall": lambda t: gross_to_net(_emptied(samples.waterfall()), t),
    "delivery": lambda t: delivery(_emptied(samples.results()), t, announced="a", recorded="b"),
    "targets": lambda t: target_probabilities(samples.targets(central=True), t),
    "fan": lambda t: fan(_emptied(samples.history()), _emptied(samples.forecast()), t, target=7),
    "attribution": lambda t: attribution(_emptied(samples.attribution()), t, year=2025),
    "levers": lambda t: lever_curves(_emptied(samples.levers()), t),
    "dates": lambda t: probability_over_dates(_emptied(samples.by_date()), t),
    "sectors": lambda t: indirect_by_sector(_emptied(samples.sectors()), t),
    "flow": lambda t: cumulative_flow(_emptied(samples.flows()), t),
    "cost": lambda t: cost_per_job(_emptied(samples.appraisal()), t),
    "wastewater": lambda t: wastewater(_emptied(samples.results()), t, year=2025),
    "backtest": lambda t: backtest(_emptied(samples.tried()), t),
    "news": lambda t: news(_emptied(samples.news()), t),
}


def test_every_chart_is_drawn_and_emptied():
    files = [
        import_module(f"clusterecon.charts.{file.name}")
        for file in pkgutil.iter_modules(clusterecon.charts.__path__)
    ]
    charted = [
        (file, name.removesuffix("_data"))
        for file in files
        for name, made in vars(file).items()
        if name.endswith("_data") and getattr(made, "__module__", "") == file.__name__
    ]
    assert len(charted) == len(DRAWN) == len(EMPTY)
    assert all(hasattr(file, name) for file, name in charted)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", EMPTY)
def test_nothing_to_draw_says_so(name, lang):
    figure = EMPTY[name](samples.text(lang))
    _check(figure)
    words = {"vi": "Không có số liệu để vẽ", "en": "There are no figures to draw"}
    assert words[lang] in [box.text for box in text_boxes(figure)]


def _spoilt(frame, value):
    return frame.assign(value=value)


@pytest.mark.parametrize("value", [0.0, -12.5, 1e-9, 1e9])
@pytest.mark.parametrize("name", ["growth", "jobs", "budget", "delivery", "waterfall", "flow", "sectors"])
def test_zero_negative_tiny_and_huge_values(name, value):
    text, table = samples.text("vi"), _spoilt(samples.results(("plan", "track-record")), value)
    drawn = {
        "growth": lambda: growth_by_scenario(table, text, year=2025, target=6.95),
        "jobs": lambda: jobs_over_time(table, text, level=80_000),
        "budget": lambda: budget_over_time(table, text, level=1100),
        "delivery": lambda: delivery(table, text, announced="plan", recorded="track-record"),
        "waterfall": lambda: gross_to_net(_spoilt(samples.waterfall(), value), text),
        "flow": lambda: cumulative_flow(_spoilt(samples.flows(), value), text),
        "sectors": lambda: indirect_by_sector(_spoilt(samples.sectors(), value), text),
    }
    _check(drawn[name]())


def test_missing_values_leave_gaps_and_no_words():
    table = samples.results(("plan", "track-record")).copy()
    table.loc[table["year"].isin([2025, 2035]), "value"] = None
    text = samples.text("en")
    for figure in (
        growth_by_scenario(table, text, year=2025, target=6.95),
        jobs_over_time(table, text, level=80_000),
        budget_over_time(table, text, level=1100),
        delivery(table, text, announced="plan", recorded="track-record"),
        wastewater(table, text, year=2025),
    ):
        _check(figure)
        assert not any("nan" in box.text.lower() for box in text_boxes(figure))


def test_central_case_draws_points_without_intervals():
    table = samples.results(central=True)
    figure = growth_by_scenario(table, samples.text("vi"), year=2025, target=6.95)
    _check(figure)
    assert not any("–" in box.text for box in text_boxes(figure))
    _check(jobs_over_time(table, samples.text("vi"), level=80_000))


def test_one_year_one_date():
    table = samples.results(("plan",))
    text = samples.text("vi")
    _check(jobs_over_time(table[table["year"] == 2030], text, level=80_000))
    _check(budget_over_time(table[table["year"] == 2030], text, level=1100))
    _check(probability_over_dates(samples.by_date().iloc[:1], text))


def test_numbers_are_in_the_language_of_the_chart():
    def shown(lang):
        figure = growth_by_scenario(samples.results(), samples.text(lang), year=2025, target=6.95)
        return " ".join(box.text for box in text_boxes(figure))

    assert "Mục tiêu 6,95\u00a0%" in shown("vi")
    assert "Target 6.95\u00a0%" in shown("en")
    assert "6.95" not in shown("vi")


def test_cost_per_job_is_drawn_in_millions_with_the_unit_on_its_axis():
    rows = samples.appraisal().assign(value=lambda frame: frame["value"] / 10)
    figure = cost_per_job(rows, samples.text("vi"))
    (axes,) = figure.axes
    assert axes.get_xlabel() == "triệu đồng"
    drawn = cost_per_job_data(rows)["value"].max()
    assert axes.get_xlim()[1] > 1000 * drawn
    assert not any("tỷ đồng" in box.text for box in text_boxes(figure) if box.text != samples.FOOTERS["vi"])


def test_only_scenarios_with_jobs_at_risk_stand_beside_coverage():
    text, enforced = samples.text("en"), samples.NAMES["en"]["wastewater-enforced"]
    coverage, at_risk = wastewater(samples.results(), text, year=2025).axes
    assert [note.get_text().replace("\n", " ") for note in at_risk.texts if note.get_text() == enforced]
    assert len(at_risk.get_yticks()) == 1
    alone = wastewater(samples.results(("reference", "plan")), text, year=2025)
    assert len(alone.axes) == 1
    assert alone.axes[0].get_position().width > 1.3 * coverage.get_position().width


def test_measuring_finds_overlaps_and_cuts():
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 3))
    FigureCanvasAgg(figure)
    figure.text(0.5, 0.5, "one")
    figure.text(0.52, 0.5, "two")
    figure.text(0.99, 0.9, "beyond")
    figure.text(0.5, 0.5, "hidden", visible=False)
    assert overlapping_text(figure) == [("one", "two")]
    assert cut_text(figure) == ["beyond"]


def test_pictures_have_the_same_bytes_twice():
    def draw(size="page"):
        return DRAWN["targets"](samples.SCENARIOS, samples.text("vi"), size)

    native = NativeChart("bar", ("a",), (Series("A", (1,)),))
    chart = Chart("c", "Title", "Alt", samples.targets(), draw, "", native, lambda: draw("slide"))
    pictures = {kind: drawing(chart, kind)() for kind in KINDS}
    assert pictures == {kind: drawing(chart, kind)() for kind in KINDS}
    assert "Kế hoạch như" in pictures["svg"].decode()
    assert b"<dc:date>" not in pictures["svg"]
    assert b"CreationDate" not in pictures["pdf"]
    assert b"Matplotlib" not in pictures["png"]
    assert struct.unpack(">II", pictures["png"][16:24]) == (1920, 1080)


def test_no_pyplot_state_and_settings_are_left_behind():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    loaded = "matplotlib.pyplot" in sys.modules
    DRAWN["growth"](samples.SCENARIOS, samples.text("vi"), "slide")
    assert dict(mpl.rcParams) == before
    assert ("matplotlib.pyplot" in sys.modules) == loaded


def test_tables_are_not_changed():
    table = samples.results()
    kept = table.copy()
    for name in ("growth", "jobs", "budget", "delivery", "wastewater"):
        DRAWN[name](samples.SCENARIOS, samples.text("en"), "slide")
    wastewater_data(table, year=2025)
    jobs_over_time_data(table)
    pd.testing.assert_frame_equal(table, kept)


def test_lines_of_the_past_break_at_missing_years_and_where_the_series_changes():
    figure = fan(samples.history(), samples.forecast(), samples.text("en"), target=6.95)
    joined = set()
    for line in figure.axes[0].lines:
        points = list(zip(line.get_xdata(), line.get_ydata(), strict=True))
        joined |= {
            (int(a[0]), int(b[0])) for a, b in itertools.pairwise(points) if a[1] == a[1] and b[1] == b[1]
        }
    past = {pair for pair in joined if 2000 < pair[1] <= 2024}
    assert past == {(2013, 2014), (2014, 2015), (2015, 2016), (2017, 2018), (2019, 2020), (2023, 2024)}


def _line_colours(figure, words):
    """Colour of each line by the title of its scenario, read from the connector of its label."""
    axes = figure.axes[0]
    names = [t.get_text().replace("\n", " ") for t in axes.texts]
    ends = [line.get_color() for line in axes.lines if line.get_transform() == axes.transAxes]
    labels = [n for n in names if any(title[:8] in n for title in words.names.values())]
    return dict(zip([n.split(",")[0][:8] for n in labels], ends, strict=True))


def test_a_scenario_keeps_its_colour_in_every_chart_of_a_report():
    words = samples.text("en")
    some = samples.SCENARIOS[1:4]
    budget = _line_colours(DRAWN["budget"](samples.SCENARIOS, words, "slide"), words)
    few = _line_colours(DRAWN["flow"](some, words, "slide"), words)
    assert few
    assert few.items() <= budget.items()
    pair = delivery(samples.results(), words, announced="plan", recorded="track-record")
    drawn = {line.get_color() for line in pair.axes[0].lines}
    assert drawn == {look.colour for look in looks(["plan", "track-record"], samples.SCENARIOS).values()}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_probabilities_stand_in_their_own_columns_on_a_page(lang):
    figure = DRAWN["targets"](samples.SCENARIOS, samples.text(lang), "page")
    axes = figure.axes[0]
    values = [t for t in axes.texts if t.get_text().endswith("%")]
    assert values
    for box in text_boxes(figure):
        if box.text not in {t.get_text() for t in values}:
            continue
        left, right = (axes.transData.inverted().transform((x, 0))[0] for x in (box.left, box.right))
        if left >= 0:
            assert int(left + 0.02) == int(right - 0.02), box.text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_headings_of_targets_break_between_words_alone(lang):
    figure = DRAWN["targets"](samples.SCENARIOS, samples.text(lang), "page")
    columns = len(set(samples.targets()["target"]))
    headings = " ".join(t.get_text().replace("\n", " ") for t in figure.texts[-columns:])
    whole = {"vi": ("nghiệp", "Xử lý nước thải"), "en": ("growth", "Wastewater", "wastewater aside")}
    assert all(words in headings for words in whole[lang])


def test_the_interval_of_jobs_is_in_the_key_with_its_year():
    for lang, words in (("vi", "Khoảng 90 %, 2035"), ("en", "90 % range, 2035")):
        figure = DRAWN["jobs"](samples.SCENARIOS, samples.text(lang), "page")
        assert words in [t.get_text() for t in figure.texts]


def test_titles_of_panels_begin_on_one_line():
    words = samples.text("en")
    figure = DRAWN["jobs"](samples.SCENARIOS, words, "page")
    places = [
        t.get_position()[1] for t in figure.texts if t.get_text().replace("\n", " ") in words.names.values()
    ]
    assert len(places) == 7
    assert len({round(place, 4) for place in places}) == 2


def test_the_interval_of_the_back_test_is_in_the_key():
    for lang, words in (("vi", "Khoảng 80 %"), ("en", "80 % range")):
        figure = DRAWN["backtest"](samples.SCENARIOS, samples.text(lang), "page")
        assert words in [t.get_text() for t in figure.texts]


def test_long_names_of_sectors_are_written_out_on_a_page():
    name = "Wholesale and retail trade; repair of motor vehicles"
    words = samples.text("en", {"G45T47": name})
    frame = pd.DataFrame({"sector": ["G45T47", *"abcdefghijkl"], "value": range(26, 0, -2)})
    figure = indirect_by_sector(frame, words, size="page")
    labels = [t.get_text().replace("\n", " ") for t in figure.axes[0].get_yticklabels()]
    assert labels[0] == name


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("size", ["page", "slide"])
def test_readings_are_named_in_full_beside_what_they_moved(size, lang):
    for count in (1, 12, 29):
        figure = news(samples.news(count), samples.text(lang), size=size)
        _check(figure)
        assert not any("…" in box.text for box in text_boxes(figure))
    notes = [note.get_text().replace("\u00a0", " ") for note in figure.axes[0].texts]
    assert notes[0] == {"vi": "6,40 % (0 %)", "en": "6.40 % (0 %)"}[lang]
    assert notes[1][0] in "+−"


def test_levers_that_are_shares_are_in_per_cent():
    words = samples.text("vi")
    frame = pd.DataFrame({"lever": "a", "value": [0.0, 0.5, 1.0], "probability": [0.1, 0.2, 0.3]})
    share = lever_curves(frame, words, rates=["a"]).axes[0].get_xticklabels()
    plain = lever_curves(frame, words).axes[0].get_xticklabels()
    assert "100\u00a0%" in [t.get_text() for t in share]
    assert not any("%" in t.get_text() for t in plain)


LONG = "Thu hút doanh nghiệp mật độ và năng suất cao hơn"


def shown_with(name, title):
    """All text of a chart in whose report one scenario, or every one, has a title."""
    names = samples.NAMES["vi"] | (
        title if isinstance(title, dict) else dict.fromkeys(samples.SCENARIOS, title)
    )
    figure = DRAWN[name](samples.SCENARIOS, samples.text("vi", names), "slide")
    _check(figure)
    return [box.text.replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ") for box in text_boxes(figure)]


@pytest.mark.parametrize("name", ["budget", "targets", "flow", "growth", "cost"])
def test_a_long_title_is_written_out_on_a_slide(name):
    shown = shown_with(name, {"dense-tenants": LONG})
    assert any(LONG in text for text in shown)
    assert not any("…" in text for text in shown)


@pytest.mark.parametrize("name", ["budget", "flow"])
def test_a_title_that_must_be_cut_keeps_its_figure(name):
    cut = [text for text in shown_with(name, "Rất dài " * 40) if "…" in text]
    assert cut and all(any(map(str.isdigit, text.partition("…")[2])) for text in cut)
