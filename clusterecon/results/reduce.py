"""What is kept of each block: the draws themselves, or only their summary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from clusterecon.additionality import Chain
from clusterecon.appraisal import (
    VIEWS,
    Appraisal,
    AppraisalInputs,
    GrossFlows,
    Sharing,
    appraisal_rows,
    appraise,
    flow_lines,
    join_blocks,
)
from clusterecon.errors import ClustereconError
from clusterecon.model import PARTS, Outcome
from clusterecon.model.outcome import Fiscal
from clusterecon.results.statistics import Array, summarise, weighted_mean
from clusterecon.scenario import Scenario, Target

Joined = TypeVar("Joined", GrossFlows, Sharing)
Sliced = TypeVar("Sliced", Fiscal, GrossFlows, Sharing)
SLICE = 4_096
"""Draws appraised at a time where that is quickest; the search for internal rates prefers them all."""
Row = dict[str, Any]
JOINT, JOINT_WITHOUT_WASTEWATER = "joint", "joint_without_wastewater"
TOLERANCE = 1e-9


@dataclass(frozen=True)
class TargetCount:
    """How often one target is met in a block, and by how much it is missed."""

    hits: int
    shortfall: float


@dataclass(frozen=True)
class Piece:
    """One scenario in one block, reduced.

    Attributes
    ----------
    rows
        Draws of the block.
    series, attribution, memo
        The draws themselves where kept, else mean and quantiles, (8, years).
    chain_means
        Mean of every line from gross to net, by quantity and line, (years,).
    counts
        Targets, and the joint ones, met.
    fiscal
        Flows for the appraisal, where draws are kept.
    appraisal
        Else the headline of the appraisal, as rows.
    """

    rows: int
    kept: bool
    series: dict[str, Array]
    attribution: dict[str, Array]
    memo: dict[str, Array]
    chain_means: dict[tuple[str, str], Array]
    counts: dict[str, TargetCount]
    fiscal: Fiscal | None
    appraisal: tuple[Row, ...]


def reduce_block(
    scenarios: Mapping[str, Scenario], keep: bool, outcomes: dict[str, Outcome]
) -> dict[str, Piece]:
    """Reduce a block's outcomes to what the run keeps.

    Parameters
    ----------
    scenarios
        By name, for their targets.
    keep
        Whether the draws themselves are kept.
    outcomes
        The block's outcomes by scenario.
    """
    return {name: _piece(scenarios[name], keep, outcome) for name, outcome in outcomes.items()}


def _piece(scenario: Scenario, keep: bool, outcome: Outcome) -> Piece:
    def held(arrays: Mapping[str, Array]) -> dict[str, Array]:
        return {n: a if keep or a.ndim == 1 else summarise(a) for n, a in arrays.items()}

    rows = len(outcome.series["jobs"])
    means = {
        (quantity, line): np.mean(getattr(chain, line), axis=0)
        for quantity, chain in outcome.chains.items()
        for line in Chain._fields
    }
    memo = {n: a if keep else summarise(np.atleast_2d(a.T).T) for n, a in outcome.memo.items()}
    return Piece(
        rows,
        keep,
        held(outcome.series),
        held(outcome.attribution),
        memo,
        means,
        count_targets(scenario, outcome.series),
        outcome.fiscal if keep else None,
        () if keep else tuple(_headline(scenario, outcome.fiscal)),
    )


def _headline(scenario: Scenario, fiscal: Fiscal) -> list[Row]:
    rate = scenario.assumptions.discount_rate.number
    found = appraise(appraisal_inputs(scenario, [fiscal]), [rate], tuple(VIEWS)[:2], internal_rate=False)
    return [row for row in appraisal_rows(found) if row["measure"] != "irr"]


def appraisal_inputs(scenario: Scenario, pieces: Sequence[Fiscal]) -> AppraisalInputs:
    """Return what the appraisal of a scenario needs, its blocks together."""
    assumptions = scenario.assumptions
    return AppraisalInputs(
        flow_lines(_join([p.flows for p in pieces]), _join([p.sharing for p in pieces])),
        range(assumptions.base_year, assumptions.horizon + 1),
        int(assumptions.asset_life.number),
        *(
            np.concatenate([getattr(p, name) for p in pieces])
            for name in ("net_jobs_direct", "net_jobs_indirect", "hectares")
        ),
    )


def count_targets(scenario: Scenario, series: Mapping[str, Array]) -> dict[str, TargetCount]:
    """Count the draws that meet each target, and all of them jointly.

    A target is met when its indicator is at least the threshold less 1e-9.
    """
    first = scenario.assumptions.base_year
    counts: dict[str, TargetCount] = {}
    rows = len(series["jobs"])
    together = np.ones(rows, dtype=bool)
    without_wastewater = np.ones(rows, dtype=bool)
    for name, target in scenario.assumptions.targets.items():
        values = series[target.indicator][:, target.year - first]
        met = values >= target.number - TOLERANCE
        counts[name] = TargetCount(int(met.sum()), float(np.sum((target.number - values)[~met])))
        together &= met
        if not is_wastewater(target):
            without_wastewater &= met
    counts[JOINT] = TargetCount(int(together.sum()), 0.0)
    counts[JOINT_WITHOUT_WASTEWATER] = TargetCount(int(without_wastewater.sum()), 0.0)
    return counts


def is_wastewater(target: Target) -> bool:
    """Whether a target is about wastewater."""
    return target.indicator == "wastewater_coverage"


@dataclass(frozen=True)
class ScenarioResult:
    """All blocks of one scenario."""

    scenario: Scenario
    pieces: tuple[Piece, ...]

    @property
    def rows(self) -> list[int]:
        """Draws of each block."""
        return [piece.rows for piece in self.pieces]

    @cached_property
    def _statistics(self) -> dict[str, Array]:
        return {}

    def statistics(self, name: str, group: str = "series") -> Array:
        """Return mean and quantiles of an indicator, attribution part or memo line, (8, years)."""
        key = f"{group}.{name}"
        if key not in self._statistics:
            parts = [getattr(piece, group)[name] for piece in self.pieces]
            if self.pieces[0].kept:
                joined = np.concatenate(parts)
                self._statistics[key] = summarise(joined if joined.ndim == 2 else joined[:, np.newaxis])
            else:
                self._statistics[key] = weighted_mean(parts, self.rows)
        return self._statistics[key]

    def draws(self, name: str) -> Array:
        """Return the draws of an indicator, (draws, years).

        Raises
        ------
        ClustereconError
            The draws were not kept, the run being larger than its memory budget.
        """
        if not self.pieces[0].kept:
            raise ClustereconError("the draws were not kept: the run is larger than its memory budget")
        return np.concatenate([piece.series[name] for piece in self.pieces])

    def chain_mean(self, quantity: str, line: str) -> Array:
        """Return the mean of one line from gross to net, (years,)."""
        return weighted_mean([piece.chain_means[quantity, line] for piece in self.pieces], self.rows)

    def growth_total(self) -> Array:
        """Return the statistics of growth itself, the total of its attribution, (8, years)."""
        return self.statistics("industrial_growth")

    def fiscal(self) -> AppraisalInputs:
        """Return what the appraisal needs, all blocks together."""
        pieces = [piece.fiscal for piece in self.pieces if piece.fiscal is not None]
        if not pieces:
            raise ClustereconError("the appraisal needs the draws, which were not kept")
        return appraisal_inputs(self.scenario, pieces)

    @property
    def kept(self) -> bool:
        """Whether the draws were kept."""
        return self.pieces[0].kept

    def appraisal_rows(self) -> list[Row]:
        """Return the headline of the appraisal where draws were not kept: block results, averaged.

        A statistic that one block has none of has none.
        """
        rows = []
        for same in zip(*(piece.appraisal for piece in self.pieces), strict=True):
            values = [row["value"] for row in same]
            known = [float(v) for v in values if v is not None]
            mean = float(np.average(known, weights=self.rows)) if len(known) == len(values) else None
            rows.append({**same[0], "value": mean})
        return rows

    def appraisals(
        self, rates: Sequence[float], views: Sequence[str] = tuple(VIEWS), *, internal_rate: bool = True
    ) -> tuple[Appraisal, ...]:
        """Return the appraisal at each rate and view, over both horizons.

        Without internal rates worked out in slices of draws that fit the cache.
        """
        pieces = [piece.fiscal for piece in self.pieces if piece.fiscal is not None]
        if not pieces:
            raise ClustereconError("the appraisal needs the draws, which were not kept")
        groups = [pieces] if internal_rate else [[part] for piece in pieces for part in _slices(piece)]
        inputs = [appraisal_inputs(self.scenario, group) for group in groups]
        return join_blocks([appraise(i, rates, views, internal_rate=internal_rate) for i in inputs])


def _slices(fiscal: Fiscal) -> list[Fiscal]:
    """Return the flows in slices of draws small enough for the cache."""
    starts = range(0, len(fiscal.hectares), SLICE)
    return [_cut(fiscal, slice(start, start + SLICE)) for start in starts]


def _cut(whole: Sliced, rows: slice) -> Sliced:
    values = {field.name: getattr(whole, field.name) for field in fields(whole)}
    return type(whole)(**{name: _cut_value(value, rows) for name, value in values.items()})


def _cut_value(value: Any, rows: slice) -> Any:  # noqa: ANN401
    if isinstance(value, GrossFlows):
        return _cut(value, rows)
    if isinstance(value, Sharing):
        return _cut(value, rows)
    return value[rows] if np.ndim(value) else value


def _join(parts: Sequence[Joined]) -> Joined:
    values: dict[str, Any] = {}
    for field in fields(parts[0]):
        arrays = [getattr(part, field.name) for part in parts]
        joined = arrays[0] is not None and np.ndim(arrays[0]) > 0
        values[field.name] = np.concatenate(arrays) if joined else arrays[0]
    return type(parts[0])(**values)


__all__ = ["JOINT", "JOINT_WITHOUT_WASTEWATER", "PARTS", "Piece", "ScenarioResult", "reduce_block"]
