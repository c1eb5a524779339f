"""Make one report: check, run, render, publish."""

import importlib
import logging
import os
import platform
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from clusterecon.ground.context import RECORD, ROOT, ReportContext
from clusterecon.ground.errors import RunError, disk_errors
from clusterecon.ground.files import folder_aside, write_whole
from clusterecon.report.history import history_csv
from clusterecon.report.index import index_html
from clusterecon.report.journal import step
from clusterecon.report.kernel_source import OWN_MODULES, KernelSource, kernel_source
from clusterecon.report.publish import (
    Published,
    link_latest,
    listed,
    notebook_record,
    publish,
    read_record,
    remember,
    write_record,
)
from clusterecon.report.request import Prepared, ReportRequest, asked, prepare
from clusterecon.report.session import Session, open_session
from clusterecon.report.warm_kernels import modules_of
from clusterecon.results.changes import changes


def utc_now() -> datetime:
    """Return the time, UTC."""
    return datetime.now(UTC)


def run_report(
    request: ReportRequest | Prepared,
    reports: Path,
    root: Path,
    now: Callable[[], datetime] = utc_now,
    source: KernelSource | None = None,
) -> Path:
    """Run a notebook and publish what it makes as a report folder; returns that folder.

    Parameters
    ----------
    request
        What is wanted, prepared or not.
    reports
        Folder that holds the report folders.
    root
        Folder of the project (``notebooks/``, ``scenarios/``, ``data/``); the kernel finds it as
        ``CLUSTERECON_ROOT``.
    now
        The clock for the name and the record, UTC; the order of reports does not hang on it.
    source
        Where the kernel comes from, if one was started already.

    Raises
    ------
    InputError
        Notebook, parameters, scenarios, language or documents are wrong; nothing was started.
    LockedError
        Another run holds the reports folder.
    RunError
        The run failed; nothing was published and nothing of it is left.
    """
    prepared = prepare(request, root)
    modules = modules_of([prepared.notebook], OWN_MODULES)
    with (
        nullcontext(source) if source else kernel_source(modules, str(root.resolve())) as kernels,
        open_session(reports, root, kernels) as session,
    ):
        return make_report(prepared, session, now)


def make_report(
    prepared: Prepared, session: Session, now: Callable[[], datetime], runs: Path | None = None
) -> Path:
    """Make one report within a session; safe to call from several threads.

    In the folder ``runs`` kernels leave runs for each other.
    """
    started, began = now(), time.monotonic()
    session.stop.check()
    step("started", logging.INFO, **_label(prepared))
    number = next(session.numbers)
    sockets = session.source.sockets / str(number)
    try:
        with (
            disk_errors(session.reports),
            folder_aside(session.reports, f"{prepared.kind}-{number}") as folder,
        ):
            sockets.mkdir(mode=0o700)
            _fill(prepared, session, folder, sockets, runs)
            session.stop.check()
            with session.publishing:
                published = _publish(prepared, session, folder, started, time.monotonic() - began)
    finally:
        shutil.rmtree(sockets, ignore_errors=True)
    step(
        "published", logging.INFO, **_label(prepared), folder=published.name, seconds=time.monotonic() - began
    )
    return published


def renew_lists(session: Session) -> None:
    """Write links, index and history anew from the published reports, each by one rename."""
    with disk_errors(session.reports, "the report stands, but links, index or history are those of before"):
        link_latest(session.reports, session.published)
        write_whole(session.reports / "history.csv", history_csv(session.published))
        write_whole(session.reports / "index.html", index_html(session.published))
        remember(session.reports, session.published)


def _publish(prepared: Prepared, session: Session, folder: Path, started: datetime, seconds: float) -> Path:
    """Give the finished folder its number and its changes, rename it, and renew the lists."""
    record = notebook_record(folder)
    files = sorted(path.name for path in folder.iterdir() if path.is_file())
    record |= {
        "report": {**_label(prepared), "files": files},
        "request": asked(prepared.request),
        "started": started.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "duration_seconds": round(seconds, 3),
        "sequence": max((report.sequence for report in session.published), default=0) + 1,
        "machine": _machine(),
    }
    previous = session.last_of(prepared.kind)
    before = read_record(session.reports / previous.folder) if previous is not None else None
    if previous is not None and before is not None:
        facts = changes(before, record)
        record["changes"] = {"since": previous.folder, "causes": facts.causes, **asdict(facts)}
    write_record(folder, record)
    published = publish(folder, session.reports, prepared.kind, started)
    session.published.insert(0, Published(published.name, listed(record)))
    renew_lists(session)
    return published


def _label(prepared: Prepared) -> dict[str, str]:
    return {"notebook": prepared.name, "scenario": prepared.scenario_label, "lang": prepared.request.lang}


def _fill(prepared: Prepared, session: Session, folder: Path, sockets: Path, runs: Path | None) -> None:
    """Run the notebook in its folder and put the page and the executed notebook beside what it wrote."""
    import nbformat

    from clusterecon.report.execute import execute, tidy

    threading.Thread(target=_import_the_rest, daemon=True).start()
    variables = _variables(prepared, session, runs)
    notebook = execute(prepared, folder, sockets, variables, session.source.warm, session.stop)
    step("executed", notebook=prepared.name)
    notebook, warnings = tidy(notebook)
    for warning in warnings:
        step("stderr", logging.WARNING, notebook=prepared.name, text=warning)
    from clusterecon.report.render import page_faults, render_html

    page = render_html(notebook, prepared.request.lang, prepared.name)
    for fault in page_faults(page):
        if "network" in fault or "script" in fault:
            raise RunError(f"the page of notebook {prepared.name} holds {fault}")
        step("page", logging.WARNING, notebook=prepared.name, fault=fault)
    write_whole(folder / "report.html", page)
    text = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    write_whole(folder / "report.ipynb", text + "\n")


def _variables(prepared: Prepared, session: Session, runs: Path | None) -> dict[str, str]:
    """Return what a kernel finds in its environment besides what is in ours."""
    previous = session.last_of(prepared.kind)
    context = ReportContext(
        notebook=prepared.name,
        forks=session.forks,
        runs=str(runs) if runs else None,
        previous=str((session.reports / previous.folder / RECORD).resolve()) if previous else None,
    )
    return {ROOT: str(session.root.resolve()), **context.variables}


def _import_the_rest() -> None:
    """Import what renders the page and draws the lists, and make it ready, while the kernel works."""
    importlib.import_module("clusterecon.charts.style")
    importlib.import_module("clusterecon.report.render").make_ready()


def _machine() -> str:
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}"
    )
