"""Speed and memory of linkage ratios over draws, against one solve a draw in plain NumPy and in pymrio.

Run by hand: ``python benchmarks/bench_linkages.py``. The table is made up, of the size of a usual national
one (45 sectors). pymrio is measured where it is installed; it has neither quotients nor households, so that
only its inverse is timed.
"""

import importlib.util
import time
import tracemalloc

import numpy as np

from clusterecon.ground.compiled import compiled
from clusterecon.leontief.ratios import flegg_lambda, linkage_ratios, spending_propensity
from clusterecon.leontief.surface import RATIOS, kappa_range, lambda_range, surface
from clusterecon.leontief.table import LinkageTable

SECTORS = 45
DRAWS = 100_000
SAMPLE = 300


def made_up_table(size=SECTORS, seed=11):
    """Return a productive table with one location quotient for each group of sectors."""
    rng = np.random.default_rng(seed)
    flows = rng.gamma(0.3, size=(size, size))
    inputs = 0.6 * flows / flows.sum(axis=0) * rng.uniform(0.5, 1, size)
    shares = rng.gamma(0.5, size=size)
    group = np.arange(size)
    return LinkageTable(
        sectors=tuple(f"S{i:02}" for i in range(size)),
        coefficients=inputs,
        value_added=0.9 - inputs.sum(axis=0),
        compensation=0.5 * (0.9 - inputs.sum(axis=0)),
        household_shares=0.8 * shares / shares.sum(),
        location_quotients=rng.uniform(0.1, 2.5, 14)[group % 14],
        industry=(group >= 2) & (group < 24),
        services=group >= 25,
        farming=group < 2,
        relative_productivity=rng.uniform(0.3, 6, size),
    )


def draws(count=DRAWS, seed=12):
    """Return shares, δ, propensities and leakages."""
    rng = np.random.default_rng(seed)
    return (
        rng.triangular(0.08, 0.1242, 0.13, count),
        rng.triangular(0.1, 0.25, 0.4, count),
        rng.triangular(0.45, 0.65, 0.8, count),
        rng.triangular(0.05, 0.1, 0.2, count),
    )


@compiled
def read_draws(found, draws, ratios):
    """Fill in the ratios of every draw."""
    for draw, (share, delta, propensity, leakage) in enumerate(draws):
        lam, kappa = flegg_lambda(share, delta), spending_propensity(propensity, leakage)
        linkage_ratios(found, 0, lam, kappa, ratios[draw])


def ratios_of_draws(table, mix, columns):
    """Return the ratios of draws: the surface over their ranges, and each draw read off it."""
    share, delta, propensity, leakage = ((column.min(), column.max()) for column in columns)
    found = surface(table, [mix], lambda_range(share, delta), kappa_range(propensity, leakage))
    ratios = np.zeros(len(columns[0]), RATIOS)
    read_draws(found, np.column_stack(columns), ratios)
    return ratios


def one_by_one(table, mix, columns, invert):
    """Return indirect and induced value added, one open and one closed inverse for each draw."""
    slq = table.location_quotients
    quotients = slq[:, None] / slq
    np.fill_diagonal(quotients, slq)
    result = []
    for share, delta, propensity, leakage in zip(*columns, strict=True):
        lam = flegg_lambda(share, delta)
        bordered = np.zeros((SECTORS + 1, SECTORS + 1))
        bordered[:-1, :-1] = table.coefficients * np.minimum(1, lam * quotients)
        bordered[-1, :-1] = table.compensation
        bordered[:-1, -1] = propensity * (1 - leakage) * table.household_shares * np.minimum(1, lam * slq)
        totals = []
        for inverse in (invert(bordered[:-1, :-1]), invert(bordered)[:-1, :-1]):
            needed = inverse / np.diag(inverse)
            np.fill_diagonal(needed, 0)
            totals.append(table.value_added @ needed @ (mix / table.value_added))
        result.append((totals[0], totals[1] - totals[0]))
    return np.array(result)


def timed(label, call, scale=1.0, note=""):
    start = time.perf_counter()
    result = call()
    seconds = (time.perf_counter() - start) * scale
    print(f"{label:<44}{seconds:>9.2f} s   {DRAWS / seconds:>12,.0f} draws/s   {note}")
    return result


def main():
    table, columns = made_up_table(), draws()
    mix = np.zeros(SECTORS)
    mix[5:14] = 1 / 9
    few = tuple(column[:SAMPLE] for column in columns)
    scaled = f"{SAMPLE} draws, scaled up"
    named = dict(zip(table.sectors, mix, strict=True))
    print(f"{DRAWS:,} draws of a table of {SECTORS} sectors, 9 tenant sectors, Type I and Type II")
    ratios_of_draws(table, named, few)  # compiled, or read from the disk
    fast = timed("clusterecon surface, linkage_ratios", lambda: ratios_of_draws(table, named, columns))
    eye = np.eye(SECTORS), np.eye(SECTORS + 1)
    floor = timed(
        "NumPy, two inverses a draw",
        lambda: one_by_one(table, mix, few, lambda A: np.linalg.inv(eye[len(A) - SECTORS] - A)),
        DRAWS / SAMPLE,
        scaled,
    )
    if importlib.util.find_spec("pymrio"):
        import pymrio

        timed(
            "pymrio.calc_L, two a draw",
            lambda: one_by_one(table, mix, few, pymrio.calc_L),
            DRAWS / SAMPLE,
            scaled,
        )
    else:
        print("pymrio is not installed: not measured")
    pairs = [fast[f"{kind}_industry"] + fast[f"{kind}_other"] for kind in ("indirect", "induced")]
    ours = np.stack(pairs, axis=1)[:SAMPLE]
    print(f"largest relative difference from exact solves {np.abs(ours / floor - 1).max():.1e}")
    tracemalloc.start()
    ratios_of_draws(table, named, columns)
    print(f"peak memory {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB (all matrices at once: "
          f"{DRAWS * SECTORS**2 * 8 / 1e6:,.0f} MB)")  # fmt: skip


if __name__ == "__main__":
    main()
