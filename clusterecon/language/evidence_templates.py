"""Templates about evidence, forecasts, the run itself and what changed."""

from collections.abc import Mapping

from clusterecon.scenario.assumptions import Text, both

EVIDENCE: Mapping[str, Text] = {
    "briefing.title": both(
        "{study}: mở rộng cụm công nghiệp thêm được bao nhiêu việc làm, thu ngân sách và tăng trưởng?",
        "{study}: how many jobs, how much revenue and growth would more industrial clusters bring?",
    ),
    "briefing.title.target": both(
        "{study}: xác suất đạt các mục tiêu là bao nhiêu?",
        "{study}: how likely are the targets to be met?",
    ),
    "briefing.title.one": both("{study}: kịch bản “{scenario}”", "{study}: scenario “{scenario}”"),
    "briefing.title.two": both(
        "{study}: so sánh kịch bản “{first}” và “{second}”",
        "{study}: “{first}” and “{second}” compared",
    ),
    "briefing.subtitle": both(
        "Theo số liệu công bố đến ngày {date}{late}; tiền tính theo giá so sánh {base}",
        "On figures released by {date}{late}; money at constant {base} prices",
    ),
    "briefing.late": both(
        ", riêng {count} chỉ biết sau ngày này", ", but for {count} known only later"
    ),
    "sample": both(
        "Kết quả dựa trên {draws} lần mô phỏng (hạt giống ngẫu nhiên {seed}).",
        "Results rest on {draws} (seed {seed}).",
    ),
    "sample.central": both(
        "Kết quả là trường hợp trung tâm: mọi giả định ở giá trị giữa, không có khoảng bất định.",
        "Results are the central case: every assumption at its value, no interval.",
    ),
    "prices": both(
        "Tiền tính bằng tỷ đồng theo giá so sánh {base}; tăng trưởng loại trừ biến động giá.",
        "Money is in billion VND at constant {base} prices; growth leaves price changes out.",
    ),
    "price.unit": both("tỷ đồng, giá so sánh {base}", "bn VND, constant {base} prices"),
    "medians": both(
        "Số đứng trước là trung vị; trong ngoặc là khoảng có xác suất 90\u00a0% (phân vị 5 đến 95\u00a0%).",
        "Medians; in brackets the range that holds nine chances in ten (5 to 95\u00a0%).",
    ),
    "means": both(
        "Số bình quân của các lần mô phỏng, để các dòng cộng lại đúng bằng tổng; các bảng khác ghi trung vị.",
        "Means over the simulated draws, so that the lines add up; other tables give medians.",
    ),
    "footer": both(
        "Nguồn: {source} · Đơn vị: {unit} · Số liệu đến {vintage} · Mã kiểm {hash}",
        "Source: {source} · Unit: {unit} · Data to {vintage} · Hash {hash}",
    ),
    "conflict.workers": both(
        "Số liệu mâu thuẫn: {old} người lao động ({old_year}) và {new} ({new_year}) được công bố bên cạnh "
        "cùng một "
        "diện tích, cùng số cơ sở và cùng mức nộp ngân sách; chỉ số lao động được cập nhật. Nộp ngân sách "
        "bình quân mỗi lao động vì thế là {old_ratio} hoặc {new_ratio} triệu đồng một năm.",
        "The figures conflict: {old} workers ({old_year}) and {new} ({new_year}) are published beside the "
        "same "
        "area, the same number of firms and the same revenue; only the workers were updated. Revenue per "
        "worker is therefore {old_ratio} or {new_ratio} million VND a year.",
    ),
    "conflict.star": both(
        "* Có số liệu mâu thuẫn: xem bảng “{table}”.", "* The figures conflict: see the table “{table}”."
    ),
    "judgement.some": both(
        "{count} trong {total} giả định là đánh giá chuyên môn, chưa có số liệu công bố; "
        "bảng “{table}” nêu từng giả định và lý do.",
        "{count} of {total} assumptions are judgement, with no published figure behind them; "
        "the table “{table}” gives each with its reason.",
    ),
    "judgement.one": both(
        "1 trong {total} giả định là đánh giá chuyên môn, chưa có số liệu công bố; xem bảng “{table}”.",
        "1 of {total} assumptions is judgement, with no published figure behind it; see the table "
        "“{table}”.",
    ),
    "judgement.none": both(
        "Cả {total} giả định đều có số liệu công bố làm căn cứ.",
        "All {total} assumptions rest on published figures.",
    ),
    "hindsight": both(
        "Biết sau ngày {date}, khi đó chưa ai có: {names}.",
        "With hindsight (not known on {date}): {names}.",
    ),
    "hindsight.many": both(
        "{count} con số chỉ biết sau ngày {date}, khi đó chưa ai có; bảng giả định ghi “(biết sau)” "
        "cạnh từng con số.",
        "{count} figures became known only after {date}; the table of assumptions marks each “(with "
        "hindsight)”.",
    ),
    "hindsight.none": both(
        "Mọi con số dùng ở đây đều đã biết vào ngày {date}.",
        "Every figure used here was known on {date}.",
    ),
    "hindsight.mark": both("(biết sau)", "(with hindsight)"),
    # Forecast
    "forecast.model": both(
        "Dự báo tăng trưởng nền kết hợp {models}, tính trên số liệu {first}–{last}.",
        "Growth without new clusters is forecast by combining {models}, on data for {first}–{last}.",
    ),
    "forecast.double": both(
        "Đà tăng trong quá khứ đã gồm một số cụm được bàn giao, nên dự báo tăng trưởng nền có thể "
        "cao hơn thực tế, nhiều nhất là {points}.",
        "Past growth already holds some delivered clusters, so the forecast may be too high, by {points} at "
        "most.",
    ),
    "backtest.tie": both(
        "Thử trên {years} năm đã qua, {model} và {benchmark} ngang nhau: chênh {difference}, "
        "sai số chuẩn {error}. Không thể nói bên nào tốt hơn.",
        "Tried on {years} past years, {model} and {benchmark} tie: a difference of {difference}, "
        "standard error {error}. Neither can be called better.",
    ),
    "backtest.better": both(
        "Thử trên {years} năm đã qua, {model} sát hơn {benchmark} {difference} (sai số chuẩn {error}).",
        "Tried on {years} past years, {model} came closer than {benchmark} by {difference} (standard error "
        "{error}).",
    ),
    "backtest.worse": both(
        "Thử trên {years} năm đã qua, {model} kém {benchmark} {difference} (sai số chuẩn {error}).",
        "Tried on {years} past years, {model} did worse than {benchmark} by {difference} (standard error "
        "{error}).",
    ),
    "backtest.coverage": both(
        "Trong {years} năm thử, {inside} năm có kết quả thực tế nằm trong khoảng {nominal} của dự báo.",
        "Of {years} years tried, {inside} fell inside the {nominal} range of the forecast.",
    ),
    "backtest.crps": both(
        "CRPS là sai số bình quân của cả phân phối dự báo, tính bằng điểm\u00a0%, càng nhỏ càng tốt; chênh "
        "lệch "
        "là so với “{benchmark}”.",
        "CRPS is the mean error of the whole forecast distribution, in percentage points: the smaller, the "
        "better; differences are from “{benchmark}”.",
    ),
    "growth.past": both(
        "Tăng trưởng các năm đã qua là của giá trị tăng thêm công nghiệp.",
        "Past growth is that of industrial value added.",
    ),
    "growth.past.index": both(
        "Tăng trưởng các năm đã qua là của giá trị tăng thêm công nghiệp; riêng năm {years} chưa có giá trị "
        "tăng thêm được công bố nên lấy theo chỉ số sản xuất công nghiệp.",
        "Past growth is that of industrial value added; for {years}, where none was published, that of the "
        "industrial production index.",
    ),
    "growth.missing": both(
        "năm {years} không có số liệu cả năm được công bố",
        "no figure for the full year {years} was published"
    ),
    "backtest.subtitle": both(
        "Chỉ số sản xuất công nghiệp, so với năm trước, %",
        "Growth of the industrial production index on the year before, %",
    ),
    "backtest.pseudo": both(
        "Phép thử dùng số liệu đã điều chỉnh về sau, nên chỉ gần đúng với điều biết được lúc đó.",
        "The test uses figures as revised later, so it only comes near to what was known at the time.",
    ),
    "news": both(
        "Từ sau ngày {since}, {count} số liệu công bố đã đưa trung vị dự báo năm {year} từ {before} thành "
        "{after}, xác suất đạt ít nhất {threshold} từ {chance_before} thành {chance_after}. Đổi nhiều nhất "
        "là do “{reading}”, {period}: {points}.",
        "Since {since}, {count} readings moved the median forecast for {year} from {before} to {after}, the "
        "probability of at least {threshold} from {chance_before} to {chance_after}. Most came from "
        "“{reading}”, {period}: {points}.",
    ),
    "news.none": both(
        "Từ sau ngày {since} chưa có số liệu nào làm đổi dự báo năm {year}.",
        "Since {since} no reading has moved the forecast for {year}.",
    ),
    "news.several": both("{count} số liệu · {days}", "{count} readings · {days}"),
    "news.subtitle": both(
        "Trung vị tăng trưởng nền năm {year}, %, theo thứ tự công bố; trong ngoặc là xác suất đạt ít nhất "
        "{threshold} khi đó",
        "Median growth in {year} without new clusters, %, in the order of release; in brackets the "
        "probability of at least {threshold} by then",
    ),
    "news.note": both(
        "Mỗi dòng là dự báo có số liệu đó trừ dự báo chưa có, theo thứ tự công bố, nên cộng lại đúng bằng "
        "mức đổi. Với số liệu của chính năm đó, mức đổi bình quân bằng trọng số nhân bất ngờ. Đây là tăng "
        "trưởng nền.",
        "Each row is the forecast with the reading less the one without, in the order of release, so the "
        "rows add up to the change. For readings of the year itself the mean moves by weight times surprise. "
        "It is growth without new clusters.",
    ),
    "as_of.up": both(
        "Từ {first} đến {last}, xác suất đạt “{target}” tăng từ {before} lên {after}.",
        "From {first} to {last} the probability of meeting “{target}” rose from {before} to {after}.",
    ),
    "as_of.down": both(
        "Từ {first} đến {last}, xác suất đạt “{target}” giảm từ {before} xuống {after}.",
        "From {first} to {last} the probability of meeting “{target}” fell from {before} to {after}.",
    ),
    "as_of.same": both(
        "Từ {first} đến {last}, xác suất đạt “{target}” không đổi: {after}.",
        "From {first} to {last} the probability of meeting “{target}” did not change: {after}.",
    ),
    "goal.reached": both(
        "Kịch bản “{scenario}”: để xác suất đạt “{target}” ít nhất {wanted}, “{lever}” phải tới {value} "
        "(trong "
        "kịch bản là {today}).",
        "“{scenario}”: for a probability of at least {wanted} of meeting “{target}”, “{lever}” must be "
        "{value} "
        "({today} in the scenario).",
    ),
    "goal.already": both(
        "Kịch bản “{scenario}”: xác suất đạt “{target}” đã ít nhất {wanted} với “{lever}” như trong kịch "
        "bản: "
        "{today}.",
        "“{scenario}”: the probability of meeting “{target}” is already at least {wanted} with “{lever}” as "
        "in "
        "the scenario: {today}.",
    ),
    "goal.unreachable": both(
        "Kịch bản “{scenario}”: không thể đạt xác suất {wanted} cho “{target}” chỉ bằng “{lever}” trong "
        "khoảng "
        "{bounds}: cao nhất là {best}, khi ở mức {where}.",
        "“{scenario}”: “{lever}” alone cannot bring “{target}” to a probability of {wanted} within {bounds}: "
        "the best is {best}, at {where}.",
    ),
    "goal.flat": both(
        "Kịch bản “{scenario}”: không thể đạt xác suất {wanted} cho “{target}” chỉ bằng riêng từng đòn bẩy "
        "sau, vì hầu như không có tác dụng (mỗi đòn bẩy làm xác suất đổi chưa đến {least}, vẫn là "
        "{chances}): {lever}.",
        "“{scenario}”: none of the following, alone, brings “{target}” to a probability of {wanted}; they "
        "hardly matter (each moves the probability by less than {least}; it stays at {chances}): {lever}.",
    ),
    "memo.note": both(
        "Các dòng này không cộng vào kết quả chính. Không tính lợi ích quần tụ doanh nghiệp "
        "và vốn đầu tư của chính các doanh nghiệp trong cụm.",
        "These lines are in no headline figure. Gains from firms standing close together and the "
        "tenants' own investment are left out.",
    ),
    "hectares.unreachable": both(
        "không đạt được: cao nhất {best}, khi bàn giao {area}",
        "not reachable: {best} at best, with {area}",
    ),
    "hectares.met": both("đã đạt, không cần bàn giao thêm", "met already, without any land"),
    "hectares.note": both(
        "Tính trong kịch bản “{scenario}”: diện tích này thay cho {planned} theo kế hoạch của “{cohort}”, "
        "không phải cộng thêm.",
        "Worked out in “{scenario}”: this area replaces the {planned} planned for “{cohort}”; it does not "
        "come "
        "on top.",
    ),
    # What changed
    "changed.up": both(
        "{what} tăng từ {before} lên {after} so với lần tính ngày {date}{why}.",
        "{what} rose from {before} to {after} since the run of {date}{why}.",
    ),
    "changed.down": both(
        "{what} giảm từ {before} xuống {after} so với lần tính ngày {date}{why}.",
        "{what} fell from {before} to {after} since the run of {date}{why}.",
    ),
    "changed.same": both(
        "{what} không đổi so với lần tính ngày {date}: {after}{why}.",
        "{what} has not changed since the run of {date}: {after}{why}.",
    ),
    "changed.why": both(", do {causes}", ", because of {causes}"),
    "changed.despite": both(", dù có {causes}", ", despite {causes}"),
    "changed.first": both(
        "Đây là lần tính đầu tiên thuộc loại này, chưa có gì để so sánh.",
        "This is the first run of its kind; there is nothing to compare it with.",
    ),
    "changed.nothing": both(
        "Không con số chính nào thay đổi so với lần tính ngày {date}.",
        "No headline figure has changed since the run of {date}.",
    ),
    # Alternative text
    "alt": both("{kind}. {title}. {rows}", "{kind}. {title}. {rows}"),
    "alt.more": both("và {count} dòng nữa trong bảng số liệu", "and {count} more in the table"),
    "alt.none": both("Không có số liệu để vẽ.", "There are no figures to draw."),
}  # fmt: skip
