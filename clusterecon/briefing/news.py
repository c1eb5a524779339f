"""What the readings of a year moved in its forecast: a sentence, a chart, a table."""

from datetime import date
from typing import TYPE_CHECKING

from clusterecon.briefing.context import Context
from clusterecon.briefing.figures import Drawn, figure
from clusterecon.briefing.tables import table
from clusterecon.charts.news import AFTER, BEFORE, news_data
from clusterecon.charts.news import news as drawn_news
from clusterecon.document.chart import Chart, NativeChart, Series
from clusterecon.document.table import Column, TableBlock
from clusterecon.language import dates, forecast_sentences, labels, numbers, templates, titles

if TYPE_CHECKING:
    from pandas import DataFrame


def _year(context: Context) -> int:
    """Return the year told of: the target's, or the first one forecast where that comes before it."""
    return min(context.headline_target[1].year, context.run.baseline.forecast.first_year)


def _since(context: Context) -> str:
    """Return the day after which readings count, the end of the year before."""
    return f"{_year(context) - 1}-12-31"


def news_sentence(context: Context, news: "DataFrame") -> str:
    """Say what the readings since the end of the year before moved, and which one most."""
    target, since, year = context.headline_target[1], _since(context), _year(context)
    if news.empty:
        nothing = forecast_sentences.News(since, year, 0, (0, 0), (0, 0), target.number, ("", "", 0))
        return forecast_sentences.news(nothing, context.lang)
    rows = news.to_dict("records")
    most, first, last = max(rows, key=lambda row: abs(row["median_change"])), rows[0], rows[-1]
    found = forecast_sentences.News(
        since,
        year,
        len(news),
        (first["median_before"], last["median_after"]),
        (first["probability_before"], last["probability_after"]),
        target.number,
        (
            labels.label("reading", most["series"], context.lang),
            most["period"],
            float(most["median_change"]),
        ),
    )
    return forecast_sentences.news(found, context.lang)


def news_chart(context: Context, news: "DataFrame") -> tuple[Chart, ...]:
    """Return the picture of what each reading moved the median by; none where nothing was released."""
    if news.empty:
        return ()
    lang, data = context.lang, news_data(news)
    year, threshold = str(_year(context)), numbers.percent(context.headline_target[1].number, lang)
    lines = [forecast_sentences.reading_name(row, lang) for row in data.to_dict("records")]
    told = data.assign(line=lines, value=data["value"].fillna(data["end"]))[["line", "value", "probability"]]
    moves = data[~data["series"].isin([BEFORE, AFTER])]
    change = float(data["end"].iloc[-1] - data["end"].iloc[0])
    chart = figure(
        context,
        "forecast_news",
        titles.news_title(_since(context), _year(context), change, lang),
        templates.say("news.subtitle", lang, year=year, threshold=threshold),
        Drawn(
            data=data,
            draw=lambda text, size: drawn_news(news, text, size=size),
            unit=labels.unit_of("industrial_growth", lang),
            native=NativeChart(
                "bar",
                tuple(lines[1:-1]),
                (Series(labels.heading("median_change", lang), tuple(moves["value"].tolist())),),
                "0.00",
                labels.label("unit", "points", lang),
            ),
            names=_names(data, lang),
            kind="news",
            told=told,
        ),
    )
    return (chart,)


def _names(data: "DataFrame", lang: str) -> dict[str, str]:
    """Return what the identifiers of a chart's figures are called: series, periods, days."""
    days = {*data["released"], *data["until"]} - {""}
    return {
        **{name: labels.label("reading", name, lang) for name in data["series"]},
        **{when: dates.period(when, lang) for when in data["period"] if when},
        **{day: dates.date(day, lang) for day in days},
    }


def news_table(context: Context, news: "DataFrame") -> TableBlock:
    """Return what each reading moved: surprise, weight, and its share in median and probability."""
    lang, rows = context.lang, news.copy()
    rows["released"] = [date.fromisoformat(str(day)[:10]) for day in rows["released"]]
    rows["series"] = [labels.label("reading", name, lang) for name in rows["series"]]
    rows["period"] = [dates.period(when, lang) for when in rows["period"]]
    rows["probability_change"] = 100 * rows["probability_change"].astype(float)
    heads = (
        ("surprise", 2, True),
        ("gain", 2, False),
        ("median_change", 2, True),
        ("probability_change", 1, True),
    )
    columns = (
        Column("released", labels.heading("released", lang), "date"),
        Column("series", labels.heading("series", lang)),
        Column("period", labels.heading("period", lang)),
        *(Column(n, labels.heading(n, lang), "number", d, signed=sign) for n, d, sign in heads),
    )
    return table(context, "news", rows, columns, note=templates.say("news.note", lang))
