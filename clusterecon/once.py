"""A run simulated once for all reports of a batch that rest on it, such as those in two languages."""

import hashlib
import os
import pickle
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from clusterecon.bounds import BYTES_PER_DRAW
from clusterecon.record import package_hash

if TYPE_CHECKING:
    from clusterecon.results import Run

RUNS = "CLUSTERECON_RUNS"
"""Environment variable: the private folder in which the kernels of a batch leave runs for each other."""
_PART = 10


def once(inputs: tuple[object, ...], simulate: "Callable[[], Run]") -> "Run":
    """Return what another kernel of the batch simulated from the same inputs, else simulate and leave it.

    Parameters
    ----------
    inputs
        All that the run depends on besides the code, picklable: equal bytes mean equal inputs.
    simulate
        Makes the run.
    """
    folder = os.environ.get(RUNS)
    if not folder:
        return simulate()
    file = Path(folder) / hashlib.sha256(pickle.dumps((package_hash(), inputs))).hexdigest()
    with suppress(OSError, EOFError, pickle.UnpicklingError):
        with file.open("rb") as stream:
            found: Run = pickle.load(stream)
        return found
    run = simulate()
    run.work_out()
    with suppress(OSError):
        _leave(run, file)
    return run


def _leave(run: "Run", file: Path) -> None:
    """Write a run by one rename; not where it would take more than a tenth of what the disk has left."""
    size = len(run.scenarios) * run.draws * BYTES_PER_DRAW
    if size * _PART > shutil.disk_usage(file.parent).free:
        return
    aside = file.with_suffix(f".{os.getpid()}")
    try:
        with aside.open("wb") as stream:
            pickle.dump(run, stream, pickle.HIGHEST_PROTOCOL)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
