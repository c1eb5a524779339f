import base64
import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from clusterecon.report.render import page_faults, render_html

PIXEL = base64.b64encode(b"\x89PNG\r\n").decode()


def page(*cells, lang="vi", title="toy"):
    return render_html(new_notebook(cells=list(cells)), lang, title)


def shown(data, metadata=None, source="secret_code()"):
    return new_code_cell(source, outputs=[new_output("display_data", data=data, metadata=metadata or {})])


def test_the_page_has_its_language_and_its_first_heading_as_title():
    text = page(new_markdown_cell("# Cụm công nghiệp & việc làm"), lang="en")
    assert '<html lang="en">' in text
    assert "<title>Cụm công nghiệp &amp; việc làm</title>" in text
    assert "<title>toy</title>" in page()


def test_a_heading_from_an_output_counts_and_its_tags_do_not():
    assert "<title>Jobs and growth</title>" in page(
        shown({"text/html": "<h1 id='x'>Jobs <b>and</b> growth</h1>"})
    )


def test_code_is_hidden_and_output_shown():
    text = page(shown({"text/plain": "42 jobs"}))
    assert "42 jobs" in text
    assert "secret_code" not in text


def test_no_prompts_and_no_anchors():
    cell = new_code_cell("1", execution_count=5, outputs=[new_output("execute_result", {"text/plain": "1"})])
    text = page(new_markdown_cell("# Title"), cell)
    assert "Out[" not in text
    assert "In [" not in text
    assert "¶" not in text


def test_nothing_comes_from_the_network_and_there_is_no_script():
    text = page(
        new_markdown_cell("# T\n\nmath $x^2$, [a source](https://example.org/a)"), shown({"text/plain": "1"})
    )
    assert page_faults(text) == []
    assert "<script" not in text
    assert "cdn" not in text.lower()


def test_it_is_made_for_print():
    text = page()
    assert "@media print" in text
    assert "@page" in text
    assert "table-header-group" in text


def test_a_section_may_begin_on_the_page_of_the_title():
    whole = re.findall(r"([^{}]+)\{[^}]*break-inside: avoid", page())
    assert not any("output_subarea" in rule or "output_html" in rule for rule in whole)


def test_header_cells_get_their_scope():
    head, body = "<tr><th></th><th>a</th></tr>", "<tr><th>r</th><td>1</td></tr>"
    table = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
    text = page(shown({"text/html": table}))
    assert text.count('<th scope="col"') == 2
    assert text.count('<th scope="row"') == 1


def test_a_scope_that_is_there_stays_and_each_table_stands_alone():
    head, body = '<tr><th scope="colgroup">a</th></tr>', '<tr><th class="x">r</th></tr>'
    one = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
    bare = "<table><tr><th>plain</th></tr></table>"
    text = page(shown({"text/html": one + bare}))
    assert '<th scope="colgroup">' in text
    assert '<th scope="row" class="x">' in text
    assert '<th scope="row">plain' in text


def test_an_image_keeps_its_words():
    text = page(shown({"image/png": PIXEL}, {"image/png": {"alt": 'jobs "rise"'}}))
    assert "alt='jobs \"rise\"'" in text or 'alt="jobs &quot;rise&quot;"' in text
    assert page_faults(text) == []


def test_an_image_without_words_is_a_fault():
    assert page_faults(page(shown({"image/png": PIXEL}))) == ["an image without alternative text"]


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ("<script>1</script>", "a script"),
        ('<script src="https://x/y.js"></script>', "a script"),
        ('<img alt="a" src="https://x/y.png">', "<img src> from the network: https://x/y.png"),
        ('<img alt="a" src="//x/y.png">', "<img src> from the network: //x/y.png"),
        ('<link rel="stylesheet" href="http://x/y.css">', "<link href> from the network: http://x/y.css"),
        ("<style>@import 'x.css';</style>", "a style from the network"),
        ("<style>a { background: url( 'https://x/y.png') }</style>", "a style from the network"),
        ('<iframe src="https://x"></iframe>', "<iframe src> from the network: https://x"),
        ('<img src="data:image/png;base64,AA" alt="">', "an image without alternative text"),
    ],
)
def test_faults_of_a_page(markup, fault):
    assert fault in page_faults(f"<html><body>{markup}</body></html>")


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="https://example.org">source</a>',
        '<img alt="a" src="data:image/png;base64,AA">',
        "<p>@import and url(https://x) in words</p>",
        "<style>a { color: red }</style><p>@import</p>",
        "<p>&lt;script&gt;</p>",
    ],
)
def test_what_is_no_fault(markup):
    assert page_faults(markup) == []


def test_the_same_notebook_gives_the_same_bytes():
    cells = [new_markdown_cell("# T"), shown({"text/plain": "1"})]
    for index, cell in enumerate(cells):
        cell["id"] = f"c{index}"
    assert page(*cells) == page(*cells)


def test_markup_in_plain_text_and_titles_is_escaped():
    text = page(shown({"text/plain": "<script>alert(1)</script>"}), title="<b>&x")
    assert "<script" not in text
    assert "<title>&lt;b&gt;&amp;x</title>" in text


def test_the_notebook_itself_is_left_alone():
    book = new_notebook(cells=[shown({"text/html": "<table><th>a</th></table>"})])
    before = nbformat.writes(book)
    render_html(book, "vi", "t")
    assert nbformat.writes(book) == before


def test_the_page_is_one_well_formed_frame():
    text = page()
    assert text.startswith("<!DOCTYPE html>\n<html")
    assert text.endswith("</html>\n")
    assert len(re.findall(r"<body>", text)) == 1


DRAWN = '<svg viewBox="0 0 9 9"><defs><clipPath id="a"/></defs><text>1 &lt; 2</text></svg>'


def test_well_formed_outputs_stand_on_the_page_as_they_are():
    whole = f"<div>{DRAWN}<p>and &amp; again</p>{DRAWN}</div>"
    text = page(shown({"text/html": whole}), shown({"text/html": DRAWN}), shown({"text/html": DRAWN}))
    assert whole in text and text.count(DRAWN) == 4
    assert not re.search(r"<!--[0-9a-f]{64}-->", text)


@pytest.mark.parametrize(
    "piece", ["<p>a<br>b</p>", "<p>a&nbsp;b</p>", "<!DOCTYPE x><p>a</p>", "a < b", "</main>"]
)
def test_outputs_that_are_not_well_formed_are_repaired(piece):
    text = page(shown({"text/html": piece}), shown({"text/html": "<p>after</p>"}))
    assert "<p>after</p>" in text
    assert text.count("</main>") == 1


def test_html_that_is_not_closed_does_not_swallow_what_follows():
    text = page(shown({"text/html": "<div><table><tr><td>1"}), shown({"text/html": "<p>after</p>"}))
    assert text.index("</table>") < text.index("<p>after</p>")


def test_a_comment_that_looks_like_a_mark_is_a_comment():
    text = page(shown({"text/html": f"<!--{'0' * 64}--><!--output 7-->{DRAWN}"}))
    assert text.count(DRAWN) == 1 and f"<!--{'0' * 64}-->" in text
    assert "<!--output 7-->" in text
