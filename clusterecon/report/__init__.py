"""Reports: run a notebook, publish what it makes in one rename, keep the list of all of them.

The edges are :func:`run_report`, :func:`run_batch`, :func:`schedule_units` and :func:`changes`.
Heavy libraries are imported by what runs, not by what describes.
"""

from clusterecon.report.request import ReportRequest
from clusterecon.report.runner import run_report

__all__ = ["ReportRequest", "run_report"]
