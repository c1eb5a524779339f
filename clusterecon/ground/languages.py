"""The languages in which everything is told."""

from clusterecon.ground.errors import InputError, nearest

LANGS = ("vi", "en")


def checked_lang(lang: str) -> str:
    """Return `lang` if it is one of the languages, else raise `InputError`; asked once, where it is given."""
    if lang not in LANGS:
        raise InputError(f"language '{lang}' is not one of {', '.join(LANGS)}{nearest(lang, LANGS)}")
    return lang
