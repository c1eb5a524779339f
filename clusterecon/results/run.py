"""Run: what a simulation found, as tidy tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import InputError, nearest
from clusterecon.model.records import LINES, OUTCOMES, PARTS, QUANTITIES
from clusterecon.model.simulate import ModelInputs
from clusterecon.model.tally import PERCENTILES, STATISTICS
from clusterecon.results.about import About
from clusterecon.results.error_table import error_rows
from clusterecon.results.scenario_result import ScenarioResult
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
WATERFALL_LINES = {
    "gross": "gross_new",
    **{line: line for line in LINES},
    "net_direct": "net_direct",
    "indirect": "net_indirect",
    "net": "net",
    "net_after_offset": "net_after_offset",
    "induced": "net_induced",
    "net_type2": "net_type2",
}
"""Line of a waterfall -> outcome of a quantity."""
WATERFALL = ("scenario", "year", "indicator", "unit", "line", "statistic", "value")


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
        """Whether the draws fit the memory set aside for them, so that they can be had."""
        return next(iter(self.results.values())).kept

    @property
    def quantile_error(self) -> float:
        """The most a quantile may be off, over the distance from the 5th to the 95th percentile.

        The greatest of all outcomes whose percentiles are not one value, or none.
        """
        found = np.concatenate([r.summary.quantile_error for r in self.results.values()])
        return float(np.max(found[np.isfinite(found)], initial=0.0))

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

    def table(self, *indicators: str) -> "pd.DataFrame":
        """Return indicators of every scenario and year.

        Parameters
        ----------
        indicators
            Names; all that were worked out where left out.

        Returns
        -------
        DataFrame
            Columns scenario, indicator, unit, price_basis, year, statistic, value.

        Raises
        ------
        InputError
            No such indicator, or one that the run was not asked for.
        """
        unknown = [name for name in indicators if name not in INDICATORS]
        if unknown:
            raise InputError(f"no indicator '{n}'{nearest(n, INDICATORS)}" for n in unknown)
        blocks = []
        for name, result in self.results.items():
            for indicator in (
                INDICATORS[i] for i in INDICATORS if i in (indicators or result.wanted.outcomes)
            ):
                found = result.statistics(indicator.name)[: len(self.statistics)]
                blocks.append(self._block(name, indicator, found))
        return _long(blocks, self.statistics)

    def draws_of(self, scenario: str, *outcomes: str, years: Sequence[int] | None = None) -> "pd.DataFrame":
        """Return the draws of one scenario, made again: a row each.

        Parameters
        ----------
        scenario
            Name.
        outcomes
            Indicators, lines from gross to net such as ``jobs_displacement``, parts of growth such as
            ``growth_baseline``.
        years
            Calendar years of the outcomes; all where left out.

        Returns
        -------
        DataFrame
            A column for each number that is drawn, by its path (those of the forecast begin with
            ``baseline.``), then one for each outcome and year, ``jobs_net_2030``. The central case is a row.

        Raises
        ------
        InputError
            A name or year that is unknown, or an outcome that the run was not asked for.
        ClustereconError
            The table is larger than the memory set aside for draws.
        """
        import pandas as pd

        result = self._result(scenario)
        if unknown := [name for name in outcomes if name not in OUTCOMES]:
            raise InputError(f"no outcome '{name}'{nearest(name, OUTCOMES)}" for name in unknown)
        wanted = self.years if years is None else [self.years[self._year(year)] for year in years]
        return pd.DataFrame(result.table_of_draws(outcomes, wanted))

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
        for name in [scenario] if scenario else self.scenarios:
            result = self._result(name)
            found = {part: result.statistics(f"growth_{part}") for part in PARTS}
            found["total"] = result.statistics("industrial_growth")
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
        for quantity in QUANTITIES:
            lines = {
                line: float(result.statistics(f"{quantity}_{name}")[0, t])
                for line, name in WATERFALL_LINES.items()
            }
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
        both = {*one.wanted.outcomes} & {*other.wanted.outcomes}
        for indicator in (INDICATORS[i] for i in INDICATORS if i in both):
            difference = one.draws(indicator.name) - other.draws(indicator.name)
            found = difference.mean(axis=0, keepdims=True)
            if self.draws:
                quantiles = np.percentile(difference, PERCENTILES, axis=0)
                found = np.concatenate([found, quantiles, one.mean_errors(difference)[np.newaxis]])
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
            third of the time.

        Raises
        ------
        InputError
            The run was asked for indicators, and no measure of the appraisal was among them.
        """
        for result in self.results.values():
            result.wanted.row("npv")
        if headline:
            rows = [{"scenario": n, **row} for n, r in self.results.items() for row in r.appraisal_rows()]
            return _frame(rows, APPRAISAL)
        return self._full_appraisal.copy()

    @cached_property
    def _full_appraisal(self) -> "pd.DataFrame":
        planner = self._inputs().planner()
        found = {name: result.full_appraisal(planner) for name, result in self.results.items()}
        return _frame([{"scenario": n, **row} for n, rows in found.items() for row in rows], APPRAISAL)

    def _inputs(self, *scenarios: str) -> ModelInputs:
        chosen = tuple(self.scenario(name) for name in scenarios or self.scenarios)
        return ModelInputs(chosen, self.baseline.forecast, self.linkages)

    def switching(self, *scenarios: str) -> "pd.DataFrame":
        """Return the value of each main assumption at which the net present value is nil.

        Columns scenario, lever, unit, today, low, high, value (null where none within the bounds), side.
        """
        from clusterecon.results.switching import switching_rows

        columns = ("scenario", "lever", "unit", "today", "low", "high", "value", "side")
        return _frame(switching_rows(self._inputs(*scenarios)), columns)

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

    if not blocks:
        return _frame([], TABLE)
    sizes = [values.size for *_, values in blocks]
    columns = {
        name: np.repeat(np.array([block[i] for block in blocks], dtype=object), sizes)
        for i, name in enumerate(TABLE[:4])
    }
    columns["year"] = np.concatenate([np.repeat(years, len(statistics)) for *_, years, _ in blocks])
    columns["statistic"] = np.concatenate([np.tile(statistics, len(years)) for *_, years, _ in blocks])
    columns["value"] = np.concatenate([values.T.ravel() for *_, values in blocks])
    return pd.DataFrame(columns, columns=list(TABLE))
