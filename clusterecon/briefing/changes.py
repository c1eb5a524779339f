"""Section on what moved since the last published run of the same kind, and why."""

from clusterecon.briefing.context import Context
from clusterecon.briefing.tables import table
from clusterecon.document.briefing import Section
from clusterecon.document.table import TableBlock
from clusterecon.language import labels, numbers, record_sentences, templates
from clusterecon.results.changes import Move, changes
from clusterecon.results.record import record

SAID = 6


def changes_section(context: Context) -> Section | None:
    """Return what moved since the last run, in words and a table; none outside a report."""
    if context.notebook is None:
        return None
    lang, title = context.lang, labels.caption("changes", context.lang)
    if context.previous is None:
        return Section("changes", title, (templates.say("changed.first", lang),))
    current = record(context.run, context.notebook, lang)
    found = changes(context.previous, current)
    day = str(context.previous.get("started", context.run.as_of.isoformat()))[:10]
    told = [
        m
        for m in found.moves
        if m.before is not None and m.after is not None and m.scenario in context.titles
    ]
    lines = [_sentence(context, move, day, found.causes) for move in told[:SAID]]
    if not told:
        lines = [record_sentences.nothing_changed(day, lang)]
    tables = (_table(context, told),) if told else ()
    return Section("changes", title, tuple(lines), (), tables)


def _name(context: Context, move: Move) -> str:
    if move.measure == "probability":
        what = f"{labels.heading('probability', context.lang)}: {context.target_title(move.name)}"
    else:
        what = labels.indicator(move.name, context.lang)
    year = f", {move.year}" if move.year else ""
    return f"{context.title(move.scenario)}: {what[:1].lower()}{what[1:]}{year}"


def _shown(context: Context, move: Move, value: float | None) -> str:
    if move.measure == "probability":
        return numbers.probability(value, context.lang, 1)
    return labels.quantity(move.name, value, context.lang)


def _sentence(context: Context, move: Move, day: str, causes: tuple[str, ...]) -> str:
    assert move.before is not None and move.after is not None
    texts = (_shown(context, move, move.before), _shown(context, move, move.after))
    values = (move.before, move.after)
    return record_sentences.change(_name(context, move), values, texts, day, causes, context.lang)


def _table(context: Context, moves: list[Move]) -> TableBlock:
    rows = [
        {
            "change": _name(context, move),
            "before": _shown(context, move, move.before),
            "after": _shown(context, move, move.after),
        }
        for move in moves
    ]
    return table(context, "changes", rows, ("change", "before", "after"))
