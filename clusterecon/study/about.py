"""What a run carries of its study, read from scenarios and data."""

from datetime import date
from typing import TYPE_CHECKING

from clusterecon.baseline.readings import by_year
from clusterecon.results.about import About

if TYPE_CHECKING:
    import pandas as pd

    from clusterecon.baseline.inputs import BaselineInputs
    from clusterecon.data.tables import Tables
    from clusterecon.scenario.fields import Assumptions


def about(assumptions: "Assumptions", tables: "Tables", inputs: "BaselineInputs", as_of: date) -> About:
    """Return the names, sources and readings that a report needs: of the reference, and known at a date."""
    study, frames = assumptions.study, tables.frames
    sectors = frames["sectors"][frames["sectors"]["table"] == study.economy]
    parameters = frames["parameters"].drop_duplicates("name").set_index("name")["value"]
    past = {"index": inputs.index_years, "value_added": inputs.value_added_years}
    levels = inputs.levels
    old, new = (_count(frames["clusters_facts"], name) for name in study.worker_counts)
    return About(
        data=tables.as_of(as_of).fingerprint,
        title=study.title.model_dump(),
        sources=study.sources.model_dump(),
        announced=study.announced,
        record=study.record,
        headline_target=study.headline_target,
        history={name: by_year(years) for name, years in past.items()},
        national_years=(_year(levels.index[0]), _year(levels.index[-1])),
        table_year=_year(sectors["period"].iloc[0]),
        sectors=_sector_names(sectors),
        worker_conflict=(old, new, assumptions.stock.budget.number),
        service_jobs=tuple(
            (ratio.label.model_dump(), float(parameters[ratio.parameter]))
            for ratio in study.service_job_ratios
        ),
    )


def _year(period: object) -> int:
    return int(str(period)[:4])


def _count(facts: "pd.DataFrame", name: str) -> tuple[float, int]:
    """Return a published count and its year."""
    row = facts[facts["id"] == name].iloc[0]
    return float(row["value"]), _year(row["period"])


def _sector_names(sectors: "pd.DataFrame") -> dict[str, dict[str, str]]:
    columns = zip(sectors["sector"], sectors["name_vi"], sectors["name_en"], strict=True)
    return {str(code): {"vi": str(vi), "en": str(en)} for code, vi, en in columns}
