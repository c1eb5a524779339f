"""Scores of forecasts against what happened, and the verdicts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from clusterecon.baseline.distribution import Mixture

BENCHMARK = "climatology"
SCORE_COLUMNS = ("model", "origin", "crps", "covered80", "pit", "p10", "median", "p90", "outturn")
SUMMARY_COLUMNS = (
    *("model", "first_origin", "n", "mean_crps", "difference_to_climatology", "standard_error"),
    *("coverage80", "coverage_low", "coverage_high", "verdict"),
)


def score_rows(forecasts: Mapping[int, Mapping[str, Mixture]], outturns: Mapping[int, float]) -> pd.DataFrame:
    """Return `SCORE_COLUMNS` for each origin that has an outturn (in %, by year) and each model.

    An origin is the year forecast from the end of the year before; ``pit`` is the probability forecast for a
    value at or below the outturn.
    """
    rows = []
    for origin in sorted(set(forecasts) & set(outturns)):
        y = float(outturns[origin])
        for model, forecast in forecasts[origin].items():
            low, middle, high = (float(q) for q in forecast.quantile([0.1, 0.5, 0.9]))
            pit = float(forecast.cdf(y))
            rows.append((model, origin, forecast.crps(y), low <= y <= high, pit, low, middle, high, y))
    return pd.DataFrame(rows, columns=list(SCORE_COLUMNS))


def coverage_range(hits: int, n: int) -> tuple[float, float]:
    """Return the exact 95 % binomial (Clopper–Pearson) range of a coverage seen ``hits`` times in ``n``."""
    from scipy.stats import binomtest

    low, high = binomtest(hits, n).proportion_ci(0.95)
    return float(low), float(high)


def summary(scores: pd.DataFrame) -> pd.DataFrame:
    """Return `SUMMARY_COLUMNS`, one row for each model of `score_rows`, from its own first origin on.

    ``difference_to_climatology`` is the model's mean CRPS minus climatology's over the same origins (below 0:
    the model is better), ``standard_error`` that of the mean of the paired differences. ``verdict`` is
    ``benchmark``, ``better``, ``worse``, or ``tie`` where the difference is under one standard error.
    """
    wide = scores.pivot_table(index="origin", columns="model", values="crps")
    rows = []
    for model in dict.fromkeys(scores["model"]):
        own = scores[scores["model"] == model]
        gaps = (wide[model] - wide[BENCHMARK]).dropna()
        n, hits = len(own), int(own["covered80"].sum())
        error = float(gaps.std(ddof=1) / np.sqrt(len(gaps))) if len(gaps) > 1 else float("nan")
        mean, gain = float(own["crps"].mean()), float(gaps.mean())
        covered = (hits / n, *coverage_range(hits, n))
        rows.append(
            (model, int(own["origin"].min()), n, mean, gain, error, *covered, verdict(model, gain, error))
        )
    return pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS))


def verdict(model: str, difference: float, standard_error: float) -> str:
    """Return ``benchmark``, ``better``, ``worse`` or ``tie`` (under one standard error, or none known)."""
    if model == BENCHMARK:
        return "benchmark"
    if not np.isfinite(standard_error) or abs(difference) < standard_error or difference == 0:
        return "tie"
    return "better" if difference < 0 else "worse"
