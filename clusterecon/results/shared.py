"""Work done once for all reports of a batch that rest on it, such as those in two languages."""

import hashlib
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from clusterecon.ground.context import report_context
from clusterecon.ground.files import written
from clusterecon.ground.fingerprint import package_hash

_PART = 10
_UNREADABLE = (
    *(pickle.UnpicklingError, OSError, EOFError, MemoryError, ArithmeticError, LookupError),
    *(AttributeError, ImportError, TypeError, ValueError),
)
"""What reading a file that is no whole pickle may raise: its bytes name anything."""

Made = TypeVar("Made")


def shared(inputs: tuple[object, ...], make: Callable[[], Made], size: int) -> Made:
    """Return what another kernel of the batch made from the same inputs, else make it and leave it.

    A kernel waits for one that is making the same; if that dies, it makes it by itself. Whatever is wrong
    with a file that was left, or with leaving one, costs no more than making it again.

    Parameters
    ----------
    inputs
        All that the result depends on besides the code, picklable: equal bytes mean equal inputs.
    make
        Makes it.
    size
        Bytes that it takes on the disk, about.
    """
    folder = report_context().runs
    if not folder:
        return make()
    file = Path(folder) / hashlib.sha256(pickle.dumps((package_hash(), inputs))).hexdigest()
    with _alone(file.with_suffix(".lock")):
        with suppress(*_UNREADABLE), file.open("rb") as stream:
            found: Made = pickle.load(stream)
            return found
        made = make()
        with suppress(OSError, MemoryError):
            _leave(made, file, size)
        return made


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold a lock; none where the folder is gone, or its disk knows no locks."""
    import fcntl

    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _leave(made: object, file: Path, size: int) -> None:
    """Write a result by one rename; not where all that is left would be over a tenth of what the disk had."""
    held = sum(other.stat().st_size for other in file.parent.iterdir())
    if (held + size) * _PART > held + shutil.disk_usage(file.parent).free:
        return
    with written(file, on_disk=False) as stream:
        pickle.dump(made, stream, pickle.HIGHEST_PROTOCOL)
