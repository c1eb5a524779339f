"""Sections that simulate again or compare: what it would take, how the odds moved, two scenarios."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from clusterecon import charts, wording
from clusterecon.briefing.context import Context, Drawn
from clusterecon.briefing.growth import headline_target, target_title
from clusterecon.briefing.values import digits_of, in_unit, is_rate
from clusterecon.document import Chart, Column, NativeChart, Section, Series, TableBlock
from clusterecon.goal_seek import GoalSeek, first_planned, hectares_needed, planned_area
from clusterecon.wording import Estimate, sentences, titles

if TYPE_CHECKING:
    import pandas as pd

LEVERS: dict[str, tuple[float, float]] = {
    "completion_rate": (0.0, 1.0),
    "mature_occupancy": (0.3, 1.0),
    "workers_per_leased_ha": (20.0, 200.0),
    "value_added_per_worker": (0.05, 0.6),
    "displacement_general": (0.0, 1.0),
}
"""Levers that a report tries one by one, with the values between which each is moved."""
WANTED = 0.5
COMPARED = ("jobs", "jobs_net", "budget", "budget_net", "value_added_net", "industrial_growth")


def lever_section(context: Context) -> Section | None:
    """Return what it would take to meet the headline target; none without a study."""
    if context.study is None or context.recorded is None or context.run.draws == 0:
        return None
    lang, (name, _) = context.lang, headline_target(context)
    found = [_seek(context, lever, bounds, name) for lever, bounds in LEVERS.items()]
    flat = [goal for goal in found if _is_flat(context, goal)]
    lines = [_lever_sentence(context, goal) for goal in found if goal not in flat]
    lines += [_flat_sentence(context, flat)] if flat else []
    needed = hectares_needed(context.study, context.run)
    return Section(
        "levers",
        wording.caption("goal_seek", lang),
        tuple(lines),
        (_lever_chart(context, found),),
        (hectare_table(context, needed),) if len(needed) else (),
    )


def _draws(context: Context) -> int:
    """Return how many draws every value is tried on."""
    return min(context.run.draws, 8_192)


def _standard_error(probability: float, draws: int) -> float:
    return float((probability * (1 - probability) / draws) ** 0.5)


def _seek(context: Context, lever: str, bounds: tuple[float, float], target: str) -> GoalSeek:
    from clusterecon.goal_seek import Search

    assert context.study is not None and context.recorded is not None
    search = Search(_draws(context), context.run.seed, context.run.as_of)
    return context.study.goal_seek(
        lever,
        scenario=context.run.scenario(context.recorded),
        target=target,
        probability=WANTED,
        bounds=bounds,
        search=search,
    )


def _lever_sentence(context: Context, goal: GoalSeek) -> str:
    lang, title = context.lang, context.title(goal.scenario)
    question = sentences.forecast.Question(
        title, context.label(goal.lever), target_title(context, goal.target), goal.wanted
    )
    entry = context.run.scenario(goal.scenario).quantities()[goal.lever]
    if goal.value is not None:
        values = (goal.value, entry.number)
        digits = digits_of(values, entry.unit)
        value, today = (in_unit(v, entry.unit, lang, digits) for v in values)
        return sentences.forecast.goal_seek_reached(question, value, today, lang)
    digits = min(digits_of((goal.best_value,), entry.unit), 2)
    best = (goal.probability, in_unit(goal.best_value, entry.unit, lang, digits))
    return sentences.forecast.goal_seek_unreachable(question, _bounds(context, goal), best, lang)


def _bounds(context: Context, goal: GoalSeek) -> str:
    """Return the interval over which a lever was moved, with its unit."""
    digits = digits_of(goal.bounds, goal.unit)
    low, high = (in_unit(end, goal.unit, context.lang, digits) for end in goal.bounds)
    unit = "" if is_rate(goal.unit) else f" {wording.assumption_unit(goal.unit, context.lang)}"
    return f"{low} – {high}{unit}"


def _is_flat(context: Context, goal: GoalSeek) -> bool:
    """Tell whether a lever misses and its probability moves by no more than the error of simulation."""
    chances = [chance for _, chance in goal.curve]
    error = 2 * _standard_error(goal.probability, _draws(context))
    return not goal.reachable and max(chances) - min(chances) <= error


def _flat_sentence(context: Context, flat: list[GoalSeek]) -> str:
    """Name all levers that hardly matter in one sentence."""
    first = flat[0]
    chances = [chance for goal in flat for _, chance in goal.curve]
    levers = [f"“{context.label(goal.lever)}” ({_bounds(context, goal)})" for goal in flat]
    question = sentences.forecast.Question(
        context.title(first.scenario), ", ".join(levers), target_title(context, first.target), first.wanted
    )
    return sentences.forecast.goal_seek_flat(question, (min(chances), max(chances)), context.lang)


def _lever_chart(context: Context, found: list[GoalSeek]) -> Chart:
    import pandas as pd

    lang = context.lang
    rows = [
        {"lever": goal.lever, "value": value, "probability": chance}
        for goal in found
        for value, chance in goal.curve
    ]
    frame = pd.DataFrame(rows)
    frame["standard_error"] = [_standard_error(p, _draws(context)) for p in frame["probability"]]
    reached = sum(goal.reachable for goal in found)
    scenario = context.title(found[0].scenario)
    units = {goal.lever: context.run.scenario(goal.scenario).quantities()[goal.lever].unit for goal in found}
    rates = [lever for lever, unit in units.items() if is_rate(unit)]
    names = {
        lever: context.label(lever) + ("" if lever in rates else f", {wording.assumption_unit(unit, lang)}")
        for lever, unit in units.items()
    }
    return context.chart(
        "lever_curves",
        titles.levers_title(scenario, reached, len(found), WANTED, lang),
        f"{wording.heading('probability', lang)}: {target_title(context, found[0].target)}",
        Drawn(
            data=charts.lever_curves_data(frame),
            draw=lambda text, size: charts.lever_curves(frame, text, wanted=WANTED, rates=rates, size=size),
            unit="%",
            native=_lever_native(context, found),
            names=names,
            kind="levers",
        ),
    )


def _lever_native(context: Context, found: list[GoalSeek]) -> NativeChart:
    """Return the best probability each lever reaches, as columns beside the one wanted."""
    lang = context.lang
    best = tuple(max(chance for _, chance in goal.curve) for goal in found)
    wanted = f"{wording.label('chart', 'wanted', lang)}: {wording.share(WANTED, lang)}"
    return NativeChart(
        "column",
        tuple(context.label(goal.lever) for goal in found),
        (
            Series(wording.label("chart", "best", lang), best),
            Series(wanted, (WANTED,) * len(found), role="target"),
        ),
        "0%",
        wording.heading("probability", lang),
    )


def hectare_table(context: Context, needed: "pd.DataFrame") -> TableBlock:
    """Return the hectares to be delivered for a probability, that it is met already or not reachable."""
    import pandas as pd

    lang = context.lang
    rows = [
        {
            "year": int(row["year"]),
            "probability": wording.probability(row["wanted"], lang),
            "value": _hectares(row, lang),
        }
        for row in needed.to_dict("records")
    ]
    columns = (
        Column("year", wording.heading("year", lang), "year"),
        Column("probability", wording.heading("probability", lang)),
        Column("value", wording.heading("area_needed", lang)),
    )
    assert context.study is not None
    scenario, cohort = first_planned(context.study, context.run)
    assert cohort is not None
    title = scenario.header.title.in_language(lang)
    label = scenario.assumptions.cohorts[cohort].label.in_language(lang)
    return TableBlock(
        "hectares_needed",
        f"{wording.caption('hectares', lang)}: {title}",
        pd.DataFrame(rows),
        sentences.forecast.hectares_note(title, label, planned_area(scenario, cohort), lang),
        columns,
    )


def _hectares(row: Mapping[Hashable, Any], lang: str) -> str:
    if row["hectares"] is None or row["hectares"] != row["hectares"]:
        return sentences.forecast.not_reachable(row["probability"], row["most_hectares"], lang)
    if row["hectares"] == 0:
        return wording.say("hectares.met", lang)
    return wording.hectares(row["hectares"], lang)


def dates_section(context: Context) -> Section | None:
    """Return how the probability of the headline target moved over the first days of a year's months."""
    study = context.study
    if study is None or context.run.draws == 0:
        return None
    lang, (name, target) = context.lang, headline_target(context)
    frame = probability_by_date(context, context.dates_year or target.year, name)
    title = target_title(context, name)
    shown = frame[frame["scenario"] == context.shown]
    first, last = shown.iloc[0], shown.iloc[-1]
    line = sentences.forecast.probability_over_dates(
        title,
        (date.fromisoformat(first["as_of"]), float(first["probability"])),
        (date.fromisoformat(last["as_of"]), float(last["probability"])),
        lang,
    )
    chart = context.chart(
        "probability_over_dates",
        titles.dates_title(float(first["probability"]), float(last["probability"]), lang),
        f"{wording.heading('probability', lang)}: {title}",
        Drawn(
            data=charts.probability_over_dates_data(frame),
            draw=lambda text, size: charts.probability_over_dates(frame, text, size=size),
            unit="%",
            native=_dates_native(context, frame),
            kind="dates",
        ),
    )
    return Section("dates", wording.caption("dates", lang), (line,), (chart,))


def _dates_native(context: Context, frame: "pd.DataFrame") -> NativeChart:
    """Return the probability by date as lines, one a scenario."""
    lang = context.lang
    days = list(dict.fromkeys(frame["as_of"]))
    series = tuple(
        context.series(str(name), rows["probability"].tolist())
        for name, rows in frame.groupby("scenario", sort=False)
    )
    labels = tuple(wording.date(date.fromisoformat(str(day)), lang) for day in days)
    return NativeChart("line", labels, series, "0%", wording.heading("probability", lang))


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
        run = context.study.simulate(chosen, _draws(context), context.run.seed, when)
        found = run.targets()
        rows += found[found["target"] == target].assign(as_of=when.isoformat()).to_dict("records")
    return pd.DataFrame(rows)[["scenario", "as_of", "probability", "standard_error"]]


def compare_section(context: Context) -> Section | None:
    """Return differences between the first scenario and each other, draw by draw."""
    import pandas as pd

    first, *others = context.run.scenarios
    if not others:
        return None
    lang, year, lines, rows = context.lang, context.middle_year, [], []
    for other in others:
        frame = context.run.compare(other, first)
        for indicator in COMPARED:
            found = frame[(frame["indicator"] == indicator) & (frame["year"] == year)]
            values = {str(s): float(v) for s, v in zip(found["statistic"], found["value"], strict=True)}
            estimate = _difference(values)
            clear = abs(values.get("mean", estimate.value)) >= 2 * values.get("standard_error", 0.0)
            pair = (context.title(other), context.title(first))
            unit, told = wording.labels.unit(indicator).apart(estimate)
            lines.append(sentences.targets.difference(indicator, year, pair, estimate, lang, clear))
            rows.append(
                {
                    "scenario": context.title(other),
                    "indicator": wording.indicator(indicator, lang),
                    "unit": unit.name.in_language(lang),
                    "value": unit.cell(told, lang),
                    "clear": wording.label("yes_no", "yes" if clear else "no", lang),
                }
            )
    columns = (
        *(Column(n, wording.heading(n, lang)) for n in ("scenario", "indicator", "unit")),
        Column("value", wording.heading("difference", lang)),
        Column("clear", wording.heading("clear", lang)),
    )
    title = wording.say("compared", lang, first=context.title(first), year=str(year))
    note = wording.say("medians", lang) if context.run.draws else ""
    table = TableBlock("comparison", title, pd.DataFrame(rows), note, columns)
    return Section("comparison", wording.caption("compare", lang), tuple(lines), (), (table,))


def _difference(values: dict[str, float]) -> Estimate:
    if "central" in values:
        return Estimate(values["central"])
    return Estimate(values["p50"], values["p5"], values["p95"])
