"""Sentences computed from figures: pure functions of numbers and finished names, in two languages.

Every function takes plain numbers (or `Estimate`, a value with its interval), the titles that the
data give, and ``lang``; it returns one or more whole sentences with signs and words that fit.
"""

from clusterecon.wording.sentences import (
    appraisal,
    effects,
    evidence,
    forecast,
    growth,
    linkages,
    record,
    targets,
    wastewater,
)
from clusterecon.wording.sentences.appraisal import sunk_cost, sunk_cost_short
from clusterecon.wording.sentences.evidence import (
    briefing_subtitle,
    briefing_title,
    footer,
    hindsight,
    judgement_count,
    limits,
    price_note,
    price_unit,
    sample_note,
    worker_conflict,
)
from clusterecon.wording.sentences.record import change, nothing_changed
from clusterecon.wording.sentences.wastewater import suspension_note

__all__ = [
    "appraisal",
    "briefing_subtitle",
    "briefing_title",
    "change",
    "effects",
    "evidence",
    "footer",
    "forecast",
    "growth",
    "hindsight",
    "judgement_count",
    "limits",
    "linkages",
    "nothing_changed",
    "price_note",
    "price_unit",
    "record",
    "sample_note",
    "sunk_cost",
    "sunk_cost_short",
    "suspension_note",
    "targets",
    "wastewater",
    "worker_conflict",
]
