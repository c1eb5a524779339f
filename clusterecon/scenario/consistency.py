"""What several assumptions of a scenario must agree on, beyond what each allows by itself."""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from clusterecon.errors import nearest

if TYPE_CHECKING:
    from clusterecon.scenario.fields import Assumptions, Study

LONGEST = 100
"""Years that can be simulated at most."""
RESERVED = ("joint", "joint_without_wastewater")
"""Names of rows that stand beside the targets."""
_NAME = re.compile(r"[^\W\d_][\w-]{0,79}")


def disagreements(assumptions: "Assumptions") -> list[str]:
    """Return what does not fit together, a line each, led by the path it is about."""
    a = assumptions
    stock, years = a.stock, a.horizon - a.base_year
    mistakes = [
        f"{group}.{name}: '{name}' is no name: a letter, then letters, digits, - and _, 80 at most"
        for group in ("cohorts", "targets")
        for name in getattr(a, group)
        if not _NAME.fullmatch(name)
    ]
    mistakes += [
        f"targets.{n}: the name is taken by the joint probabilities" for n in RESERVED if n in a.targets
    ]
    headline, counted = a.study.headline_target, stock.wastewater_counted.number
    if headline not in a.targets:
        mistakes.append(f"study.headline_target: no target '{headline}'{nearest(headline, a.targets)}")
    if a.asset_life.number < years:
        mistakes.append(
            f"asset_life: {a.asset_life.number:g} years are fewer than the {years} to the horizon, "
            f"{a.horizon}"
        )
    if counted > a.base_year:
        mistakes.append(f"stock.wastewater_counted: {counted:g} is after the base year, {a.base_year}")
    plants = sum(a.wastewater_completions.value.values()) if a.wastewater_completions else 0
    if plants > stock.clusters.number:
        mistakes.append(
            f"wastewater_completions: {plants:g} plants are finished, but there are "
            f"{stock.clusters.number:g} clusters"
        )
    return mistakes


def span_mistake(base_year: object, horizon: object) -> str | None:
    """Return what is wrong with the years simulated; ``None`` where nothing is, or they are no years."""
    if not isinstance(base_year, int) or not isinstance(horizon, int):
        return None
    if base_year < horizon <= base_year + LONGEST:
        return None
    return f"horizon: {horizon} is not allowed; it must lie between {base_year + 1} and {base_year + LONGEST}"


def unknown_parts(about: "Study", scenarios: Collection[str]) -> dict[str, str]:
    """Return what is wrong with the scenarios that play a part in the study's texts, by part."""
    return {
        part: f"study.{part}: no scenario '{name}'{nearest(name, scenarios)}"
        for part, name in (("announced", about.announced), ("record", about.record))
        if name not in scenarios
    }
