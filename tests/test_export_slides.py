import dataclasses
import re
import time

import pandas as pd
import pytest
from export_parts import NAMES, package_mistakes, parts, texts, xml
from export_sample import HOSTILE, sample_briefing

from clusterecon.document.briefing import Briefing, Section
from clusterecon.document.chart import NativeChart, Series
from clusterecon.document.table import Column, TableBlock
from clusterecon.document.text import clean_text
from clusterecon.document.typesetting import Box, fitted_sentences, printable_text, text_height
from clusterecon.export.slide_plan import (
    CONTENT,
    ROWS_A_SLIDE,
    SIDE,
    SIDE_SIZES,
    STRIP,
    TABLE_SLIDES,
    needs_width,
    plan_slides,
    table_parts,
)
from clusterecon.export.slides import pptx_bytes
from clusterecon.language.document_words import WORDS

EMU = 914400


@pytest.fixture(scope="module", params=["vi", "en"])
def made(request):
    briefing = sample_briefing(request.param)
    return briefing, parts(pptx_bytes(briefing))


def slides(members):
    names = [name for name in members if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    return [members[name] for name in sorted(names, key=lambda name: int(re.search(r"\d+", name).group()))]


def title_of(slide):
    for shape in xml(slide).iter(f"{{{NAMES['p']}}}sp"):
        kind = shape.find(f".//{{{NAMES['p']}}}ph")
        if kind is not None and kind.get("type") in {"title", "ctrTitle"}:
            return "".join(node.text for node in shape.iter(f"{{{NAMES['a']}}}t"))
    return None


# The plan


def test_plan_follows_the_briefing():
    briefing = sample_briefing("vi")
    plan = plan_slides(briefing)
    assert plan[0].opening
    assert plan[0].title == briefing.title
    assert [slide.chart.id for slide in plan if slide.chart] == [chart.id for chart in briefing.charts]
    assert plan[-1].title == WORDS["vi"]["sources"]
    assert any(
        slide.title == WORDS["vi"]["notes"] and set(slide.body) <= set(briefing.notes) for slide in plan
    )


def test_every_slide_of_a_chart_says_what_the_chart_finds():
    briefing = sample_briefing("en")
    for slide in plan_slides(briefing):
        if slide.chart:
            assert slide.title == slide.chart.title


def test_every_sentence_stands_on_a_slide():
    briefing = sample_briefing("vi")
    shown = [text for slide in plan_slides(briefing) for text in (slide.title, *slide.body)]
    for section in briefing.sections:
        assert set(section.sentences) <= set(shown)


def test_notes_hold_source_and_alternative_text():
    for slide in plan_slides(sample_briefing("en")):
        if slide.chart:
            assert any(slide.chart.alt in note for note in slide.notes)
            assert any(slide.chart.source in note for note in slide.notes)


def test_names_cut_in_a_chart_stand_whole_in_the_notes():
    briefing = sample_briefing("vi", HOSTILE[9:])
    slide = next(slide for slide in plan_slides(briefing) if slide.chart and slide.chart.id == "jobs")
    assert clean_text(HOSTILE[14]) in slide.notes


def test_text_beside_a_chart_fits_its_place():
    for lang in ("vi", "en"):
        for slide in plan_slides(sample_briefing(lang)):
            if slide.chart and slide.body:
                box = STRIP if slide.body_above else SIDE
                assert text_height(slide.body, box.width, SIDE_SIZES[-1]) <= box.height


def plan_of(*sections):
    return plan_slides(Briefing("en", "T", "", sections))


LONG = tuple(clean_text(f"{i}. " + "A long sentence that says much. " * 6) for i in range(12))


def test_sentences_stand_beside_the_only_chart_where_all_fit():
    chart = sample_briefing("en").charts[2]
    plan = plan_of(Section("s", "S", ("One finding.", "Another."), (chart,)))
    assert [(slide.title, slide.body) for slide in plan[1:2]] == [(chart.title, ("One finding.", "Another."))]
    many = plan_of(Section("s", "S", LONG, (chart,)))
    assert many[1].body == ()
    assert [text for slide in many[2:] if slide.notes == LONG for text in slide.body] == list(LONG)


def test_sentences_of_several_charts_stand_under_none_of_them():
    charts = sample_briefing("en").charts[:2]
    plan = plan_of(Section("s", "S", ("Of jobs.", "Of the budget."), charts))
    assert [(slide.chart, slide.body) for slide in plan[1:3]] == [(chart, ()) for chart in charts]
    assert (plan[3].title, plan[3].body) == ("S", ("Of jobs.", "Of the budget."))


def test_no_sentence_is_made_a_title():
    plan = plan_of(Section("s", "The section", ("The finding.", *LONG)))
    alone = [slide for slide in plan[1:] if slide.body and slide.notes == ("The finding.", *LONG)]
    assert {slide.title for slide in alone} <= {"The section", "The section (continued)"}
    assert alone[0].body[0] == "The finding."


def test_a_slide_says_what_its_own_chart_shows():
    chart = dataclasses.replace(sample_briefing("en").charts[0], slide_title="Half of it")
    assert plan_of(Section("s", "S", (), (chart,)))[1].title == "Half of it"


def test_a_range_in_a_cell_stays_on_one_line():
    cell = "106,800 (89,600 – 127,700)"
    table = TableBlock("t", "T", pd.DataFrame({f"c{i}": [cell] for i in range(6)}))
    slide = next(s for s in plan_of(Section("s", "S", (), (), (table,))) if s.table)
    assert slide.table.rows[0][0] == "106,800 (89,600\u00a0–\u00a0127,700)"


def test_cells_of_few_columns_are_not_cut():
    said = clean_text("A sentence that goes on for a while. " * 9)
    table = TableBlock("t", "T", pd.DataFrame({"a": ["x"], "b": ["y"], "c": [said]}))
    slide = next(s for s in plan_of(Section("s", "S", (), (), (table,))) if s.table)
    assert slide.table.rows[0][2] == said
    assert slide.table.widths[2] > 6


def test_a_section_of_one_sentence_is_a_note():
    plan = plan_of(Section("s", "Changes", ("Nothing moved.",)))
    assert [slide.title for slide in plan] == ["T", "Notes"]
    assert plan[1].body == ("Changes: Nothing moved.",)


def test_details_are_left_to_report_and_workbook_and_named():
    shown, detail = block(3), dataclasses.replace(block(3), id="d", title="Every assumption", detail=True)
    plan = plan_of(Section("s", "S", (), (), (shown, detail)))
    assert [slide.title for slide in plan if slide.table] == [shown.title]
    assert plan[-1].body == ("Report and workbook also hold these tables: Every assumption.",)


def test_source_is_not_said_twice_on_a_slide():
    briefing = sample_briefing("en")
    shown = next(slide for slide in plan_slides(briefing) if slide.chart)
    assert shown.remark == f"Sources: {shown.chart.source}"
    same = dataclasses.replace(briefing, footer=f"{shown.chart.source} · hash")
    assert all(slide.remark == "" for slide in plan_slides(same) if slide.chart)


def native(kind="dot", categories=("a", "b"), count=1):
    series = tuple(Series(f"s{i}", [1.0] * len(categories)) for i in range(count))
    return NativeChart(kind, categories, series)


def test_charts_with_many_names_get_the_width():
    assert needs_width(native(categories=("long name " * 5, "another long name " * 3)))
    assert needs_width(native("line", ("2024", "2025"), 7))
    assert not needs_width(native())
    assert not needs_width(native("bar", ("long name " * 5,) * 3))


# Tables on slides


def block(rows, **columns):
    data = {"name": [f"row {i}" for i in range(rows)], "value": [float(i) for i in range(rows)], **columns}
    return TableBlock("t", "The table", pd.DataFrame(data), "A note")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [(0, [0]), (1, [1]), (10, [10]), (11, [6, 5]), (21, [7, 7, 7]), (25, [9, 9, 7]), (31, [10, 10, 10])],
)
def test_tables_go_on_after_ten_rows(rows, expected):
    plan = plan_slides(Briefing("en", "T", "", (Section("s", "S", (), (), (block(rows),)),)))
    tables = [slide for slide in plan if slide.table]
    assert [len(slide.table.rows) for slide in tables] == expected
    assert [slide.title for slide in tables[1:]] == ["The table (continued)"] * (len(tables) - 1)


def test_long_tables_say_how_many_rows_the_workbook_has_more():
    plan = plan_slides(Briefing("vi", "T", "", (Section("s", "S", (), (), (block(95),)),)))
    tables = [slide for slide in plan if slide.table]
    assert len(tables) == TABLE_SLIDES
    assert tables[-1].remark == "A note. Còn 65 dòng trong sổ tính"
    assert "Còn" not in tables[0].remark


def test_type_is_smaller_where_that_saves_a_slide():
    cells = {f"c{i}": ["a middling piece of text"] * 10 for i in range(5)}
    table = TableBlock("t", "T", pd.DataFrame(cells))
    (part,) = table_parts(table, [tuple(map(str, row)) for row in table.rows()])
    assert 12 <= part.size < 14
    few = TableBlock("t", "T", pd.DataFrame(cells).head(2))
    assert table_parts(few, [tuple(map(str, row)) for row in few.rows()])[0].size == 14


def test_rows_are_as_high_as_their_text_and_pages_no_higher_than_the_slide():
    table = block(12, text=["A long text that wraps over lines. " * 4] * 12)
    rows = [tuple(str(value) for value in row) for row in table.rows()]
    found = table_parts(table, rows)
    assert sum(len(part.rows) for part in found) == 12
    for part in found:
        assert len(part.rows) <= ROWS_A_SLIDE
        assert sum(part.heights) <= CONTENT.height
        assert sum(part.widths) == pytest.approx(CONTENT.width)
        for row, height in zip(part.rows, part.heights[1:], strict=True):
            for cell, width in zip(row, part.widths, strict=True):
                assert text_height([cell], width - 0.16, part.size) <= height


@pytest.mark.parametrize(("count", "size"), [(3, 14), (8, 12), (10, 10), (12, 8)])
def test_more_columns_take_smaller_type(count, size):
    table = TableBlock("t", "T", pd.DataFrame({f"c{i}": [1.0] for i in range(count)}))
    assert table_parts(table, [("1",) * count])[0].size == size


# The file


def test_no_program_would_repair_the_file(made):
    _, members = made
    assert "ppt/presentation.xml" in members
    assert package_mistakes(pptx_bytes(made[0])) == []


def test_slides_are_wide(made):
    size = xml(made[1]["ppt/presentation.xml"]).find(f"{{{NAMES['p']}}}sldSz")
    assert int(size.get("cx")) / int(size.get("cy")) == pytest.approx(16 / 9, abs=1e-3)


def test_every_slide_has_a_title_a_number_and_notes(made):
    briefing, members = made
    plan = plan_slides(briefing)
    drawn = slides(members)
    assert len(drawn) == len(plan)
    for slide, content in zip(plan, drawn, strict=True):
        assert title_of(content) == slide.title
        field = next(xml(content).iter(f"{{{NAMES['a']}}}fld"))
        assert field.get("type") == "slidenum"
        assert field.find(f"{{{NAMES['a']}}}t").text == str(drawn.index(content) + 1)
    notes = [
        content for name, content in members.items() if re.match(r"ppt/notesSlides/notesSlide\d+\.xml", name)
    ]
    assert len(notes) == len(plan)
    told = "".join("".join(texts(content, "a:t")) for content in notes)
    assert all(chart.source in told and chart.alt in told for chart in briefing.charts)


def test_charts_are_chart_objects_with_a_workbook(made):
    briefing, members = made
    charts = [name for name in members if re.fullmatch(r"ppt/charts/chart\d+\.xml", name)]
    assert len(charts) == len(briefing.charts)
    assert (
        len([name for name in members if name.startswith("ppt/embeddings/") and name.endswith(".xlsx")]) == 5
    )
    assert not [name for name in members if name.startswith("ppt/media/")]


def test_charts_and_tables_have_alternative_text(made):
    briefing, members = made
    frames = [f for content in slides(members) for f in xml(content).iter(f"{{{NAMES['p']}}}graphicFrame")]
    told = [frame.find(f".//{{{NAMES['p']}}}cNvPr").get("descr") for frame in frames]
    assert all(told)
    assert {chart.alt for chart in briefing.charts} <= set(told)


def test_tables_are_tables_with_a_marked_head(made):
    _, members = made
    tables = [t for content in slides(members) for t in xml(content).iter(f"{{{NAMES['a']}}}tbl")]
    assert tables
    for table in tables:
        assert table.find(f"{{{NAMES['a']}}}tblPr").get("firstRow") == "1"
        assert len(list(table.iter(f"{{{NAMES['a']}}}tr"))) <= ROWS_A_SLIDE + 1


def test_font_is_arial_and_language_is_marked(made):
    briefing, members = made
    for content in slides(members):
        runs = list(xml(content).iter(f"{{{NAMES['a']}}}rPr"))
        assert runs
        assert {run.get("lang") for run in runs} == {"vi-VN" if briefing.lang == "vi" else "en-GB"}
        fonts = {font.get("typeface") for run in runs for font in run.iter(f"{{{NAMES['a']}}}latin")}
        assert fonts == {"Arial"}
    assert b"Calibri" not in members["ppt/theme/theme1.xml"]


def test_nothing_stands_outside_the_slide_or_on_another_box(made):
    for content in slides(made[1]):
        boxes = []
        for shape in xml(content).find(f".//{{{NAMES['p']}}}spTree"):
            place = shape.find(f".//{{{NAMES['a']}}}xfrm")
            place = place if place is not None else shape.find(f".//{{{NAMES['p']}}}xfrm")
            if place is None or place.find(f"{{{NAMES['a']}}}off") is None:
                continue
            offset, extent = place.find(f"{{{NAMES['a']}}}off"), place.find(f"{{{NAMES['a']}}}ext")
            left, top = int(offset.get("x")) / EMU, int(offset.get("y")) / EMU
            boxes.append((left, top, left + int(extent.get("cx")) / EMU, top + int(extent.get("cy")) / EMU))
        assert len(boxes) >= 3
        for left, top, right, bottom in boxes:
            assert left >= 0.5
            assert top >= 0.3
            assert right <= 13.34 - 0.5
            assert bottom <= 7.5
        for index, first in enumerate(boxes):
            for other in boxes[index + 1 :]:
                across = min(first[2], other[2]) - max(first[0], other[0])
                down = min(first[3], other[3]) - max(first[1], other[1])
                assert across <= 0.01 or down <= 0.01, (first, other)


def test_numbers_on_slides_are_vietnamese():
    drawn = slides(parts(pptx_bytes(sample_briefing("vi"))))
    shown = [text for content in drawn for text in texts(content, "a:t")]
    assert "106.896" in shown
    assert "1.476,5" in shown


def test_same_bytes_at_another_time(monkeypatch):
    first = pptx_bytes(sample_briefing("en"))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 90_000)
    time.sleep(2.1)
    assert pptx_bytes(sample_briefing("en")) == first


def test_properties_hold_no_clock(made):
    core = made[1]["docProps/core.xml"].decode()
    assert set(re.findall(r"(\d{4}-\d\d-\d\d)T", core)) == {"2025-02-03"}
    assert made[0].title in core


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_are_text(title):
    table = TableBlock("t", title, pd.DataFrame({"a": [title]}), title, (Column("a", title),))
    section = Section("s", title, (title,), (), (table,))
    data = pptx_bytes(Briefing("vi", title, title, (section,), title, (title,)))
    assert package_mistakes(data) == []
    shown = [text for content in slides(parts(data)) for text in texts(content, "a:t")]
    start = printable_text(clean_text(title), letters=True)[:10]
    assert sum(text.replace("\u200b", "").startswith(start) for text in shown) >= 6


def test_briefing_with_a_title_alone_is_one_slide():
    assert len(slides(parts(pptx_bytes(Briefing("en", "Title", "", ()))))) == 1


def test_a_remark_too_long_for_its_line_ends_with_a_whole_sentence():
    box, sizes = Box(0.6, 6.52, 12.13, 0.44), (14, 12, 11, 10)
    sentence = "Đứng trước là trung vị, trong ngoặc là khoảng 5–95 % của các lần rút."
    assert fitted_sentences(sentence, box, sizes) == (sentence, 14)
    kept, size = fitted_sentences(" ".join([sentence] * 12), box, sizes)
    assert size >= 10
    assert kept.endswith(".") and "…" not in kept
    assert 2 <= kept.count(sentence) < 12
    assert fitted_sentences("x" * 5000, box, sizes)[0].endswith("…")
