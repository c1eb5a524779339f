"""Templates about growth, targets, jobs, revenue, delivery and linkages."""

from collections.abc import Mapping

from clusterecon.scenario.assumptions import Text, both

EFFECTS: Mapping[str, Text] = {
    # How little in the target year
    "effect.up": both(
        "nâng tăng trưởng công nghiệp thêm khoảng {points}", "raise industrial growth by about {points}"
    ),
    "effect.down": both(
        "hạ tăng trưởng công nghiệp khoảng {points}", "lower industrial growth by about {points}"
    ),
    "effect.none": both("không làm thay đổi tăng trưởng công nghiệp", "leave industrial growth unchanged"),
    "effect.then.up": both("nâng thêm khoảng {points}", "raise it by about {points}"),
    "effect.then.down": both("hạ khoảng {points}", "lower it by about {points}"),
    "effect.then.none": both("không làm thay đổi gì", "leave it unchanged"),
    "contribution": both(
        "Năm {year}, nếu mọi việc đúng kế hoạch, các cụm mới {planned}; "
        "theo tiến độ thực tế, các cụm mới {recorded}{ratio}.",
        "In {year}, if all goes to plan, new clusters {planned}; "
        "at the record's pace they {recorded}{ratio}.",
    ),
    "contribution.one": both(
        "Kịch bản “{scenario}”: năm {year}, các cụm mới {effect}.",
        "“{scenario}”: in {year}, new clusters {effect}."
    ),
    "contribution.ratio": both(", tức {part} mức đó", ", {part} of that"),
    "contribution.note": both(
        "Phần cụm mới góp vào tăng trưởng là số bình quân.", "What new clusters add to growth is a mean."
    ),
    "contribution.peak": both(
        "Kịch bản “{scenario}” tác động đến tăng trưởng công nghiệp nhiều nhất vào năm {year}: "
        "{points}{range}.",
        "“{scenario}” moves industrial growth most in {year}: by {points}{range}.",
    ),
    "contribution.never": both(
        "Kịch bản “{scenario}” không làm thay đổi tăng trưởng công nghiệp trong năm nào.",
        "“{scenario}” does not change industrial growth in any year.",
    ),
    "contribution.late": both(
        "Lý do là thời gian: cụm bàn giao giữa năm chỉ lấp đầy bình quân {share} diện tích trong năm đầu "
        "và cần khoảng {years} năm mới lấp đầy.",
        "The reason is time: a cluster handed over in mid-year is on average {share} full in its first year, "
        "and takes about {years} years to fill.",
    ),
    # Forecast and targets
    "range": both(" (với xác suất 90\u00a0%: {interval})", " (nine chances in ten: {interval})"),
    "range.whole": both(" (thấp nhất {low}, cao nhất {high})", " ({low} at the least, {high} at the most)"),
    "growth": both(
        "Kịch bản “{scenario}”: tăng trưởng công nghiệp năm {year} khoảng {value}{range}.",
        "“{scenario}”: industrial growth in {year} of about {value}{range}.",
    ),
    "target.probability": both(
        "Kịch bản “{scenario}”: xác suất đạt mục tiêu “{target}” là {probability}{error}.",
        "“{scenario}”: the probability of meeting the target “{target}” is {probability}{error}.",
    ),
    "target.several": both(
        "Xác suất đạt mục tiêu “{target}”: {rows}{error}.",
        "The probability of meeting the target “{target}”: {rows}{error}.",
    ),
    "target.error": both(" (sai số chuẩn {error})", " (standard error {error})"),
    "target.errors": both(
        " (sai số chuẩn của mô phỏng {error}, của việc ước lượng dự báo từ ít năm {estimation})",
        " (standard error of the simulation {error}, of estimating the forecast from few years {estimation})",
    ),
    "target.error.note": both(
        "Sau dấu ± là sai số chuẩn của mô phỏng, điểm\u00a0%.",
        "After ± stands the standard error of the simulation, in percentage points.",
    ),
    "target.no_draws": both(
        "Kịch bản “{scenario}”: trường hợp trung tâm không cho xác suất đạt mục tiêu “{target}”.",
        "“{scenario}”: the central case gives no probability of meeting the target “{target}”.",
    ),
    "gap.above": both(
        "Ở mức trung vị, kịch bản “{scenario}” cao hơn ngưỡng {gap}{money}.",
        "At the median “{scenario}” lies {gap}{money} above the threshold.",
    ),
    "gap.below": both(
        "Ở mức trung vị, kịch bản “{scenario}” thấp hơn ngưỡng {gap}{money}.",
        "At the median “{scenario}” falls {gap}{money} short of the threshold.",
    ),
    "gap.at": both(
        "Ở mức trung vị, kịch bản “{scenario}” đúng bằng ngưỡng.",
        "At the median “{scenario}” lies exactly at the threshold.",
    ),
    "gap.money": both(", tức {amount}", ", or {amount},"),
    "shortfall": both(
        "Khi không đạt mục tiêu “{target}”, mức thiếu bình quân là {shortfall}.",
        "When the target “{target}” is missed, it is missed by {shortfall} on average.",
    ),
    "joint": both(
        "Kịch bản “{scenario}”: xác suất đạt cùng lúc cả {all} là {together}; "
        "không kể xử lý nước thải là {without}.",
        "“{scenario}”: the probability of meeting all {all} together is {together}; "
        "leaving wastewater aside, {without}.",
    ),
    "joint.hardest": both(
        "Khó đạt nhất là “{target}”: xác suất {probability}.",
        "The hardest to meet is “{target}”: probability {probability}.",
    ),
    "thresholds": both(
        "{count} ngưỡng (trong đó {official} là chỉ tiêu của thành phố)",
        "{count} thresholds ({official} of them targets of the city)",
    ),
    "thresholds.official": both("{count} chỉ tiêu của thành phố", "{count} targets of the city"),
    "target.late": both(
        "{mark} Mục tiêu hoặc kịch bản chỉ được biết sau ngày {date}.",
        "{mark} Target or scenario known only after {date}.",
    ),
    "noise": both(
        ", nhưng chênh lệch này chưa vượt sai số tính toán",
        ", but that is within the error of simulation",
    ),
    "difference.up": both(
        "{indicator} năm {year}: “{a}” cao hơn “{b}” {difference}{range}{clear}.",
        "{indicator}, {year}: “{a}” is {difference}{range} above “{b}”{clear}.",
    ),
    "difference.down": both(
        "{indicator} năm {year}: “{a}” thấp hơn “{b}” {difference}{range}{clear}.",
        "{indicator}, {year}: “{a}” is {difference}{range} below “{b}”{clear}.",
    ),
    "difference.none": both(
        "{indicator} năm {year}: “{a}” và “{b}” không khác nhau.",
        "{indicator}, {year}: “{a}” and “{b}” do not differ.",
    ),
    "chance": both(
        "Xác suất tăng trưởng {year} đạt {threshold}", "Chance that growth in {year} reaches {threshold}"
    ),
    "compared": both(
        "Chênh lệch so với “{first}”, năm {year}", "Differences from “{first}”, {year}"
    ),
    # Jobs and revenue
    "stock.up": both(
        "Kịch bản “{scenario}”: {indicator} năm {year} khoảng {value}{range}, cao hơn mức {today} hiện nay "
        "{change}.",
        "“{scenario}”: {indicator} in {year}: about {value}{range}, {change} above today's {today}.",
    ),
    "stock.down": both(
        "Kịch bản “{scenario}”: {indicator} năm {year} khoảng {value}{range}, thấp hơn mức {today} hiện nay "
        "{change}.",
        "“{scenario}”: {indicator} in {year}: about {value}{range}, {change} below today's {today}.",
    ),
    "stock.same": both(
        "Kịch bản “{scenario}”: {indicator} năm {year} khoảng {value}{range}, ngang mức {today} hiện nay.",
        "“{scenario}”: {indicator} in {year}: about {value}{range}, level with today's {today}.",
    ),
    "stock.means": both(
        "{text}; biểu đồ vẽ số bình quân, tiêu đề ghi trung vị",
        "{text}; the chart shows means, the title gives medians",
    ),
    "net": both(
        "Kịch bản “{scenario}”, năm {year}: {average}tại các cụm mới có {gross}, trong đó {net}{range} "
        "là thực sự tăng thêm ({share}).",
        "“{scenario}”, {year}: {average}of {gross} on the new land, {net}{range} would not exist otherwise "
        "({share}).",
    ),
    "net.budget": both(
        "Kịch bản “{scenario}”, năm {year}: {average}các cụm mới nộp {gross}, trong đó {net}{range} "
        "là thực sự tăng thêm ({share}).",
        "“{scenario}”, {year}: {average}of {gross} paid from the new land, {net}{range} would not come "
        "otherwise ({share}).",
    ),
    "average": both("bình quân ", "on average "),
    "net.none": both(
        "Kịch bản “{scenario}”, năm {year}: các cụm mới chưa đem lại gì.",
        "“{scenario}”, {year}: the new clusters bring nothing.",
    ),
    "net.largest_cut": both(
        "Khoản trừ lớn nhất là “{line}”: {amount}.",
        "The largest deduction is “{line}”: {amount}.",
    ),
    "net.resident": both(
        "Trong {net} tăng thêm {average}năm {year}, {resident} thuộc về người sống trong địa bàn.",
        "Of {net} added {average}in {year}, {resident} go to people who live in the area.",
    ),
    "net.offset": both(
        "Kịch bản này giả định {share} số việc làm ròng do người rời nơi làm cũ trong địa bàn đảm nhận và "
        "không có người thay: còn lại {average}{left}. Các kết quả chính không trừ phần này.",
        "This scenario takes {share} of the net jobs to be filled by people who leave another employer in "
        "the area and are not replaced: {average}{left} remain. The headline figures do not take that off.",
    ),
    "construction": both(
        "Thi công hạ tầng cụm cần {amount} lao động xây dựng, tính riêng và không cộng vào số việc làm.",
        "Building the clusters gives {amount} of work, counted apart and never added to jobs.",
    ),
    # Delivery
    "delivery": both(
        "Đến hết năm {year}, theo công bố sẽ bàn giao {announced}; theo tiến độ thực tế chỉ khoảng "
        "{recorded}{range}, tức {share}.",
        "By the end of {year}, {announced} will be delivered as announced; at the record's pace about "
        "{recorded}{range}, or {share}.",
    ),
    "delivery.more": both(
        "Đến hết năm {year}, theo công bố sẽ bàn giao {announced}; theo tiến độ thực tế là "
        "{recorded}{range}.",
        "By the end of {year}, {announced} will be delivered as announced; at the record's pace "
        "{recorded}{range}.",
    ),
    "delivery.nothing": both(
        "Đến hết năm {year}, theo công bố chưa có diện tích nào được bàn giao.",
        "By the end of {year} no land will be delivered as announced.",
    ),
    # Linkages
    "linkages": both(
        "Kịch bản “{scenario}”, năm {year}, {indicator}: {average}trực tiếp {direct}, gián tiếp qua nhà cung "
        "cấp {indirect}; "
        "chi tiêu của hộ có thể thêm {induced}, không tính vào kết quả chính.",
        "“{scenario}”, {year}, {indicator}: {average}{direct} direct, {indirect} indirect through suppliers; "
        "household spending may bring {induced} more, left out of the headline.",
    ),
    "linkages.farm": both(
        "Trong {indirect} ở nhà cung cấp, {farm} là việc làm nông nghiệp.",
        "Of {indirect} at suppliers, {farm} are on farms.",
    ),
    "linkages.basis": both(
        "Hệ số nhân {multiplier}{range} dựa trên bảng cân đối liên ngành quốc gia năm {year} ({sectors} "
        "ngành), "
        "thu về quy mô địa phương theo cơ cấu ngành; đây là tính toán, không phải số đo thực tế.",
        "The multiplier of {multiplier}{range} rests on the national input–output table of {year} "
        "({sectors} industries), scaled down to the area by its mix of industries; it is computed, not "
        "observed.",
    ),
    "linkages.readings": both(
        "Ba cách tính hệ số nhân khi mọi giả định ở giá trị trung tâm: thấp {lower}, cách dùng ở đây {used}, "
        "cao {upper}.",
        "Three readings of the multiplier, with every assumption at its central value: {lower} low, {used} "
        "as "
        "used here, {upper} high.",
    ),
    "linkages.check": both(
        "Đối chiếu: mỗi việc làm trực tiếp kéo theo {ratio} việc làm dịch vụ; nơi khác công bố {published}.",
        "Cross-check: each direct job comes with {ratio} service jobs; published elsewhere: {published}.",
    ),
}  # fmt: skip
