"""What a draw costs: this package, EMA Workbench, and a bare kernel written by hand, answers checked equal.

Run by hand: ``python benchmarks/bench_simulation.py``. All three work out the same seven outcomes of the plan
beside no expansion: net jobs, net budget, net value added and leased land in 2030, growth of industry and
jobs in 2025, present value to the horizon. EMA Workbench calls a Python function for every draw; the kernel
is one Numba function over draws that lie in memory. The figures to read are the ratios of one run:
the machine's other work and its clock move all of them.
"""

import functools
import importlib.util
import json
import math
import subprocess
import sys
import time
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import numba
import numpy as np
from seven_by_hand import by_hand

import clusterecon as ce
from clusterecon.model.passes import Goals, evaluate
from clusterecon.model.plan import Cell
from clusterecon.model.sampling import fill_columns
from clusterecon.model.simulate import Job, Source, simulate
from clusterecon.study.study import Settings

ROOT = Path(__file__).resolve().parents[1]
SCENARIO = "plan"
SEVEN = (
    ("jobs_net", 2030),
    ("budget_net", 2030),
    ("value_added_net", 2030),
    ("industrial_growth", 2025),
    ("jobs", 2025),
    ("area_leased_ha", 2030),
)
"""And the present value to the horizon."""
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
IN_MEMORY, CALLED, SHARED = 100_000, 2_000, 1_000_000
UNIT = 2**20 if sys.platform == "darwin" else 2**10  # ru_maxrss counts bytes there, kilobytes elsewhere


@functools.cache
def study():
    return ce.load_study(ROOT)


def seven_of(draws):
    """Return the seven outcomes as a job of the package: draws made, worked out and summed up."""
    scenario = study().scenario(SCENARIO)
    inputs = study().model_inputs([scenario], study().default_as_of)
    cell = Cell("state", scenario.assumptions.discount_rate.number, "to_horizon")
    plan = inputs.planner().plan(scenario, (cell,))
    base = scenario.assumptions.base_year
    places = [plan.places([name])[year - base] for name, year in SEVEN] + plan.measure_places(["npv"])
    none = np.array([], dtype=np.int64)
    goals = Goals(none, np.array([]), none)
    source = Source(SCENARIO, plan, 7, draws, inputs.correlations())
    return Job(source, np.array(places, dtype=np.int64), goals)


# ------------------------------------------------------------------ one measurement each


def timed(call, *arguments, times=1):
    """Return the least seconds of some calls."""
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        call(*arguments)
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def package(draws):
    """Seconds a draw of the package on one thread, draws made and summed up, beyond what any number costs."""
    job, less = seven_of(draws), seven_of(draws // 10)
    with ThreadPoolExecutor(1) as one:
        simulate([less], one)
        return timed(simulate, [job], one) / draws


def parts(draws):
    """Seconds a draw of the package's parts on draws in memory: making them, working them out."""
    source, wanted = seven_of(draws).source, seven_of(draws).wanted
    room, out = source.plan.room(draws), np.empty((len(wanted), draws))
    fill_columns(0, draws, source.columns, room.flat)
    evaluate(source.plan.fixed, room, wanted, out, 0)
    made = timed(fill_columns, 0, draws, source.columns, room.flat, times=3)
    return made / draws, timed(evaluate, source.plan.fixed, room, wanted, out, 0, times=3) / draws


def kernel(draws):
    """Seconds a draw of the bare kernel on draws in memory; its answers are those of the package to 1e-9."""
    source, wanted = seven_of(draws).source, seven_of(draws).wanted
    room, surface = source.plan.room(draws), source.plan.fixed.surface
    fill_columns(0, draws, source.columns, room.flat)
    _, many = by_hand(numba.njit(error_model="numpy"))
    found, expected = np.empty((2, len(wanted), draws))
    given = room.assumptions, room.cohorts, room.forecast, surface.edges, surface.indirect[0]
    many(*given, found)
    evaluate(source.plan.fixed, room, wanted, expected, 0)
    assert np.allclose(found, expected, rtol=1e-9, atol=1e-9), np.abs(found / expected - 1).max(axis=1)
    return timed(many, *given, found, times=3) / draws


def ema(draws):
    """Seconds a draw under EMA Workbench, which calls ``seven`` for each; the same draws agree to 1e-9."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own optional parts
        from ema_workbench import Model, RealParameter, ScalarOutcome, SequentialEvaluator
    source, wanted = seven_of(draws).source, seven_of(draws).wanted
    plan, surface = source.plan, source.plan.fixed.surface
    places = {name.replace(".", "_"): plan.layout.place(name) for name in plan.inverses}
    room = plan.room(draws)
    central = {name: float(room.assumptions[0][name]) for name in room.assumptions.dtype.names}
    names = room.cohorts.dtype.names
    cohorts = [SimpleNamespace(**{n: float(row[n]) for n in names}) for row in room.cohorts[0]]
    edges, indirect, space = (
        surface.edges.tolist(),
        surface.indirect[0].tolist(),
        [[0.0] * 12 for _ in range(4)],
    )
    outcomes = [f"{name}_{year}" for name, year in SEVEN] + ["npv"]
    one, _ = by_hand()

    def called(**drawn):
        a = SimpleNamespace(**{**central, **drawn})
        found = one(a, cohorts, drawn["baseline_first_year"], edges, indirect, space)
        return dict(zip(outcomes, found, strict=True))

    model = Model("plan", function=called)
    numbers = source.assumptions(0, 1_000)
    model.uncertainties = [
        RealParameter(name, numbers[:, place].min(), numbers[:, place].max())
        for name, place in places.items()
    ]
    model.outcomes = [ScalarOutcome(name) for name in outcomes]
    began = time.perf_counter()
    with SequentialEvaluator(model) as evaluator:
        experiments, found = evaluator.perform_experiments(scenarios=draws)
    seconds = time.perf_counter() - began
    for name, place in places.items():
        room.flat[:, place] = experiments[name]
    expected = np.empty((len(wanted), draws))
    evaluate(plan.fixed, room, wanted, expected, 0)
    assert np.allclose([found[name] for name in outcomes], expected, rtol=1e-9, atol=1e-9)
    return seconds / draws


def everything(draws):
    """Seconds a draw of a scenario: all indicators, appraisal and targets of two scenarios, on one thread."""
    with ThreadPoolExecutor(1) as one:
        asked = ["reference", SCENARIO], draws
        study().simulate(asked[0], 10_000, settings=Settings(executor=one))
        return timed(lambda: study().simulate(*asked, settings=Settings(executor=one))) / draws / 2


def workers(pool, number, draws):
    """Seconds of two scenarios on some workers that have begun."""
    with pool(number) as executor:
        settings = Settings(executor=executor)
        study().simulate(["reference", SCENARIO], 200_000, settings=settings)
        return timed(lambda: study().simulate(["reference", SCENARIO], draws, settings=settings))


def child(draws):
    """Seconds and peak memory (MB) of the seven outcomes in a process of its own, on one thread."""
    code = "import bench_simulation as b; b.in_child(int(__import__('sys').argv[1]))"
    call = [sys.executable, "-c", code, str(draws)]
    done = subprocess.run(call, check=True, capture_output=True, text=True, cwd=Path(__file__).parent)
    return json.loads(done.stdout)


def in_child(draws):
    """Print what `child` returns."""
    import resource

    job, first = seven_of(draws), seven_of(1_000)
    with ThreadPoolExecutor(1) as one:
        simulate([first], one)
        seconds = timed(simulate, [job], one)
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNIT]))


def command(*arguments):
    """Seconds of a whole command, the least of three; the first is not counted."""
    call = functools.partial(subprocess.run, arguments, check=True, capture_output=True, cwd=ROOT)
    call()
    return timed(call, times=3)


# ------------------------------------------------------------------ what is printed


def micro(label, seconds, note=""):
    print(f"{label:<58}{1e6 * seconds:>10.3f} µs a draw   {note}")


def compare_draws():
    print("-- seven outcomes, one scenario, one thread")
    own, (made, worked), bare = package(SHARED), parts(IN_MEMORY), kernel(IN_MEMORY)
    micro("clusterecon: draws made, worked out, summed up", own)
    micro("   of which making the draws", made)
    micro("   of which working out one draw", worked, f"{worked / bare:.1f} times the kernel")
    micro("bare kernel, draws in memory", bare, f"clusterecon takes {own / bare:.1f} times as long")
    both = everything(SHARED)
    micro("clusterecon: all indicators, a scenario of two", both)
    if importlib.util.find_spec("ema_workbench") is None:
        print("EMA Workbench is not installed: left out")
        return
    peer = ema(CALLED)
    note = (
        f"{peer / own:,.0f} times clusterecon's seven, {peer / both / 2:,.0f} times its two whole scenarios"
    )
    micro("EMA Workbench, a Python call for each draw", peer, note)


def compare_sizes():
    print("-- seven outcomes by number of draws, each in a process of its own")
    found = {draws: child(draws) for draws in SIZES}
    for draws, (seconds, memory) in found.items():
        print(f"{draws:>12,} draws {seconds:>10.2f} s {memory:>8.0f} MB at most")
    exponent = math.log(found[SIZES[-1]][0] / found[SIZES[1]][0]) / math.log(SIZES[-1] / SIZES[1])
    print(f"time grows as draws to the power {exponent:.3f} from {SIZES[1]:,} to {SIZES[-1]:,};", end=" ")
    print(f"memory of the most over that of a tenth: {found[SIZES[-1]][1] / found[SIZES[-2]][1]:.2f}")
    assert found[SIZES[1]][0] < found[SIZES[2]][0]


def compare_workers():
    print(f"-- two whole scenarios, {SHARED:,} draws, by workers")
    for label, pool in (("threads", ThreadPoolExecutor), ("processes", ProcessPoolExecutor)):
        one, two = workers(pool, 1, SHARED), workers(pool, 2, SHARED)
        print(f"{label:<12}{one:>8.2f} s with one {two:>8.2f} s with two: {one / two:.2f} times as fast")


def compare_commands():
    print("-- whole commands")
    imports = command(sys.executable, "-c", "import pandas, numba")
    asked = ("simulate", SCENARIO, "--draws", "16384", "--format", "json")
    whole = command(sys.executable, "-m", "clusterecon", *asked)
    print(f"{'python -c ' + repr('import pandas, numba'):<58}{imports:>8.2f} s")
    print(f"{'clusterecon ' + ' '.join(asked):<58}{whole:>8.2f} s   {whole / imports:.2f} times")


def main():
    compare_draws()
    compare_sizes()
    compare_workers()
    compare_commands()


if __name__ == "__main__":
    main()
