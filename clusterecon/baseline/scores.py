"""Scores of forecasts against what happened, pools that use earlier origins only, and the verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from clusterecon.baseline.distribution import QuantileTable, linear_pool

BENCHMARK = "climatology"
POOL = "pool"

SCORE_COLUMNS = ("model", "origin", "crps", "covered80", "pit", "p10", "median", "p90", "outturn")
SUMMARY_COLUMNS = (
    "model",
    "n",
    "mean_crps",
    "difference_to_climatology",
    "standard_error",
    "coverage80",
    "coverage_low",
    "coverage_high",
    "verdict",
)

Forecasts = Mapping[int, Mapping[str, QuantileTable]]
"""By origin (the year forecast), then by model."""


def score_rows(forecasts: Forecasts, outturns: Mapping[int, float]) -> pd.DataFrame:
    """Return `SCORE_COLUMNS` for each model and origin that has an outturn (in %, by year).

    An origin is the year forecast from the end of the year before. ``crps`` in points, ``covered80`` whether
    the outturn lies between ``p10`` and ``p90``, ``pit`` the probability forecast for a value at or below it.
    """
    rows = []
    for origin in sorted(set(forecasts) & set(outturns)):
        y = float(outturns[origin])
        for model, table in forecasts[origin].items():
            low, middle, high = (float(q) for q in table.quantile([0.1, 0.5, 0.9]))
            pit = float(table.cdf(y))
            rows.append((model, origin, table.crps(y), low <= y <= high, pit, low, middle, high, y))
    return pd.DataFrame(rows, columns=list(SCORE_COLUMNS))


def inverse_crps_weights(scores: pd.DataFrame, models: Sequence[str], before: int) -> dict[str, float]:
    """Return the weight of each model at an origin: inverse mean CRPS of the **earlier** origins.

    Only rows with a smaller ``origin`` than ``before`` count; without any, weights are equal. They sum to 1.
    """
    earlier = scores[(scores["origin"] < before) & scores["model"].isin(list(models))]
    if earlier.empty:
        return {model: 1 / len(models) for model in models}
    mean = earlier.groupby("model")["crps"].mean()
    inverse = {model: 1 / max(float(mean[model]), 1e-9) for model in models}
    total = sum(inverse.values())
    return {model: value / total for model, value in inverse.items()}


def with_pool(forecasts: Forecasts, outturns: Mapping[int, float]) -> dict[int, dict[str, QuantileTable]]:
    """Return the forecasts with the linear pool of each origin's models added, named ``pool``.

    At each origin the weights come from `inverse_crps_weights` of the origins before it.
    """
    scores = score_rows(forecasts, outturns)
    out: dict[int, dict[str, QuantileTable]] = {}
    for origin, members in forecasts.items():
        weights = inverse_crps_weights(scores, list(members), origin)
        pool = linear_pool(list(members.values()), [weights[m] for m in members])
        out[origin] = {**members, POOL: pool}
    return out


def coverage_range(hits: int, n: int) -> tuple[float, float]:
    """Return the exact 95 % binomial (Clopper–Pearson) range of a coverage seen ``hits`` times in ``n``."""
    tail = (1 - 0.95) / 2
    low = 0.0 if hits == 0 else float(betaincinv(hits, n - hits + 1, tail))
    high = 1.0 if hits == n else float(betaincinv(hits + 1, n - hits, 1 - tail))
    return low, high


def summary(scores: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each model: mean CRPS, its difference to climatology, coverage, verdict.

    Parameters
    ----------
    scores
        Rows of `score_rows`, climatology among them.

    Returns
    -------
    DataFrame
        `SUMMARY_COLUMNS`. ``difference_to_climatology`` is the model's mean CRPS minus climatology's over
        the same origins (below 0: the model is better), ``standard_error`` that of the mean of the paired
        differences. ``verdict`` is ``benchmark``, ``better``, ``worse``, or ``tie`` where the difference is
        under one standard error or n is below 2.
    """
    wide = scores.pivot_table(index="origin", columns="model", values="crps")
    rows = []
    for model in dict.fromkeys(scores["model"]):
        own = scores[scores["model"] == model]
        difference = (wide[model] - wide[BENCHMARK]).dropna()
        n = len(difference)
        error = float(difference.std(ddof=1) / np.sqrt(n)) if n > 1 else float("nan")
        hits = int(own["covered80"].sum())
        rows.append(
            (
                model,
                len(own),
                float(own["crps"].mean()),
                float(difference.mean()),
                error,
                hits / len(own),
                *coverage_range(hits, len(own)),
                verdict(model, float(difference.mean()), error),
            )
        )
    return pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS))


def verdict(model: str, difference: float, standard_error: float) -> str:
    """Return ``benchmark``, ``better``, ``worse`` or ``tie`` (under one standard error, or none known)."""
    if model == BENCHMARK:
        return "benchmark"
    if not np.isfinite(standard_error) or abs(difference) < standard_error or difference == 0:
        return "tie"
    return "better" if difference < 0 else "worse"


def published_model(scores: pd.DataFrame, before: int | None = None) -> str:
    """Return what is published: the pool, or climatology where the pool's mean CRPS is higher.

    Of origins before ``before`` alone where given; without any, the pool is published.
    """
    rows = scores if before is None else scores[scores["origin"] < before]
    mean = rows.groupby("model")["crps"].mean()
    if mean.empty:
        return POOL
    return POOL if float(mean[POOL]) <= float(mean[BENCHMARK]) else BENCHMARK
