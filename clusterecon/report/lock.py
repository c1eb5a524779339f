"""One run at a time in a reports folder, by a lock the system itself frees when its holder ends."""

import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from clusterecon.errors import LockedError

LOCK_NAME = ".lock"
_held: set[int] = set()


def _forget_after_fork() -> None:
    """Close the lock in a forked child, so that a child that outlives the run does not hold it."""
    for descriptor in list(_held):
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_forget_after_fork)


class ReportsLock:
    """The lock of a reports folder, held from ``with`` to the end of its block.

    The file ``.lock`` names the holding process and since when, and the folder of its sockets, which the
    next holder clears away if this one is killed. Programs started meanwhile do not inherit the lock, nor
    do forks.

    Parameters
    ----------
    reports
        The folder that holds the report folders; it must exist.

    Raises
    ------
    LockedError
        Another process (or another run in this one) holds it.
    OSError
        The folder cannot be written to.
    """

    def __init__(self, reports: Path) -> None:
        self._path = reports / LOCK_NAME
        self._descriptor = -1
        self._since = ""
        self.left_behind: dict[str, str] = {}
        """What the last holder wrote, where it ended without tidying up; empty otherwise."""

    def __enter__(self) -> "ReportsLock":
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = _fields(descriptor)
            os.close(descriptor)
            who = f"process {holder.get('process', 'unknown')} since {holder.get('since', 'an unknown time')}"
            raise LockedError(f"another run holds the lock of {self._path.parent}: {who}") from error
        self._descriptor = descriptor
        _held.add(descriptor)
        self._since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            self.left_behind = _fields(descriptor)
            self.write({})
        except OSError:
            self._release()
            raise
        return self

    def write(self, more: dict[str, str]) -> None:
        """Write the holder into the lock file, with further fields (a value holds no line break)."""
        fields = {"process": str(os.getpid()), "since": self._since, **more}
        text = "".join(f"{key}={value}\n" for key, value in fields.items())
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.ftruncate(self._descriptor, 0)
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        self._release()

    def _release(self) -> None:
        _held.discard(self._descriptor)
        os.close(self._descriptor)
        self._descriptor = -1


def _fields(descriptor: int) -> dict[str, str]:
    lines = os.pread(descriptor, 4096, 0).decode(errors="replace").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)
