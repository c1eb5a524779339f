"""Section on what it would take: levers moved one by one, hectares to be delivered."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from clusterecon.briefing.context import Context
from clusterecon.briefing.figures import Drawn, figure
from clusterecon.briefing.tables import table
from clusterecon.charts.targets import lever_curves, lever_curves_data
from clusterecon.document.briefing import Section
from clusterecon.document.chart import Chart, NativeChart, Series
from clusterecon.document.table import Column, TableBlock
from clusterecon.language import forecast_sentences, labels, numbers, templates, titles
from clusterecon.language.units import assumption_unit, digits_of, in_unit, is_rate
from clusterecon.results.goal_seek import GoalSeek, Search, first_planned, hectares_needed, planned_area

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
IMPORTANT = 1
"""Least percentage points by which a lever must move a probability to be told as mattering."""


def lever_section(context: Context) -> Section | None:
    """Return what it would take to meet the headline target; none without a study."""
    if context.study is None or context.recorded is None or context.run.draws == 0:
        return None
    lang, (name, _) = context.lang, context.headline_target
    found = [_seek(context, lever, bounds, name) for lever, bounds in LEVERS.items()]
    flat = [goal for goal in found if _is_flat(goal)]
    lines = [_lever_sentence(context, goal) for goal in found if goal not in flat]
    lines += [_flat_sentence(context, flat)] if flat else []
    study, run = context.study, context.run
    needed = hectares_needed(study.inputs_of(run.as_of), study.scenarios, run)
    return Section(
        "levers",
        labels.caption("goal_seek", lang),
        tuple(lines),
        (_lever_chart(context, found),),
        (hectare_table(context, needed),) if len(needed) else (),
    )


def _seek(context: Context, lever: str, bounds: tuple[float, float], target: str) -> GoalSeek:
    assert context.study is not None and context.recorded is not None
    search = Search(context.tried_draws, context.run.seed, context.run.as_of)
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
    question = forecast_sentences.Question(
        title, context.label(goal.lever), context.target_title(goal.target), goal.wanted
    )
    entry = context.run.scenario(goal.scenario).quantities()[goal.lever]
    if goal.value is not None:
        values = (goal.value, entry.number)
        digits = digits_of(values, entry.unit)
        value, today = (in_unit(v, entry.unit, lang, digits) for v in values)
        return forecast_sentences.goal_seek_reached(question, value, today, lang)
    digits = min(digits_of((goal.best_value,), entry.unit), 2)
    best = (goal.probability, in_unit(goal.best_value, entry.unit, lang, digits))
    return forecast_sentences.goal_seek_unreachable(question, _bounds(context, goal), best, lang)


def _bounds(context: Context, goal: GoalSeek) -> str:
    """Return the interval over which a lever was moved, with its unit."""
    digits = digits_of(goal.bounds, goal.unit)
    low, high = (in_unit(end, goal.unit, context.lang, digits) for end in goal.bounds)
    unit = "" if is_rate(goal.unit) else f" {assumption_unit(goal.unit, context.lang)}"
    return f"{low} – {high}{unit}"


def _is_flat(goal: GoalSeek) -> bool:
    """Tell whether a lever misses and its whole curve moves the probability by less than `IMPORTANT`.

    The curve is on common random numbers, so its moves carry next to no error of simulation.
    """
    chances = [chance for _, chance in goal.curve]
    return not goal.reachable and 100 * (max(chances) - min(chances)) < IMPORTANT


def _flat_sentence(context: Context, flat: list[GoalSeek]) -> str:
    """Name all levers that hardly matter in one sentence."""
    first = flat[0]
    chances = [chance for goal in flat for _, chance in goal.curve]
    levers = [f"“{context.label(goal.lever)}” ({_bounds(context, goal)})" for goal in flat]
    question = forecast_sentences.Question(
        context.title(first.scenario), ", ".join(levers), context.target_title(first.target), first.wanted
    )
    return forecast_sentences.goal_seek_flat(question, (min(chances), max(chances)), IMPORTANT, context.lang)


def _lever_chart(context: Context, found: list[GoalSeek]) -> Chart:
    import pandas as pd

    lang = context.lang
    rows = [
        {"lever": goal.lever, "value": value, "probability": chance}
        for goal in found
        for value, chance in goal.curve
    ]
    frame = pd.DataFrame(rows)
    reached = sum(goal.reachable for goal in found)
    scenario = context.title(found[0].scenario)
    counted = {
        goal.lever: context.run.scenario(goal.scenario).quantities()[goal.lever].unit for goal in found
    }
    rates = [lever for lever, unit in counted.items() if is_rate(unit)]
    names = {
        lever: context.label(lever) + ("" if lever in rates else f", {assumption_unit(unit, lang)}")
        for lever, unit in counted.items()
    }
    return figure(
        context,
        "lever_curves",
        titles.levers_title(scenario, reached, len(found), WANTED, lang),
        f"{labels.heading('probability', lang)}: {context.target_title(found[0].target)}",
        Drawn(
            data=lever_curves_data(frame),
            draw=lambda text, size: lever_curves(frame, text, wanted=WANTED, rates=rates, size=size),
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
    wanted = f"{labels.label('chart', 'wanted', lang)}: {numbers.share(WANTED, lang)}"
    return NativeChart(
        "column",
        tuple(context.label(goal.lever) for goal in found),
        (
            Series(labels.label("chart", "best", lang), best),
            Series(wanted, (WANTED,) * len(found), role="target"),
        ),
        "0%",
        labels.heading("probability", lang),
    )


def hectare_table(context: Context, needed: "pd.DataFrame") -> TableBlock:
    """Return the hectares to be delivered for a probability, that it is met already or not reachable."""
    lang = context.lang
    rows = [
        {
            "year": int(row["year"]),
            "probability": numbers.probability(row["wanted"], lang),
            "value": _hectares(row, lang),
        }
        for row in needed.to_dict("records")
    ]
    columns = ("year", "probability", Column("value", labels.heading("area_needed", lang)))
    assert context.study is not None
    scenario, cohort = first_planned(context.study.scenarios, context.run)
    assert cohort is not None
    title = scenario.header.title.in_language(lang)
    label = scenario.assumptions.cohorts[cohort].label.in_language(lang)
    note = forecast_sentences.hectares_note(title, label, planned_area(scenario, cohort), lang)
    heading = f"{labels.caption('hectares', lang)}: {title}"
    return table(context, "hectares_needed", rows, columns, title=heading, note=note)


def _hectares(row: Mapping[Hashable, Any], lang: str) -> str:
    if row["hectares"] is None or row["hectares"] != row["hectares"]:
        return forecast_sentences.not_reachable(row["probability"], row["most_hectares"], lang)
    if row["hectares"] == 0:
        return templates.say("hectares.met", lang)
    return numbers.hectares(row["hectares"], lang)
