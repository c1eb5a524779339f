import base64
import re
from html.parser import HTMLParser

import pytest
from export_sample import HOSTILE, sample_briefing

from clusterecon.document.briefing import Briefing, Section
from clusterecon.document.table import Column, TableBlock
from clusterecon.document.text import clean_text
from clusterecon.export.page import briefing_html, briefing_page, table_html

VOID = {"meta", "img", "br", "link", "hr"}


class Page(HTMLParser):
    """Collects elements and text, and whether every element is closed in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.mistakes, self.text = [], [], [], []
        self.feed(text)
        self.close()
        self.mistakes += [f"{tag} is never closed" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f"</{tag}> closes another element")

    def handle_data(self, data):
        self.text.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module", params=["vi", "en"])
def page(request):
    return request.param, Page(briefing_page(sample_briefing(request.param)))


def test_page_is_well_formed_and_says_its_language(page):
    lang, parsed = page
    assert parsed.mistakes == []
    assert parsed.all("html")[0]["lang"] == lang
    assert parsed.all("article")[0]["lang"] == lang
    assert len(parsed.all("h1")) == len(parsed.all("title")) == 1


def test_page_needs_no_network_and_runs_nothing(page):
    _, parsed = page
    assert parsed.all("script") == parsed.all("link") == parsed.all("iframe") == []
    addresses = [
        value
        for _, attributes in parsed.elements
        for key, value in attributes.items()
        if key in {"src", "href"}
    ]
    assert addresses
    assert all(address.startswith("data:image/svg+xml;base64,") for address in addresses)
    assert not any(key.startswith("on") for _, attributes in parsed.elements for key in attributes)
    assert "default-src 'none'" in next(
        m["content"] for m in parsed.all("meta") if m.get("http-equiv") == "Content-Security-Policy"
    )
    style = "".join(parsed.text[:4])
    assert "url(" not in style
    assert "@import" not in style


def test_every_picture_has_alternative_text(page):
    lang, parsed = page
    briefing = sample_briefing(lang)
    assert [image["alt"] for image in parsed.all("img")] == [chart.alt for chart in briefing.charts]
    picture = base64.b64decode(parsed.all("img")[0]["src"].split(",", 1)[1])
    assert b"<svg" in picture


def test_tables_mark_headers_of_columns_and_rows(page):
    _, parsed = page
    scopes = [head.get("scope") for head in parsed.all("th")]
    assert set(scopes) == {"col", "row"}
    assert scopes.count("col") == 7 + 5
    assert scopes.count("row") == 7 + 64
    assert len(parsed.all("caption")) == len(parsed.all("thead")) == 2


def test_ids_are_unique(page):
    _, parsed = page
    ids = [attributes["id"] for _, attributes in parsed.elements if "id" in attributes]
    assert len(ids) == len(set(ids)) > 8


def test_page_holds_every_sentence_note_and_source(page):
    lang, parsed = page
    briefing = sample_briefing(lang)
    text = "".join(parsed.text)
    sentences = [sentence for section in briefing.sections for sentence in section.sentences]
    for part in (*sentences, *briefing.notes, *briefing.sources, briefing.footer, briefing.title):
        assert part in text


def test_vietnamese_numbers_in_tables():
    text = "".join(Page(briefing_page(sample_briefing("vi"))).text)
    assert "106.896" in text
    assert "1.476,5" in text
    assert "+0,020" in text
    assert "42,0\u00a0%" in text
    assert "Ngân sách 2030 (tỷ đồng)" in text
    assert "Hình 1" in text
    assert "Bảng 2" in text


def test_page_prints_with_headings_repeated():
    style = briefing_html(sample_briefing("en"))
    assert "@media print" in style
    assert "table-header-group" in style
    assert "size: A4" in style


def test_fragment_stands_alone_and_page_holds_it():
    briefing = sample_briefing("en")
    fragment = briefing_html(briefing)
    assert fragment.startswith("<article")
    assert fragment.endswith("</article>")
    assert fragment in briefing_page(briefing)
    assert Page(fragment).mistakes == []


def test_words_of_a_table_break_only_where_they_are_wider_than_the_page():
    style = briefing_html(sample_briefing("en"))
    assert "overflow-wrap: break-word" in style
    assert "anywhere" not in style


def test_tables_may_be_wider_than_text():
    style = briefing_html(sample_briefing("en"))
    page, text = (float(size) for size in re.findall(r"max-width: ([\d.]+)rem", style))
    assert page > text


def test_no_header_of_a_table_stands_alone_at_the_foot_of_a_printed_page():
    style = briefing_html(sample_briefing("en")).split("@media print")[1]
    assert re.search(r"thead \{[^}]*break-after: avoid", style)
    assert re.search(r"tr:first-child \{[^}]*break-before: avoid", style)


def test_style_reaches_nothing_but_the_briefing():
    style = re.search(r"<style>(.*?)</style>", briefing_html(sample_briefing("en")), re.S).group(1)
    rules = re.findall(r"([^{}]+)\{", re.sub(r"@media print|@page", "", style))
    assert all(
        ".ce-briefing" in selector for rule in rules for selector in rule.split(",") if selector.strip()
    )


def test_same_bytes_twice():
    assert briefing_page(sample_briefing("vi")) == briefing_page(sample_briefing("vi"))


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_are_shown_as_text(title):
    table = TableBlock("t", title, sample_briefing("en", HOSTILE).tables[0].frame, title)
    briefing = Briefing("en", title, title, (Section("s", title, (title,), (), (table,)),), title, (title,))
    parsed = Page(briefing_page(briefing))
    assert parsed.mistakes == []
    assert parsed.all("script") == []
    assert "".join(parsed.text).count(clean_text(title)) >= 8
    assert parsed.all("div")[0]["aria-label"].endswith(clean_text(title))


def test_briefing_without_notes_sources_or_subtitle_has_no_empty_parts():
    parsed = Page(briefing_page(Briefing("en", "Title", "", (Section("s", "S"),))))
    assert parsed.all("ul") == []
    assert [attributes.get("class") for attributes in parsed.all("p")] == [None]


def test_table_html_alone():
    import pandas as pd

    table = TableBlock("t", "T", pd.DataFrame({"a": [1.5]}), "note", (Column("a", "A", "number"),))
    text = table_html(table, "vi", "Bảng 9")
    assert "<caption>Bảng 9. T</caption>" in text
    assert '<td class="ce-number">1,5</td>' in text
    assert '<p class="ce-small">note</p>' in text
