"""The numbers of one scenario in one block of draws: central values, or draws of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from clusterecon.ground.arrays import Array
from clusterecon.model.sampling import RankCorrelation, quantile_function, sample_block
from clusterecon.scenario.scenario import Scenario

Value: TypeAlias = float | Array


@dataclass(frozen=True)
class Parameters:
    """A scenario's assumptions by dotted path.

    A number where the assumption is sure, else (rows,); ``None`` where no figure was found.
    """

    values: Mapping[str, Value | None]
    rows: int

    def __getitem__(self, path: str) -> Value:
        value = self.values[path]
        if value is None:
            raise KeyError(f"{path} is null")
        return value

    def get(self, path: str) -> Value | None:
        """Return a value that may be null."""
        return self.values.get(path)

    def column(self, path: str) -> Array:
        """Return a value as a (draws, 1) column."""
        return np.broadcast_to(np.asarray(self[path], dtype=float), (self.rows,))[:, np.newaxis]

    def vector(self, path: str) -> Array:
        """Return a value as (draws,)."""
        return np.broadcast_to(np.asarray(self[path], dtype=float), (self.rows,))


def central_parameters(scenario: Scenario) -> Parameters:
    """Return every assumption at its value: the central case."""
    return Parameters({path: entry.value for path, entry in scenario.quantities().items()}, 1)


class Block:
    """The uniforms of one block of draws, shared by all scenarios, each column made once."""

    def __init__(self, seed: int, number: int, rows: int, correlations: Sequence[RankCorrelation]) -> None:
        self.seed, self.number, self.rows = seed, number, rows
        self._correlations = tuple(correlations)
        self._uniforms: dict[str, Array] = {}
        self._draws: dict[tuple[str, str], Array] = {}

    def uniforms(self, names: Sequence[str]) -> dict[str, Array]:
        """Return the uniforms of the named columns, each (rows,)."""
        missing = [name for name in names if name not in self._uniforms]
        if missing:
            new = sample_block(missing, self.seed, self.number, self.rows, self._correlations)
            self._uniforms.update(new)
        return {name: self._uniforms[name] for name in names}

    def parameters(self, scenario: Scenario) -> Parameters:
        """Return the scenario's assumptions in this block."""
        quantities = scenario.quantities()
        spread = [path for path, entry in quantities.items() if entry.distribution is not None]
        columns = self.uniforms(spread)
        values: dict[str, Value | None] = {}
        for path, entry in quantities.items():
            if entry.distribution is None:
                values[path] = entry.value
                continue
            key = (path, f"{entry.number!r} {entry.distribution!r}")
            if key not in self._draws:
                self._draws[key] = quantile_function(entry.distribution, entry.number, columns[path])
            values[path] = self._draws[key]
        return Parameters(values, self.rows)
