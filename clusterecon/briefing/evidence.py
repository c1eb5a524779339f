"""The last section: where the numbers come from, which are judgement, where they conflict."""

from clusterecon import wording
from clusterecon.assumptions import Entry, Quantity, Text
from clusterecon.briefing.context import Context
from clusterecon.document import Column, Section, TableBlock
from clusterecon.record import hindsight
from clusterecon.wording import sentences


def evidence_section(context: Context) -> Section:
    """Return judgement values by name, conflicts, hindsight, limits, and every assumption with its source."""
    lang = context.lang
    entries = dict(context.run.scenario(context.run.scenarios[0]).entries())
    sourced = {path: e for path, e in entries.items() if e.source}
    judged = [path for path, e in sourced.items() if e.grade == "judgement"]
    names = [context.label(path) for path in judged]
    lines = [
        *_worker_conflict(context),
        sentences.judgement_list(list(dict.fromkeys(names)), len(sourced), lang),
        sentences.hindsight(
            [_late_name(context, name) for name in hindsight(context.run)], context.run.as_of, lang
        ),
        *sentences.limits(lang),
    ]
    return Section(
        "evidence",
        wording.caption("sources", lang),
        tuple(lines),
        (),
        (assumption_table(context), conflict_table(context)),
    )


def _said(text: Text | None, lang: str) -> str:
    return text.in_language(lang) if text else ""


def _late_name(context: Context, name: str) -> str:
    if name in context.titles:
        return context.title(name)
    owner = next((s for s in context.run.scenarios if name in dict(context.run.scenario(s).entries())), None)
    return context.label(name, owner)


def _worker_conflict(context: Context) -> list[str]:
    conflict = context.run.source["worker_conflict"]
    if conflict is None:
        return []
    old, new, budget = conflict
    return [sentences.worker_conflict(tuple(old), tuple(new), budget, context.lang)]


def _spread(entry: Entry, lang: str) -> str:
    if not isinstance(entry, Quantity) or entry.distribution is None:
        return ""
    low, high = entry.distribution.extremes()
    if low is None or high is None:
        return entry.distribution.shape
    digits = _digits(entry)
    shown = f"{wording.number(low, lang, digits)} – {wording.number(high, lang, digits)}"
    return f"{shown} ({entry.distribution.shape})"


def _digits(entry: Quantity) -> int:
    if entry.unit == "year":
        return 0
    ends = entry.distribution.extremes() if entry.distribution else ()
    numbers = [abs(n) for n in (entry.value, *ends) if n]
    if not numbers or all(float(n).is_integer() for n in numbers):
        return 0
    return 3 if min(numbers) < 0.1 else 2 if min(numbers) < 10 else 1


def _value(entry: Entry, lang: str) -> str:
    value = getattr(entry, "value", None)
    if isinstance(entry, Quantity):
        if value is None:
            return wording.MISSING
        return str(int(value)) if entry.unit == "year" else wording.number(value, lang, _digits(entry))
    if isinstance(value, dict):
        return "; ".join(f"{k} {wording.number(v, lang, 2)}" for k, v in value.items())
    return str(value)


def assumption_table(context: Context) -> TableBlock:
    """Return every assumption with its source, and what other scenarios override."""
    import pandas as pd

    lang, rows = context.lang, []
    for index, scenario in enumerate(context.run.scenarios):
        for path, entry in context.run.scenario(scenario).entries():
            if not entry.source or (index and entry.set_by == "base"):
                continue
            rows.append(
                {
                    "scenario": "" if entry.set_by == "base" else context.title(scenario),
                    "assumption": context.label(path, scenario),
                    "value": _value(entry, lang),
                    "distribution": _spread(entry, lang),
                    "unit": wording.assumption_unit(entry.unit, lang),
                    "grade": wording.label("grade", entry.grade, lang),
                    "known_since": wording.date(entry.known_since, lang) if entry.known_since else "",
                    "source": _said(entry.source, lang),
                    "derivation": _said(entry.derivation or entry.reason, lang),
                    "conflict": _said(entry.conflict, lang),
                }
            )
    shown = ("scenario", "assumption", "value", "distribution", "unit", "grade", "known_since", "source")
    columns = tuple(Column(name, wording.heading(name, lang)) for name in shown)
    return TableBlock("assumptions", wording.caption("assumptions", lang), pd.DataFrame(rows), "", columns)


def conflict_table(context: Context) -> TableBlock:
    """Return the assumptions that other figures speak against."""
    import pandas as pd

    lang = context.lang
    entries = context.run.scenario(context.run.scenarios[0]).entries()
    rows = [
        {"assumption": context.label(path), "value": _value(e, lang), "reason": _said(e.conflict, lang)}
        for path, e in entries
        if e.conflict
    ]
    columns = (
        Column("assumption", wording.heading("assumption", lang)),
        Column("value", wording.heading("value", lang)),
        Column("reason", wording.caption("conflicts", lang)),
    )
    frame = pd.DataFrame(rows, columns=["assumption", "value", "reason"])
    return TableBlock("conflicts", wording.caption("conflicts", lang), frame, "", columns)
