"""Reports: run a notebook, publish what it makes in one rename, keep the list of all of them.

The edges are :func:`run_report`, :func:`run_batch`, :func:`schedule_units` and :func:`changes`.
Heavy libraries are imported by what runs, not by what describes.
"""

from clusterecon.changes import Changes, Move, Reason, changes
from clusterecon.report.batch import BatchResult, BatchRow, run_batch
from clusterecon.report.plan import prepare_all, read_plan
from clusterecon.report.request import ReportRequest
from clusterecon.report.runner import run_report
from clusterecon.report.schedule import ScheduleUnits, schedule_units

__all__ = [
    "BatchResult",
    "BatchRow",
    "Changes",
    "Move",
    "Reason",
    "ReportRequest",
    "ScheduleUnits",
    "changes",
    "prepare_all",
    "read_plan",
    "run_batch",
    "run_report",
    "schedule_units",
]
