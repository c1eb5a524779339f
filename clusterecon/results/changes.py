"""What moved between two runs of one kind, and what can have moved it: facts only, words come elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KEY_FIELDS = ("scenario", "name", "measure", "unit", "year")
"""What names a row of the headline; its ``value`` is the figure."""

_CAUSES = {
    "seed": "seed",
    "draws": "seed",
    "as_of": "data",
    "data": "data",
    "baseline": "data",
    "code": "code",
    "versions": "code",
    "scenarios": "assumption",
}
_DERIVED = ("hindsight", "notebook", "lang")
CAUSES = ("data", "code", "assumption", "seed")


@dataclass(frozen=True)
class Move:
    """One headline figure in two runs; None where a run does not have it."""

    scenario: str
    name: str
    measure: str
    unit: str
    year: int | None
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Reason:
    """One input that differs between two runs."""

    cause: str
    """``data``, ``code``, ``assumption`` or ``seed`` (the number of draws counts as the last)."""
    what: str
    """Dotted path in the record's hashed part."""
    before: object
    after: object


@dataclass(frozen=True)
class Changes:
    """What moved since an earlier run, and every input that differs from it."""

    moves: tuple[Move, ...]
    reasons: tuple[Reason, ...]

    @property
    def causes(self) -> tuple[str, ...]:
        """The kinds of reasons present, in the order data, code, assumption, seed."""
        present = {reason.cause for reason in self.reasons}
        return tuple(cause for cause in CAUSES if cause in present)


def changes(previous: Mapping[str, Any], current: Mapping[str, Any]) -> Changes:
    """Compare the headline of a run with that of an earlier one of its kind, both as ``run.json`` has them.

    Moves stand in the order of the current headline, then what only the earlier had; reasons by path. Runs of
    the same inputs have no reasons; a figure that moved all the same is still told.
    """
    before, after = headline(previous), headline(current)
    moves = [
        Move(*key, before.get(key), after.get(key))
        for key in dict.fromkeys([*after, *before])
        if before.get(key) != after.get(key)
    ]
    reasons = [
        Reason(_cause(path), ".".join(path), old, new)
        for path, old, new in _differences(_inputs(previous), _inputs(current))
    ]
    return Changes(tuple(moves), tuple(reasons))


Key = tuple[str, str, str, str, int | None]


def headline(record: Mapping[str, Any]) -> dict[Key, float | None]:
    """Return the headline of a record: its figures by scenario, name, measure, unit and year."""
    figures: dict[Key, float | None] = {}
    for row in headline_rows(record):
        value = row.get("value")
        number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
        scenario, name, measure, unit = (str(row.get(field, "")) for field in KEY_FIELDS[:4])
        figures[scenario, name, measure, unit, row.get("year")] = number
    return figures


def headline_rows(record: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a record's headline; empty where it has none."""
    rows = record.get("headline")
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _inputs(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.get("run", {}).items() if key not in _DERIVED}


def _differences(
    old: object, new: object, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object, object]]:
    """Walk two trees of mappings and yield where they part."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            yield from _differences(old.get(key), new.get(key), (*path, str(key)))
    elif old != new:
        yield path, old, new


def _cause(path: tuple[str, ...]) -> str:
    """Return the kind of a reason by where its path begins; what is unknown counts as code."""
    return _CAUSES.get(path[0], "code")
