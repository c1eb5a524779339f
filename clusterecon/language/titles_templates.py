"""Templates of chart titles, each of which states what the chart shows, and what each kind of chart is."""

from collections.abc import Mapping

from clusterecon.scenario.assumptions import Text, both

TITLES: Mapping[str, Text] = {
    "title.growth.up": both(
        "Kể cả khi hoàn thành đúng kế hoạch, các cụm mới chỉ thêm {points} vào tăng trưởng năm {year}",
        "Even if finished to plan, new clusters add only {points} to growth in {year}",
    ),
    "title.growth.down": both(
        "Kể cả khi hoàn thành đúng kế hoạch, các cụm mới vẫn làm giảm tăng trưởng năm {year} {points}",
        "Even if finished to plan, new clusters lower growth in {year} by {points}",
    ),
    "title.growth.none": both(
        "Kể cả khi hoàn thành đúng kế hoạch, các cụm mới không làm thay đổi tăng trưởng năm {year}",
        "Even if finished to plan, new clusters do not change growth in {year}",
    ),
    "title.growth.up.named": both(
        "{scenario}: các cụm mới chỉ thêm {points} vào tăng trưởng năm {year}",
        "{scenario}: new clusters add only {points} to growth in {year}",
    ),
    "title.growth.down.named": both(
        "{scenario}: các cụm mới làm giảm tăng trưởng năm {year} {points}",
        "{scenario}: new clusters lower growth in {year} by {points}",
    ),
    "title.growth.none.named": both(
        "{scenario}: các cụm mới không làm thay đổi tăng trưởng năm {year}",
        "{scenario}: new clusters do not change growth in {year}",
    ),
    "title.jobs": both(
        "Đến năm {year} các cụm có khoảng {planned} nếu đúng kế hoạch, {recorded} theo tiến độ thực tế",
        "By {year} the clusters hold about {planned} if all goes to plan, {recorded} at the record's pace",
    ),
    "title.stock.up": both(
        "{scenario}: {indicator} năm {year} khoảng {value}, cao hơn hiện nay {change}",
        "{scenario}: {indicator} in {year} about {value}, {change} above today",
    ),
    "title.stock.down": both(
        "{scenario}: {indicator} năm {year} khoảng {value}, thấp hơn hiện nay {change}",
        "{scenario}: {indicator} in {year} about {value}, {change} below today",
    ),
    "title.stock.same": both(
        "{scenario}: {indicator} năm {year} khoảng {value}, như hiện nay",
        "{scenario}: {indicator} in {year} about {value}, as today",
    ),
    "title.budget": both(
        "Thu ngân sách từ các cụm năm {year}: {planned} nếu đúng kế hoạch, {recorded} theo tiến độ thực "
        "tế",
        "Revenue from the clusters in {year}: {planned} if all goes to plan, {recorded} at the record's pace",
    ),
    "title.waterfall": both(
        "Năm {year}, trong {gross} tại cụm mới chỉ {net} ({share}) là thực sự tăng thêm",
        "Of {gross} on new land in {year}, only {net} ({share}) would not exist otherwise",
    ),
    "title.waterfall.mean": both(
        "Năm {year}, bình quân trong {gross} tại cụm mới chỉ {net} ({share}) là thực sự tăng thêm",
        "On average, of {gross} on new land in {year} only {net} ({share}) would not exist otherwise",
    ),
    "title.waterfall.none": both(
        "Năm {year} các cụm mới chưa đem lại gì để tính ròng",
        "In {year} the new clusters bring nothing to net down",
    ),
    "title.delivery": both(
        "Đến hết năm {year}: công bố {announced}, tiến độ thực tế {recorded}",
        "By the end of {year}: {announced} announced, {recorded} at the record's pace",
    ),
    "title.targets": both(
        "Xác suất đạt cùng lúc cả {all} cao nhất là {best}, trong kịch bản “{scenario}”",
        "The best chance of meeting all {all} together is {best}, under “{scenario}”",
    ),
    "title.targets.same": both(
        "Xác suất đạt cùng lúc cả {all} là {best} trong mọi kịch bản",
        "The chance of meeting all {all} together is {best} in every scenario",
    ),
    "title.targets.one": both(
        "{scenario}: xác suất đạt cùng lúc cả {all} là {best}",
        "{scenario}: the chance of meeting all {all} together is {best}",
    ),
    "title.targets.none": both(
        "Xác suất đạt từng mục tiêu theo kịch bản", "The chance of meeting each target, by scenario"
    ),
    "title.fan": both(
        "Xác suất tăng trưởng công nghiệp năm {year} đạt {threshold} trở lên là {probability}",
        "The chance that industrial growth in {year} reaches {threshold} is {probability}",
    ),
    "title.news.up": both(
        "Số liệu công bố sau ngày {since} nâng trung vị dự báo năm {year} thêm {points}",
        "Readings since {since} raised the median forecast for {year} by {points}",
    ),
    "title.news.down": both(
        "Số liệu công bố sau ngày {since} hạ trung vị dự báo năm {year} {points}",
        "Readings since {since} lowered the median forecast for {year} by {points}",
    ),
    "title.news.same": both(
        "Số liệu công bố sau ngày {since} không làm đổi trung vị dự báo năm {year}",
        "Readings since {since} left the median forecast for {year} where it was",
    ),
    "title.attribution": both(
        "Tăng trưởng năm {year} hầu như không do cụm mới: cụm mới góp nhiều nhất {points}",
        "Growth in {year} is nearly all there anyway: new clusters give {points} at most",
    ),
    "title.attribution.large": both(
        "Cụm mới góp nhiều nhất {points} vào tăng trưởng năm {year}",
        "New clusters give at most {points} of growth in {year}",
    ),
    "title.levers.reached": both(
        "{scenario}: {count} trong {total} đòn bẩy, dùng riêng từng cái, đưa được xác suất lên {wanted}",
        "{scenario}: {count} of {total} levers, each used alone, can bring the probability to {wanted}",
    ),
    "title.levers.none": both(
        "{scenario}: không đòn bẩy nào, dùng riêng một mình, đưa được xác suất lên {wanted}",
        "{scenario}: no lever, used alone, can bring the probability to {wanted}",
    ),
    "title.dates.up": both(
        "Xác suất đạt mục tiêu tăng từ {before} lên {after} khi có thêm số liệu",
        "The chance of meeting the target rose from {before} to {after} as figures came in",
    ),
    "title.dates.down": both(
        "Xác suất đạt mục tiêu giảm từ {before} xuống {after} khi có thêm số liệu",
        "The chance of meeting the target fell from {before} to {after} as figures came in",
    ),
    "title.dates.same": both(
        "Xác suất đạt mục tiêu không đổi khi có thêm số liệu: {after}",
        "The chance of meeting the target stayed at {after} as figures came in",
    ),
    "title.sectors": both(
        "Tác động gián tiếp đến nhiều nhất ở “{sector}”: {value}",
        "The indirect effect falls most on “{sector}”: {value}",
    ),
    "title.sectors.none": both("Chưa có tác động gián tiếp", "There is no indirect effect yet"),
    "title.cash.payback": both(
        "Kịch bản “{scenario}” hoàn vốn sớm nhất, vào năm {year}",
        "“{scenario}” pays back first, in {year}",
    ),
    "title.cash.none": both(
        "Không kịch bản nào hoàn vốn đến hết năm {horizon}",
        "No scenario pays back by {horizon}",
    ),
    "title.cash.none.named": both(
        "{scenario}: chưa hoàn vốn đến hết năm {horizon}",
        "{scenario}: not paid back by {horizon}",
    ),
    "title.cost": both(
        "Ngân sách chi từ {low} đến {high} cho mỗi việc làm ròng, tùy kịch bản",
        "An additional job, net, costs the budget {low} to {high}, depending on the scenario",
    ),
    "title.cost.one": both(
        "Ngân sách chi {low} cho mỗi việc làm ròng",
        "An additional job, net, costs the budget {low}",
    ),
    "title.cost.none": both(
        "Không kịch bản nào thêm việc làm ròng", "No scenario adds jobs, net"
    ),
    "title.cost.none.named": both(
        "{scenario}: không thêm việc làm ròng", "{scenario}: no jobs are added, net"
    ),
    "title.wastewater.risk": both(
        "{scenario}: cuối năm {year}, {coverage} cụm xử lý nước thải đạt chuẩn; đình chỉ sẽ ảnh hưởng "
        "{jobs}",
        "{scenario}: {coverage} of clusters treat their wastewater at the end of {year}; suspension would "
        "put {jobs} at risk",
    ),
    "title.wastewater": both(
        "{scenario}: cuối năm {year}, {coverage} cụm xử lý nước thải đạt chuẩn",
        "{scenario}: {coverage} of clusters treat their wastewater at the end of {year}",
    ),
    "title.backtest": both(
        "Trong {years} năm thử, {inside} năm có kết quả thực tế nằm trong khoảng {nominal} của dự báo",
        "Of {years} years tried, the outturn fell inside the {nominal} range in {inside}",
    ),
    # What a chart is, by its kind
    "kind.growth": both("Biểu đồ điểm kèm khoảng dự báo", "Dots with intervals"),
    "kind.jobs": both("Biểu đồ miền theo năm", "Stacked areas by year"),
    "kind.budget": both("Biểu đồ đường theo năm", "Lines by year"),
    "kind.waterfall": both("Biểu đồ thác nước", "Waterfall"),
    "kind.delivery": both("Biểu đồ đường theo năm", "Lines by year"),
    "kind.targets": both(
        "Biểu đồ điểm: xác suất theo mục tiêu và kịch bản", "Dots: probability by target and scenario"
    ),
    "kind.fan": both("Biểu đồ quạt: quá khứ và dự báo", "Fan chart: past and forecast"),
    "kind.news": both("Biểu đồ thác nước", "Waterfall"),
    "kind.attribution": both("Biểu đồ cột chồng", "Stacked bars"),
    "kind.levers": both("Các đường xác suất theo từng đòn bẩy", "Curves of probability over each lever"),
    "kind.dates": both("Biểu đồ đường theo ngày", "Lines by date"),
    "kind.sectors": both("Biểu đồ thanh ngang", "Horizontal bars"),
    "kind.cash_flow": both("Biểu đồ đường: dòng tiền cộng dồn", "Lines: cumulative flow"),
    "kind.cost_per_job": both("Biểu đồ điểm kèm khoảng", "Dots with intervals"),
    "kind.wastewater": both("Biểu đồ đường và thanh ngang", "Lines and horizontal bars"),
    "kind.backtest": both("Biểu đồ điểm: dự báo và thực tế", "Dots: forecast and outturn"),
}  # fmt: skip
