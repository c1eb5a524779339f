"""Text and names as the documents accept them; mistakes collected, raised at once."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING

from clusterecon.ground.errors import InputError, nearest

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_SPACES = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_KEPT_FORMAT_CHARACTERS = "\u200b\u200c\u200d\u2060"


@lru_cache(maxsize=65_536)
def clean_text(text: str) -> str:
    r"""Return `text` as one line that is safe and legible in every format.

    Composed to NFC (so that Vietnamese letters are single characters), runs of spaces and line
    breaks become one space, no-break spaces stay. Control characters, direction overrides, byte
    order marks, tags, lone surrogates and non-characters are dropped.

    Examples
    --------
    >>> clean_text("C\u1ea1\x00nh  tranh\n")
    'Cạnh tranh'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    kept = "".join(character for character in _SPACES.sub(" ", text) if _is_kept(character))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", kept)).strip(" ")


def _is_kept(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return character in _KEPT_FORMAT_CHARACTERS
    return category not in {"Cc", "Cs"} and (ord(character) & 0xFFFE) != 0xFFFE


def valid_identifier(name: str) -> bool:
    """Return whether `name` may stand in a file name: lower case, digits, ``_`` and ``-``, at most 64."""
    return _IDENTIFIER.fullmatch(name) is not None


def clean_fields(block: "DataclassInstance") -> None:
    """Clean every text, and tuple of texts, of a frozen dataclass in place."""
    for field in fields(block):
        value = getattr(block, field.name)
        if isinstance(value, str):
            object.__setattr__(block, field.name, clean_text(value))
        elif isinstance(value, list | tuple):
            cleaned = tuple(clean_text(item) if isinstance(item, str) else item for item in value)
            object.__setattr__(block, field.name, cleaned)


def require(mistakes: Iterable[str]) -> None:
    """Raise `InputError` with every mistake that is not empty; do nothing where there is none."""
    found = [mistake for mistake in mistakes if mistake]
    if found:
        raise InputError(found)


def choice_mistake(what: str, value: str, allowed: Sequence[str]) -> str:
    """Return what is wrong with a choice, with the nearest valid one, or ``""``."""
    if value in allowed:
        return ""
    return f"{what}: '{value}' is not one of {', '.join(allowed)}{nearest(value, allowed)}"


def identifier_mistake(what: str, value: str) -> str:
    """Return what is wrong with an id, or ``""``."""
    allowed = "lower-case letters, digits, '_' and '-', at most 64"
    return "" if valid_identifier(value) else f"{what}: id {value!r} may hold only {allowed}"
