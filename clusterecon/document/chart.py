"""Charts: the picture, the figures behind it, and the chart an office program draws itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, SupportsFloat, get_args

from clusterecon.document.text import choice_mistake, clean_fields, clean_text, identifier_mistake, require

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

    from clusterecon.document.table import TableBlock

ChartKind = Literal["line", "bar", "column", "stacked", "dot"]
SeriesRole = Literal["value", "target", "base"]


@dataclass(frozen=True)
class Series:
    """One series of a native chart: a number or None for each category, with or without its interval.

    Attributes
    ----------
    role
        ``value``; ``target`` (a level to compare with: a dashed line); ``base`` (the invisible foot
        of a floating bar, for a waterfall of kind ``stacked``).
    place
        Its place among the scenarios of the report, which gives its colour in every chart; the place
        among the series drawn where left out.
    sign
        Put before its figures in a waterfall: ``+`` or ``−``.
    """

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    role: SeriesRole = "value"
    place: int | None = None
    sign: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean_text(self.name))
        for name in ("values", "low", "high"):
            object.__setattr__(self, name, tuple(map(_number_or_none, getattr(self, name))))
        count = len(self.values)
        require(
            [
                choice_mistake(f"series {self.name}", self.role, get_args(SeriesRole)),
                ""
                if {len(self.low), len(self.high)} in ({0}, {count})
                else f"series {self.name}: low and high need {count} values each",
            ]
        )


def _number_or_none(value: SupportsFloat | None) -> float | None:
    if value is None:
        return None
    number = float(value)
    return number if number - number == 0 else None


@dataclass(frozen=True)
class NativeChart:
    """The chart an office program draws and lets its reader edit.

    Attributes
    ----------
    kind
        ``line`` (over the categories), ``bar`` (horizontal), ``column``, ``stacked`` (columns on top
        of each other), ``dot`` (a mark for each category, with its interval).
    number_format
        Excel's code for axis and labels, such as ``#,##0`` or ``0.00``.
    axis_title
        What the values measure, with unit.
    """

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    number_format: str = "#,##0"
    axis_title: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "categories", tuple(clean_text(str(name)) for name in self.categories))
        object.__setattr__(self, "series", tuple(self.series))
        object.__setattr__(self, "axis_title", clean_text(self.axis_title))
        count = len(self.categories)
        require(
            [
                choice_mistake("native chart", self.kind, get_args(ChartKind)),
                "" if count and self.series else "native chart: needs categories and series",
                *(
                    f"native chart: series '{series.name}' has {len(series.values)} values, not {count}"
                    for series in self.series
                    if len(series.values) != count
                ),
            ]
        )


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart, as a picture that carries its title and source, and as figures.

    Attributes
    ----------
    id
        Name of its files: lower case, digits, ``_``, ``-``; unique in the briefing.
    title
        The finding, one sentence.
    alt
        What a reader who cannot see the picture is told.
    data
        The figures behind the picture, tidy, unrounded.
    figure
        Draws the picture; called once for each file, so it must return a new Figure each time.
    native
        The same chart for slides.
    slide_figure
        Draws the picture in the size of a slide, where that differs from the page.
    slide_title
        The finding that the native chart bears out, where that is less than the picture's.
    table
        Makes the table of the figures in the reader's language, for a workbook.
    """

    id: str
    title: str
    alt: str
    data: "DataFrame"
    figure: "Callable[[], Figure]"
    source: str
    native: NativeChart
    slide_figure: "Callable[[], Figure] | None" = None
    slide_title: str = ""
    table: "Callable[[], TableBlock] | None" = None

    def __post_init__(self) -> None:
        clean_fields(self)
        require(
            [
                identifier_mistake("chart", self.id),
                "" if self.title else f"chart {self.id}: has no title",
                "" if self.alt else f"chart {self.id}: has no alternative text",
            ]
        )
