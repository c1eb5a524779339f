"""The record of a run: what went into it, hashed, so that anyone can tell whether two runs are the same."""

from datetime import date
from typing import Any

from clusterecon.ground.fingerprint import digest, package_hash, versions
from clusterecon.results.run import Run
from clusterecon.scenario.assumptions import is_late
from clusterecon.scenario.consistency import JOINT
from clusterecon.scenario.indicators import INDICATORS


def run_part(run: Run, notebook: str | None = None, lang: str | None = None) -> dict[str, Any]:
    """Return the hashed part of a record: all that figures depend on, and what the report is, if any."""
    return {
        "scenarios": {name: run.scenario(name).resolved() for name in run.scenarios},
        "draws": run.draws,
        "seed": run.seed,
        "as_of": run.as_of.isoformat(),
        "data": run.about.data,
        "baseline": run.baseline.key,
        "code": package_hash(),
        "versions": versions(),
        "hindsight": hindsight(run),
        "notebook": notebook,
        "lang": lang,
    }


def run_hash(run: Run) -> str:
    """Return the hash of a run without its report: the same figures have the same hash in every language."""
    return digest(run_part(run))


def hindsight(run: Run) -> list[str]:
    """Return what became known after the run's date: scenarios, targets and assumptions, by name."""
    late: set[str] = set()
    for name in run.scenarios:
        scenario = run.scenario(name)
        known: list[tuple[str, date | None]] = [(name, scenario.header.known_since)]
        known += [(path, entry.known_since) for path, entry in scenario.entries()]
        late |= {path for path, since in known if is_late(since, run.as_of)}
    return sorted(late)


def record(run: Run, notebook: str | None, lang: str) -> dict[str, Any]:
    """Return what ``run.json`` holds: the hashed part, its hash, and the headline figures."""
    part = run_part(run, notebook, lang)
    return {"run": part, "hash": digest(part), "figures": run_hash(run), "headline": headline_rows(run)}


def headline_rows(run: Run) -> list[dict[str, Any]]:
    """Return the headline by scenario, by which two runs of a kind are compared.

    Probability of the headline target and of all targets together, with the target's label; growth in its
    year, net jobs and budget five years later.
    """
    target = run.about.headline_target
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
        for indicator, when in (("industrial_growth", year), ("jobs_net", later), ("budget_net", later)):
            figure = {"scenario": name, "name": indicator, "measure": measure}
            figure["unit"] = INDICATORS[indicator].unit
            rows.append({**figure, "year": when, "value": run.values(name, indicator)[when]})
    return rows
