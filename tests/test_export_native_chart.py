import datetime
import io
import re

import pytest
from export_parts import NAMES, out_of_order, package_mistakes, parts, texts, xml
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.charts.style import PALETTE, TARGET
from clusterecon.document.chart import NativeChart, Series
from clusterecon.document.typesetting import Box
from clusterecon.export.chart_axes import axis_bounds
from clusterecon.export.chart_workbook import chart_label, chart_workbook, interval_columns, interval_lengths
from clusterecon.export.native_chart import add_native_chart

YEARS = ("2024", "2025", "2026")
DAY = datetime.datetime(2025, 2, 3)
# Order of elements by the schema of DrawingML charts.
SERIES_ORDER = [
    "idx", "order", "tx", "spPr", "invertIfNegative", "marker", "pictureOptions", "dPt", "dLbls",
    "trendline", "errBars", "cat", "val", "smooth", "shape", "extLst",
]  # fmt: skip
PLOT_ORDER = [
    "barDir", "grouping", "varyColors", "ser", "dLbls", "dropLines", "hiLowLines", "upDownBars", "gapWidth",
    "overlap", "marker", "smooth", "axId", "extLst",
]  # fmt: skip
LABELS_ORDER = [
    "dLbl", "delete", "numFmt", "spPr", "txPr", "dLblPos", "showLegendKey", "showVal", "showCatName",
    "showSerName", "showPercent", "showBubbleSize", "separator", "showLeaderLines", "extLst",
]  # fmt: skip
BARS_ORDER = ["errDir", "errBarType", "errValType", "noEndCap", "plus", "minus", "val", "spPr", "extLst"]
AREA_ORDER = ["layout", "barChart", "lineChart", "catAx", "valAx", "dateAx", "spPr", "extLst"]
LEGEND_ORDER = ["legendPos", "legendEntry", "layout", "overlay", "spPr", "txPr", "extLst"]

INTERVAL = Series("Median", (6.6, 6.7, 5.4), (5.1, 5.0, 3.9), (8.2, 8.3, 7.0))
GOAL = Series("Target", (6.95,) * 3, role="target")
KINDS = {
    "line": NativeChart(
        "line", YEARS, (Series("A", (1, 2, 3)), Series("B", (3, 2, None)), GOAL), "0.0", "jobs"
    ),
    "dot": NativeChart("dot", ("a", "b", "c"), (INTERVAL, GOAL), "0.00", "%"),
    "bar": NativeChart("bar", ("a", "b", "c"), (Series("A", (1, 2, 3)),)),
    "bar-interval": NativeChart("bar", ("a", "b", "c"), (INTERVAL,)),
    "bar-target": NativeChart("bar", ("a", "b", "c"), (Series("A", (1, 2, 3)), GOAL)),
    "column": NativeChart("column", YEARS, (Series("A", (1, 2, 3)), Series("B", (-1, 2, 3)), GOAL)),
    "column-interval": NativeChart("column", YEARS, (Series("A", (5, 6, 7)), INTERVAL)),
    "stacked": NativeChart(
        "stacked", YEARS, (Series("Up", (3, 2, 1)), Series("Base", (0, 1, 2), role="base"))
    ),
}


def drawn(native, lang="en"):
    """Return the chart's XML, the cells of its workbook and the whole presentation."""
    import pptx

    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    add_native_chart(slide, native, Box(1, 1, 8, 5), lang, DAY)
    buffer = io.BytesIO()
    presentation.save(buffer)
    members = parts(buffer.getvalue())
    name = next(name for name in members if re.fullmatch(r"ppt/charts/chart\d*\.xml", name))
    book = next(name for name in members if name.endswith(".xlsx"))
    return xml(members[name]), members[book], buffer.getvalue()


@pytest.fixture(scope="module", params=KINDS)
def made(request):
    return request.param, KINDS[request.param], *drawn(KINDS[request.param])


def every(tree, name):
    return list(tree.iter(f"{{{NAMES['c']}}}{name}"))


def value(node, path):
    return node.find("/".join(f"{{{NAMES['c']}}}{part}" for part in path.split("/"))).get("val")


def name_of(series):
    return next(series.iter(f"{{{NAMES['c']}}}v")).text


def colours(series):
    return [node.get("val") for node in series.iter(f"{{{NAMES['a']}}}srgbClr")]


# Structure


def test_elements_stand_in_the_order_of_the_schema(made):
    _, _, tree, _, _ = made
    for kind, order in (("ser", SERIES_ORDER), ("dLbls", LABELS_ORDER), ("errBars", BARS_ORDER)):
        assert [out_of_order(node, order) for node in every(tree, kind)] == [[] for _ in every(tree, kind)]
    for kind in ("barChart", "lineChart"):
        assert all(out_of_order(node, PLOT_ORDER) == [] for node in every(tree, kind))
    for line in [series for plot in every(tree, "lineChart") for series in every(plot, "ser")]:
        assert not every(line, "invertIfNegative")
    assert not [
        mark for plot in every(tree, "barChart") for mark in every(plot, "marker") + every(plot, "smooth")
    ]
    assert out_of_order(every(tree, "plotArea")[0], AREA_ORDER) == []
    assert all(out_of_order(node, LEGEND_ORDER) == [] for node in every(tree, "legend"))


def test_no_program_would_repair_the_chart_or_its_workbook(made):
    _, _, _, book, presentation = made
    assert package_mistakes(presentation) == []
    assert package_mistakes(book) == []


def test_every_series_is_there_once_with_its_figures(made):
    _, native, tree, _, _ = made
    drawn_once = every(tree, "ser")[: len(native.series)]
    found = {name_of(series): series for series in drawn_once}
    assert set(found) == {series.name for series in native.series}
    for series in native.series:
        node = found[series.name].find(f"{{{NAMES['c']}}}val")
        cached = {int(p.get("idx")): float(p[0].text) for p in node.iter(f"{{{NAMES['c']}}}pt")}
        assert cached == {i: v for i, v in enumerate(series.values) if v is not None}


def test_series_have_numbers_of_their_own(made):
    tree = made[2]
    for kind in ("idx", "order"):
        numbers = [value(series, kind) for series in every(tree, "ser")]
        assert len(set(numbers)) == len(numbers)


def test_every_plot_uses_the_axes_that_exist(made):
    tree = made[2]
    axes = {value(axis, "axId") for kind in ("catAx", "valAx") for axis in every(tree, kind)}
    assert len(axes) == 2
    for kind in ("barChart", "lineChart"):
        for plot in every(tree, kind):
            assert {node.get("val") for node in plot.findall(f"{{{NAMES['c']}}}axId")} == axes


# Look


@pytest.mark.parametrize(
    ("kind", "plots"),
    [
        ("line", ["lineChart"]),
        ("dot", ["lineChart"]),
        ("bar", ["barChart"]),
        ("bar-target", ["barChart", "lineChart"]),
        ("column", ["barChart", "lineChart"]),
        ("stacked", ["barChart"]),
    ],
)
def test_kind_of_plot(kind, plots):
    area = every(drawn(KINDS[kind])[0], "plotArea")[0]
    assert [node.tag.split("}")[1] for node in area if node.tag.endswith("Chart")] == plots


def test_bars_lie_and_columns_stand():
    assert value(every(drawn(KINDS["bar"])[0], "barChart")[0], "barDir") == "bar"
    assert value(every(drawn(KINDS["bar-target"])[0], "barChart")[0], "barDir") == "col"
    stacked = every(drawn(KINDS["stacked"])[0], "barChart")[0]
    assert (value(stacked, "barDir"), value(stacked, "grouping")) == ("col", "stacked")


def test_first_category_of_bars_is_on_top():
    axis = every(drawn(KINDS["bar"])[0], "catAx")[0]
    assert value(axis, "scaling/orientation") == "maxMin"


@pytest.mark.parametrize("kind", ["line", "dot", "column", "bar-target"])
def test_targets_are_dashed_lines_in_one_colour(kind):
    tree = drawn(KINDS[kind])[0]
    target = next(series for series in every(tree, "ser") if name_of(series) == "Target")
    assert TARGET.lstrip("#").upper() in [colour.upper() for colour in colours(target)]
    assert [node.get("val") for node in target.iter(f"{{{NAMES['a']}}}prstDash")] == ["dash"]
    assert target in [series for plot in every(tree, "lineChart") for series in plot]


def test_lines_differ_in_colour_and_dash():
    native = NativeChart("line", YEARS, tuple(Series(f"s{i}", (i, i, i)) for i in range(7)))
    lines = every(drawn(native)[0], "ser")
    looks = [
        (colours(line)[0].upper(), next(line.iter(f"{{{NAMES['a']}}}prstDash")).get("val")) for line in lines
    ]
    assert [colour for colour, _ in looks] == [colour.lstrip("#").upper() for colour in PALETTE]
    assert len({dash for _, dash in looks}) == 7


def test_a_value_without_neighbours_is_marked():
    years = ("2020", "2021", "2022")
    alone = NativeChart("line", years, (Series("A", (1, None, 2)), Series("B", (None, 2, 3))))
    told, *_ = drawn(alone)
    symbols = [value(series, "marker/symbol") for series in every(told, "ser")]
    assert symbols == ["circle", "none"]


def test_base_of_a_waterfall_is_invisible_and_not_in_the_legend():
    native = NativeChart(
        "stacked",
        YEARS,
        (Series("Up", (3, 2, 1)), Series("Down", (0, 1, 1)), Series("Base", (0, 1, 2), role="base")),
    )
    tree = drawn(native)[0]
    base = every(tree, "ser")[0]
    assert name_of(base) == "Base"
    assert base.find(f"{{{NAMES['c']}}}spPr/{{{NAMES['a']}}}noFill") is not None
    assert not list(base.iter(f"{{{NAMES['c']}}}dLbls"))
    entry = every(tree, "legendEntry")[0]
    assert (value(entry, "idx"), value(entry, "delete")) == ("0", "1")


@pytest.mark.parametrize(("kind", "direction"), [("dot", 1), ("bar-interval", 0), ("column-interval", 0)])
def test_intervals_are_error_bars_tied_to_the_workbook(kind, direction):
    tree, book, _ = drawn(KINDS[kind])
    (bars,) = every(tree, "errBars")
    assert len(list(bars.iter(f"{{{NAMES['c']}}}errDir"))) == direction
    for name, side in (("plus", 1), ("minus", 0)):
        node = bars.find(f"{{{NAMES['c']}}}{name}")
        numbers = [float(point[0].text) for point in node.iter(f"{{{NAMES['c']}}}pt")]
        assert numbers == pytest.approx([pair[side] for pair in interval_lengths(INTERVAL)])
        letter = re.fullmatch(
            r"Sheet1!\$([A-Z])\$2:\$\1\$4", next(node.iter(f"{{{NAMES['c']}}}f")).text
        ).group(1)
        cells = {
            c.get("r"): c for c in xml(parts(book)["xl/worksheets/sheet1.xml"]).iter(f"{{{NAMES['s']}}}c")
        }
        formula = cells[f"{letter}2"].find(f"{{{NAMES['s']}}}f").text
        assert re.fullmatch(r"[A-Z]2-[A-Z]2", formula)


@pytest.mark.parametrize(
    ("kind", "labelled"),
    [("dot", True), ("bar", True), ("stacked", True), ("line", False), ("bar-interval", False)],
)
def test_few_marks_carry_their_numbers(kind, labelled):
    tree = drawn(KINDS[kind])[0]
    shown = [node for series in every(tree, "ser") for node in series.iter(f"{{{NAMES['c']}}}showVal")]
    assert bool(shown) is labelled


def test_many_marks_carry_none():
    native = NativeChart("bar", tuple(map(str, range(40))), (Series("A", range(40)),))
    assert not [
        node for series in every(drawn(native)[0], "ser") for node in series.iter(f"{{{NAMES['c']}}}dLbls")
    ]


def test_labels_stand_where_their_plot_allows():
    allowed = {"stacked": {"inBase"}, "bar": {"outEnd"}, "bar-target": {"inEnd"}, "dot": {"b"}}
    for kind, places in allowed.items():
        labels = [
            node
            for series in every(drawn(KINDS[kind])[0], "ser")
            for node in series.iter(f"{{{NAMES['c']}}}dLbls")
        ]
        found = {node.find(f"{{{NAMES['c']}}}dLblPos") for node in labels}
        assert {None if node is None else node.get("val") for node in found} <= places


def values_of(series):
    points = series.find(f"{{{NAMES['c']}}}val").iter(f"{{{NAMES['c']}}}pt")
    return [float(point[0].text) for point in points]


def labels_of(series):
    return series.find(f"{{{NAMES['c']}}}dLbls")


FLOATING = NativeChart(
    "stacked",
    ("Gross", "Cut", "None", "Net"),
    (
        Series("", (0, 19_377, 19_377, 0), role="base"),
        Series("Totals", (25_239, None, None, 19_377)),
        Series("Deductions", (None, 5_862, 0, None), sign="−"),
    ),
    "#,##0",
    "jobs",
)


def test_figures_of_a_waterfall_are_signed_and_stand_above_its_bars():
    tree, book, _ = drawn(FLOATING)
    bars, figures = every(tree, "ser")[:3], every(tree, "ser")[3:]
    assert [labels_of(bar) for bar in bars] == [None] * 3
    assert [name_of(series) for series in figures] == ["Totals", "Deductions"]
    for series, code in zip(figures, ["#,##0", '"−"#,##0'], strict=True):
        assert series.find(f"{{{NAMES['c']}}}spPr/{{{NAMES['a']}}}noFill") is not None
        assert value(labels_of(series), "dLblPos") == "inBase"
        shown = labels_of(series).find(f"{{{NAMES['c']}}}numFmt").get("formatCode")
        assert shown == f"{code};{code};#,##0"
    assert values_of(figures[1]) == [5_860, 0]
    sheet = parts(book)["xl/worksheets/sheet1.xml"].decode()
    assert "ROUND(D3," in sheet
    hidden = [value(entry, "idx") for entry in every(tree, "legendEntry")]
    assert sorted(hidden) == ["0", "3", "4"]


def test_a_waterfall_has_an_axis_that_ends_above_its_highest_bar():
    tree = drawn(FLOATING)[0]
    axis = every(tree, "valAx")[0]
    assert value(axis, "tickLblPos") != "none"
    assert every(axis, "majorGridlines")
    low, high, step = axis_bounds(FLOATING)
    assert (low, step) == (0, 5_000)
    assert 25_239 < high <= 30_000


def test_a_scenario_has_its_colour_whatever_else_is_drawn():
    native = NativeChart("line", YEARS, (Series("A", (1, 2, 3), place=3), Series("B", (3, 2, 1), place=5)))
    found = [colours(series)[0] for series in every(drawn(native)[0], "ser")]
    assert found == [PALETTE[3].lstrip("#").upper(), PALETTE[5].lstrip("#").upper()]


def test_the_level_of_a_single_dot_is_a_line():
    level = Series("T", (7,), role="target")
    native = NativeChart("dot", ("only",), (Series("A", (6.6,), (5,), (8,)), level))
    dot, line = every(drawn(native)[0], "ser")
    assert (values_of(dot), values_of(line)) == ([6.6], [7, 7, 7])


def test_dots_of_two_series_have_their_figures_on_either_side():
    native = NativeChart("dot", ("a", "b"), (Series("A", (7.0, 6)), Series("B", (7.3, 6.1))))
    assert [value(labels_of(s), "dLblPos") for s in every(drawn(native)[0], "ser")] == ["l", "r"]


def test_steps_below_one_per_cent_are_told_apart():
    native = NativeChart("line", YEARS, (Series("A", (0.461, 0.47, 0.488)),), "0%")
    (code,) = [n.get("formatCode") for n in every(drawn(native)[0], "numFmt")]
    assert code == '0.0"\u00a0"%'
    whole = NativeChart("line", YEARS, (Series("A", (0.1, 0.4, 0.9)),), "0%")
    assert [n.get("formatCode") for n in every(drawn(whole)[0], "numFmt")] == ['0"\u00a0"%']


@pytest.mark.parametrize(("kind", "legend"), [("bar", 0), ("stacked", 0), ("line", 1), ("dot", 1)])
def test_legend_only_where_there_is_something_to_tell_apart(kind, legend):
    assert len(every(drawn(KINDS[kind])[0], "legend")) == legend


def test_number_format_names_the_language():
    codes = {
        lang: [n.text for n in every(drawn(KINDS["dot"], lang)[0], "formatCode")] for lang in ("vi", "en")
    }
    assert "[$-42A]0.00" in codes["vi"]
    assert "0.00" in codes["en"]


def test_an_axis_of_whole_steps_prints_no_digits_after_the_mark():
    native = NativeChart("dot", ("a", "b"), (Series("A", (2.0, 11.5)),), "0.00")
    assert [n.get("formatCode") for n in every(drawn(native, "en")[0], "numFmt")] == ["#,##0"]
    assert "0.00" in [n.text for n in every(drawn(native, "en")[0], "formatCode")]
    close = NativeChart("dot", ("a", "b"), (Series("A", (0.10, 0.14)),), "0.00")
    assert "#,##0" not in [n.get("formatCode") for n in every(drawn(close, "en")[0], "numFmt")]


def test_crowded_years_are_named_one_in_two():
    def skips(count):
        years = tuple(str(2000 + i) for i in range(count))
        native = NativeChart("line", years, (Series("A", [float(i) for i in range(count)]),))
        return [n.get("val") for n in every(drawn(native, "en")[0], "tickLblSkip")]

    assert skips(23) == ["2"]
    assert skips(12) == []


def test_axis_is_named():
    assert "jobs" in [node.text for node in drawn(KINDS["line"])[0].iter(f"{{{NAMES['a']}}}t")]


# Bounds


@pytest.mark.parametrize(
    ("native", "bounds"),
    [
        (KINDS["bar"], (0.0, None, None)),
        (NativeChart("bar", ("a",), (Series("A", (0.9,)),), "0%"), (0.0, 1.0, None)),
        (NativeChart("bar", ("a",), (Series("A", (0.04,)),), "0%"), (0.0, None, None)),
        (NativeChart("column", ("a",), (Series("A", (-1,)),)), (None, None, None)),
        (KINDS["bar-target"], (0, 8, 2)),
        (NativeChart("line", ("a", "b"), (Series("A", (74, 118)),)), (70, 120, 10)),
        (NativeChart("line", ("a", "b"), (Series("A", (1, 100)),)), (0, 100, 20)),
        (NativeChart("line", ("a", "b"), (Series("A", (5, 5)),)), (None, None, None)),
        (NativeChart("line", ("a",), (Series("A", (None,)),)), (0, 1, 0.2)),
        (KINDS["dot"], (0, 10, 2)),
    ],
)
def test_axis_bounds(native, bounds):
    assert axis_bounds(native) == pytest.approx(bounds)


@given(st.lists(st.floats(-1e8, 1e8), min_size=2, max_size=8))
def test_axis_bounds_hold_every_figure(numbers):
    native = NativeChart("line", [str(i) for i in range(len(numbers))], (Series("A", numbers),))
    low, high, step = axis_bounds(native)
    if low is not None:
        slack = 1e-9 * max(abs(low), abs(high), 1)
        assert low - slack <= min(numbers)
        assert max(numbers) <= high + slack
        assert step > 0
        assert (high - low) / step <= 9


# The workbook


def test_workbook_holds_what_the_chart_shows():
    native = KINDS["dot"]
    book = parts(chart_workbook(native, "vi", DAY))
    strings = texts(book["xl/sharedStrings.xml"], "s:t")
    assert strings == ["a", "b", "c", "Median", "Target", "Median: thấp", "Median: cao"]
    assert b"2025-02-03T00:00:00Z" in book["docProps/core.xml"]


def test_workbook_is_the_same_twice():
    native = KINDS["dot"]
    assert chart_workbook(native, "vi", DAY) == chart_workbook(native, "vi", DAY)


def test_interval_columns_stand_behind_the_series():
    plain = Series("A", (1,))
    banded = Series("B", (1,), (0,), (2,))
    assert interval_columns([plain, banded, plain, banded]) == {1: 5, 3: 9}


def test_interval_lengths_are_nothing_where_an_end_is_missing():
    series = Series("A", (2, None, 3), (1, 1, None), (4, 4, 4))
    assert interval_lengths(series) == [(1, 2), (0, 0), (0, 0)]


def test_formulas_in_names_stay_text():
    native = NativeChart("bar", ("=1+1", "+x"), (Series("=cmd()", (1, 2)),))
    book = parts(chart_workbook(native, "en", DAY))
    assert b"<f>" not in book["xl/worksheets/sheet1.xml"]
    assert texts(book["xl/sharedStrings.xml"], "s:t") == ["=1+1", "+x", "=cmd()"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("plan", "plan"),
        ("🏭", "—"),
        ("word " * 30, "word word word word word word word word word word word…"),
    ],
)
def test_chart_label(name, label):
    assert chart_label(name.strip()) == label
    assert len(label) <= 60
