"""Section on wastewater: coverage, what plants cost, and the jobs that enforcement puts at risk."""

from functools import partial

from clusterecon.briefing.context import Context, middle
from clusterecon.briefing.figures import Drawn, figure
from clusterecon.charts.wastewater import wastewater, wastewater_data
from clusterecon.document.briefing import Section
from clusterecon.document.chart import Chart
from clusterecon.language import appraisal_sentences, labels, numbers, titles, wastewater_sentences
from clusterecon.language.numbers import Estimate


def wastewater_section(context: Context) -> Section:
    """Return coverage of wastewater treatment, what it costs, and the jobs that enforcement puts at risk."""
    lang, run = context.lang, context.run
    first, stock = context.first, context.first.stock
    year = run.years[1]
    clusters = stock.clusters.number
    lines = []
    for scenario in context.announced_and_recorded or run.scenarios[-1:]:
        covered = context.estimate(scenario, "wastewater_coverage", year).value
        text = wastewater_sentences.wastewater_coverage(year, covered * clusters, clusters, 1.0, lang)
        lines.append(f"{context.title(scenario)}: {text[:1].lower()}{text[1:]}")
    cost = first.wastewater_cost_per_ha
    missing = clusters - stock.wastewater_plants.number
    area = missing * stock.area_ha.number / clusters
    low, high = cost.distribution.extremes() if cost.distribution else (None, None)
    whole = Estimate(area * cost.number, area * low if low else None, area * high if high else None)
    lines.append(wastewater_sentences.plants_cost(int(missing), area, whole, cost.grade, lang))
    idle = stock.wastewater_plants.number - stock.wastewater_plants_working.number
    mend = idle * stock.area_ha.number / clusters * cost.number * first.mend_share.number
    lines.append(wastewater_sentences.idle_plants_cost(int(idle), mend, lang))
    lines += _account_sentences(context)
    lines += _risk_sentences(context)
    if first.upgrade_cost_per_ha.value is None and first.upgrade_cost_per_ha.label is not None:
        lines.append(
            appraisal_sentences.upgrade_not_costed(
                first.upgrade_cost_per_ha.label.in_language(lang), _bearable(context), lang
            )
        )
    return Section(
        "wastewater", labels.caption("wastewater", lang), tuple(lines), (_wastewater_chart(context),)
    )


def _bearable(context: Context) -> float | None:
    """Return what the budget could bear per ha of the existing clusters: what both accounts leave, if any."""
    if not context.expanding:
        return None
    value = middle(context.measure(context.shown, "npv_total"))
    area = context.run.scenario(context.shown).assumptions.stock.area_ha.number
    return None if value is None else max(value, 0.0) / area


def _account_sentences(context: Context) -> list[str]:
    """Return the account of existing clusters beside that of new ones, where there is one, and who pays."""
    lines = []
    for scenario in context.announced_and_recorded or context.run.scenarios[-1:]:
        found = [context.measure(scenario, name) for name in ("npv_existing", "npv_total")]
        existing, total = (middle(values) for values in found)
        a = context.run.scenario(scenario).assumptions
        shares = a.public_capex_share.number, a.public_running_share.number
        if existing and total is not None:
            lines.append(
                appraisal_sentences.existing_account(
                    context.title(scenario),
                    existing,
                    total,
                    shares,
                    context.lang,
                    last_year=context.run.years[-1],
                )
            )
    return lines


def _risk_year(context: Context) -> int:
    return int(context.first.suspension_starts.number)


def _risk_sentences(context: Context) -> list[str]:
    year, lines = _risk_year(context), []
    for scenario in context.run.scenarios:
        entry = context.run.scenario(scenario).assumptions.suspended_share_of_year
        if not entry.number:
            continue
        risk = context.estimate(scenario, "jobs_at_risk", year)
        stock = context.run.values(scenario, "jobs")[year] + risk.value
        found = context.attribution
        rows = found[
            (found["scenario"] == scenario) & (found["year"] == year) & (found["part"] == "suspended")
        ]
        points = float(rows[rows["statistic"].isin(["central", "p50"])]["value"].iloc[0])
        text = wastewater_sentences.jobs_at_risk(
            year, risk, risk.value / stock, points, entry.grade, context.lang
        )
        lines.append(f"{context.title(scenario)}: {text[:1].lower()}{text[1:]}")
    return lines


def _chart_subtitle(risk_year: int | None, lang: str) -> str:
    """Name what the chart shows; jobs at risk where there are any."""
    coverage = labels.indicator("wastewater_coverage", lang)
    if risk_year is None:
        return coverage
    return f"{coverage} · {labels.indicator('jobs_at_risk', lang)}, {risk_year}"


def _wastewater_chart(context: Context) -> Chart:
    table, lang, year = context.table, context.lang, _risk_year(context)
    scenarios = context.run.scenarios
    told = context.recorded or scenarios[-1]
    title = partial(titles.wastewater_title, context.title(told), context.run.years[1])
    coverage = context.estimate(told, "wastewater_coverage", context.run.years[1]).value
    risk = max(context.estimate(s, "jobs_at_risk", year).value for s in scenarios)
    return figure(
        context,
        "wastewater",
        title(coverage, risk, lang),
        _chart_subtitle(year if risk > 0 else None, lang),
        Drawn(
            data=wastewater_data(table, year=year),
            draw=lambda text, size: wastewater(table, text, year=year, size=size),
            unit=f"%; {labels.unit_of('jobs', lang)}",
            slide_title=title(coverage, 0.0, lang),
            native=context.by_year(
                "wastewater_coverage",
                (f"{labels.heading('target', lang)}: {numbers.share(1.0, lang)}", 1.0),
                "0%",
            ),
        ),
    )
