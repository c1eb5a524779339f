"""What is kept of each block: the draws themselves, or only their summary."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterecon.appraisal.lines import GrossFlows, Sharing, flow_lines, later_flows
from clusterecon.appraisal.measures import VIEWS, Appraisal, AppraisalInputs, appraise
from clusterecon.appraisal.table import (
    PAYBACK,
    appraisal_rows,
    join_blocks,
    payback_counts,
    payback_statistics,
)
from clusterecon.clusters.additionality import Chain
from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import ClustereconError
from clusterecon.model.outcome import Fiscal, Outcome
from clusterecon.results.statistics import summarise, weighted_mean
from clusterecon.scenario.consistency import JOINT, JOINT_WITHOUT_WASTEWATER
from clusterecon.scenario.fields import Target
from clusterecon.scenario.scenario import Scenario

SLICE = 4_096
"""Draws appraised at a time where that is quickest; the search for internal rates prefers them all."""
OTHER_RATES = (0.06, 0.12)
"""Discount rates shown beside a scenario's own: a choice, each a line of its own, never drawn."""
FLOWS = (Fiscal, GrossFlows, Sharing)
Row = dict[str, Any]
TOLERANCE = 1e-9


@dataclass(frozen=True)
class TargetCount:
    """How often one target is met in a block, and by how much it is missed."""

    hits: int
    shortfall: float


@dataclass(frozen=True)
class Piece:
    """One scenario in one block, reduced.

    Of series, attribution and memo the draws themselves where kept, else mean and quantiles, (8, years); the
    mean of every line from gross to net, (years,), by quantity and line. For the appraisal the flows where
    draws are kept, else the rows of its headline, and by view, rate and horizon the draws counted by payback
    year.
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
    payback: dict[tuple[str, float, str], Counter[float]]


def reduce_block(
    scenarios: Mapping[str, Scenario], keep: bool, outcomes: dict[str, Outcome]
) -> dict[str, Piece]:
    """Reduce a block's outcomes to what the run keeps: the draws themselves, or only their summary."""
    return {name: _piece(scenarios[name], keep, outcome) for name, outcome in outcomes.items()}


def _piece(scenario: Scenario, keep: bool, outcome: Outcome) -> Piece:
    def held(arrays: Mapping[str, Array]) -> dict[str, Array]:
        return {n: a if keep else summarise(a) for n, a in arrays.items()}

    rows = len(outcome.series["jobs"])
    means = {
        (quantity, line): np.mean(getattr(chain, line), axis=0)
        for quantity, chain in outcome.chains.items()
        for line in Chain._fields
    }
    found = () if keep else _headline(scenario, outcome.fiscal)
    return Piece(
        rows,
        keep,
        held(outcome.series),
        held(outcome.attribution),
        held(outcome.memo),
        means,
        count_targets(scenario, outcome.series),
        outcome.fiscal if keep else None,
        tuple(row for row in appraisal_rows(found) if row["measure"] != "irr"),
        {(item.view, item.rate, item.horizon): payback_counts(item) for item in found},
    )


def rates_of(scenario: Scenario) -> list[float]:
    """Return the discount rates of an appraisal, the scenario's own first."""
    own = scenario.assumptions.discount_rate.number
    return [own, *(rate for rate in OTHER_RATES if rate != own)]


def _headline(scenario: Scenario, fiscal: Fiscal) -> tuple[Appraisal, ...]:
    inputs, views = appraisal_inputs(scenario, [fiscal]), tuple(VIEWS)[:2]
    return appraise(inputs, rates_of(scenario), views, internal_rate=False)


def appraisal_inputs(scenario: Scenario, pieces: Sequence[Fiscal]) -> AppraisalInputs:
    """Return what the appraisal of a scenario needs, its blocks together."""
    assumptions, whole = scenario.assumptions, _join(pieces)
    later = later_flows(whole.flows, whole.later_direct, whole.later_indirect)
    return AppraisalInputs(
        flow_lines(whole.flows, whole.sharing),
        flow_lines(later, whole.sharing),
        range(assumptions.base_year, assumptions.horizon + 1),
        int(assumptions.asset_life.number),
        whole.net_jobs_direct,
        whole.net_jobs_indirect,
        whole.hectares,
    )


def meets(target: Target, values: Array) -> "NDArray[np.bool_]":
    """Return where a target is met: where its indicator is at least the threshold less 1e-9."""
    return values >= target.number - TOLERANCE


def count_targets(scenario: Scenario, series: Mapping[str, Array]) -> dict[str, TargetCount]:
    """Count the draws that meet each target, and all of them jointly."""
    first = scenario.assumptions.base_year
    counts: dict[str, TargetCount] = {}
    rows = len(series["jobs"])
    together = np.ones(rows, dtype=bool)
    without_wastewater = np.ones(rows, dtype=bool)
    for name, target in scenario.assumptions.targets.items():
        values = series[target.indicator][:, target.year - first]
        met = meets(target, values)
        counts[name] = TargetCount(int(met.sum()), float(np.sum((target.number - values)[~met])))
        together &= met
        if target.indicator != "wastewater_coverage":
            without_wastewater &= met
    counts[JOINT] = TargetCount(int(together.sum()), 0.0)
    counts[JOINT_WITHOUT_WASTEWATER] = TargetCount(int(without_wastewater.sum()), 0.0)
    return counts


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
            self._statistics[key] = (
                summarise(np.concatenate(parts)) if self.kept else weighted_mean(parts, self.rows)
            )
        return self._statistics[key]

    def draws(self, name: str) -> Array:
        """Return the draws of an indicator, (draws, years); an error where they were not kept."""
        if not self.kept:
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
        return appraisal_inputs(self.scenario, self._flows())

    def _flows(self) -> list[Fiscal]:
        flows = [piece.fiscal for piece in self.pieces if piece.fiscal is not None]
        if not flows:
            raise ClustereconError("the appraisal needs the draws, which were not kept")
        return flows

    @property
    def kept(self) -> bool:
        """Whether the draws were kept."""
        return self.pieces[0].kept

    def appraisal_rows(self) -> list[Row]:
        """Return the headline of the appraisal where draws were not kept: block results, averaged.

        A statistic that one block has none of has none. Payback years are never averaged: draws are counted
        by year, and the counts of blocks add up to those of the run.
        """
        paid = {
            place: payback_statistics(sum((piece.payback[place] for piece in self.pieces), Counter()))
            for place in self.pieces[0].payback
        }
        rows = []
        for same in zip(*(piece.appraisal for piece in self.pieces), strict=True):
            if same[0]["measure"] == PAYBACK:
                found = paid[same[0]["view"], same[0]["rate"], same[0]["horizon"]]
                rows.append({**same[0], "value": found[same[0]["statistic"]]})
                continue
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
        flows = self._flows()
        groups = [flows] if internal_rate else [[part] for block in flows for part in _slices(block)]
        inputs = [appraisal_inputs(self.scenario, group) for group in groups]
        return join_blocks([appraise(i, rates, views, internal_rate=internal_rate) for i in inputs])


def _slices(fiscal: Fiscal) -> list[Fiscal]:
    """Return the flows in slices of draws small enough for the cache."""
    starts = range(0, len(fiscal.hectares), SLICE)
    return [_cut(fiscal, slice(start, start + SLICE)) for start in starts]


def _cut(value: Any, rows: slice) -> Any:  # noqa: ANN401
    """Return some draws of an array, or of every array in flows; what is one for all stays."""
    if isinstance(value, FLOWS):
        return replace(value, **{f.name: _cut(getattr(value, f.name), rows) for f in fields(value)})
    return value[rows] if np.ndim(value) else value


def _join(parts: Sequence[Any]) -> Any:  # noqa: ANN401
    """Put arrays end to end, or every array in flows; what is one for all stays."""
    first = parts[0]
    if isinstance(first, FLOWS):
        return replace(first, **{f.name: _join([getattr(p, f.name) for p in parts]) for f in fields(first)})
    return np.concatenate(parts) if np.ndim(first) else first
