"""Short names of everything a table or a chart shows, in both languages.

Scenario titles, the study's name and the labels of assumptions are data and do not stand here.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from clusterecon.errors import InputError, nearest
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


class Label(NamedTuple):
    """One name in Vietnamese and English."""

    vi: str
    en: str

    def in_(self, lang: str) -> str:
        """Return the name in `lang`."""
        return self.vi if checked_lang(lang) == "vi" else self.en


class Indicator(NamedTuple):
    """What an indicator is called and what it is counted in (a key of `UNITS`)."""

    label: Label
    unit: str


UNITS: Mapping[str, Label] = {
    "jobs": Label("việc làm", "jobs"),
    "bn_vnd": Label("tỷ đồng", "bn VND"),
    "establishments": Label("cơ sở", "establishments"),
    "percent": Label("%", "%"),
    "points": Label("điểm %", "points"),
    "ha": Label("ha", "ha"),
    "job_years": Label("năm công", "job-years"),
    "share": Label("%", "%"),
    "workers": Label("việc làm", "jobs"),
    "bn VND": Label("tỷ đồng", "bn VND"),
    "%": Label("%", "%"),
    "fraction": Label("phần của 1", "fraction"),
    "ratio": Label("lần", "ratio"),
    "year": Label("năm", "year"),
    "probability": Label("xác suất", "probability"),
    "job-years": Label("năm công", "job-years"),
    "bn VND per job": Label("tỷ đồng/việc làm", "bn VND per job"),
    "bn VND per ha": Label("tỷ đồng/ha", "bn VND per ha"),
}

INDICATORS: Mapping[str, Indicator] = {
    "jobs": Indicator(Label("Việc làm trong các cụm", "Jobs in the clusters"), "jobs"),
    "budget": Indicator(Label("Thu ngân sách từ các cụm", "Budget revenue from the clusters"), "bn_vnd"),
    "establishments": Indicator(
        Label("Cơ sở sản xuất trong các cụm", "Establishments in the clusters"), "establishments"
    ),
    "jobs_gross_new": Indicator(Label("Việc làm tại cụm mới, gộp", "Jobs on new land, gross"), "jobs"),
    "value_added_gross_new": Indicator(
        Label("Giá trị tăng thêm tại cụm mới, gộp", "Value added on new land, gross"), "bn_vnd"
    ),
    "budget_gross_new": Indicator(
        Label("Thu ngân sách từ cụm mới, gộp", "Budget revenue from new land, gross"), "bn_vnd"
    ),
    "jobs_net": Indicator(Label("Việc làm tăng thêm ròng", "Additional jobs, net"), "jobs"),
    "jobs_net_direct": Indicator(Label("Việc làm ròng trực tiếp", "Additional jobs, net, direct"), "jobs"),
    "jobs_net_indirect": Indicator(
        Label("Việc làm ròng gián tiếp", "Additional jobs, net, indirect"), "jobs"
    ),
    "jobs_net_induced": Indicator(
        Label("Việc làm ròng từ chi tiêu của hộ", "Additional jobs, net, induced"), "jobs"
    ),
    "jobs_net_type2": Indicator(
        Label("Việc làm ròng, gồm cả chi tiêu của hộ", "Additional jobs, net, with induced"), "jobs"
    ),
    "value_added_net": Indicator(Label("Giá trị tăng thêm ròng", "Additional value added, net"), "bn_vnd"),
    "value_added_net_direct": Indicator(
        Label("Giá trị tăng thêm ròng trực tiếp", "Additional value added, net, direct"), "bn_vnd"
    ),
    "value_added_net_indirect": Indicator(
        Label("Giá trị tăng thêm ròng gián tiếp", "Additional value added, net, indirect"), "bn_vnd"
    ),
    "value_added_net_induced": Indicator(
        Label("Giá trị tăng thêm ròng từ chi tiêu của hộ", "Additional value added, net, induced"), "bn_vnd"
    ),
    "value_added_net_type2": Indicator(
        Label("Giá trị tăng thêm ròng, gồm cả chi tiêu của hộ", "Additional value added, net, with induced"),
        "bn_vnd",
    ),
    "budget_net": Indicator(
        Label("Thu ngân sách tăng thêm ròng", "Additional budget revenue, net"), "bn_vnd"
    ),
    "budget_net_direct": Indicator(
        Label("Thu ngân sách ròng trực tiếp", "Additional budget revenue, net, direct"), "bn_vnd"
    ),
    "budget_net_indirect": Indicator(
        Label("Thu ngân sách ròng gián tiếp", "Additional budget revenue, net, indirect"), "bn_vnd"
    ),
    "budget_net_induced": Indicator(
        Label("Thu ngân sách ròng từ chi tiêu của hộ", "Additional budget revenue, net, induced"), "bn_vnd"
    ),
    "budget_net_type2": Indicator(
        Label("Thu ngân sách ròng, gồm cả chi tiêu của hộ", "Additional budget revenue, net, with induced"),
        "bn_vnd",
    ),
    "jobs_net_resident": Indicator(
        Label("Việc làm ròng của người trong địa bàn", "Additional jobs of residents, net"), "jobs"
    ),
    "industrial_value_added": Indicator(
        Label("Giá trị tăng thêm công nghiệp", "Industrial value added"), "bn_vnd"
    ),
    "industrial_growth": Indicator(
        Label("Tăng trưởng giá trị tăng thêm công nghiệp", "Growth of industrial value added"), "percent"
    ),
    "area_delivered_ha": Indicator(Label("Diện tích đã bàn giao", "Area delivered"), "ha"),
    "area_leased_ha": Indicator(Label("Diện tích đã cho thuê", "Area leased"), "ha"),
    "construction_job_years": Indicator(
        Label("Công việc xây dựng (tính riêng)", "Construction work (apart from jobs)"), "job_years"
    ),
    "wastewater_coverage": Indicator(
        Label("Cụm có xử lý nước thải đạt chuẩn", "Clusters with working wastewater treatment"), "share"
    ),
    "jobs_at_risk": Indicator(
        Label("Việc làm bị ảnh hưởng khi đình chỉ", "Jobs at risk under suspension"), "jobs"
    ),
}

GROUPS: Mapping[str, Mapping[str, Label]] = {
    "unit": UNITS,
    "statistic": {
        "central": Label("Trường hợp trung tâm", "Central case"),
        "mean": Label("Trung bình", "Mean"),
        "p5": Label("Phân vị 5 %", "5th percentile"),
        "p10": Label("Phân vị 10 %", "10th percentile"),
        "p25": Label("Phân vị 25 %", "25th percentile"),
        "p50": Label("Trung vị", "Median"),
        "p75": Label("Phân vị 75 %", "75th percentile"),
        "p90": Label("Phân vị 90 %", "90th percentile"),
        "p95": Label("Phân vị 95 %", "95th percentile"),
    },
    "part": {
        "baseline": Label("Tăng trưởng sẵn có", "Growth without new clusters"),
        "clusters_direct": Label("Cụm mới, trực tiếp", "New clusters, direct"),
        "clusters_indirect": Label("Cụm mới, gián tiếp", "New clusters, indirect"),
        "suspended": Label("Đình chỉ do nước thải", "Suspended over wastewater"),
        "total": Label("Tổng", "Total"),
    },
    "waterfall": {
        "gross": Label("Gộp", "Gross"),
        "deadweight": Label("Đằng nào cũng có", "Would come anyway"),
        "displacement": Label("Chuyển từ nơi khác trong địa bàn", "Moved from elsewhere in the area"),
        "relocation_uplift": Label("Năng suất tăng nhờ di dời", "Gain from relocating"),
        "substitution": Label("Thay lao động cũ", "Replaces other workers"),
        "net_direct": Label("Ròng trực tiếp", "Net, direct"),
        "indirect": Label("Gián tiếp qua nhà cung cấp", "Indirect, through suppliers"),
        "net": Label("Ròng", "Net"),
        "leakage": Label("Người ở ngoài địa bàn", "Commuters from outside"),
        "net_resident": Label("Ròng, người trong địa bàn", "Net, residents"),
        "induced": Label("Qua chi tiêu của hộ", "Induced, through households"),
        "net_type2": Label("Ròng, gồm chi tiêu của hộ", "Net, with induced"),
    },
    "measure": {
        "npv": Label("Giá trị hiện tại ròng (NPV)", "Net present value (NPV)"),
        "bcr": Label("Tỷ số thu trên chi (BCR)", "Revenue over cost (BCR)"),
        "irr": Label("Tỷ suất hoàn vốn nội bộ (IRR)", "Internal rate of return (IRR)"),
        "discounted_payback_year": Label("Năm hoàn vốn, có chiết khấu", "Discounted payback year"),
        "public_cost_per_net_job": Label(
            "Chi ngân sách cho mỗi việc làm ròng", "Public cost per additional job, net"
        ),
        "npv_per_ha": Label("NPV trên mỗi ha", "NPV per ha"),
        "probability_npv_positive": Label("Xác suất NPV dương", "Probability that NPV is positive"),
    },
    "view": {
        "state": Label("Ngân sách nhà nước", "State budget"),
        "city": Label("Ngân sách thành phố", "City budget"),
        "state_direct": Label("Ngân sách nhà nước, chỉ trực tiếp", "State budget, direct effects only"),
        "city_direct": Label("Ngân sách thành phố, chỉ trực tiếp", "City budget, direct effects only"),
    },
    "comparator": {
        ">=": Label("≥", "≥"),
        "<=": Label("≤", "≤"),
        ">": Label(">", ">"),
        "<": Label("<", "<"),
        "=": Label("=", "="),
        "==": Label("=", "="),
    },
    "joint": {
        "joint": Label("Tất cả cùng lúc", "All together"),
        "joint_without_wastewater": Label("Tất cả, không kể nước thải", "All, wastewater aside"),
    },
    "grade": {
        "published": Label("đã công bố", "published"),
        "derived": Label("tính từ số liệu công bố", "derived"),
        "judgement": Label("đánh giá chuyên môn", "judgement"),
    },
    "release_basis": {
        "published": Label("ngày công bố", "as published"),
        "latest possible": Label("ngày muộn nhất có thể", "latest possible"),
        "assumed": Label("ngày giả định", "assumed"),
        "newest input": Label("ngày của số liệu mới nhất dùng để tính", "date of the newest input"),
    },
    "cause": {
        "data": Label("số liệu mới", "new data"),
        "code": Label("chương trình tính thay đổi", "a change of the program"),
        "assumption": Label("giả định thay đổi", "a changed assumption"),
        "seed": Label("dãy số ngẫu nhiên khác", "another seed"),
    },
    "chart": {
        "target": Label("Mục tiêu", "Target"),
        "today": Label("Hiện nay", "Today"),
        "existing": Label("Cụm hiện có", "Existing clusters"),
        "new": Label("Cụm mới", "New clusters"),
        "announced": Label("Theo công bố", "As announced"),
        "recorded": Label("Theo tiến độ đã ghi nhận", "At the record's pace"),
        "past": Label("Thực tế", "Outturn"),
        "forecast": Label("Dự báo", "Forecast"),
        "inner": Label("Khoảng 50 %", "50 % range"),
        "outer": Label("Khoảng 90 %", "90 % range"),
        "interval": Label("Khoảng 90 %", "90 % range"),
        "error": Label("±2 sai số chuẩn", "±2 standard errors"),
        "probability": Label("Xác suất", "Probability"),
        "whole": Label("Toàn bộ tăng trưởng, %", "All growth, %"),
        "clusters_only": Label("Riêng các cụm, điểm % (phóng to)", "Clusters alone, points (enlarged)"),
        "others": Label("Các ngành còn lại", "All other sectors"),
        "wanted": Label("Mức cần đạt", "Wanted"),
        "payback": Label("Hoàn vốn", "Payback"),
        "coverage": Label("Cụm xử lý nước thải đạt chuẩn, %", "Clusters with working treatment, %"),
        "at_risk": Label("Việc làm bị ảnh hưởng khi đình chỉ", "Jobs at risk under suspension"),
        "none": Label("không có", "none"),
        "no_data": Label("Không có số liệu để vẽ", "There are no figures to draw"),
        "run": Label("Lần tính", "Run"),
    },
    "model": {
        "seasonal_difference_ar": Label("tự hồi quy sai phân mùa", "seasonal-difference autoregression"),
        "unobserved_components": Label("thành phần không quan sát", "unobserved components"),
        "damped_ets": Label("san mũ có hãm", "damped exponential smoothing"),
        "climatology": Label("bình quân quá khứ", "climatology"),
        "last_value": Label("giữ mức năm trước", "last value"),
        "autoregression": Label("tự hồi quy theo năm", "yearly autoregression"),
        "bridge": Label("cầu nối từ cả nước", "bridge from the nation"),
        "pool": Label("kết hợp các mô hình", "pool of models"),
        "published": Label("dự báo công bố", "as published"),
    },
    "stage": {
        "national": Label("Cả nước, theo quý", "Nation, quarterly"),
        "regional": Label("Địa bàn, từ đầu đến cuối", "Region, end to end"),
        "annual": Label("Cả nước, theo năm (kiểm tra)", "Nation, yearly (check)"),
    },
    "verdict": {
        "better": Label("tốt hơn", "better"),
        "worse": Label("kém hơn", "worse"),
        "tie": Label("ngang nhau", "tie"),
        "benchmark": Label("mốc so sánh", "benchmark"),
    },
    "yes_no": {"yes": Label("có", "yes"), "no": Label("không", "no")},
}

STATUS: Mapping[str, Label] = {
    "first estimate": Label("ước tính lần đầu", "first estimate"),
    "estimate": Label("ước tính", "estimate"),
    "preliminary": Label("sơ bộ", "preliminary"),
    "revised": Label("đã điều chỉnh", "revised"),
    "official": Label("chính thức", "official"),
    "final": Label("chính thức", "final"),
    "derived": Label("tính toán", "derived"),
    "plan": Label("kế hoạch", "plan"),
    "target": Label("mục tiêu", "target"),
    "judgement": Label("đánh giá chuyên môn", "judgement"),
    "published": Label("đã công bố", "published"),
    "superseded": Label("đã được thay thế", "superseded"),
}


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
