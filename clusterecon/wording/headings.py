"""Column headings and captions of the tables, in both languages."""

from collections.abc import Iterable, Mapping

from clusterecon.errors import InputError, nearest
from clusterecon.wording.labels import Label

COLUMNS: Mapping[str, Label] = {
    "scenario": Label("Kịch bản", "Scenario"),
    "indicator": Label("Chỉ tiêu", "Indicator"),
    "unit": Label("Đơn vị", "Unit"),
    "price_basis": Label("Giá", "Prices"),
    "year": Label("Năm", "Year"),
    "statistic": Label("Thống kê", "Statistic"),
    "value": Label("Giá trị", "Value"),
    "today": Label("Hiện nay", "Today"),
    "target": Label("Mục tiêu", "Target"),
    "comparator": Label("So sánh", "Comparator"),
    "threshold": Label("Ngưỡng", "Threshold"),
    "probability": Label("Xác suất", "Probability"),
    "standard_error": Label("Sai số chuẩn", "Standard error"),
    "gap": Label("Chênh so với ngưỡng", "Gap to threshold"),
    "gap_bn_vnd": Label("Chênh, tỷ đồng", "Gap, bn VND"),
    "shortfall": Label("Thiếu bình quân khi không đạt", "Average shortfall when missed"),
    "with_hindsight": Label("Biết sau", "With hindsight"),
    "part": Label("Thành phần", "Part"),
    "line": Label("Dòng", "Line"),
    "measure": Label("Thước đo", "Measure"),
    "view": Label("Góc nhìn", "View"),
    "rate": Label("Tỷ lệ chiết khấu", "Discount rate"),
    "horizon": Label("Thời hạn", "Horizon"),
    "low": Label("Thấp", "Low"),
    "high": Label("Cao", "High"),
    "inner_low": Label("Thấp, khoảng 50\u00a0%", "Low, 50\u00a0% range"),
    "inner_high": Label("Cao, khoảng 50\u00a0%", "High, 50\u00a0% range"),
    "start": Label("Từ mức", "From"),
    "end": Label("Đến mức", "To"),
    "inside": Label("Trong khoảng dự báo", "Inside the range"),
    "payback": Label("Đã hoàn vốn", "Paid back"),
    "stock": Label("Cụm hiện có", "Existing clusters"),
    "new": Label("Cụm mới", "New clusters"),
    "median": Label("Trung vị", "Median"),
    "interval": Label("Khoảng 90 %", "90 % range"),
    "gross": Label("Gộp", "Gross"),
    "net": Label("Ròng", "Net"),
    "jobs": Label("Việc làm", "Jobs"),
    "value_added": Label("Giá trị tăng thêm", "Value added"),
    "revenue": Label("Thu ngân sách", "Budget revenue"),
    "switching": Label("Mức hòa vốn", "Break-even value"),
    "in_scenario": Label("Trong kịch bản", "In the scenario"),
    "area_needed": Label("Diện tích cần bàn giao", "Area to be delivered"),
    "budget": Label("Ngân sách, tỷ đồng", "Budget, bn VND"),
    "growth": Label("Tăng trưởng, %", "Growth, %"),
    "contribution": Label(
        "Cụm mới góp vào tăng trưởng, điểm\u00a0%", "Added to growth by new clusters, percentage points"
    ),
    "period": Label("Kỳ", "Period"),
    "release_date": Label("Ngày công bố", "Released"),
    "release_date_basis": Label("Căn cứ của ngày", "Basis of the date"),
    "status": Label("Tình trạng", "Status"),
    "source": Label("Nguồn", "Source"),
    "source_title": Label("Tên nguồn", "Source title"),
    "publisher": Label("Nơi công bố", "Publisher"),
    "url": Label("Địa chỉ", "Address"),
    "assumption": Label("Giả định", "Assumption"),
    "distribution": Label("Phân phối", "Distribution"),
    "grade": Label("Loại căn cứ", "Evidence"),
    "derivation": Label("Cách tính", "Derivation"),
    "reason": Label("Lý do", "Reason"),
    "known_since": Label("Biết từ ngày", "Known since"),
    "conflict": Label("Số liệu mâu thuẫn", "Conflicting figures"),
    "model": Label("Mô hình", "Model"),
    "origin": Label("Năm dự báo", "Forecast year"),
    "crps": Label("Sai số CRPS", "CRPS"),
    "difference": Label("Chênh lệch", "Difference"),
    "clear": Label("Vượt sai số mô phỏng", "Beyond simulation error"),
    "coverage": Label("Trúng khoảng 80 %", "Inside the 80 % range"),
    "pit": Label("Vị trí trong dự báo (PIT)", "Place in the forecast (PIT)"),
    "outturn": Label("Thực tế", "Outturn"),
    "forecast": Label("Dự báo", "Forecast"),
    "verdict": Label("Kết luận", "Verdict"),
    "n": Label("Số năm", "Years"),
    "lever": Label("Đòn bẩy", "Lever"),
    "as_of": Label("Tính đến ngày", "As of"),
    "sector": Label("Ngành", "Sector"),
    "sequence": Label("Lần chạy", "Run"),
    "before": Label("Trước", "Before"),
    "after": Label("Sau", "After"),
    "change": Label("Thay đổi", "Change"),
    "cause": Label("Nguyên nhân", "Cause"),
    "construction_job_years": Label("Công việc xây dựng, người-năm", "Construction work, job-years"),
    "construction_industry_value_added": Label(
        "Giá trị tăng thêm công nghiệp nhờ xây dựng, năm cao nhất, tỷ đồng",
        "Industrial value added of construction, highest year, bn VND",
    ),
    "farm_land_lost_ha": Label("Đất chuyển đổi, ha", "Land built over, ha"),
    "wastewater_treated_m3_per_day": Label(
        "Nước thải của cụm mới được xử lý, m³/ngày", "Wastewater of new clusters treated, m³ a day"
    ),
    "hash": Label("Mã kiểm", "Hash"),
    "payer": Label("Bên chi trả", "Payer"),
    "kind": Label("Loại", "Kind"),
}

CAPTIONS: Mapping[str, Label] = {
    "headline": Label("Kết quả chính theo kịch bản", "Headline results by scenario"),
    "results": Label("Toàn bộ kết quả", "All results"),
    "outlook": Label("Việc làm và thu ngân sách theo năm", "Jobs and budget revenue by year"),
    "jobs_and_budget": Label(
        "Việc làm và thu ngân sách của các cụm", "Jobs in the clusters and what they pay"
    ),
    "overrides": Label("Từng kịch bản khác gì", "What each scenario changes"),
    "hectares": Label("Diện tích cần bàn giao để đạt mục tiêu", "Area to be delivered to meet the target"),
    "dates": Label(
        "Xác suất thay đổi ra sao khi có thêm số liệu", "How the probability moved as figures came in"
    ),
    "targets": Label("Xác suất đạt từng mục tiêu", "Probability of meeting each target"),
    "attribution": Label("Tăng trưởng do đâu mà có", "Where growth comes from"),
    "waterfall": Label("Từ con số gộp đến con số ròng", "From gross to net"),
    "compare": Label("So sánh các kịch bản", "Scenarios compared"),
    "appraisal": Label("Thu và chi của ngân sách", "Revenue and cost to the budget"),
    "switching": Label(
        "Giả định phải ở mức nào để ngân sách hòa vốn", "What it takes for the budget to break even"
    ),
    "cash_flow": Label("Dòng tiền cộng dồn, đã chiết khấu", "Cumulative discounted flow"),
    "wastewater": Label("Xử lý nước thải", "Wastewater treatment"),
    "linkages": Label("Trực tiếp, gián tiếp và qua chi tiêu của hộ", "Direct, indirect and induced"),
    "sectors": Label("Tác động gián tiếp theo ngành", "Indirect effect by sector"),
    "backtest": Label("Dự báo đã đúng đến đâu trong quá khứ", "How good the forecasts have been"),
    "goal_seek": Label("Cần những gì để đạt mục tiêu", "What it would take"),
    "assumptions": Label("Các giả định và nguồn", "Assumptions and their sources"),
    "judgements": Label("Những giả định là đánh giá chuyên môn", "Assumptions that are judgement"),
    "sources": Label("Nguồn số liệu", "Sources"),
    "conflicts": Label("Những chỗ số liệu mâu thuẫn", "Where the figures conflict"),
    "changes": Label("Thay đổi so với lần trước", "Changes since the last run"),
    "memo": Label("Ngoài kết quả chính", "Outside the headline"),
    "record": Label("Thông tin về lần tính này", "About this run"),
}


def _find(table: Mapping[str, Label], what: str, key: str) -> Label:
    if key not in table:
        raise InputError(f"no {what} '{key}'{nearest(key, table)}")
    return table[key]


def heading(column: str, lang: str) -> str:
    """Return the heading of a table's column.

    Raises
    ------
    InputError
        If the column has no heading; the nearest one is named.
    """
    return _find(COLUMNS, "heading", column).in_(lang)


def headings(columns: Iterable[str], lang: str) -> dict[str, str]:
    """Return column -> heading, as pandas' ``rename(columns=...)`` takes it."""
    return {column: heading(column, lang) for column in columns}


def caption(table: str, lang: str) -> str:
    """Return the caption of a table.

    Raises
    ------
    InputError
        If the table has no caption; the nearest one is named.
    """
    return _find(CAPTIONS, "caption", table).in_(lang)
