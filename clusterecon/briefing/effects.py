"""Sections on jobs, budget, delivered land, and the way from gross to net."""

from clusterecon import charts, wording
from clusterecon.additionality import Chain
from clusterecon.briefing.context import Context
from clusterecon.document import Chart, Column, NativeChart, Section, Series, TableBlock
from clusterecon.leontief import indirect_by_sector
from clusterecon.wording import Estimate, sentences, titles

DEDUCTIONS = ("deadweight", "displacement", "substitution")
TO_NET = (
    "gross",
    "deadweight",
    "displacement",
    "relocation_uplift",
    "substitution",
    "net_direct",
    "indirect",
    "net",
)


def jobs_section(context: Context) -> Section:
    """Return jobs and budget in the clusters over time, beside today's level."""
    lang, year = context.lang, context.middle_year
    lines = []
    for scenario in context.told:
        for indicator in ("jobs", "budget"):
            today = context.run.values(scenario, indicator)[context.run.years[0]]
            estimate = context.estimate(scenario, indicator, year)
            lines.append(
                sentences.effects.stock_outlook(
                    context.title(scenario), indicator, year, estimate, today, lang
                )
            )
    return Section(
        "jobs_and_budget",
        wording.indicator("jobs", lang) + " · " + wording.indicator("budget", lang),
        tuple(lines),
        (_jobs_chart(context), _budget_chart(context)),
        (outlook_table(context),),
    )


def _today(context: Context, indicator: str) -> float:
    stock = context.run.scenario(context.run.scenarios[0]).assumptions.stock
    return float({"jobs": stock.jobs, "budget": stock.budget}[indicator].number)


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
    table, lang, level = context.table, context.lang, _today(context, "jobs")
    return context.chart(
        "jobs_over_time",
        _stock_title(context, "jobs"),
        f"{wording.indicator('jobs', lang)}, {wording.unit_of('jobs', lang)}",
        data=charts.jobs_over_time_data(table),
        draw=lambda text, size: charts.jobs_over_time(table, text, level=level, size=size),
        unit=wording.unit_of("jobs", lang),
        native=context.by_year("jobs", (wording.number(level, lang), level), "#,##0"),
        kind="jobs",
    )


def _budget_chart(context: Context) -> Chart:
    table, lang, level = context.table, context.lang, _today(context, "budget")
    return context.chart(
        "budget_over_time",
        _stock_title(context, "budget"),
        f"{wording.indicator('budget', lang)}, {wording.unit_of('budget', lang)}",
        data=charts.budget_over_time_data(table),
        draw=lambda text, size: charts.budget_over_time(table, text, level=level, size=size),
        unit=f"{wording.unit_of('budget', lang)}; {sentences.price_note(context.run.years[0], lang)}",
        native=context.by_year("budget", (wording.money_bn(level, lang), level), "#,##0"),
        kind="budget",
    )


def outlook_table(context: Context) -> TableBlock:
    """Return gross and net jobs and budget by scenario in three years, medians."""
    import pandas as pd

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
    columns = (
        Column("scenario", wording.heading("scenario", lang)),
        Column("year", wording.heading("year", lang), "year"),
        *(
            Column(
                i,
                wording.indicator(i, lang),
                "number",
                0 if i.startswith("jobs") else 1,
                wording.unit_of(i, lang),
            )
            for i in indicators
        ),
    )
    note = sentences.price_note(context.run.years[0], lang)
    return TableBlock("outlook", wording.caption("results", lang), pd.DataFrame(rows), note, columns)


def delivery_section(context: Context) -> Section | None:
    """Return land delivered, announced against the record; none where the run lacks one of the two."""
    announced, recorded = context.announced, context.recorded
    if announced is None or recorded is None:
        return None
    lang, table, year = context.lang, context.table, context.middle_year
    planned = context.estimate(announced, "area_delivered_ha", year).value
    pace = context.estimate(recorded, "area_delivered_ha", year)
    native = NativeChart(
        "column",
        tuple(str(y) for y in context.run.years),
        tuple(
            Series(context.title(s), tuple(context.run.values(s, "area_delivered_ha").values()))
            for s in (announced, recorded)
        ),
        "#,##0",
        wording.unit_of("area_delivered_ha", lang),
    )
    chart = context.chart(
        "delivery",
        titles.delivery_title(year, planned, pace.value, lang),
        f"{wording.indicator('area_delivered_ha', lang)}, {wording.unit_of('area_delivered_ha', lang)}",
        data=charts.delivery_data(table, announced=announced, recorded=recorded),
        draw=lambda text, size: charts.delivery(
            table, text, announced=announced, recorded=recorded, size=size
        ),
        unit=wording.unit_of("area_delivered_ha", lang),
        native=native,
    )
    lines = (
        sentences.effects.delivery(context.run.years[1], *_delivered(context, context.run.years[1]), lang),
        sentences.effects.delivery(year, planned, pace, lang),
        _record(context, recorded),
    )
    return Section("delivery", wording.indicator("area_delivered_ha", lang), lines, (chart,))


def _delivered(context: Context, year: int) -> tuple[float, Estimate]:
    assert context.announced and context.recorded
    planned = context.estimate(context.announced, "area_delivered_ha", year).value
    return planned, context.estimate(context.recorded, "area_delivered_ha", year)


def _record(context: Context, recorded: str) -> str:
    """State what the completion rate rests on, from its own entry."""
    lang, entry = context.lang, context.run.scenario(recorded).assumptions.completion_rate
    low, high = entry.distribution.extremes() if entry.distribution else (None, None)
    spread = ""
    if low is not None and high is not None:
        spread = f" ({wording.interval(100 * low, 100 * high, lang, 0, '%')})"
    grade = wording.label("grade", entry.grade, lang)
    basis = f" {entry.derivation.in_language(lang)}" if entry.derivation else ""
    label = context.label("completion_rate", recorded)
    return f"{label}: {wording.share(entry.number, lang)}{spread}; {grade}.{basis}"


def additionality_section(context: Context) -> Section | None:
    """Return the way from gross to net in one scenario; none where nothing is delivered."""
    if context.shown not in context.expanding:
        return None
    lang, scenario, year = context.lang, context.shown, context.middle_year
    frame = context.run.waterfall(scenario, year)
    jobs = frame[(frame["indicator"] == "jobs") & frame["line"].isin(TO_NET)]
    lines = jobs.set_index("line")["value"]
    cut = min(DEDUCTIONS, key=lambda line: lines[line])
    gross = context.estimate(scenario, "jobs_gross_new", year).value
    net = context.estimate(scenario, "jobs_net", year)
    resident = context.estimate(scenario, "jobs_net_resident", year).value
    texts = [
        sentences.effects.gross_to_net(context.title(scenario), year, gross, net, lang),
        sentences.effects.largest_deduction(cut, float(lines[cut]), lang),
        sentences.effects.gross_to_net(
            context.title(scenario),
            year,
            context.estimate(scenario, "budget_gross_new", year).value,
            context.estimate(scenario, "budget_net", year),
            lang,
            "bn_vnd",
        ),
        sentences.effects.resident_jobs(year, net.value, resident, lang),
    ]
    chart = context.chart(
        "gross_to_net",
        titles.waterfall_title(year, float(lines["gross"]), float(lines["net"]), lang),
        f"{context.title(scenario)}, {year}, {wording.unit_of('jobs', lang)}",
        data=charts.gross_to_net_data(jobs),
        draw=lambda text, size: charts.gross_to_net(jobs, text, size=size),
        unit=wording.unit_of("jobs", lang),
        native=_waterfall_native(context, {str(k): float(v) for k, v in lines.items()}),
        kind="waterfall",
    )
    return Section(
        "additionality",
        wording.caption("waterfall", lang),
        tuple(texts),
        (chart,),
        (waterfall_table(context),),
    )


def _waterfall_native(context: Context, lines: dict[str, float]) -> NativeChart:
    level, base, size = 0.0, [], []
    for line, value in lines.items():
        total = line in ("gross", "net_direct", "net")
        start = 0.0 if total else level
        level = start + value
        base.append(min(start, level))
        size.append(abs(value))
    categories = tuple(wording.label("waterfall", line, context.lang) for line in lines)
    series = (
        Series("", tuple(base), role="base"),
        Series(wording.indicator("jobs_net", context.lang), tuple(size)),
    )
    return NativeChart("stacked", categories, series, "#,##0", wording.unit_of("jobs", context.lang))


def waterfall_table(context: Context) -> TableBlock:
    """Return every line from gross to net of jobs, value added and budget."""
    lang = context.lang
    frame = context.run.waterfall(context.shown, context.middle_year)
    wide = frame.pivot_table(index="line", columns="indicator", values="value", sort=False).reset_index()
    wide["line"] = [wording.label("waterfall", line, lang) for line in wide["line"]]
    columns = (
        Column("line", wording.heading("line", lang)),
        *(
            Column(
                name,
                wording.indicator(f"{name}_net", lang),
                "number",
                decimals,
                wording.unit_of(f"{name}_net", lang),
            )
            for name, decimals in (("jobs", 0), ("value_added", 1), ("budget", 1))
        ),
    )
    title = f"{wording.caption('waterfall', lang)}: {context.title(context.shown)}, {context.middle_year}"
    return TableBlock("waterfall", title, wide, "", columns)


def linkage_section(context: Context) -> Section | None:
    """Return direct, indirect and induced effects, and where the indirect ones fall."""
    if context.shown not in context.expanding:
        return None
    lang, scenario, year = context.lang, context.shown, context.middle_year
    texts = [
        sentences.linkages.direct_indirect_induced(
            context.title(scenario),
            key,
            year,
            tuple(
                context.estimate(scenario, f"{key}_{part}", year)
                for part in ("direct", "indirect", "induced")
            ),  # type: ignore[arg-type]
            lang,
        )
        for key in ("jobs_net", "value_added_net", "budget_net")
    ]
    texts += _multiplier_sentence(context, scenario, year)
    texts += multiplier_checks(context, scenario)
    return Section(
        "linkages", wording.caption("linkages", lang), tuple(texts), (_sector_chart(context, scenario, year),)
    )


def _multiplier_sentence(context: Context, scenario: str, year: int) -> list[str]:
    multiplier = context.multiplier(scenario, year)
    if multiplier is None:
        return []
    table_year, sectors = int(context.run.source["table_year"]), len(context.run.linkages.sectors)
    return [sentences.linkages.multiplier_basis(multiplier, table_year, sectors, context.lang)]


def multiplier_checks(context: Context, scenario: str) -> list[str]:
    """Return the three readings of the mixed model, and the ratio of service jobs beside published ones."""
    from clusterecon.leontief import flegg_lambda, linkage_ratios, mixed_model_readings

    assumptions, table = context.run.scenario(scenario).assumptions, context.run.linkages
    share, delta = assumptions.gdp_share.number, assumptions.flq_delta.number
    regional = table.regional_coefficients(float(flegg_lambda(share, delta)))
    readings = mixed_model_readings(
        regional, table.value_added, _mix(context, scenario), {"industry": table.industry}
    )
    realised = assumptions.linkage_realisation.number
    values = {str(name): 1 + realised * (float(m) - 1) for name, m in readings["total"].items()}
    ratios = linkage_ratios(
        table,
        assumptions.tenant_mix.value,
        share,
        delta,
        assumptions.propensity_to_consume.number,
        assumptions.leakage.number,
        assumptions.economy_value_added_per_worker.number,
    )
    per_job = float(ratios.indirect_jobs_services[0]) * assumptions.value_added_per_worker.number
    published = [
        (str(place[context.lang]), float(value)) for place, value in context.run.source["service_jobs"]
    ]
    return [
        sentences.linkages.multiplier_readings(
            values["lower"], values["one_at_a_time"], values["upper"], context.lang
        ),
        sentences.linkages.service_jobs_check(per_job, published, context.lang),
    ]


def _mix(context: Context, scenario: str) -> list[float]:
    shares = context.run.scenario(scenario).assumptions.tenant_mix.value
    return [shares.get(sector, 0.0) for sector in context.run.linkages.sectors]


def _sector_chart(context: Context, scenario: str, year: int) -> Chart:
    import pandas as pd

    lang, assumptions = context.lang, context.run.scenario(scenario).assumptions
    shares = indirect_by_sector(
        context.run.linkages,
        assumptions.tenant_mix.value,
        assumptions.gdp_share.number,
        assumptions.flq_delta.number,
    )
    total = context.run.values(scenario, "value_added_net_indirect", "mean")[year]
    values = shares / shares.sum() * total if shares.sum() else shares
    frame = pd.DataFrame({"sector": list(values.index), "value": values.to_numpy()})
    names = {code: text[lang] for code, text in context.run.source["sectors"].items()}
    largest = str(values.idxmax()) if total else None
    title = titles.sectors_title(
        names.get(largest, largest) if largest else None,
        float(values.max()),
        "value_added_net_indirect",
        lang,
    )
    return context.chart(
        "indirect_by_sector",
        title,
        f"{wording.indicator('value_added_net_indirect', lang)}, {context.title(scenario)}, {year}",
        data=charts.indirect_by_sector_data(frame),
        draw=lambda text, size: charts.indirect_by_sector(frame, text, size=size),
        unit=wording.unit_of("value_added_net_indirect", lang),
        names=names,
        kind="sectors",
    )


__all__ = ["Chain", "additionality_section", "delivery_section", "jobs_section", "linkage_section"]
