"""What several assumptions of a scenario must agree on, beyond what each allows by itself."""

import re
from collections.abc import Collection, Iterable

from clusterecon.ground.errors import nearest

LONGEST = 100
"""Years that can be simulated at most."""
JOINT, JOINT_WITHOUT_WASTEWATER = "joint", "joint_without_wastewater"
"""Names of the rows that stand beside the targets: all of them together."""
_NAME = re.compile(r"[^\W\d_][\w-]{0,79}")


def name_mistakes(cohorts: Iterable[str], targets: Collection[str], headline: str) -> list[str]:
    """Return which names of cohorts and targets are none or taken, and whether the headline target exists."""
    mistakes = [
        f"{group}.{name}: '{name}' is no name: a letter, then letters, digits, - and _, 80 at most"
        for group, names in (("cohorts", cohorts), ("targets", targets))
        for name in names
        if not _NAME.fullmatch(name)
    ]
    mistakes += [
        f"targets.{n}: the name is taken by the joint probabilities"
        for n in (JOINT, JOINT_WITHOUT_WASTEWATER)
        if n in targets
    ]
    if headline not in targets:
        mistakes.append(f"study.headline_target: no target '{headline}'{nearest(headline, targets)}")
    return mistakes


def year_mistakes(base_year: int, horizon: int, asset_life: float, counted: float) -> list[str]:
    """Return whether what is built lasts too short, or plants were counted after the base year."""
    mistakes, years = [], horizon - base_year
    if asset_life < years:
        mistakes.append(
            f"asset_life: {asset_life:g} years are fewer than the {years} to the horizon, {horizon}"
        )
    if counted > base_year:
        mistakes.append(f"stock.wastewater_counted: {counted:g} is after the base year, {base_year}")
    return mistakes


def plant_mistakes(plants: float, clusters: float) -> list[str]:
    """Return whether more plants are finished than there are clusters."""
    if plants <= clusters:
        return []
    return [f"wastewater_completions: {plants:g} plants are finished, but there are {clusters:g} clusters"]


def ramp_mistake(
    fill: tuple[float, float], tenth: tuple[float, float] | None, nine_tenths: tuple[float, float] | None
) -> str | None:
    """Return whether a tenth may be let after nine tenths are, from least and most years to each."""
    if tenth is None and nine_tenths is None:
        return None
    latest, earliest = (tenth or (0, 0.2 * fill[1]))[1], (nine_tenths or fill)[0]
    if latest < earliest:
        return None
    return (
        f"years_to_10_percent: up to {latest:g} years to a tenth, but nine tenths may come after "
        f"{earliest:g}; a logistic ramp needs the tenth first in every draw"
    )


def span_mistake(base_year: object, horizon: object) -> str | None:
    """Return what is wrong with the years simulated; ``None`` where nothing is, or they are no years."""
    if not isinstance(base_year, int) or not isinstance(horizon, int):
        return None
    if base_year < horizon <= base_year + LONGEST:
        return None
    return f"horizon: {horizon} is not allowed; it must lie between {base_year + 1} and {base_year + LONGEST}"
