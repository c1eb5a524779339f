"""A run left by one kernel of a batch for the next: the same figures, whatever becomes of the file."""

import pickle
import subprocess
import sys
import time
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pandas as pd
import pytest

from clusterecon.ground.context import CONTEXT, ReportContext
from clusterecon.ground.limits import BYTES_PER_SCENARIO
from clusterecon.model.simulate import Source
from clusterecon.results import scenario_result
from clusterecon.results import shared as module
from clusterecon.study.study import Settings

DRAWS = 300
HOLD = """
import fcntl, os, sys, time
fcntl.flock(os.open(sys.argv[1], os.O_RDWR), fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(CONTEXT, ReportContext(runs=str(tmp_path)).variables[CONTEXT])
    return tmp_path


@pytest.fixture
def counted(shipped, monkeypatch):
    """The shipped study's simulation of two scenarios, and how often it was really made."""
    made = []
    real = scenario_result.results_of
    monkeypatch.setattr(scenario_result, "results_of", lambda *a: made.append(1) or real(*a))
    return partial(shipped.simulate, ["reference", "plan"], DRAWS), made


def same(one, other):
    """All that two runs tell of is the same."""
    for table in ("table", "targets", "attribution"):
        pd.testing.assert_frame_equal(getattr(one, table)(), getattr(other, table)(), check_exact=True)
    for headline in (True, False):
        pd.testing.assert_frame_equal(
            one.appraisal(headline=headline), other.appraisal(headline=headline), check_exact=True
        )
    pd.testing.assert_frame_equal(
        one.compare("plan", "reference"), other.compare("plan", "reference"), check_exact=True
    )
    assert one.about == other.about and one.baseline.key == other.baseline.key
    assert (one.draws, one.seed, one.as_of) == (other.draws, other.seed, other.as_of)
    return True


def left_in(folder):
    """The runs left in a folder; the locks beside them are empty."""
    assert all(path.stat().st_size == 0 for path in folder.glob("*.lock"))
    return [path for path in folder.iterdir() if path.suffix != ".lock"]


def pulled(made, call):
    """What a call returns, and how many simulations began for it."""
    before = len(made)
    return call(), len(made) - before


def test_outside_a_batch_every_run_is_simulated(counted, monkeypatch, tmp_path):
    monkeypatch.delenv(CONTEXT, raising=False)
    simulate, _ = counted
    assert simulate() is not simulate()
    assert list(tmp_path.iterdir()) == []


def test_the_second_run_is_the_first_read_back(folder, counted):
    simulate, made = counted
    first, began = pulled(made, simulate)
    assert began == 1
    second, began = pulled(made, simulate)
    assert began == 0
    assert same(first, second)
    assert len(left_in(folder)) == 1


@pytest.mark.parametrize("change", ["seed", "draws", "as_of", "override", "budget", "indicators"])
def test_a_run_of_other_inputs_is_another_run(folder, counted, change):
    simulate, made = counted
    simulate()
    other = {
        "seed": partial(simulate, 8),
        "draws": partial(simulate.func, ["reference", "plan"], DRAWS + 1),
        "as_of": partial(simulate, 7, "2024-12-31"),
        "override": partial(simulate, settings=Settings({"workers_per_leased_ha": 60})),
        "budget": partial(simulate, settings=Settings(memory_budget=1)),
        "indicators": partial(simulate, settings=Settings(indicators=["jobs"])),
    }[change]
    found, began = pulled(made, other)
    assert began == 1
    assert found.kept is (change != "budget")
    assert len(left_in(folder)) == 2


@pytest.mark.parametrize("content", [b"", b"not a pickle", pickle.dumps(None)[:-1], b"\x80\x05\x95"])
def test_a_broken_file_is_simulated_again(folder, counted, content):
    simulate, made = counted
    first = simulate()
    (left,) = left_in(folder)
    left.write_bytes(content)
    second, began = pulled(made, simulate)
    assert began == 1
    assert same(first, second)


def test_what_is_left_takes_at_most_a_tenth_of_the_disk(folder, counted, monkeypatch):
    usage = namedtuple("usage", "free")
    size = 2 * BYTES_PER_SCENARIO
    simulate, _ = counted
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _: usage(10 * size - 1))
    assert simulate().draws == DRAWS
    assert left_in(folder) == []
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _: usage(10 * size))
    simulate()
    assert len(left_in(folder)) == 1
    simulate(8)
    assert len(left_in(folder)) == 1
    (left,) = left_in(folder)
    held = left.stat().st_size
    assert held < size
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _: usage(10 * size + 9 * held))
    simulate(8)
    assert len(left_in(folder)) == 2


def test_two_kernels_at_once_simulate_once(folder, counted):
    simulate, made = counted
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: simulate(), range(4)))
    assert len(made) == 1
    assert all(same(runs[0], run) for run in runs[1:])


def test_whoever_waits_for_one_that_dies_simulates_by_itself(folder, counted):
    simulate, made = counted
    simulate()
    (left,) = left_in(folder)
    left.unlink()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(left.with_suffix(".lock"))], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n"
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(simulate)
        time.sleep(0.3)
        assert not waiting.done()
        holder.kill()
        assert waiting.result(60).draws == DRAWS
    holder.wait()
    assert len(made) == 2


def test_a_disk_that_fills_up_costs_nothing_but_the_file(folder, counted, monkeypatch):
    def full(run, stream, protocol):
        stream.write(b"half of it")
        raise OSError(28, "No space left on device")

    simulate, _ = counted
    monkeypatch.setattr(module.pickle, "dump", full)
    assert simulate().draws == DRAWS
    assert left_in(folder) == []


def test_a_disk_without_locks_is_no_fault(folder, counted, monkeypatch):
    import fcntl

    def unknown(*_):
        raise OSError(37, "No locks available")

    simulate, made = counted
    monkeypatch.setattr(fcntl, "flock", unknown)
    assert same(simulate(), simulate())
    assert len(made) == 1


def test_a_folder_that_is_gone_is_no_fault(tmp_path, counted, monkeypatch):
    monkeypatch.setenv(CONTEXT, ReportContext(runs=str(tmp_path / "gone")).variables[CONTEXT])
    simulate, _ = counted
    assert simulate().draws == DRAWS


def test_what_is_worked_out_is_left_with_the_run(folder, counted, monkeypatch):
    """The second language draws nothing anew: statistics, targets, errors, the headline of the appraisal."""

    def never(*_, **__):
        raise AssertionError("worked out again")

    simulate, _ = counted
    first = simulate()
    monkeypatch.setattr(scenario_result, "simulate", never)
    monkeypatch.setattr(Source, "chunks", never)
    second = simulate()
    assert second.table().equals(first.table())
    assert second.attribution().equals(first.attribution())
    assert second.targets().equals(first.targets())
    assert second.errors().equals(first.errors())
    assert second.appraisal(headline=True).equals(first.appraisal(headline=True))
