"""Section on what it costs: the fiscal appraisal."""

from typing import TYPE_CHECKING, Any

import numpy as np

import clusterecon.charts as charts
import clusterecon.wording as wording
from clusterecon.appraisal import cumulative_discounted, view_flows
from clusterecon.briefing.context import Context
from clusterecon.briefing.figures import Drawn, figure
from clusterecon.briefing.tables import table
from clusterecon.briefing.values import digits_of, in_unit
from clusterecon.document import Chart, Column, NativeChart, Section, Series, TableBlock
from clusterecon.results import summarise
from clusterecon.results.switching import LEVERS
from clusterecon.wording import Estimate, sentences, titles

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
    lines.append(sentences.sunk_cost(context.run.years[1], _public_sunk(context), lang))
    years = context.run.values(context.shown, "construction_job_years", "mean").values()
    lines.append(sentences.effects.construction_work(sum(years), lang))
    rent = context.run.scenario(context.shown).assumptions.land_rent_per_leased_ha.number
    if rent:
        leased = context.estimate(context.shown, "area_leased_ha", context.middle_year)
        ends = (None if area is None else rent * area for area in leased[1:])
        income = Estimate(rent * leased.value, *ends)
        lines.append(sentences.appraisal.land_rent_is_transfer(income, lang))
    return Section(
        "appraisal",
        wording.caption("appraisal", lang),
        tuple(lines),
        (*([_flow_chart(context)] if context.run.kept else []), _cost_chart(context)),
        (appraisal_table(context), _switching_table(context), memo_table(context)),
    )


def _public_sunk(context: Context) -> list[tuple[str, float]]:
    """Return by scenario's title about what the budget would have spent before the first year, bn VND."""
    found = []
    for scenario in context.expanding:
        capital = context.run.results[scenario].statistics("capital_sunk", "memo")[0, 0]
        share = context.run.scenario(scenario).assumptions.public_capex_share.number
        found.append((context.title(scenario), float(capital * share)))
    return found


def _estimate(values: dict[str, float | None]) -> Estimate | None:
    middle = values.get("central", values.get("p50"))
    if middle is None:
        return None
    return Estimate(middle, values.get("p5"), values.get("p95"))


def _appraisal_sentences(context: Context, scenario: str) -> list[str]:
    """Return the headline of one scenario: net present value and its sign, other views, cost per job."""
    lang, last = context.lang, context.run.years[-1]
    rate = context.run.scenario(scenario).assumptions.discount_rate.number
    title, told = context.title(scenario), sentences.appraisal
    state, life, city = (
        _estimate(context.measure(scenario, "npv", view=view, horizon=horizon)) for view, horizon in VIEWS
    )
    lines = []
    if state is not None:
        lines.append(told.net_present_value(title, state, lang, view="state", rate=rate, horizon=last))
    chance = context.measure(scenario, "probability_npv_positive").get("mean")
    if chance is not None:
        lines.append(told.npv_probability(title, chance, lang))
    if life is not None and city is not None:
        lines.append(told.other_views(life.value, city.value, last, lang))
    payback = context.measure(scenario, "discounted_payback_year")
    year = payback.get("central", payback.get("p50"))
    after = told.payback(title, year, last, lang)
    cost = _estimate(context.measure(scenario, COST))
    return [" ".join(lines), f"{after} {told.cost_per_job(title, cost, lang)}"]


def cumulative_frame(context: Context) -> "DataFrame":
    """Return the cumulative discounted flow of the state, by scenario, year and statistic."""
    import pandas as pd

    rows = []
    statistics = context.run.statistics
    for scenario in context.expanding:
        result = context.run.results[scenario]
        rate = result.scenario.assumptions.discount_rate.number
        flows = view_flows(result.fiscal(), "state", "to_horizon")
        running = cumulative_discounted(flows.net, rate, flows.years, int(flows.years[0]))
        found = summarise(np.asarray(running))[: len(statistics)]
        rows += [
            {"scenario": scenario, "year": int(year), "statistic": s, "value": float(found[i, t])}
            for t, year in enumerate(flows.years)
            for i, s in enumerate(statistics)
        ]
    return pd.DataFrame(rows)


def _flow_chart(context: Context) -> Chart:
    frame, lang = cumulative_frame(context), context.lang
    data = charts.cumulative_flow_data(frame)
    paid = data[data["payback"]].sort_values("year")
    first = (context.title(str(paid["scenario"].iloc[0])), int(paid["year"].iloc[0])) if len(paid) else None
    middle = frame[frame["statistic"].isin(["central", "p50"])]
    series = tuple(
        context.series(s, middle[middle["scenario"] == s]["value"].tolist()) for s in context.expanding
    )
    unit = wording.unit_of("budget", lang)
    return figure(
        context,
        "cumulative_flow",
        titles.cash_flow_title(first, context.run.years[-1], lang, context.only),
        f"{wording.caption('cash_flow', lang)}, {wording.label('view', 'state', lang)}, {unit}",
        Drawn(
            data=data,
            draw=lambda text, size: charts.cumulative_flow(frame, text, size=size),
            unit=unit,
            native=NativeChart("line", tuple(str(y) for y in context.run.years), series, "#,##0", unit),
            kind="cash_flow",
        ),
    )


def _cost_chart(context: Context) -> Chart:
    lang, frame = context.lang, context.appraisal
    rows = frame[frame["scenario"].isin(context.expanding)]
    data = charts.cost_per_job_data(rows)
    name, unit = wording.label("measure", COST, lang), wording.label("unit", "million VND", lang)
    in_millions = data.assign(value=[wording.numbers.millions(v) for v in data["value"]])
    native = NativeChart(
        "bar",
        tuple(context.title(s) for s in data["scenario"]),
        (Series(name, tuple(in_millions["value"].tolist())),),
        "#,##0",
        unit,
    )
    left_out = sentences.sunk_cost_short(context.run.years[1], _public_sunk(context), lang)
    return figure(
        context,
        "cost_per_job",
        titles.cost_title([float(v) for v in data["value"] if v == v], lang, context.only),
        "; ".join(part for part in (f"{name}, {unit}", left_out) if part),
        Drawn(
            data=data,
            draw=lambda text, size: charts.cost_per_job(rows, text, size=size),
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
            until = wording.horizon("asset_life" if horizon == "asset_life" else last, lang)
            about = {"scenario": context.title(scenario), "view": wording.label("view", view, lang)}
            rows.append({**about, "horizon": until, **cells})
    columns: tuple[str | Column, ...] = (
        *("scenario", "view", "horizon"),
        *(Column(m, _measure_heading(m, lang)) for m in MEASURES),
    )
    notes = [wording.say("medians", lang)] if context.run.draws else []
    notes.append(sentences.price_note(context.run.years[0], lang))
    if any(row["bcr"].startswith(wording.MINUS) for row in rows):
        notes.append(wording.say("bcr.negative", lang))
    notes.append(sentences.sunk_cost(context.run.years[1], _public_sunk(context), lang))
    return table(context, "appraisal", rows, columns, note=" ".join(notes), detail=True)


def _measure_heading(measure: str, lang: str) -> str:
    """Name a measure, and its unit where that is not billions."""
    name = wording.label("measure", measure, lang)
    return f"{name}, {wording.label('unit', 'million VND', lang)}" if measure == COST else name


def _shown(measure: str, values: dict[str, Any], lang: str) -> str:
    middle = values.get("central", values.get("p50"))
    if measure == "probability_npv_positive":
        return wording.probability(values.get("mean"), lang)
    if middle is None or middle != middle:
        return wording.MISSING
    if measure == "discounted_payback_year":
        return str(int(middle))
    low, high = values.get("p5"), values.get("p95")
    if measure == COST:
        middle, low, high = (None if v is None else wording.numbers.millions(v) for v in (middle, low, high))
    return wording.bracketed(middle, low, high, lang, 0 if measure in ("npv", COST) else 2)


def memo_table(context: Context) -> TableBlock:
    """Return lines outside the headline by scenario: sunk capital, construction, land, wastewater."""
    lang, rows = context.lang, []
    for scenario in context.expanding:
        result = context.run.results[scenario]
        means = {name: result.statistics(name, "memo")[0] for name in ("capital_sunk", *MEMO[1:])}
        rows.append(
            {
                "scenario": context.title(scenario),
                "capital_sunk": means["capital_sunk"][0],
                "construction_job_years": result.statistics("construction_job_years")[0].sum(),
                "construction_industry_value_added": means["construction_industry_value_added"].max(),
                "farm_land_lost_ha": means["farm_land_lost_ha"][-1],
                "wastewater_treated_m3_per_day": means["wastewater_treated_m3_per_day"][-1],
            }
        )
    columns: tuple[str | Column, ...] = (
        "scenario",
        Column(
            "capital_sunk", wording.say("sunk.heading", lang, year=str(context.run.years[1])), "number", 0
        ),
        *(Column(name, wording.heading(name, lang), "number", 0) for name in MEMO),
    )
    note = wording.say("memo.note", lang)
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
    note = sentences.appraisal.switching_note(context.run.years[-1], lang)
    return table(context, "switching", rows, columns, note=note)


def _break_even(value: float | None, unit: str, lang: str) -> str:
    """Return a switching value; one below nought is told as none, for no assumption is ever set there."""
    if value is None:
        return wording.MISSING
    if value < 0:
        return wording.say("switching.below", lang, nought=_level(0.0, unit, lang))
    return _level(round(float(value), 3), unit, lang)


def _level(value: float, unit: str, lang: str) -> str:
    return in_unit(value, unit, lang, digits_of((value,), unit))
