"""One run at a time in a reports folder, by a lock the system itself frees when its holder ends."""

import fcntl
import os
import re
import stat
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from clusterecon.ground.errors import LockedError, RunError

LOCK_NAME = ".lock"
_WRITTEN = re.compile(rb"process=\d+\n(since=[\dTZ:-]+\n)?(sockets=[^\n]*\n)?")
"""What runs write into the file; content that does not fit is not ours to replace."""
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
    do forks. A file of that name that no run of ours wrote is left as it is.

    Raises
    ------
    LockedError
        Another process (or another run in this one) holds it.
    RunError
        ``.lock`` is a link, a folder, a device, or a file of another program.
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
        descriptor = self._open()
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
            content = os.pread(descriptor, 4097, 0).strip(b"\0")
            if os.fstat(descriptor).st_size > 4096 or (content and not _WRITTEN.fullmatch(content)):
                raise self._not_ours("a file of another program")
            self.left_behind = _fields(descriptor)
            self.write({})
        except (OSError, RunError):
            self._release()
            raise
        return self

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        with suppress(FileNotFoundError):
            self._refuse(self._path.lstat().st_mode)
        descriptor = os.open(self._path, flags, 0o644)
        try:
            self._refuse(os.fstat(descriptor).st_mode)  # it may have been put there meanwhile
        except RunError:
            os.close(descriptor)
            raise
        return descriptor

    def _refuse(self, mode: int) -> None:
        if not stat.S_ISREG(mode):
            known = {stat.S_IFLNK: "a link", stat.S_IFDIR: "a folder"}
            raise self._not_ours(known.get(stat.S_IFMT(mode), "a device or a pipe"))

    def _not_ours(self, what: str) -> RunError:
        return RunError(f"{self._path} is {what}, not the lock of a run: move it away; nothing was published")

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
