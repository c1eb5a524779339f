"""The last section: where the numbers come from, which are judgement, where they conflict."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from clusterecon.briefing.context import Context
from clusterecon.briefing.tables import table
from clusterecon.briefing.values import spread_text, value_text
from clusterecon.document.briefing import Section
from clusterecon.document.table import Column, TableBlock
from clusterecon.language import dates, evidence_sentences, labels, templates, units
from clusterecon.results.record import hindsight
from clusterecon.scenario.assumptions import Entry, Text, is_late

ROW = (
    *("scenario", "assumption", "value", "distribution", "unit", "grade", "known_since"),
    *("source", "derivation", "reason", "conflict"),
)
"""What is known of one assumption, as the workbook and the tables of the page take it."""
Sourced: TypeAlias = list[tuple[Entry, dict[str, Any]]]
"""Assumptions, each with its `ROW`."""


def evidence_section(context: Context) -> Section:
    """Return the conflict of workers, hindsight, every assumption with its source, judgement, conflicts."""
    lang = context.lang
    sourced = _base_rows(context)
    judged = sum(entry.grade == "judgement" for entry, _ in sourced)
    late = [_late_name(context, name) for name in hindsight(context.run)]
    lines = [
        _worker_conflict(context),
        evidence_sentences.judgement_count(judged, len(sourced), lang),
        evidence_sentences.hindsight(late, context.run.as_of, lang),
    ]
    found = (
        assumption_table(context, sourced),
        override_table(context),
        judgement_table(context, sourced),
        conflict_table(context, sourced),
    )
    shown = tuple(block for block in found if len(block.frame))
    return Section("evidence", labels.caption("sources", lang), tuple(lines), (), shown)


def _said(text: Text | None, lang: str) -> str:
    return text.in_language(lang) if text else ""


def _late_name(context: Context, name: str) -> str:
    if name in context.titles:
        return context.title(name)
    owner = next((s for s in context.run.scenarios if name in context.entries[s]), None)
    return context.label(name, owner)


def _worker_conflict(context: Context) -> str:
    old, new, budget = context.run.about.worker_conflict
    return evidence_sentences.worker_conflict(old, new, budget, context.lang)


def _row(context: Context, scenario: str, path: str, entry: Entry) -> dict[str, Any]:
    """Return what is known of one assumption, as text."""
    lang, known = context.lang, entry.known_since
    late = f" {templates.say('hindsight.mark', lang)}" if is_late(known, context.run.as_of) else ""
    return {
        "scenario": context.title(scenario),
        "assumption": context.label(path, scenario) + (" *" if entry.conflict else ""),
        "value": value_text(context, entry),
        "distribution": spread_text(entry, lang),
        "unit": units.assumption_unit(entry.unit, lang),
        "grade": labels.label("grade", entry.grade, lang),
        "known_since": (dates.date(known, lang) + late) if known else "",
        "source": _said(entry.source, lang),
        "derivation": _said(entry.derivation or entry.reason, lang),
        "reason": _said(entry.derivation or entry.reason or entry.source, lang),
        "conflict": _said(entry.conflict, lang),
    }


def _base_rows(context: Context) -> Sourced:
    """Return every assumption as the study has it, not as the first scenario overrides it."""
    first, *others = context.run.scenarios
    known = {name: context.entries[name] for name in others}
    rows = []
    for path, entry in context.entries[first].items():
        shared = (known[n][path] for n in others if path in known[n] and known[n][path].set_by == "base")
        found = entry if entry.set_by == "base" else next(shared, entry)
        if found.source:
            rows.append((found, _row(context, first, path, found)))
    return rows


def _table(
    context: Context, name: str, rows: list[dict[str, Any]], columns: tuple[str | Column, ...]
) -> TableBlock:
    import pandas as pd

    note = ""
    if any(row["conflict"] for row in rows) and name in ("assumptions", "judgements"):
        note = templates.say("conflict.star", context.lang, table=labels.caption("conflicts", context.lang))
    frame = pd.DataFrame(rows, columns=list(ROW))
    return table(context, name, frame, columns, note=note, detail=name != "conflicts")


def _with_unit(row: Mapping[str, str]) -> str:
    """Return a value with its unit, unless it is in per cent."""
    return row["value"] if "%" in row["value"] or not row["unit"] else f"{row['value']} {row['unit']}"


def assumption_table(context: Context, sourced: Sourced) -> TableBlock:
    """Return every assumption with its source."""
    rows = [row for _, row in sourced]
    shown = ("assumption", "value", "distribution", "unit", "grade", "known_since", "source")
    return _table(context, "assumptions", rows, shown)


def override_table(context: Context) -> TableBlock:
    """Return what each scenario sets for itself, with the reason."""
    rows = [
        _row(context, scenario, path, entry)
        for scenario in context.run.scenarios
        for path, entry in context.entries[scenario].items()
        if entry.source and entry.set_by != "base"
    ]
    why = Column("source", labels.heading("reason", context.lang))
    return _table(context, "overrides", rows, ("scenario", "assumption", "value", "unit", why))


def judgement_table(context: Context, sourced: Sourced) -> TableBlock:
    """Return the assumptions that are judgement, by name, with value, range and reason."""
    rows = [row for entry, row in sourced if entry.grade == "judgement"]
    shown = ("assumption", "value", "distribution", "unit", "reason")
    return _table(context, "judgements", rows, shown)


def conflict_table(context: Context, sourced: Sourced) -> TableBlock:
    """Return the assumptions that other figures speak against."""
    rows = [row for entry, row in sourced if entry.conflict]
    rows = [
        {**row, "assumption": row["assumption"].removesuffix(" *"), "value": _with_unit(row)} for row in rows
    ]
    return _table(context, "conflicts", rows, ("assumption", "value", "conflict"))
