"""Sections on jobs, budget, delivered land, and the way from gross to net."""

from typing import TYPE_CHECKING

from clusterecon.briefing.context import Context
from clusterecon.briefing.figures import Drawn, figure
from clusterecon.briefing.tables import table
from clusterecon.charts.delivery import delivery, delivery_data
from clusterecon.charts.stock import (
    budget_over_time,
    budget_over_time_data,
    jobs_over_time,
    jobs_over_time_data,
)
from clusterecon.charts.waterfall import TOTALS, gross_to_net, gross_to_net_data
from clusterecon.document.briefing import Section
from clusterecon.document.chart import Chart, NativeChart, Series
from clusterecon.document.table import Column, TableBlock
from clusterecon.language import (
    effects_sentences,
    evidence_sentences,
    labels,
    numbers,
    templates,
    titles,
    units,
)
from clusterecon.language.numbers import Estimate

if TYPE_CHECKING:
    from pandas import DataFrame

DEDUCTIONS = ("displacement", "substitution", "reference_case")
TO_NET = (
    "gross",
    "displacement",
    "relocation_uplift",
    "substitution",
    "local_effect",
    "reference_case",
    "net_direct",
    "indirect",
    "net",
)
AFTER_NET = ("labour_offset", "net_after_offset")


def jobs_section(context: Context) -> Section:
    """Return jobs and budget in the clusters over time, beside today's level."""
    lang, year = context.lang, context.middle_year
    lines = []
    first, *others = context.told
    for indicator in ("jobs", "budget"):
        for scenario in (*others, first):
            today = context.run.values(scenario, indicator)[context.run.years[0]]
            estimate = context.estimate(scenario, indicator, year)
            lines.append(
                effects_sentences.stock_outlook(
                    context.title(scenario), indicator, year, estimate, today, lang
                )
            )
    return Section(
        "jobs_and_budget",
        labels.caption("jobs_and_budget", lang),
        tuple(lines),
        (_jobs_chart(context), _budget_chart(context)),
        (outlook_table(context),),
    )


def _today(context: Context, indicator: str) -> float:
    stock = context.first.stock
    return {"jobs": stock.jobs, "budget": stock.budget}[indicator].number


def _stock_title(context: Context, indicator: str) -> str:
    year, lang = context.middle_year, context.lang
    if context.announced and context.recorded:
        planned, recorded = (
            context.estimate(s, indicator, year).value for s in (context.announced, context.recorded)
        )
        make = titles.jobs_title if indicator == "jobs" else titles.budget_title
        return make(year, planned, recorded, lang)
    scenario = context.shown
    value = context.estimate(scenario, indicator, year).value
    return titles.stock_title(
        context.title(scenario), indicator, year, value, _today(context, indicator), lang
    )


def _jobs_chart(context: Context) -> Chart:
    frame, lang, level = context.table, context.lang, _today(context, "jobs")
    return figure(
        context,
        "jobs_over_time",
        _stock_title(context, "jobs"),
        templates.say("stock.means", lang, text=labels.indicator("jobs", lang))
        if context.run.draws
        else labels.indicator("jobs", lang),
        Drawn(
            data=jobs_over_time_data(frame),
            draw=lambda text, size: jobs_over_time(frame, text, level=level, size=size),
            unit=labels.unit_of("jobs", lang),
            native=context.by_year("jobs", (_level(numbers.number(level, lang), lang), level), "#,##0"),
            kind="jobs",
        ),
    )


def _budget_chart(context: Context) -> Chart:
    frame, lang, level = context.table, context.lang, _today(context, "budget")
    return figure(
        context,
        "budget_over_time",
        _stock_title(context, "budget"),
        f"{labels.indicator('budget', lang)}, {evidence_sentences.price_unit(context.run.years[0], lang)}",
        Drawn(
            data=budget_over_time_data(frame),
            draw=lambda text, size: budget_over_time(frame, text, level=level, size=size),
            unit=labels.unit_of("budget", lang),
            native=context.by_year("budget", (_level(numbers.money_bn(level, lang), lang), level), "#,##0"),
            kind="budget",
        ),
    )


def _level(shown: str, lang: str) -> str:
    return f"{labels.label('chart', 'today', lang)}: {shown}"


def outlook_table(context: Context) -> TableBlock:
    """Return gross and net jobs and budget by scenario in three years, medians."""
    lang = context.lang
    indicators = ("jobs", "jobs_gross_new", "jobs_net", "budget", "budget_gross_new", "budget_net")
    rows = [
        {
            "scenario": context.title(s),
            "year": year,
            **{i: context.estimate(s, i, year).value for i in indicators},
        }
        for s in context.run.scenarios
        for year in context.shown_years
    ]
    columns: tuple[str | Column, ...] = (
        "scenario",
        "year",
        *(
            Column(
                i,
                labels.indicator(i, lang),
                "number",
                0 if i.startswith("jobs") else 1,
                labels.unit_of(i, lang),
            )
            for i in indicators
        ),
    )
    note = evidence_sentences.price_note(context.run.years[0], lang)
    return table(context, "outlook", rows, columns, note=note, detail=True)


def delivery_section(context: Context) -> Section | None:
    """Return land delivered, announced against the record; none where the run lacks one of the two."""
    announced, recorded = context.announced, context.recorded
    if announced is None or recorded is None:
        return None
    lang, frame, year = context.lang, context.table, context.middle_year
    planned = context.estimate(announced, "area_delivered_ha", year).value
    pace = context.estimate(recorded, "area_delivered_ha", year)
    native = NativeChart(
        "column",
        tuple(str(y) for y in context.run.years),
        tuple(
            context.series(s, context.run.values(s, "area_delivered_ha").values())
            for s in (announced, recorded)
        ),
        "#,##0",
        labels.unit_of("area_delivered_ha", lang),
    )
    chart = figure(
        context,
        "delivery",
        titles.delivery_title(year, planned, pace.value, lang),
        f"{labels.indicator('area_delivered_ha', lang)}, {labels.unit_of('area_delivered_ha', lang)}",
        Drawn(
            data=delivery_data(frame, announced=announced, recorded=recorded),
            draw=lambda text, size: delivery(frame, text, announced=announced, recorded=recorded, size=size),
            unit=labels.unit_of("area_delivered_ha", lang),
            native=native,
        ),
    )
    lines = (
        effects_sentences.delivery(context.run.years[1], *_delivered(context, context.run.years[1]), lang),
        effects_sentences.delivery(year, planned, pace, lang),
        _record(context, recorded),
    )
    return Section("delivery", labels.indicator("area_delivered_ha", lang), lines, (chart,))


def _delivered(context: Context, year: int) -> tuple[float, Estimate]:
    assert context.announced and context.recorded
    planned = context.estimate(context.announced, "area_delivered_ha", year).value
    return planned, context.estimate(context.recorded, "area_delivered_ha", year)


def _record(context: Context, recorded: str) -> str:
    """State what the completion rate rests on, from its own entry."""
    lang, entry = context.lang, context.run.scenario(recorded).assumptions.completion_rate
    ends = entry.distribution.extremes() if entry.distribution else (None, None)
    spread = units.SHARE.extremes(Estimate(entry.number, *ends), lang)
    grade = labels.label("grade", entry.grade, lang)
    basis = f" {entry.derivation.in_language(lang)}" if entry.derivation else ""
    label = context.label("completion_rate", recorded)
    return f"{label}: {numbers.share(entry.number, lang)}{spread}; {grade}.{basis}"


def additionality_section(context: Context) -> Section | None:
    """Return the way from gross to net in one scenario; none where nothing is delivered."""
    if context.shown not in context.expanding:
        return None
    lang, scenario, year = context.lang, context.shown, context.middle_year
    frame = context.run.waterfall(scenario, year)
    offset = context.run.scenario(scenario).assumptions.labour_offset.number
    shown = (*TO_NET, *AFTER_NET) if offset else TO_NET
    jobs = frame[(frame["indicator"] == "jobs") & frame["line"].isin(shown)]
    lines = jobs.set_index("line")["value"]
    cut = min(DEDUCTIONS, key=lambda line: lines[line])
    gross = context.mean(scenario, "jobs_gross_new", year).value
    net = context.mean(scenario, "jobs_net", year)
    resident = context.mean(scenario, "jobs_net_resident", year).value
    texts = [
        effects_sentences.gross_to_net(context.title(scenario), year, gross, net, lang),
        effects_sentences.largest_deduction(cut, float(lines[cut]), lang),
        effects_sentences.gross_to_net(
            context.title(scenario),
            year,
            context.mean(scenario, "budget_gross_new", year).value,
            context.mean(scenario, "budget_net", year),
            lang,
            units.MONEY,
        ),
        effects_sentences.resident_jobs(year, net, resident, lang),
    ]
    texts[1:1] = _scarce_labour(context, offset)
    return Section(
        "additionality",
        labels.caption("waterfall", lang),
        tuple(texts),
        (_waterfall_chart(context, jobs),),
        (waterfall_table(context),),
    )


def _waterfall_chart(context: Context, jobs: "DataFrame") -> Chart:
    """Return the picture of jobs from gross to net: rows of the waterfall, in order."""
    lang, year, unit = context.lang, context.middle_year, labels.unit_of("jobs", context.lang)
    lines = {str(line): float(value) for line, value in zip(jobs["line"], jobs["value"], strict=True)}
    return figure(
        context,
        "gross_to_net",
        titles.waterfall_title(year, lines["gross"], lines["net"], lang, mean=context.run.draws > 0),
        context.mean_subtitle(f"{context.title(context.shown)}, {year}, {unit}"),
        Drawn(
            data=gross_to_net_data(jobs),
            draw=lambda text, size: gross_to_net(jobs, text, size=size),
            unit=unit,
            native=_waterfall_native(context, lines),
            kind="waterfall",
        ),
    )


def _scarce_labour(context: Context, offset: float) -> list[str]:
    """Say what is left of net jobs where the scenario takes labour to be scarce."""
    if not offset:
        return []
    left = context.mean(context.shown, "jobs_net_after_offset", context.middle_year)
    return [effects_sentences.scarce_labour(offset, left, context.lang)]


def _waterfall_native(context: Context, lines: dict[str, float]) -> NativeChart:
    """Return the waterfall as stacked columns: a colour for totals, for what is cut and what is added."""
    level, base = 0.0, []
    sizes: dict[str, list[float | None]] = {"totals": [], "deducted": [], "added": []}
    signs = {"totals": "", "deducted": numbers.MINUS, "added": "+"}
    for line, value in lines.items():
        total = line in TOTALS
        start = 0.0 if total else level
        level = start + value
        base.append(min(start, level))
        part = "totals" if total else "added" if value > 0 else "deducted"
        for name, values in sizes.items():
            values.append(abs(value) if name == part else None)
    categories = tuple(labels.label("waterfall", line, context.lang) for line in lines)
    series = (
        Series("", tuple(base), role="base"),
        *(
            Series(labels.label("chart", name, context.lang), tuple(values), sign=signs[name])
            for name, values in sizes.items()
            if any(values)
        ),
    )
    return NativeChart("stacked", categories, series, "#,##0", labels.unit_of("jobs", context.lang))


def waterfall_table(context: Context) -> TableBlock:
    """Return every line from gross to net of jobs, value added and budget."""
    lang = context.lang
    frame = context.run.waterfall(context.shown, context.middle_year)
    wide = frame.pivot_table(index="line", columns="indicator", values="value", sort=False).reset_index()
    wide["line"] = [labels.label("waterfall", line, lang) for line in wide["line"]]
    columns: tuple[str | Column, ...] = (
        "line",
        *(
            Column(
                name,
                labels.heading(label, lang),
                "number",
                decimals,
                "" if name == "jobs" else labels.unit_of(f"{name}_net", lang),
            )
            for name, label, decimals in (
                ("jobs", "jobs", 0),
                ("value_added", "value_added", 1),
                ("budget", "revenue", 1),
            )
        ),
    )
    title = f"{labels.caption('waterfall', lang)}: {context.title(context.shown)}, {context.middle_year}"
    note = templates.say("means", lang) if context.run.draws else ""
    return table(context, "waterfall", wide, columns, title=title, note=note, detail=True)
