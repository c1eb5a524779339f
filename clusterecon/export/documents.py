"""Writers: a `Briefing` as HTML, PDF, slides, workbook, CSV and pictures.

The libraries of a format are loaded when it is asked for.
"""

from clusterecon.document.briefing import Briefing
from clusterecon.document.table import TableBlock
from clusterecon.export.page import briefing_page
from clusterecon.export.pictures import Pictures
from clusterecon.ground.errors import RunError

COPIES = ("png", "png300", "svg", "chart-pdf", "chart-csv")
"""Formats of single charts (slide size, 300 dpi, SVG, PDF) and of their figures."""

REPORT_COPIES = ("png", "svg", "chart-csv")
"""Those of them that stand in the folder of a report."""


def document_bytes(briefing: Briefing, document: str, pictures: Pictures | None = None) -> bytes:
    """Return the whole briefing in one of the `DOCUMENTS`, as the bytes of its file.

    Pictures already drawn for another format are used again.

    Raises
    ------
    RunError
        The library that writes this format is not installed.
    """
    drawn = pictures or Pictures()
    try:
        if document == "pdf":
            from clusterecon.export.pdf import pdf_bytes

            return pdf_bytes(briefing, drawn)
        if document == "pptx":
            from clusterecon.export.slides import pptx_bytes

            return pptx_bytes(briefing, drawn)
        if document == "xlsx":
            from clusterecon.export.workbook import xlsx_bytes

            return xlsx_bytes(briefing)
    except ImportError as error:
        raise RunError(f"{document} needs {error.name}: pip install 'clusterecon[office]'") from error
    return briefing_page(briefing, drawn).encode()


def export_copies(briefing: Briefing, kind: str, pictures: Pictures) -> dict[str, bytes]:
    """Return the files of one kind of copy (one of `COPIES`), by name."""
    from clusterecon.export.tables import csv_text

    if kind == "chart-csv":
        tables = (TableBlock(chart.id, chart.title, chart.data) for chart in briefing.charts)
        return {f"charts/{table.id}.csv": csv_text(table).encode() for table in tables}
    draw, suffix = {
        "png": (pictures.png, ".png"),
        "png300": (pictures.print_png, "-300dpi.png"),
        "svg": (pictures.svg, ".svg"),
        "chart-pdf": (pictures.pdf, ".pdf"),
    }[kind]
    return {f"charts/{chart.id}{suffix}": draw(chart) for chart in briefing.charts}
