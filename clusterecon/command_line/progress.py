"""How far long work is: a bar on a terminal, lines in a log, nothing in a pipe."""

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Progress = Callable[[int, int], None]
EVERY = 10.0
"""Seconds between two lines in a log."""


@contextmanager
def bar(unit: str) -> Iterator[Progress | None]:
    """Give what is told how far the work is; ``unit`` is what is counted."""
    if sys.stderr.isatty():
        with _shown(unit) as told:
            yield told
    elif _is_file():
        yield _lines(unit)
    else:
        yield None


def _is_file() -> bool:
    try:
        return stat.S_ISREG(os.fstat(sys.stderr.fileno()).st_mode)
    except (OSError, ValueError):
        return False


@contextmanager
def _shown(unit: str) -> Iterator[Progress]:
    """Show a bar with rate and time left; it is gone when the work is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        """What is done a second."""

        def render(self, task: Task) -> Text:
            speed = task.speed
            return Text(unit if speed is None else f"{unit} ({speed:,.{0 if speed >= 10 else 1}f}/s)")

    columns = (BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as shown:
        number = shown.add_task(unit, total=None)
        yield lambda done, of: shown.update(number, completed=done, total=of)


def _lines(unit: str) -> Progress:
    """Write a line every ten seconds."""
    said = [time.monotonic()]

    def told(done: int, of: int) -> None:
        if time.monotonic() - said[0] >= EVERY:
            said[0] = time.monotonic()
            click.echo(f"{done:,} of {of:,} {unit}", err=True)

    return told
