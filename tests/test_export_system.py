"""The files as other programs read them: LibreOffice and poppler."""

import re
import unicodedata
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from export_parts import package_mistakes
from export_sample import HOSTILE, SCENARIOS, sample_briefing
from system_programs import need, office_to_pdf, run

from clusterecon.document.text import clean_text
from clusterecon.export.documents import document_bytes
from clusterecon.export.slide_plan import plan_slides
from clusterecon.export.slides import FOOTER, HEIGHT

pytestmark = pytest.mark.system

BRIEFINGS = {
    "vi": lambda: sample_briefing("vi"),
    "en": lambda: sample_briefing("en"),
    "hostile-first": lambda: sample_briefing("vi", HOSTILE[:7]),
    "hostile-last": lambda: sample_briefing("en", HOSTILE[9:16]),
}


def pages(pdf):
    """Return the text of each page, letters composed, spaces as one."""
    text = run(*need("pdftotext"), "-layout", pdf, "-")
    return [flat(page) for page in text.split("\f")[:-1]]


def flat(text):
    return " ".join(unicodedata.normalize("NFC", text).replace("\u200b", "").split())


def pieces(*texts):
    """Return what no program breaks over two lines: words, parted at dashes and strokes."""
    return re.split(r"[\s–/-]+", " ".join(texts).replace("\u200b", ""))


def words_with_boxes(pdf):
    """Return for each page its size and its words with their boxes, in points."""
    tree = ElementTree.fromstring(run(*need("pdftotext"), "-bbox", pdf, "-"))
    space = "{http://www.w3.org/1999/xhtml}"
    for page in tree.iter(f"{space}page"):
        size = float(page.get("width")), float(page.get("height"))
        yield (
            size,
            [
                (word.text, *(float(word.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")))
                for word in page.iter(f"{space}word")
            ],
        )


def pictures(pdf, folder):
    """Turn each page into a picture and return the pictures, in order."""
    run(*need("pdftoppm"), "-r", "40", "-png", pdf, folder / pdf.stem)
    return sorted(folder.glob(f"{pdf.stem}-*.png"))


def assert_drawn(files, count):
    from PIL import Image

    assert len(files) == count
    for file in files:
        shades = Image.open(file).convert("L").getcolors(256)
        assert len(shades) > 8, f"{file.name} is empty"


@pytest.fixture(scope="module", params=BRIEFINGS)
def case(request, tmp_path_factory):
    need("soffice", "pdftotext", "pdftoppm")
    return BRIEFINGS[request.param](), tmp_path_factory.mktemp(request.param)


@pytest.fixture(scope="module")
def slides(case):
    briefing, folder = case
    path = folder / "slides.pptx"
    path.write_bytes(document_bytes(briefing, "pptx"))
    return briefing, office_to_pdf(path, folder)


@pytest.fixture(scope="module")
def workbook(case):
    briefing, folder = case
    path = folder / "workbook.xlsx"
    path.write_bytes(document_bytes(briefing, "xlsx"))
    return briefing, office_to_pdf(path, folder)


@pytest.fixture(scope="module")
def printed(case):
    briefing, folder = case
    path = folder / "briefing.pdf"
    path.write_bytes(document_bytes(briefing, "pdf"))
    return briefing, path


# Slides


def test_libreoffice_shows_every_slide(slides, tmp_path):
    briefing, pdf = slides
    assert_drawn(pictures(pdf, tmp_path), len(plan_slides(briefing)))


def test_slides_show_titles_and_texts_whole(slides):
    assert_texts_are_whole(*slides)


def assert_texts_are_whole(briefing, pdf):
    for slide, page in zip(plan_slides(briefing), pages(pdf), strict=True):
        squeezed = page.replace(" ", "")
        for word in pieces(slide.title, *slide.body):
            assert word in squeezed, f"{word!r} is cut from '{slide.title}'"
        assert flat(briefing.footer).replace(" ", "") in squeezed


def test_slides_show_tables_whole(slides):
    assert_tables_are_whole(*slides)


def assert_tables_are_whole(briefing, pdf):
    for slide, page in zip(plan_slides(briefing), pages(pdf), strict=True):
        if slide.table:
            squeezed = page.replace(" ", "")
            for row in slide.table.rows:
                for word in pieces(*row[1:]):
                    assert word in squeezed, f"{word!r} is cut from '{slide.title}'"


def test_no_word_leaves_the_slide_or_runs_into_the_footer(slides):
    assert_words_keep_their_place(slides[1])


def assert_words_keep_their_place(pdf):
    for (width, height), words in words_with_boxes(pdf):
        floor = height * FOOTER.top / HEIGHT
        for text, left, top, right, bottom in words:
            assert left >= 0, text
            assert right <= width + 1, text
            assert bottom <= height, text
            assert top >= floor - 2 or bottom <= floor + 2, f"{text} runs into the footer"


def test_charts_on_slides_name_scenarios_and_numbers_in_the_language(slides):
    briefing, pdf = slides
    page = next(
        page
        for slide, page in zip(plan_slides(briefing), pages(pdf), strict=True)
        if slide.chart and slide.chart.id == "budget"
    )
    assert ("1.100" if briefing.lang == "vi" else "1,100") in page
    first = clean_text(briefing.charts[0].native.categories[0]).split()[0]
    assert first in page


# Workbook


def test_libreoffice_shows_the_workbook(workbook, tmp_path):
    briefing, pdf = workbook
    assert len(pictures(pdf, tmp_path)) >= len(briefing.tables) + len(briefing.charts) + 3
    text = " ".join(pages(pdf))
    for part in (briefing.footer, briefing.tables[0].title, *briefing.sources):
        assert flat(part) in text


def test_workbook_numbers_follow_the_language(workbook):
    briefing, pdf = workbook
    text = " ".join(pages(pdf))
    assert ("1.476,5" if briefing.lang == "vi" else "1,476.5") in text
    assert "###" not in text


def test_workbook_runs_no_formula(case):
    briefing, folder = case
    (folder / "cells.xlsx").write_bytes(document_bytes(briefing, "xlsx"))
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    run(
        *need("soffice"),
        profile,
        "--headless",
        "--convert-to",
        options,
        "--outdir",
        folder,
        folder / "cells.xlsx",
    )
    (file,) = folder.glob("cells*.csv")
    text = file.read_text(encoding="utf-8")
    for name in briefing.tables[0].frame["scenario"]:
        assert clean_text(name).replace('"', '""') in text
    assert "Err:" not in text
    assert "#NAME?" not in text


def test_words_of_a_workbook_row_do_not_lie_on_each_other(workbook):
    _, pdf = workbook
    for _, words in words_with_boxes(pdf):
        for index, (text, left, top, right, bottom) in enumerate(words):
            for other, x, y, end, low in words[index + 1 :]:
                across, down = min(right, end) - max(left, x), min(bottom, low) - max(top, y)
                assert across <= 1 or down <= 0.35 * min(bottom - top, low - y), f"{text} lies on {other}"


# The shipped study


@pytest.fixture(scope="module")
def shipped_briefing(sampled):
    from clusterecon import tell
    from clusterecon.briefing.context import Context
    from clusterecon.briefing.workbook import data_tables

    need("soffice", "pdftotext", "pdftoppm")
    told = tell(sampled, "vi").briefing
    return told, replace(told, data=data_tables(Context(sampled, "vi")))


@pytest.mark.slow
def test_slides_of_the_shipped_study_are_whole(shipped_briefing, tmp_path):
    told, _ = shipped_briefing
    content = document_bytes(told, "pptx")
    assert package_mistakes(content) == []
    (tmp_path / "slides.pptx").write_bytes(content)
    pdf = office_to_pdf(tmp_path / "slides.pptx", tmp_path)
    assert_drawn(pictures(pdf, tmp_path), len(plan_slides(told)))
    assert_texts_are_whole(told, pdf)
    assert_tables_are_whole(told, pdf)
    assert_words_keep_their_place(pdf)
    assert "…" not in " ".join(pages(pdf))


@pytest.mark.slow
def test_workbook_of_the_shipped_study_is_whole(shipped_briefing, tmp_path):
    told, full = shipped_briefing
    content = document_bytes(full, "xlsx")
    assert package_mistakes(content) == []
    (tmp_path / "workbook.xlsx").write_bytes(content)
    pdf = office_to_pdf(tmp_path / "workbook.xlsx", tmp_path)
    found = pages(pdf)
    assert_drawn(pictures(pdf, tmp_path), len(found))
    text = " ".join(found)
    for wrong in ("###", "Err:", "#NAME?", "#VALUE!"):
        assert wrong not in text
    squeezed = text.replace(" ", "")
    for table in (*told.tables, *(chart.table() for chart in told.charts)):
        assert flat(table.title).replace(" ", "") in squeezed
        cells = [cell for row in table.rows() for cell in row if isinstance(cell, str)]
        for word in pieces(*(column.heading for column in table.columns), *cells):
            assert word in squeezed, f"{word!r} is cut from '{table.id}'"


# PDF


def test_pdf_text_is_searchable_with_its_diacritics(printed):
    briefing, pdf = printed
    text = " ".join(pages(pdf))
    sentences = [sentence for section in briefing.sections for sentence in section.sentences]
    for part in (briefing.title, briefing.subtitle, *sentences, *briefing.sources):
        assert flat(part) in text
    assert ("106.896" if briefing.lang == "vi" else "106,896") in text


def test_pdf_pictures_are_searchable_too(printed):
    briefing, pdf = printed
    assert " ".join(pages(pdf)).count(flat(briefing.charts[0].title)) >= 2


def test_pdf_has_no_word_outside_its_margins(printed):
    _, pdf = printed
    for (width, height), words in words_with_boxes(pdf):
        assert words
        for text, left, top, right, bottom in words:
            assert left >= 50, text
            assert right <= width - 50, text
            assert top >= 40, text
            assert bottom <= height - 20, text


def test_pdf_numbers_its_pages_in_the_language(printed):
    briefing, pdf = printed
    found = pages(pdf)
    words = ("Trang", "trên") if briefing.lang == "vi" else ("Page", "of")
    for number, page in enumerate(found, 1):
        assert f"{words[0]} {number} {words[1]} {len(found)}" in page
        assert flat(briefing.footer) in page


def test_pdf_repeats_the_headings_of_a_long_table(printed):
    _, pdf = printed
    with_rows = [page for page in pages(pdf) if "assumption_number_" in page]
    assert len(with_rows) >= 2
    assert all(re.search(r"\bname value unit grade source\b", page) for page in with_rows)


def test_pdf_is_tagged_and_opens(printed, tmp_path):
    briefing, pdf = printed
    told = run(*need("pdfinfo"), pdf)
    assert re.search(r"Tagged:\s+yes", told)
    assert re.search(r"JavaScript:\s+no", told)
    assert flat(briefing.title) in flat(told)
    count = int(re.search(r"Pages:\s+(\d+)", told).group(1))
    assert_drawn(pictures(pdf, tmp_path), count)


def test_pdf_embeds_every_font(printed):
    lines = run(*need("pdffonts"), printed[1]).splitlines()[2:]
    assert lines
    for line in lines:
        assert "DejaVuSans" in line
        assert re.search(r"\byes\s+yes\s+yes\b", line)


def test_vietnamese_names_are_found_as_typed(tmp_path):
    need("pdftotext")
    path = tmp_path / "briefing.pdf"
    path.write_bytes(document_bytes(sample_briefing("vi"), "pdf"))
    text = flat(run(*need("pdftotext"), path, "-"))
    for name in SCENARIOS["vi"]:
        assert name in text
