"""Short names of everything a table or a chart shows, in both languages.

Scenario titles, the study's name and the labels of assumptions are data and do not stand here.
"""

from clusterecon.ground.errors import InputError, nearest
from clusterecon.language.names import GROUPS
from clusterecon.language.numbers import MISSING, number
from clusterecon.language.units import JOBS, UNITS, Unit
from clusterecon.scenario.assumptions import both
from clusterecon.scenario.indicators import INDICATORS


def label(group: str, key: str, lang: str) -> str:
    """Return the name of a key (an identifier in a table) within a group of names, a key of `GROUPS`.

    Raises
    ------
    InputError
        If the group or key is unknown; the nearest known one is named.
    """
    if group not in GROUPS:
        raise InputError(f"no group of labels '{group}'{nearest(group, GROUPS)}")
    if key not in GROUPS[group]:
        raise InputError(f"no {group} '{key}'{nearest(key, GROUPS[group])}")
    return GROUPS[group][key].in_language(lang)


def heading(column: str, lang: str) -> str:
    """Return the heading of a table's column."""
    return label("heading", column, lang)


def caption(table: str, lang: str) -> str:
    """Return the caption of a table."""
    return label("caption", table, lang)


def indicator(key: str, lang: str) -> str:
    """Return the name of an indicator of the results table."""
    return label("indicator", key, lang)


def unit(key: str) -> Unit:
    """Return the unit of an indicator, which writes its figures."""
    return UNITS[INDICATORS[key].unit]


def unit_of(key: str, lang: str) -> str:
    """Return the unit in which an indicator is **shown** (fractions are shown in per cent)."""
    return unit(key).name.in_language(lang)


def quantity(key: str, value: float | None, lang: str) -> str:
    """Format a value of an indicator with its unit, as it stands in the results table."""
    return unit(key).exact(value, lang)


def price_basis(value: str | None, lang: str) -> str:
    """Name a price basis, ``constant 2024 prices``; none is an em dash."""
    return both(f"giá so sánh {value.split()[1]}", value).in_language(lang) if value else MISSING


_SHORT = {
    "industrial_growth": both("Tăng trưởng công nghiệp", "Industrial growth"),
    "jobs": both("Việc làm", "Jobs"),
    "budget": both("Thu ngân sách", "Budget revenue"),
    "wastewater_coverage": both("Xử lý nước thải", "Wastewater treatment"),
}


def target(key: str, year: int, comparator: str, threshold: float, lang: str) -> str:
    """Name a target by what it demands: ``Tăng trưởng công nghiệp 2025 ≥ 6,95 %``.

    The threshold is as in the targets table: per cent for growth, a fraction for shares.
    """
    name = _SHORT[key].in_language(lang) if key in _SHORT else indicator(key, lang)
    level = number(threshold, lang) if unit(key) is JOBS else quantity(key, threshold, lang)
    return f"{name} {year} {label('comparator', comparator, lang)} {level}"


def horizon(value: int | str, lang: str) -> str:
    """Name the horizon of an appraisal: a year, ``to_horizon``, or ``asset_life`` of what is built."""
    if str(value) == "to_horizon":
        return both("Đến cuối kỳ tính", "To the last year modelled").in_language(lang)
    if str(value) == "asset_life":
        return both("Hết tuổi thọ công trình", "Life of the asset").in_language(lang)
    return both(f"Đến năm {value}", f"To {value}").in_language(lang)
