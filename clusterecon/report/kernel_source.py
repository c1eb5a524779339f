"""Where kernels come from: a private folder for sockets, and the process that warm ones are forked from."""

import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from clusterecon.ground.errors import disk_errors
from clusterecon.report.warm_kernels import Warm

SOCKETS = "clusterecon-"
_SHORT = "/tmp"
"""Taken where the path of the usual folder is too long for a socket's."""
_LONGEST = 60
_CLAIM = "reports"
"""File in a socket folder that names the reports it is used for."""
OWN_MODULES = (
    *("pandas", "scipy.special", "babel.numbers"),
    *("matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg"),
    *("clusterecon.study.load", "clusterecon.baseline.build", "statsmodels.regression.linear_model"),
    *("clusterecon.model.simulate", "clusterecon.results.run", "clusterecon.results.shared"),
    *("clusterecon.results.goal_seek", "clusterecon.briefing.sections", "clusterecon.briefing.workbook"),
    *("clusterecon.export.tables", "clusterecon.export.tell", "clusterecon.report.preload:preload"),
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
    """Start the source of kernels, warm ones with these modules imported; undo it at the end.

    It takes longer to be ready than all else, and may be started before it is sure that it is needed.
    ``root`` is the study's folder, where it is not the one found from here.
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
    return Path(tempfile.mkdtemp(prefix=SOCKETS, dir=usual if len(usual.encode()) <= _LONGEST else _SHORT))


def claim_sockets(sockets: Path, reports: Path) -> None:
    """Note in a socket folder for which reports it is used, so that it can be told from any other."""
    with suppress(OSError):  # without it a killed run leaves the folder
        (sockets / _CLAIM).write_bytes(os.fsencode(reports.resolve()))


def remove_sockets(named: str, reports: Path) -> None:
    """Remove the socket folder that a killed run left, if what is named is indeed one of these reports.

    That is a folder and no link, directly in the folder for temporary files, of our prefix, ours alone,
    claimed by a run of the reports, of which there is one at a time.
    """
    path = Path(named)
    if str(path.parent) not in (tempfile.gettempdir(), _SHORT) or not re.fullmatch(
        rf"{SOCKETS}\w+", path.name
    ):
        return
    try:
        about = path.lstat()
    except OSError:
        return
    private = stat.S_ISDIR(about.st_mode) and stat.S_IMODE(about.st_mode) == 0o700
    if private and about.st_uid == os.getuid() and _claimed(path) == os.fsencode(reports.resolve()):
        shutil.rmtree(path, ignore_errors=True)


def _claimed(sockets: Path) -> bytes | None:
    claim = sockets / _CLAIM
    return claim.read_bytes() if claim.is_file() else None
