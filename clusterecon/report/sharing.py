"""Which reports of a batch rest on the same run, the order they are begun in, and where that run is left."""

import json
import shutil
import threading
from collections.abc import Sequence
from itertools import zip_longest
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


def in_turn(groups: Sequence[Sequence[int]], at_once: int) -> list[int]:
    """Return all numbers in the order in which their reports are begun.

    Those of one group are begun `at_once` apart: the first has left its run when the next begins.

    Parameters
    ----------
    groups
        As from `sharing`.
    at_once
        Reports made at a time.
    """
    order: list[int] = []
    for start in range(0, len(groups), at_once):
        for turn in zip_longest(*groups[start : start + at_once]):
            order += [number for number in turn if number is not None]
    return order


class SharedRuns:
    """The folder in which the reports of a group leave their runs for each other; gone after the last.

    Parameters
    ----------
    folder
        Made where there is more than one report.
    reports
        How many share it.
    """

    def __init__(self, folder: Path, reports: int) -> None:
        self.folder = folder if reports > 1 else None
        self._to_come = reports
        self._counting = threading.Lock()
        if self.folder:
            self.folder.mkdir(mode=0o700)

    def done(self) -> None:
        """Count one report as made, or failed."""
        with self._counting:
            self._to_come -= 1
        if self.folder and not self._to_come:
            shutil.rmtree(self.folder, ignore_errors=True)
