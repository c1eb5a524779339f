"""The command that goes over a grid of assumptions."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clusterecon.command_line.options import RESULT, SCALE, SIMULATION, Options, with_options
from clusterecon.command_line.output import print_table, rows_of
from clusterecon.ground.errors import InputError
from clusterecon.ground.files import written
from clusterecon.ground.limits import MOST_POINTS, check_size

if TYPE_CHECKING:
    import pandas as pd

    from clusterecon.scenario.assumptions import Text
    from clusterecon.scenario.scenario import Scenario
    from clusterecon.study.study import Study

PARQUET = ".parquet"
Levers = dict[str, list[float]]
Cell = Callable[[str, float], str]


@click.command(
    epilog="Example: clusterecon sweep --scenario track-record --grid completion_rate=0.1:0.5:3 "
    "--grid mature_occupancy=0.7,0.9 --draws 1000 --out sweep.csv"
)
@click.option("--scenario", required=True, help="Scenario that the assumptions are set in.")
@click.option(
    "--grid",
    "grids",
    multiple=True,
    required=True,
    metavar="PATH=VALUES",
    help="Values of an assumption: 0.7,0.8,0.9, or LOW:HIGH:COUNT.",
)
@with_options(SIMULATION, SCALE, RESULT)
def sweep(options: Options, scenario: str, grids: tuple[str, ...]) -> None:
    """Targets and outcomes at every point of a grid; with --out, one that was stopped goes on."""
    study = options.study()
    grid = checked(study, options, scenario, grids)
    kept = None if options.out is None else options.out.with_name(f"{options.out.name}.points")
    with options.settings("points") as settings:
        frame = study.sweep(
            grid,
            scenario,
            draws=options.draws,
            seed=options.seed,
            as_of=options.as_of,
            settings=replace(settings, kept=kept),
        )
    if options.out is not None and options.out.suffix == PARQUET:
        with written(options.out) as stream:
            frame.to_parquet(stream)
    else:
        options.give(
            lambda: {"sweep": rows_of(frame)},
            lambda: frame,
            lambda: show(study, frame, list(grid), options.lang),
        )
    if kept is not None:
        kept.unlink(missing_ok=True)


def checked(study: "Study", options: Options, scenario: str, grids: tuple[str, ...]) -> Levers:
    """Return values by path, before anything is started; every mistake at once."""
    from clusterecon.results.sweep import Grid

    grid, mistakes = grid_of(grids)
    checks: list[Callable[[], None]] = []
    if options.out is not None:
        checks.append(partial(check_out, options.out))
    checks.append(lambda: check_size(options.draws, options.seed))
    if grid:
        checks.append(lambda: Grid(grid, *study.select([scenario], options.overrides())).check())
    for check in checks:
        try:
            check()
        except InputError as error:
            mistakes += error.mistakes
    if mistakes:
        raise InputError(mistakes)
    return grid


def check_out(out: Path) -> None:
    """Refuse a file that could not be written, before anything is simulated."""
    if not out.parent.is_dir() or (out.exists() and not out.is_file()):
        raise InputError(f"--out {out}: not a file in a folder that exists")
    if out.suffix == PARQUET:
        try:
            import pyarrow  # noqa: F401
        except ImportError:
            needs = "Parquet needs pyarrow, which is not installed: pip install 'clusterecon[scale]'"
            raise InputError(f"--out {out}: {needs}") from None


def grid_of(grids: tuple[str, ...]) -> tuple[Levers, list[str]]:
    """Return values by path, and every mistake in how they are written."""
    mistakes: list[str] = []
    found: Levers = {}
    for text in grids:
        path, equals, values = text.partition("=")
        path = path.strip()
        if not equals or not path:
            mistakes.append(f"--grid {text}: write it as PATH=0.7,0.8 or PATH=LOW:HIGH:COUNT")
            continue
        if path in found:
            mistakes.append(f"--grid {text}: {path} is given twice")
        try:
            found[path] = _values(values)
        except ValueError:
            mistakes.append(f"--grid {text}: '{values}' is not allowed; write 0.7,0.8,0.9 or LOW:HIGH:COUNT")
    return found, mistakes


def _values(text: str) -> list[float]:
    """Return the values that a text names; ValueError where it names none."""
    if ":" not in text:
        return [float(part) for part in text.split(",")]
    import numpy as np

    low, high, count = text.split(":")
    ends, points = (float(low), float(high)), int(count)
    if not 2 <= points <= MOST_POINTS or not -math.inf < ends[0] < ends[1] < math.inf:
        raise ValueError(text)
    return [round(float(value), 12) for value in np.linspace(*ends, points)]


def show(study: "Study", frame: "pd.DataFrame", levers: Sequence[str], lang: str) -> None:
    """Print a row for each point: odds of the targets, then outcomes in the last year."""
    from clusterecon.language import labels, numbers

    scenario = study.scenario(str(frame["scenario"].iloc[0]))
    targets, horizon = scenario.assumptions.targets, scenario.assumptions.horizon
    heads = [lever_name(scenario, lever, lang) for lever in levers]

    def print_points(title: str, names: Sequence[str], own: "pd.DataFrame", cell: Cell) -> None:
        rows = []
        for _, group in own.groupby(list(levers), sort=False):
            point = [f"{group[lever].iloc[0]:.12g}" for lever in levers]
            point = [value.replace(".", ",") if lang == "vi" else value for value in point]
            rows.append([*point, *map(cell, group["quantity"], group["value"])])
        print_table(title, [*heads, *names], rows, left=0)

    odds = frame[frame["statistic"] == "probability"]
    if len(odds):
        labelled = {name: target.label for name, target in targets.items()}
        names = [label_of(labelled[n], n, lang) for n in dict.fromkeys(odds["quantity"])]
        print_points(labels.caption("targets", lang), names, odds, lambda _, p: numbers.probability(p, lang))
    last = frame[(frame["year"] == horizon) & frame["statistic"].isin(["p50", "central"])]
    names = [labels.indicator(name, lang) for name in dict.fromkeys(last["quantity"])]
    statistic = labels.label("statistic", last["statistic"].iloc[0], lang)
    print_points(f"{statistic}, {horizon}", names, last, lambda name, v: labels.quantity(name, v, lang))


def lever_name(scenario: "Scenario", path: str, lang: str) -> str:
    """Return the name of an assumption; that of a cohort's is followed by the cohort's own."""
    name = label_of(scenario.quantities()[path].label, path, lang)
    group, _, cohort = path.rpartition(".")[0].partition(".")
    if group != "cohorts":
        return name
    return f"{name} ({scenario.assumptions.cohorts[cohort].label.in_language(lang)})"


def label_of(label: "Text | None", name: str, lang: str) -> str:
    """Return a label in a language; the name where there is none."""
    return name if label is None else label.in_language(lang)
