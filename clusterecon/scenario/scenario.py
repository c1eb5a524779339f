"""A scenario: base values, overridden by name, validated whole, frozen."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, StrictBool, ValidationError

from clusterecon.ground.errors import InputError, nearest
from clusterecon.ground.yaml import Document, read
from clusterecon.scenario.assumptions import Date, Entry, Frozen, Quantity, Text
from clusterecon.scenario.consistency import span_mistake
from clusterecon.scenario.fields import Assumptions, Cohort
from clusterecon.scenario.layers import (
    ENTRY_KEYS,
    HEADER_KEYS,
    ONE_FOR_ALL,
    Layer,
    Merged,
    known_paths,
    merge,
    nested,
    repeats,
)

REFERENCE = "reference"
_NAME = re.compile(r"(?!(all|base|[0-9]+-scenarios)$)[A-Za-z0-9][A-Za-z0-9-]{0,79}")
USER = {"vi": "người dùng đặt", "en": "set by the user"}


class Header(Frozen):
    """What a scenario says of itself."""

    title: Text
    """Title in both languages."""
    reason: Text
    """What differs from the base, and why."""
    known_since: Date
    """The day its announcements became known."""
    only_when_named: StrictBool = False
    """Left out of reports that name no scenario."""


@dataclass(frozen=True, eq=False)
class Scenario:
    """A resolved scenario.

    Attributes
    ----------
    name
        Its identifier: the file's name, or the name given to ``set``.
    header
        Title and reason in both languages.
    assumptions
        Every value it rests on.
    """

    name: str
    header: Header
    assumptions: Assumptions
    _merged: Merged = field(repr=False)

    def set(self, changes: Mapping[str, Any], name: str | None = None) -> "Scenario":
        """Return a new scenario with values changed.

        Parameters
        ----------
        changes
            New value by dotted path, for example ``{"cohorts.new.clusters": 25}``.
        name
            Name of the new scenario; its own where left out.

        Raises
        ------
        InputError
            A path is unknown or a value impossible; all are listed.
        """
        if mistakes := repeats(list(changes)) or self._unknown(changes):
            raise InputError(mistakes)
        layers = [_user_layer(path, value) for path, value in changes.items()]
        return Scenario(name or self.name, self.header, *_validated(self._merged, layers))

    def _unknown(self, paths: Iterable[str]) -> list[str]:
        """Return what is wrong with paths to be set."""
        allowed = known_paths(self._merged.data)
        optional = [f"cohorts.{c}.{f}" for c in self.assumptions.cohorts for f in Cohort.model_fields]
        allowed = sorted({*allowed, *optional, *Assumptions.model_fields})
        entries = {path for path, _ in self.entries()}
        mistakes = []
        for path in paths:
            if path.split(".")[0] in ONE_FOR_ALL:
                mistakes.append(f"--set {path}: it belongs to base.yaml and is the same for all scenarios")
                continue
            if not any(path == known or path.startswith(known + ".") for known in allowed):
                mistakes.append(f"--set {path}: no such assumption{nearest(path, allowed)}")
            for known in entries:
                inner = path.removeprefix(known + ".").split(".")[0] if path.startswith(known + ".") else ""
                if inner and inner not in ENTRY_KEYS:
                    mistakes.append(f"--set {path}: '{known}' is set whole{nearest(inner, ENTRY_KEYS)}")
        return mistakes

    def sector_mistakes(self, known: Iterable[str]) -> list[str]:
        """Return which sectors named here, of tenants or builders, a table lacks, with file and line."""
        names = list(known)
        own = {f"cohorts.{n}.tenant_mix": c.tenant_mix for n, c in self.assumptions.cohorts.items()}
        used = {
            (path, sector): self._merged.where((*path.split("."), "value", sector))
            for path, mix in {"tenant_mix": self.assumptions.tenant_mix, **own}.items()
            for sector in (mix.value if mix else ())
        }
        builds = "study.construction_sector"
        used[builds, self.assumptions.study.construction_sector] = self._merged.where(
            tuple(builds.split("."))
        )
        return [
            f"{where}: {path}: '{sector}' is no sector of the table"
            + (nearest(sector, names) or f"; one of {', '.join(names)}")
            for (path, sector), where in used.items()
            if sector not in names
        ]

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Yield every assumption with its dotted path."""
        yield from _entries(self.assumptions, "")

    def quantities(self) -> Mapping[str, Quantity]:
        """Return the assumptions that are numbers, by path, targets left out."""
        return self._quantities

    @cached_property
    def _quantities(self) -> dict[str, Quantity]:
        return {p: e for p, e in self.entries() if isinstance(e, Quantity) and not p.startswith("targets.")}

    def resolved(self) -> dict[str, Any]:
        """Return every resolved value as plain JSON, for the run record.

        By dotted path: value, distribution, unit, grade, the day it became known, and who set it; of targets
        also the indicator and the year. Beside them what is one for all: years, series, correlations.
        """
        kept = {"value", "distribution", "unit", "grade", "known_since", "set_by", "facts"}
        kept |= {"indicator", "year", "comparator"}
        shared = {"base_year", "horizon", "expansion", "study", "correlations"}
        values = {
            path: entry.model_dump(mode="json", include=kept, exclude_none=True)
            for path, entry in self.entries()
        }
        return {
            "title": self.header.title.model_dump(),
            **self.assumptions.model_dump(mode="json", include=shared),
            "assumptions": values,
        }


def _user_layer(path: str, value: object) -> Layer:
    document = Document(nested(path, value), name=f"--set {path}={_short(value)}")
    return Layer(document, "--set", USER)


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."


def _entries(model: BaseModel, prefix: str) -> Iterator[tuple[str, Entry]]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        path = f"{prefix}{name}"
        if isinstance(value, Entry):
            yield path, value
        elif isinstance(value, BaseModel):
            yield from _entries(value, f"{path}.")
        elif isinstance(value, dict):
            for key, inner in value.items():
                if isinstance(inner, Entry):
                    yield f"{path}.{key}", inner
                elif isinstance(inner, BaseModel):
                    yield from _entries(inner, f"{path}.{key}.")


def _validated(below: Merged, layers: Sequence[Layer]) -> tuple[Assumptions, Merged]:
    """Lay layers over what is merged already and validate the whole.

    Raises
    ------
    InputError
        Every mistake with file, line, key, what is allowed and the nearest valid name.
    """
    merged = merge(below, layers)
    span = span_mistake(merged.data.get("base_year"), merged.data.get("horizon"))
    if merged.mistakes or span:
        raise InputError([*merged.mistakes, *([f"{merged.where(('horizon',))}: {span}"] if span else [])])
    try:
        assumptions = Assumptions.model_validate(merged.data, context={"years": _years(merged.data)})
    except ValidationError as error:
        allowed = [*known_paths(below.data), *Assumptions.model_fields]
        raise InputError(_explain(error, merged, allowed)) from None
    return assumptions, merged


def _years(data: Mapping[str, Any]) -> tuple[int, int] | None:
    first, last = data.get("base_year"), data.get("horizon")
    return (first + 1, last) if isinstance(first, int) and isinstance(last, int) else None


def _explain(error: ValidationError, merged: Merged, allowed: list[str]) -> list[str]:
    mistakes: list[str] = []
    for item in error.errors():
        place = tuple(p for p in item["loc"] if p in ("value",) or not _is_union_tag(p))
        path = ".".join(str(p) for p in place)
        where = merged.where(place)
        if item["type"] == "extra_forbidden":
            mistakes.append(f"{where}: unknown key '{path}'{nearest(path, allowed)}")
        elif item["type"] == "missing":
            parent = path.rpartition(".")[0]
            hint = "" if parent in allowed else nearest(parent, allowed)
            mistakes.append(f"{where}: '{path}' is missing{hint}")
        elif item["type"] == "value_error":
            for line in item["msg"].removeprefix("Value error, ").splitlines():
                own = path or line.split(":", 1)[0]
                spot = where if path else merged.where(tuple(_parts(own)))
                mistakes.append(f"{spot}: {path}: {line}" if path else f"{spot}: {line}")
        else:
            mistakes.append(f"{where}: {path}: {item['msg'][0].lower()}{item['msg'][1:]}")
    return list(dict.fromkeys(mistakes))


def _is_union_tag(part: object) -> bool:
    return isinstance(part, str) and ("[" in part or part in ("Schedule", "Shares", "NoneType"))


def _parts(path: str) -> list[str | int]:
    return [int(p) if p.isdigit() else p for p in path.split(".")]


def load_scenario(path: Path, base: Document, root: Path) -> Scenario:
    """Read one scenario file, named as the scenario is, and resolve it over ``base.yaml``.

    Messages name files from ``root``.
    """
    if not _NAME.fullmatch(path.stem):
        raise InputError(
            f"scenarios/: {path.name!r} is no name for a scenario: letters a-z, digits and -, 80 at most, "
            "and not 'all'"
        )
    document = read(path, root)
    if not isinstance(document.data, dict):
        raise InputError(f"{document.name}: a scenario is a mapping of keys to values")
    mistakes: list[str] = []
    header: Header | None = None
    try:
        header = Header.model_validate({k: document.data[k] for k in HEADER_KEYS if k in document.data})
    except ValidationError as error:
        mistakes += _explain(error, Merged.of(document), [])
    body = {k: v for k, v in document.data.items() if k not in HEADER_KEYS}
    for key in ONE_FOR_ALL:
        if key in body:
            line = document.lines[key,]
            mistakes.append(
                f"{document.name}, line {line}: '{key}' belongs to base.yaml and is the same for all"
            )
    reason = header.reason.model_dump() if header else USER  # any: nothing is made of it but more mistakes
    since = header.known_since.isoformat() if header else None
    layer = Layer(Document(body, document.lines, document.name), path.stem, reason, since)
    try:
        assumptions, merged = _validated(Merged.of(base), [layer])
    except InputError as error:
        raise InputError([*mistakes, *error.mistakes]) from None
    if header is None or mistakes:
        raise InputError(mistakes)
    return Scenario(path.stem, header, assumptions, merged)


def scenario_order(names: Sequence[str], order: Sequence[str]) -> list[str]:
    """Return names in the study's order, the others after them by name."""
    return sorted(names, key=lambda n: (order.index(n) if n in order else len(order), n))
