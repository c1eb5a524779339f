"""Draws a second and memory of a simulation, against the least that NumPy could do, and against a loop.

Run by hand: ``python benchmarks/bench_simulation.py``. Two peers, both of one scenario and without linkages,
forecast, targets, appraisal and wastewater: ``floor`` is land, occupancy and gross-to-net of METHODS 2 to 5
as bare array arithmetic in blocks; ``loop`` the same in a Python loop over draws. All three give the same net
direct jobs of 2030 in the central case, which is checked.
"""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
SIZES = (16_384, 131_072)
BLOCK = 8_192
LOOPED = 4_000
COHORTS = ((480.0, 2025, 0.6), (208.0, 2027, 0.6), (320.0, 2029, 0.5))
YEARS = np.arange(2024, 2036)
CENTRAL = {
    "leasable": 0.70, "occupancy": 0.90, "workers": 65.0, "deadweight": 0.20, "craft": 0.60, "general": 0.40,
    "substitution": 0.025, "fill": 5.0,
}  # fmt: skip
MEASURED = """
import resource, sys, time
import clusterecon as ce
study = ce.load_study(sys.argv[1])
study.baseline(); study.linkage_table
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began = time.perf_counter()
run = study.simulate(sys.argv[3].split(","), int(sys.argv[2]))
simulated = time.perf_counter() - began
run.table(), run.targets(), run.attribution(), run.appraisal(headline=True)
told = time.perf_counter() - began
print(simulated, told, before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, run.kept)
"""


def ramp(ages, fill):
    """Mean occupancy of a calendar year, delivery at mid-year: METHODS 3, linear."""

    def area(age):
        age = np.maximum(age, 0)
        return np.where(age < fill, age**2 / (2 * fill), age - fill / 2)

    return area(ages + 0.5) - area(ages - 0.5)


def net_direct_jobs(p):
    """Net direct jobs (draws, years) of the plan, everything delivered in the year announced."""
    total = 0.0
    for area, planned, craft in COHORTS:
        occupied = ramp(YEARS - planned, p["fill"]) * (planned <= YEARS)
        leased = p["leasable"] * p["occupancy"] * area * occupied
        displaced = craft * p["craft"] + (1 - craft) * p["general"]
        rest = (1 - p["deadweight"]) * (1 - displaced) * (1 - p["substitution"])
        total = total + leased * p["workers"] * rest
    return total


def draws_of(rng, count):
    return {name: value * rng.uniform(0.8, 1.2, (count, 1)) for name, value in CENTRAL.items()}


def floor(count):
    """All draws in blocks: the arithmetic alone."""
    rng = np.random.default_rng(7)
    jobs = [net_direct_jobs(draws_of(rng, min(BLOCK, count - start))) for start in range(0, count, BLOCK)]
    return np.percentile(np.concatenate(jobs), (5, 50, 95), axis=0)


def loop(count):
    """One draw at a time, as a spreadsheet macro would."""
    rng = np.random.default_rng(7)
    jobs = [net_direct_jobs({n: v * rng.uniform(0.8, 1.2) for n, v in CENTRAL.items()}) for _ in range(count)]
    return np.percentile(jobs, (5, 50, 95), axis=0)


def timed(call, *arguments):
    began = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - began


def show(label, seconds, count, note=""):
    print(f"{label:<46}{seconds:>8.2f} s   {count / seconds:>12,.0f} draws/s   {note}")


def ours(count, scenarios):
    """Simulate in a process of its own, so that its memory is its own."""
    call = [sys.executable, "-c", MEASURED, ROOT, count, ",".join(scenarios)]
    done = subprocess.run([str(part) for part in call], check=True, capture_output=True, text=True)
    simulated, told, before, peak, kept = done.stdout.split()
    unit = 2**20 if sys.platform == "darwin" else 2**10  # ru_maxrss counts bytes there, kilobytes elsewhere
    return float(simulated), float(told), int(before) / unit, int(peak) / unit, kept


def main():
    import clusterecon as ce

    study = ce.load_study(ROOT)
    central = study.simulate(["plan"], draws=0).values("plan", "jobs_net_direct")[2030]
    peer = float(net_direct_jobs(CENTRAL)[YEARS.tolist().index(2030)])
    print(f"net direct jobs 2030, central case: clusterecon {central:.1f}, floor {peer:.1f}")
    assert abs(central - peer) < 0.1
    names = list(study.scenarios)
    for count in SIZES:
        print(f"-- {count:,} draws")
        for scenarios in (["plan"], names):
            simulated, told, before, peak, kept = ours(count, scenarios)
            many = f"{len(scenarios)} scenario{'s' if len(scenarios) > 1 else ''}"
            show(f"clusterecon, {many}", simulated, count * len(scenarios), "of a scenario")
            show(f"clusterecon, {many}, with its tables", told, count * len(scenarios))
            print(f"{'   memory at most':<46}{peak:>8.0f} MB  ({before:.0f} before; draws kept: {kept})")
        show("floor: the arithmetic of METHODS 2 to 5 alone", timed(floor, count), count)
    show("loop: the same, draw by draw", timed(loop, LOOPED), LOOPED, f"{LOOPED:,} draws")


if __name__ == "__main__":
    main()
