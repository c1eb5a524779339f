"""Run a notebook with papermill, within its time, leaving no kernel behind, and clean what is kept of it."""

import logging
import math
import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import nbformat
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from clusterecon.ground.errors import InputError, RunError
from clusterecon.report.journal import step
from clusterecon.report.request import Prepared
from clusterecon.report.stop import Stop
from clusterecon.report.warm_kernel import Kernel
from clusterecon.report.warm_kernels import Warm

# what papermill would say is said by the errors raised here
logging.getLogger("papermill").setLevel(logging.CRITICAL)

KERNEL_NAME = "python3"


def execute(
    prepared: Prepared,
    folder: Path,
    sockets: Path,
    variables: Mapping[str, str],
    warm: Warm | None,
    stop: Stop,
) -> nbformat.NotebookNode:
    """Run a notebook in a folder and return it with its outputs.

    A kernel that dies before it answers is tried once more, cold. ``sockets`` is a private folder for this
    run, made by the caller and removed by it.

    Raises
    ------
    InputError
        The notebook raised an InputError of ours.
    RunError
        It raised anything else, its kernel died, its time ran out, or it was stopped.
    """
    sources: list[Warm | None] = [warm if warm is not None and warm.alive else None, None]
    try:
        return _attempt(prepared, Place(folder, sockets / "1", variables), sources[0], stop)
    except NeverAnsweredError as error:
        stop.check()
        step("retry", logging.WARNING, notebook=prepared.name, why=error)
    return _attempt(prepared, Place(folder, sockets / "2", variables), sources[1], stop)


@dataclass(frozen=True)
class Place:
    """Where a kernel runs, where its sockets are, and what it finds in its environment."""

    folder: Path
    sockets: Path
    variables: Mapping[str, str]


class NeverAnsweredError(RunError):
    """A kernel ended, or kept silent, before its first cell."""


class Progress:
    """What papermill tells as it goes: the kernel has answered, a cell has begun."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.answered = False
        self.cell = 0
        self.late = False

    def on_start(self, **_: object) -> None:
        """Note that the kernel has answered."""
        self.answered = True

    def on_cell(self, cell: nbformat.NotebookNode, **_: object) -> None:
        """Note the cell, counted as in the notebook before papermill put its own in."""
        self.cell += "injected-parameters" not in cell.metadata.get("tags", ())


def _attempt(prepared: Prepared, place: Place, warm: Warm | None, stop: Stop) -> nbformat.NotebookNode:
    progress = Progress(prepared.name)
    try:
        patience = prepared.request.start_timeout
        kernel = Kernel(place.sockets, place.folder, place.variables, warm, patience)
    except RunError as error:
        raise NeverAnsweredError(str(error)) from error

    def out_of_time() -> None:
        progress.late = True
        kernel.kill()

    timer = threading.Timer(prepared.request.timeout, out_of_time)
    timer.daemon = True
    timer.start()
    try:
        with stop.ends(kernel.kill):
            return _papermill(prepared, kernel, progress)
    except PapermillExecutionError as error:
        raise _raised(error, progress) from error
    except (RuntimeError, TimeoutError) as error:
        stop.check()
        raise _ended(error, prepared, progress, kernel) from error
    finally:
        timer.cancel()
        kernel.close()


def _papermill(prepared: Prepared, kernel: Kernel, progress: Progress) -> nbformat.NotebookNode:
    notebook = load_notebook_node(nbformat.from_dict(prepared.notebook))  # type: ignore[no-untyped-call]
    notebook.metadata.setdefault(
        "kernelspec", {"name": KERNEL_NAME, "language": "python", "display_name": "Python 3"}
    )
    if prepared.parameters:
        notebook = parameterize_notebook(
            notebook, dict(prepared.parameters), kernel_name=KERNEL_NAME, language="python"
        )
    request = prepared.request
    executed = execute_notebook(
        notebook,
        None,
        kernel_name=KERNEL_NAME,
        progress_bar=False,
        start_timeout=math.ceil(request.start_timeout),
        execution_timeout=math.ceil(request.cell_timeout),
        iopub_timeout=60,
        record_timing=False,
        km=kernel.manager,
        on_notebook_start=progress.on_start,
        on_cell_start=progress.on_cell,
    )
    return cast("nbformat.NotebookNode", executed)


def _raised(error: PapermillExecutionError, progress: Progress) -> InputError | RunError:
    if error.ename == "InputError":
        return InputError(str(error.evalue).splitlines())
    return RunError(f"notebook {progress.name}, cell {progress.cell}: {error.ename}: {error.evalue}")


def _ended(error: Exception, prepared: Prepared, progress: Progress, kernel: Kernel) -> RunError:
    """Say why a run came to an end that no cell announced."""
    name = f"notebook {prepared.name}"
    if progress.late:
        return RunError(
            f"{name}: stopped after {prepared.request.timeout:g} s, its time limit, in cell {progress.cell}"
        )
    if isinstance(error, TimeoutError):
        return RunError(
            f"{name}: cell {progress.cell} ran past its time limit, {prepared.request.cell_timeout:g} s"
        )
    words = kernel.last_words()
    code = kernel.exit_code
    how = "did not answer" if code is None else f"died ({_how(code)})"
    text = f"{name}: its kernel {how}{f' in cell {progress.cell}' if progress.answered else ' at start'}"
    text += f": {words}" if words else ""
    return RunError(text) if progress.answered else NeverAnsweredError(text)


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def tidy(notebook: nbformat.NotebookNode) -> tuple[nbformat.NotebookNode, list[str]]:
    """Take out of an executed notebook what does not belong to its result, and return that with its warnings.

    Out go papermill's paths, times and random ids, and what went to standard error (returned for the log).
    """
    warnings: list[str] = []
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell["id"] = "injected-parameters"
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
        if cell.cell_type == "code":
            warnings += [o.text.strip() for o in cell.outputs if _is_stderr(o)]
            cell.outputs = [output for output in cell.outputs if not _is_stderr(output)]
    return notebook, warnings


def _is_stderr(output: nbformat.NotebookNode) -> bool:
    return bool(output.output_type == "stream" and output.name == "stderr")
