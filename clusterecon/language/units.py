"""Units: those of results write figures in a language, those of assumptions have names alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from clusterecon.language.numbers import (
    Estimate,
    bracketed,
    count,
    hectares,
    interval,
    is_missing,
    millions,
    money_bn,
    number,
    percent,
    points,
    rough,
    share,
)
from clusterecon.language.templates import say
from clusterecon.scenario.assumptions import Text, both


@dataclass(frozen=True)
class Unit:
    """A unit that writes figures; an absent one (None or NaN) is an em dash.

    Figures are in the unit of the results' tables: money in billion VND, shares as fractions.
    """

    name: Text

    def exact(self, value: float | None, lang: str) -> str:
        """Write a figure as it was published or set."""
        text = number(value, lang)
        return text if is_missing(value) else f"{text} {self.name.in_language(lang)}"

    def about(self, value: float | None, lang: str) -> str:
        """Write a figure of the model, which claims no more than it knows."""
        return self.exact(value, lang)

    def size(self, value: float | None, lang: str) -> str:
        """Write a figure without its sign, for sentences whose words carry the direction."""
        return self.about(None if value is None else abs(value), lang)

    def apart(self, difference: Estimate) -> "tuple[Unit, Estimate]":
        """Return the unit in which differences are told, and a difference in it: rates differ by points."""
        return self, difference

    def spread(self, estimate: Estimate, lang: str) -> str:
        """Return the interval of an estimate in brackets, in words; nothing where it has none."""
        _, low, high = estimate
        if low is None or high is None or is_missing(low) or is_missing(high):
            return ""
        return say("range", lang, interval=self._interval(estimate.value, low, high, lang))

    def _interval(self, value: float, low: float, high: float, lang: str) -> str:
        """Write both ends in the digits that fit the value; what stands beside it need not be repeated."""
        return interval(low, high, lang, 0, self.name.in_language(lang))

    def with_spread(self, estimate: Estimate, lang: str) -> str:
        """Write an estimate with its interval, where it has one."""
        return self.about(estimate.value, lang) + self.spread(estimate, lang)

    def extremes(self, estimate: Estimate, lang: str) -> str:
        """Return the least and greatest value in brackets, for ends that are no percentiles."""
        if estimate.low is None or estimate.high is None:
            return ""
        low, high = (self.about(end, lang) for end in estimate[1:])
        return say("range.whole", lang, low=low, high=high)

    def cell(self, estimate: Estimate, lang: str) -> str:
        """Write an estimate for a table's cell, without the unit: ``12.800 (7.180 – 21.400)``."""
        return bracketed(*estimate, lang)


class _Count(Unit):
    def about(self, value: float | None, lang: str) -> str:
        return self.exact(None if value is None else rough(value), lang)

    def _interval(self, value: float, low: float, high: float, lang: str) -> str:
        return interval(rough(low), rough(high), lang)

    def cell(self, estimate: Estimate, lang: str) -> str:
        return bracketed(*estimate.each(rough), lang)


class _Jobs(_Count):
    def exact(self, value: float | None, lang: str) -> str:
        return count(value, (self.name.vi, "job", self.name.en), lang)


class _Money(Unit):
    def exact(self, value: float | None, lang: str) -> str:
        return money_bn(value, lang)

    def _interval(self, value: float, low: float, high: float, lang: str) -> str:
        largest = max(abs(low), abs(high))
        if 0 < abs(millions(value)) < 1000 and largest < 10:
            return interval(millions(low), millions(high), lang, 0, MILLION_VND.in_language(lang))
        digits = 0 if largest >= 100 else 1 if largest >= 10 else 2 if largest >= 0.095 else 3
        return interval(low, high, lang, digits, self.name.in_language(lang))


class _Points(Unit):
    def exact(self, value: float | None, lang: str) -> str:
        return points(value, lang)

    def _interval(self, value: float, low: float, high: float, lang: str) -> str:
        return interval(low, high, lang, 3 if max(abs(low), abs(high)) < 0.1 else 2)

    def cell(self, estimate: Estimate, lang: str) -> str:
        return bracketed(*estimate, lang, 2)


class _Percent(Unit):
    def exact(self, value: float | None, lang: str) -> str:
        return percent(value, lang)

    def about(self, value: float | None, lang: str) -> str:
        return percent(value, lang, 1)

    def _interval(self, value: float, low: float, high: float, lang: str) -> str:
        return interval(low, high, lang, 1, "%")

    def apart(self, difference: Estimate) -> tuple[Unit, Estimate]:
        return POINTS, difference


class _Share(Unit):
    def exact(self, value: float | None, lang: str) -> str:
        return share(value, lang)

    def _interval(self, value: float, low: float, high: float, lang: str) -> str:
        return interval(100 * low, 100 * high, lang, 0, "%")

    def apart(self, difference: Estimate) -> tuple[Unit, Estimate]:
        return POINTS, difference.each(lambda part: 100 * part)


class _Area(Unit):
    def exact(self, value: float | None, lang: str) -> str:
        return hectares(value, lang)


JOBS = _Jobs(both("việc làm", "jobs"))
JOB_YEARS = _Count(both("người-năm", "job-years"))
MONEY = _Money(both("tỷ đồng", "bn VND"))
MILLION_VND = both("triệu đồng", "million VND")
POINTS = _Points(both("điểm %", "percentage points"))
PERCENT = _Percent(both("%", "%"))
SHARE = _Share(both("%", "%"))
AREA = _Area(both("ha", "ha"))

UNITS: Mapping[str, Unit] = {
    "workers": JOBS,
    "bn VND": MONEY,
    "establishments": _Count(both("cơ sở", "establishments")),
    "%": PERCENT,
    "points": POINTS,
    "ha": AREA,
    "job-years": JOB_YEARS,
    "share": SHARE,
}
"""Unit by its name in `clusterecon.scenario.indicators.INDICATORS`."""

NAMES: Mapping[str, Text] = {
    **{key: unit.name for key, unit in UNITS.items()},
    "million VND": MILLION_VND,
    "fraction": both("phần của 1", "fraction"),
    "ratio": both("lần", "ratio"),
    "year": both("năm", "year"),
    "probability": both("xác suất", "probability"),
    "bn VND per job": both("tỷ đồng/việc làm", "bn VND per job"),
    "bn VND per ha": both("tỷ đồng/ha", "bn VND per ha"),
}
"""What the units in the results' tables are called."""


def average(estimate: Estimate, lang: str) -> str:
    """Return the words that lead a mean over draws; nothing for the central case, which has no interval."""
    return "" if estimate.low is None else say("average", lang)


VIETNAMESE = {
    "": "",
    "%": "%",
    "bn VND": "tỷ đồng",
    "bn VND per gross ha": "tỷ đồng/ha",
    "bn VND per leased ha per year": "tỷ đồng/ha cho thuê/năm",
    "bn VND per year": "tỷ đồng/năm",
    "choice": "lựa chọn",
    "clusters": "cụm",
    "clusters per year": "cụm/năm",
    "districts": "quận, huyện",
    "establishments": "cơ sở",
    "exponent": "số mũ",
    "ha": "ha",
    "ha per cluster": "ha/cụm",
    "m³ per day per gross ha": "m³/ngày/ha",
    "per year": "mỗi năm",
    "plants": "trạm",
    "ratio": "tỷ số",
    "real, per year": "thực, mỗi năm",
    "share": "tỷ trọng",
    "share of a new plant's cost": "tỷ trọng giá trạm mới",
    "share of capital cost": "tỷ trọng vốn đầu tư",
    "share of capital cost per year": "tỷ trọng vốn đầu tư mỗi năm",
    "share of clusters": "tỷ trọng số cụm",
    "share of compensation": "tỷ trọng thu nhập lao động",
    "share of cost": "tỷ trọng chi phí",
    "share of direct value added": "tỷ trọng giá trị tăng thêm trực tiếp",
    "share of gross area": "tỷ trọng diện tích",
    "share of works": "tỷ trọng khối lượng thi công",
    "share of leasable area": "tỷ trọng đất cho thuê được",
    "share of national GDP": "tỷ trọng GDP cả nước",
    "share of outstanding plants, per year": "tỷ trọng trạm còn thiếu, mỗi năm",
    "share of shared taxes": "tỷ trọng thuế phân chia",
    "share of the area": "tỷ trọng diện tích",
    "share of the year": "tỷ trọng thời gian trong năm",
    "share of what is outstanding, per year": "tỷ trọng phần còn lại, mỗi năm",
    "workers": "lao động",
    "workers per establishment": "lao động/cơ sở",
    "workers per leased ha": "lao động/ha cho thuê",
    "year": "năm",
    "percentage points": "điểm %",
    "years": "năm",
}
"""Units of assumptions, by the English one that stands in the scenario files."""

MILLIONS = {
    "bn VND per worker per year": both("triệu đồng/lao động/năm", "million VND per worker per year"),
}
"""Units in billions whose values are small and shown in millions."""


def shown_per(unit: str) -> float:
    """Return what a value in a unit of the scenario files is multiplied with where it is shown."""
    return 1000.0 if unit in MILLIONS else 1.0


_RATES = ("per year", "real, per year")


def is_rate(unit: str) -> bool:
    """Return whether an assumption in this unit is a fraction that reads better in per cent."""
    return unit in _RATES or unit.startswith("share")


def in_unit(value: float, unit: str, lang: str, digits: int) -> str:
    """Return a value of an assumption: years plain, fractions in per cent, other numbers with digits.

    Money by worker, which is little, is in millions, as `assumption_unit` says.
    """
    if unit == "year":
        return str(int(value))
    if is_rate(unit):
        return share(value, lang, digits)
    return number(shown_per(unit) * value, lang, digits)


def digits_of(values: tuple[float, ...], unit: str) -> int:
    """Return the digits with which values that stand together are written."""
    factor = 100 if is_rate(unit) else shown_per(unit)
    shown = [round(abs(factor * v), 9) for v in values if v]
    if not shown or all(v.is_integer() for v in shown):
        return 0
    if is_rate(unit):
        return 1
    return 3 if min(shown) < 0.1 else 2 if min(shown) < 10 else 1


def assumption_unit(unit: str, lang: str) -> str:
    """Return the unit in which an assumption is shown; one that is not known is returned as it is."""
    if unit in MILLIONS:
        return MILLIONS[unit].in_language(lang)
    return VIETNAMESE.get(unit, unit) if lang == "vi" else unit
