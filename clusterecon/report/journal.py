"""Log lines for a journal: one a step, ``key=value``, readable by people and by grep."""

import json
import logging
import re

logger = logging.getLogger("clusterecon.report")
_BARE = re.compile(r"[^\s\"=]+")


def step(event: str, level: int = logging.INFO, **fields: object) -> None:
    """Log one step of a run, named by one word; text with blanks, quotes or ``=`` is quoted as JSON."""
    logger.log(
        level, "%s", " ".join([f"event={event}", *(f"{key}={_text(value)}" for key, value in fields.items())])
    )


def _text(value: object) -> str:
    text = f"{value:.2f}" if isinstance(value, float) else str(value)
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)
