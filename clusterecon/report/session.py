"""What one holder of the lock has: folder, source of kernels, order to stop, list of reports."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from clusterecon.ground.errors import disk_errors
from clusterecon.report.journal import step
from clusterecon.report.kernel_source import KernelSource, claim_sockets, remove_sockets
from clusterecon.report.lock import ReportsLock
from clusterecon.report.publish import Published, published_reports, remove_leftovers
from clusterecon.report.stop import Stop, stopped_by_signals


@dataclass
class Session:
    """Held from the first to the last report of one run or batch."""

    reports: Path
    root: Path
    source: KernelSource
    forks: int
    """How many forks a kernel may draw with, so that all processors are used and none is fought over."""
    stop: Stop
    published: list[Published]
    publishing: threading.Lock = field(default_factory=threading.Lock)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    """A number for each report of the session."""

    def last_of(self, kind: str) -> Published | None:
        """Return the newest report of a kind, or None."""
        return next((report for report in self.published if report.kind == kind), None)


@contextmanager
def open_session(reports: Path, root: Path, source: KernelSource, at_once: int = 1) -> Iterator[Session]:
    """Take the lock and clear what dead runs left; undo it at the end.

    Raises
    ------
    LockedError
        Another run holds the lock.
    RunError
        The folder cannot be made or written to.
    """
    with ExitStack() as stack:
        with disk_errors(reports):
            reports.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context(ReportsLock(reports))
            claim_sockets(source.sockets, reports)
            lock.write({"sockets": str(source.sockets)})
            remove_sockets(lock.left_behind.get("sockets", ""), reports)
            for name in remove_leftovers(reports):
                step("removed", logging.WARNING, leftover=name)
        stop = Stop()
        stack.enter_context(stopped_by_signals(stop))
        forks = max(0, (os.cpu_count() or 1) // at_once - 1) if source.warm else 0
        yield Session(reports, root, source, forks, stop, published_reports(reports))
