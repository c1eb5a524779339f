"""Short names of everything a table or a chart shows, in both languages.

Scenario titles, the study's name and the labels of assumptions are data and do not stand here.
"""

import re

from clusterecon.errors import InputError, nearest
from clusterecon.wording.names import GROUPS, INDICATORS, STATUS, UNITS, Indicator, Label
from clusterecon.wording.numbers import (
    MISSING,
    checked_lang,
    hectares,
    jobs,
    money_bn,
    number,
    percent,
    points,
    share,
)

__all__ = [
    "GROUPS",
    "INDICATORS",
    "STATUS",
    "UNITS",
    "Indicator",
    "Label",
    "gap",
    "horizon",
    "indicator",
    "label",
    "price_basis",
    "quantity",
    "short_indicator",
    "status",
    "target",
    "unit_of",
]


def label(group: str, key: str, lang: str) -> str:
    """Return the name of `key` within a group of names.

    Parameters
    ----------
    group
        A key of `GROUPS` (statistic, part, waterfall, measure, view, comparator, joint, grade, ...).
    key
        The identifier found in a table.
    lang
        ``vi`` or ``en``.

    Raises
    ------
    InputError
        If the group, key or language is unknown; the nearest known one is named.
    """
    if group not in GROUPS:
        raise InputError(f"no group of labels '{group}'{nearest(group, GROUPS)}")
    if key not in GROUPS[group]:
        raise InputError(f"no {group} '{key}'{nearest(key, GROUPS[group])}")
    return GROUPS[group][key].in_(lang)


def _indicator(key: str) -> Indicator:
    if key not in INDICATORS:
        raise InputError(f"no indicator '{key}'{nearest(key, INDICATORS)}")
    return INDICATORS[key]


def indicator(key: str, lang: str) -> str:
    """Return the name of an indicator of the results table."""
    return _indicator(key).label.in_(lang)


def unit_of(key: str, lang: str) -> str:
    """Return the unit in which an indicator is **shown** (fractions are shown in per cent)."""
    return UNITS[_indicator(key).unit].in_(lang)


def status(key: str, lang: str) -> str:
    """Return the name of a figure's status; a status that is free text comes back as it stands."""
    return STATUS[key].in_(lang) if key in STATUS else key


def quantity(key: str, value: float | None, lang: str) -> str:
    """Format a value of an indicator with its unit.

    Parameters
    ----------
    key
        An indicator; it decides unit and digits. Shares are given as fractions and shown in per cent.
    value
        The value as in the results table; None or NaN gives an em dash.
    lang
        ``vi`` or ``en``.
    """
    unit = _indicator(key).unit
    if unit == "jobs":
        return jobs(value, lang)
    if unit == "bn_vnd":
        return money_bn(value, lang)
    if unit == "ha":
        return hectares(value, lang)
    if unit == "percent":
        return percent(value, lang)
    if unit == "share":
        return share(value, lang)
    text = number(value, lang)
    return text if text == MISSING else f"{text} {UNITS[unit].in_(lang)}"


def gap(key: str, value: float | None, lang: str) -> str:
    """Format a signed distance from a threshold in an indicator's unit; rates are shown in points.

    Parameters
    ----------
    key
        The indicator.
    value
        Value minus threshold, in the table's unit (fractions for shares).
    lang
        ``vi`` or ``en``.
    """
    unit = _indicator(key).unit
    if unit == "bn_vnd":
        return money_bn(value, lang, signed=True)
    if unit in ("percent", "share"):
        return points(value if unit == "percent" or value is None else 100 * value, lang, signed=True)
    text = number(value, lang, signed=True)
    return text if text == MISSING else f"{text} {UNITS[unit].in_(lang)}"


def price_basis(value: str | float | None, lang: str) -> str:
    """Name a price basis: ``constant 2024 prices`` (any year), ``current prices``; none is an em dash.

    Parameters
    ----------
    value
        As in the results table; None, NaN or an empty text where the indicator is not money.
    lang
        ``vi`` or ``en``.

    Raises
    ------
    InputError
        If the text is none of these.
    """
    checked_lang(lang)
    if not isinstance(value, str) or not value:
        return MISSING
    if value == "current prices":
        return Label("giá hiện hành", value).in_(lang)
    if found := re.fullmatch(r"constant (\d{4}) prices", value):
        return Label(f"giá so sánh {found[1]}", value).in_(lang)
    raise InputError(f"no price basis '{value}'; write 'constant 2024 prices' or 'current prices'")


_SHORT = {
    "industrial_growth": Label("Tăng trưởng công nghiệp", "Industrial growth"),
    "jobs": Label("Việc làm", "Jobs"),
    "budget": Label("Thu ngân sách", "Budget revenue"),
    "wastewater_coverage": Label("Xử lý nước thải", "Wastewater treatment"),
}


def short_indicator(key: str, lang: str) -> str:
    """Return a short name of an indicator, for target labels and narrow columns."""
    return _SHORT[key].in_(lang) if key in _SHORT else indicator(key, lang)


def target(key: str, year: int | None, comparator: str, threshold: float | None, lang: str) -> str:
    """Name a target by what it demands: ``Tăng trưởng công nghiệp 2025 ≥ 6,95 %``.

    Parameters
    ----------
    key
        The target's indicator, or ``joint`` / ``joint_without_wastewater``, which need no more.
    year
        The year it speaks of.
    comparator
        ``>=`` and the like.
    threshold
        As in the targets table: per cent for growth, a fraction for shares.
    lang
        ``vi`` or ``en``.
    """
    if key in GROUPS["joint"]:
        return label("joint", key, lang)
    sign = label("comparator", comparator, lang)
    when = "" if year is None else f" {year}"
    counted = _indicator(key).unit == "jobs"
    level = number(threshold, lang) if counted else quantity(key, threshold, lang)
    return f"{short_indicator(key, lang)}{when} {sign} {level}"


def horizon(value: int | str, lang: str) -> str:
    """Name the horizon of an appraisal: a year, ``to_horizon``, or ``asset_life`` of what is built."""
    if str(value) == "to_horizon":
        return Label("Đến cuối kỳ tính", "To the last year modelled").in_(lang)
    if str(value) == "asset_life":
        return Label("Hết tuổi thọ công trình", "Life of the asset").in_(lang)
    return Label(f"Đến năm {value}", f"To {value}").in_(lang)
