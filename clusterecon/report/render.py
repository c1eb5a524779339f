"""The executed notebook as one HTML page: no code, no network, its language, fit to be read and printed."""

import copy
import hashlib
import html
import re
import threading
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from string import Template
from xml.parsers import expat

import nbformat
from nbconvert.exporters.html import HTMLExporter

_rendering = threading.Lock()
_PAGE = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))


def render_html(notebook: nbformat.NotebookNode, lang: str, title: str) -> str:
    """Return an executed notebook as one HTML page: its outputs without its code, in the language named.

    Header cells of tables get their ``scope``. The page holds no script and asks the network for nothing.
    ``title`` is used where the page has no first-level heading.
    """
    frame, pieces = _set_aside(notebook)
    with _rendering:
        body, _ = _exporter().from_notebook_node(frame)
    for mark, piece in pieces.items():
        body = body.replace(mark, piece, 1)
    body = _with_scopes(body)
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.DOTALL)
    plain = re.sub(r"<[^>]+>|¶", "", heading.group(1)).strip() if heading else html.escape(title)
    return _PAGE.substitute(lang=html.escape(lang), title=plain, body=body)


def _set_aside(notebook: nbformat.NotebookNode) -> tuple[nbformat.NotebookNode, dict[str, str]]:
    """Return a copy that holds a mark for each output that is well-formed HTML, and those by their marks.

    They stand on the page as they are: read and written anew with it, as nbconvert does, they would take
    most of the time of the page. A mark is the hash of its output and its number, so no text can hold it.
    """
    frame, pieces = copy.deepcopy(notebook), dict[str, str]()
    for cell in frame.cells:
        for output in cell.get("outputs", ()):
            piece = "".join(output.get("data", {}).get("text/html", ""))
            if piece and _is_well_formed(piece):
                name = hashlib.sha256(f"{len(pieces)} {piece}".encode()).hexdigest()
                mark = output.data["text/html"] = f"<!--{name}-->"
                pieces[mark] = piece
    return frame, pieces


def _is_well_formed(piece: str) -> bool:
    """Whether every element is closed where it should be, so that nothing needs repair."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(f"<main>{piece}</main>".encode(), True)
    except expat.ExpatError:
        return False
    return True


def make_ready() -> None:
    """Load and compile what renders pages, so that the first page takes no longer than the next."""
    render_html(nbformat.v4.new_notebook(), "en", "")  # type: ignore[no-untyped-call]


def page_faults(page: str) -> list[str]:
    """Return what is wrong with a page: things fetched from outside, scripts, figures without words.

    Links to follow (``<a href>``) are no fault.
    """
    faults = _Faults()
    faults.feed(page)
    faults.close()
    return faults.found


class _Faults(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        values = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        if tag == "script":
            self.found.append("a script")
        if tag == "img" and (not values.get("alt") or values["alt"].startswith("No description")):
            self.found.append("an image without alternative text")
        for name in (
            "src",
            "srcset",
            "poster",
            "data",
            "background",
            *(("href",) if tag in ("link", "use") else ()),
        ):
            if re.match(r"\s*(https?:)?//", values.get(name, "")):
                self.found.append(f"<{tag} {name}> from the network: {values[name][:80]}")

    def handle_data(self, data: str) -> None:
        """Look at text; only that of a style can fetch."""
        if self._in_style and re.search(r"@import|url\(\s*['\"]?(https?:)?//", data):
            self.found.append("a style from the network")


@cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        embed_images=False,
    )


def _with_scopes(body: str) -> str:
    """Mark header cells of tables as those of a column (in ``thead``) or of a row."""

    def mark(table: re.Match[str]) -> str:
        head, split, rest = table.group(0).partition("</thead>")
        if not split:
            head, rest = "", head
        return _scoped(head, "col") + split + _scoped(rest, "row")

    return re.sub(r"<table\b.*?</table>", mark, body, flags=re.DOTALL)


def _scoped(part: str, scope: str) -> str:
    return re.sub(r"<th\b(?![^>]*\bscope=)", f'<th scope="{scope}"', part)
