"""Every sentence and title in both languages: the one place where a translator works.

A template holds ``{names}``; the values put in are finished text. `say` fills one in. The
Vietnamese and the English template of one key have the same names (a test holds this).
"""

from collections.abc import Mapping

from clusterecon.errors import InputError, nearest
from clusterecon.wording.labels import Label
from clusterecon.wording.templates.effects import EFFECTS
from clusterecon.wording.templates.evidence import EVIDENCE
from clusterecon.wording.templates.money import MONEY
from clusterecon.wording.templates.titles import TITLES

TEMPLATES: Mapping[str, Label] = {**EFFECTS, **EVIDENCE, **MONEY, **TITLES}


def say(key: str, lang: str, **values: str) -> str:
    """Fill in a template.

    Parameters
    ----------
    key
        A key of `TEMPLATES`.
    lang
        ``vi`` or ``en``.
    **values
        The text for each name in the template; braces in it are left alone.

    Raises
    ------
    InputError
        If the key or language is unknown.
    """
    if key not in TEMPLATES:
        raise InputError(f"no template '{key}'{nearest(key, TEMPLATES)}")
    return TEMPLATES[key].in_(lang).format(**values)
