"""Section on growth: what clusters add to it, beside the target."""

from clusterecon import charts, wording
from clusterecon.briefing.context import Context, Drawn
from clusterecon.document import Chart, Column, NativeChart, Section, Series, TableBlock
from clusterecon.expansion import occupancy_by_age
from clusterecon.scenario import Target
from clusterecon.wording import sentences, titles


def headline_target(context: Context) -> tuple[str, Target]:
    """Return the target the briefing answers first."""
    name = str(context.run.source["headline_target"])
    return name, context.run.scenario(context.run.scenarios[0]).assumptions.targets[name]


def target_title(context: Context, name: str) -> str:
    """Return a target's title in the language."""
    target = context.run.scenario(context.run.scenarios[0]).assumptions.targets.get(name)
    if target is not None and target.label is not None:
        return target.label.in_language(context.lang)
    return wording.label("joint", name, context.lang)


def peak_year(context: Context, scenario: str) -> int:
    """Return the year in which clusters add most to growth."""
    return max(context.run.years[1:], key=lambda year: abs(context.contribution(scenario, year).value))


def growth_section(context: Context) -> Section:
    """Return what cluster expansion adds to growth, beside the target."""
    lang, (_, target) = context.lang, headline_target(context)
    lines: list[str] = []
    largest = {s: context.contribution(s, target.year).value for s in context.expanding}
    if context.announced and context.recorded:
        lines.append(
            sentences.growth.contribution(
                target.year, largest[context.announced], largest[context.recorded], lang
            )
        )
    elif context.shown in largest:
        lines.append(
            sentences.growth.contribution_of_one(
                context.title(context.shown), target.year, largest[context.shown], lang
            )
        )
    if largest:
        lines.append(_why_late(context))
    for scenario in announced_and_recorded(context):
        year = peak_year(context, scenario)
        peak = context.contribution(scenario, year)
        lines.append(sentences.growth.contribution_peak(context.title(scenario), year, peak, lang))
    for scenario in announced_and_recorded(context) or context.run.scenarios[:1]:
        estimate = context.estimate(scenario, "industrial_growth", target.year)
        lines.append(sentences.growth.growth_outlook(context.title(scenario), target.year, estimate, lang))
    if context.recorded:
        lines.append(sentences.forecast.double_counting(largest[context.recorded], lang))
    return Section(
        "growth",
        wording.caption("headline", lang),
        tuple(line for line in lines if line),
        (_growth_chart(context, target, largest.get(context.shown, 0.0)),),
        (headline_table(context),),
    )


def announced_and_recorded(context: Context) -> tuple[str, ...]:
    """Return the scenario as announced and the one at the record's pace, where the run has them."""
    return tuple(name for name in (context.announced, context.recorded) if name)


def _why_late(context: Context) -> str:
    assumptions = context.run.scenario(context.shown).assumptions
    fill = assumptions.years_to_fill.number
    ramp = occupancy_by_age(1, assumptions.ramp.value, fill)
    return sentences.growth.contribution_late(float(ramp[0, 0]), fill, context.lang)


def _growth_chart(context: Context, target: Target, added: float) -> Chart:
    table, lang, year = context.table, context.lang, target.year
    data = charts.growth_by_scenario_data(table, year=year, target=target.number)
    native = NativeChart(
        "dot",
        tuple(context.title(str(s)) for s in data["scenario"]),
        (
            Series(
                wording.indicator("industrial_growth", lang),
                tuple(data["value"].tolist()),
                tuple(data["low"].tolist()),
                tuple(data["high"].tolist()),
            ),
            Series(wording.heading("target", lang), tuple(data["target"]), role="target"),
        ),
        "0.00",
        wording.unit_of("industrial_growth", lang),
    )
    unit = wording.unit_of("industrial_growth", lang)
    subtitle = f"{wording.indicator('industrial_growth', lang)}, {year}, {unit}"
    return context.chart(
        "growth_by_scenario",
        titles.growth_title(year, added, lang, None if context.announced else context.title(context.shown)),
        subtitle,
        Drawn(
            data=data,
            draw=lambda text, size: charts.growth_by_scenario(
                table, text, year=year, target=target.number, size=size
            ),
            unit=wording.unit_of("industrial_growth", lang),
            native=native,
            kind="growth",
        ),
    )


def headline_table(context: Context) -> TableBlock:
    """Return the headline by scenario: jobs, net jobs, budget, contribution and probability."""
    import pandas as pd

    lang, (name, target) = context.lang, headline_target(context)
    year = context.middle_year
    rows = []
    for scenario in context.run.scenarios:
        chance = context.target_row(scenario, name)["probability"]
        rows.append(
            {
                "scenario": context.title(scenario),
                "contribution": wording.number(context.contribution(scenario, target.year).value, lang, 3),
                "probability": wording.probability(chance, lang),
                "jobs": _with_interval(context, scenario, "jobs", year),
                "jobs_net": _with_interval(context, scenario, "jobs_net", year),
                "budget": _with_interval(context, scenario, "budget", year),
                "budget_net": _with_interval(context, scenario, "budget_net", year),
            }
        )
    columns = (
        Column("scenario", wording.heading("scenario", lang)),
        Column("contribution", f"{wording.heading('contribution', lang)}, {target.year}"),
        Column("probability", sentences.targets.chance_of(target.year, target.number, lang)),
        *(Column(n, _heading(n, year, lang)) for n in ("jobs", "jobs_net", "budget", "budget_net")),
    )
    sample = sentences.sample_note(context.run.draws, context.run.seed, lang)
    medians = f"{wording.say('medians', lang)} " if context.run.draws else ""
    if context.run.draws:
        medians += f"{wording.say('contribution.note', lang)} "
    prices = f"{medians}{sentences.price_note(context.run.years[0], lang)}"
    note = " ".join((prices, *_suspensions(context), sample))
    return TableBlock("headline", wording.caption("headline", lang), pd.DataFrame(rows), note, columns)


def _suspensions(context: Context) -> list[str]:
    """Say of each scenario that suspends clusters where in the table its losses are."""
    year, notes = context.middle_year, []
    for scenario in context.run.scenarios:
        lost = context.estimate(scenario, "jobs_at_risk", year).value
        if lost > 0:
            notes.append(sentences.suspension_note(context.title(scenario), year, lost, context.lang))
    return notes


def _heading(indicator: str, year: int, lang: str) -> str:
    """Name an indicator, its year, and its unit where the name does not say it."""
    name, unit = wording.indicator(indicator, lang), wording.unit_of(indicator, lang)
    return f"{name}, {year}" if unit in name.lower() else f"{name}, {year}, {unit}"


def _with_interval(context: Context, scenario: str, indicator: str, year: int) -> str:
    """Return an indicator with its interval, rounded as in the sentences."""
    ends = context.estimate(scenario, indicator, year)
    if not any(ends):
        return wording.number(0, context.lang)
    return wording.labels.unit(indicator).cell(ends, context.lang)
