"""What a run carries of its study besides the figures: names, sources, and readings that texts speak of."""

from copy import deepcopy
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from clusterecon.baseline.readings import by_year, latest
from clusterecon.scenario import REFERENCE

if TYPE_CHECKING:
    import pandas as pd

    from clusterecon.baseline import BaselineInputs
    from clusterecon.study import Study


def background(study: "Study", as_of: date) -> dict[str, Any]:
    """Return the names, sources and readings that a report of the study needs.

    Parameters
    ----------
    study
        The study.
    as_of
        Date of the run; readings and the fingerprint of the data are those known then.
    """
    return deepcopy(_background(study, as_of))


@lru_cache(maxsize=2)
def _background(study: "Study", as_of: date) -> dict[str, Any]:
    about, frames = study.about, study.tables.frames
    inputs = study.baseline_inputs(as_of)
    sectors = frames["sectors"][frames["sectors"]["table"] == about.economy]
    return {
        "history": history(inputs),
        "data": study.tables.as_of(as_of).fingerprint,
        "national_years": national_years(inputs),
        "table_year": int(str(sectors["period"].iloc[0])[:4]),
        "sectors": sector_names(sectors),
        "worker_conflict": worker_counts(study, frames["clusters_facts"]),
        "service_jobs": service_jobs(study, frames["parameters"]),
        **{name: getattr(about, name).model_dump() for name in ("title", "place", "publisher", "sources")},
        **{name: getattr(about, name) for name in ("announced", "record", "headline_target")},
    }


def history(inputs: "BaselineInputs") -> dict[str, dict[int, float]]:
    """Return past growth of industry by series and year, %: of the production index, of value added."""
    spans = {"index": inputs.index_spans(), "value_added": inputs.value_added_spans()}
    return {name: by_year(latest(rows)) for name, rows in spans.items()}


def national_years(inputs: "BaselineInputs") -> tuple[int, int]:
    """Return the first and last year of the national series."""
    levels = inputs.levels()
    return int(str(levels.index[0])[:4]), int(str(levels.index[-1])[:4])


def sector_names(sectors: "pd.DataFrame") -> dict[str, dict[str, str]]:
    """Return the names of the input-output table's sectors in both languages, by code."""
    columns = zip(sectors["sector"], sectors["name_vi"], sectors["name_en"], strict=True)
    return {str(code): {"vi": str(vi), "en": str(en)} for code, vi, en in columns}


def worker_counts(
    study: "Study", facts: "pd.DataFrame"
) -> tuple[tuple[float, int], tuple[float, int], float]:
    """Return the two conflicting counts of workers with their years, and the budget printed beside both."""
    rows = facts.set_index("id")
    old, new = (
        (float(rows.loc[name, "value"]), int(str(rows.loc[name, "period"])[:4]))
        for name in study.about.worker_counts
    )
    return old, new, study.scenario(REFERENCE).assumptions.stock.budget.number


def service_jobs(study: "Study", parameters: "pd.DataFrame") -> list[tuple[dict[str, str], float]]:
    """Return published service jobs per direct job: where measured, and the ratio."""
    values = parameters.drop_duplicates("name").set_index("name")["value"]
    return [
        (ratio.label.model_dump(), float(values[ratio.parameter])) for ratio in study.about.service_job_ratios
    ]
