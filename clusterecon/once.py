"""A run simulated once for all reports of a batch that rest on it, such as those in two languages."""

import hashlib
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from clusterecon.bounds import BYTES_PER_DRAW
from clusterecon.ground.context import report_context
from clusterecon.ground.files import written
from clusterecon.record import package_hash

if TYPE_CHECKING:
    from clusterecon.results import Run

_PART = 10


def once(inputs: tuple[object, ...], simulate: "Callable[[], Run]") -> "Run":
    """Return what another kernel of the batch simulated from the same inputs, else simulate and leave it.

    A kernel waits for one that is simulating the same; if that dies, it simulates by itself. Whatever is
    wrong with a file that was left, or with leaving one, costs no more than simulating again.

    Parameters
    ----------
    inputs
        All that the run depends on besides the code, picklable: equal bytes mean equal inputs.
    simulate
        Makes the run.
    """
    folder = report_context().runs
    if not folder:
        return simulate()
    file = Path(folder) / hashlib.sha256(pickle.dumps((package_hash(), inputs))).hexdigest()
    with _alone(file.with_suffix(".lock")):
        with suppress(Exception), file.open("rb") as stream:
            found: Run = pickle.load(stream)
            return found
        run = simulate()
        run.work_out()
        with suppress(Exception):
            _leave(run, file)
        return run


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


def _leave(run: "Run", file: Path) -> None:
    """Write a run by one rename; not where all that is left would take over a tenth of what the disk had."""
    size = len(run.scenarios) * run.draws * BYTES_PER_DRAW if run.kept else 0
    held = sum(other.stat().st_size for other in file.parent.iterdir())
    if (held + size) * _PART > held + shutil.disk_usage(file.parent).free:
        return
    with written(file, on_disk=False) as stream:
        pickle.dump(run, stream, pickle.HIGHEST_PROTOCOL)
