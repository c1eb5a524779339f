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
from clusterecon.results.errors import Strata, event_variance, mean_variance, median_error, standard_error
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
    """How often one target is met in a block, by how much it is missed, and the variance of that share."""

    hits: int
    shortfall: float
    variance: float


@dataclass(frozen=True)
class Piece:
    """One scenario in one block, reduced.

    Of series, attribution and memo the draws themselves where kept, else mean and quantiles, (8, years); the
    mean of every line from gross to net, (years,), by quantity and line. For the appraisal the flows where
    draws are kept, else the rows of its headline, and by view, rate and horizon the draws counted by payback
    year. Strata where draws are kept and there are any.
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
    strata: Strata | None


def reduce_block(
    scenarios: Mapping[str, Scenario], keep: bool, outcomes: dict[str, Outcome]
) -> dict[str, Piece]:
    """Reduce a block's outcomes to what the run keeps: the draws themselves, or only their summary."""
    known: dict[tuple[str, ...], Strata] = {}

    def strata(outcome: Outcome) -> Strata | None:
        columns = tuple(sorted(outcome.uniforms))
        if columns and columns not in known:
            known[columns] = Strata(outcome.uniforms)
        return known.get(columns)

    return {name: _piece(scenarios[name], keep, o, strata(o)) for name, o in outcomes.items()}


def _piece(scenario: Scenario, keep: bool, outcome: Outcome, strata: Strata | None) -> Piece:
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
        count_targets(scenario, outcome.series, strata),
        outcome.fiscal if keep else None,
        tuple(row for row in appraisal_rows(found) if row["measure"] != "irr"),
        {(item.view, item.rate, item.horizon): payback_counts(item) for item in found},
        strata if keep else None,
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


def count_targets(
    scenario: Scenario, series: Mapping[str, Array], strata: Strata | None
) -> dict[str, TargetCount]:
    """Count the draws that meet each target, and all of them jointly.

    All are met when the one missed by most, in standard deviations of its indicator, is. Without strata, in
    the central case, nothing varies.
    """

    def count(margin: Array) -> TargetCount:
        missed = margin < 0
        variance = 0.0 if strata is None else event_variance(strata, margin)
        return TargetCount(int(np.sum(~missed)), -float(np.sum(margin[missed] - TOLERANCE)), variance)

    assumptions = scenario.assumptions
    margins = {
        name: series[target.indicator][:, target.year - assumptions.base_year] - target.number + TOLERANCE
        for name, target in assumptions.targets.items()
    }
    scaled = {name: margin / (np.std(margin) or 1.0) for name, margin in margins.items()}
    dry = [m for n, m in scaled.items() if assumptions.targets[n].indicator != "wastewater_coverage"]
    surely = np.full(len(series["jobs"]), np.inf)
    return {name: count(margin) for name, margin in margins.items()} | {
        JOINT: count(np.min([surely, *scaled.values()], axis=0)),
        JOINT_WITHOUT_WASTEWATER: count(np.min([surely, *dry], axis=0)),
    }


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

    def probability(self, target: str) -> tuple[float, float]:
        """Return the share of draws that meet a target, or all jointly, and its standard error."""
        counts = [piece.counts[target] for piece in self.pieces]
        shares = [count.hits / rows for count, rows in zip(counts, self.rows, strict=True)]
        error = standard_error(shares, [count.variance for count in counts], self.rows)
        return sum(count.hits for count in counts) / sum(self.rows), error

    def median_error(self, draws: Array) -> float | None:
        """Return the standard error of the median of any outcome, (draws,); None without strata."""
        strata = [piece.strata for piece in self.pieces if piece.strata is not None]
        if not strata:
            return None
        return median_error(strata, np.split(draws, np.cumsum(self.rows)[:-1]))

    def mean_errors(self, draws: Array) -> Array:
        """Return the standard error of the mean of an outcome in each year, of draws (draws, years)."""
        strata = [piece.strata for piece in self.pieces if piece.strata is not None]
        blocks = np.split(draws, np.cumsum(self.rows)[:-1])
        variances = [mean_variance(s, block) for s, block in zip(strata, blocks, strict=True)]
        means = np.transpose([block.mean(axis=0) for block in blocks])
        pairs = zip(means, np.transpose(variances), strict=True)
        return np.array([standard_error(mean, variance, self.rows) for mean, variance in pairs])

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
