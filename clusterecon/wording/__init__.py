"""Vietnamese and English: numbers, dates, labels, sentences and chart titles.

``numbers`` and ``dates`` format single figures; ``labels`` and ``headings`` name what tables show;
``sentences`` and ``titles`` build texts from figures; ``templates`` holds every text in both languages.
"""

from clusterecon.wording import headings, labels, sentences, spread, titles
from clusterecon.wording.dates import date, period
from clusterecon.wording.headings import caption, heading
from clusterecon.wording.labels import (
    gap,
    horizon,
    indicator,
    label,
    price_basis,
    quantity,
    status,
    target,
    unit_of,
)
from clusterecon.wording.numbers import (
    LANGS,
    MINUS,
    MISSING,
    NBSP,
    Estimate,
    bracketed,
    hectares,
    interval,
    jobs,
    money_bn,
    number,
    percent,
    points,
    probability,
    share,
)
from clusterecon.wording.units import assumption_unit

__all__ = [
    "LANGS",
    "MINUS",
    "MISSING",
    "NBSP",
    "Estimate",
    "assumption_unit",
    "bracketed",
    "caption",
    "date",
    "gap",
    "heading",
    "headings",
    "hectares",
    "horizon",
    "indicator",
    "interval",
    "jobs",
    "label",
    "labels",
    "money_bn",
    "number",
    "percent",
    "period",
    "points",
    "price_basis",
    "probability",
    "quantity",
    "sentences",
    "share",
    "spread",
    "status",
    "target",
    "titles",
    "unit_of",
]
