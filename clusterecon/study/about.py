"""What a run carries of its study, read from scenarios and data."""

from datetime import date
from typing import TYPE_CHECKING

from clusterecon.baseline.readings import by_year
from clusterecon.results.about import About
from clusterecon.scenario.assumptions import Text, both

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
    facts = frames["clusters_facts"].set_index("id")
    counts, periods = facts["value"], facts["period"]
    old, new = ((float(counts[name]), _year(periods[name])) for name in study.worker_counts)
    return About(
        data=tables.as_of(as_of).fingerprint,
        title=study.title,
        sources=study.sources,
        announced=study.announced,
        record=study.record,
        headline_target=study.headline_target,
        history={name: by_year(years) for name, years in past.items()},
        national_years=(_year(levels.index[0]), _year(levels.index[-1])),
        table_year=_year(sectors["period"].iloc[0]),
        sectors=_sector_names(sectors),
        worker_conflict=(old, new, assumptions.stock.budget.number),
        service_jobs=tuple(
            (ratio.label, float(parameters[ratio.parameter])) for ratio in study.service_job_ratios
        ),
    )


def _year(period: object) -> int:
    return int(str(period)[:4])


def _sector_names(sectors: "pd.DataFrame") -> dict[str, Text]:
    columns = zip(sectors["sector"], sectors["name_vi"], sectors["name_en"], strict=True)
    return {str(code): both(str(vi), str(en)) for code, vi, en in columns}
