"""What each reading moved: the news between two days, as a table."""

from typing import TYPE_CHECKING, Any

from clusterecon.scenario.fields import Target

if TYPE_CHECKING:
    from clusterecon.baseline.build import BaselineResult

NEWS = (
    *("released", "series", "period", "value", "surprise", "gain", "mean_change"),
    *("median_before", "median_after", "median_change"),
    *("probability_before", "probability_after", "probability_change"),
)
"""Columns of the news."""


def news_rows(baseline: "BaselineResult", target: Target, since: str | None = None) -> list[tuple[Any, ...]]:
    """Return `NEWS` of the readings released after a day, in the order of release.

    Of growth without new clusters in the target's year, or in the first one forecast where that comes before
    it: what a reading moves is the forecast with it less the one without, so the changes of all rows add up.
    Growth in %, surprise and changes in points, probabilities as fractions. Surprise and gain are null where
    a reading acts through the regressions only.
    """
    year = min(target.year, baseline.forecast.first_year)
    rows = []
    for item in baseline.news(since or f"{year - 1}-12-31", year):
        medians = [float(growth.quantile(0.5)) for growth in (item.before, item.after)]
        chances = [1 - float(growth.cdf(target.number - 1e-9)) for growth in (item.before, item.after)]
        named = (item.released, item.series, item.period, item.value, item.surprise, item.gain, item.moved)
        moved = (*medians, medians[1] - medians[0], *chances, chances[1] - chances[0])
        rows.append((*named, *moved))
    return rows
