"""Section on what it costs: the fiscal appraisal."""

from typing import TYPE_CHECKING

from clusterecon.appraisal.measures import HORIZONS
from clusterecon.briefing.context import Context, estimate_of, middle
from clusterecon.briefing.figures import Drawn, figure
from clusterecon.briefing.tables import table
from clusterecon.charts.money import cost_per_job, cost_per_job_data, cumulative_flow, cumulative_flow_data
from clusterecon.document.briefing import Section
from clusterecon.document.chart import Chart, NativeChart, Series
from clusterecon.document.table import Column, TableBlock
from clusterecon.language import (
    appraisal_sentences,
    effects_sentences,
    evidence_sentences,
    labels,
    numbers,
    templates,
    titles,
)
from clusterecon.language.numbers import Estimate
from clusterecon.language.units import digits_of, in_unit
from clusterecon.model.plan import rates_of
from clusterecon.results.switching import LEVERS

if TYPE_CHECKING:
    from pandas import DataFrame

MEASURES = (
    "npv",
    "bcr",
    "discounted_payback_year",
    "public_cost_per_net_job",
    "npv_per_ha",
    "probability_npv_positive",
)
"""Measures of the page's table, a column each."""
ACCOUNTS = ("npv", "npv_existing", "npv_total")
"""Of new clusters, of existing ones, and of both together."""
COST = "public_cost_per_net_job"
"""The measure that is told in million VND."""
VIEWS = (("state", "to_horizon"), ("state", "asset_life"), ("city", "to_horizon"))
"""Views and horizons that the page shows, the headline first."""
MEMO = (
    "construction_job_years",
    "construction_industry_value_added",
    "farm_land_lost_ha",
    "wastewater_treated_m3_per_day",
)


def appraisal_section(context: Context) -> Section | None:
    """Return revenue against cost: net present value, payback, cost per net job, switching values."""
    if not context.expanding:
        return None
    lang = context.lang
    lines: list[str] = []
    for scenario in context.announced_and_recorded or context.expanding[-1:]:
        lines += _appraisal_sentences(context, scenario)
    lines.append(_who_pays(context))
    lines.append(_sunk_sentence(context))
    years = context.run.values(context.shown, "construction_job_years", "mean").values()
    lines.append(effects_sentences.construction_work(sum(years), lang))
    rent = context.run.scenario(context.shown).assumptions.land_rent_per_leased_ha.number
    if rent:
        leased = context.estimate(context.shown, "area_leased_ha", context.middle_year)
        ends = (None if area is None else rent * area for area in leased[1:])
        income = Estimate(rent * leased.value, *ends)
        lines.append(appraisal_sentences.land_rent_is_transfer(income, lang))
    return Section(
        "appraisal",
        labels.caption("appraisal", lang),
        tuple(lines),
        (_flow_chart(context), _cost_chart(context)),
        (appraisal_table(context), accounts_table(context), _switching_table(context), memo_table(context)),
    )


def _who_pays(context: Context) -> str:
    """Return which scenario pays and when: to the horizon, over the asset life, and each one's payback."""
    lang, told = context.lang, appraisal_sentences
    chosen = context.announced_and_recorded or context.expanding[-1:]
    lines = []
    for horizon, name in (("to_horizon", context.run.years[-1]), ("asset_life", "asset_life")):
        found = {s: estimate_of(context.measure(s, "npv", horizon=horizon)) for s in chosen}
        known = [(context.title(s), e.value) for s, e in found.items() if e is not None]
        if len(known) > 1:
            lines.append(told.who_pays(name, known, lang))
    for scenario in chosen:
        year = middle(context.measure(scenario, "discounted_payback_year", horizon="asset_life"))
        life = int(context.run.scenario(scenario).assumptions.asset_life.number)
        lines.append(told.payback(context.title(scenario), year, context.run.years[0] + life, lang))
    return " ".join(lines)


def _sunk_sentence(context: Context) -> str:
    works, public = _sunk(context)
    return appraisal_sentences.sunk_cost(context.run.years[0], works, public, context.lang)


def _sunk(context: Context) -> tuple[list[float], list[float]]:
    """Return by scenario what is spent by the end of the base year, and about what of it is the budget's."""
    results = [context.run.results[scenario] for scenario in context.expanding]
    works = [float(r.statistics("capital_sunk")[0, 0]) for r in results]
    shares = [r.scenario.assumptions.public_capex_share.number for r in results]
    return works, [w * s for w, s in zip(works, shares, strict=True)]


def _appraisal_sentences(context: Context, scenario: str) -> list[str]:
    """Return the headline of one scenario: net present value and its sign, other views, cost per job."""
    lang, last = context.lang, context.run.years[-1]
    rate = context.run.scenario(scenario).assumptions.discount_rate.number
    title, told = context.title(scenario), appraisal_sentences
    state, life, city = (
        estimate_of(context.measure(scenario, "npv", view=view, horizon=horizon)) for view, horizon in VIEWS
    )
    lines = []
    if state is not None:
        lines.append(told.net_present_value(title, state, lang, view="state", rate=rate, horizon=last))
    chance = context.measure(scenario, "probability_npv_positive").get("mean")
    if chance is not None:
        lines.append(told.npv_probability(title, chance, lang))
    if life is not None and city is not None:
        lines.append(told.other_views(life.value, city.value, last, lang))
    year = middle(context.measure(scenario, "discounted_payback_year"))
    after = told.payback(title, year, last, lang)
    cost = estimate_of(context.measure(scenario, COST))
    return [" ".join(lines), f"{after} {told.cost_per_job(title, cost, lang)}"]


def cumulative_frame(context: Context) -> "DataFrame":
    """Return the cumulative discounted flow of the state, by scenario, year and statistic."""
    import pandas as pd

    rows = []
    statistics = context.run.statistics
    for scenario in context.expanding:
        found = context.run.results[scenario].statistics("cumulative_flow")[: len(statistics)]
        rows += [
            {"scenario": scenario, "year": year, "statistic": s, "value": float(found[i, t])}
            for t, year in enumerate(context.run.years)
            for i, s in enumerate(statistics)
        ]
    return pd.DataFrame(rows)


def _flow_chart(context: Context) -> Chart:
    frame, lang = cumulative_frame(context), context.lang
    data = cumulative_flow_data(frame)
    paid = data[data["payback"]].sort_values("year")
    first = (context.title(str(paid["scenario"].iloc[0])), int(paid["year"].iloc[0])) if len(paid) else None
    medians = frame[frame["statistic"].isin(["central", "p50"])]
    series = tuple(
        context.series(s, medians[medians["scenario"] == s]["value"].tolist()) for s in context.expanding
    )
    unit = labels.unit_of("budget", lang)
    return figure(
        context,
        "cumulative_flow",
        titles.cash_flow_title(first, context.run.years[-1], lang, context.only),
        f"{labels.caption('cash_flow', lang)}, {labels.label('view', 'state', lang)}, {unit}",
        Drawn(
            data=data,
            draw=lambda text, size: cumulative_flow(frame, text, size=size),
            unit=unit,
            native=NativeChart("line", tuple(str(y) for y in context.run.years), series, "#,##0", unit),
            kind="cash_flow",
        ),
    )


def _cost_chart(context: Context) -> Chart:
    lang, frame = context.lang, context.appraisal
    rows = frame[frame["scenario"].isin(context.expanding)]
    data = cost_per_job_data(rows)
    name, unit = labels.label("measure", COST, lang), labels.label("unit", "million VND", lang)
    in_millions = data.assign(value=[numbers.millions(v) for v in data["value"]])
    native = NativeChart(
        "bar",
        tuple(context.title(s) for s in data["scenario"]),
        (Series(name, tuple(in_millions["value"].tolist())),),
        "#,##0",
        unit,
    )
    left_out = appraisal_sentences.sunk_cost_short(context.run.years[0], _sunk(context)[1], lang)
    return figure(
        context,
        "cost_per_job",
        titles.cost_title([float(v) for v in data["value"] if v == v], lang, context.only),
        "; ".join(part for part in (f"{name}, {unit}", left_out) if part),
        Drawn(
            data=data,
            draw=lambda text, size: cost_per_job(rows, text, size=size),
            unit=unit,
            native=native,
            told=in_millions,
        ),
    )


def appraisal_table(context: Context) -> TableBlock:
    """Return the appraisal, median with 5-95 % interval: a row a scenario, view and horizon."""
    lang, last = context.lang, context.run.years[-1]
    rows = []
    for scenario in context.expanding:
        for view, horizon in VIEWS:
            cells = {
                m: _shown(m, context.measure(scenario, m, view=view, horizon=horizon), lang) for m in MEASURES
            }
            until = labels.horizon("asset_life" if horizon == "asset_life" else last, lang)
            about = {"scenario": context.title(scenario), "view": labels.label("view", view, lang)}
            rows.append({**about, "horizon": until, **cells})
    columns: tuple[str | Column, ...] = (
        *("scenario", "view", "horizon"),
        *(Column(m, _measure_heading(m, lang)) for m in MEASURES),
    )
    notes = [templates.say("medians", lang)] if context.run.draws else []
    notes.append(evidence_sentences.price_note(context.run.years[0], lang))
    notes.append(appraisal_sentences.conventions(_rate(context), context.run.years[0], lang))
    notes.append(_sunk_sentence(context))
    return table(context, "appraisal", rows, columns, note=" ".join(notes), detail=True)


def _rate(context: Context) -> float:
    return context.run.scenario(context.shown).assumptions.discount_rate.number


def accounts_table(context: Context) -> TableBlock:
    """Return net present values to the state: new clusters, existing ones, both; a row a horizon and rate."""
    lang, last = context.lang, context.run.years[-1]
    rows = []
    for scenario in context.expanding:
        for horizon in HORIZONS:
            until = labels.horizon("asset_life" if horizon == "asset_life" else last, lang)
            for rate in rates_of(context.run.scenario(scenario)):
                cells = {
                    m: _shown(m, context.measure(scenario, m, "state", horizon, rate), lang) for m in ACCOUNTS
                }
                about = {"scenario": context.title(scenario), "horizon": until}
                rows.append({**about, "rate": numbers.share(rate, lang), **cells})
    columns: tuple[str | Column, ...] = (
        *("scenario", "horizon", "rate"),
        *(Column(m, _measure_heading(m, lang)) for m in ACCOUNTS),
    )
    notes = [templates.say(key, lang) for key in ("medians", "accounts.note") if context.run.draws]
    notes.append(evidence_sentences.price_note(context.run.years[0], lang))
    return table(context, "npv_accounts", rows, columns, note=" ".join(notes), detail=True)


def _measure_heading(measure: str, lang: str) -> str:
    """Name a measure, and its unit where that is not billions."""
    name = labels.label("measure", measure, lang)
    return f"{name}, {labels.label('unit', 'million VND', lang)}" if measure == COST else name


def _shown(measure: str, values: dict[str, float | None], lang: str) -> str:
    if measure == "probability_npv_positive":
        return numbers.probability(values.get("mean"), lang)
    found = estimate_of(values)
    if found is None:
        return numbers.MISSING
    if measure == "discounted_payback_year":
        return str(int(found.value))
    if measure == COST:
        found = found.each(numbers.millions)
    return numbers.bracketed(*found, lang, 0 if measure in (*ACCOUNTS, COST) else 2)


def memo_table(context: Context) -> TableBlock:
    """Return lines outside the headline by scenario: sunk capital, construction, land, wastewater."""
    lang, rows = context.lang, []
    for scenario in context.expanding:
        result = context.run.results[scenario]
        names = ("capital_sunk", "construction_job_years", "construction_industry_value_added")
        land = ("area_delivered_ha", "wastewater_treated_m3_per_day")
        means = {name: result.statistics(name)[0] for name in (*names, *land)}
        rows.append(
            {
                "scenario": context.title(scenario),
                "capital_sunk": means["capital_sunk"][0],
                "construction_job_years": means["construction_job_years"].sum(),
                "construction_industry_value_added": means["construction_industry_value_added"].max(),
                "farm_land_lost_ha": means["area_delivered_ha"][-1],
                "wastewater_treated_m3_per_day": means["wastewater_treated_m3_per_day"][-1],
            }
        )
    columns: tuple[str | Column, ...] = (
        "scenario",
        Column(
            "capital_sunk", templates.say("sunk.heading", lang, year=str(context.run.years[0])), "number", 0
        ),
        *(Column(name, labels.heading(name, lang), "number", 0) for name in MEMO),
    )
    note = templates.say("memo.note", lang)
    return table(context, "memo", rows, columns, note=note, detail=True)


def _switching_table(context: Context) -> TableBlock:
    chosen = context.announced_and_recorded or context.expanding[-1:]
    lang = context.lang
    rows = []
    for row in context.run.switching(*chosen).to_dict("records"):
        paths, unit = LEVERS[row["lever"]][0], str(row["unit"])
        entries = context.run.scenario(row["scenario"]).quantities()
        found = row["value"] if row["value"] is not None and row["value"] == row["value"] else None
        rows.append(
            {
                "scenario": context.title(row["scenario"]),
                "assumption": " · ".join(context.label(path) for path in paths),
                "in_scenario": " · ".join(_level(entries[path].number, unit, lang) for path in paths),
                "switching": _break_even(found, unit, lang),
            }
        )
    columns = ("scenario", "assumption", "in_scenario", "switching")
    note = appraisal_sentences.switching_note(context.run.years[-1], lang)
    return table(context, "switching", rows, columns, note=note)


def _break_even(value: float | None, unit: str, lang: str) -> str:
    """Return a switching value; one below nought is told as none, for no assumption is ever set there."""
    if value is None:
        return numbers.MISSING
    if value < 0:
        return templates.say("switching.below", lang, nought=_level(0.0, unit, lang))
    return _level(round(float(value), 3), unit, lang)


def _level(value: float, unit: str, lang: str) -> str:
    return in_unit(value, unit, lang, digits_of((value,), unit))
