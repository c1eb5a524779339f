"""The names of everything a table or a chart shows, by group."""

from collections.abc import Mapping

from clusterecon.language.headings import CAPTIONS, COLUMNS
from clusterecon.language.units import NAMES
from clusterecon.scenario.assumptions import Text, both

GROUPS: Mapping[str, Mapping[str, Text]] = {
    "heading": COLUMNS,
    "caption": CAPTIONS,
    "unit": NAMES,
    "indicator": {
        "jobs": both("Việc làm trong các cụm", "Jobs in the clusters"),
        "budget": both("Thu ngân sách từ các cụm", "Budget revenue from the clusters"),
        "establishments": both("Cơ sở sản xuất trong các cụm", "Establishments in the clusters"),
        "jobs_gross_new": both("Việc làm tại cụm mới, gộp", "Jobs on new land, gross"),
        "value_added_gross_new": both("Giá trị tăng thêm tại cụm mới, gộp", "Value added on new land, gross"),
        "budget_gross_new": both("Thu ngân sách từ cụm mới, gộp", "Budget revenue from new land, gross"),
        "jobs_net": both("Việc làm tăng thêm ròng", "Additional jobs, net"),
        "jobs_net_direct": both("Việc làm ròng trực tiếp", "Additional jobs, net, direct"),
        "jobs_net_indirect": both("Việc làm ròng gián tiếp", "Additional jobs, net, indirect"),
        "jobs_net_indirect_farm": both(
            "Việc làm ròng gián tiếp trong nông nghiệp", "Additional jobs, net, indirect, on farms"
        ),
        "jobs_net_induced": both("Việc làm ròng từ chi tiêu của hộ", "Additional jobs, net, induced"),
        "jobs_net_type2": both("Việc làm ròng, gồm cả chi tiêu của hộ", "Additional jobs, net, with induced"),
        "jobs_net_after_offset": both(
            "Việc làm ròng, sau khi trừ thiếu lao động", "Additional jobs, net, after scarce labour"
        ),
        "value_added_net": both("Giá trị tăng thêm ròng", "Additional value added, net"),
        "value_added_net_direct": both(
            "Giá trị tăng thêm ròng trực tiếp", "Additional value added, net, direct"
        ),
        "value_added_net_indirect": both(
            "Giá trị tăng thêm ròng gián tiếp", "Additional value added, net, indirect"
        ),
        "value_added_net_induced": both(
            "Giá trị tăng thêm ròng từ chi tiêu của hộ", "Additional value added, net, induced"
        ),
        "value_added_net_type2": both(
            "Giá trị tăng thêm ròng, gồm cả chi tiêu của hộ", "Additional value added, net, with induced"
        ),
        "value_added_net_after_offset": both(
            "Giá trị tăng thêm ròng, sau khi trừ thiếu lao động",
            "Additional value added, net, after scarce labour",
        ),
        "budget_net": both("Thu ngân sách tăng thêm ròng", "Additional budget revenue, net"),
        "budget_net_direct": both("Thu ngân sách ròng trực tiếp", "Additional budget revenue, net, direct"),
        "budget_net_indirect": both(
            "Thu ngân sách ròng gián tiếp", "Additional budget revenue, net, indirect"
        ),
        "budget_net_induced": both(
            "Thu ngân sách ròng từ chi tiêu của hộ", "Additional budget revenue, net, induced"
        ),
        "budget_net_type2": both(
            "Thu ngân sách ròng, gồm cả chi tiêu của hộ", "Additional budget revenue, net, with induced"
        ),
        "budget_net_after_offset": both(
            "Thu ngân sách ròng, sau khi trừ thiếu lao động",
            "Additional budget revenue, net, after scarce labour",
        ),
        "jobs_net_resident": both(
            "Việc làm ròng của người trong địa bàn", "Additional jobs of residents, net"
        ),
        "industrial_value_added": both("Giá trị tăng thêm công nghiệp", "Industrial value added"),
        "industrial_growth": both(
            "Tăng trưởng giá trị tăng thêm công nghiệp", "Growth of industrial value added"
        ),
        "area_delivered_ha": both("Diện tích đã bàn giao", "Area delivered"),
        "area_leased_ha": both("Diện tích đã cho thuê", "Area leased"),
        "construction_job_years": both(
            "Công việc xây dựng (tính riêng)", "Construction work (apart from jobs)"
        ),
        "wastewater_coverage": both(
            "Cụm có xử lý nước thải đạt chuẩn", "Clusters with working wastewater treatment"
        ),
        "jobs_at_risk": both("Việc làm bị ảnh hưởng khi đình chỉ", "Jobs at risk under suspension"),
    },
    "statistic": {
        "central": both("Trường hợp trung tâm", "Central case"),
        "mean": both("Bình quân", "Mean"),
        "p5": both("Phân vị 5 %", "5th percentile"),
        "p10": both("Phân vị 10 %", "10th percentile"),
        "p25": both("Phân vị 25 %", "25th percentile"),
        "p50": both("Trung vị", "Median"),
        "p75": both("Phân vị 75 %", "75th percentile"),
        "p90": both("Phân vị 90 %", "90th percentile"),
        "p95": both("Phân vị 95 %", "95th percentile"),
    },
    "part": {
        "baseline": both("Tăng trưởng nền", "Growth without new clusters"),
        "clusters_direct": both("Cụm mới, trực tiếp", "New clusters, direct"),
        "clusters_indirect": both("Cụm mới, gián tiếp", "New clusters, indirect"),
        "suspended": both("Đình chỉ do nước thải", "Suspended over wastewater"),
        "total": both("Tổng", "Total"),
    },
    "waterfall": {
        "gross": both("Gộp", "Gross"),
        "displacement": both("Chuyển từ nơi khác trong địa bàn", "Moved from elsewhere in the area"),
        "relocation_uplift": both("Năng suất tăng nhờ di dời", "Gain from relocating"),
        "substitution": both("Thay thế lao động cũ", "Replaces other workers"),
        "local_effect": both("Tác động tại địa bàn", "Local effect"),
        "reference_case": both("Dù sao cũng có", "Would come anyway"),
        "net_direct": both("Ròng trực tiếp", "Net, direct"),
        "indirect_farm": both("Trong đó: gián tiếp trong nông nghiệp", "Of which indirect, on farms"),
        "indirect": both("Gián tiếp qua nhà cung cấp", "Indirect, through suppliers"),
        "net": both("Ròng", "Net"),
        "labour_offset": both("Rời nơi làm cũ, không có người thay", "Left other employers, not replaced"),
        "net_after_offset": both("Ròng, sau khi trừ thiếu lao động", "Net, after scarce labour"),
        "leakage": both("Người ở ngoài địa bàn", "Commuters from outside"),
        "net_resident": both("Ròng, người trong địa bàn", "Net, residents"),
        "induced": both("Qua chi tiêu của hộ", "Induced, through households"),
        "net_type2": both("Ròng, gồm chi tiêu của hộ", "Net, with induced"),
    },
    "measure": {
        "npv": both("Giá trị hiện tại ròng (NPV)", "Net present value (NPV)"),
        "npv_existing": both("NPV của các cụm hiện có", "NPV of existing clusters"),
        "npv_total": both("NPV cộng cả hai", "NPV, both together"),
        "bcr": both("Tỷ số thu trên chi (BCR)", "Revenue over cost (BCR)"),
        "irr": both("Tỷ suất hoàn vốn nội bộ (IRR)", "Internal rate of return (IRR)"),
        "discounted_payback_year": both("Năm hoàn vốn, có chiết khấu", "Discounted payback year"),
        "public_cost_per_net_job": both(
            "Chi ngân sách cho mỗi việc làm ròng", "Public cost per additional job, net"
        ),
        "npv_per_ha": both("NPV trên mỗi ha", "NPV per ha"),
        "probability_npv_positive": both("Xác suất NPV dương", "Probability that NPV is positive"),
    },
    "view": {
        "state": both("Ngân sách nhà nước", "State budget"),
        "city": both("Ngân sách thành phố", "City budget"),
        "state_direct": both("Ngân sách nhà nước, chỉ trực tiếp", "State budget, direct effects only"),
        "city_direct": both("Ngân sách thành phố, chỉ trực tiếp", "City budget, direct effects only"),
    },
    "comparator": {
        ">=": both("≥", "≥"),
    },
    "joint": {
        "joint": both("Tất cả cùng lúc", "All together"),
        "joint_without_wastewater": both("Tất cả, không kể nước thải", "All, wastewater aside"),
    },
    "grade": {
        "published": both("đã công bố", "published"),
        "derived": both("tính từ số liệu công bố", "derived"),
        "published, page not kept": both("đã công bố, không lưu trang", "published, page not kept"),
        "judgement": both("đánh giá chuyên môn", "judgement"),
    },
    "distribution": {
        "pert": both("PERT", "PERT"),
        "triangular": both("tam giác", "triangular"),
        "uniform": both("đều", "uniform"),
        "normal": both("chuẩn", "normal"),
        "lognormal": both("log chuẩn", "lognormal"),
        "beta": both("beta", "beta"),
        "discrete": both("rời rạc", "discrete"),
    },
    "choice": {
        "linear": both("đường thẳng", "linear"),
        "logistic": both("logistic", "logistic"),
        "stock": both("như các cụm hiện có", "as in the existing clusters"),
        "productivity": both("như năng suất", "as productivity"),
    },
    "notebook": {
        "briefing": both("Báo cáo chung", "Briefing"),
        "scenario": both("Một kịch bản", "One scenario"),
        "target": both("Một mục tiêu", "One target"),
        "compare": both("So sánh các kịch bản", "Scenarios compared"),
    },
    "language": {
        "vi": both("Tiếng Việt", "Vietnamese"),
        "en": both("Tiếng Anh", "English"),
    },
    "cause": {
        "data": both("số liệu mới", "new data"),
        "code": both("chương trình tính thay đổi", "a change of the program"),
        "assumption": both("giả định thay đổi", "a changed assumption"),
        "seed": both("dãy số ngẫu nhiên khác", "another seed"),
    },
    "chart": {
        "target": both("Mục tiêu", "Target"),
        "today": both("Hiện nay", "Today"),
        "existing": both("Cụm hiện có", "Existing clusters"),
        "new": both("Cụm mới", "New clusters"),
        "value_added": both("Thực tế, giá trị tăng thêm", "Outturn, value added"),
        "index": both("Thực tế, chỉ số sản xuất", "Outturn, production index"),
        "forecast": both("Dự báo", "Forecast"),
        "inner": both("Khoảng 50 %", "50 % range"),
        "outer": both("Khoảng 90 %", "90 % range"),
        "range80": both("Khoảng 80 %", "80 % range"),
        "probability": both("Xác suất", "Probability"),
        "whole": both("Toàn bộ tăng trưởng, %", "All growth, %"),
        "clusters_only": both(
            "Riêng các cụm, điểm % (phóng to)", "Clusters alone, percentage points (enlarged)"
        ),
        "others": both("Các ngành còn lại", "All other sectors"),
        "wanted": both("Mức cần đạt", "Wanted"),
        "best": both("Cao nhất khi chỉ dùng đòn bẩy này", "Highest with this lever alone"),
        "in_full": both("đủ số liệu", "in full"),
        "payback": both("Hoàn vốn", "Payback"),
        "coverage": both("Cụm xử lý nước thải đạt chuẩn, %", "Clusters with working treatment, %"),
        "at_risk": both("Việc làm bị ảnh hưởng khi đình chỉ", "Jobs at risk under suspension"),
        "none": both("không có", "none"),
        "added": both("Phần cộng", "Additions"),
        "deducted": both("Phần trừ", "Deductions"),
        "totals": both("Tổng", "Totals"),
        "low_end": both("Cận dưới (5\u00a0%)", "Lower end (5\u00a0%)"),
        "high_end": both("Cận trên (95\u00a0%)", "Upper end (95\u00a0%)"),
        "no_data": both("Không có số liệu để vẽ", "There are no figures to draw"),
    },
    "model": {
        "seasonal_difference_ar": both("tự hồi quy sai phân mùa", "seasonal-difference autoregression"),
        "momentum": both("đà tăng của quý gần nhất", "momentum of the last quarter"),
        "climatology": both("bình quân quá khứ", "past average"),
        "last_value": both("giữ mức năm trước", "no change from the year before"),
        "bridge": both("cầu nối từ cả nước", "bridge from the nation"),
        "mixture": both("kết hợp ba quy tắc (dự báo công bố)", "mixture of three rules (as published)"),
        "half_and_half": both(
            "nửa cầu nối, nửa bình quân quá khứ (dự báo công bố)",
            "half bridge, half past average (as published)",
        ),
    },
    "stage": {
        "national": both("Cả nước, theo quý", "Nation, quarterly"),
        "regional": both(
            "Địa bàn, từ đầu đến cuối (chỉ số sản xuất)", "Region, end to end (production index)"
        ),
    },
    "reading": {
        "before": both("Trước các số liệu này", "Before these readings"),
        "after": both("Sau các số liệu này", "After these readings"),
        "several": both("Nhiều số liệu", "Several readings"),
        "national_quarterly": both("Giá trị tăng thêm công nghiệp cả nước", "Nation, industrial value added"),
        "national_construction": both("Giá trị tăng thêm xây dựng cả nước", "Nation, construction"),
        "national_annual": both("Tăng trưởng công nghiệp cả nước", "Nation, growth of industry"),
        "national_months": both("Chỉ số sản xuất cả nước", "Nation, production index"),
        "index_table": both(
            "Chỉ số sản xuất địa bàn, cơ quan thống kê",
            "Region, production index, statistics office",
        ),
        "index": both("Chỉ số sản xuất của địa bàn", "Region, production index"),
        "value_added": both("Giá trị tăng thêm công nghiệp của địa bàn", "Region, industrial value added"),
        "with_construction": both(
            "Giá trị tăng thêm công nghiệp và xây dựng của địa bàn",
            "Region, value added of industry and construction",
        ),
    },
    "verdict": {
        "better": both("tốt hơn", "better"),
        "worse": both("kém hơn", "worse"),
        "tie": both("ngang nhau", "tie"),
        "benchmark": both("mốc so sánh", "benchmark"),
    },
    "yes_no": {"yes": both("có", "yes"), "no": both("không", "no")},
}
