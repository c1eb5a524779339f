import json
import re
import zlib

import pandas as pd
import pytest
from export_sample import HOSTILE, sample_briefing

from clusterecon.document.briefing import Briefing, Section
from clusterecon.document.table import Column, TableBlock
from clusterecon.document.text import clean_text
from clusterecon.document.typesetting import text_width
from clusterecon.export.pdf import TEMPLATE, pdf_bytes, pdf_data
from clusterecon.export.table_layout import INSET, table_layout
from clusterecon.ground.errors import RunError


def inflated(pdf):
    """Return the file with every compressed stream unpacked, as text of single bytes."""
    parts = [pdf]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        unpacker = zlib.decompressobj()
        if match.group(1)[:1] == b"\x78":
            parts.append(unpacker.decompress(match.group(1)))
    return b"\n".join(parts).decode("latin-1")


def pdf_string(text):
    """Return text as PDF writes it beyond ASCII: UTF-16 with a mark, special bytes escaped."""
    raw = b"\xfe\xff" + text.encode("utf-16-be")
    return raw.decode("latin-1")


def one(*tables, title="Title", **more):
    return Briefing("vi", title, "", (Section("s", "S", (), (), tables),), **more)


@pytest.fixture(scope="module", params=["vi", "en"])
def made(request):
    briefing = sample_briefing(request.param)
    pdf = pdf_bytes(briefing)
    return briefing, pdf, inflated(pdf)


def test_pdf_is_tagged_and_says_so(made):
    briefing, pdf, text = made
    assert pdf.startswith(b"%PDF-")
    assert "/StructTreeRoot" in text
    assert re.search(r"/Marked true", text)
    assert "pdfuaid:part" in text
    assert re.search(rf"/Lang ?\({briefing.lang}", text)
    assert "/DisplayDocTitle true" in text


def test_pdf_has_a_bookmark_for_each_section(made):
    briefing, _, text = made
    outline = re.search(r"/Type ?/Outlines.*?/Count (\d+)", text)
    assert int(outline.group(1)) == len(briefing.sections) + 2
    if briefing.lang == "en":
        titles = re.findall(r"/Title\(([A-Za-z]+)\)/Dest", text)
        assert titles == ["Growth", "Jobs", "Budget", "Assumptions", "Notes", "Sources"]


def test_pdf_tags_tables_with_header_cells(made):
    _, _, text = made
    for tag in ("/Table", "/TH", "/TD", "/Figure", "/H1", "/Caption", "/L"):
        assert re.search(rf"/S ?{tag}\b", text), tag
    assert len(re.findall(r"/S ?/TH\b", text)) >= 12


def test_pdf_figures_carry_alternative_text(made):
    briefing, _, text = made
    assert text.count("/Alt") >= len(briefing.charts)


def test_pdf_uses_the_shipped_font_alone_and_embeds_it(made):
    _, _, text = made
    fonts = set(re.findall(r"/BaseFont ?/([A-Za-z0-9+#-]+)", text))
    assert fonts
    assert all("DejaVuSans" in font for font in fonts)
    assert "/FontFile" in text
    assert "/ToUnicode" in text


def test_no_font_of_the_machine_is_used(monkeypatch):
    import typst
    from matplotlib import get_data_path

    asked = {}
    compile_as_ever = typst.compile

    def compile_and_note(*files, **options):
        asked.update(options)
        return compile_as_ever(*files, **options)

    monkeypatch.setattr(typst, "compile", compile_and_note)
    pdf_bytes(one())
    assert asked["ignore_system_fonts"] is True
    assert [str(path) for path in asked["font_paths"]] == [f"{get_data_path()}/fonts/ttf"]


def test_pdf_runs_and_opens_nothing(made):
    _, _, text = made
    for danger in ("/JavaScript", "/JS", "/OpenAction", "/Launch", "/EmbeddedFile", "/URI"):
        assert danger not in text


def test_pdf_carries_the_date_of_the_briefing_not_the_clock(made):
    _, pdf, text = made
    assert "2025-02-03" in text or "20250203" in text
    stamps = set(re.findall(r"D:(\d{8})", text))
    assert stamps <= {"20250203", "19700101"}
    assert pdf == pdf_bytes(sample_briefing(made[0].lang))


def test_other_words_give_other_bytes():
    first = one(TableBlock("t", "A", pd.DataFrame({"a": [1.0]})))
    other = one(TableBlock("t", "A", pd.DataFrame({"a": [2.0]})))
    assert pdf_bytes(first) == pdf_bytes(first)
    assert pdf_bytes(first) != pdf_bytes(other)


def test_template_reads_no_file_but_data_and_pictures():
    assert re.findall(r"(?:read|json|csv|include|import|plugin|yaml|toml|xml)\(", TEMPLATE) == ["json("]
    assert "eval(" not in TEMPLATE
    assert "@preview" not in TEMPLATE


def test_text_reaches_typst_as_data_alone():
    briefing = one(title="#panic() $x$", footer='#read("main.typ")', notes=("*a* _b_ `c`",))
    data = pdf_data(briefing)
    assert data["title"] == "#panic() $x$"
    assert data["notes"] == ["*a* _b_ `c`"]
    json.dumps(data)
    assert pdf_bytes(briefing).startswith(b"%PDF-")


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_make_a_valid_pdf(title):
    table = TableBlock("t", title, pd.DataFrame({title: [title]}), title)
    briefing = Briefing("vi", title, title, (Section("s", title, (title,), (), (table,)),), title, (title,))
    assert "pdfuaid:part" in inflated(pdf_bytes(briefing))


def test_title_is_in_the_properties_with_its_diacritics():
    text = inflated(pdf_bytes(one(title="Cụm công nghiệp")))
    assert "Cụm công nghiệp".encode().decode("latin-1") in text or pdf_string("Cụm công nghiệp") in text


def test_title_without_a_printable_letter_is_still_a_title():
    assert pdf_data(one(title="🏭"))["title"] == "□"


def test_numbers_are_in_the_language_of_the_briefing():
    table = TableBlock("t", "T", pd.DataFrame({"a": [1100.5]}), columns=(Column("a", kind="number"),))
    assert pdf_data(one(table))["sections"][0]["tables"][0]["rows"] == [["1.100,5"]]


def test_figures_are_numbered_through_the_briefing():
    labels = [
        c["label"] for section in pdf_data(sample_briefing("vi"))["sections"] for c in section["charts"]
    ]
    assert labels == ["Hình 1", "Hình 2", "Hình 3", "Hình 4", "Hình 5"]


def test_briefing_without_date_has_a_fixed_one():
    assert pdf_data(one())["date"] == [2024, 1, 1]


def test_long_table_breaks_over_pages_and_repeats_its_heading():
    rows = pd.DataFrame({"name": [f"row {i}" for i in range(200)], "value": range(200)})
    text = inflated(pdf_bytes(one(TableBlock("t", "T", rows))))
    assert len(re.findall(r"/Type ?/Page\b", text)) >= 4
    assert len(re.findall(r"/S ?/TR\b", text)) >= 201


def test_refusal_by_typst_is_a_run_error(monkeypatch):
    monkeypatch.setattr("clusterecon.export.pdf.TEMPLATE", '#panic("no")')
    with pytest.raises(RunError, match="typst could not set the PDF"):
        pdf_bytes(one())


# Layout of tables

LONG = "The figure stood still in current prices; real growth around nought, either way. " * 3


def layout(*columns, rows=()):
    return table_layout(columns, [column.heading for column in columns], [list(row) for row in rows])


def table_cells(*columns, rows, lang="en"):
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    table = TableBlock("t", "T", frame, columns=columns)
    return pdf_data(Briefing(lang, "T", "", (Section("s", "S", (), (), (table,)),)))["sections"][0]["tables"][
        0
    ]


def test_columns_of_numbers_are_as_wide_as_their_longest_cell():
    found = layout(
        Column("a", "Name"), Column("b", "B", "number"), rows=[("x " * 40, "1.234.567,8"), ("y", "2")]
    )
    assert found.widths[1] == pytest.approx(text_width("1.234.567,8") + INSET, abs=0.001)
    assert found.widths[0] > found.widths[1]


def test_short_table_keeps_its_width():
    assert sum(layout(Column("a"), Column("b"), rows=[("ab", "cd")]).widths) < 10


def test_every_column_holds_its_longest_word_and_its_heading():
    words = ("31/12/2020", "February", "200.000", "triangular", "with\u00a0hindsight")
    columns = [Column(f"c{i}", head) for i, head in enumerate(("Distribution", "Unit", "Evidence", "S", "T"))]
    rows = [[f"{word} {LONG if word == 'triangular' else ''}" for word in words]]
    found = layout(*columns, rows=rows)
    for width, word, column in zip(found.widths, words, columns, strict=True):
        assert width >= text_width(word) + INSET - 0.001
        assert width >= text_width(column.heading, bold=True) + INSET - 0.001


def test_neither_dates_nor_numbers_nor_words_are_cut_in_a_crowded_table():
    columns = [
        Column(name, name) for name in ("Assumption", "Value", "Distribution", "Known since", "Source")
    ]
    rows = [[f"Establishments {LONG}", "1", "180.000 – 200.000", "31/12/2020 (biết sau)", LONG]] * 3
    cells = table_cells(*columns, rows=rows, lang="vi")
    assert not any("\u200b" in cell for row in cells["rows"] for cell in row)
    assert not any("\u200b" in head for head in cells["heads"])


def test_one_long_cell_takes_no_third_of_the_page():
    columns = [Column(name, name) for name in ("Assumption", "Value", "Reason")]
    rows = [["Growth of jobs in the existing clusters", "5 %", LONG] for _ in range(30)]
    rows[7][1] = "Manufacturing nec 20 %; Fabricated metal products 20 %; " * 5
    found = layout(*columns, rows=rows)
    assert 6 < found.widths[1] < sum(found.widths) / 4
    assert found.widths[2] > found.widths[0]


@pytest.mark.parametrize(("count", "wide"), [(3, False), (7, False), (16, True)])
def test_many_columns_lay_the_page_on_its_side(count, wide):
    columns = [Column(f"c{i}", kind="number") for i in range(count)]
    found = layout(*columns, rows=[["1.234,5"] * count] * 20)
    assert found.wide is wide
    assert 6 <= found.size <= 8.5


def test_a_table_of_few_rows_stands_upright_in_smaller_type():
    columns = [Column(f"c{i}", kind="number") for i in range(13)]
    assert layout(*columns, rows=[["1.234,56"] * 13] * 20).wide
    assert not layout(*columns, rows=[["1.234,56"] * 13] * 3).wide


def test_columns_fit_the_page():
    columns = [Column("name"), *(Column(f"c{i}", kind="number") for i in range(8))]
    for count in (1, 40):
        found = layout(*columns, rows=[["x" * 60, *["12.345,67" * count] * 8]])
        assert sum(found.widths) * found.size < (728.6 if found.wide else 482.0)


def test_words_break_before_they_leave_their_column():
    table = TableBlock("t", "T", pd.DataFrame({"a": ["W" * 300], "b": [1.0]}))
    cell = pdf_data(one(table))["sections"][0]["tables"][0]["rows"][0][0]
    assert max(map(len, cell.split("\u200b"))) < 60


def test_clean_text_is_what_the_pdf_shows():
    assert pdf_data(one(title=HOSTILE[9]))["title"] == clean_text(HOSTILE[9])
