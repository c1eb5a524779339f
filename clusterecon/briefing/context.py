"""What every section of a briefing needs: the run, its words, and how a chart is put together."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clusterecon import wording
from clusterecon.assumptions import Entry
from clusterecon.document import Chart, NativeChart, Series, TableBlock
from clusterecon.record import run_hash
from clusterecon.results import Run
from clusterecon.wording import Estimate, sentences

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

    from clusterecon.charts import ChartText
    from clusterecon.study import Study

    Draw = Callable[[ChartText, str], Figure]


CHARTED = (
    "jobs",
    "jobs_gross_new",
    "budget",
    "industrial_growth",
    "area_delivered_ha",
    "wastewater_coverage",
    "jobs_at_risk",
)


@dataclass(frozen=True, eq=False)
class Drawn:
    """What a chart draws and how.

    Attributes
    ----------
    data
        The figures behind the picture.
    draw
        Draws them, given the words and the size.
    unit
        Unit of what is shown, for the footer.
    native
        The same chart for an office program.
    names
        Titles of what is no scenario, by identifier.
    kind
        Kind of chart, for the alternative text; the chart's own name where left out.
    told
        The figures as the alternative text reads them out, where the picture shows them in another unit.
    slide_title
        What `native` bears out, where that is less than the title says.
    """

    data: "DataFrame"
    draw: "Draw"
    unit: str
    native: NativeChart | None = None
    names: dict[str, str] | None = None
    kind: str | None = None
    told: "DataFrame | None" = None
    slide_title: str = ""


@dataclass(frozen=True, eq=False)
class Context:
    """A run and the language it is told in.

    Attributes
    ----------
    run
        What is told.
    lang
        ``vi`` or ``en``.
    study
        The study, for sections that simulate again.
    dates_year
        Year over which the probability is followed; that of the headline target where left out.
    notebook
        Name of the notebook, where a runner makes a report of it.
    previous
        Record of the last published run of the same kind.
    """

    run: Run
    lang: str
    study: "Study | None" = None
    dates_year: int | None = None
    notebook: str | None = None
    previous: Mapping[str, Any] | None = None

    @cached_property
    def table(self) -> "DataFrame":
        """The indicators that charts show."""
        return self.run.table(*CHARTED)

    @cached_property
    def full_table(self) -> "DataFrame":
        """Every indicator, for the workbook."""
        return self.run.table()

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
        """The headline of the appraisal: own discount rate, views of state and city."""
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
        return self._part("announced")

    @property
    def recorded(self) -> str | None:
        """The scenario at the record's pace, where the run has it."""
        return self._part("record")

    def _part(self, part: str) -> str | None:
        name = str(self.run.source[part])
        return name if name in self.run.scenarios else None

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
        return f"{text}, {wording.label('statistic', 'mean', self.lang).lower()}" if self.run.draws else text

    def multiplier(self, scenario: str, year: int) -> Estimate | None:
        """Return net value added over its direct part in a year: the Type I multiplier as realised.

        None where nothing direct is there to multiply.
        """
        if not self.run.kept:
            return None
        t = self.run.years.index(year)
        total, direct = (
            self.run.results[scenario].draws(f"value_added_{name}")[:, t] for name in ("net", "net_direct")
        )
        if not np.all(direct > 0):
            return None
        low, middle, high = (float(q) for q in np.quantile(total / direct, [0.05, 0.5, 0.95]))
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
        rows = found[found["part"].isin(("clusters_direct", "clusters_indirect"))]
        sums = rows.groupby(["scenario", "year", "statistic"])["value"].sum().reset_index()
        by_place: dict[tuple[str, int], dict[str, float]] = {}
        for row in sums.to_dict("records"):
            by_place.setdefault((str(row["scenario"]), int(row["year"])), {})[row["statistic"]] = row["value"]
        return by_place

    def measure(
        self, scenario: str, measure: str, view: str | None = None, horizon: str | None = None
    ) -> dict[str, float | None]:
        """Return the statistics of one measure of the appraisal; the headline where nothing else is asked."""
        for (found_view, found_horizon), values in self._measures[scenario, measure].items():
            if view in (None, found_view) and horizon in (None, found_horizon):
                return values
        return {}

    @cached_property
    def _measures(self) -> dict[tuple[str, str], dict[tuple[str, str], dict[str, float | None]]]:
        """Statistics by scenario and measure, then by view and horizon in the order of the table."""
        found: dict[tuple[str, str], dict[tuple[str, str], dict[str, float | None]]] = {}
        for row in self.appraisal.to_dict("records"):
            places = found.setdefault((str(row["scenario"]), str(row["measure"])), {})
            value = row["value"]
            known = None if value is None or value != value else float(value)
            places.setdefault((str(row["view"]), str(row["horizon"])), {})[str(row["statistic"])] = known
        return found

    @property
    def told(self) -> tuple[str, ...]:
        """The scenarios that sentences speak of: the first, as announced, at the record's pace."""
        parts = [self.announced, self.recorded]
        chosen = [self.run.scenarios[0], *(p for p in parts if p)] if any(parts) else list(self.run.scenarios)
        return tuple(dict.fromkeys(chosen))

    def entries(self, scenario: str) -> dict[str, Entry]:
        """Return the assumptions of a scenario by path."""
        if scenario not in self._entries:
            self._entries[scenario] = dict(self.run.scenario(scenario).entries())
        return self._entries[scenario]

    @cached_property
    def _entries(self) -> dict[str, dict[str, Entry]]:
        return {}

    def label(self, path: str, scenario: str | None = None) -> str:
        """Return the name of an assumption; that of a cohort's is led by the cohort's own."""
        owner = scenario or self.run.scenarios[0]
        entry = self.entries(owner).get(path)
        label = entry.label.in_language(self.lang) if entry and entry.label else path.rsplit(".", 1)[-1]
        if path.startswith("cohorts."):
            cohorts = self.run.scenario(owner).assumptions.cohorts
            cohort = cohorts[path.split(".")[1]].label.in_language(self.lang)
            return f"{cohort}: {label[:1].lower()}{label[1:]}"
        return label

    def footer(self, unit: str) -> str:
        """Return the footer of a chart: source, unit, vintage, hash."""
        source = self.run.source["sources"][self.lang]
        return sentences.footer(source, unit, self.vintage, self.digest, self.lang)

    @property
    def source(self) -> str:
        """Offices, vintage and hash: the same for every chart."""
        return self.footer(sentences.price_unit(self.run.years[0], self.lang))

    @property
    def vintage(self) -> date:
        """Date of the newest figure used."""
        return self.run.as_of

    def chart(self, name: str, title: str, subtitle: str, drawn: Drawn) -> Chart:
        """Put a chart together: its words, its figures, its picture for page and slide."""
        from clusterecon.briefing.workbook import chart_table
        from clusterecon.charts import ChartText

        footer = self.footer(drawn.unit)
        known = {**self.titles, **(drawn.names or {})}
        text = ChartText(title, subtitle, footer, self.lang, known)
        bare = ChartText("", subtitle, "", self.lang, known)
        return Chart(
            id=name,
            title=title,
            alt=self._alternative(
                drawn.kind or name, title, drawn.data if drawn.told is None else drawn.told, known
            ),
            data=drawn.data,
            figure=lambda: drawn.draw(text, "page"),
            slide_figure=lambda: drawn.draw(text, "slide"),
            bare_figure=lambda: drawn.draw(bare, "slide"),
            source=self.source,
            native=drawn.native,
            slide_title=drawn.slide_title,
            table=lambda: chart_table(self, TableBlock(name, title, drawn.data, footer), known),
        )

    def _alternative(self, kind: str, title: str, data: "DataFrame", names: dict[str, str]) -> str:
        phrases = []
        for row in data.to_dict("records"):
            words = [
                names.get(str(value), str(value))
                if isinstance(value, str)
                else str(int(value))
                if str(key) == "year"
                else wording.number(float(value), self.lang, 2)
                for key, value in row.items()
                if str(key)
                in ("scenario", "year", "target", "line", "sector", "lever", "value", "probability")
                and value is not None
                and value == value
            ]
            phrases.append(" ".join(words))
        return wording.titles.alternative_text(kind, title, phrases, self.lang)

    def series(self, scenario: str, values: Iterable[float | None]) -> Series:
        """Return the series of a scenario, which has its colour from its place in the run."""
        place = self.run.scenarios.index(scenario)
        return Series(self.title(scenario), tuple(values), place=place)

    def by_year(self, indicator: str, level: tuple[str, float] | None, number_format: str) -> NativeChart:
        """Return the native chart of an indicator over the years, a line a scenario, with a level."""
        found = {scenario: self.run.values(scenario, indicator) for scenario in self.run.scenarios}
        series = [self.series(s, (values.get(y) for y in self.run.years)) for s, values in found.items()]
        if level is not None:
            series.append(Series(level[0], (level[1],) * len(self.run.years), role="target"))
        return NativeChart(
            "line",
            tuple(str(y) for y in self.run.years),
            tuple(series),
            number_format,
            wording.unit_of(indicator, self.lang),
        )
