"""Writers: a `Briefing` as HTML, PDF, slides, workbook, CSV and pictures.

Every file is written aside and renamed. The libraries of a format are loaded when it is asked for.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from clusterecon.document import Briefing, TableBlock
from clusterecon.errors import InputError, RunError, nearest
from clusterecon.export.page import briefing_html, briefing_page, table_html
from clusterecon.export.pictures import Pictures
from clusterecon.export.words import printable_text
from clusterecon.ground.files import checked_path, write_files

DOCUMENTS = ("html", "pdf", "pptx", "xlsx")
"""Formats of the whole briefing: one file each."""

COPIES = ("png", "png300", "svg", "chart-pdf", "chart-csv", "csv")
"""Formats of single charts (slide size, 300 dpi, SVG, PDF), of their figures, and of those of tables too."""

FORMATS = (*DOCUMENTS, "png", "png300", "svg", "chart-pdf", "csv")

__all__ = [
    "COPIES",
    "DOCUMENTS",
    "FORMATS",
    "Pictures",
    "briefing_html",
    "briefing_page",
    "document_bytes",
    "export_briefing",
    "export_copies",
    "printable_text",
    "table_html",
    "write_html",
    "write_pdf",
    "write_pptx",
    "write_xlsx",
]


def export_briefing(
    briefing: Briefing, folder: Path, formats: Iterable[str] = FORMATS, name: str = "briefing"
) -> tuple[Path, ...]:
    """Write the briefing into a folder in the formats named, and return the files in order.

    Documents stand in the folder as ``<name>.<format>``, pictures and their figures in ``charts/``,
    tables in ``tables/``. All files are made before the first is put in place, so that a failure
    leaves none of them.

    Parameters
    ----------
    briefing
        What is written.
    folder
        Where; made where missing.
    formats
        Of `FORMATS`.
    name
        Of the documents, without suffix.

    Raises
    ------
    InputError
        A format is unknown, or the name leads out of the folder.
    RunError
        A library of a format is missing, or the folder cannot be written.
    """
    wanted = tuple(dict.fromkeys(formats))
    unknown = [item for item in wanted if item not in FORMATS]
    if unknown:
        raise InputError(
            f"format '{item}' is not one of {', '.join(FORMATS)}{nearest(item, FORMATS)}" for item in unknown
        )
    if checked_path(name).name != name:
        raise InputError(f"'{name}' is not a plain file name")
    pictures = Pictures()
    files: dict[str, bytes] = {}
    for item in wanted:
        if item in DOCUMENTS:
            files[f"{name}.{item}"] = document_bytes(briefing, item, pictures)
        else:
            files.update(export_copies(briefing, item, pictures))
    return write_files(Path(folder), files)


def document_bytes(briefing: Briefing, document: str, pictures: Pictures | None = None) -> bytes:
    """Return the whole briefing in one of `DOCUMENTS`, as the bytes of its file.

    Parameters
    ----------
    briefing
        What is written.
    document
        ``html``, ``pdf``, ``pptx`` or ``xlsx``.
    pictures
        Pictures already drawn for another format, to be used again.

    Raises
    ------
    RunError
        The library that writes this format is not installed.
    """
    drawn = pictures or Pictures()
    writers: dict[str, Callable[[], bytes]] = {
        "html": lambda: briefing_page(briefing, drawn).encode(),
        "pdf": lambda: _pdf(briefing, drawn),
        "pptx": lambda: _pptx(briefing, drawn),
        "xlsx": lambda: _xlsx(briefing),
    }
    try:
        return writers[document]()
    except ImportError as error:
        raise RunError(f"{document} needs {error.name}: pip install 'clusterecon[office]'") from error


def _pdf(briefing: Briefing, pictures: Pictures) -> bytes:
    from clusterecon.export.pdf import pdf_bytes

    return pdf_bytes(briefing, pictures)


def _pptx(briefing: Briefing, pictures: Pictures) -> bytes:
    from clusterecon.export.slides import pptx_bytes

    return pptx_bytes(briefing, pictures)


def _xlsx(briefing: Briefing) -> bytes:
    from clusterecon.export.workbook import xlsx_bytes

    return xlsx_bytes(briefing)


def export_copies(briefing: Briefing, kind: str, pictures: Pictures) -> dict[str, bytes]:
    """Return the files of one kind of copy (one of `COPIES`), by name."""
    from clusterecon.export.tables import csv_text

    if kind in ("csv", "chart-csv"):
        tables = {f"charts/{c.id}.csv": TableBlock(c.id, c.title, c.data) for c in briefing.charts}
        if kind == "csv":
            tables |= {f"tables/{t.id}.csv": t for t in (*briefing.tables, *briefing.data)}
        return {file: csv_text(table).encode() for file, table in tables.items()}
    draw, suffix = {
        "png": (pictures.png, ".png"),
        "png300": (pictures.print_png, "-300dpi.png"),
        "svg": (pictures.svg, ".svg"),
        "chart-pdf": (pictures.pdf, ".pdf"),
    }[kind]
    return {f"charts/{chart.id}{suffix}": draw(chart) for chart in briefing.charts}


def _write_document(briefing: Briefing, path: Path, document: str, pictures: Pictures | None) -> Path:
    files = {Path(path).name: document_bytes(briefing, document, pictures)}
    return write_files(Path(path).parent, files)[0]


def write_html(briefing: Briefing, path: Path, pictures: Pictures | None = None) -> Path:
    """Write the briefing as one HTML page to `path`, aside and renamed; return the path."""
    return _write_document(briefing, path, "html", pictures)


def write_pdf(briefing: Briefing, path: Path, pictures: Pictures | None = None) -> Path:
    """Write the briefing as PDF/UA to `path`, aside and renamed; return the path."""
    return _write_document(briefing, path, "pdf", pictures)


def write_pptx(briefing: Briefing, path: Path, pictures: Pictures | None = None) -> Path:
    """Write the briefing as slides to `path`, aside and renamed; return the path."""
    return _write_document(briefing, path, "pptx", pictures)


def write_xlsx(briefing: Briefing, path: Path) -> Path:
    """Write the briefing as a workbook to `path`, aside and renamed; return the path."""
    return _write_document(briefing, path, "xlsx", None)
