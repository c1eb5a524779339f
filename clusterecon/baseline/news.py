"""News: what each reading, in the order of release, did to the forecast of a year."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clusterecon.baseline.distribution import Mixture
from clusterecon.baseline.inputs import FRAMES, KINDS, BaselineInputs
from clusterecon.baseline.readings import YEAR, window
from clusterecon.baseline.regional import YearForecast, regional_growth
from clusterecon.ground.periods import parse_period


@dataclass(frozen=True)
class NewsItem:
    """One reading, and the forecast without and with it.

    Readings come one after another, so that what they moved adds up to the change exactly. Of a reading of
    the year itself the move of the mean is ``gain × surprise``, the surprise in points against what was
    expected of it; readings of the nation, and of other years, act through regressions and have neither.
    """

    released: str
    series: str
    period: str
    value: float
    surprise: float | None
    gain: float | None
    before: Mixture
    after: Mixture

    @property
    def moved(self) -> float:
        """Change of the mean, in points."""
        return self.after.mean - self.before.mean


def news(inputs: BaselineInputs, since: str, year: int) -> list[NewsItem]:
    """Return the items of readings released after ``since`` (ISO) that moved the forecast of ``year``.

    Those of a day in the order of `FRAMES`, then of their periods.
    """
    frames = {name: getattr(inputs, name) for name in FRAMES}
    keep = {name: (frame["release_date"] <= since).to_numpy() for name, frame in frames.items()}
    later = sorted(
        {
            (str(released), place, str(period))
            for place, name in enumerate(FRAMES)
            for released, period in frames[name].loc[~keep[name], ["release_date", "period"]].to_numpy()
            if name != "national_months" or parse_period(period).kind == "M" or int(period[:4]) < year
        }
    )
    known = {name: frame[keep[name]] for name, frame in frames.items()}
    items, then = [], replace(inputs, memory=inputs.memory.copy(), **known)
    before = regional_growth(then, year)
    for released, place, period in later:
        name, frame = FRAMES[place], frames[FRAMES[place]]
        rows = ((frame["release_date"] == released) & (frame["period"] == period)).to_numpy()
        keep[name] = keep[name] | rows
        then = replace(then, **{name: frame[keep[name]]})
        after = regional_growth(then, year)
        if after.growth != before.growth:
            gain = _gain(after, name, period, year)
            moved = after.growth.mean - before.growth.mean
            surprise = moved / gain if gain else None
            value = float(frame.loc[rows, "value"].mean())
            items.append(NewsItem(released, name, period, value, surprise, gain, before.growth, after.growth))
        before = after
    return items


def _gain(after: YearForecast, name: str, period: str, year: int) -> float | None:
    """Return the gain of a reading of the year itself, 1 where it is the outturn; None of any other."""
    of, months = window(period) or (None, 0)
    if name not in KINDS or of != year:
        return None
    if name == "value_added" and months == YEAR:
        return 1.0
    own = (after.readings["kind"] == name) & (after.readings["months"] == months)
    return float(after.readings.loc[own, "gain"].sum())
