"""Sections on growth: what clusters add, the forecast, and the probability of the targets."""

from typing import TYPE_CHECKING

from clusterecon import charts, wording
from clusterecon.briefing.context import Context
from clusterecon.document import Chart, Column, NativeChart, Section, Series, TableBlock
from clusterecon.expansion import occupancy_by_age
from clusterecon.results.reduce import JOINT, JOINT_WITHOUT_WASTEWATER
from clusterecon.scenario import Target
from clusterecon.wording import Estimate, sentences, titles

if TYPE_CHECKING:
    from pandas import DataFrame


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
    lines.append(_why_late(context))
    for scenario in _announced_and_recorded(context):
        year = peak_year(context, scenario)
        peak = context.contribution(scenario, year)
        lines.append(sentences.growth.contribution_peak(context.title(scenario), year, peak, lang))
    for scenario in _announced_and_recorded(context) or context.run.scenarios[:1]:
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


def _announced_and_recorded(context: Context) -> tuple[str, ...]:
    return tuple(name for name in (context.announced, context.recorded) if name)


def _why_late(context: Context) -> str:
    assumptions = context.run.scenario(context.shown).assumptions
    fill = assumptions.years_to_fill.number
    ramp = occupancy_by_age(1, assumptions.ramp.value, fill)
    return sentences.growth.contribution_late(float(ramp[0, 0]), fill, context.lang)


def _growth_chart(context: Context, target: Target, largest: float) -> Chart:
    table, lang, year = context.table, context.lang, target.year
    data = charts.growth_by_scenario_data(table, year=year, target=target.number)
    native = NativeChart(
        "dot",
        tuple(context.title(s) for s in data["scenario"]),
        (
            Series(wording.indicator("industrial_growth", lang), data["value"], data["low"], data["high"]),
            Series(wording.heading("target", lang), tuple(data["target"]), role="target"),
        ),
        "0.00",
        wording.unit_of("industrial_growth", lang),
    )
    subtitle = f"{wording.indicator('industrial_growth', lang)}, {year}, {wording.unit_of('industrial_growth', lang)}"
    return context.chart(
        "growth_by_scenario",
        titles.growth_title(year, largest, lang),
        subtitle,
        data=data,
        draw=lambda text, size: charts.growth_by_scenario(
            table, text, year=year, target=target.number, size=size
        ),
        unit=wording.unit_of("industrial_growth", lang),
        native=native,
        kind="growth",
    )


def headline_table(context: Context) -> TableBlock:
    """Return the headline by scenario: jobs, net jobs, budget, contribution and probability."""
    import pandas as pd

    lang, (name, target) = context.lang, headline_target(context)
    year = context.middle_year
    chances = context.targets.set_index(["scenario", "target"])["probability"]
    rows = []
    for scenario in context.run.scenarios:
        chance = chances[scenario, name]
        rows.append(
            {
                "scenario": context.title(scenario),
                "contribution": wording.points(context.contribution(scenario, target.year).value, lang, 3),
                "probability": wording.probability(None if chance != chance else chance, lang),
                "jobs": _with_interval(context, scenario, "jobs", year),
                "jobs_net": _with_interval(context, scenario, "jobs_net", year),
                "budget": _with_interval(context, scenario, "budget", year),
                "budget_net": _with_interval(context, scenario, "budget_net", year),
            }
        )
    columns = (
        Column("scenario", wording.heading("scenario", lang)),
        Column("contribution", f"{wording.heading('contribution', lang)} {target.year}"),
        Column("probability", f"{wording.heading('probability', lang)}: {target_title(context, name)}"),
        *(
            Column(n, f"{wording.indicator(n, lang)} {year}, {wording.unit_of(n, lang)}")
            for n in ("jobs", "jobs_net", "budget", "budget_net")
        ),
    )
    note = " ".join(
        [
            sentences.price_note(context.run.years[0], lang),
            sentences.sample_note(context.run.draws, context.run.seed, lang),
        ]
    )
    return TableBlock("headline", wording.caption("headline", lang), pd.DataFrame(rows), note, columns)


def _with_interval(context: Context, scenario: str, indicator: str, year: int) -> str:
    estimate = context.estimate(scenario, indicator, year)
    if not any(estimate[i] for i in range(3)):
        return wording.number(0, context.lang)
    shown = wording.number(wording.numbers.rough(estimate.value), context.lang)
    if estimate.low is None or estimate.high is None:
        return shown
    low, high = wording.numbers.rough(estimate.low), wording.numbers.rough(estimate.high)
    return f"{shown} ({wording.interval(low, high, context.lang)})"


def target_section(context: Context) -> Section:
    """Return the probability of each target and of all together."""
    lang, (name, target) = context.lang, headline_target(context)
    chances = context.targets.set_index(["scenario", "target"])
    lines: list[str] = []
    for scenario in context.told:
        row = chances.loc[(scenario, name)]
        error = row["standard_error"]
        lines.append(
            sentences.targets.target_probability(
                context.title(scenario),
                target_title(context, name),
                _number(row["probability"]),
                lang,
                _number(error),
            )
        )
    shown = context.shown
    row = chances.loc[(shown, name)]
    lines += [
        sentences.targets.target_gap(
            context.title(shown), target.indicator, float(row["gap"]), lang, _number(row["gap_bn_vnd"])
        ),
        sentences.targets.shortfall(
            target_title(context, name), target.indicator, _number(row["shortfall"]), lang
        ),
    ]
    if context.run.draws:
        lines += [_joint(context, scenario) for scenario in _announced_and_recorded(context)]
    return Section(
        "targets",
        wording.caption("targets", lang),
        tuple(line for line in lines if line),
        (_target_chart(context),) if context.run.draws else (),
        (target_table(context),),
    )


def _number(value: float) -> float | None:
    return None if value is None or value != value else float(value)


def _joint(context: Context, scenario: str) -> str:
    rows = context.targets[context.targets["scenario"] == scenario].set_index("target")["probability"]
    single = rows.drop([JOINT, JOINT_WITHOUT_WASTEWATER])
    hardest = str(single.idxmin())
    return sentences.targets.joint_probability(
        context.title(scenario),
        len(single),
        float(rows[JOINT]),
        float(rows[JOINT_WITHOUT_WASTEWATER]),
        context.lang,
        (target_title(context, hardest), float(single[hardest])),
    )


def _target_chart(context: Context) -> Chart:
    frame, lang = context.targets, context.lang
    names = {name: target_title(context, name) for name in dict.fromkeys(frame["target"])}
    joint = frame[frame["target"] == JOINT].set_index("scenario")["probability"]
    data = charts.target_probabilities_data(frame)
    native = NativeChart(
        "bar",
        tuple(names[t] for t in names),
        tuple(
            Series(
                context.title(s),
                tuple(frame[frame["scenario"] == s].set_index("target")["probability"][t] for t in names),
            )
            for s in context.run.scenarios
        ),
        "0%",
        wording.heading("probability", lang),
    )
    return context.chart(
        "target_probabilities",
        titles.targets_title([(context.title(s), float(p)) for s, p in joint.items()], lang),
        wording.heading("probability", lang),
        data=data,
        draw=lambda text, size: charts.target_probabilities(frame, text, size=size),
        unit="%",
        native=native,
        names=names,
        kind="targets",
    )


def target_table(context: Context) -> TableBlock:
    """Return the probability of every target, with its standard error, a column a scenario."""
    import pandas as pd

    lang = context.lang
    chances = context.targets.set_index(["target", "scenario"])
    rows = []
    for target in dict.fromkeys(context.targets["target"]):
        late = any(chances.loc[(target, s), "with_hindsight"] for s in context.run.scenarios)
        mark = f" {sentences.hindsight_mark(lang)}" if late else ""
        row = {"target": target_title(context, target) + mark}
        for scenario in context.run.scenarios:
            found = chances.loc[(target, scenario)]
            chance, error = _number(found["probability"]), _number(found["standard_error"])
            spread = f" ± {wording.number(100 * error, lang, 1)}" if error else ""
            row[scenario] = wording.probability(chance, lang) + spread
        rows.append(row)
    columns = (
        Column("target", wording.heading("target", lang)),
        *(Column(s, context.title(s)) for s in context.run.scenarios),
    )
    note = f"± {wording.heading('standard_error', lang)}, %"
    return TableBlock("targets", wording.caption("targets", lang), pd.DataFrame(rows), note, columns)


def full_target_table(context: Context) -> TableBlock:
    """Return every target of every scenario with gap, shortfall and hindsight, for the workbook."""
    frame = context.targets.copy()
    for column in ("threshold", "probability", "standard_error", "gap", "gap_bn_vnd", "shortfall"):
        frame[column] = frame[column].astype(float)
    return TableBlock("targets_in_full", wording.caption("targets", context.lang), frame)


def forecast_section(context: Context) -> Section:
    """Return the forecast of industrial growth: what it rests on, how good it has been, its parts."""
    lang, (name, target) = context.lang, headline_target(context)
    return Section(
        "forecast",
        wording.caption("backtest", lang),
        tuple(_forecast_sentences(context)),
        (_fan_chart(context, name, target), _attribution_chart(context, target), *_backtest_chart(context)),
        (backtest_table(context),),
    )


def _forecast_sentences(context: Context) -> list[str]:
    lang, tables = context.lang, context.run.baseline.tables
    scores = tables["regional_scores"]
    summary = tables["regional_summary"].set_index("model")
    facts = context.run.baseline.facts
    published, benchmark = str(facts["published"]), "climatology"
    models = ", ".join(wording.label("model", m, lang) for m in facts["national_weights"])
    lines = [sentences.forecast.forecast_basis(models, *context.run.source["national_years"], lang)]
    if published in summary.index and published != benchmark:
        row = summary.loc[published]
        lines.append(
            sentences.forecast.backtest_verdict(
                wording.label("model", published, lang),
                wording.label("model", benchmark, lang),
                -float(row["difference_to_climatology"]),
                float(row["standard_error"]),
                int(row["n"]),
                lang,
            )
        )
        inside = scores[scores["model"] == published]["covered80"]
        lines.append(sentences.forecast.backtest_coverage(int(inside.sum()), len(inside), 0.8, lang))
    lines.append(sentences.forecast.backtest_is_pseudo(lang))
    part = facts.get("part_year")
    if part:
        lines.append(
            sentences.forecast.part_year_reading(
                str(part["period"]),
                float(part["reading"]),
                (float(part["median_before"]), float(part["sd_before"])),
                (float(part["median_after"]), float(part["sd_after"])),
                lang,
            )
        )
    return lines


def history(context: Context) -> "DataFrame":
    """Return past growth of the region's industry, % a year, as the baseline knows it."""
    import pandas as pd

    readings = context.run.source["history"]
    return pd.DataFrame({"year": [int(y) for y in readings], "value": [float(v) for v in readings.values()]})


def _fan_chart(context: Context, name: str, target: Target) -> Chart:
    scenario, lang = context.shown, context.lang
    ahead = context.table[
        (context.table["scenario"] == scenario) & (context.table["indicator"] == "industrial_growth")
    ]
    past = history(context)
    chance = context.targets.set_index(["scenario", "target"])["probability"][scenario, name]
    title = (
        titles.fan_title(target.year, target.number, float(chance), lang)
        if context.run.draws
        else context.title(scenario)
    )
    return context.chart(
        "growth_fan",
        title,
        f"{wording.indicator('industrial_growth', lang)}: {context.title(scenario)}",
        data=charts.fan_data(past, ahead),
        draw=lambda text, size: charts.fan(past, ahead, text, target=target.number, size=size),
        unit=wording.unit_of("industrial_growth", lang),
        kind="fan",
    )


def _attribution_chart(context: Context, target: Target) -> Chart:
    frame, lang, year = context.attribution, context.lang, target.year
    data = charts.attribution_data(frame, year=year)
    added = data["clusters_direct"] + data["clusters_indirect"]
    place = added.abs().idxmax()
    return context.chart(
        "growth_attribution",
        titles.attribution_title(year, float(added[place]), float(data["total"][place]), lang),
        wording.caption("attribution", lang),
        data=data,
        draw=lambda text, size: charts.attribution(frame, text, year=year, size=size),
        unit=wording.unit_of("industrial_growth", lang),
        kind="attribution",
    )


def _backtest_chart(context: Context) -> tuple[Chart, ...]:
    lang, scores = context.lang, context.run.baseline.tables["regional_scores"]
    published = str(context.run.baseline.facts["published"])
    rows = scores[scores["model"] == published].rename(
        columns={"origin": "year", "median": "value", "p10": "low", "p90": "high"}
    )
    if rows.empty:
        return ()
    rows = rows[["year", "value", "low", "high", "outturn", "covered80"]]
    inside = int(rows["covered80"].sum())
    chart = context.chart(
        "forecast_record",
        titles.backtest_title(inside, len(rows), 0.8, lang),
        wording.caption("backtest", lang),
        data=charts.backtest_data(rows),
        draw=lambda text, size: charts.backtest(rows, text, size=size),
        unit=wording.unit_of("industrial_growth", lang),
        kind="backtest",
    )
    return (chart,)


def backtest_table(context: Context) -> TableBlock:
    """Return the back-test: mean CRPS, difference to climatology, coverage, verdict, by stage and model."""
    lang = context.lang
    frame = context.run.backtest()
    frame["stage"] = [wording.label("stage", s, lang) for s in frame["stage"]]
    frame["model"] = [wording.label("model", m, lang) for m in frame["model"]]
    frame["verdict"] = [wording.label("verdict", v, lang) for v in frame["verdict"]]
    frame["coverage"] = [
        f"{wording.share(c, lang)} ({wording.share(low, lang)} – {wording.share(high, lang)})"
        for c, low, high in zip(
            frame["coverage80"], frame["coverage_low"], frame["coverage_high"], strict=True
        )
    ]
    columns = (
        Column("stage", wording.heading("part", lang)),
        Column("model", wording.heading("model", lang)),
        Column("n", wording.heading("n", lang), "integer"),
        Column("mean_crps", wording.heading("crps", lang), "number", 2),
        Column("difference_to_climatology", wording.heading("difference", lang), "number", 2, signed=True),
        Column("standard_error", wording.heading("standard_error", lang), "number", 2),
        Column("coverage", wording.heading("coverage", lang)),
        Column("verdict", wording.heading("verdict", lang)),
    )
    note = sentences.forecast.backtest_is_pseudo(lang)
    return TableBlock("backtest", wording.caption("backtest", lang), frame, note, columns)


__all__ = [
    "Estimate",
    "forecast_section",
    "growth_section",
    "headline_table",
    "headline_target",
    "target_section",
]
