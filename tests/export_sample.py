"""A briefing as large and as awkward as a real one, in both languages, for the tests of the writers."""

import datetime

import numpy as np
import pandas as pd

from clusterecon.document.briefing import Briefing, Section
from clusterecon.document.chart import Chart, NativeChart, Series
from clusterecon.document.table import Column, TableBlock

pd.set_option("mode.string_storage", "python")  # Arrow refuses a lone surrogate, which titles here have

HOSTILE = (
    '<script>alert("x")</script>',
    '=cmd()|"/c calc"!A1',
    "+1+1",
    "-2+3",
    "@SUM(1+1)",
    "Quotes ' \" ` and & < >",
    "Money $x$ and $\\alpha$ 100 % \\frac{1}{2} {curly} [square]",
    '#typst #read("/etc/passwd") *bold* _it_ `raw` <label> @ref // no',
    "Emoji 🏭 👷🏽‍♀️ 🇻🇳 ✅ end",
    "NFD Vie\u0302\u0323t Nam: cu\u0323m co\u0302ng nghie\u0323\u0302p",
    "NUL\x00 BEL\x07 ESC\x1b tab\tcr\rlf\nend",
    "\u202eoverride\u202c and \u2066isolate\u2069",
    "Chinese 北京 and lone \ud800 surrogate",
    "_x0041_ %s %(x)s {0} \\n \\u0041",
    "Cụm công nghiệp " * 18 + "dài",
    "W" * 300,
)

SCENARIOS = {
    "vi": (
        "Không mở rộng thêm cụm công nghiệp nào",
        "Đúng kế hoạch đã công bố: 30 cụm hoàn thành năm 2025, 13 cụm năm 2027, 20 cụm năm 2029",
        "Kế hoạch với 15 cụm thành lập mới thay vì 20",
        "Theo tốc độ hoàn thành thực tế từ 2021 đến nay",
        "Đuổi kịp trong năm 2026: 6 cụm năm 2025 và 24 cụm năm 2026, phần còn lại theo tốc độ thực tế",
        "Doanh nghiệp thuê đất mật độ lao động cao, năng suất cao",
        "Tạm dừng các cụm chưa có trạm xử lý nước thải đạt chuẩn",
    ),
    "en": (
        "No further cluster is delivered",
        "The plan as announced: 30 clusters in 2025, 13 in 2027 and 20 in 2029",
        "The plan with 15 new clusters instead of 20",
        "The record's pace of completion since 2021",
        "Catching up in 2026: 6 clusters in 2025 and 24 in 2026, the rest at the record's pace",
        "Denser and more productive tenants",
        "Clusters without a working wastewater plant are suspended",
    ),
}
YEARS = tuple(range(2024, 2036))
LEVELS = (80.0, 106.9, 101.2, 86.4, 103.1, 118.4, 74.2)
GROWTH = ((5.1, 6.6, 8.2), (5.1, 6.7, 8.3), (5.0, 6.7, 8.3), (5.1, 6.6, 8.2))
GROWTH = (*GROWTH, (5.1, 6.7, 8.2), (5.2, 6.8, 8.4), (3.9, 5.4, 7.0))


def _figure(kind, title):
    from matplotlib.figure import Figure

    def draw():
        figure = Figure(figsize=(10, 5.625), layout="constrained")
        axes = figure.subplots()
        if kind == "line":
            for level in LEVELS:
                axes.plot(YEARS, np.linspace(80, level, len(YEARS)))
        else:
            axes.barh(range(len(LEVELS)), LEVELS)
        axes.set_title(title[:90])
        return figure

    return draw


def _chart(chart_id, title, alt, native, source, kind):
    frame = pd.DataFrame(
        {"category": native.categories, **{series.name: series.values for series in native.series}}
    )
    return Chart(chart_id, title, alt, frame, _figure(kind, title), source, native)


def _natives(lang, names):
    words = {"vi": ("Mức 6,95 %", "Trung vị", "nghìn việc làm", "Hôm nay", "Phần nền", "Đóng góp")}
    target, median, unit, today, base, part = words.get(
        lang, ("6.95 % target", "Median", "thousand jobs", "Today", "Base", "Contribution")
    )
    low, middle, high = zip(*GROWTH, strict=True)
    jobs = [Series(n, np.linspace(80, e, len(YEARS))) for n, e in zip(names, LEVELS, strict=True)]
    steps = ("A", "B", "C", "D", "E")
    return {
        "growth": NativeChart(
            "dot",
            names,
            (Series(median, middle, low, high), Series(target, [6.95] * 7, role="target")),
            "0.00",
            "%",
        ),
        "jobs": NativeChart(
            "line", YEARS, (*jobs, Series(today, [80.0] * len(YEARS), role="target")), "#,##0", unit
        ),
        "budget": NativeChart("bar", names, (Series(unit, [v * 13.75 for v in LEVELS]),), "#,##0", unit),
        "waterfall": NativeChart(
            "stacked",
            steps,
            (Series(base, (0, 18, 11, 10, 0), role="base"), Series(part, (27, 9, 7, 1, 10))),
            "#,##0",
            unit,
        ),
        "delivery": NativeChart(
            "column",
            ("2025", "2027", "2029", "2031"),
            (
                Series("Plan", (30, 43, 63, 63)),
                Series("Record", (3, 9.1, None, 22), (1, 5, None, 12), (8, 14, None, 36)),
            ),
            "0.0",
            unit,
        ),
    }


def sample_briefing(lang="vi", titles=None):
    """Return a briefing of seven scenarios; `titles` replaces their names."""
    names = tuple(titles or SCENARIOS[lang])[:7]
    vi = lang == "vi"
    native = _natives(lang, names)
    source = (
        "Sở Công Thương Hà Nội (2025); Kế hoạch 20/KH-UBND" if vi else "Hanoi Department of Industry (2025)"
    )
    findings = {
        "growth": "Mở rộng cụm công nghiệp chỉ thêm khoảng 0,02 điểm phần trăm vào tăng trưởng năm 2025",
        "jobs": "Theo tốc độ thực tế, đến 2035 chỉ có thêm 6.400 việc làm thay vì 26.900",
        "budget": "Ngân sách có thể vượt 1.100 tỷ đồng từ năm 2027 nếu đúng kế hoạch",
        "waterfall": "Chưa đến bốn phần mười số việc làm gộp là việc làm ròng",
        "delivery": "Đến nay cứ mười cụm phải xong thì một cụm xong mỗi năm",
    }
    if not vi:
        findings = {
            "growth": "Cluster expansion adds only about 0.02 points to growth in 2025",
            "jobs": "At the record's pace there are 6,400 further jobs by 2035, not 26,900",
            "budget": "The budget can pass 1,100 bn VND from 2027 if all goes to plan",
            "waterfall": "Less than four in ten gross jobs are net",
            "delivery": "Of ten clusters due, one is finished each year",
        }
    charts = {
        key: _chart(key, text, f"{text}. {', '.join(names[:3])}.", native[key], source, native[key].kind)
        for key, text in findings.items()
    }
    return Briefing(
        lang=lang,
        title="Cụm công nghiệp Hà Nội và mục tiêu tăng trưởng 6,95 %"
        if vi
        else "Hanoi's industrial clusters and 6.95 %",
        subtitle="Bảy kịch bản, số liệu đến 03/02/2025" if vi else "Seven scenarios, data to 3 February 2025",
        sections=_sections(lang, names, charts, findings),
        footer="clusterecon · plan · 2025-02-03 · 3f9a1c0b77de",
        notes=tuple(f"{finding}. " * 3 for finding in findings.values()),
        data=(TableBlock("results", "Results", _long_frame(names)),),
        as_of=datetime.date(2025, 2, 3),
    )


def _sections(lang, names, charts, findings):
    vi = lang == "vi"
    table = TableBlock(
        "headline",
        "Việc làm, ngân sách và tăng trưởng theo kịch bản" if vi else "Jobs, budget and growth by scenario",
        _headline_frame(names),
        "Khoảng tin cậy 90 %; giá so sánh 2024" if vi else "90 % intervals; constant 2024 prices",
        (
            Column("scenario", "Kịch bản" if vi else "Scenario"),
            Column("jobs", "Việc làm 2030" if vi else "Jobs 2030", "integer"),
            Column(
                "budget",
                "Ngân sách 2030" if vi else "Budget 2030",
                "number",
                1,
                "tỷ đồng" if vi else "bn VND",
            ),
            Column("growth", "Tăng trưởng 2025" if vi else "Growth 2025", "number", 2, "%"),
            Column("difference", "So với không mở rộng" if vi else "Against none", "number", 3, "%", True),
            Column("probability", "Xác suất đạt 6,95 %" if vi else "P(6.95 %)", "percent", 1),
            Column("known", "Biết từ" if vi else "Known since", "date"),
        ),
    )
    assumptions = TableBlock(
        "assumptions",
        "Các giả định" if vi else "Assumptions",
        _assumptions_frame(
            source="Sở Công Thương Hà Nội, báo cáo năm 2024 về các cụm công nghiệp" if vi else "Report 2024"
        ),
        "Giá trị phán đoán được nêu tên" if vi else "Judgement values are named",
    )
    sentences = tuple(f"{text}." for text in findings.values())
    return (
        Section("growth", "Tăng trưởng" if vi else "Growth", sentences[:2], (charts["growth"],), (table,)),
        Section("jobs", "Việc làm" if vi else "Jobs", sentences[1:4], (charts["jobs"], charts["waterfall"])),
        Section(
            "budget", "Ngân sách" if vi else "Budget", sentences[2:3], (charts["budget"], charts["delivery"])
        ),
        Section("assumptions", "Giả định và nguồn" if vi else "Assumptions", sentences, (), (assumptions,)),
    )


def _headline_frame(names):
    return pd.DataFrame(
        {
            "scenario": names,
            "jobs": [80_000, 106_896, 101_200, 86_410, 103_100, 118_400, 74_200],
            "budget": [1100.0, 1476.53, 1398.0, 1189.7, 1421.0, 1650.25, np.nan],
            "growth": [6.61, 6.63, 6.63, 6.612, 6.62, 6.66, 5.4],
            "difference": [0.0, 0.02, 0.02, 0.002, 0.01, 0.05, -1.21],
            "probability": [0.42, 0.43, 0.4295, 0.42, 0.4249, 0.45, 0.1],
            "known": pd.to_datetime(["2025-02-03"] * 6 + [None]),
        }
    )


def _assumptions_frame(source):
    count = 64
    return pd.DataFrame(
        {
            "name": [f"assumption_number_{index}_per_leased_ha" for index in range(count)],
            "value": np.linspace(0, 1686.4, count),
            "unit": ["bn VND/ha"] * count,
            "grade": ["published", "derived", "judgement", "published"] * (count // 4),
            "source": [source] * count,
        }
    )


def _long_frame(names):
    rows = [
        {
            "scenario": name,
            "indicator": "jobs",
            "year": year,
            "statistic": statistic,
            "value": level * 1000 + year / 7,
        }
        for name, level in zip(names, LEVELS, strict=True)
        for year in YEARS
        for statistic in ("mean", "p5", "p50", "p95")
    ]
    return pd.DataFrame(rows)
