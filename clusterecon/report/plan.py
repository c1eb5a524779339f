"""The reports of a batch: notebook x scenarios x languages x documents, read from a YAML file."""

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from clusterecon.ground.errors import InputError, nearest
from clusterecon.report.request import Prepared, ReportRequest, prepare

_KEYS = ("notebook", "scenarios", "languages", "documents", "parameters", "timeout", "cell_timeout")


def read_plan(path: Path) -> tuple[ReportRequest, ...]:
    """Read a batch file; the reports stand in its order, scenarios before languages.

    Parameters
    ----------
    path
        YAML with one key ``reports``: a list of entries, each with ``notebook`` and, as wanted, ``scenarios``
        (a list whose items each make one report: a name, ``all``, or a list of names for one report of
        several), ``languages``, ``documents`` (of every report), ``parameters``, ``timeout`` and
        ``cell_timeout`` in seconds.

    Raises
    ------
    InputError
        With every mistake of the file's form, by line.
    """
    from clusterecon.ground.yaml import read

    document = read(path)
    where = path.name
    entries = document.data.get("reports") if isinstance(document.data, dict) else None
    if not isinstance(entries, list) or not entries or set(document.data) != {"reports"}:
        raise InputError(f"{where}: must hold one key, 'reports', with a list of at least one entry")
    requests: list[ReportRequest] = []
    mistakes: list[str] = []
    for index, entry in enumerate(entries):
        line = f"{where}, line {document.lines.get(('reports', index), 1)}"
        found = _entry_mistakes(entry, line)
        mistakes += found
        if not found:
            requests += _requests(entry)
    if mistakes:
        raise InputError(mistakes)
    return tuple(requests)


def prepare_all(requests: Sequence[ReportRequest | Prepared], root: Path) -> list[Prepared]:
    """Check every request before any runs.

    Raises
    ------
    InputError
        With the mistakes of all of them, each once; also where two would make the same report.
    """
    prepared: list[Prepared] = []
    mistakes: dict[str, None] = {}
    for request in requests:
        try:
            prepared.append(prepare(request, root))
        except InputError as error:
            mistakes |= dict.fromkeys(error.mistakes)
    for index, one in enumerate(prepared):
        if any(one == other for other in prepared[:index]):
            mistakes[f"the report {one.kind} is listed twice"] = None
    if not requests:
        mistakes["the batch lists no report"] = None
    if mistakes:
        raise InputError(mistakes)
    return prepared


def _entry_mistakes(entry: object, line: str) -> list[str]:
    if not isinstance(entry, Mapping):
        return [f"{line}: an entry must be a mapping with the key 'notebook'"]
    mistakes = [f"{line}: no key '{key}'{nearest(str(key), _KEYS)}" for key in entry if key not in _KEYS]
    if not isinstance(entry.get("notebook"), str):
        mistakes.append(f"{line}: 'notebook' must be the name of a notebook")
    mistakes += [
        f"{line}: '{key}' must be a list of at least one name"
        for key in ("languages", "documents")
        if not _is_list_of_text(entry.get(key, ["x"]))
    ]
    scenarios = entry.get("scenarios", ["all"])
    items = scenarios if isinstance(scenarios, list) else []
    if not items or not all(isinstance(item, str) or _is_list_of_text(item) for item in items):
        mistakes.append(f"{line}: 'scenarios' must be a list of names, 'all', or lists of names")
    if not isinstance(entry.get("parameters", {}), Mapping):
        mistakes.append(f"{line}: 'parameters' must be a mapping of names to values")
    mistakes += [
        f"{line}: '{key}' must be a number of seconds"
        for key in ("timeout", "cell_timeout")
        if isinstance(entry.get(key, 1), bool) or not isinstance(entry.get(key, 1), int | float)
    ]
    return mistakes


def _requests(entry: Mapping[str, Any]) -> list[ReportRequest]:
    common: dict[str, Any] = {
        key: entry[key] for key in ("parameters", "timeout", "cell_timeout") if key in entry
    }
    if "documents" in entry:
        common["documents"] = tuple(entry["documents"])
    choices = [_scenarios(item) for item in entry.get("scenarios", ["all"])]
    return [
        ReportRequest(notebook=entry["notebook"], scenarios=scenarios, lang=lang, **common)
        for scenarios, lang in product(choices, entry.get("languages", ["vi"]))
    ]


def _scenarios(item: str | list[str]) -> tuple[str, ...]:
    if item == "all":
        return ()
    return (item,) if isinstance(item, str) else tuple(item)


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)
