"""Run: what a simulation found, as tidy tables."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clusterecon.appraisal.measures import VIEWS
from clusterecon.appraisal.table import appraisal_rows
from clusterecon.clusters.additionality import Chain
from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import InputError, nearest
from clusterecon.model.outcome import PARTS
from clusterecon.model.simulate import ModelInputs
from clusterecon.results.about import About
from clusterecon.results.error_table import error_rows
from clusterecon.results.reduce import ScenarioResult, rates_of
from clusterecon.results.statistics import STATISTICS, summarise
from clusterecon.results.targets import target_rows
from clusterecon.scenario.indicators import FROM_SECOND_YEAR, INDICATORS, Indicator
from clusterecon.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

    from clusterecon.baseline.build import BaselineResult
    from clusterecon.leontief.table import LinkageTable

TABLE = ("scenario", "indicator", "unit", "price_basis", "year", "statistic", "value")
TARGETS = (
    "scenario", "target", "indicator", "unit", "year", "comparator", "threshold", "probability",
    "standard_error", "gap", "gap_bn_vnd", "shortfall", "with_hindsight",
)  # fmt: skip
ERRORS = (
    "scenario", "quantity", "unit", "year", "statistic", "value", "standard_error", "estimation_error",
)  # fmt: skip
ATTRIBUTION = ("scenario", "year", "part", "statistic", "value")
APPRAISAL = ("scenario", "measure", "view", "rate", "horizon", "unit", "statistic", "value")
WATERFALL = ("scenario", "year", "indicator", "unit", "line", "statistic", "value")
THREADS = min(4, os.cpu_count() or 1)


@dataclass(frozen=True, eq=False)
class Run:
    """What a simulation found.

    Attributes
    ----------
    results
        By scenario, in the study's order.
    draws, seed, as_of
        The settings; ``draws`` 0 is the central case.
    baseline
        Forecast and back-test.
    linkages
        Input-output table.
    about
        Of the study: title, sources, fingerprint of its data, scenarios that play a part.
    """

    results: Mapping[str, ScenarioResult]
    draws: int
    seed: int
    as_of: date
    baseline: "BaselineResult"
    linkages: "LinkageTable"
    about: About

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Names of the scenarios, in the study's order."""
        return tuple(self.results)

    @property
    def kept(self) -> bool:
        """Whether the draws were kept; a run larger than its memory budget keeps their summary only."""
        return next(iter(self.results.values())).kept

    def scenario(self, name: str) -> Scenario:
        """Return one scenario of the run."""
        return self._result(name).scenario

    @property
    def titles(self) -> dict[str, dict[str, str]]:
        """Titles by scenario and language."""
        return {name: r.scenario.header.title.model_dump() for name, r in self.results.items()}

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Calendar years, the base year first."""
        assumptions = next(iter(self.results.values())).scenario.assumptions
        return tuple(range(assumptions.base_year, assumptions.horizon + 1))

    @property
    def statistics(self) -> tuple[str, ...]:
        """Statistics of the tables: ``central``, or mean and quantiles."""
        return ("central",) if self.draws == 0 else STATISTICS

    def _result(self, name: str) -> ScenarioResult:
        if name not in self.results:
            raise InputError(f"the run has no scenario '{name}'{nearest(name, self.results)}")
        return self.results[name]

    def _year(self, year: int) -> int:
        if year not in self.years:
            raise InputError(f"year {year} is outside {self.years[0]} to {self.years[-1]}")
        return self.years.index(year)

    def values(self, scenario: str, indicator: str, statistic: str = "p50") -> dict[int, float]:
        """Return one statistic of one indicator by year; the central value where there are no draws."""
        if indicator not in INDICATORS:
            raise InputError(f"no indicator '{indicator}'{nearest(indicator, INDICATORS)}")
        if statistic not in (*STATISTICS, *self.statistics):
            raise InputError(f"no statistic '{statistic}'; one of {', '.join(STATISTICS)}")
        row = 0 if self.draws == 0 else STATISTICS.index(statistic)
        found = self._result(scenario).statistics(indicator)[row]
        return {y: float(v) for y, v in zip(self.years, found, strict=True) if np.isfinite(v)}

    def _block(self, scenario: str, indicator: Indicator, found: Array) -> tuple[Any, ...]:
        """Return statistics of an indicator, (statistics, years), as `_long` stacks them."""
        skip = 1 if indicator.name in FROM_SECOND_YEAR else 0
        basis = f"constant {self.years[0]} prices" if indicator.money else None
        return scenario, indicator.name, indicator.unit, basis, self.years[skip:], found[:, skip:]

    def _summarise(self, scenarios: Sequence[str], names: Sequence[str], group: str) -> None:
        """Work out the statistics of series, attribution or memo lines, on every processor."""
        wanted = [(self.results[scenario], name) for scenario in scenarios for name in names]
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda pair: pair[0].statistics(pair[1], group), wanted))

    def work_out(self) -> None:
        """Work out, on every processor, what telling the run in any language rests on."""
        self.table(), self.attribution(), self.appraisal(headline=True)

    def table(self, *indicators: str) -> "pd.DataFrame":
        """Return indicators of every scenario and year.

        Parameters
        ----------
        indicators
            Names; all where left out.

        Returns
        -------
        DataFrame
            Columns scenario, indicator, unit, price_basis, year, statistic, value.

        Raises
        ------
        InputError
            No such indicator.
        """
        unknown = [name for name in indicators if name not in INDICATORS]
        if unknown:
            raise InputError(f"no indicator '{n}'{nearest(n, INDICATORS)}" for n in unknown)
        wanted = [n for n in INDICATORS if n in indicators or not indicators]
        self._summarise(self.scenarios, wanted, "series")
        blocks = []
        for name, result in self.results.items():
            for indicator in (INDICATORS[i] for i in wanted):
                found = result.statistics(indicator.name)[: len(self.statistics)]
                blocks.append(self._block(name, indicator, found))
        return _long(blocks, self.statistics)

    def targets(self) -> "pd.DataFrame":
        """Return probability, gap and shortfall of every target, and the joint probabilities."""
        rows = [row for r in self.results.values() for row in target_rows(r, self.draws, self.as_of)]
        return _frame(rows, TARGETS)

    def errors(self) -> "pd.DataFrame":
        """Return how far figures may be off: probabilities of the targets, medians, net present values.

        Columns scenario, quantity, unit, year, statistic, value, ``standard_error`` of the simulation, and
        apart from it ``estimation_error``, that of the forecast's own estimation from few years. The standard
        error is null where draws were not kept, of all but probabilities; the estimation error of all but
        targets for growth.
        """
        rows = (
            []
            if self.draws == 0
            else [row for r in self.results.values() for row in error_rows(r, self.baseline)]
        )
        return _frame(rows, ERRORS)

    def attribution(self, scenario: str | None = None) -> "pd.DataFrame":
        """Return growth attributed to baseline, clusters (direct, indirect) and suspension.

        Parameters
        ----------
        scenario
            One scenario; all where left out.
        """
        rows: list[tuple[Any, ...]] = []
        named = [scenario] if scenario else list(self.scenarios)
        for name in named:
            self._result(name)
        self._summarise(named, PARTS, "attribution")
        for name in named:
            result = self.results[name]
            found = {part: result.statistics(part, "attribution") for part in PARTS}
            found["total"] = result.growth_total()
            rows += [
                (name, year, part, statistic, float(values[i, t]))
                for t, year in enumerate(self.years)
                if t > 0
                for part, values in found.items()
                for i, statistic in enumerate(self.statistics)
            ]
        return _frame(rows, ATTRIBUTION)

    def waterfall(self, scenario: str, year: int) -> "pd.DataFrame":
        """Return every line from gross to net of jobs, value added and budget in one year.

        The lines are means over the draws (they then sum exactly), or the central case.
        """
        result, t = self._result(scenario), self._year(year)
        statistic = self.statistics[0]
        rows = []
        for quantity in ("jobs", "value_added", "budget"):
            lines = {line: float(result.chain_mean(quantity, line)[t]) for line in Chain._fields}
            lines["net_direct"] = lines.pop("net")
            for line in ("indirect", "net", "net_after_offset", "induced", "net_type2"):
                name = quantity + "_" + (line if line.startswith("net") else f"net_{line}")
                lines[line] = float(result.statistics(name)[0, t])
            lines["labour_offset"] = lines["net_after_offset"] - lines["net"]
            if quantity == "jobs":
                lines["indirect_farm"] = float(result.statistics("jobs_net_indirect_farm")[0, t])
                lines["net_resident"] = float(result.statistics("jobs_net_resident")[0, t])
                lines["leakage"] = lines["net_resident"] - lines["net"]
            about = {
                "indicator": quantity,
                "unit": INDICATORS[f"{quantity}_net"].unit,
                "statistic": statistic,
            }
            rows += [
                {"scenario": scenario, "year": year, **about, "line": line, "value": value}
                for line, value in lines.items()
            ]
        return _frame(rows, WATERFALL)

    def compare(self, first: str, second: str) -> "pd.DataFrame":
        """Return first minus second, draw by draw, with common random numbers.

        Statistics are those of the paired difference; ``standard_error`` is that of its mean.

        Raises
        ------
        ClustereconError
            The draws were not kept.
        """
        one, other = self._result(first), self._result(second)
        blocks = []
        for indicator in INDICATORS.values():
            difference = one.draws(indicator.name) - other.draws(indicator.name)
            found = summarise(difference)[: len(self.statistics)]
            if self.draws:
                found = np.concatenate([found, one.mean_errors(difference)[np.newaxis]])
            blocks.append(self._block(first, indicator, found))
        statistics = (*self.statistics, *(["standard_error"] if self.draws else []))
        frame = _long(blocks, statistics).rename(columns={"scenario": "first"})
        frame.insert(1, "second", second)
        return frame

    def appraisal(self, *, headline: bool = False) -> "pd.DataFrame":
        """Return the fiscal appraisal of every scenario; the first rows are the headline.

        Parameters
        ----------
        headline
            Only the views of state and city, and no internal rate of return: what a briefing shows, at a
            tenth of the time. It is all there is where the draws were not kept.
        """
        if headline or not self.kept:
            return self._headline_appraisal.copy()
        return _frame(self._appraisal_rows(tuple(VIEWS), internal_rate=True), APPRAISAL)

    @cached_property
    def _headline_appraisal(self) -> "pd.DataFrame":
        if self.kept:
            rows = self._appraisal_rows(tuple(VIEWS)[:2], internal_rate=False)
            rows = [row for row in rows if row["measure"] != "irr"]
        else:
            rows = [{"scenario": n, **row} for n, r in self.results.items() for row in r.appraisal_rows()]
        return _frame(rows, APPRAISAL)

    def _appraisal_rows(self, views: tuple[str, ...], *, internal_rate: bool) -> list[dict[str, Any]]:
        def rows(result: ScenarioResult) -> list[dict[str, Any]]:
            found = result.appraisals(rates_of(result.scenario), views, internal_rate=internal_rate)
            return appraisal_rows(found, central=self.draws == 0)

        with ThreadPoolExecutor(THREADS) as pool:
            found = pool.map(rows, self.results.values())
            return [{"scenario": n, **row} for n, own in zip(self.results, found, strict=True) for row in own]

    def switching(self, *scenarios: str) -> "pd.DataFrame":
        """Return the value of each main assumption at which the net present value is nil.

        Columns scenario, lever, unit, today, low, high, value (null where none within the bounds), side.
        """
        from clusterecon.results.switching import switching_rows

        chosen = tuple(self.scenario(name) for name in scenarios or self.scenarios)
        inputs = ModelInputs(chosen, self.baseline.forecast, self.linkages)
        columns = ("scenario", "lever", "unit", "today", "low", "high", "value", "side")
        return _frame(switching_rows(inputs), columns)

    def backtest(self) -> "pd.DataFrame":
        """Return how good the forecasts have been: one row a model and stage of the back-test.

        Columns stage, model, first_origin, n, mean_crps, difference_to_climatology, standard_error,
        coverage80 with its binomial range, verdict.
        """
        import pandas as pd

        stages = ("national", "regional")
        frames = []
        for stage in stages:
            frame = self.baseline.tables[f"{stage}_summary"].copy()
            frame.insert(0, "stage", stage)
            frames.append(frame)
        return pd.concat(frames, ignore_index=True)

    def news(self, since: str | None = None, target: str | None = None) -> "pd.DataFrame":
        """Return what each reading moved in the forecast of a target's year, in the order of release.

        Columns as in `clusterecon.results.news.news_rows`; the changes of all rows add up. ``since`` is the
        ISO date after which readings count, the end of the year before where left out; ``target`` a target
        for industrial growth, the headline target where left out.
        """
        from clusterecon.results.news import NEWS, news_rows

        name = target or self.about.headline_target
        entry = self.scenario(next(iter(self.results))).assumptions.targets[name]
        return _frame(news_rows(self.baseline, entry, since), NEWS)


def _frame(rows: Sequence[dict[str, Any] | tuple[Any, ...]], columns: tuple[str, ...]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(rows, columns=list(columns))


def _long(blocks: list[tuple[Any, ...]], statistics: tuple[str, ...]) -> "pd.DataFrame":
    """Stack blocks of (scenario, indicator, unit, basis, years, values (statistics, years))."""
    import pandas as pd

    sizes = [values.size for *_, values in blocks]
    columns = {
        name: np.repeat(np.array([block[i] for block in blocks], dtype=object), sizes)
        for i, name in enumerate(TABLE[:4])
    }
    columns["year"] = np.concatenate([np.repeat(years, len(statistics)) for *_, years, _ in blocks])
    columns["statistic"] = np.concatenate([np.tile(statistics, len(years)) for *_, years, _ in blocks])
    columns["value"] = np.concatenate([values.T.ravel() for *_, values in blocks])
    return pd.DataFrame(columns, columns=list(TABLE))
