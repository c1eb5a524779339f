"""Section on growth: what clusters add to it, beside the target."""

import math

from clusterecon.briefing.context import Context
from clusterecon.briefing.figures import Drawn, figure
from clusterecon.briefing.tables import table
from clusterecon.charts.growth import growth_by_scenario, growth_by_scenario_data
from clusterecon.clusters.land import mean_occupancy, ramp_integral
from clusterecon.document.briefing import Section
from clusterecon.document.chart import Chart, NativeChart, Series
from clusterecon.document.table import Column, TableBlock
from clusterecon.language import (
    evidence_sentences,
    forecast_sentences,
    growth_sentences,
    labels,
    numbers,
    targets_sentences,
    templates,
    titles,
    wastewater_sentences,
)
from clusterecon.scenario.fields import RAMPS, Target


def peak_year(context: Context, scenario: str) -> int:
    """Return the year in which clusters add most to growth."""
    return max(context.run.years[1:], key=lambda year: abs(context.contribution(scenario, year).value))


def growth_section(context: Context) -> Section:
    """Return what cluster expansion adds to growth, beside the target."""
    lang, (_, target) = context.lang, context.headline_target
    lines: list[str] = []
    largest = {s: context.contribution(s, target.year).value for s in context.expanding}
    if context.announced and context.recorded:
        lines.append(
            growth_sentences.contribution(
                target.year, largest[context.announced], largest[context.recorded], lang
            )
        )
    elif context.shown in largest:
        lines.append(
            growth_sentences.contribution_of_one(
                context.title(context.shown), target.year, largest[context.shown], lang
            )
        )
    if largest:
        lines.append(_why_late(context))
    for scenario in context.announced_and_recorded:
        year = peak_year(context, scenario)
        peak = context.contribution(scenario, year)
        lines.append(growth_sentences.contribution_peak(context.title(scenario), year, peak, lang))
    for scenario in context.announced_and_recorded or context.run.scenarios[:1]:
        estimate = context.estimate(scenario, "industrial_growth", target.year)
        lines.append(growth_sentences.growth_outlook(context.title(scenario), target.year, estimate, lang))
    if context.recorded:
        lines.append(forecast_sentences.double_counting(largest[context.recorded], lang))
    return Section(
        "growth",
        labels.caption("headline", lang),
        tuple(line for line in lines if line),
        (_growth_chart(context, target, largest.get(context.shown, 0.0)),),
        (headline_table(context),),
    )


def _why_late(context: Context) -> str:
    assumptions = context.run.scenario(context.shown).assumptions
    ramp, fill = assumptions.ramp.value, assumptions.years_to_fill.number
    early, late = (
        math.nan if entry.value is None else entry.value
        for entry in (assumptions.years_to_10_percent, assumptions.years_to_90_percent)
    )
    first = mean_occupancy(ramp_integral(0.5, RAMPS.index(ramp), fill, early, late), 0.0)
    years = fill if ramp == "linear" or math.isnan(late) else late
    return growth_sentences.contribution_late(first, years, context.lang)


def _growth_chart(context: Context, target: Target, added: float) -> Chart:
    frame, lang, year = context.table, context.lang, target.year
    data = growth_by_scenario_data(frame, year=year, target=target.number)
    native = NativeChart(
        "dot",
        tuple(context.title(str(s)) for s in data["scenario"]),
        (
            Series(
                labels.indicator("industrial_growth", lang),
                tuple(data["value"].tolist()),
                tuple(data["low"].tolist()),
                tuple(data["high"].tolist()),
            ),
            Series(labels.heading("target", lang), tuple(data["target"]), role="target"),
        ),
        "0.00",
        labels.unit_of("industrial_growth", lang),
    )
    unit = labels.unit_of("industrial_growth", lang)
    subtitle = f"{labels.indicator('industrial_growth', lang)}, {year}, {unit}"
    return figure(
        context,
        "growth_by_scenario",
        titles.growth_title(year, added, lang, None if context.announced else context.title(context.shown)),
        subtitle,
        Drawn(
            data=data,
            draw=lambda text, size: growth_by_scenario(
                frame, text, year=year, target=target.number, size=size
            ),
            unit=labels.unit_of("industrial_growth", lang),
            native=native,
            kind="growth",
        ),
    )


def headline_table(context: Context) -> TableBlock:
    """Return the headline by scenario: jobs, net jobs, budget, contribution and probability."""
    lang, (name, target) = context.lang, context.headline_target
    year = context.middle_year
    rows = []
    for scenario in context.run.scenarios:
        chance = context.target_row(scenario, name)["probability"]
        rows.append(
            {
                "scenario": context.title(scenario),
                "contribution": numbers.number(context.contribution(scenario, target.year).value, lang, 3),
                "probability": numbers.probability(chance, lang),
                "jobs": _with_interval(context, scenario, "jobs", year),
                "jobs_net": _with_interval(context, scenario, "jobs_net", year),
                "budget": _with_interval(context, scenario, "budget", year),
                "budget_net": _with_interval(context, scenario, "budget_net", year),
            }
        )
    columns: tuple[str | Column, ...] = (
        "scenario",
        Column("contribution", f"{labels.heading('contribution', lang)}, {target.year}"),
        Column("probability", targets_sentences.chance_of(target.year, target.number, lang)),
        *(Column(n, _heading(n, year, lang)) for n in ("jobs", "jobs_net", "budget", "budget_net")),
    )
    sample = evidence_sentences.sample_note(context.run.draws, context.run.seed, lang)
    medians = f"{templates.say('medians', lang)} " if context.run.draws else ""
    if context.run.draws:
        medians += f"{templates.say('contribution.note', lang)} "
    prices = f"{medians}{evidence_sentences.price_note(context.run.years[0], lang)}"
    note = " ".join((prices, *_suspensions(context), sample))
    return table(context, "headline", rows, columns, note=note)


def _suspensions(context: Context) -> list[str]:
    """Say of each scenario that suspends clusters where in the table its losses are."""
    year, notes = context.middle_year, []
    for scenario in context.run.scenarios:
        lost = context.estimate(scenario, "jobs_at_risk", year).value
        if lost > 0:
            notes.append(
                wastewater_sentences.suspension_note(context.title(scenario), year, lost, context.lang)
            )
    return notes


def _heading(indicator: str, year: int, lang: str) -> str:
    """Name an indicator, its year, and its unit where the name does not say it."""
    name, unit = labels.indicator(indicator, lang), labels.unit_of(indicator, lang)
    return f"{name}, {year}" if unit in name.lower() else f"{name}, {year}, {unit}"


def _with_interval(context: Context, scenario: str, indicator: str, year: int) -> str:
    """Return an indicator with its interval, rounded as in the sentences."""
    ends = context.estimate(scenario, indicator, year)
    if not any(ends):
        return numbers.number(0, context.lang)
    return labels.unit(indicator).cell(ends, context.lang)
