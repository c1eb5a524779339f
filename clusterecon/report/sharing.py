"""Which reports of a batch rest on the same run, and where that run is left for them."""

import json
import shutil
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from clusterecon.report.request import Prepared

_TOLD = ("lang", "documents")
"""Parameters on which no figure depends."""


def sharing(reports: Sequence[Prepared]) -> list[list[int]]:
    """Return the numbers of the reports in groups: same notebook and parameters, save how they are told."""
    groups: dict[str, list[int]] = {}
    for number, report in enumerate(reports):
        parameters = {name: value for name, value in report.parameters.items() if name not in _TOLD}
        key = json.dumps([report.name, report.notebook, parameters], sort_keys=True, default=str)
        groups.setdefault(key, []).append(number)
    return list(groups.values())


class SharedRuns:
    """The folder in which reports of a group leave their runs, if they are several; gone after the last."""

    def __init__(self, folder: Path, reports: int) -> None:
        self.folder: Path | None = None
        self._to_come = reports
        self._counting = threading.Lock()
        if reports > 1:
            with suppress(OSError):  # without it each report simulates by itself
                folder.mkdir(mode=0o700)
                self.folder = folder

    def done(self) -> None:
        """Count one report as made, or failed."""
        with self._counting:
            self._to_come -= 1
        if self.folder and not self._to_come:
            shutil.rmtree(self.folder, ignore_errors=True)
