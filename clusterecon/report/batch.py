"""Many reports in one go: all checked first, several at a time, going on where one fails."""

import logging
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clusterecon.ground.errors import ClustereconError, InputError
from clusterecon.report.journal import step
from clusterecon.report.kernel_source import BATCH_MODULES, KernelSource, kernel_source
from clusterecon.report.plan import prepare_all, read_plan
from clusterecon.report.request import Prepared, ReportRequest
from clusterecon.report.runner import make_report, utc_now
from clusterecon.report.session import Session, open_session
from clusterecon.report.sharing import SharedRuns, sharing
from clusterecon.report.warm_kernels import modules_of


@dataclass(frozen=True)
class BatchRow:
    """How one report of a batch went."""

    notebook: str
    scenario: str
    lang: str
    folder: Path | None
    """The published report; None where it failed."""
    seconds: float
    message: str
    """Why it failed; empty where it did not."""


@dataclass(frozen=True)
class BatchResult:
    """How a batch went, one row a report, in the order they were listed."""

    rows: tuple[BatchRow, ...]

    @property
    def failed(self) -> tuple[BatchRow, ...]:
        """The rows of reports that were not published."""
        return tuple(row for row in self.rows if row.folder is None)

    @property
    def exit_code(self) -> int:
        """0 if all were published, else 1."""
        return 1 if self.failed else 0


def run_batch(
    plan: Path | Sequence[ReportRequest | Prepared],
    reports: Path,
    root: Path,
    workers: int | None = None,
    now: Callable[[], datetime] = utc_now,
    source: KernelSource | None = None,
) -> BatchResult:
    """Make many reports under one lock, several at a time, each in a kernel of its own.

    The libraries that the notebooks import are imported once, and each kernel is forked from there, so that
    the second and later reports cost little beyond their own work (on Linux; elsewhere each starts cold).
    Reports that differ only in how they are told, in two languages say, are simulated once.
    The work is done by the kernels; the threads here only wait for them.

    Parameters
    ----------
    plan
        A batch file (see :func:`clusterecon.report.plan.read_plan`), or requests, prepared or not.
    reports, root, now, source
        As for :func:`clusterecon.report.runner.run_report`.
    workers
        Reports at a time; by default one for each processor.

    Returns
    -------
    BatchResult
        A report that fails is not published and does not keep the others from being made.

    Raises
    ------
    InputError
        Anything in the file or in any request is wrong; nothing was started.
    LockedError
        Another run holds the reports folder.
    RunError
        The folder cannot be used at all.
    """
    if workers is not None and workers < 1:
        raise InputError(f"workers must be at least 1, not {workers}")
    prepared = prepare_all(read_plan(plan) if isinstance(plan, Path) else plan, root)
    modules = modules_of([one.notebook for one in prepared], BATCH_MODULES)
    at_once = min(workers or os.cpu_count() or 1, len(prepared))
    began = time.monotonic()
    with (
        nullcontext(source) if source else kernel_source(modules, str(root.resolve())) as kernels,
        open_session(reports, root, kernels, at_once) as session,
    ):
        if source and source.warm:
            source.warm.load(modules)
        step("batch", logging.INFO, reports=len(prepared), workers=at_once)
        groups = sharing(prepared)
        tasks: dict[int, _Task] = {}
        for place, group in enumerate(groups):
            runs = SharedRuns(kernels.sockets / f"runs-{place}", len(group))
            tasks |= {n: _Task(prepared[n], session, now, runs) for n in group}
        with ThreadPoolExecutor(at_once, thread_name_prefix="report") as pool:
            pending = {number: pool.submit(task) for number, task in tasks.items()}
            rows = tuple(tasks[number].row(pending[number]) for number in range(len(prepared)))
    result = BatchResult(rows)
    done = len(rows) - len(result.failed)
    step(
        "batch-done",
        logging.INFO,
        published=done,
        failed=len(result.failed),
        seconds=time.monotonic() - began,
    )
    return result


class _Task:
    """One report of the batch, to be called in a thread."""

    def __init__(
        self, prepared: Prepared, session: Session, now: Callable[[], datetime], runs: SharedRuns
    ) -> None:
        self._prepared = prepared
        self._session = session
        self._now = now
        self._runs = runs
        self._seconds = 0.0

    def __call__(self) -> Path:
        began = time.monotonic()
        try:
            return make_report(self._prepared, self._session, self._now, self._runs.folder)
        finally:
            self._runs.done()
            self._seconds = time.monotonic() - began

    def row(self, future: Future[Path]) -> BatchRow:
        """Wait for the report and say how it went; an error of any kind is this report's own."""
        error, folder, message = future.exception(), None, ""
        names = (self._prepared.name, self._prepared.scenario_label, self._prepared.request.lang)
        if error is None:
            folder = future.result()
        else:
            message = (
                str(error) if isinstance(error, ClustereconError) else f"{type(error).__name__}: {error}"
            )
            step("failed", logging.ERROR, notebook=names[0], scenario=names[1], lang=names[2], why=message)
        return BatchRow(*names, folder, self._seconds, message)
