"""What a runner tells the kernel of a report: frozen, as JSON in one variable of its environment."""

import json
import os
from dataclasses import asdict, dataclass

CONTEXT = "CLUSTERECON_REPORT"
"""The variable; where it is missing no report is being made."""
ROOT = "CLUSTERECON_ROOT"
"""The variable that names the folder of the study; a user may set it too."""
RECORD = "run.json"
"""What a kernel leaves in the folder of a report for the runner."""
_TEXTS = ("notebook", "runs", "previous")


@dataclass(frozen=True)
class ReportContext:
    """What a kernel knows of the report it works for; outside one, nothing."""

    notebook: str | None = None
    """Name of the notebook that a report is made of."""
    forks: int = 0
    """How many forks it may draw with: only a runner is sure to ask for every picture, and the threads of its
    kernels hold nothing that a fork needs."""
    runs: str | None = None
    """Private folder in which the kernels of a batch leave runs for each other."""
    previous: str | None = None
    """The ``run.json`` of the last report of its kind."""

    @property
    def variables(self) -> dict[str, str]:
        """Its part of a kernel's environment."""
        return {CONTEXT: json.dumps(asdict(self))}


def report_context() -> ReportContext:
    """Return what a runner told this process; nothing where the variable is not as a runner writes it."""
    try:
        told = json.loads(os.environ.get(CONTEXT, "{}"))
    except (ValueError, RecursionError):
        return ReportContext()
    fits = isinstance(told, dict) and all(_fits(name, value) for name, value in told.items())
    return ReportContext(**told) if fits else ReportContext()


def _fits(name: str, value: object) -> bool:
    if name == "forks":
        return type(value) is int
    return name in _TEXTS and (value is None or (isinstance(value, str) and "\0" not in value))
