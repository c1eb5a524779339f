"""Charts that an office program draws and lets its reader edit.

Loaded only where slides are written: it imports python-pptx.
"""

import datetime
from math import ceil, floor, log10

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.util import Inches, Pt
from xlsxwriter.utility import xl_col_to_name

from clusterecon.charts.style import GRID, INK, MUTED, PALETTE, TARGET
from clusterecon.document import NativeChart, Series
from clusterecon.export.chart_workbook import (
    chart_label,
    chart_workbook,
    interval_columns,
    interval_lengths,
)
from clusterecon.export.fitting import Box
from clusterecon.export.office import OfficeObject, element, rgb, tag
from clusterecon.export.words import localised_code

_COLOURS = tuple(colour.lstrip("#") for colour in PALETTE)
_TARGET, _GRID, _SOFT, _INK = (colour.lstrip("#") for colour in (TARGET, GRID, MUTED, INK))
_DASHES = (
    MSO_LINE_DASH_STYLE.SOLID,
    MSO_LINE_DASH_STYLE.DASH,
    MSO_LINE_DASH_STYLE.ROUND_DOT,
    MSO_LINE_DASH_STYLE.DASH_DOT,
    MSO_LINE_DASH_STYLE.SQUARE_DOT,
    MSO_LINE_DASH_STYLE.LONG_DASH,
    MSO_LINE_DASH_STYLE.LONG_DASH_DOT,
)
_LABELLED_POINTS = 18
_CROWDED = 16


def add_native_chart(
    slide: OfficeObject, native: NativeChart, box: Box, lang: str, created: datetime.datetime
) -> OfficeObject:
    """Add the chart to a slide as a chart object, and return its frame.

    Intervals are error bars that refer to the embedded workbook, targets dashed lines, the base of a
    waterfall is invisible. Whoever edits the data sees the chart follow.

    Parameters
    ----------
    slide
        A slide of python-pptx.
    native
        What is drawn.
    box
        Where, in inches.
    lang
        ``vi`` or ``en``.
    created
        Date in the properties of the embedded workbook.
    """
    new_data: OfficeObject = CategoryChartData
    data = new_data(number_format=localised_code(native.number_format, lang))
    data.categories = [chart_label(category) for category in native.categories]
    ordered = [*_of_role(native, "base"), *_of_role(native, "value"), *_of_role(native, "target")]
    for series in ordered:
        data.add_series(chart_label(series.name), series.values)
    position = [Inches(length) for length in (box.left, box.top, box.width, box.height)]
    frame = slide.shapes.add_chart(_chart_type(native), *position, data)
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(chart_workbook(native, ordered, lang, created))
    _style_axes(chart, native, lang)
    if hasattr(chart.plots[0], "gap_width"):
        chart.plots[0].gap_width = 60
    for index, series in enumerate(ordered):
        _style_series(chart.plots[0].series[index], series, native, index - len(_of_role(native, "base")))
        if series.low:
            _add_error_bars(chart.plots[0].series[index], series, native, interval_columns(ordered)[index])
    _move_targets(chart, native, len(ordered) - len(_of_role(native, "target")))
    _style_legend(chart, native, len(ordered))
    return frame


def _of_role(native: NativeChart, role: str) -> list[Series]:
    return [series for series in native.series if series.role == role]


def _chart_type(native: NativeChart) -> OfficeObject:
    if native.kind == "bar" and not _of_role(native, "target"):
        return XL_CHART_TYPE.BAR_CLUSTERED
    return {
        "line": XL_CHART_TYPE.LINE,
        "dot": XL_CHART_TYPE.LINE_MARKERS,
        "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    }.get(native.kind, XL_CHART_TYPE.COLUMN_CLUSTERED)


def _style_axes(chart: OfficeObject, native: NativeChart, lang: str) -> None:
    chart.font.size, chart.font.name = Pt(12), "Arial"
    chart.has_title = False
    values, categories = chart.value_axis, chart.category_axis
    values.has_major_gridlines = not _is_labelled_bar(native)
    if values.has_major_gridlines:
        values.major_gridlines.format.line.color.rgb = rgb(_GRID)
    values.format.line.fill.background()
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.number_format = localised_code(_axis_format(native), lang)
    values.tick_labels.number_format_is_linked = False
    if native.axis_title:
        values.has_title = True
        values.axis_title.text_frame.text = native.axis_title
        run = values.axis_title.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold = Pt(12), False
        run.font.color.rgb = rgb(_SOFT)
    categories.major_tick_mark = XL_TICK_MARK.NONE
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    categories.format.line.color.rgb = rgb(_SOFT)
    categories.tick_labels.font.size = Pt(12)
    categories._element.find(f".//{tag('a:bodyPr')}").set("rot", "0")
    if native.kind == "line" and len(native.categories) > _CROWDED:
        skip = element('<c:tickLblSkip val="2"/>')
        categories._element.find(tag("c:noMultiLvlLbl")).addprevious(skip)
    if _is_horizontal(native):
        categories.reverse_order = True
    if _is_labelled_bar(native):
        values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    elif _is_horizontal(native):
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    values.minimum_scale, values.maximum_scale, values.major_unit = axis_bounds(native)


def _axis_format(native: NativeChart) -> str:
    """Return the code of the axis: no digits after the mark where every step is a whole number."""
    step = axis_bounds(native)[2]
    decimal = "%" not in native.number_format and "." in native.number_format
    return "#,##0" if decimal and step is not None and float(step).is_integer() else native.number_format


def _is_horizontal(native: NativeChart) -> bool:
    return bool(_chart_type(native) == XL_CHART_TYPE.BAR_CLUSTERED)


def _is_labelled(native: NativeChart) -> bool:
    """Whether every mark can carry its number, so that no eye must travel to the axis."""
    if native.kind == "line" or (native.kind != "dot" and _has_intervals(native)):
        return False
    marks = sum(value is not None for series in _of_role(native, "value") for value in series.values)
    return marks <= _LABELLED_POINTS


def _is_labelled_bar(native: NativeChart) -> bool:
    return native.kind != "dot" and _is_labelled(native)


def axis_bounds(native: NativeChart) -> tuple[float | None, float | None, float | None]:
    """Return where the axis of values begins and ends and its step, or None where the program may choose.

    Bars stand on zero, and shares end at 100 %. Lines and dots use round numbers around the figures and
    their intervals, and include zero only where that costs less than half of the height.

    Parameters
    ----------
    native
        The chart.
    """
    numbers = [
        n for series in native.series for n in (*series.values, *series.low, *series.high) if n is not None
    ]
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    if native.kind in {"bar", "column", "stacked"}:
        is_share = "%" in native.number_format and 0.5 < high <= 1
        return (0.0 if low >= 0 else None), (1.0 if is_share else None), None
    if low == high:
        return None, None, None
    if 0 <= low < (high - low):
        low = 0.0
    step = 10.0 ** floor(log10((high - low) / 4))
    step *= next(factor for factor in (1, 2, 2.5, 5, 10) if (high - low) / (step * factor) <= 6)
    return round(floor(low / step) * step, 12), round(ceil(high / step) * step, 12), step


def _style_series(drawn: OfficeObject, series: Series, native: NativeChart, place: int) -> None:
    colour = rgb(_TARGET if series.role == "target" else _COLOURS[place % len(_COLOURS)])
    if series.role == "target":
        drawn.format.line.color.rgb, drawn.format.line.width = colour, Pt(2)
        drawn.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH
        _no_marker(drawn)
    elif series.role == "base":
        drawn.format.fill.background()
        drawn.format.line.fill.background()
    elif native.kind == "line":
        drawn.format.line.color.rgb, drawn.format.line.width = colour, Pt(2.5)
        drawn.format.line.dash_style = _DASHES[place % len(_DASHES)]
        drawn.smooth = False
        if _stands_alone(series.values):
            _dot_marker(drawn, colour)
    elif native.kind == "dot":
        drawn.format.line.fill.background()
        _dot_marker(drawn, colour)
        drawn.smooth = False
    else:
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = colour
        drawn.invert_if_negative = False
    if series.role == "value" and _is_labelled(native):
        _label_points(drawn, native)


def _stands_alone(values: tuple[float | None, ...]) -> bool:
    """Tell whether some value has no neighbour to draw a line to."""
    padded = (None, *values, None)
    return any(
        value is not None and before is None and after is None
        for before, value, after in zip(padded, values, padded[2:], strict=False)
    )


def _no_marker(drawn: OfficeObject) -> None:
    if hasattr(drawn, "marker"):
        drawn.marker.style = XL_MARKER_STYLE.NONE
        drawn.smooth = False


def _dot_marker(drawn: OfficeObject, colour: OfficeObject) -> None:
    drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 10
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = colour
    drawn.marker.format.line.color.rgb = colour


def _label_points(drawn: OfficeObject, native: NativeChart) -> None:
    """Print the value at each mark, on white, so that no line strikes it through."""
    labels = drawn.data_labels
    labels.show_value = True
    labels.font.size, labels.font.bold = Pt(12), True
    labels.font.color.rgb = rgb(_INK)
    if native.kind == "dot":
        labels.position = XL_LABEL_POSITION.RIGHT
    elif native.kind != "stacked":
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
    white = element('<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></c:spPr>')
    labels._element.find(tag("c:txPr")).addprevious(white)


def _has_intervals(native: NativeChart) -> bool:
    return any(series.low for series in native.series)


def _add_error_bars(drawn: OfficeObject, series: Series, native: NativeChart, start: int) -> None:
    direction = '<c:errDir val="y"/>' if native.kind in {"line", "dot"} else ""
    lengths = interval_lengths(series)
    parts = []
    for name, offset, side in (("plus", 3, 1), ("minus", 2, 0)):
        letter = xl_col_to_name(start + offset)
        points = "".join(
            f'<c:pt idx="{i}"><c:v>{pair[side]!r}</c:v></c:pt>' for i, pair in enumerate(lengths)
        )
        parts.append(
            f"<c:{name}><c:numRef><c:f>Sheet1!${letter}$2:${letter}${len(lengths) + 1}</c:f>"
            f'<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="{len(lengths)}"/>{points}'
            f"</c:numCache></c:numRef></c:{name}>"
        )
    line = f'<a:ln w="22225"><a:solidFill><a:srgbClr val="{_SOFT}"/></a:solidFill></a:ln>'
    bars = element(
        f'<c:errBars>{direction}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"{''.join(parts)}<c:spPr>{line}</c:spPr></c:errBars>"
    )
    drawn._element.find(tag("c:cat")).addprevious(bars)


def _move_targets(chart: OfficeObject, native: NativeChart, first: int) -> None:
    """Draw the targets of a chart of columns as lines over the same axes."""
    if native.kind in {"line", "dot"} or first == len(native.series):
        return
    columns = chart._chartSpace.find(f".//{tag('c:barChart')}")
    axes = "".join(f'<c:axId val="{axis.get("val")}"/>' for axis in columns.findall(tag("c:axId")))
    lines = element(
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'<c:marker val="1"/>{axes}</c:lineChart>'
    )
    columns.addnext(lines)
    for drawn in columns.findall(tag("c:ser"))[first:]:
        for unwanted in drawn.findall(tag("c:invertIfNegative")):
            drawn.remove(unwanted)
        drawn.find(tag("c:spPr")).addnext(element('<c:marker><c:symbol val="none"/></c:marker>'))
        drawn.append(element('<c:smooth val="0"/>'))
        lines.find(tag("c:marker")).addprevious(drawn)


def _style_legend(chart: OfficeObject, native: NativeChart, count: int) -> None:
    bases = len(_of_role(native, "base"))
    chart.has_legend = count - bases > 1
    if not chart.has_legend:
        return
    longest = max(len(series.name) for series in native.series)
    many = count > 4 or longest > 30
    chart.legend.position = (
        XL_LEGEND_POSITION.RIGHT if many and native.kind == "line" else XL_LEGEND_POSITION.BOTTOM
    )
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(12)
    for index in reversed(range(bases)):
        entry = element(f'<c:legendEntry><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>')
        chart.legend._element.find(tag("c:legendPos")).addnext(entry)
