"""An assumption: a number of the world with its unit, spread, source, date and grade of evidence.

Every number a scenario rests on is one of these. A scenario may override it by a plain value (which drops
the distribution) or by a mapping of the keys it changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

LARGEST = 1e12
"""Greatest number that an assumption may be; beyond it sums lose what the small ones add."""
Shape = Literal["pert", "triangular", "uniform", "normal", "lognormal", "beta", "discrete"]
Grade = Literal["published", "published, page not kept", "derived", "judgement"]


class Frozen(BaseModel):
    """A model that cannot be changed and forbids unknown keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, strict=False, defer_build=True
    )


class Text(Frozen):
    """A text in both languages."""

    vi: str = Field(min_length=1, pattern=r"\S")
    """Vietnamese."""
    en: str = Field(min_length=1, pattern=r"\S")
    """English."""

    def in_language(self, lang: str) -> str:
        """Return the text in ``"vi"`` or ``"en"``."""
        return self.vi if lang == "vi" else self.en


def both(vi: str, en: str) -> Text:
    """Return a text of the program itself, which needs no check."""
    return Text.model_construct(vi=vi, en=en)


def _in_both(value: object) -> object:
    """Take one text for both languages."""
    return {"vi": value, "en": value} if isinstance(value, str) else value


Words = Annotated[Text, BeforeValidator(_in_both)]
"""A text in both languages; a single one, such as a publisher's name, stands for both."""


def iso_date(value: object) -> object:
    """Accept an ISO date as text, as the strict YAML reader leaves it."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"'{value}' is not a date; write it as 2025-02-03") from None
    return value


Date = Annotated[date, BeforeValidator(iso_date)]


def is_late(known_since: date | None, as_of: date) -> bool:
    """Tell whether something became known only after a day, and so is used with hindsight."""
    return known_since is not None and known_since > as_of


def _number(value: object) -> object:
    if isinstance(value, bool) or (value is not None and not isinstance(value, int | float)):
        raise ValueError(f"a number is needed, not {value!r}")
    return value


Number = Annotated[float, BeforeValidator(_number)]


class Distribution(Frozen):
    """The spread of an assumption around its value.

    ``pert`` and ``triangular`` have their mode at the value; ``normal`` its mean (cut to low and high where
    given); ``lognormal`` its median; ``uniform``, ``beta`` and ``discrete`` stand on their own parameters.
    """

    shape: Shape
    """Family: pert, triangular, uniform, normal, lognormal, beta or discrete."""
    low: Number | None = None
    """Least value."""
    high: Number | None = None
    """Greatest value."""
    standard_deviation: Annotated[Number, Field(gt=0)] | None = None
    """Of a normal, in the assumption's unit; of a lognormal, of the logarithm."""
    alpha: Annotated[Number, Field(gt=0)] | None = None
    """First shape parameter of a beta."""
    beta: Annotated[Number, Field(gt=0)] | None = None
    """Second shape parameter of a beta."""
    values: tuple[Number, ...] | None = None
    """The values of a discrete distribution."""
    probabilities: tuple[Annotated[Number, Field(ge=0, le=1)], ...] | None = None
    """Their probabilities; equal where left out."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needs: dict[str, tuple[str, ...]] = {
            "pert": ("low", "high"),
            "triangular": ("low", "high"),
            "uniform": ("low", "high"),
            "normal": ("standard_deviation",),
            "lognormal": ("standard_deviation",),
            "beta": ("low", "high", "alpha", "beta"),
            "discrete": ("values",),
        }
        optional = {"normal": ("low", "high"), "lognormal": ("low", "high"), "discrete": ("probabilities",)}
        given = {n for n in type(self).model_fields if n != "shape" and getattr(self, n) is not None}
        missing = [n for n in needs[self.shape] if n not in given]
        surplus = sorted(given - set(needs[self.shape]) - set(optional.get(self.shape, ())))
        if missing:
            raise ValueError(f"a {self.shape} distribution needs {', '.join(missing)}")
        if surplus:
            raise ValueError(f"a {self.shape} distribution has no {', '.join(surplus)}")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError(f"low {self.low:g} must be below high {self.high:g}")
        if self.values is not None:
            if not self.values or len(set(self.values)) != len(self.values):
                raise ValueError("values must be distinct and at least one")
            weights = self.probabilities
            if weights is not None and (len(weights) != len(self.values) or abs(sum(weights) - 1) > 1e-9):
                raise ValueError("probabilities must be as many as values and sum to 1")
        return self

    def extremes(self) -> tuple[float | None, float | None]:
        """Return the least and greatest value the distribution can give, ``None`` where unbounded."""
        if self.values is not None:
            return min(self.values), max(self.values)
        low = 0.0 if self.shape == "lognormal" and self.low is None else self.low
        return low, self.high


class Entry(Frozen):
    """What every assumption carries besides its value."""

    unit: str = ""
    """Unit; fixed by the name of the assumption."""
    source: Words | None = None
    """Where the value was read or from what it was derived."""
    facts: tuple[str, ...] = ()
    """Identifiers of the rows of data/raw it rests on."""
    grade: Grade = "judgement"
    """Evidence: published (the page kept or not), derived (with arithmetic) or judgement (with reason)."""
    derivation: Words | None = None
    """The arithmetic of a derived value."""
    reason: Words | None = None
    """Why this value, where it is a judgement."""
    conflict: Words | None = None
    """What other sources say."""
    known_since: Date | None = None
    """The day the value became known."""
    label: Text | None = None
    """Name in both languages."""
    set_by: str = "base"
    """Which layer gave the value: base, a scenario, or a user's --set."""


class Quantity(Entry):
    """An assumption that is one number, sure or spread."""

    value: Number | None
    """The central value; ``null`` where no figure was found."""
    distribution: Distribution | None = None
    """Its spread; none means the value is taken as sure."""

    @property
    def number(self) -> float:
        """The value, where null is not allowed."""
        if self.value is None:
            raise ValueError("the value is null")
        return self.value

    @model_validator(mode="after")
    def _value_inside(self) -> Self:
        if self.distribution is not None:
            if self.value is None:
                raise ValueError("a distribution needs a value")
            low, high = self.distribution.extremes()
            outside = (low is not None and self.value < low) or (high is not None and self.value > high)
            if self.distribution.values is not None:
                outside = self.value not in self.distribution.values
            if outside:
                raise ValueError(f"the value {self.value:g} lies outside its distribution ({low} to {high})")
            if self.distribution.shape == "lognormal" and self.value <= 0:
                raise ValueError("a lognormal needs a value above 0")
        return self


class Choice(Entry):
    """An assumption that is one of several words."""

    value: str
    """The word chosen."""


class Schedule(Entry):
    """An assumption that is a number for each of several years."""

    value: dict[int, Annotated[Number, Field(ge=0)]]
    """Number by calendar year."""


class Shares(Entry):
    """An assumption that splits a whole into named shares."""

    value: dict[str, Annotated[Number, Field(ge=0, le=1)]]
    """Share by name; they sum to 1."""

    @field_validator("value")
    @classmethod
    def _sum_to_one(cls, value: dict[str, float]) -> dict[str, float]:
        if abs(sum(value.values()) - 1) > 1e-6:
            raise ValueError(f"the shares sum to {sum(value.values()):g}, not 1")
        return value


def _wrap(value: object) -> object:
    """Turn a plain value into an entry that holds only the value."""
    is_entry = isinstance(value, BaseModel) or (isinstance(value, Mapping) and "value" in value)
    return value if is_entry else {"value": value}


def within_horizon(year: float, info: ValidationInfo) -> None:
    """Refuse a year outside the years simulated, given as ``context={"years": (first, last)}``."""
    first, last = (info.context or {}).get("years") or (year, year)
    if not first <= year <= last:
        raise ValueError(
            f"the year {year:g} lies outside the horizon; it must lie between {first} and {last}"
        )


@dataclass(frozen=True)
class Limits:
    """What is physically possible for one assumption; stands in its field's annotation.

    Attributes
    ----------
    unit
        The only unit the assumption may have.
    low, high
        Least and greatest value allowed, for the value and for its distribution.
    null
        Whether ``null`` is allowed.
    whole
        Whether only whole numbers are allowed; such a number is one for all draws.
    in_horizon
        Whether the value must be a year that is simulated.
    words
        The words allowed, where the assumption is a choice.
    sure
        Whether the number is never drawn, and so may have no distribution.
    """

    unit: str
    low: float | None = None
    high: float | None = None
    null: bool = False
    whole: bool = False
    in_horizon: bool = False
    words: tuple[str, ...] = ()
    sure: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Wrap plain values, validate the entry, then check it against the limits."""
        wrapped = core_schema.no_info_before_validator_function(_wrap, handler(source))
        extra = {"x-unit": self.unit, "x-least": self.low, "x-greatest": self.high, "x-words": self.words}
        metadata = {"pydantic_js_extra": {k: v for k, v in extra.items() if v not in (None, ())}}
        return core_schema.with_info_after_validator_function(self._check, wrapped, metadata=metadata)

    def _check(self, entry: Entry, info: ValidationInfo) -> Entry:
        if entry.unit and entry.unit != self.unit:
            raise ValueError(f"the unit must be '{self.unit}', not '{entry.unit}'")
        if isinstance(entry, Choice) and entry.value not in self.words:
            raise ValueError(f"'{entry.value}' is not allowed; one of {', '.join(self.words)}")
        if isinstance(entry, Quantity):
            self._check_quantity(entry, info)
        if isinstance(entry, Schedule):
            for year in entry.value:
                within_horizon(year, info)
        return entry.model_copy(update={"unit": self.unit})

    def _check_quantity(self, entry: Quantity, info: ValidationInfo) -> None:
        if entry.value is None:
            if not self.null:
                raise ValueError("a number is needed, not null")
            return
        for number in (entry.value, *self._extremes(entry.distribution)):
            if abs(number) > LARGEST:
                raise ValueError(f"{number:g} is too large; it must be at most {LARGEST:g}")
            if (self.low is not None and number < self.low) or (self.high is not None and number > self.high):
                raise ValueError(f"{number:g} is not allowed; {self._range()}")
            if self.whole and number != int(number):
                raise ValueError(f"{number:g} is not allowed; a whole number is needed")
        if self.in_horizon:
            within_horizon(entry.value, info)

    def _extremes(self, distribution: Distribution | None) -> list[float]:
        """Return the least and greatest value drawn; an open end is refused where the possible has one."""
        if distribution is None:
            return []
        if self.sure or self.whole:
            raise ValueError("it takes no distribution: it is one number for all draws")
        ends = dict(zip(("low", "high"), distribution.extremes(), strict=True))
        missing = [name for name, end in ends.items() if end is None and getattr(self, name) is not None]
        if missing:
            raise ValueError(
                f"a {distribution.shape} distribution needs {' and '.join(missing)} here; {self._range()}"
            )
        return [end for end in ends.values() if end is not None]

    def _range(self) -> str:
        if self.low is not None and self.high is not None:
            return f"it must lie between {self.low:g} and {self.high:g}"
        return (
            f"it must be at least {self.low:g}"
            if self.low is not None
            else f"it must be at most {self.high:g}"
        )
