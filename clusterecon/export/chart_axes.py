"""Axes of a chart that an office program draws: where they begin and end, and what stands along them.

Loaded only where slides are written: it imports python-pptx.
"""

from decimal import Decimal
from math import ceil, floor, log10

from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from clusterecon.charts.style import GRID, MUTED
from clusterecon.document.chart import NativeChart
from clusterecon.export.cells import localised_code
from clusterecon.export.chart_workbook import is_waterfall, of_role
from clusterecon.export.office import OfficeObject, element, rgb, tag

_GRID, _SOFT = GRID.lstrip("#"), MUTED.lstrip("#")
_LABELLED_POINTS, _LABELLED_BARS, _CROWDED = 18, 32, 16


def style_axes(chart: OfficeObject, native: NativeChart, lang: str) -> None:
    """Name and number the axes of a chart of python-pptx, in the language."""
    chart.font.size, chart.font.name = Pt(12), "Arial"
    chart.has_title = False
    values, categories = chart.value_axis, chart.category_axis
    values.has_major_gridlines = not _hides_axis(native)
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
    if is_crowded(native):
        skip = element('<c:tickLblSkip val="2"/>')
        categories._element.find(tag("c:noMultiLvlLbl")).addprevious(skip)
    if is_horizontal(native):
        categories.reverse_order = True
    if _hides_axis(native):
        values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    elif is_horizontal(native):
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    values.minimum_scale, values.maximum_scale, values.major_unit = axis_bounds(native)


def _axis_format(native: NativeChart) -> str:
    """Return the code of the axis: the digits after the mark that its steps need, no more, no fewer."""
    step = axis_bounds(native)[2]
    if step is None:
        return native.number_format
    shown = Decimal(str(round(step, 9))) * (100 if "%" in native.number_format else 1)
    exponent = shown.normalize().as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    head = "0" if "%" in native.number_format else "#,##0"
    return head + ("." + "0" * places if places else "") + ("%" if "%" in native.number_format else "")


def is_crowded(native: NativeChart) -> bool:
    """Tell whether names of categories would stand too close under the lines."""
    return native.kind == "line" and len(native.categories) > _CROWDED


def is_horizontal(native: NativeChart) -> bool:
    """Tell whether bars lie; a target needs them to stand, because it is a line over the same axes."""
    return native.kind == "bar" and not of_role(native, "target")


def is_labelled(native: NativeChart) -> bool:
    """Tell whether every mark can carry its number, so that no eye must travel to the axis."""
    if native.kind == "line" or (native.kind != "dot" and has_intervals(native)):
        return False
    marks = sum(value is not None for series in of_role(native, "value") for value in series.values)
    return marks <= (_LABELLED_BARS if native.kind == "bar" else _LABELLED_POINTS)


def _hides_axis(native: NativeChart) -> bool:
    """Tell whether the numbers at the bars stand for the axis; floating bars and dots need it too."""
    return native.kind != "dot" and not is_waterfall(native) and is_labelled(native)


def axis_bounds(native: NativeChart) -> tuple[float | None, float | None, float | None]:
    """Return where the axis of values begins and ends and its step, or None where the program may choose.

    Bars stand on zero, end above their level, and shares at 100 %. Lines and dots use round numbers around
    the figures and their intervals, and include zero only where that costs less than half of the height.
    """
    numbers = [
        n for series in native.series for n in (*series.values, *series.low, *series.high) if n is not None
    ]
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    if is_waterfall(native):
        columns = zip(*(series.values for series in native.series), strict=True)
        top = max(sum(filter(None, column)) for column in columns) or 1.0
        step = _step(0.0, top)
        return min(0.0, floor(low / step) * step), ceil(1.05 * top / step) * step, step
    if native.kind in {"bar", "column", "stacked"}:
        if "%" in native.number_format and 0.5 < high <= 1:
            return (0.0 if low >= 0 else None), 1.0, None
        if low >= 0 and high > 0 and of_role(native, "target"):
            step = _step(0.0, high)
            return 0.0, ceil(1.05 * high / step) * step, step
        return (0.0 if low >= 0 else None), None, None
    if low == high:
        return None, None, None
    if 0 <= low < (high - low):
        low = 0.0
    step = _step(low, high)
    return round(floor(low / step) * step, 12), round(ceil(high / step) * step, 12), step


def _step(low: float, high: float) -> float:
    """Return a round step that takes at most six steps from `low` to `high`."""
    step = 10.0 ** floor(log10((high - low) / 4))
    return step * next(factor for factor in (1, 2, 5, 10) if (high - low) / (step * factor) <= 6)


def is_dense(native: NativeChart) -> bool:
    """Tell whether marks stand so close that their figures are small."""
    return len(native.categories) * len(of_role(native, "value")) > _LABELLED_POINTS


def has_intervals(native: NativeChart) -> bool:
    """Tell whether any value has its interval."""
    return any(series.low for series in native.series)
