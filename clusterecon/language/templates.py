"""Every sentence and title in both languages.

A template holds ``{names}``; the values put in are finished text. `say` fills one in. The
Vietnamese and the English template of one key have the same names (a test holds this).
"""

from collections.abc import Mapping

from clusterecon.ground.errors import InputError, nearest
from clusterecon.language.effects_templates import EFFECTS
from clusterecon.language.evidence_templates import EVIDENCE
from clusterecon.language.money_templates import MONEY
from clusterecon.language.program_templates import PROGRAM
from clusterecon.language.titles_templates import TITLES
from clusterecon.scenario.assumptions import Text

TEMPLATES: Mapping[str, Text] = {**EFFECTS, **EVIDENCE, **MONEY, **PROGRAM, **TITLES}


def say(key: str, lang: str, **values: str) -> str:
    """Fill in a template; braces in the values are left alone.

    Raises
    ------
    InputError
        If there is no such template.
    """
    if key not in TEMPLATES:
        raise InputError(f"no template '{key}'{nearest(key, TEMPLATES)}")
    return TEMPLATES[key].in_language(lang).format(**values)


def lower_first(text: str) -> str:
    """Return a name as it stands inside a sentence."""
    return text[:1].lower() + text[1:]
