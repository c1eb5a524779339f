"""Units of assumptions in both languages; English is how they stand in the scenario files."""

from clusterecon.wording.names import Label

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
    "years": "năm",
}

MILLIONS = {
    "bn VND per worker per year": Label("triệu đồng/lao động/năm", "million VND per worker per year"),
}
"""Units in billions whose values are small and shown in millions."""


def shown_per(unit: str) -> float:
    """Return what a value in a unit of the scenario files is multiplied with where it is shown."""
    return 1000.0 if unit in MILLIONS else 1.0


def assumption_unit(unit: str, lang: str) -> str:
    """Return the unit in which an assumption is shown; one that is not known is returned as it is.

    Parameters
    ----------
    unit
        As in the scenario files.
    lang
        ``vi`` or ``en``.
    """
    if unit in MILLIONS:
        return MILLIONS[unit].in_(lang)
    return VIETNAMESE.get(unit, unit) if lang == "vi" else unit
