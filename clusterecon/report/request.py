"""What is asked of the runner, checked against the notebook and the scenarios before anything starts."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clusterecon.document.briefing import DOCUMENTS
from clusterecon.ground.errors import InputError, nearest
from clusterecon.ground.languages import LANGS
from clusterecon.report.parameters import Declared, declared_parameters, parameter_mistakes

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,79}")


@dataclass(frozen=True)
class ReportRequest:
    """One report to be made.

    Times are in seconds. ``scenarios`` empty means all of them. A notebook takes the scenarios through a
    parameter ``scenarios`` (a list) or ``scenario`` (one name), the language through ``lang``, the documents
    through ``documents`` (without ``html``: the page is the runner's work); ``parameters`` holds the rest.
    """

    notebook: str = "briefing"
    """Name of a notebook in ``notebooks/``, or a path ending in ``.ipynb``."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    scenarios: tuple[str, ...] = ()
    lang: str = "vi"
    documents: tuple[str, ...] = ("html",)
    timeout: float = 3600.0
    """For the whole run."""
    cell_timeout: float = 1800.0
    """For one cell."""
    start_timeout: float = 60.0
    """For the kernel to answer."""


def is_name(text: object) -> bool:
    """Whether a text can name a notebook or a scenario of a study, and no path."""
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


def asked(request: ReportRequest) -> dict[str, Any]:
    """Return a request as plain JSON, for the record; a path to a notebook is cut to its name."""
    return {
        "notebook": request.notebook.rpartition("/")[2].removesuffix(".ipynb"),
        "parameters": dict(request.parameters),
        "scenarios": list(request.scenarios),
        "lang": request.lang,
        "documents": list(request.documents),
    }


@dataclass(frozen=True)
class Prepared:
    """A request that has been checked: nothing about it can be wrong any more but the run itself."""

    request: ReportRequest
    name: str
    notebook: Mapping[str, Any]
    parameters: Mapping[str, object]
    scenario_label: str

    @property
    def kind(self) -> str:
        """What it is a report of: two runs of one kind follow each other under ``latest``."""
        return f"{self.name}_{self.scenario_label}_{self.request.lang}"


def prepare(request: ReportRequest | Prepared, root: Path) -> Prepared:
    """Read the notebook, work out its parameters and check everything that can be checked without running.

    What has been prepared is given back as it is.

    Raises
    ------
    InputError
        With every mistake: notebook, parameters, scenarios, language, documents, times.
    """
    if isinstance(request, Prepared):
        return request
    path, mistakes = _find_notebook(request.notebook, root)
    mistakes += _own_mistakes(request) + _scenario_mistakes(request.scenarios, root)
    if path is None:
        raise InputError(mistakes)
    notebook, broken = _read_notebook(path)
    if notebook is None:
        raise InputError([*mistakes, *broken])
    try:
        declared = declared_parameters(notebook)
    except SyntaxError as error:
        raise InputError(
            [*mistakes, f"{path.name}: the parameters cell is not Python: {error.msg}"]
        ) from error
    parameters, clashes = _all_parameters(request, set(declared), path.stem)
    mistakes += clashes + parameter_mistakes(declared, parameters, path.stem)
    if mistakes:
        raise InputError(mistakes)
    chosen = request.scenarios or _default_scenarios(declared)
    return Prepared(request, path.stem, notebook, parameters, scenario_label(chosen))


def _default_scenarios(declared: Mapping[str, Declared]) -> tuple[str, ...]:
    """Return the scenarios a notebook takes where none is named; none of them means all."""
    if "scenarios" in declared:
        listed = declared["scenarios"].default
        return tuple(str(name) for name in listed) if isinstance(listed, list | tuple) else ()
    one = declared["scenario"].default if "scenario" in declared else None
    return (str(one),) if one else ()


def scenario_label(scenarios: tuple[str, ...]) -> str:
    """Return how a choice of scenarios is named in a folder: its name, ``all``, or ``3-scenarios``."""
    if not scenarios:
        return "all"
    return scenarios[0] if len(scenarios) == 1 else f"{len(scenarios)}-scenarios"


def _find_notebook(name: str, root: Path) -> tuple[Path | None, list[str]]:
    if name.endswith(".ipynb"):
        path = Path(name) if Path(name).is_absolute() or Path(name).is_file() else root / name
        if not path.is_file():
            return None, [f"no notebook {name}"]
        return (
            (path, [])
            if _NAME.fullmatch(path.stem)
            else (None, [f"{name}: a notebook's name may hold a-z, 0-9 and -"])
        )
    known = sorted(p.stem for p in (root / "notebooks").glob("*.ipynb"))
    if name in known and _NAME.fullmatch(name):
        return root / "notebooks" / f"{name}.ipynb", []
    return None, [f"no notebook '{name}'{nearest(name, known)} (there are: {', '.join(known) or 'none'})"]


def _read_notebook(path: Path) -> tuple[dict[str, Any] | None, list[str]]:
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return None, [f"{path.name}: cannot be read as a notebook: {error}"]
    if (
        not isinstance(notebook, dict)
        or notebook.get("nbformat") != 4
        or not isinstance(notebook.get("cells"), list)
    ):
        return None, [f"{path.name}: not a notebook of format 4"]
    broken = [index for index, cell in enumerate(notebook["cells"], 1) if not _is_cell(cell)]
    return (None, [f"{path.name}: cell {broken[0]} is not a cell"]) if broken else (notebook, [])


def _is_cell(cell: object) -> bool:
    if not isinstance(cell, dict) or not isinstance(cell.get("metadata", {}), dict):
        return False
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    return cell.get("cell_type") in ("code", "markdown", "raw") and all(
        isinstance(line, str) for line in lines
    )


def _own_mistakes(request: ReportRequest) -> list[str]:
    mistakes = []
    if request.lang not in LANGS:
        mistakes.append(f"no language '{request.lang}' (there are: {', '.join(LANGS)})")
    mistakes += [
        f"no document '{name}'{nearest(name, DOCUMENTS)} (there are: {', '.join(DOCUMENTS)})"
        for name in request.documents
        if name not in DOCUMENTS
    ]
    for limit in ("timeout", "cell_timeout", "start_timeout"):
        if not getattr(request, limit) > 0:
            mistakes.append(f"{limit} must be above 0 seconds, not {getattr(request, limit)}")
    return mistakes


def _scenario_mistakes(scenarios: tuple[str, ...], root: Path) -> list[str]:
    known = {p.stem for p in (root / "scenarios").glob("*.yaml")} - {"base"}
    mistakes = []
    for position, name in enumerate(scenarios):
        if not _NAME.fullmatch(name):
            mistakes.append(f"scenario '{name}': a name may hold a-z, 0-9 and -")
        elif known and name not in known | {"reference"}:
            mistakes.append(
                f"no scenario '{name}'{nearest(name, known)} (there are: {', '.join(sorted(known))})"
            )
        elif name in scenarios[:position]:
            mistakes.append(f"scenario '{name}' is named twice")
    return mistakes


def _all_parameters(
    request: ReportRequest, declared: set[str], name: str
) -> tuple[dict[str, object], list[str]]:
    """Join what the request says by field with what it says by parameter."""
    own: dict[str, object] = {}
    mistakes = []
    if request.scenarios:
        if "scenarios" in declared:
            own["scenarios"] = list(request.scenarios)
        elif "scenario" not in declared:
            mistakes.append(f"notebook {name} takes no scenario")
        elif len(request.scenarios) > 1:
            mistakes.append(f"notebook {name} takes one scenario, not {len(request.scenarios)}")
        else:
            own["scenario"] = request.scenarios[0]
    if "lang" in declared:
        own["lang"] = request.lang
    if "documents" in declared:
        own["documents"] = [name for name in request.documents if name != "html"]
    elif set(request.documents) - {"html"}:
        mistakes.append(f"notebook {name} writes no documents besides html")
    clashes = {"scenarios", "scenario", "lang", "documents"} & set(request.parameters)
    mistakes += [
        f"'{key}' is not given as a parameter: it has an option of its own" for key in sorted(clashes)
    ]
    rest = {key: value for key, value in request.parameters.items() if key not in clashes}
    return {**own, **rest}, mistakes
