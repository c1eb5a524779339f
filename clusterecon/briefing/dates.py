"""Section on how the probability of the headline target moved over the months of a year."""

from datetime import date
from typing import TYPE_CHECKING

from clusterecon.briefing.context import Context
from clusterecon.briefing.figures import Drawn, figure
from clusterecon.charts.targets import probability_over_dates, probability_over_dates_data
from clusterecon.document.briefing import Section
from clusterecon.document.chart import NativeChart
from clusterecon.language import dates, forecast_sentences, labels, titles

if TYPE_CHECKING:
    import pandas as pd


def dates_section(context: Context) -> Section | None:
    """Return how the probability of the headline target moved over the first days of a year's months."""
    study = context.study
    if study is None or context.run.draws == 0:
        return None
    lang, (name, target) = context.lang, context.headline_target
    frame = probability_by_date(context, context.dates_year or target.year, name)
    title = context.target_title(name)
    shown = frame[frame["scenario"] == context.shown]
    first, last = shown.iloc[0], shown.iloc[-1]
    line = forecast_sentences.probability_over_dates(
        title,
        (date.fromisoformat(first["as_of"]), float(first["probability"])),
        (date.fromisoformat(last["as_of"]), float(last["probability"])),
        lang,
    )
    chart = figure(
        context,
        "probability_over_dates",
        titles.dates_title(float(first["probability"]), float(last["probability"]), lang),
        f"{labels.heading('probability', lang)}: {title}",
        Drawn(
            data=probability_over_dates_data(frame),
            draw=lambda text, size: probability_over_dates(frame, text, size=size),
            unit="%",
            native=_dates_native(context, frame),
            kind="dates",
        ),
    )
    return Section("dates", labels.caption("dates", lang), (line,), (chart,))


def _dates_native(context: Context, frame: "pd.DataFrame") -> NativeChart:
    """Return the probability by date as lines, one a scenario."""
    lang = context.lang
    days = list(dict.fromkeys(frame["as_of"]))
    series = tuple(
        context.series(str(name), rows["probability"].tolist())
        for name, rows in frame.groupby("scenario", sort=False)
    )
    categories = tuple(dates.date(date.fromisoformat(str(day)), lang) for day in days)
    return NativeChart("line", categories, series, "0%", labels.heading("probability", lang))


def probability_by_date(context: Context, year: int, target: str) -> "pd.DataFrame":
    """Return the probability of a target as seen on the first day of each month of a year.

    Columns scenario, as_of (ISO), probability, standard_error.
    """
    import pandas as pd

    assert context.study is not None
    chosen = [
        context.run.scenario(s) for s in dict.fromkeys([context.shown, context.recorded or context.shown])
    ]
    rows = []
    for month in range(1, 13):
        when = date(year, month, 1)
        run = context.study.simulate(chosen, context.tried_draws, context.run.seed, when)
        found = run.targets()
        rows += found[found["target"] == target].assign(as_of=when.isoformat()).to_dict("records")
    return pd.DataFrame(rows)[["scenario", "as_of", "probability", "standard_error"]]
