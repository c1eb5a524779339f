"""Section on the forecast of industrial growth: what it rests on, how good it has been, its parts."""

from typing import TYPE_CHECKING

from clusterecon import charts, wording
from clusterecon.briefing.context import Context, Drawn
from clusterecon.briefing.growth import headline_target
from clusterecon.document import Chart, Column, NativeChart, Section, Series, TableBlock
from clusterecon.scenario import Target
from clusterecon.wording import sentences, titles

if TYPE_CHECKING:
    from pandas import DataFrame


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
    scores = tables["regional_scores"].to_dict("records")
    summary = {row["model"]: row for row in tables["regional_summary"].to_dict("records")}
    facts = context.run.baseline.facts
    published, benchmark = str(facts["published"]), "climatology"
    models = ", ".join(wording.label("model", m, lang) for m in facts["national_weights"])
    first, last = context.run.source["national_years"]
    lines = [sentences.forecast.forecast_basis(models, first, last, lang)]
    if published in summary and published != benchmark:
        row = summary[published]
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
        inside = [bool(row["covered80"]) for row in scores if row["model"] == published]
        lines.append(sentences.forecast.backtest_coverage(sum(inside), len(inside), 0.8, lang))
    lines.append(sentences.forecast.backtest_is_pseudo(lang))
    part = facts.get("part_year")
    if part:
        reading = part["reading"]
        lines.append(
            sentences.forecast.part_year_reading(
                f"{reading['year']}-{reading['part']}",
                float(reading["value"]),
                (float(part["prior_mean"]), float(part["prior_sd"])),
                (float(part["mean"]), float(part["sd_after"])),
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
    chance = context.target_row(scenario, name)["probability"]
    title, unit = context.title(scenario), wording.unit_of("industrial_growth", lang)
    if chance is not None:
        title = titles.fan_title(target.year, target.number, chance, lang)
    return context.chart(
        "growth_fan",
        title,
        f"{wording.indicator('industrial_growth', lang)}, {unit}: {context.title(scenario)}",
        Drawn(
            data=charts.fan_data(past, ahead),
            draw=lambda text, size: charts.fan(past, ahead, text, target=target.number, size=size),
            unit=unit,
            native=_fan_native(context, past, scenario, target),
            kind="fan",
        ),
    )


def _fan_native(context: Context, past: "DataFrame", scenario: str, target: Target) -> NativeChart:
    """Return the forecast as lines: outturn, median, ends of the interval, target."""
    lang, word = context.lang, wording.label
    known = dict(zip(past["year"].tolist(), past["value"].tolist(), strict=True))
    first = max(known, default=context.run.years[0])
    years = sorted({*known, *(year for year in context.run.years if year > first)})
    ends = {p: context.run.values(scenario, "industrial_growth", p) for p in context.run.statistics}
    middle = ends["p50" if context.run.draws else "central"]
    lines = [(word("chart", "past", lang), known), (word("chart", "forecast", lang), middle)]
    if context.run.draws:
        lines += [
            (word("chart", "low_end", lang), ends["p5"]),
            (word("chart", "high_end", lang), ends["p95"]),
        ]
    start = {first: known[first]} if known else {}
    drawn = [lines[0], *((name, {**line, **start}) for name, line in lines[1:])]
    series = [
        Series(name, tuple(line.get(y) if line is known or y >= first else None for y in years))
        for name, line in drawn
    ]
    level = f"{wording.heading('target', lang)}: {wording.percent(target.number, lang)}"
    series.append(Series(level, (target.number,) * len(years), role="target"))
    unit = wording.unit_of("industrial_growth", lang)
    return NativeChart("line", tuple(map(str, years)), tuple(series), "0.0", unit)


def _attribution_chart(context: Context, target: Target) -> Chart:
    frame, lang, year = context.attribution, context.lang, target.year
    data = charts.attribution_data(frame, year=year)
    rows = data.to_dict("records")
    most = max(rows, key=lambda row: abs(row["clusters_direct"] + row["clusters_indirect"]))
    added = most["clusters_direct"] + most["clusters_indirect"]
    return context.chart(
        "growth_attribution",
        titles.attribution_title(year, added, most["total"], lang),
        wording.caption("attribution", lang),
        Drawn(
            data=data,
            draw=lambda text, size: charts.attribution(frame, text, year=year, size=size),
            unit=wording.unit_of("industrial_growth", lang),
            native=NativeChart(
                "bar",
                tuple(context.title(str(s)) for s in data["scenario"]),
                (
                    Series(
                        wording.label("chart", "new", lang),
                        tuple((data["clusters_direct"] + data["clusters_indirect"]).tolist()),
                    ),
                ),
                "0.000",
                wording.label("unit", "points", lang),
            ),
            kind="attribution",
        ),
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
    inside, unit = int(rows["covered80"].sum()), wording.unit_of("industrial_growth", lang)
    chart = context.chart(
        "forecast_record",
        titles.backtest_title(inside, len(rows), 0.8, lang),
        f"{wording.indicator('industrial_growth', lang)}, {unit}",
        Drawn(
            data=charts.backtest_data(rows),
            draw=lambda text, size: charts.backtest(rows, text, size=size),
            unit=unit,
            native=NativeChart(
                "dot",
                tuple(str(year) for year in rows["year"]),
                (
                    Series(
                        wording.label("chart", "forecast", lang),
                        tuple(rows["value"].tolist()),
                        tuple(rows["low"].tolist()),
                        tuple(rows["high"].tolist()),
                    ),
                    Series(wording.label("chart", "past", lang), tuple(rows["outturn"].tolist())),
                ),
                "0.0",
                unit,
            ),
            kind="backtest",
        ),
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
        wording.share(c, lang) + f" ({wording.number(100 * low, lang)} – {wording.number(100 * high, lang)})"
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
    return TableBlock("backtest", wording.caption("backtest", lang), frame, note, columns, detail=True)
