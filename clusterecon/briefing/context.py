"""What every section of a briefing needs: the run, its figures as estimates, its titles and footers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clusterecon.document.chart import NativeChart, Series
from clusterecon.ground.limits import SEARCH_DRAWS
from clusterecon.language import evidence_sentences, labels
from clusterecon.language.numbers import Estimate
from clusterecon.model.records import CLUSTER_PARTS
from clusterecon.model.tally import STATISTICS
from clusterecon.results.record import run_hash
from clusterecon.results.run import Run
from clusterecon.scenario.assumptions import Entry
from clusterecon.scenario.fields import Assumptions, Target

if TYPE_CHECKING:
    from pandas import DataFrame

    from clusterecon.study.study import Study


CHARTED = (
    "jobs",
    "jobs_gross_new",
    "budget",
    "industrial_growth",
    "area_delivered_ha",
    "wastewater_coverage",
    "jobs_at_risk",
)
"""Indicators that charts show."""


def middle(statistics: Mapping[str, float | None]) -> float | None:
    """Return the median of statistics, or the central value; None where there is none."""
    return statistics.get("central", statistics.get("p50"))


def estimate_of(statistics: Mapping[str, float | None]) -> Estimate | None:
    """Return median and 5-95 % interval of statistics, or the central value; None where there is none."""
    value = middle(statistics)
    return None if value is None else Estimate(value, statistics.get("p5"), statistics.get("p95"))


@dataclass(frozen=True, eq=False)
class Context:
    """A run and the language it is told in."""

    run: Run
    """What is told."""
    lang: str
    """``vi`` or ``en``."""
    study: "Study | None" = None
    """The study, for sections that simulate again."""
    dates_year: int | None = None
    """Year over which the probability is followed; that of the headline target where left out."""
    notebook: str | None = None
    """Name of the notebook, where a runner makes a report of it."""
    previous: Mapping[str, Any] | None = None
    """Record of the last published run of the same kind."""

    @cached_property
    def table(self) -> "DataFrame":
        """The indicators that charts show."""
        return self.run.table(*CHARTED)

    @cached_property
    def targets(self) -> "DataFrame":
        """The targets table."""
        return self.run.targets()

    @cached_property
    def _target_rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        rows = self.targets.to_dict("records")
        return {
            (str(row["scenario"]), str(row["target"])): {
                str(k): None if isinstance(v, float) and v != v else v for k, v in row.items()
            }
            for row in rows
        }

    def target_row(self, scenario: str, target: str) -> dict[str, Any]:
        """Return one row of the targets table; what is missing is None."""
        return self._target_rows[scenario, target]

    @property
    def target_names(self) -> tuple[str, ...]:
        """Targets and the joint ones, in the order of the table."""
        return tuple(dict.fromkeys(target for _, target in self._target_rows))

    @cached_property
    def attribution(self) -> "DataFrame":
        """The attribution of growth, all scenarios."""
        return self.run.attribution()

    @cached_property
    def appraisal(self) -> "DataFrame":
        """The headline of the appraisal: views of state and city."""
        return self.run.appraisal(headline=True)

    @cached_property
    def digest(self) -> str:
        """Hash of the run."""
        return run_hash(self.run)

    @property
    def titles(self) -> dict[str, str]:
        """Titles of scenarios in the language."""
        return {name: titles[self.lang] for name, titles in self.run.titles.items()}

    def title(self, scenario: str) -> str:
        """Return a scenario's title."""
        return self.titles[scenario]

    @property
    def announced(self) -> str | None:
        """The scenario that takes the plan as announced, where the run has it."""
        return self._simulated(self.run.about.announced)

    @property
    def recorded(self) -> str | None:
        """The scenario at the record's pace, where the run has it."""
        return self._simulated(self.run.about.record)

    def _simulated(self, name: str) -> str | None:
        return name if name in self.run.scenarios else None

    @property
    def announced_and_recorded(self) -> tuple[str, ...]:
        """The scenario as announced and the one at the record's pace, where the run has them."""
        return tuple(name for name in (self.announced, self.recorded) if name)

    @property
    def shown(self) -> str:
        """The scenario a chart of one scenario shows: as announced where the run has it, else the last."""
        return self.announced or self.run.scenarios[-1]

    @property
    def only(self) -> str | None:
        """The title of the scenario where the run has but one."""
        return self.title(self.run.scenarios[0]) if len(self.run.scenarios) == 1 else None

    @property
    def expanding(self) -> tuple[str, ...]:
        """Scenarios that deliver clusters."""
        return tuple(n for n in self.run.scenarios if self.run.scenario(n).assumptions.expansion)

    @property
    def middle_year(self) -> int:
        """The year between the first and the horizon that tables show."""
        return self.run.years[0] + (self.run.years[-1] - self.run.years[0]) // 2 + 1

    @property
    def tried_draws(self) -> int:
        """How many draws each value of a lever, or date, is tried on."""
        return min(self.run.draws, SEARCH_DRAWS)

    @property
    def shown_years(self) -> tuple[int, int, int]:
        """The first year simulated, the middle one and the horizon."""
        return self.run.years[1], self.middle_year, self.run.years[-1]

    def estimate(self, scenario: str, indicator: str, year: int) -> Estimate:
        """Return median and 5-95 % interval of an indicator; no interval in the central case."""
        middle = self.run.values(scenario, indicator)[year]
        if self.run.draws == 0:
            return Estimate(middle)
        ends = (self.run.values(scenario, indicator, p)[year] for p in ("p5", "p95"))
        return Estimate(middle, *ends)

    def mean(self, scenario: str, indicator: str, year: int) -> Estimate:
        """Return mean and 5-95 % interval of an indicator: for figures that must add up."""
        found = self.estimate(scenario, indicator, year)
        if self.run.draws == 0:
            return found
        return found._replace(value=self.run.values(scenario, indicator, "mean")[year])

    def mean_subtitle(self, text: str) -> str:
        """Say in a subtitle that a chart whose parts must add up shows means."""
        return f"{text}, {labels.label('statistic', 'mean', self.lang).lower()}" if self.run.draws else text

    def multiplier(self, scenario: str, year: int) -> Estimate | None:
        """Return net value added over its direct part in a year: the Type I multiplier as realised.

        None where nothing direct is there to multiply.
        """
        found = self.run.results[scenario].statistics("multiplier")[:, self.run.years.index(year)]
        if np.isnan(found[0]):
            return None
        low, middle, high = (float(found[STATISTICS.index(s)]) for s in ("p5", "p50", "p95"))
        return Estimate(middle) if self.run.draws == 0 else Estimate(middle, low, high)

    def contribution(self, scenario: str, year: int) -> Estimate:
        """Return what clusters add to growth in a year, in points, mean with 5-95 % interval of its parts.

        The interval is that of direct plus indirect, whose draws move together.
        """
        sums = self._contributions[scenario, year]
        if self.run.draws == 0:
            return Estimate(sums["central"])
        return Estimate(sums["mean"], sums["p5"], sums["p95"])

    @cached_property
    def _contributions(self) -> dict[tuple[str, int], dict[str, float]]:
        """Direct plus indirect part of growth by scenario and year, then by statistic."""
        found = self.attribution
        rows = found[found["part"].isin(CLUSTER_PARTS)]
        sums = rows.groupby(["scenario", "year", "statistic"])["value"].sum().reset_index()
        by_place: dict[tuple[str, int], dict[str, float]] = {}
        for row in sums.to_dict("records"):
            by_place.setdefault((str(row["scenario"]), int(row["year"])), {})[row["statistic"]] = row["value"]
        return by_place

    def measure(
        self,
        scenario: str,
        measure: str,
        view: str | None = None,
        horizon: str | None = None,
        rate: float | None = None,
    ) -> dict[str, float | None]:
        """Return the statistics of one measure of the appraisal; the headline where nothing else is asked."""
        asked = (view, horizon, rate)
        for place, values in self._measures[scenario, measure].items():
            if all(wanted in (None, found) for wanted, found in zip(asked, place, strict=True)):
                return values
        return {}

    @cached_property
    def _measures(self) -> dict[tuple[str, str], dict[tuple[str, str, float], dict[str, float | None]]]:
        """Statistics by scenario and measure, then by view, horizon and rate in the order of the table."""
        found: dict[tuple[str, str], dict[tuple[str, str, float], dict[str, float | None]]] = {}
        for row in self.appraisal.to_dict("records"):
            places = found.setdefault((str(row["scenario"]), str(row["measure"])), {})
            value = row["value"]
            known = None if value is None or value != value else float(value)
            place = (str(row["view"]), str(row["horizon"]), float(row["rate"]))
            places.setdefault(place, {})[str(row["statistic"])] = known
        return found

    @property
    def told(self) -> tuple[str, ...]:
        """The scenarios that sentences speak of: the first, as announced, at the record's pace."""
        parts = self.announced_and_recorded
        return tuple(dict.fromkeys((self.run.scenarios[0], *parts))) if parts else self.run.scenarios

    @cached_property
    def entries(self) -> dict[str, dict[str, Entry]]:
        """The assumptions by scenario and path."""
        return {name: dict(self.run.scenario(name).entries()) for name in self.run.scenarios}

    def label(self, path: str, scenario: str | None = None) -> str:
        """Return the name of an assumption; that of a cohort's is led by the cohort's own."""
        owner = scenario or self.run.scenarios[0]
        entry = self.entries[owner].get(path)
        label = entry.label.in_language(self.lang) if entry and entry.label else path.rsplit(".", 1)[-1]
        if path.startswith("cohorts."):
            cohorts = self.run.scenario(owner).assumptions.cohorts
            cohort = cohorts[path.split(".")[1]].label.in_language(self.lang)
            return f"{cohort}: {label[:1].lower()}{label[1:]}"
        return label

    def footer(self, unit: str) -> str:
        """Return the footer of a chart: source, unit, vintage, hash."""
        source = self.run.about.sources.in_language(self.lang)
        return evidence_sentences.footer(source, unit, self.run.as_of, self.digest, self.lang)

    @property
    def source(self) -> str:
        """Offices, vintage and hash: the same for every chart."""
        return self.footer(evidence_sentences.price_unit(self.run.years[0], self.lang))

    def series(self, scenario: str, values: Iterable[float | None]) -> Series:
        """Return the series of a scenario, which has its colour from its place in the run."""
        place = self.run.scenarios.index(scenario)
        return Series(self.title(scenario), tuple(values), place=place)

    def by_year(self, indicator: str, level: tuple[str, float], number_format: str) -> NativeChart:
        """Return the native chart of an indicator over the years, a line a scenario, with a level."""
        found = {scenario: self.run.values(scenario, indicator) for scenario in self.run.scenarios}
        series = [self.series(s, (values.get(y) for y in self.run.years)) for s, values in found.items()]
        series.append(Series(level[0], (level[1],) * len(self.run.years), role="target"))
        return NativeChart(
            "line",
            tuple(str(y) for y in self.run.years),
            tuple(series),
            number_format,
            labels.unit_of(indicator, self.lang),
        )

    @property
    def headline_target(self) -> tuple[str, Target]:
        """The target that the briefing answers first, and its name."""
        name = self.run.about.headline_target
        return name, self.first.targets[name]

    def target_title(self, name: str) -> str:
        """Return a target's title in the language."""
        target = self.first.targets.get(name)
        if target is not None and target.label is not None:
            return target.label.in_language(self.lang)
        return labels.label("joint", name, self.lang)

    @property
    def first(self) -> Assumptions:
        """Assumptions of the run's first scenario: for what all scenarios share."""
        return self.run.scenario(self.run.scenarios[0]).assumptions
