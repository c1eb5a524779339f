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
            pair = (context.title(other), context.title(first))
            lines.append(sentences.targets.difference(indicator, year, pair, estimate, lang, clear))
            rows.append(
                {
                    "scenario": context.title(other),
                    "indicator": wording.indicator(indicator, lang),
                    "unit": _unit(indicator, lang),
                    "value": _shown(indicator, estimate, lang),
                    "clear": wording.label("yes_no", "yes" if clear else "no", lang),
                }
            )
    columns = (
        *("scenario", "indicator", "unit"),
        Column("value", wording.heading("difference", lang)),
        "clear",
    )
    title = sentences.targets.compared_with(context.title(first), year, lang)
    note = sentences.medians_note(lang) if context.run.draws else ""
    shown = table(context, "comparison", rows, columns, title=title, note=note)
    return Section("comparison", wording.caption("compare", lang), tuple(lines), (), (shown,))


def _unit(indicator: str, lang: str) -> str:
    """Return the unit of a difference: rates differ by points."""
    rate = indicator == "industrial_growth"
    return wording.label("unit", "points", lang) if rate else wording.unit_of(indicator, lang)


def _shown(indicator: str, estimate: Estimate, lang: str) -> str:
    """Return a difference with its interval, rounded as the indicator is in sentences."""
    counted = indicator.startswith("jobs")
    digits = 2 if indicator == "industrial_growth" else 0
    ends = [wording.numbers.rough(end) if counted and end is not None else end for end in estimate]
    return wording.bracketed(ends[0], ends[1], ends[2], lang, digits)


def _difference(values: dict[str, float]) -> Estimate:
    if "central" in values:
        return Estimate(values["central"])
    return Estimate(values["p50"], values["p5"], values["p95"])
