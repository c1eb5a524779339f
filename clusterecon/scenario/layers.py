"""Two layers make a scenario: base.yaml, then the scenario's own file (then a user's ``--set``).

The layers are merged as plain mappings; each value keeps the file and line that gave it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from clusterecon.ground.yaml import Document

Place = tuple[str | int, ...]

ENTRY_KEYS = frozenset(
    {
        "value", "distribution", "unit", "source", "facts", "grade", "derivation", "reason", "conflict",
        "known_since", "label", "indicator", "year", "comparator",
    }
)  # fmt: skip
HEADER_KEYS = ("title", "reason", "known_since", "only_when_named")
ONE_FOR_ALL = ("base_year", "horizon", "correlations", "study")
"""Keys of base.yaml that no scenario and no user changes."""


@dataclass
class Merged:
    """A merged mapping and, for every place in it, the file and line that gave it."""

    data: dict[Any, Any]
    origin: dict[Place, str] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, document: Document) -> "Merged":
        """Return a document as it stands, nothing laid over it."""
        return cls(document.data, {p: f"{document.name}, line {n}" for p, n in document.lines.items()})

    def where(self, place: Place) -> str:
        """Return ``file, line n`` of the nearest place at or above ``place``."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.origin:
                return self.origin[place[:length]]
        return "scenarios/base.yaml"


@dataclass(frozen=True)
class Layer:
    """One layer of values: a scenario's name or ``--set``, and what it says of itself.

    Its reason and the (ISO) day it became known are inherited by every value given without a source or a day.
    """

    document: Document
    name: str
    reason: Mapping[str, str]
    known_since: str | None = None


def is_entry(value: object) -> bool:
    """Whether a raw mapping is an assumption (it has a value) rather than a group of them."""
    return isinstance(value, Mapping) and "value" in value


def merge(below: Merged, layers: Iterable[Layer]) -> Merged:
    """Lay layers over what lies below, in order."""
    merged = Merged(_copy(below.data), dict(below.origin))
    for layer in layers:
        _merge_group(merged, merged.data, layer.document.data, (), layer)
    return merged


def _copy(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Mapping):
        return {k: _copy(v) for k, v in value.items()}
    return [_copy(v) for v in value] if isinstance(value, list) else value


def _merge_group(
    merged: Merged, target: dict[Any, Any], values: Mapping[Any, Any], place: Place, layer: Layer
) -> None:
    for key, value in values.items():
        here = (*place, key)
        _mark(merged, here, value, layer)
        old = target.get(key)
        if isinstance(old, Mapping) and is_entry(old):
            target[key] = _merge_entry(old, value, layer)
            merged.origin.setdefault((*here, "value"), merged.origin[here])
            if not is_entry(value):
                merged.origin[*here, "value"] = merged.origin[here]
        elif isinstance(old, dict) and isinstance(value, Mapping):
            if old and not value:
                path = ".".join(str(part) for part in here)
                merged.mistakes.append(f"{merged.origin[here]}: '{path}' is empty, which changes nothing")
            _merge_group(merged, old, value, here, layer)
        elif place == ("growth_shock",) or (
            len(place) == 2 and place[0] == "cohorts" and key not in ("label", "source", "known_since")
        ):
            target[key] = _merge_entry({}, value, layer)
        else:
            target[key] = _copy(value)


def _mark(merged: Merged, place: Place, value: object, layer: Layer) -> None:
    line = layer.document.lines.get(place)
    merged.origin[place] = f"{layer.document.name}, line {line}" if line else layer.document.name
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _mark(merged, (*place, key), inner, layer)


def _merge_entry(old: Mapping[str, Any], value: Any, layer: Layer) -> dict[str, Any]:  # noqa: ANN401
    stated = isinstance(value, Mapping) and bool(set(value) & ENTRY_KEYS)
    new: dict[str, Any] = dict(value) if stated else {"value": value}
    spread = new.get("distribution")
    if isinstance(spread, Mapping) and "shape" not in spread:
        new["distribution"] = {**(old.get("distribution") or {}), **spread}
    kept = dict(old)
    if "value" in new or "distribution" in new:
        dropped = ("facts", "derivation", "conflict") + (("distribution",) if "value" in new else ())
        kept = {k: v for k, v in old.items() if k not in dropped}
        own = {
            "source": dict(layer.reason),
            "grade": "judgement",
            "reason": dict(layer.reason),
            "set_by": layer.name,
        }
        kept |= own | ({"known_since": layer.known_since} if layer.known_since else {})
    return {**kept, **new}


def nested(path: str, value: Any) -> dict[Any, Any]:  # noqa: ANN401
    """Turn ``"cohorts.new.clusters"`` and a value into nested mappings."""
    result: Any = value
    for part in reversed(path.split(".")):
        result = {(int(part) if part.isdigit() else part): result}
    return dict(result)


def known_paths(data: Mapping[Any, Any], prefix: str = "") -> list[str]:
    """Return the dotted paths of all entries and groups of a raw mapping, for nearest-name hints."""
    paths: list[str] = []
    for key, value in data.items():
        path = f"{prefix}{key}"
        paths.append(path)
        if isinstance(value, Mapping) and not is_entry(value):
            paths.extend(known_paths(value, f"{path}."))
    return paths


def repeats(paths: list[str]) -> list[str]:
    """Return where one path, or a path and one inside it, is given two values."""
    return [
        f"--set {path}: already set by --set {other}; each value is set once"
        for i, path in enumerate(paths)
        for other in paths[:i]
        if f"{path}.".startswith(f"{other}.") or f"{other}.".startswith(f"{path}.")
    ]
