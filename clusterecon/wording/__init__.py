"""Vietnamese and English: numbers, dates, labels, sentences and chart titles.

``numbers`` and ``dates`` format single figures, ``units`` those of an indicator; ``labels`` name what tables
show; ``sentences`` and ``titles`` build texts from figures; ``templates`` holds the texts in both languages.
"""

from clusterecon.ground.languages import LANGS
from clusterecon.wording import labels, sentences, titles, units
from clusterecon.wording.dates import date, period
from clusterecon.wording.labels import (
    caption,
    heading,
    horizon,
    indicator,
    label,
    price_basis,
    quantity,
    target,
    unit_of,
)
from clusterecon.wording.numbers import (
    MINUS,
    MISSING,
    Estimate,
    bracketed,
    hectares,
    money_bn,
    number,
    percent,
    points,
    probability,
    share,
)
from clusterecon.wording.templates import say
from clusterecon.wording.units import assumption_unit

__all__ = [
    "LANGS",
    "MINUS",
    "MISSING",
    "Estimate",
    "assumption_unit",
    "bracketed",
    "caption",
    "date",
    "heading",
    "hectares",
    "horizon",
    "indicator",
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
    "say",
    "sentences",
    "share",
    "target",
    "titles",
    "unit_of",
    "units",
]
