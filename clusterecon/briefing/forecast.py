"""Section on the forecast of industrial growth: what it rests on, how good it has been, its parts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from clusterecon.briefing.context import Context
from clusterecon.briefing.figures import Drawn, figure
from clusterecon.briefing.news import news_chart, news_sentence, news_table
from clusterecon.briefing.tables import table
from clusterecon.charts.growth import attribution, attribution_data, backtest, backtest_data, fan, fan_data
from clusterecon.document.briefing import Section
from clusterecon.document.chart import Chart, NativeChart, Series
from clusterecon.document.table import Column, TableBlock
from clusterecon.language import forecast_sentences, labels, numbers, templates, titles
from clusterecon.scenario.fields import Target

if TYPE_CHECKING:
    from pandas import DataFrame


_SERIES = ("index", "value_added")
"""Series of past growth; where both have a year, the later one stands."""


def forecast_section(context: Context) -> Section:
    """Return the forecast of industrial growth: what it rests on, how good it has been, its parts."""
    lang, (name, target) = context.lang, context.headline_target
    news = context.run.news()
    return Section(
        "forecast",
        labels.caption("backtest", lang),
        tuple(_forecast_sentences(context, news)),
        (
            _fan_chart(context, name, target),
            *news_chart(context, news),
            _attribution_chart(context, target),
            *_backtest_chart(context),
        ),
        (news_table(context, news), backtest_table(context)),
    )


def _forecast_sentences(context: Context, news: "DataFrame") -> list[str]:
    lang, tables = context.lang, context.run.baseline.tables
    scores = tables["regional_scores"].to_dict("records")
    summary = {row["model"]: row for row in tables["regional_summary"].to_dict("records")}
    facts = context.run.baseline.facts
    published, benchmark = str(facts["published"]), str(facts["benchmark"])
    models = ", ".join(labels.label("model", m, lang) for m in facts["rules"])
    first, last = context.run.about.national_years
    past = history(context)
    lines = [
        forecast_sentences.forecast_basis(models, first, last, lang),
        forecast_sentences.past_growth(_years_of_the_index(past), _missing(past["year"]), lang),
    ]
    if published in summary:
        row = summary[published]
        lines.append(
            forecast_sentences.backtest_verdict(
                labels.label("model", published, lang),
                labels.label("model", benchmark, lang),
                -float(row["difference_to_climatology"]),
                float(row["standard_error"]),
                int(row["n"]),
                lang,
            )
        )
        inside = [bool(row["covered80"]) for row in scores if row["model"] == published]
        lines.append(forecast_sentences.backtest_coverage(sum(inside), len(inside), 0.8, lang))
    lines.append(templates.say("backtest.pseudo", lang))
    return [*lines, news_sentence(context, news)]


def history(context: Context) -> "DataFrame":
    """Return past growth of the region's industry: year, value (%), series.

    The series is ``value_added`` where that is published, else ``index``.
    """
    import pandas as pd

    readings = context.run.about.history
    rows = {year: (year, value, name) for name in _SERIES for year, value in readings[name].items()}
    return pd.DataFrame([rows[year] for year in sorted(rows)], columns=["year", "value", "series"])


def _years_of_the_index(past: "DataFrame") -> list[int]:
    return [int(year) for year in past["year"][past["series"] == "index"]]


def _missing(years: Iterable[int]) -> list[int]:
    """Return the years that are left out between the first and the last."""
    known = set(years)
    return [year for year in range(min(known, default=0), max(known, default=0)) if year not in known]


def _fan_chart(context: Context, name: str, target: Target) -> Chart:
    scenario, lang = context.shown, context.lang
    ahead = context.table[
        (context.table["scenario"] == scenario) & (context.table["indicator"] == "industrial_growth")
    ]
    past = history(context)
    chance = context.target_row(scenario, name)["probability"]
    title, unit = context.title(scenario), labels.unit_of("industrial_growth", lang)
    if chance is not None:
        title = titles.fan_title(target.year, target.number, chance, lang)
    return figure(
        context,
        "growth_fan",
        title,
        forecast_sentences.with_missing_years(
            f"{labels.indicator('industrial_growth', lang)}, {unit}: {context.title(scenario)}",
            _missing(past["year"]),
            lang,
        ),
        Drawn(
            data=fan_data(past, ahead),
            draw=lambda text, size: fan(past, ahead, text, target=target.number, size=size),
            unit=unit,
            native=_fan_native(context, past, scenario, target),
            kind="fan",
        ),
    )


def _fan_native(context: Context, past: "DataFrame", scenario: str, target: Target) -> NativeChart:
    """Return the forecast as lines: outturn by series, median, ends of the interval, target."""
    lang, word = context.lang, labels.label
    known, named = (dict(zip(past["year"], past[column], strict=True)) for column in ("value", "series"))
    first = max(known, default=context.run.years[0])
    years = range(min(known, default=first), context.run.years[-1] + 1)
    ends = {p: context.run.values(scenario, "industrial_growth", p) for p in context.run.statistics}
    middle = ends["p50" if context.run.draws else "central"]
    lines = [(word("chart", "forecast", lang), middle)]
    if context.run.draws:
        lines += [
            (word("chart", "low_end", lang), ends["p5"]),
            (word("chart", "high_end", lang), ends["p95"]),
        ]
    start = {first: known[first]} if known else {}
    ahead = [(name, {y: v for y, v in line.items() if y > first} | start) for name, line in lines]
    outturn = [
        (word("chart", name, lang), {y: v for y, v in known.items() if named[y] == name})
        for name in reversed(_SERIES)
        if name in named.values()
    ]
    series = [Series(name, tuple(line.get(y) for y in years)) for name, line in (*outturn, *ahead)]
    level = f"{labels.heading('target', lang)}: {numbers.percent(target.number, lang)}"
    series.append(Series(level, (target.number,) * len(years), role="target"))
    unit = labels.unit_of("industrial_growth", lang)
    return NativeChart("line", tuple(map(str, years)), tuple(series), "0.0", unit)


def _attribution_chart(context: Context, target: Target) -> Chart:
    frame, lang, year = context.attribution, context.lang, target.year
    data = attribution_data(frame, year=year)
    rows = data.to_dict("records")
    most = max(rows, key=lambda row: abs(row["clusters_direct"] + row["clusters_indirect"]))
    added = most["clusters_direct"] + most["clusters_indirect"]
    return figure(
        context,
        "growth_attribution",
        titles.attribution_title(year, added, most["total"], lang),
        context.mean_subtitle(labels.caption("attribution", lang)),
        Drawn(
            data=data,
            draw=lambda text, size: attribution(frame, text, year=year, size=size),
            unit=labels.unit_of("industrial_growth", lang),
            native=NativeChart(
                "bar",
                tuple(context.title(str(s)) for s in data["scenario"]),
                (
                    Series(
                        labels.label("chart", "new", lang),
                        tuple((data["clusters_direct"] + data["clusters_indirect"]).tolist()),
                    ),
                ),
                "0.000",
                labels.label("unit", "points", lang),
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
    inside, unit = int(rows["covered80"].sum()), labels.unit_of("industrial_growth", lang)
    chart = figure(
        context,
        "forecast_record",
        titles.backtest_title(inside, len(rows), 0.8, lang),
        forecast_sentences.with_missing_years(
            templates.say("backtest.subtitle", lang), _missing(rows["year"]), lang
        ),
        Drawn(
            data=backtest_data(rows),
            draw=lambda text, size: backtest(rows, text, size=size),
            unit=unit,
            native=NativeChart(
                "dot",
                tuple(str(year) for year in rows["year"]),
                (
                    Series(
                        labels.label("chart", "forecast", lang),
                        tuple(rows["value"].tolist()),
                        tuple(rows["low"].tolist()),
                        tuple(rows["high"].tolist()),
                    ),
                    Series(labels.label("chart", "index", lang), tuple(rows["outturn"].tolist())),
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
    frame["stage"] = [labels.label("stage", s, lang) for s in frame["stage"]]
    frame["model"] = [labels.label("model", m, lang) for m in frame["model"]]
    frame["verdict"] = [labels.label("verdict", v, lang) for v in frame["verdict"]]
    frame["coverage"] = [
        f"{numbers.share(c, lang)} ({numbers.number(100 * low, lang)} – {numbers.share(high, lang)})"
        for c, low, high in zip(
            frame["coverage80"], frame["coverage_low"], frame["coverage_high"], strict=True
        )
    ]
    columns = (
        Column("stage", labels.heading("part", lang)),
        "model",
        Column("first_origin", labels.heading("first_origin", lang), "year"),
        Column("n", labels.heading("n", lang), "integer"),
        Column("mean_crps", labels.heading("crps", lang), "number", 2),
        Column("difference_to_climatology", labels.heading("difference", lang), "number", 2, signed=True),
        Column("standard_error", labels.heading("standard_error", lang), "number", 2),
        "coverage",
        "verdict",
    )
    crps = templates.say("backtest.crps", lang, benchmark=labels.label("model", "climatology", lang))
    note = f"{crps} {templates.say('backtest.pseudo', lang)}"
    return table(context, "backtest", frame, columns, note=note, detail=True)
