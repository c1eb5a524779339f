"""Section on the differences between scenarios, draw by draw."""

import clusterecon.wording as wording
from clusterecon.briefing.context import Context
from clusterecon.briefing.tables import table
from clusterecon.document import Column, Section
from clusterecon.wording import Estimate, sentences

COMPARED = ("jobs", "jobs_net", "budget", "budget_net", "value_added_net", "industrial_growth")


def compare_section(context: Context) -> Section | None:
    """Return differences between the first scenario and each other, draw by draw."""
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
            unit, told = wording.labels.unit(indicator).apart(estimate)
            pair = (context.title(other), context.title(first))
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
        *("scenario", "indicator", "unit"),
        Column("value", wording.heading("difference", lang)),
        "clear",
    )
    title = wording.say("compared", lang, first=context.title(first), year=str(year))
    note = wording.say("medians", lang) if context.run.draws else ""
    shown = table(context, "comparison", rows, columns, title=title, note=note)
    return Section("comparison", wording.caption("compare", lang), tuple(lines), (), (shown,))


def _difference(values: dict[str, float]) -> Estimate:
    if "central" in values:
        return Estimate(values["central"])
    return Estimate(values["p50"], values["p5"], values["p95"])
