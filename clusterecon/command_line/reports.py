"""The commands that make reports: report, rerun, batch, schedule, charts."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from clusterecon.command_line.options import FOLDER, LANGUAGE, ROOT, SCALE, SIMULATION, Options, with_options
from clusterecon.command_line.output import print_table
from clusterecon.ground.errors import InputError
from clusterecon.ground.yaml import parse
from clusterecon.report.kernel_source import BATCH_MODULES, OWN_MODULES, kernel_source

if TYPE_CHECKING:
    from clusterecon.report.request import Prepared, ReportRequest
    from clusterecon.study.study import Study

Value = TypeVar("Value", int, str, dict[str, Any])

REPORTS = "reports"


def _folder(options: Options, root: Path) -> Path:
    return options.out or root / REPORTS


def _refuse_file(folder: Path, wanted: str) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--out {folder}: a file; name the folder {wanted}")


def parameters_of(pairs: tuple[str, ...]) -> dict[str, object]:
    """Return ``--param NAME=VALUE`` as values by name; VALUE is YAML."""
    mistakes: list[str] = []
    values: dict[str, object] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name:
            mistakes.append(f"--param {pair}: write it as NAME=VALUE")
        elif name in values:
            mistakes.append(f"--param {name}: given twice")
        else:
            try:
                values[name] = parse(text, f"--param {pair}").data
            except InputError as error:
                mistakes += error.mistakes
    if mistakes:
        raise InputError(mistakes)
    return values


@click.command(
    epilog="Examples: clusterecon report · clusterecon report scenario --scenario track-record --lang en "
    "--documents html,pdf"
)
@click.argument("notebook", default="briefing")
@click.option("--scenario", "scenarios", multiple=True, help="Scenario (repeatable; default: all).")
@click.option(
    "--param", "pairs", multiple=True, metavar="NAME=VALUE", help="Parameter of the notebook (repeatable)."
)
@click.option("--documents", default="html", show_default=True, help="Among html,pdf,pptx,xlsx.")
@with_options(SIMULATION, FOLDER)
@click.pass_context
def report(
    context: click.Context,
    options: Options,
    notebook: str,
    scenarios: tuple[str, ...],
    pairs: tuple[str, ...],
    documents: str,
) -> None:
    """Run NOTEBOOK and publish its report folder, whole or not at all."""
    with kernel_source(OWN_MODULES, options.root) as source:  # the slowest part, begun first
        from clusterecon.report.request import ReportRequest
        from clusterecon.report.runner import run_report

        study = options.study()
        named = tuple(name for name in documents.split(",") if name)
        parameters = _parameters(context, options, pairs)
        request = ReportRequest(notebook, parameters, scenarios, options.lang, named)
        (prepared,) = _prepared(study, [request], options.out)
        folder = run_report(prepared, _folder(options, study.root), study.root, source=source)
    click.echo(_shown(folder / "report.html"))


def _parameters(context: click.Context, options: Options, pairs: tuple[str, ...]) -> dict[str, object]:
    """Return the notebook's parameters: those of ``--param`` and the options that were given."""
    parameters = parameters_of(pairs)
    for name in ("draws", "seed", "as_of"):
        if _given(context, name):
            if name in parameters:
                raise InputError(f"--param {name}: given twice, as an option too")
            parameters[name] = getattr(options, name)
    if options.changes:
        parameters["changes"] = options.overrides()
    return parameters


def _prepared(study: "Study", requests: "Sequence[ReportRequest]", out: Path | None) -> "list[Prepared]":
    """Prepare reports: refuse what runner or notebook would, all of it at once, fit what they need, say so.

    Values of the wrong type are told of by the runner's own check, and passed over by the others.
    """
    from clusterecon.ground.limits import check_size
    from clusterecon.report.plan import prepare_all

    mistakes: dict[str, None] = {}
    with _kept(mistakes):
        prepared = prepare_all(requests, study.root)
    with _kept(mistakes):
        _refuse_file(out or study.root / REPORTS, "that holds the report folders")
    for request in requests:
        given = request.parameters
        with _kept(mistakes):
            known = [name for name in request.scenarios if name in study.scenarios]
            changes = _of_type(given.get("changes"), dict) or {}
            study.select(known, {path: value for path, value in changes.items() if isinstance(path, str)})
        with _kept(mistakes):
            check_size(_of_type(given.get("draws"), int) or 0, _of_type(given.get("seed"), int) or 0)
        with _kept(mistakes):
            if when := _of_type(given.get("as_of"), str):
                study.baseline_inputs(study.as_of(when))
    if mistakes:
        raise InputError(mistakes)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    return prepared


@contextmanager
def _kept(mistakes: dict[str, None]) -> Iterator[None]:
    """Keep the mistakes that something complains of, each once, and go on."""
    try:
        yield
    except InputError as error:
        mistakes |= dict.fromkeys(error.mistakes)


def _of_type(value: object, kind: type[Value]) -> Value | None:
    return value if isinstance(value, kind) and not isinstance(value, bool) else None


def _given(context: click.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _shown(path: Path) -> str:
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


@click.command(epilog="Example: clusterecon rerun reports/latest/briefing_all_vi/run.json")
@click.argument("run_json", type=click.Path(path_type=Path))
@with_options(ROOT, FOLDER)
def rerun(options: Options, run_json: Path) -> None:
    """Make the report of RUN_JSON again, and say what differs."""
    with kernel_source(OWN_MODULES, options.root) as source:
        from clusterecon.report.rerun import read_request, told_apart
        from clusterecon.report.runner import run_report

        study = options.study()
        record, request = read_request(run_json)
        (prepared,) = _prepared(study, [request], options.out)
        folder = run_report(prepared, _folder(options, study.root), study.root, source=source)
    for line in told_apart(run_json, record, folder):
        click.echo(line, err=True)
    click.echo(_shown(folder / "report.html"))


@click.command(epilog="Example: clusterecon batch reports/schedule.yaml --workers 2")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--workers", type=click.IntRange(min=1), help="Reports at a time (default: one for each processor)."
)
@with_options(ROOT, FOLDER, LANGUAGE)
@click.pass_context
def batch(context: click.Context, options: Options, file: Path | None) -> None:
    """Make every report listed in FILE (default reports/schedule.yaml); one that fails stops no other."""
    with kernel_source(BATCH_MODULES, options.root) as source:
        from clusterecon.report.batch import run_batch
        from clusterecon.report.plan import read_plan

        study = options.study()
        requests = read_plan(file or study.root / REPORTS / "schedule.yaml")
        prepared = _prepared(study, requests, options.out)
        result = run_batch(prepared, _folder(options, study.root), study.root, options.workers, source=source)
    rows = [
        [r.notebook, r.scenario, r.lang, f"{r.seconds:.1f} s", _shown(r.folder) if r.folder else r.message]
        for r in result.rows
    ]
    print_table(
        f"{len(result.rows) - len(result.failed)}/{len(result.rows)}", ["", "", "", "", ""], rows, left=3
    )
    context.exit(result.exit_code)


@click.command(epilog="Example: clusterecon schedule --systemd")
@click.option("--systemd", "kind", flag_value="systemd", default="systemd", help="A service and a timer.")
@click.option("--cron", "kind", flag_value="cron", help="A line for crontab.")
@with_options(ROOT)
def schedule(options: Options, kind: str) -> None:
    """Print a systemd unit or a crontab line that runs the batch at night."""
    from clusterecon.report.schedule import schedule_units

    units = schedule_units(options.study().root)
    click.echo(units.crontab if kind == "cron" else units.text)


@click.command(epilog="Example: clusterecon charts --lang en --out charts --draws 2000")
@click.argument("scenarios", nargs=-1)
@with_options(SIMULATION, SCALE, FOLDER)
def charts(options: Options, scenarios: tuple[str, ...]) -> None:
    """Write the charts of the briefing (PNG, SVG, PDF) and the CSV behind each."""
    from clusterecon.export.tell import tell

    study = options.study()
    folder = options.out or Path("charts")
    _refuse_file(folder, "of the charts")
    with options.settings() as settings:
        run = study.simulate(scenarios or None, options.draws, options.seed, options.as_of, settings=settings)
    for path in tell(run, options.lang).export_charts(folder):
        click.echo(_shown(path))
