"""The names themselves: units, indicators, and everything else a table or a chart shows."""

from collections.abc import Mapping
from typing import NamedTuple

from clusterecon.wording.numbers import checked_lang


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
    "million_vnd": Label("triệu đồng", "million VND"),
    "establishments": Label("cơ sở", "establishments"),
    "percent": Label("%", "%"),
    "points": Label("điểm %", "percentage points"),
    "ha": Label("ha", "ha"),
    "job_years": Label("người-năm", "job-years"),
    "share": Label("%", "%"),
    "workers": Label("việc làm", "jobs"),
    "bn VND": Label("tỷ đồng", "bn VND"),
    "%": Label("%", "%"),
    "fraction": Label("phần của 1", "fraction"),
    "ratio": Label("lần", "ratio"),
    "year": Label("năm", "year"),
    "probability": Label("xác suất", "probability"),
    "job-years": Label("người-năm", "job-years"),
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
        "mean": Label("Bình quân", "Mean"),
        "p5": Label("Phân vị 5 %", "5th percentile"),
        "p10": Label("Phân vị 10 %", "10th percentile"),
        "p25": Label("Phân vị 25 %", "25th percentile"),
        "p50": Label("Trung vị", "Median"),
        "p75": Label("Phân vị 75 %", "75th percentile"),
        "p90": Label("Phân vị 90 %", "90th percentile"),
        "p95": Label("Phân vị 95 %", "95th percentile"),
    },
    "part": {
        "baseline": Label("Tăng trưởng nền", "Growth without new clusters"),
        "clusters_direct": Label("Cụm mới, trực tiếp", "New clusters, direct"),
        "clusters_indirect": Label("Cụm mới, gián tiếp", "New clusters, indirect"),
        "suspended": Label("Đình chỉ do nước thải", "Suspended over wastewater"),
        "total": Label("Tổng", "Total"),
    },
    "waterfall": {
        "gross": Label("Gộp", "Gross"),
        "deadweight": Label("Dù sao cũng có", "Would come anyway"),
        "displacement": Label("Chuyển từ nơi khác trong địa bàn", "Moved from elsewhere in the area"),
        "relocation_uplift": Label("Năng suất tăng nhờ di dời", "Gain from relocating"),
        "substitution": Label("Thay thế lao động cũ", "Replaces other workers"),
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
    "distribution": {
        "pert": Label("PERT", "PERT"),
        "triangular": Label("tam giác", "triangular"),
        "uniform": Label("đều", "uniform"),
        "normal": Label("chuẩn", "normal"),
        "lognormal": Label("log chuẩn", "lognormal"),
        "beta": Label("beta", "beta"),
        "discrete": Label("rời rạc", "discrete"),
    },
    "choice": {
        "linear": Label("đường thẳng", "linear"),
        "logistic": Label("logistic", "logistic"),
    },
    "release_basis": {
        "published": Label("ngày công bố", "as published"),
        "latest possible": Label("ngày muộn nhất có thể", "latest possible"),
        "assumed": Label("ngày giả định", "assumed"),
        "newest input": Label("ngày của số liệu mới nhất dùng để tính", "date of the newest input"),
    },
    "notebook": {
        "briefing": Label("Báo cáo chung", "Briefing"),
        "scenario": Label("Một kịch bản", "One scenario"),
        "target": Label("Một mục tiêu", "One target"),
        "compare": Label("So sánh các kịch bản", "Scenarios compared"),
    },
    "language": {
        "vi": Label("Tiếng Việt", "Vietnamese"),
        "en": Label("Tiếng Anh", "English"),
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
        "recorded": Label("Theo tiến độ thực tế", "At the record's pace"),
        "value_added": Label("Thực tế, giá trị tăng thêm", "Outturn, value added"),
        "index": Label("Thực tế, chỉ số sản xuất", "Outturn, production index"),
        "forecast": Label("Dự báo", "Forecast"),
        "inner": Label("Khoảng 50 %", "50 % range"),
        "outer": Label("Khoảng 90 %", "90 % range"),
        "range80": Label("Khoảng 80 %", "80 % range"),
        "interval": Label("Khoảng 90 %", "90 % range"),
        "error": Label("±2 sai số chuẩn", "±2 standard errors"),
        "probability": Label("Xác suất", "Probability"),
        "whole": Label("Toàn bộ tăng trưởng, %", "All growth, %"),
        "clusters_only": Label(
            "Riêng các cụm, điểm % (phóng to)", "Clusters alone, percentage points (enlarged)"
        ),
        "others": Label("Các ngành còn lại", "All other sectors"),
        "wanted": Label("Mức cần đạt", "Wanted"),
        "best": Label("Cao nhất khi chỉ dùng đòn bẩy này", "Highest with this lever alone"),
        "in_full": Label("đủ số liệu", "in full"),
        "payback": Label("Hoàn vốn", "Payback"),
        "coverage": Label("Cụm xử lý nước thải đạt chuẩn, %", "Clusters with working treatment, %"),
        "at_risk": Label("Việc làm bị ảnh hưởng khi đình chỉ", "Jobs at risk under suspension"),
        "none": Label("không có", "none"),
        "added": Label("Phần cộng", "Additions"),
        "deducted": Label("Phần trừ", "Deductions"),
        "totals": Label("Tổng", "Totals"),
        "low_end": Label("Cận dưới (5\u00a0%)", "Lower end (5\u00a0%)"),
        "high_end": Label("Cận trên (95\u00a0%)", "Upper end (95\u00a0%)"),
        "no_data": Label("Không có số liệu để vẽ", "There are no figures to draw"),
        "run": Label("Lần tính", "Run"),
    },
    "model": {
        "seasonal_difference_ar": Label("tự hồi quy sai phân mùa", "seasonal-difference autoregression"),
        "unobserved_components": Label("thành phần không quan sát", "unobserved components"),
        "damped_ets": Label("san mũ có hãm", "damped exponential smoothing"),
        "climatology": Label("bình quân quá khứ", "past average"),
        "last_value": Label("giữ mức năm trước", "no change from the year before"),
        "autoregression": Label("tự hồi quy theo năm", "yearly autoregression"),
        "bridge": Label("cầu nối từ cả nước", "bridge from the nation"),
        "pool": Label("kết hợp các mô hình", "pool of models"),
        "published": Label("dự báo công bố", "as published"),
    },
    "stage": {
        "national": Label("Cả nước, theo quý", "Nation, quarterly"),
        "regional": Label(
            "Địa bàn, từ đầu đến cuối (chỉ số sản xuất)", "Region, end to end (production index)"
        ),
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
