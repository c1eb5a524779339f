"""What one holder of the lock has: folder, source of kernels, order to stop, list of reports."""

import logging
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from clusterecon.report.journal import step
from clusterecon.report.lock import ReportsLock
from clusterecon.report.publish import Published, disk_errors, published_reports, remove_leftovers
from clusterecon.report.stop import Stop, stopped_by_signals
from clusterecon.report.warm import Warm

_SOCKETS = "clusterecon-"
_LONGEST = 60


@dataclass
class Session:
    """Held from the first to the last report of one run or batch."""

    reports: Path
    root: Path
    sockets: Path
    warm: Warm | None
    stop: Stop
    published: list[Published]
    publishing: threading.Lock = field(default_factory=threading.Lock)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    """A number for each report of the session."""

    def last_of(self, kind: str) -> Published | None:
        """Return the newest report of a kind, or None."""
        return next((report for report in self.published if report.kind == kind), None)


@contextmanager
def open_session(reports: Path, root: Path, modules: Iterable[str]) -> Iterator[Session]:
    """Take the lock, clear what dead runs left, start the source of warm kernels; undo it all at the end.

    Parameters
    ----------
    reports
        Folder that holds the report folders; made if missing.
    root
        Folder of the project.
    modules
        What warm kernels hold imported.

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
            sockets = _socket_folder()
            stack.callback(shutil.rmtree, sockets, ignore_errors=True)
            lock.write({"sockets": str(sockets)})
            _clear_sockets(lock.left_behind.get("sockets", ""))
            for name in remove_leftovers(reports):
                step("removed", logging.WARNING, leftover=name)
        stop = Stop()
        stack.enter_context(stopped_by_signals(stop))
        warm = Warm(modules, sockets) if sys.platform == "linux" else None
        if warm is not None:
            stack.callback(warm.close)
        yield Session(reports, root, sockets, warm, stop, published_reports(reports))


def _socket_folder() -> Path:
    """Make a private folder with a short path: a socket's path may have about 100 bytes."""
    usual = tempfile.gettempdir()
    return Path(tempfile.mkdtemp(prefix=_SOCKETS, dir=usual if len(usual.encode()) <= _LONGEST else "/tmp"))


def _clear_sockets(named: str) -> None:
    """Remove the socket folder of a killed run, if it is one of ours indeed."""
    path = Path(named)
    ours = named and re.fullmatch(rf"{_SOCKETS}\w+", path.name) and path.is_dir() and not path.is_symlink()
    if ours and path.stat().st_uid == os.getuid():
        shutil.rmtree(path, ignore_errors=True)
