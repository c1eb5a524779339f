"""Where kernels come from: a private folder for sockets, and the process that warm ones are forked from."""

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from clusterecon.errors import disk_errors
from clusterecon.kernels.warm import Warm

SOCKETS = "clusterecon-"
_LONGEST = 60
OWN_MODULES = (
    *("pandas", "scipy.special", "babel.numbers"),
    *("matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg"),
    *("clusterecon.study", "clusterecon.baseline", "clusterecon.model", "clusterecon.results.run"),
    *("clusterecon.briefing", "clusterecon.briefing.workbook", "clusterecon.charts"),
    *("clusterecon.export.telling", "clusterecon.goal_seek", "clusterecon.warmup"),
)
"""What a warm kernel holds imported for a notebook that imports clusterecon: what every report needs."""

BATCH_MODULES = (*OWN_MODULES, "scipy.optimize")
"""Beside these what a report needs late: loaded once for many, but not while one waits."""


@dataclass(frozen=True)
class KernelSource:
    """Where kernels come from."""

    sockets: Path
    """Private folder for their sockets."""
    warm: Warm | None
    """The process that they are forked from, on Linux."""


@contextmanager
def kernel_source(modules: Iterable[str], root: str | None = None) -> Iterator[KernelSource]:
    """Start the source of kernels; undo it at the end.

    It takes longer to be ready than all else, and may be started before it is sure that it is needed.

    Parameters
    ----------
    modules
        What warm kernels hold imported.
    root
        The study's folder, where it is not the one found from here.
    """
    with ExitStack() as stack:
        with disk_errors(Path(tempfile.gettempdir())):
            sockets = _socket_folder()
        stack.callback(shutil.rmtree, sockets, ignore_errors=True)
        warm = None
        if sys.platform == "linux":
            with suppress(OSError):  # without it kernels start cold
                warm = Warm(modules, sockets, root)
                stack.callback(warm.close)
        yield KernelSource(sockets, warm)


def _socket_folder() -> Path:
    """Make a private folder with a short path: a socket's path may have about 100 bytes."""
    usual = tempfile.gettempdir()
    return Path(tempfile.mkdtemp(prefix=SOCKETS, dir=usual if len(usual.encode()) <= _LONGEST else "/tmp"))
