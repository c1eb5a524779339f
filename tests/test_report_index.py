import csv
import io
import re
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.charts.style import PALETTE
from clusterecon.report.history import (
    COLUMNS,
    ProbabilityLine,
    _spread,
    history_csv,
    probability_lines,
    probability_svg,
)
from clusterecon.report.index import index_html
from clusterecon.report.publish import Published


def report(sequence, scenario="plan", lang="vi", digest=None, headline=(), **more):
    record = {
        "run": {"seed": 7, "draws": 0, "as_of": "2025-02-03"},
        "hash": digest or f"{sequence:064d}",
        "headline": list(headline),
        "started": f"2025-02-{sequence:02d}T02:15:00Z",
        "duration_seconds": 2.345,
        "sequence": sequence,
        "report": {
            "notebook": "toy",
            "scenario": scenario,
            "lang": lang,
            "files": ["report.html", "report.pdf", "run.json", "report.ipynb"],
        },
        **more,
    }
    return Published(f"r{sequence}_{scenario}_{lang}", record)


def row(value, name="jobs_2025", scenario="plan", measure="probability", **more):
    return {
        "scenario": scenario,
        "name": name,
        "measure": measure,
        "unit": "1",
        "year": 2025,
        "value": value,
    } | more


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_history_has_a_row_for_each_figure_oldest_first():
    rows = read(
        history_csv([report(2, headline=[row(0.2), row(9, measure="mean")]), report(1, headline=[row(0.1)])])
    )
    assert [(r["sequence"], r["measure"], r["value"]) for r in rows] == [
        ("1", "probability", "0.1"),
        ("2", "probability", "0.2"),
        ("2", "mean", "9"),
    ]
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["folder"] == "r1_plan_vi"
    assert rows[0]["as_of"] == "2025-02-03"


def test_a_report_without_headline_has_one_row_without_figure():
    (only,) = read(history_csv([report(1)]))
    assert only["value"] == ""
    assert only["hash"].endswith("1")


def test_no_report_leaves_the_header_alone():
    assert history_csv([]) == ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r-", " \n@"])
def test_text_that_looks_like_a_formula_is_led_by_an_apostrophe(start):
    (only,) = read(history_csv([report(1, headline=[row(-0.5, name=f"{start}cmd()", scenario='a"b,c')])]))
    assert only["name"] == f"'{start.strip()}cmd()"
    assert only["value"] == "-0.5"
    assert only["scenario"] == 'a"b,c'


def test_probabilities_are_gathered_by_target_and_scenario_over_runs():
    reports = [
        report(2, headline=[row(0.2), row(0.5, scenario="other"), row(77, measure="mean")]),
        report(1, headline=[row(0.1), row(0.9, name="budget_2025")]),
    ]
    lines = probability_lines(reports)
    assert lines["jobs_2025"] == [
        ProbabilityLine("plan", ((1, 0.1), (2, 0.2))),
        ProbabilityLine("other", ((2, 0.5),)),
    ]
    assert lines["budget_2025"] == [ProbabilityLine("plan", ((1, 0.9),))]


def test_both_languages_of_one_run_count_once():
    reports = [
        report(1, digest="x", headline=[row(0.1)]),
        report(2, lang="en", digest="x", headline=[row(0.1)]),
    ]
    assert probability_lines(reports)["jobs_2025"][0].points == ((1, 0.1),)
    reports = [
        report(1, figures="f", headline=[row(0.1)]),
        report(2, lang="en", figures="f", headline=[row(0.1)]),
    ]
    assert probability_lines(reports)["jobs_2025"][0].points == ((1, 0.1),)


def test_missing_probabilities_are_left_out():
    assert probability_lines([report(1, headline=[row(None)])]) == {}


def test_the_picture_is_well_formed_named_and_told_in_words():
    lines = [ProbabilityLine("plan", ((1, 0.1), (3, 0.2))), ProbabilityLine("<b>&", ((3, 1.0),))]
    svg = ET.fromstring(probability_svg("Jobs <2025>", lines))
    space = {"s": "http://www.w3.org/2000/svg"}
    assert svg.find("s:title", space).text == "Jobs <2025>"
    assert svg.find("s:desc", space).text == "plan 20\u00a0%; <b>& 100\u00a0%"
    assert len(svg.findall("s:polyline", space)) == 2
    texts = [t.text for t in svg.findall("s:text", space)]
    assert "plan 20\u00a0%" in texts
    assert "#1" in texts
    assert "#3" in texts


def test_lines_are_told_apart_without_colour():
    lines = [ProbabilityLine(str(i), ((1, 0.5), (2, 0.5))) for i in range(7)]
    dashes = re.findall(r'<polyline[^>]*stroke-dasharray="([^"]*)"', probability_svg("x", lines))
    assert len(set(dashes)) == 7


def test_points_lie_where_their_probability_is():
    svg = probability_svg("x", [ProbabilityLine("a", ((1, 0.0), (2, 1.0)))])
    (low, high) = re.search(r'points="([\d.]+,[\d.]+) ([\d.]+,[\d.]+)"', svg).groups()
    (x1, y1), (x2, y2) = ([float(v) for v in p.split(",")] for p in (low, high))
    assert x1 < x2
    assert y1 == pytest.approx(210)
    assert y2 == pytest.approx(14)


@given(st.lists(st.floats(14, 210), min_size=1, max_size=10))
def test_labels_never_cover_each_other_and_keep_their_order(heights):
    placed = _spread(heights)
    ranked = sorted(zip(heights, placed, strict=True))
    ends = [p for _, p in sorted(ranked, key=lambda pair: (pair[0], pair[1]))]
    assert all(b - a >= 15 - 1e-9 for a, b in pairwise(ends))
    assert max(placed) <= 210 + 1e-9


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.rows, self.links, self.options, self.scripts, self.external = [], [], [], 0, []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "tr" and "data-scenario" in values:
            self.rows.append((values["data-scenario"], values["data-lang"]))
        if tag == "a":
            self.links.append(values["href"])
        if tag == "option":
            self.options.append(values["value"])
        self.external += [v for k, v in attrs if k in ("src", "href") and v and v.startswith(("http", "//"))]


def parsed(reports):
    page = Page()
    page.feed(index_html(reports))
    return page


def test_the_index_lists_all_newest_first_by_sequence():
    page = parsed([report(1), report(3, lang="en"), report(2, scenario="all")])
    assert page.rows == [("plan", "en"), ("all", "vi"), ("plan", "vi")]


def test_links_are_relative_and_lead_to_each_document():
    page = parsed([report(1)])
    assert page.links == [
        "r1_plan_vi/report.html",
        "r1_plan_vi/report.pdf",
        "r1_plan_vi/run.json",
        "history.csv",
    ]
    assert page.external == []


def test_it_can_be_filtered_by_scenario_and_language():
    page = parsed([report(1), report(2, scenario="all"), report(3, lang="en")])
    assert page.options == ["", "all", "plan", "", "en", "vi"]
    text = index_html([report(1)])
    assert "addEventListener('change'" in text
    assert 'name="scenario"' in text
    assert 'name="lang"' in text


def test_what_moved_is_counted_with_its_causes():
    moved = {"since": "r0", "causes": ["data", "seed"], "moves": [{}, {}], "reasons": []}
    text = index_html([report(1, changes=moved), report(2, changes={"causes": [], "moves": []}), report(3)])
    assert "<td>2 (số liệu mới, dãy số ngẫu nhiên khác" in text
    assert ">new data, another seed</span>" in text
    assert "<td>0</td>" in text
    assert "<td>–</td>" in text


def test_markup_from_a_record_is_escaped():
    bad = '"><script>alert(1)</script>'
    one = report(1, started=bad, headline=[row(0.1, name=bad, scenario=bad, label={"vi": bad, "en": "x"})])
    one.record["report"]["scenario"] = bad
    one.record["report"]["files"] = [f"{bad}.pdf"]
    text = index_html([Published(bad, one.record)])
    assert text.count("<script>") == 1
    assert "alert(1)</script>" not in text.replace("&lt;script&gt;alert(1)&lt;/script&gt;", "")


def test_the_probabilities_are_drawn_under_their_titles_in_both_languages():
    label = {"vi": "Việc làm 2025", "en": "Jobs 2025"}
    text = index_html([report(1, headline=[row(0.3, label=label)])])
    assert "<h3>Việc làm 2025 · Jobs 2025</h3>" in text
    assert "<svg" in text
    assert "<svg" not in index_html([report(1)])


def test_the_pictures_show_the_newest_reports_alone():
    reports = [report(n, digest=str(n), headline=[row(0.001 * n)]) for n in range(1, 301)]
    text = index_html(reports)
    assert text.count("<tr data-") == 300
    assert ">#300</text>" in text
    assert ">#101</text>" in text
    assert ">#1</text>" not in text


def test_a_folder_without_reports_still_has_a_page():
    text = index_html([])
    assert "<tbody>\n\n</tbody>" in text
    assert 'lang="vi"' in text


def test_the_same_reports_give_the_same_bytes_in_any_order():
    reports = [report(n, headline=[row(0.1 * n)]) for n in range(1, 5)]
    assert index_html(reports) == index_html(reports[::-1])
    assert history_csv(reports) == history_csv(reports[::-1])


def test_the_hash_shown_is_that_of_the_footers():
    one = report(1, digest="a" * 64, figures="f" * 64)
    assert f"<code>{'f' * 12}</code>" in index_html([one])
    assert f"<code>{'a' * 12}</code>" in index_html([report(1, digest="a" * 64)])


def test_the_joint_target_has_a_heading_in_words():
    text = index_html([report(1, headline=[row(0.3, name="joint")])])
    assert "<h3>Tất cả cùng lúc · All together</h3>" in text


def test_titles_and_times_are_those_of_a_reader():
    titles = {"plan": {"vi": "Đúng kế hoạch", "en": "As planned"}}
    text = index_html([report(3, headline=[row(0.3)], titles=titles)])
    assert "3/2/2025 02:15" in text
    assert "T02:15" not in text
    assert "<td>Đúng kế hoạch" in text
    assert ">Đúng kế hoạch · As planned</option>" in text
    assert 'data-scenario="plan"' in text
    assert "Đúng kế hoạch 30\u00a0%" in text
    assert '<option value="vi">Tiếng Việt · Vietnamese</option>' in text


def test_a_scenario_looks_the_same_in_each_picture():
    rows = [row(0.1), row(0.2, scenario="other"), row(0.3, scenario="other", name="joint")]
    text = index_html([report(1, headline=rows)])
    colours = re.findall(r'stroke="(#\w+)"[^>]*/>\n<text[^>]*>other', text)
    assert len(colours) == 2
    assert set(colours) == {PALETTE[1]}
