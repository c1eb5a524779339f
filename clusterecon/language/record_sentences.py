"""What changed since the last run, and why."""

import datetime
from collections.abc import Sequence

from clusterecon.language.dates import date
from clusterecon.language.labels import label
from clusterecon.language.numbers import direction
from clusterecon.language.templates import say


def listed(items: Sequence[str], lang: str) -> str:
    """Join words with commas and a last *and*; nothing for an empty list."""
    if len(items) < 2:
        return "".join(items)
    joint = " và " if lang == "vi" else " and "
    return ", ".join(items[:-1]) + joint + items[-1]


def change(
    what: str,
    values: tuple[float, float],
    texts: tuple[str, str],
    day: datetime.date | str,
    causes: Sequence[str],
    lang: str,
) -> str:
    """State how a headline figure moved since the run of a day, and why; equal texts are no change.

    Values and texts are before and after; the causes, keys among data, code, assumption and seed, are what
    differs at all.
    """
    way = 0 if texts[0] == texts[1] else direction(values[1] - values[0])
    names = listed([label("cause", cause, lang) for cause in causes], lang)
    why = say("changed.why" if way else "changed.despite", lang, causes=names) if names else ""
    facts = {"what": what, "after": texts[1], "date": date(day, lang), "why": why}
    if way == 0:
        return say("changed.same", lang, **facts)
    return say("changed.up" if way > 0 else "changed.down", lang, before=texts[0], **facts)


def nothing_changed(day: datetime.date | str, lang: str) -> str:
    """State that no headline figure moved since the run of a day."""
    return say("changed.nothing", lang, date=date(day, lang))
