"""Report folders: made aside, numbered, renamed into place, linked to as the latest of their kind."""

import errno
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from clusterecon.ground.context import RECORD
from clusterecon.ground.errors import RunError
from clusterecon.ground.files import remove_aside, write_link, write_whole

LATEST = "latest"
CACHE = ".listed.json"
_FORMAT = 2


_LISTED = ("report", "started", "duration_seconds", "sequence", "hash", "figures", "headline", "changes")
_LISTED_OF_RUN = ("as_of", "seed", "draws", "headline")


@dataclass(frozen=True)
class Published:
    """A report that stands whole in the reports folder."""

    folder: str
    record: Mapping[str, Any]
    """Of its ``run.json`` what the lists need; see :func:`listed`."""

    @property
    def sequence(self) -> int:
        """Its place in the order of publishing, which no clock can turn back."""
        return int(self.record["sequence"])

    @property
    def kind(self) -> str:
        """What it is a report of: ``<notebook>_<scenario>_<lang>``."""
        about = self.record["report"]
        return f"{about['notebook']}_{about['scenario']}_{about['lang']}"


def published_reports(reports: Path) -> list[Published]:
    """Return the published reports of a folder, newest first by ``sequence``.

    Folders without a readable ``run.json`` of ours are none of ours and are passed over. What was read before
    and has not changed since, by size and time, comes from the cache that :func:`remember` wrote.
    """
    cache = _cache(reports)
    found = []
    for record in reports.glob(f"*/{RECORD}"):
        folder = record.parent
        if folder.name.startswith(".") or folder.name == LATEST:
            continue
        known = cache.get(folder.name)
        if known is None or known["state"] != _state(folder):
            content = read_record(folder)
            known = None if content is None else {"listed": listed(content)}
        if known is not None:
            found.append(Published(folder.name, known["listed"]))
    return sorted(found, key=lambda report: (report.sequence, report.folder), reverse=True)


def remember(reports: Path, all_reports: Sequence[Published]) -> None:
    """Write what the lists need of every report into a cache, so that the next run need not read them all."""
    entries = {
        report.folder: {"state": _state(reports / report.folder), "listed": report.record}
        for report in all_reports
    }
    write_whole(reports / CACHE, json.dumps({"format": _FORMAT, "reports": entries}, ensure_ascii=False))


def _cache(reports: Path) -> dict[str, dict[str, Any]]:
    """Return the cache; empty where it is missing, broken or of another format."""
    try:
        content = json.loads((reports / CACHE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        return {}
    return dict(content["reports"])


def _state(folder: Path) -> list[int] | None:
    try:
        about = (folder / RECORD).stat()
    except OSError:
        return None
    return [about.st_size, about.st_mtime_ns]


def listed(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of a record that index, history and links are made from."""
    run = record.get("run", {})
    part = {key: record[key] for key in _LISTED if key in record}
    part["run"] = {key: run[key] for key in _LISTED_OF_RUN if isinstance(run, Mapping) and key in run}
    part["titles"] = _titles(run.get("scenarios") if isinstance(run, Mapping) else None)
    return part


def _titles(scenarios: object) -> dict[str, dict[str, str]]:
    """Return the titles of a run's scenarios by name and language."""
    known = scenarios if isinstance(scenarios, Mapping) else {}
    found = {name: entry.get("title") for name, entry in known.items() if isinstance(entry, Mapping)}
    return {
        str(name): {str(lang): str(text) for lang, text in title.items()}
        for name, title in found.items()
        if isinstance(title, Mapping)
    }


def remove_leftovers(reports: Path) -> list[str]:
    """Remove what dead runs left unfinished; call it only under the lock. Returns the names removed."""
    return [*remove_aside(reports), *remove_aside(reports / LATEST)]


def notebook_record(folder: Path) -> dict[str, Any]:
    """Return the ``run.json`` that a notebook left.

    Raises
    ------
    RunError
        There is none, or one without ``run`` (what went in) and ``hash`` (of it).
    """
    path = folder / RECORD
    if not path.is_file():
        raise RunError(f"the notebook left no {RECORD}: its last cell must call page.export('.', ...)")
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise RunError(f"the notebook left a {RECORD} that is not JSON: {error}") from error
    complete = isinstance(record, dict) and isinstance(record.get("run"), dict)
    if not complete or not isinstance(record.get("hash"), str):
        raise RunError(f"the notebook left a {RECORD} without 'run' and 'hash'")
    return dict(record)


def write_record(folder: Path, record: Mapping[str, object]) -> None:
    """Write a ``run.json``: strict JSON, its keys in the order given."""
    text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False)
    write_whole(folder / RECORD, text + "\n")


def publish(folder: Path, reports: Path, kind: str, started: datetime) -> Path:
    """Rename a finished folder to ``<UTC time>_<kind>``, with ``-2``, ``-3`` … where that is taken.

    Everything in it is on the disk before it gets its name. Call it only under the lock.
    """
    _to_disk(folder)
    stem = f"{started.astimezone(UTC):%Y%m%dT%H%M%SZ}_{kind}"
    name, number = stem, 1
    while os.path.lexists(reports / name):
        number += 1
        name = f"{stem}-{number}"
    folder.rename(reports / name)
    return reports / name


def link_latest(reports: Path, all_reports: Sequence[Published]) -> None:
    """Point ``latest/<kind>`` to the newest report of each kind, and drop links that lead nowhere."""
    latest = reports / LATEST
    if latest.is_symlink():
        raise OSError(errno.ELOOP, f"{LATEST} is a link, not a folder of links")
    latest.mkdir(exist_ok=True)
    newest: dict[str, str] = {}
    for report in all_reports:
        newest.setdefault(report.kind, report.folder)
    for kind, folder in newest.items():
        link, target = latest / kind, f"../{folder}"
        if not (link.is_symlink() and str(link.readlink()) == target):
            write_link(link, target)
    for link in latest.iterdir():
        if link.is_symlink() and link.name not in newest and not link.exists():
            link.unlink()


def read_record(folder: Path) -> dict[str, Any] | None:
    """Return the ``run.json`` of a published report, or None where there is none of ours."""
    try:
        content = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or not isinstance(content.get("sequence"), int):
        return None
    about = content.get("report")
    keys = ("notebook", "scenario", "lang")
    return (
        content if isinstance(about, dict) and all(isinstance(about.get(key), str) for key in keys) else None
    )


def _to_disk(folder: Path) -> None:
    """Flush a folder to the disk, so that power lost right after the rename does not cost its content."""
    for place, _, names in os.walk(folder):
        for path in [*(Path(place) / name for name in names), Path(place)]:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
