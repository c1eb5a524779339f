"""The record of a run: what went into it, hashed, so that anyone can tell whether two runs are the same."""

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clusterecon.results import Run

JOINT = "joint"
LIBRARIES = ("clusterecon", "numpy", "pandas", "scipy", "statsmodels", "matplotlib")
SHORT = 12
CODE = (".py", ".css", ".typ")
"""Files whose content decides what a report looks like."""


def canonical(value: object) -> str:
    """Return canonical JSON: keys sorted, no spaces, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical JSON of a value."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


@cache
def package_hash(part: str = "") -> str:
    """Return a fingerprint of the package's files, or of those of one part of it."""
    folder = Path(__file__).parent
    state = hashlib.sha256()
    for file in sorted(file for file in (folder / part).rglob("*") if file.suffix in CODE):
        state.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return state.hexdigest()


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that figures depend on."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    return {"python": python, **{name: version(name) for name in LIBRARIES}}


def run_part(run: "Run", notebook: str | None = None, lang: str | None = None) -> dict[str, Any]:
    """Return the hashed part of a record: everything that figures depend on, and nothing else.

    Parameters
    ----------
    run
        The run.
    notebook, lang
        What the report is, where there is one.
    """
    return {
        "scenarios": {name: run.scenario(name).resolved() for name in run.scenarios},
        "draws": run.draws,
        "seed": run.seed,
        "as_of": run.as_of.isoformat(),
        "data": run.source["data"],
        "baseline": run.baseline.key,
        "code": package_hash(),
        "versions": versions(),
        "hindsight": hindsight(run),
        "notebook": notebook,
        "lang": lang,
    }


def run_hash(run: "Run") -> str:
    """Return the hash of a run without its report: the same figures have the same hash in every language."""
    return digest(run_part(run))


def hindsight(run: "Run") -> list[str]:
    """Return what became known after the run's date: scenarios, targets and assumptions, by name."""
    late = []
    for name in run.scenarios:
        scenario = run.scenario(name)
        since = scenario.header.known_since
        if since is not None and since > run.as_of:
            late.append(name)
        late += [
            path for path, e in scenario.entries() if e.known_since is not None and e.known_since > run.as_of
        ]
    return sorted(set(late))


def record(
    run: "Run", notebook: str | None, lang: str, headline: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return what ``run.json`` holds: the hashed part, its hash, and the headline figures."""
    part = run_part(run, notebook, lang)
    return {"run": part, "hash": digest(part), "figures": run_hash(run), "headline": list(headline)}


def headline_rows(run: "Run") -> list[dict[str, Any]]:
    """Return the headline by scenario, by which two runs of a kind are compared.

    Rows have scenario, name, measure, unit, year, value, and label where the name is a target's: probability
    of the headline target and of all targets together, growth in the target's year, and net jobs and budget
    five years later.
    """
    target = str(run.source["headline_target"])
    rows: list[dict[str, Any]] = []
    for row in run.targets().to_dict("records"):
        if row["target"] not in (target, JOINT):
            continue
        chance = row["probability"]
        entry = run.scenario(row["scenario"]).assumptions.targets.get(row["target"])
        rows.append(
            {
                "scenario": row["scenario"],
                "name": row["target"],
                "measure": "probability",
                "unit": "share",
                "year": entry.year if entry else None,
                "value": None if chance is None or chance != chance else float(chance),
                "label": entry.label.model_dump() if entry and entry.label else None,
            }
        )
    measure = "central" if run.draws == 0 else "p50"
    for name in run.scenarios:
        year = run.scenario(name).assumptions.targets[target].year
        later = min(year + 5, run.years[-1])
        for indicator, unit, when in (
            ("industrial_growth", "%", year),
            ("jobs_net", "workers", later),
            ("budget_net", "bn VND", later),
        ):
            value = run.values(name, indicator)[when]
            figure = {"scenario": name, "name": indicator, "measure": measure, "unit": unit}
            rows.append({**figure, "year": when, "value": value})
    return rows
