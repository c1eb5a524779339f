"""Templates of what commands print, of the page of all runs, and of lines that scenarios share."""

from collections.abc import Mapping

from clusterecon.scenario.assumptions import Text, both

PROGRAM: Mapping[str, Text] = {
    "check.done": both(
        "{scenarios} kịch bản, {assumptions} giả định và {rows} dòng số liệu: tất cả đều có đơn vị và nguồn.",
        "{scenarios} scenarios, {assumptions} assumptions and {rows} rows of data: "
        "each has a unit and a source.",
    ),
    "shown.spread": both("trung vị, 10–90 %", "median, 10–90 %"),
    "shown.late": both("* biết sau ngày dự báo", "* known only after the date of the forecast"),
    "shown.contribution": both(
        "Các cụm mới đóng góp vào tăng trưởng công nghiệp (điểm %, bình quân)",
        "What cluster expansion adds to industrial growth (points, mean)",
    ),
    "shown.hectares": both(
        "Diện tích phải bàn giao để đạt xác suất", "Hectares to be delivered for a probability"
    ),
    "shown.delivered": both("Diện tích bàn giao", "Delivered"),
    "shown.most": both(
        "không đạt được; cao nhất {probability} ({hectares})",
        "not reachable; best {probability} ({hectares})",
    ),
    "shown.unreachable": both(
        "Không đạt được trong khoảng đã cho; cao nhất {probability} ({lever} = {value})",
        "Not reachable within bounds; best {probability} ({lever} = {value})",
    ),
    "runs.all": both("Tất cả kịch bản", "All scenarios"),
    "runs.language": both("Ngôn ngữ", "Language"),
    "runs.probability": both(
        "Xác suất đạt mục tiêu qua các lần chạy", "Probability of the targets over runs"
    ),
    "line.shared": both("{first} và {more} kịch bản khác", "{first} and {more} others"),
}
"""Where a command prints what a table of the briefing holds too, it takes the names of that."""
