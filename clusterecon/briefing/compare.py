"""Section on the differences between scenarios, draw by draw."""

from clusterecon.briefing.context import Context, estimate_of
from clusterecon.briefing.tables import table
from clusterecon.document.briefing import Section
from clusterecon.document.table import Column
from clusterecon.language import labels, targets_sentences, templates

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
            estimate = estimate_of(values)
            assert estimate is not None
            clear = abs(values.get("mean", estimate.value)) >= 2 * values.get("standard_error", 0.0)
            unit, told = labels.unit(indicator).apart(estimate)
            pair = (context.title(other), context.title(first))
            lines.append(targets_sentences.difference(indicator, year, pair, estimate, lang, clear))
            rows.append(
                {
                    "scenario": context.title(other),
                    "indicator": labels.indicator(indicator, lang),
                    "unit": unit.name.in_language(lang),
                    "value": unit.cell(told, lang),
                    "clear": labels.label("yes_no", "yes" if clear else "no", lang),
                }
            )
    columns = (
        *("scenario", "indicator", "unit"),
        Column("value", labels.heading("difference", lang)),
        "clear",
    )
    title = templates.say("compared", lang, first=context.title(first), year=str(year))
    note = templates.say("medians", lang) if context.run.draws else ""
    shown = table(context, "comparison", rows, columns, title=title, note=note)
    return Section("comparison", labels.caption("compare", lang), tuple(lines), (), (shown,))
