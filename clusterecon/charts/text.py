"""The words of a chart, and labels spread so that none overlaps another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clusterecon.document.typesetting import legible
from clusterecon.ground.languages import checked_lang

LONGEST_NAME = 70


@dataclass(frozen=True)
class ChartText:
    """The words of one chart: its finding, what is shown, its source; titles by identifier."""

    title: str
    subtitle: str
    footer: str
    lang: str
    names: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        checked_lang(self.lang)
        for name in ("title", "subtitle", "footer"):
            object.__setattr__(self, name, legible(getattr(self, name)))

    def name(self, key: str) -> str:
        """Return the cleaned, shortened title of an identifier; the identifier where it has none."""
        return legible(str(self.names.get(key, key)), LONGEST_NAME) or legible(key, LONGEST_NAME)


def spread_out(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move positions apart to at least a gap, as little as possible, within bounds.

    Least squares by pooling neighbours: what must move together moves together. Where the bounds are too
    narrow for the gap, labels share them evenly.
    """
    count = len(wanted)
    if count == 0:
        return []
    gap = min(gap, (high - low) / max(1, count - 1))
    order = sorted(range(count), key=lambda i: wanted[i])
    pools: list[list[float]] = []  # mean, weight
    for rank, index in enumerate(order):
        pools.append([wanted[index] - rank * gap, 1.0])
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            mean, weight = pools.pop()
            total = pools[-1][1] + weight
            pools[-1] = [(pools[-1][0] * pools[-1][1] + mean * weight) / total, total]
    flat = [mean for mean, weight in pools for _ in range(int(weight))]
    result = [0.0] * count
    for rank, index in enumerate(order):
        result[index] = min(max(flat[rank], low), high - (count - 1) * gap) + rank * gap
    return result
