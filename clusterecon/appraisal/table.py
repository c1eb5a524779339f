"""Appraisals of many draws written as rows of the ``appraisal`` table."""

import math
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

from clusterecon.ground.arrays import Array

Row: TypeAlias = dict[str, str | float | None]

UNITS: dict[str, str] = {
    "npv": "bn VND",
    "npv_existing": "bn VND",
    "npv_total": "bn VND",
    "bcr": "ratio",
    "irr": "fraction",
    "discounted_payback_year": "year",
    "public_cost_per_net_job": "bn VND per job",
    "npv_per_ha": "bn VND per ha",
    "probability_npv_positive": "probability",
}
PAYBACK = "discounted_payback_year"


class CellOf(Protocol):
    """One view, rate and horizon."""

    @property
    def view(self) -> str:
        """Name of the view."""

    @property
    def rate(self) -> float:
        """Real discount rate."""

    @property
    def horizon(self) -> str:
        """Name of the horizon."""


def appraisal_rows(
    cells: Sequence[CellOf],
    statistics: Mapping[str, Array],
    names: Sequence[str],
    positive: Array,
    *,
    central: bool = False,
) -> list[Row]:
    """Return rows of the ``appraisal`` table, without its column ``scenario``.

    Columns: measure, view, rate, horizon, unit, statistic, value; None where there is none. Draws without
    a payback count as later than any year, without a net job as dearer than any cost, so that a
    percentile says "none" only where that share of draws has none; the mean is None as soon as one has
    none. A payback percentile is a year that occurs, not one in between. The central case, one draw, has
    the statistic ``central`` and no probability.

    Parameters
    ----------
    cells
        What was appraised.
    statistics
        By measure, (statistics, cells); NaN is "none". A measure that is not among them has no rows.
    names
        Of the statistics.
    positive
        Share of draws with a net present value above 0, (cells,).
    """
    rows: list[Row] = []
    told = ("central",) if central else tuple(names)
    for c, cell in enumerate(cells):
        for measure, unit in UNITS.items():
            head: Row = {"measure": measure, "view": cell.view, "rate": cell.rate, "horizon": cell.horizon}
            head["unit"] = unit
            if measure == "probability_npv_positive":
                chance = None if central else float(positive[c])
                rows.append({**head, "statistic": "central" if central else "mean", "value": chance})
            elif measure in statistics:
                found = statistics[measure][:, c]
                rows += [
                    {**head, "statistic": name, "value": _finite(value)}
                    for name, value in zip(told, found, strict=False)
                ]
    return rows


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
