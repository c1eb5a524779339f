"""Section on the targets: probability of each and of all together, gap, shortfall."""

from clusterecon.briefing.context import Context
from clusterecon.briefing.figures import Drawn, figure
from clusterecon.briefing.tables import table
from clusterecon.charts.targets import target_probabilities, target_probabilities_data
from clusterecon.document.briefing import Section
from clusterecon.document.chart import Chart, NativeChart
from clusterecon.document.table import Column, TableBlock
from clusterecon.language import labels, numbers, targets_sentences, templates, titles
from clusterecon.results.error_table import estimation_error
from clusterecon.scenario.assumptions import is_late
from clusterecon.scenario.consistency import JOINT, JOINT_WITHOUT_WASTEWATER


def target_section(context: Context) -> Section:
    """Return the probability of each target and of all together."""
    lang, (name, target) = context.lang, context.headline_target
    lines = _probabilities(context, name)
    shown = context.shown
    row = context.target_row(shown, name)
    lines += [
        targets_sentences.target_gap(
            context.title(shown), target.indicator, float(row["gap"]), lang, row["gap_bn_vnd"]
        ),
        targets_sentences.shortfall(context.target_title(name), target.indicator, row["shortfall"], lang),
    ]
    if context.run.draws:
        lines += [_joint(context, scenario) for scenario in context.announced_and_recorded]
    return Section(
        "targets",
        labels.caption("targets", lang),
        tuple(line for line in lines if line),
        (_target_chart(context),) if context.run.draws else (),
        (target_table(context),),
    )


def _probabilities(context: Context, name: str) -> list[str]:
    """State the probability of a target: in one sentence where there are several scenarios."""
    rows = [(context.title(s), context.target_row(s, name)) for s in context.told]
    target, lang = context.target_title(name), context.lang
    demanded, baseline = context.first.targets[name], context.run.baseline
    if not context.run.draws:
        return [targets_sentences.target_probability(title, target, None, lang) for title, _ in rows]
    found = [estimation_error(context.run.results[s], baseline, demanded) for s in context.told]
    if len(rows) > 1:
        chances = [(title, float(row["probability"])) for title, row in rows]
        error = max(float(row["standard_error"] or 0.0) for _, row in rows)
        own = max(own or 0.0 for own in found)
        return [targets_sentences.target_probabilities(target, chances, lang, error, own)]
    return [
        targets_sentences.target_probability(
            title, target, row["probability"], lang, row["standard_error"], own
        )
        for (title, row), own in zip(rows, found, strict=True)
    ]


def short_target(context: Context, name: str) -> str:
    """Return a target by what it demands, for the axis of a chart."""
    target = context.first.targets.get(name)
    if target is None:
        return labels.label("joint", name, context.lang)
    return labels.target(target.indicator, target.year, target.comparator, target.number, context.lang)


def _joint(context: Context, scenario: str) -> str:
    rows = {name: context.target_row(scenario, name)["probability"] for name in context.target_names}
    single = {name: chance for name, chance in rows.items() if not name.startswith(JOINT)}
    hardest = min(single, key=lambda name: single[name])
    return targets_sentences.joint_probability(
        context.title(scenario),
        _counts(context),
        rows[JOINT],
        rows[JOINT_WITHOUT_WASTEWATER],
        context.lang,
        (context.target_title(hardest), single[hardest]),
    )


def _counts(context: Context) -> tuple[int, int]:
    """Count the targets, and those among them that are published as such, not derived here."""
    targets = context.first.targets
    return len(targets), sum(target.grade == "published" for target in targets.values())


def _target_chart(context: Context) -> Chart:
    frame, lang = context.targets, context.lang
    names = {name: short_target(context, name) for name in context.target_names}
    chances = {s: {n: context.target_row(s, n)["probability"] for n in names} for s in context.run.scenarios}
    best = max(chances, key=lambda s: chances[s][JOINT])
    compared = {best, *(context.announced_and_recorded or context.told)}
    native = NativeChart(
        "bar",
        tuple(names.values()),
        tuple(context.series(s, chances[s].values()) for s in context.run.scenarios if s in compared),
        "0%",
        labels.heading("probability", lang),
    )
    return figure(
        context,
        "target_probabilities",
        titles.targets_title(
            [(context.title(s), chances[s][JOINT]) for s in chances], *_counts(context), lang
        ),
        labels.heading("probability", lang),
        Drawn(
            data=target_probabilities_data(frame),
            draw=lambda text, size: target_probabilities(frame, text, size=size),
            unit="%",
            native=native,
            names=names,
            kind="targets",
        ),
    )


def target_table(context: Context) -> TableBlock:
    """Return the probability of every target, with its standard error, a column a scenario."""
    lang, late = context.lang, _late(context)
    rows = []
    for target in context.target_names:
        found = {s: context.target_row(s, target) for s in context.run.scenarios}
        cells = {s: _chance(row["probability"], row["standard_error"], lang) for s, row in found.items()}
        rows.append({"target": _marked(context.target_title(target), target in late), **cells})
    columns: tuple[str | Column, ...] = (
        "target",
        *(Column(s, _marked(context.title(s), s in late)) for s in context.run.scenarios),
    )
    notes = [targets_sentences.late_note(context.run.as_of, lang)] if late else []
    notes += [templates.say("target.error.note", lang)] if context.run.draws else []
    return table(context, "targets", rows, columns, note=" ".join(notes))


def _late(context: Context) -> set[str]:
    """Return the scenarios and targets known only after the run's date; all targets together if one is."""
    scenarios = {s: context.run.scenario(s) for s in context.run.scenarios}
    targets = context.first.targets
    known = {
        **{name: target.known_since for name, target in targets.items()},
        **{name: scenario.header.known_since for name, scenario in scenarios.items()},
    }
    late = {name for name, since in known.items() if is_late(since, context.run.as_of)}
    return late | (set(context.target_names) - set(targets) if late & set(targets) else set())


def _marked(title: str, late: bool) -> str:
    return f"{title} {targets_sentences.LATE}" if late else title


def _chance(probability: float | None, error: float | None, lang: str) -> str:
    shown = error is not None and numbers.direction(100 * error, 2) > 0
    spread = f" ± {numbers.number(100 * error, lang, 2)}" if error and shown else ""
    return numbers.probability(probability, lang) + spread
