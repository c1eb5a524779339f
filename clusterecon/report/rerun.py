"""Make a report again from its record, and say what differs."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clusterecon.ground.context import RECORD
from clusterecon.ground.errors import InputError
from clusterecon.report.request import ReportRequest, is_name

LISTED = 20


def read_request(path: Path) -> tuple[dict[str, Any], ReportRequest]:
    """Return a record, and the request for the same report on the same day.

    Raises
    ------
    InputError
        The file is missing or not a run's record, whole and of the right types, of a notebook of the study.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path.name}: cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError):
        raise InputError(f"{path.name}: not JSON") from None
    request = content.get("request") if isinstance(content, dict) else None
    if not isinstance(request, dict) or not isinstance(content.get("run"), dict):
        raise InputError(f"{path.name}: not the record of a report: it lacks 'run' or 'request'")
    mistakes = [
        f"{path.name}: '{key}' is missing or not {kind}"
        for key, fits, kind in (
            ("hash", isinstance(content.get("hash"), str), "text"),
            ("run.as_of", isinstance(content["run"].get("as_of"), str), "a date"),
            ("request.notebook", isinstance(request.get("notebook"), str), "text"),
            ("request.lang", isinstance(request.get("lang"), str), "text"),
            ("request.parameters", isinstance(request.get("parameters", {}), dict), "values by name"),
            ("request.scenarios", _are_words(request.get("scenarios", [])), "a list of names"),
            ("request.documents", _are_words(request.get("documents", [])), "a list of names"),
        )
        if not fits
    ]
    name = request.get("notebook")
    if isinstance(name, str) and not is_name(name):
        mistakes.append(
            f"{path.name}: 'request.notebook' must be the name of a notebook of the study, not {name!r}"
        )
    if mistakes:
        raise InputError(mistakes)
    parameters = {**request.get("parameters", {}), "as_of": content["run"]["as_of"]}
    scenarios, documents = tuple(request.get("scenarios", ())), tuple(request.get("documents", ("html",)))
    return content, ReportRequest(request["notebook"], parameters, scenarios, request["lang"], documents)


def _are_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def told_apart(path: Path, before: Mapping[str, Any], folder: Path) -> list[str]:
    """Return what differs between the report of a record and the one made anew, one line each.

    Inputs that differ (data, code, assumption), figures that moved, charts whose bytes differ; a single line
    says so where nothing does.
    """
    after = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    return differences(before, after) + chart_differences(path.parent, folder)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return what differs between two records, in lines."""
    from clusterecon.results.changes import changes

    if before["hash"] == after["hash"]:
        return [f"the same inputs: hash {after['hash'][:12]}"]
    found = changes(before, after)
    lines = [f"{reason.cause}: {reason.what} differs" for reason in found.reasons[:LISTED]]
    if len(found.reasons) > LISTED:
        lines.append(f"and {len(found.reasons) - LISTED} more inputs")
    lines += [
        f"{move.scenario}: {move.name} {move.year or ''} moved from {move.before} to {move.after}"
        for move in found.moves[:LISTED]
    ]
    if not found.moves:
        lines.append("no headline figure moved")
    return lines


def chart_differences(first: Path, second: Path) -> list[str]:
    """Return the charts whose SVG bytes differ between two report folders."""
    names = sorted({p.name for folder in (first, second) for p in folder.glob("charts/*.svg")})
    different = [
        name for name in names if _bytes(first / "charts" / name) != _bytes(second / "charts" / name)
    ]
    if not names:
        return []
    if not different:
        return [f"the same bytes in all {len(names)} charts"]
    return [f"chart {name} differs" for name in different]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
