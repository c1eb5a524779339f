"""Templates about the appraisal, wastewater and what the model does not claim."""

from collections.abc import Mapping

from clusterecon.scenario.assumptions import Text, both

MONEY: Mapping[str, Text] = {
    "npv.gain": both(
        "Kịch bản “{scenario}”, {view}, chiết khấu {rate}, {horizon}: NPV của cụm mới là "
        "{value}{range}, ngân sách thu nhiều hơn chi.",
        "“{scenario}”, {view}, discounted at {rate}, {horizon}: new clusters have an NPV of "
        "{value}{range}: the budget earns more than it pays.",
    ),
    "npv.loss": both(
        "Kịch bản “{scenario}”, {view}, chiết khấu {rate}, {horizon}: NPV của cụm mới là "
        "{value}{range}, ngân sách chi nhiều hơn thu.",
        "“{scenario}”, {view}, discounted at {rate}, {horizon}: new clusters have an NPV of "
        "{value}{range}: the budget pays more than it earns.",
    ),
    "npv.even": both(
        "Kịch bản “{scenario}”, {view}, chiết khấu {rate}, {horizon}: NPV của cụm mới bằng "
        "không{range}, ngân sách hòa vốn.",
        "“{scenario}”, {view}, discounted at {rate}, {horizon}: new clusters have an NPV of nil{range}: the "
        "budget breaks even.",
    ),
    "npv.others": both(
        "Tính đến hết tuổi thọ công trình, NPV là {life}; riêng ngân sách thành phố, đến năm {year}, "
        "là {city}.",
        "Over the life of the asset the NPV is {life}; to the city's budget alone, to {year}, it is {city}.",
    ),
    "pays.none": both(
        "{horizon}, ở mức trung vị, không kịch bản nào thu đủ bù chi cho cụm mới{best} ({values}).",
        "{horizon}, at the median, no scenario earns the budget what new clusters cost{best} ({values}).",
    ),
    "pays.none.best": both("; “{best}” lỗ ít nhất", "; “{best}” loses least"),
    "pays.some": both(
        "{horizon}, ở mức trung vị, {paying} thu nhiều hơn chi cho cụm mới, {others} thì không ({values}).",
        "{horizon}, at the median, new clusters earn more than they cost under {paying}, not under {others} "
        "({values}).",
    ),
    "pays.all": both(
        "{horizon}, ở mức trung vị, kịch bản nào cũng thu nhiều hơn chi cho cụm mới{best} ({values}).",
        "{horizon}, at the median, new clusters earn more than they cost in every scenario{best} ({values}).",
    ),
    "pays.all.best": both("; “{best}” lãi nhiều nhất", "; “{best}” gains most"),
    "pays.and": both(" và ", " and "),
    "pays.life": both("Hết tuổi thọ công trình", "Over the life of the asset"),
    "appraisal.conventions": both(
        "Dòng tiền của một năm được tính vào cuối năm và chiết khấu {rate} về năm {year}; nếu tính vào giữa "
        "năm, mọi giá trị hiện tại nhân với {factor}. Vốn gồm cả bồi thường, giải phóng mặt bằng và "
        "trạm xử lý nước thải của cụm mới; trạm của các cụm hiện có được tính riêng.",
        "A year's flow counts at its end, discounted at {rate} to {year}; counted at mid-year every present "
        "value is {factor} times as large. Capital holds compensation, site clearance and a new "
        "cluster's own wastewater plant; plants of existing clusters are an account of their own.",
    ),
    "existing.account": both(
        "Kịch bản “{scenario}”: chi cho các cụm hiện có (trạm xử lý, vận hành, nâng cấp, thu mất do "
        "đình chỉ) được tính riêng, không nằm trong NPV của cụm mới: đến năm {year}, NPV đối với "
        "ngân sách nhà nước là {value}, khi ngân sách trả {build} chi phí xây và {run} chi phí vận "
        "hành; cộng với cụm mới là {total}.",
        "“{scenario}”: existing clusters (plants, running them, upgrades, revenue lost to suspension) are an "
        "account of their own, not inside the NPV of new clusters: to {year} an NPV of {value} to the state "
        "budget, which pays {build} of building and {run} of running plants; with new clusters {total}.",
    ),
    "accounts.note": both(
        "Trung vị của tổng không bằng tổng các trung vị.",
        "The median of a total is not the total of the medians.",
    ),
    "switching.note": both(
        "Mỗi giả định được thay đổi riêng, các giả định khác giữ nguyên; cụm mới, ngân sách nhà nước, đến "
        "năm {year}. {missing} : không mức nào trong khoảng đã thử làm NPV bằng không.",
        "Each assumption is moved alone; new clusters, state budget, to {year}. {missing} : no value tried "
        "brings the NPV to nil.",
    ),
    "switching.below": both("không có mức nào trên {nought}", "none above {nought}"),
    "npv.probability": both(
        "Xác suất để ngân sách thu nhiều hơn chi trong kịch bản “{scenario}” là {probability}.",
        "The probability that “{scenario}” earns the budget more than it costs is {probability}.",
    ),
    "payback": both(
        "Kịch bản “{scenario}” hoàn vốn vào năm {year}.",
        "“{scenario}” pays back in {year}.",
    ),
    "payback.none": both(
        "Kịch bản “{scenario}” không hoàn vốn trước năm {horizon}.",
        "“{scenario}” does not pay back by {horizon}.",
    ),
    "cost_per_job": both(
        "Kịch bản “{scenario}”: ngân sách chi {value}{range} cho mỗi việc làm ròng.",
        "Each additional job, net, costs the budget {value}{range} under “{scenario}”.",
    ),
    "cost_per_job.none": both(
        "Kịch bản “{scenario}” không thêm việc làm ròng, nên không tính được chi phí cho mỗi việc làm.",
        "“{scenario}” adds no jobs, net, so a cost per job does not exist.",
    ),
    "not_costed": both(
        "Chưa tính “{item}”: không tìm được số liệu.",
        "“{item}” is not costed: no figure was found.",
    ),
    "not_costed.bearable": both(
        "Ngân sách chịu được nhiều nhất {value} mỗi ha trước khi hết lợi.",
        "The budget could bear at most {value} per ha before the gain is gone.",
    ),
    "transfer": both(
        "Tiền thuê đất {value} là khoản chuyển giữa doanh nghiệp và ngân sách, không phải của cải mới.",
        "Land rent of {value} is a transfer from firms to the budget, not new wealth.",
    ),
    "sunk.none": both(
        "Đến hết năm {year} chưa khoản vốn nào được coi là đã chi, nên không có vốn chìm.",
        "No capital is taken to be spent by the end of {year}, so none is sunk.",
    ),
    "sunk": both(
        "Vốn đã chi đến hết năm {year} cho các cụm khởi công trước đó là vốn chìm, dù sau này bàn giao nhanh "
        "hay chậm cũng như nhau, nên không tính vào đây: khoảng {amounts}, riêng phần ngân sách khoảng "
        "{public}.",
        "Left out as sunk is what is spent by the end of {year} on clusters begun by then, the same however "
        "fast they are delivered: about {amounts}, about {public} of it the budget's.",
    ),
    "sunk.short": both(
        "chưa tính vốn ngân sách đã chi đến hết năm {year}: {amounts}",
        "leaves out what the budget has spent by the end of {year}: {amounts}",
    ),
    "sunk.span": both("{low} đến {high}, tùy kịch bản", "{low} to {high}, by scenario"),
    "sunk.heading": both(
        "Vốn chìm: đã chi đến hết năm {year}, tỷ đồng",
        "Sunk capital: spent by the end of {year}, bn VND",
    ),
    # Wastewater
    "wastewater.short": both(
        "Hết năm {year}, {working} trong {operating} cụm có xử lý nước thải đạt chuẩn ({share}); "
        "mục tiêu {target}, còn thiếu {missing}.",
        "At the end of {year}, {working} of {operating} clusters have working wastewater treatment "
        "({share}); "
        "the target is {target}, {missing} short.",
    ),
    "wastewater.met": both(
        "Hết năm {year}, {working} trong {operating} cụm có xử lý nước thải đạt chuẩn ({share}): đạt mục "
        "tiêu {target}.",
        "At the end of {year}, {working} of {operating} clusters have working wastewater treatment "
        "({share}): "
        "the target of {target} is met.",
    ),
    "wastewater.cost": both(
        "Xây trạm xử lý nước thải cho {clusters} cụm chưa có ({area}) tốn khoảng {value}{range}. "
        "Căn cứ của đơn giá: {grade}.",
        "Wastewater plants for the {clusters} clusters without one ({area}) would cost about {value}{range}. "
        "Evidence for the unit cost: {grade}.",
    ),
    "wastewater.mend": both(
        "Sửa {plants} tốn thêm khoảng {value}.",
        "Mending {plants} would cost about {value} more.",
    ),
    "wastewater.risk": both(
        "Nếu đình chỉ các cụm chưa đạt chuẩn, năm {year} có {jobs}{range} bị ảnh hưởng, tức {share} việc làm "
        "trong các cụm; tăng trưởng công nghiệp {growth}. Căn cứ: {grade}.",
        "Were clusters without treatment suspended, {jobs}{range} would be at risk in {year}, {share} of "
        "the jobs "
        "in the clusters; industrial growth {growth}. Evidence: {grade}.",
    ),
    "wastewater.no_risk": both(
        "Năm {year} không có việc làm nào bị ảnh hưởng do đình chỉ.",
        "No jobs are at risk from suspension in {year}.",
    ),
    "suspension.note": both(
        "Kịch bản “{scenario}”: phần mất do đình chỉ ({jobs} năm {year}) nằm trong việc làm và thu ngân sách "
        "của các cụm, không nằm trong các cột tăng thêm ròng.",
        "“{scenario}”: losses by suspension ({jobs} in {year}) are in the jobs and revenue of the clusters, "
        "not in the columns of additional effects.",
    ),
    "growth.loses": both("giảm {points}", "loses {points}"),
    "growth.gains": both("tăng {points}", "gains {points}"),
    "growth.same": both("không đổi", "does not change"),
    # What the model does not claim
    "limits.cause": both(
        "Mô hình không chứng minh rằng cụm công nghiệp tạo ra tăng trưởng; nó tính điều gì xảy ra "
        "nếu các giả định đúng.",
        "The model does not prove that clusters cause growth; it works out what follows if its assumptions "
        "hold.",
    ),
    "limits.multiplier": both(
        "Hệ số nhân là tính toán từ bảng liên ngành cũ, không phải số đo tại địa phương.",
        "Multipliers are computed from an old national table, not measured in the area.",
    ),
    "limits.probability": both(
        "Xác suất chỉ phản ánh những bất định đã đưa vào; cú sốc chưa từng có trong quá khứ không nằm trong "
        "đó.",
        "Probabilities reflect only the uncertainties put in; shocks without precedent are not among them.",
    ),
    "limits.welfare": both(
        "Thu thuế không phải là lợi ích xã hội, và việc làm không được tính thành tiền.",
        "Taxes are not counted as a social benefit, and jobs are not turned into money.",
    ),
}  # fmt: skip
