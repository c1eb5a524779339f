"""Made-up tables in the shape of the results, for the tests of the charts."""

from functools import lru_cache

import numpy as np
import pandas as pd

from clusterecon.charts.text import ChartText
from clusterecon.language import labels

LEVELS = (5, 10, 25, 50, 75, 90, 95)
YEARS = range(2024, 2036)
NAMES = {
    "vi": {
        "reference": "Không mở rộng",
        "plan": "Kế hoạch như công bố",
        "plan-15": "Kế hoạch, 15 cụm mới",
        "track-record": "Theo tiến độ thực tế",
        "catch-up-2026": "Đuổi kịp vào năm 2026",
        "dense-tenants": "Doanh nghiệp dày hơn, năng suất cao hơn",
        "wastewater-enforced": "Đình chỉ cụm chưa xử lý nước thải",
    },
    "en": {
        "reference": "No expansion",
        "plan": "Plan as announced",
        "plan-15": "Plan with 15 new clusters",
        "track-record": "At the record's pace",
        "catch-up-2026": "Catching up in 2026",
        "dense-tenants": "Denser, more productive tenants",
        "wastewater-enforced": "Clusters without treatment suspended",
    },
}
SCENARIOS = tuple(NAMES["en"])
TITLES = {
    "vi": "Kể cả khi hoàn thành đúng kế hoạch, các cụm mới chỉ thêm 0,02 điểm % vào tăng trưởng năm 2025",
    "en": "Even if finished to plan, new clusters add only 0.02 points to growth in 2025",
}
FOOTERS = {
    "vi": "Nguồn: cơ quan thống kê; mô hình · Đơn vị: % · Số liệu đến 3/2/2025 · Mã kiểm 0123456789ab",
    "en": "Source: statistics office; own model · Unit: % · Data to 3 February 2025 · Hash 0123456789ab",
}
SUBTITLES = {"vi": "Chỉ tiêu, đơn vị, năm", "en": "Indicator, unit, year"}
HOSTILE = '𝓡 "quoted" <b>$x^2$ & $ </b> 😀🏭 =cmd() ' + "Kịch bản rất dài ".encode().decode() * 20


LEVER_NAMES = {
    "vi": {
        "cohorts.new.area_ha": "Diện tích cụm mới, ha",
        "completion_rate": "Tỷ lệ hoàn thành mỗi năm",
        "mature_occupancy": "Tỷ lệ lấp đầy khi ổn định",
        "workers_per_leased_ha": "Lao động trên mỗi ha cho thuê",
        "productivity_growth": "Tăng năng suất mỗi năm",
    },
    "en": {
        "cohorts.new.area_ha": "Area of new clusters, ha",
        "completion_rate": "Share completed a year",
        "mature_occupancy": "Occupancy at maturity",
        "workers_per_leased_ha": "Workers per leased ha",
        "productivity_growth": "Productivity growth a year",
    },
}


def text(lang="vi", names=None):
    if names is None:
        place = 0 if lang == "vi" else 1
        names = NAMES[lang] | LEVER_NAMES[lang] | {key: pair[place] for key, pair in SECTORS.items()}
        names |= {
            name: labels.target(indicator, year, ">=", threshold, lang)
            if indicator
            else labels.label("joint", name, lang)
            for name, indicator, year, threshold, _ in TARGETS
        }
    return ChartText(TITLES[lang], SUBTITLES[lang], FOOTERS[lang], lang, names)


def _statistics(draws, central):
    if central:
        return {"central": float(np.median(draws))}
    found = {"mean": float(np.mean(draws))}
    return found | {f"p{q}": float(np.percentile(draws, q)) for q in LEVELS}


@lru_cache(maxsize=8)
def results(scenarios=SCENARIOS, central=False):
    """The results table: growth, jobs, budget, delivered area, coverage and jobs at risk."""
    rng = np.random.default_rng(1)
    common = rng.standard_t(9, 2000)
    rows = []
    for i, name in enumerate(scenarios):
        pace = {"reference": 0.0, "track-record": 0.24, "plan": 1.0}.get(name, 0.5 + 0.07 * i)
        suspended = 0.35 if name == "wastewater-enforced" else 0.0
        for year in YEARS:
            t = year - 2024
            spread = np.exp(0.25 * common[:2000])
            new = 2700 * pace * max(0, t - 0.8) ** 1.3 * spread
            stock = 80_000 * (1 + 0.004 * t * common) * (1 - suspended * (t > 0))
            figures = {
                "industrial_growth": 6.5 + 1.6 * common + 0.02 * pace * t - 2.5 * suspended * (t == 1),
                "jobs": stock + new,
                "jobs_gross_new": new,
                "budget": stock * 1100 / 80_000 + 0.014 * new,
                "area_delivered_ha": 1008 * pace * min(1, t / 6) * np.clip(1 + 0.2 * common, 0.2, 3),
                "wastewater_coverage": np.clip(0.3 + 0.03 * t + 0.01 * common + suspended * (t > 0), 0, 1),
                "jobs_at_risk": suspended * 80_000 * np.exp(0.2 * common),
            }
            for indicator, draws in figures.items():
                for statistic, value in _statistics(draws, central).items():
                    rows.append((name, indicator, "", "", year, statistic, value))
    columns = ["scenario", "indicator", "unit", "price_basis", "year", "statistic", "value"]
    return pd.DataFrame(rows, columns=columns)


TARGETS = (
    ("industry_growth_2025", "industrial_growth", 2025, 6.95, 0.43),
    ("industry_growth_2025_raised", "industrial_growth", 2025, 7.0, 0.42),
    ("jobs_2025", "jobs", 2025, 80_000, 0.55),
    ("budget_2025", "budget", 2025, 1_100, 0.996),
    ("jobs_2030", "jobs", 2030, 100_000, 0.62),
    ("budget_2030", "budget", 2030, 1_375, 0.003),
    ("wastewater_2025", "wastewater_coverage", 2025, 1.0, 0.0),
    ("joint", None, None, None, 0.0),
    ("joint_without_wastewater", None, None, None, 0.12),
)


def targets(scenarios=SCENARIOS, central=False):
    rows = []
    for i, name in enumerate(scenarios):
        for target, indicator, year, threshold, probability in TARGETS:
            p = min(1.0, probability * (1 + 0.05 * (i % 3)))
            known = (None, None) if central else (p, (p * (1 - p) / 16_384) ** 0.5 * 3)
            comparator = ">=" if indicator else None
            rows.append((name, target, indicator, year, comparator, threshold, *known))
    columns = [
        "scenario",
        "target",
        "indicator",
        "year",
        "comparator",
        "threshold",
        "probability",
        "standard_error",
    ]
    return pd.DataFrame(rows, columns=columns)


def waterfall(scale=1.0):
    lines = ("gross", "displacement", "relocation_uplift", "substitution", "local_effect", "reference_case",
             "net_direct", "indirect", "net", "leakage", "net_resident")  # fmt: skip
    values = (26_896.0, -13_933.9, 0.0, -324.0, 12_638.1, -2_527.6, 10_110.5, 2_430.0, 12_540.5, -1_254.0,
              11_286.5)  # fmt: skip
    return pd.DataFrame({"line": lines, "value": [scale * v for v in values]})


def history():
    values = [4.5, 5.1, 7.0, 7.1, 7.3, 7.6, 8.5, 4.7, 8.1, 4.57, 6.2]
    series = [*["index"] * 4, *["value_added"] * 2, *["index"] * 3, *["value_added"] * 2]
    years = [*range(2013, 2021), *range(2022, 2025)]
    return pd.DataFrame({"year": years, "value": values, "series": series})


def forecast(scenario="reference"):
    table = results((scenario,))
    return table[(table["indicator"] == "industrial_growth") & (table["year"] > 2024)]


def attribution(scenarios=SCENARIOS):
    rows = []
    for i, name in enumerate(scenarios):
        parts = {
            "baseline": 6.5,
            "clusters_direct": 0.003 * i,
            "clusters_indirect": 0.001 * i,
            "suspended": 0.0,
        }
        if name == "wastewater-enforced":
            parts["suspended"] = -2.4
        parts["total"] = sum(parts.values())
        rows += [(name, 2025, part, "mean", value) for part, value in parts.items()]
    return pd.DataFrame(rows, columns=["scenario", "year", "part", "statistic", "value"])


LEVERS = {
    "cohorts.new.area_ha": (0, 2000, 0.0001),
    "completion_rate": (0.03, 1.0, 0.05),
    "mature_occupancy": (0.5, 1.0, 0.02),
    "workers_per_leased_ha": (45, 120, 0.001),
    "productivity_growth": (0.0, 0.1, 4.0),
}


def levers():
    rows = []
    for name, (low, high, slope) in LEVERS.items():
        values = np.linspace(low, high, 9)
        rows += [(name, value, min(1.0, 0.4 + slope * (value - low))) for value in values]
    return pd.DataFrame(rows, columns=["lever", "value", "probability"])


def by_date(scenarios=SCENARIOS[:3]):
    rows = []
    for i, name in enumerate(scenarios):
        months = range(1, 13)
        rows += [(name, f"2025-{m:02d}-01", 0.4 + 0.03 * m + 0.02 * i, 0.004) for m in months]
    return pd.DataFrame(rows, columns=["scenario", "as_of", "probability", "standard_error"])


def flows(scenarios=SCENARIOS):
    rows = []
    for i, name in enumerate(scenarios):
        level = 0.0
        for year in YEARS:
            t = year - 2024
            step = 0.0 if name == "reference" else (-400.0 if t < 5 else 120.0 * (1 + i))
            level += step * (t > 0)
            rows.append((name, year, "p50", level))
    return pd.DataFrame(rows, columns=["scenario", "year", "statistic", "value"])


def appraisal(scenarios=SCENARIOS):
    rows = []
    for i, name in enumerate(scenarios):
        for view, rate in (("state", 0.10), ("state", 0.06), ("city", 0.10)):
            for statistic, factor in (
                ("mean", 1.1),
                ("p5", 0.4),
                ("p25", 0.8),
                ("p50", 1.0),
                ("p75", 1.3),
                ("p95", 2.2),
            ):
                value = (
                    None
                    if name == "reference"
                    else (0.3 + 0.05 * i) * factor * (1.0 if view == "state" else 0.6)
                )
                rows.append(
                    (
                        name,
                        "public_cost_per_net_job",
                        view,
                        rate,
                        "to_horizon",
                        "bn VND per job",
                        statistic,
                        value,
                    )
                )
                rows.append((name, "npv", view, rate, "to_horizon", "bn VND", statistic, -1000.0 * factor))
    columns = ["scenario", "measure", "view", "rate", "horizon", "unit", "statistic", "value"]
    return pd.DataFrame(rows, columns=columns)


SECTORS = {
    "D45T47": (
        "Bán buôn, bán lẻ; sửa chữa ô tô, xe máy",
        "Wholesale and retail trade; repair of motor vehicles",
    ),
    "D49": ("Vận tải đường bộ và đường ống", "Land transport and transport via pipelines"),
    "D25": ("Sản phẩm từ kim loại đúc sẵn", "Fabricated metal products"),
    "D35": ("Điện, khí đốt, hơi nước", "Electricity, gas, steam and air conditioning supply"),
    "D69T75": (
        "Hoạt động chuyên môn, khoa học và công nghệ",
        "Professional, scientific and technical activities",
    ),
}


def sectors(count=20):
    keys = [*SECTORS, *(f"S{i}" for i in range(count))][:count]
    return pd.DataFrame({"sector": keys, "value": [900.0 / (i + 1) for i in range(len(keys))]})


def tried():
    outturn = [7.8, 8.5, 4.7, 8.1, 4.57, 6.2]
    years = [2018, 2019, 2020, 2022, 2023, 2024]
    value = [7.0, 7.3, 7.9, 5.2, 7.5, 5.9]
    return pd.DataFrame(
        {
            "year": years,
            "value": value,
            "low": [v - 2.1 for v in value],
            "high": [v + 2.1 for v in value],
            "outturn": outturn,
        }
    )


def news(count=29):
    """Readings whose moves grow and change their sign, the longest names among them; none is 0."""
    known = ("index", "with_construction", "index_table", "national_quarterly")
    periods = ("2025-Q1", "2025-M01..M07", "2024", "2025-9M")
    rows, level = [], 6.4
    for i in range(count):
        move = (1 + i % 7) * (0.06 if i % 3 else -0.04)
        chances = {"probability_before": 0.02 * i, "probability_after": 0.02 * (i + 1)}
        medians = {"median_before": level, "median_after": level + move, "median_change": move}
        day = f"2025-{1 + i // 3:02}-06"
        named = {"series": known[i % 4], "period": periods[i // 2 % 4], "released": day}
        rows.append({**named, **medians, **chances})
        level += move
    return pd.DataFrame(rows)
