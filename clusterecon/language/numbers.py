"""Numbers and their units as a reader of Vietnamese or English expects them."""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from babel.numbers import format_decimal

from clusterecon.ground.errors import InputError

NBSP = "\u00a0"
MINUS = "\u2212"
MISSING = "—"
LOCALES = {"vi": "vi", "en": "en_GB"}
"""The CLDR locale of each language."""

_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
_BN_VND = {"vi": "tỷ đồng", "en": "bn VND"}
_MILLION_VND = {"vi": "triệu đồng", "en": "million VND"}
_POINTS = {"vi": "điểm" + NBSP + "%", "en": "percentage points"}


class Estimate(NamedTuple):
    """A median, mean or central value with its interval, which is absent in the central case."""

    value: float
    low: float | None = None
    high: float | None = None

    def each(self, change: Callable[[float], float]) -> "Estimate":
        """Return the estimate with value and ends changed alike."""
        low, high = (None if end is None else change(end) for end in (self.low, self.high))
        return Estimate(change(self.value), low, high)


def is_missing(value: float | None) -> bool:
    """Tell whether a value is absent: None or not a number."""
    return value is None or math.isnan(value)


def rounded(value: float, digits: int = 0) -> Decimal:
    """Round half away from zero, as printed statistics are, on the decimal digits a reader sees.

    0.125 to two digits is 0.13, and 2.675 is 2.68 although its binary form is less. Digits below nought
    round to tens, hundreds and so on; a zero has no sign.
    """
    exact = Decimal(repr(float(value)))
    result = exact.quantize(Decimal(1).scaleb(-digits), context=_WIDE)
    return abs(result) if result == 0 else result


def direction(value: float | None, digits: int = 12) -> int:
    """Return -1, 0 or 1: the sign of a value once rounded to the digits it is printed with (0 if missing)."""
    if value is None or math.isnan(value):
        return 0
    if math.isinf(value):
        return 1 if value > 0 else -1
    shown = rounded(value, digits)
    return (shown > 0) - (shown < 0)


def number(value: float | None, lang: str, digits: int = 0, *, signed: bool = False) -> str:
    """Format a number, rounded half away from zero, with a true minus sign: ``1.100,5`` or ``1,100.5``.

    An absent value is an em dash; digits below nought round to tens, hundreds. With `signed`, a plus stands
    before what is above zero; what rounds to zero has no sign.
    """
    if value is None or math.isnan(value):
        return MISSING
    if math.isinf(value):
        text = "∞"
    else:
        pattern = "#,##0" + ("." + "0" * digits if digits > 0 else "")
        text = format_decimal(
            Decimal(int(s)) if (s := abs(rounded(value, digits))) == int(s) else s,
            format=pattern,
            locale=LOCALES[lang],
            decimal_quantization=False,
        )
    sign = direction(value, digits)
    return (MINUS if sign < 0 else "+" if signed and sign > 0 else "") + text


def _auto_digits(value: float) -> int:
    size = abs(value)
    if not math.isfinite(size) or size >= 100 or size == 0:
        return 0
    return 1 if size >= 1 else 2 if size >= 0.095 else 3


def millions(value: float) -> float:
    """Return billion VND as million VND, to the two figures that a small amount can claim: 0.1437 is 140."""
    shown = 1000 * float(value)
    if not math.isfinite(shown) or shown == 0:
        return shown
    return float(rounded(shown, 1 - Decimal(repr(shown)).adjusted()))


def money_million(value: float, lang: str) -> str:
    """Format an amount given in billion VND in millions: ``140 triệu đồng`` or ``140 million VND``."""
    shown = millions(value)
    text = number(shown, lang, 0 if abs(shown) >= 10 else _auto_digits(shown))
    return f"{text} {_MILLION_VND[lang]}"


def money_bn(value: float | None, lang: str) -> str:
    """Format an amount in billion VND: ``1.100 tỷ đồng`` or ``1,100 bn VND``; below one in millions."""
    if value is None or math.isnan(value):
        return MISSING
    if 0 < abs(millions(value)) < 1000:
        return money_million(value, lang)
    return f"{number(value, lang, _auto_digits(value))} {_BN_VND[lang]}"


def percent(value: float | None, lang: str, digits: int = 2) -> str:
    """Format a number that is already in per cent, with a no-break space: ``6,95 %`` or ``6.95 %``."""
    text = number(value, lang, digits)
    return text if is_missing(value) else f"{text}{NBSP}%"


def share(value: float | None, lang: str, digits: int = 0) -> str:
    """Format a fraction as per cent: 0.37 is ``37 %``."""
    if value is None or math.isnan(value):
        return MISSING
    hundred = float(Decimal(repr(float(value))) * 100) if math.isfinite(value) else value
    return percent(hundred, lang, digits)


def points(
    value: float | None, lang: str, digits: int | None = None, *, signed: bool = False, unit: bool = True
) -> str:
    """Format percentage points: ``0,02 điểm %`` or ``0.02 percentage points``.

    Digits of None show two, and three below 0.01; what is then still nothing but not zero is written as
    under 0.001. The unit is left out where the axis names it.
    """
    if value is None or math.isnan(value):
        return MISSING
    if digits is None:
        digits = 2 if value == 0 or abs(value) >= 0.00995 else 3
        if value != 0 and rounded(value, digits) == 0:
            text = f"{'dưới' if lang == 'vi' else 'under'} {number(0.001, lang, 3)}"
            return f"{text} {_POINTS[lang]}" if unit else text
    text = number(value, lang, digits, signed=signed)
    one = lang == "en" and text.lstrip(MINUS + "+") == "1"
    name = _POINTS[lang].removesuffix("s") if one else _POINTS[lang]
    return f"{text} {name}" if unit else text


def rough(value: float) -> float:
    """Round a modelled count so that it claims no more than it knows: to 100 from 10,000, to 10 from 1,000.

    Rounds half away from zero; smaller counts are rounded to whole numbers.
    """
    if not math.isfinite(value):
        return value
    size = abs(value)
    return float(rounded(value, -2 if size >= 10_000 else -1 if size >= 1_000 else 0))


def count(value: float | None, noun: tuple[str, str, str], lang: str) -> str:
    """Format a count with its noun: in Vietnamese, in English singular and plural."""
    text = number(value, lang)
    if is_missing(value):
        return text
    if lang == "vi":
        return f"{text} {noun[0]}"
    return f"{text} {noun[1] if text.lstrip(MINUS) == '1' else noun[2]}"


def hectares(value: float | None, lang: str, digits: int | None = None) -> str:
    """Format an area in hectares; one digit after the decimal mark below 100 unless told otherwise."""
    if value is None or math.isnan(value):
        return MISSING
    places = (0 if abs(value) >= 100 or float(value).is_integer() else 1) if digits is None else digits
    return f"{number(value, lang, places)} ha"


def interval(low: float, high: float, lang: str, digits: int = 0, unit: str = "") -> str:
    """Format an interval in words, for minus signs are clear so: ``từ −1,2 đến 5,3 %``, ``−1.2 to 5.3 %``."""
    tail = (NBSP if unit == "%" else " ") + unit if unit else ""
    first, last = number(low, lang, digits), number(high, lang, digits)
    return f"từ {first} đến {last}{tail}" if lang == "vi" else f"{first} to {last}{tail}"


def bracketed(value: float | None, low: float | None, high: float | None, lang: str, digits: int = 0) -> str:
    """Format a figure for a cell, its interval in brackets: ``12.800 (7.180 – 21.400)``.

    Below zero a word stands between the ends in place of the dash; an absent end leaves the brackets out.
    """
    shown = number(value, lang, digits)
    if value is None or low is None or high is None or any(map(math.isnan, (value, low, high))):
        return shown
    between = "–" if low >= 0 else "đến" if lang == "vi" else "to"
    return f"{shown} ({number(low, lang, digits)} {between} {number(high, lang, digits)})"


def probability(value: float | None, lang: str, digits: int = 0, *, words: bool = False) -> str:
    """Format a probability, 0 to 1, in per cent; one strictly between never prints as 0 % or 100 %.

    With `words`, *under 1 %* and *over 99 %* are written for reading aloud, not as signs.

    Raises
    ------
    InputError
        If the value is below 0 or above 1.
    """
    if value is None or math.isnan(value):
        return MISSING
    if not 0 <= value <= 1:
        raise InputError(f"{value} is not a probability: it must lie between 0 and 1")
    step = Decimal(1).scaleb(-digits)
    shown = rounded(float(Decimal(repr(float(value))) * 100), digits)
    below, above = ("<", ">") if not words else ("dưới", "trên") if lang == "vi" else ("under", "over")
    if value > 0 and shown == 0:
        return f"{below}{NBSP}{percent(float(step), lang, digits)}"
    if value < 1 and shown == 100:
        return f"{above}{NBSP}{percent(float(100 - step), lang, digits)}"
    return percent(float(shown), lang, digits)


def fraction_words(part: float, lang: str) -> str:
    """Say a fraction of 1 in words, ``một phần mười`` or ``a tenth``; per cent where no plain word fits."""
    inverse = 1 / part
    nearest_whole = round(inverse)
    if 2 <= nearest_whole <= 10 and abs(inverse - nearest_whole) <= 0.06 * nearest_whole:
        return _FRACTIONS[lang][nearest_whole - 2]
    return probability(part, lang, words=True)


_FRACTIONS = {
    "vi": (
        "một nửa", "một phần ba", "một phần tư", "một phần năm", "một phần sáu",
        "một phần bảy", "một phần tám", "một phần chín", "một phần mười",
    ),
    "en": (
        "half", "a third", "a quarter", "a fifth", "a sixth", "a seventh", "an eighth", "a ninth", "a tenth",
    ),
}  # fmt: skip
