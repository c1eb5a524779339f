"""Column headings and captions of the tables, in both languages."""

from collections.abc import Mapping

from clusterecon.scenario.assumptions import Text, both

COLUMNS: Mapping[str, Text] = {
    "scenario": both("Kịch bản", "Scenario"),
    "indicator": both("Chỉ tiêu", "Indicator"),
    "unit": both("Đơn vị", "Unit"),
    "price_basis": both("Giá", "Prices"),
    "year": both("Năm", "Year"),
    "value": both("Giá trị", "Value"),
    "target": both("Mục tiêu", "Target"),
    "comparator": both("So sánh", "Comparator"),
    "threshold": both("Ngưỡng", "Threshold"),
    "probability": both("Xác suất", "Probability"),
    "standard_error": both("Sai số chuẩn", "Standard error"),
    "gap": both("Chênh so với ngưỡng", "Gap to threshold"),
    "gap_bn_vnd": both("Chênh, tỷ đồng", "Gap, bn VND"),
    "shortfall": both("Thiếu bình quân khi không đạt", "Average shortfall when missed"),
    "with_hindsight": both("Biết sau", "With hindsight"),
    "part": both("Thành phần", "Part"),
    "line": both("Dòng", "Line"),
    "measure": both("Thước đo", "Measure"),
    "view": both("Góc nhìn", "View"),
    "rate": both("Tỷ lệ chiết khấu", "Discount rate"),
    "horizon": both("Thời hạn", "Horizon"),
    "low": both("Thấp", "Low"),
    "high": both("Cao", "High"),
    "inner_low": both("Thấp, khoảng 50\u00a0%", "Low, 50\u00a0% range"),
    "inner_high": both("Cao, khoảng 50\u00a0%", "High, 50\u00a0% range"),
    "start": both("Từ mức", "From"),
    "end": both("Đến mức", "To"),
    "inside": both("Trong khoảng dự báo", "Inside the range"),
    "payback": both("Đã hoàn vốn", "Paid back"),
    "stock": both("Cụm hiện có", "Existing clusters"),
    "new": both("Cụm mới", "New clusters"),
    "jobs": both("Việc làm", "Jobs"),
    "value_added": both("Giá trị tăng thêm", "Value added"),
    "revenue": both("Thu ngân sách", "Budget revenue"),
    "switching": both("Mức hòa vốn", "Break-even value"),
    "in_scenario": both("Trong kịch bản", "In the scenario"),
    "area_needed": both("Diện tích cần bàn giao", "Area to be delivered"),
    "contribution": both(
        "Cụm mới góp vào tăng trưởng, điểm\u00a0%", "Added to growth by new clusters, percentage points"
    ),
    "source": both("Nguồn", "Source"),
    "assumption": both("Giả định", "Assumption"),
    "distribution": both("Phân phối", "Distribution"),
    "grade": both("Loại căn cứ", "Evidence"),
    "reason": both("Lý do", "Reason"),
    "known_since": both("Biết từ ngày", "Known since"),
    "conflict": both("Số liệu mâu thuẫn", "Conflicting figures"),
    "model": both("Mô hình", "Model"),
    "crps": both("Sai số CRPS", "CRPS"),
    "difference": both("Chênh lệch", "Difference"),
    "clear": both("Vượt sai số mô phỏng", "Beyond simulation error"),
    "coverage": both("Trúng khoảng 80 %", "Inside the 80 % range"),
    "outturn": both("Thực tế", "Outturn"),
    "verdict": both("Kết luận", "Verdict"),
    "n": both("Số năm", "Years"),
    "lever": both("Đòn bẩy", "Lever"),
    "as_of": both("Tính đến ngày", "As of"),
    "sector": both("Ngành", "Sector"),
    "before": both("Trước", "Before"),
    "after": both("Sau", "After"),
    "change": both("Thay đổi", "Change"),
    "construction_job_years": both("Công việc xây dựng, người-năm", "Construction work, job-years"),
    "construction_industry_value_added": both(
        "Giá trị tăng thêm công nghiệp nhờ xây dựng, năm cao nhất, tỷ đồng",
        "Industrial value added of construction, highest year, bn VND",
    ),
    "farm_land_lost_ha": both("Đất chuyển đổi, ha", "Land built over, ha"),
    "wastewater_treated_m3_per_day": both(
        "Nước thải của cụm mới được xử lý, m³/ngày", "Wastewater of new clusters treated, m³ a day"
    ),
    "kind": both("Loại", "Kind"),
}

CAPTIONS: Mapping[str, Text] = {
    "headline": both("Kết quả chính theo kịch bản", "Headline results by scenario"),
    "results": both("Toàn bộ kết quả", "All results"),
    "outlook": both("Việc làm và thu ngân sách theo năm", "Jobs and budget revenue by year"),
    "jobs_and_budget": both(
        "Việc làm và thu ngân sách của các cụm", "Jobs in the clusters and what they pay"
    ),
    "overrides": both("Từng kịch bản khác gì", "What each scenario changes"),
    "hectares": both("Diện tích cần bàn giao để đạt mục tiêu", "Area to be delivered to meet the target"),
    "dates": both(
        "Xác suất thay đổi ra sao khi có thêm số liệu", "How the probability moved as figures came in"
    ),
    "targets": both("Xác suất đạt từng mục tiêu", "Probability of meeting each target"),
    "attribution": both("Tăng trưởng do đâu mà có", "Where growth comes from"),
    "waterfall": both("Từ con số gộp đến con số ròng", "From gross to net"),
    "compare": both("So sánh các kịch bản", "Scenarios compared"),
    "appraisal": both("Thu và chi của ngân sách", "Revenue and cost to the budget"),
    "npv_accounts": both(
        "NPV của cụm mới, cụm hiện có và cả hai, theo tỷ lệ chiết khấu",
        "Net present value of new clusters, existing ones and both, by discount rate",
    ),
    "switching": both(
        "Giả định phải ở mức nào để ngân sách hòa vốn", "What it takes for the budget to break even"
    ),
    "cash_flow": both("Dòng tiền cộng dồn, đã chiết khấu", "Cumulative discounted flow"),
    "wastewater": both("Xử lý nước thải", "Wastewater treatment"),
    "linkages": both("Trực tiếp, gián tiếp và qua chi tiêu của hộ", "Direct, indirect and induced"),
    "backtest": both("Dự báo đã đúng đến đâu trong quá khứ", "How good the forecasts have been"),
    "goal_seek": both("Cần những gì để đạt mục tiêu", "What it would take"),
    "assumptions": both("Các giả định và nguồn", "Assumptions and their sources"),
    "judgements": both("Những giả định là đánh giá chuyên môn", "Assumptions that are judgement"),
    "sources": both("Nguồn số liệu", "Sources"),
    "conflicts": both("Những chỗ số liệu mâu thuẫn", "Where the figures conflict"),
    "changes": both("Thay đổi so với lần trước", "Changes since the last run"),
    "memo": both("Ngoài kết quả chính", "Outside the headline"),
}
