"""Charts that an office program draws and lets its reader edit.

Loaded only where slides are written: it imports python-pptx.
"""

import datetime
from dataclasses import replace
from statistics import median

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.util import Inches, Pt
from xlsxwriter.utility import xl_col_to_name

from clusterecon.charts.style import INK, MUTED, PALETTE, TARGET
from clusterecon.document.chart import NativeChart, Series
from clusterecon.document.typesetting import Box
from clusterecon.export.cells import localised_code
from clusterecon.export.chart_axes import is_crowded, is_dense, is_horizontal, is_labelled, style_axes
from clusterecon.export.chart_workbook import (
    category_label,
    chart_label,
    chart_workbook,
    drawn_series,
    interval_columns,
    interval_lengths,
    is_waterfall,
    of_role,
)
from clusterecon.export.office import OfficeObject, element, rgb, tag

_COLOURS = tuple(colour.lstrip("#") for colour in PALETTE)
_TARGET, _SOFT, _INK = (colour.lstrip("#") for colour in (TARGET, MUTED, INK))
_DASHES = (
    MSO_LINE_DASH_STYLE.SOLID,
    MSO_LINE_DASH_STYLE.DASH,
    MSO_LINE_DASH_STYLE.ROUND_DOT,
    MSO_LINE_DASH_STYLE.DASH_DOT,
    MSO_LINE_DASH_STYLE.SQUARE_DOT,
    MSO_LINE_DASH_STYLE.LONG_DASH,
    MSO_LINE_DASH_STYLE.LONG_DASH_DOT,
)
_FEW_BARS = 2


def add_native_chart(
    slide: OfficeObject, native: NativeChart, box: Box, lang: str, created: datetime.datetime
) -> OfficeObject:
    """Add the chart to a slide as a chart object, and return its frame.

    Intervals are error bars that refer to the embedded workbook (`created` is its date), targets dashed
    lines, the base of a waterfall is invisible. Whoever edits the data sees the chart follow.
    """
    native = _with_room_for_the_level(native)
    new_data: OfficeObject = CategoryChartData
    data = new_data(number_format=localised_code(native.number_format, lang))
    data.categories = [category_label(category) for category in native.categories]
    ordered = drawn_series(native)
    for series in ordered:
        data.add_series(chart_label(series.name), series.values)
    position = [Inches(length) for length in (box.left, box.top, box.width, box.height)]
    frame = slide.shapes.add_chart(_chart_type(native), *position, data)
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(chart_workbook(native, lang, created))
    style_axes(chart, native, lang)
    if hasattr(chart.plots[0], "gap_width"):
        chart.plots[0].gap_width = _gap_width(native)
    for index, series in enumerate(ordered):
        if index < len(native.series):
            place = index - len(of_role(native, "base")) if series.place is None else series.place
            _style_series(chart.plots[0].series[index], series, native, place)
        else:
            _style_figures(chart.plots[0].series[index], series, native, lang)
        if series.low:
            _add_error_bars(chart.plots[0].series[index], series, native, interval_columns(ordered)[index])
    _move_targets(chart, native, len(native.series) - len(of_role(native, "target")))
    _style_legend(chart, native)
    return frame


def _with_room_for_the_level(native: NativeChart) -> NativeChart:
    """Put an empty place on either side of a single dot, so that its target is a line, not a point."""
    if native.kind != "dot" or len(native.categories) > 1 or not of_role(native, "target"):
        return native

    def between(values: tuple[float | None, ...], level: bool) -> tuple[float | None, ...]:
        return values * 3 if level else (None, *values, None) if values else ()

    series = tuple(
        replace(
            one,
            values=between(one.values, one.role == "target"),
            low=between(one.low, False),
            high=between(one.high, False),
        )
        for one in native.series
    )
    return replace(native, categories=("", *native.categories, ""), series=series)


def _chart_type(native: NativeChart) -> OfficeObject:
    if is_horizontal(native):
        return XL_CHART_TYPE.BAR_CLUSTERED
    return {
        "line": XL_CHART_TYPE.LINE,
        "dot": XL_CHART_TYPE.LINE_MARKERS,
        "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    }.get(native.kind, XL_CHART_TYPE.COLUMN_CLUSTERED)


def _gap_width(native: NativeChart) -> int:
    """Return the room between bars in per cent of their width: little where many need their figures."""
    return 250 if len(native.categories) <= _FEW_BARS else 30 if is_dense(native) else 60


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
    if series.role == "value" and is_labelled(native) and not is_waterfall(native):
        _label_points(drawn, series, native)


def _style_figures(drawn: OfficeObject, series: Series, native: NativeChart, lang: str) -> None:
    """Hide the bars that stand on those of a waterfall, and print their figures at their feet."""
    drawn.format.fill.background()
    drawn.format.line.fill.background()
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format_is_linked = False
    nothing = native.number_format
    signed = f'"{series.sign}"{nothing}' if series.sign else nothing
    labels.number_format = localised_code(f"{signed};{signed};{nothing}", lang)
    labels.position = XL_LABEL_POSITION.INSIDE_BASE
    labels.font.size, labels.font.bold = Pt(12), not series.sign
    labels.font.color.rgb = rgb(_INK)


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


def _label_points(drawn: OfficeObject, series: Series, native: NativeChart) -> None:
    """Print the value at each mark; on white where a line might strike it through."""
    labels = drawn.data_labels
    labels.show_value = True
    labels.font.size, labels.font.bold = Pt(10 if is_dense(native) else 12), True
    labels.font.color.rgb = rgb(_INK)
    if native.kind == "dot":
        labels.position = _dot_side(series, native)
    elif of_role(native, "target"):
        labels.position = XL_LABEL_POSITION.INSIDE_END
    elif native.kind != "stacked":
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
    if native.kind != "dot" and not of_role(native, "target"):
        return
    white = element('<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></c:spPr>')
    labels._element.find(tag("c:txPr")).addprevious(white)


def _dot_side(series: Series, native: NativeChart) -> OfficeObject:
    """Return where the numbers of dots stand: away from a level, each series on a side of its own."""
    level = next((s.values[0] for s in of_role(native, "target")), None)
    if level is not None:
        below = median(value for value in series.values if value is not None) <= level
        return XL_LABEL_POSITION.BELOW if below else XL_LABEL_POSITION.ABOVE
    first = series is of_role(native, "value")[0]
    return XL_LABEL_POSITION.LEFT if first else XL_LABEL_POSITION.RIGHT


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
    if native.kind in {"line", "dot"} or not of_role(native, "target"):
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


def _style_legend(chart: OfficeObject, native: NativeChart) -> None:
    bases, count = len(of_role(native, "base")), len(native.series)
    chart.has_legend = count - bases > 1
    if not chart.has_legend:
        return
    longest = max(len(series.name) for series in native.series)
    beside = native.kind == "line" and not is_crowded(native) and (count > 4 or longest > 30)
    chart.legend.position = XL_LEGEND_POSITION.RIGHT if beside else XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(12)
    for index in reversed((*range(bases), *range(count, len(drawn_series(native))))):
        entry = element(f'<c:legendEntry><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>')
        chart.legend._element.find(tag("c:legendPos")).addnext(entry)
