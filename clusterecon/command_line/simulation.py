"""The commands that simulate: simulate, target, goal-seek."""

from typing import TYPE_CHECKING, Any

import click

from clusterecon.command_line.options import RESULT, SCALE, SIMULATION, Options, with_options
from clusterecon.command_line.output import print_table, rows_of
from clusterecon.ground.limits import SEARCH_DRAWS

if TYPE_CHECKING:
    from clusterecon.results.goal_seek import GoalSeek
    from clusterecon.results.run import Run
    from clusterecon.study.study import Study


def run_of(options: Options, scenarios: tuple[str, ...]) -> "tuple[Study, Run]":
    """Return the study and the run that options ask for."""
    study = options.study()
    with options.settings() as settings:
        run = study.simulate(scenarios or None, options.draws, options.seed, options.as_of, settings=settings)
    return study, run


def run_object(run: "Run", options: Options) -> dict[str, Any]:
    """Return what JSON says of the run itself: no clock, duration or path."""
    from clusterecon.results.record import hindsight, run_hash

    return {
        "scenarios": list(run.scenarios),
        "titles": run.titles,
        "draws": run.draws,
        "seed": run.seed,
        "as_of": run.as_of.isoformat(),
        "quantile_error": run.quantile_error,
        "overrides": options.overrides(),
        "baseline": run.baseline.facts["published"],
        "data": run.about.data,
        "hindsight": hindsight(run),
        "hash": run_hash(run),
    }


@click.command(
    epilog="Examples: clusterecon simulate plan track-record --draws 0 · "
    "clusterecon simulate plan --set cohorts.new.clusters=25 --format json"
)
@click.argument("scenarios", nargs=-1)
@with_options(SIMULATION, SCALE, RESULT)
def simulate(options: Options, scenarios: tuple[str, ...]) -> None:
    """Simulate SCENARIOS (all where none is named): jobs, budget, growth, targets."""
    _, run = run_of(options, scenarios)

    def content() -> dict[str, Any]:
        return {
            "run": run_object(run, options),
            "table": rows_of(run.table()),
            "targets": rows_of(run.targets()),
            "attribution": rows_of(run.attribution()),
            "appraisal": rows_of(run.appraisal()),
            "errors": rows_of(run.errors()),
            "backtest": rows_of(run.backtest()),
        }

    options.give(content, run.table, lambda: show_headline(run, options.lang))


@click.command(
    epilog="Example: clusterecon target --as-of 2025-02-03",
)
@click.argument("scenarios", nargs=-1)
@with_options(SIMULATION, SCALE, RESULT)
def target(options: Options, scenarios: tuple[str, ...]) -> None:
    """Probability of each target, what clusters contribute, and the hectares it would take."""
    from clusterecon.results.goal_seek import hectares_needed

    study, run = run_of(options, scenarios)
    named = {*run.scenarios, study.about.announced}
    changed = study.changed(options.overrides(), *sorted(named))
    needed = hectares_needed(changed.inputs_of(run.as_of), changed.scenarios, run)

    def content() -> dict[str, Any]:
        return {
            "run": run_object(run, options),
            "targets": rows_of(run.targets()),
            "attribution": rows_of(run.attribution()),
            "hectares_needed": rows_of(needed),
            "backtest": rows_of(run.backtest()),
        }

    def show() -> None:
        show_targets(run, options.lang)
        show_contribution(run, options.lang)
        show_hectares(needed, options.lang)

    options.give(content, run.targets, show)


@click.command(
    "goal-seek",
    epilog="Example: clusterecon goal-seek completion_rate --scenario track-record --target jobs_2030 "
    "--probability 0.5 --bounds 0 1",
)
@click.argument("lever")
@click.option("--scenario", required=True, help="Scenario that the lever is moved in.")
@click.option("--target", required=True, help="Target to be met.")
@click.option("--probability", type=float, required=True, help="Probability wanted, between 0 and 1.")
@click.option("--bounds", type=float, nargs=2, help="Least and greatest value tried.")
@with_options(SIMULATION, RESULT)
def goal_seek(
    options: Options,
    lever: str,
    scenario: str,
    target: str,
    probability: float,
    bounds: tuple[float, float] | None,
) -> None:
    """Least value of LEVER for which a target is met with a probability; unreachable is an answer."""
    from clusterecon.results.goal_seek import Search

    study = options.study().changed(options.overrides(), scenario)
    search = Search(options.draws or SEARCH_DRAWS, options.seed, study.as_of(options.as_of))
    found = study.goal_seek(
        lever, scenario=scenario, target=target, probability=probability, bounds=bounds or None, search=search
    )
    curve = [{"lever": found.lever, "value": value, "probability": p} for value, p in found.curve]
    options.give(
        lambda: {"goal_seek": goal_seek_row(found), "curve": curve},
        lambda: curve,
        lambda: show_goal_seek(found, options.lang),
    )


def goal_seek_row(found: "GoalSeek") -> dict[str, Any]:
    """Return the answer of a goal seek as plain JSON."""
    low, high = found.bounds
    asked = {name: getattr(found, name) for name in ("lever", "unit", "scenario", "target", "year", "wanted")}
    answer = {name: getattr(found, name) for name in ("reachable", "value", "probability", "best_value")}
    return {**asked, "low": low, "high": high, **answer}


def show_headline(run: "Run", lang: str) -> None:
    """Print the headline of a run for people."""
    from clusterecon.language import labels, templates

    years = (run.years[1], run.years[len(run.years) // 2], run.years[-1])
    for name in ("jobs", "jobs_net", "budget", "budget_net", "industrial_growth"):
        rows = []
        for scenario in run.scenarios:
            middle = run.values(scenario, name)
            cells = [labels.quantity(name, middle[y], lang) for y in years]
            if run.draws:
                low, high = (
                    [labels.quantity(name, run.values(scenario, name, s)[y], lang) for y in years]
                    for s in ("p10", "p90")
                )
                cells = [f"{c} ({a} – {b})" for c, a, b in zip(cells, low, high, strict=True)]
            rows.append([run.titles[scenario][lang], *cells])
        title = labels.indicator(name, lang)
        title += f" · {templates.say('shown.spread', lang)}" if run.draws else ""
        print_table(title, [labels.heading("scenario", lang), *map(str, years)], rows)
    if run.draws:
        show_targets(run, lang)


def show_targets(run: "Run", lang: str) -> None:
    """Print the probability of each target by scenario."""
    from clusterecon.language import labels, numbers, templates

    rows = []
    for row in rows_of(run.targets()):
        spec = run.scenario(row["scenario"]).assumptions.targets.get(row["target"])
        label = labels.label("joint", row["target"], lang) if spec is None else row["target"]
        if spec is not None and spec.label is not None:
            label = spec.label.in_language(lang)
        error = row["standard_error"]
        rows.append(
            [
                run.titles[row["scenario"]][lang],
                label + (" *" if row["with_hindsight"] else ""),
                numbers.probability(row["probability"], lang),
                "" if error is None else f"± {numbers.share(error, lang, 2)}",
            ]
        )
    headings = [labels.heading(n, lang) for n in ("scenario", "target", "probability", "standard_error")]
    print_table(labels.caption("targets", lang), headings, rows, left=2)
    click.echo(templates.say("shown.late", lang))


def show_contribution(run: "Run", lang: str) -> None:
    """Print what cluster expansion adds to growth, by scenario and year."""
    from clusterecon.language import labels, numbers, templates
    from clusterecon.model.records import CLUSTER_PARTS

    frame = run.attribution()
    statistic = "central" if run.draws == 0 else "mean"
    parts = frame[frame["part"].isin(CLUSTER_PARTS) & (frame["statistic"] == statistic)]
    total = parts.groupby(["scenario", "year"])["value"].sum()
    years = [run.years[1], run.years[len(run.years) // 2]]
    rows = [
        [run.titles[s][lang], *(numbers.points(total[s, y], lang, digits=3) for y in years)]
        for s in run.scenarios
    ]
    title = templates.say("shown.contribution", lang)
    print_table(title, [labels.heading("scenario", lang), *map(str, years)], rows)


def show_hectares(needed: "Any", lang: str) -> None:  # noqa: ANN401
    """Print the hectares that would have to be delivered, or that it is not reachable."""
    from clusterecon.language import labels, numbers, templates

    rows = []
    for row in rows_of(needed):
        shown = numbers.hectares(row["hectares"], lang)
        if row["hectares"] is None:
            best, most = numbers.probability(row["probability"], lang), row["most_hectares"]
            shown = templates.say("shown.most", lang, probability=best, hectares=numbers.hectares(most, lang))
        rows.append([str(row["year"]), numbers.probability(row["wanted"], lang), shown])
    headings = [labels.heading("year", lang), labels.heading("probability", lang)]
    headings.append(templates.say("shown.delivered", lang))
    print_table(templates.say("shown.hectares", lang), headings, rows)


def show_goal_seek(found: "GoalSeek", lang: str) -> None:
    """Print the answer of a goal seek."""
    from clusterecon.language import labels, numbers, templates

    rows = [[numbers.number(v, lang, 3), numbers.probability(p, lang)] for v, p in found.curve]
    print_table(
        f"{found.lever} ({found.unit})", [found.lever, labels.heading("probability", lang)], rows, left=0
    )
    if found.value is not None:
        click.echo(f"{found.lever} = {numbers.number(found.value, lang, 3)} {found.unit}")
    else:
        best, value = numbers.probability(found.probability, lang), numbers.number(found.best_value, lang, 3)
        facts = {"probability": best, "lever": found.lever, "value": value}
        click.echo(templates.say("shown.unreachable", lang, **facts))
