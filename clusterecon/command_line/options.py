"""Options that several commands share; they arrive as one frozen object."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clusterecon.command_line.output import as_csv, as_json, write
from clusterecon.command_line.progress import bar
from clusterecon.ground.errors import InputError
from clusterecon.ground.languages import LANGS
from clusterecon.ground.limits import DRAWS, SEED
from clusterecon.ground.yaml import parse

if TYPE_CHECKING:
    import pandas as pd

    from clusterecon.study.study import Settings, Study

Command = Callable[..., None]
LONGEST_SHOWN = 80


@dataclass(frozen=True)
class Options:
    """What a user asked for beside the command's own arguments."""

    root: str | None = None
    draws: int = DRAWS
    seed: int = SEED
    as_of: str | None = None
    changes: tuple[str, ...] = ()
    lang: str = "vi"
    style: str = "table"
    out: Path | None = None
    workers: int | None = None
    processes: bool = False
    scheduler: str | None = None

    def study(self) -> "Study":
        """Return the study of ``--root``."""
        from clusterecon.study.load import load_study

        return load_study(self.root)

    def overrides(self) -> dict[str, Any]:
        """Return ``--set`` as values by path; an error without ``=``, not YAML, or one path set twice."""
        from clusterecon.scenario.layers import repeats

        mistakes: list[str] = []
        values: dict[str, Any] = {}
        paths = []
        for change in self.changes:
            path, equals, text = change.partition("=")
            if not equals or not path.strip():
                mistakes.append(f"--set {change}: write it as PATH=VALUE")
                continue
            paths.append(path.strip())
            try:
                short = change if len(change) <= LONGEST_SHOWN else f"{change[:LONGEST_SHOWN]}..."
                values[path.strip()] = parse(text, f"--set {short}").data
            except InputError as error:
                mistakes += error.mistakes
        mistakes += repeats(paths)
        if mistakes:
            raise InputError(mistakes)
        return values

    def give(
        self,
        content: Callable[[], dict[str, Any]],
        table: "Callable[[], pd.DataFrame | list[dict[str, Any]]]",
        show: Callable[[], None],
    ) -> None:
        """Write a result as asked for: its content as JSON, its table as CSV, or what ``show`` prints."""
        if self.style == "json":
            write(as_json(content()), self.out)
        elif self.style == "csv" or self.out:
            import pandas as pd

            write(as_csv(pd.DataFrame(table())), self.out)
        else:
            show()

    @contextmanager
    def settings(self, unit: str = "draws") -> "Iterator[Settings]":
        """Give how to simulate: the overrides, where it runs, and how far it is on stderr."""
        from clusterecon.study.executors import executor_of
        from clusterecon.study.study import Settings

        overrides = self.overrides()
        with (
            executor_of(self.workers, self.scheduler, processes=self.processes) as executor,
            bar(unit) as told,
        ):
            yield Settings(overrides, executor, progress=told)


def tell(line: str) -> None:
    """Write a line of progress to stderr."""
    click.echo(line, err=True)


_ROOT = click.option(
    "--root", metavar="DIR", help="Folder of the study (default: $CLUSTERECON_ROOT, or upward)."
)
_DRAWS = click.option(
    "--draws", type=int, default=DRAWS, show_default=True, help="Draws; 0 is the central case."
)
_SEED = click.option("--seed", type=int, default=SEED, show_default=True, help="Seed of the draws.")
_AS_OF = click.option("--as-of", metavar="DATE", help="See nothing released later (2025-02-03).")
_SET = click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change an assumption in every scenario named.",
)
_LANG = click.option("--lang", type=click.Choice(LANGS), default="vi", show_default=True, help="Language.")
_FORMAT = click.option(
    "--format", "style", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True,
    help="How the result is written.",
)  # fmt: skip
_OUT = click.option(
    "--out", type=click.Path(path_type=Path), help="File or folder to write to (default: stdout)."
)

_WORKERS = click.option(
    "--workers", type=click.IntRange(min=1), metavar="N",
    help="Threads that draws are made in (default: one for each processor).",
)  # fmt: skip
_PROCESSES = click.option("--processes", is_flag=True, help="Processes in place of threads.")
_SCHEDULER = click.option(
    "--scheduler", metavar="ADDRESS",
    help="Dask scheduler (tcp://host:8786), or local:N for N workers of its own.",
)  # fmt: skip

SIMULATION = (_ROOT, _DRAWS, _SEED, _AS_OF, _SET, _LANG)
RESULT = (_FORMAT, _OUT)
SCALE = (_WORKERS, _PROCESSES, _SCHEDULER)
FOLDER = (_OUT,)
ROOT = (_ROOT,)
LANGUAGE = (_LANG,)


def with_options(*groups: tuple[Any, ...]) -> Callable[[Command], Command]:
    """Give a command shared options; it receives them as ``options``."""
    names = set(Options.__dataclass_fields__)

    def decorate(command: Command) -> Command:
        @wraps(command)
        def wrapped(**arguments: Any) -> None:  # noqa: ANN401
            own = {k: v for k, v in arguments.items() if k not in names}
            command(Options(**{k: v for k, v in arguments.items() if k in names}), **own)

        result: Command = wrapped
        for group in reversed(groups):
            for option in reversed(group):
                result = option(result)
        return result

    return decorate
