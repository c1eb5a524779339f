"""Writers: a `Briefing` as HTML, PDF, slides, workbook, CSV and pictures."""

from clusterecon.export.page import briefing_html, briefing_page

__all__ = ["briefing_html", "briefing_page"]
