"""Threads, processes, Dask: the same bytes on each; mistakes, Ctrl-C and the death of workers are told."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT, run_command
from system_programs import need_dask

from clusterecon.ground.errors import InputError, RunError
from clusterecon.study.executors import executor_of
from clusterecon.study.study import Settings

DRAWS = 100_000
"""Thirteen blocks: tasks beyond the first."""


def figures(run):
    """Everything that a run says, as text."""
    frames = (run.table(), run.targets(), run.attribution(), run.appraisal(), run.errors())
    return [frame.to_csv() for frame in frames]


def simulated(shipped, executor, draws=DRAWS, progress=None):
    """What a run says, worked out somewhere."""
    settings = Settings(executor=executor, progress=progress)
    return figures(shipped.simulate(["plan", "track-record"], draws, settings=settings))


@pytest.fixture(scope="module")
def one_thread(shipped):
    """Figures of one thread."""
    with executor_of(1) as executor:
        return simulated(shipped, executor)


# ---------------------------------------------------------------- the same bytes everywhere


@pytest.mark.parametrize("workers", [None, 2, 5])
def test_any_number_of_threads_gives_the_same_bytes(shipped, one_thread, workers):
    with executor_of(workers) as executor:
        assert simulated(shipped, executor) == one_thread


def test_an_executor_of_the_users_own_is_left_open(shipped, one_thread):
    with ThreadPoolExecutor(3) as mine:
        assert simulated(shipped, mine) == one_thread
        assert mine.submit(lambda: 5).result() == 5


def test_tasks_cover_every_block_once_however_many_there_are(shipped):
    """Cut by the number of draws alone; beyond two thousand tasks they grow."""
    from clusterecon.model.sampling import BLOCK
    from clusterecon.model.simulate import MOST_TASKS, Source
    from clusterecon.results.scenario_result import job_of

    scenario = shipped.scenario("plan")
    plan = shipped.model_inputs((scenario,)).planner().plan(scenario)
    for draws in (0, 1, BLOCK, BLOCK + 1, 20 * BLOCK - 1, 10**6, 10**8):
        blocks = job_of(scenario, Source("plan", plan, 7, draws))[1].blocks()
        assert [b for piece in blocks for b in piece] == list(range(-(-max(draws, 1) // BLOCK)))
        assert len(blocks) <= MOST_TASKS + 2


@pytest.mark.slow
def test_processes_give_the_same_bytes(shipped, one_thread):
    with executor_of(2, processes=True) as executor:
        assert simulated(shipped, executor) == one_thread


@pytest.mark.slow
def test_dask_gives_the_same_bytes(shipped, one_thread):
    need_dask()
    with executor_of(scheduler="local:2") as executor:
        assert simulated(shipped, executor) == one_thread


@pytest.mark.slow
def test_the_command_gives_the_same_bytes_and_says_nothing_more(root, tmp_path):
    need_dask()
    command = ("simulate", "plan", "--draws", "20000", "--format", "json", "--root", root)
    said = {
        where: command_line(*command, *where.split(), folder=tmp_path)
        for where in ("--workers 1", "--workers 2 --processes", "--scheduler local:2")
    }
    assert len({done.stdout for done in said.values()}) == 1
    assert json.loads(said["--workers 1"].stdout)["run"]["draws"] == 20_000
    for where, done in said.items():
        assert (done.returncode, done.stderr) == (0, ""), where
    assert list(tmp_path.iterdir()) == []


def command_line(*arguments, folder):
    """Run the command in a process of its own, its temporary files in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "clusterecon", *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=240, env=environment(folder),
    )  # fmt: skip


def environment(folder):
    """The environment of a command that keeps its temporary files in a folder."""
    return {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}


# ---------------------------------------------------------------- workers that die


@pytest.fixture
def cluster():
    """A Dask cluster of two workers, and its client."""
    need_dask()
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
        ) as cluster,
        Client(cluster) as client,
    ):
        yield cluster, client


@pytest.mark.slow
def test_a_dask_worker_killed_half_way_changes_no_byte(shipped, cluster):
    dask, client = cluster
    draws = 2_000_000
    pids = list(client.run(os.getpid).values())
    killed = []

    def kill_at_half(done, of):
        if done > of / 2 and not killed:
            os.kill(pids[0], signal.SIGKILL)
            killed.append(done)

    with executor_of(scheduler=dask.scheduler_address) as executor:
        found = simulated(shipped, executor, draws, kill_at_half)
    assert killed and killed[0] < 2 * draws
    assert pids[0] not in client.run(os.getpid).values()
    with executor_of(2) as executor:
        assert found == simulated(shipped, executor, draws)


@pytest.mark.slow
def test_a_process_that_dies_is_a_failed_run_and_no_traceback(shipped):
    import multiprocessing

    def kill(done, of):
        multiprocessing.active_children()[0].kill()

    with (
        pytest.raises(RunError, match="a worker process died"),
        executor_of(2, processes=True) as executor,
    ):
        simulated(shipped, executor, 10**6, kill)


@pytest.mark.slow
def test_workers_end_with_a_command_that_is_killed(root, tmp_path):
    command = ("simulate", "plan", "--draws", "20000000", "--workers", "2", "--processes", "--root", root)
    process = started(*command, folder=tmp_path)
    wait_for(lambda: len(group_of(process.pid)) >= 4, "two workers to start")
    process.kill()
    process.wait()
    wait_for(lambda: group_of(process.pid) == [], "the workers to end")


def started(*arguments, folder):
    """Start the command in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "clusterecon", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env=environment(folder),
    )  # fmt: skip


def group_of(leader):
    """Living processes of a group."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = stat.read_text().rpartition(") ")[2].split()[:3]
        except OSError:
            continue
        if int(group) == leader and state != "Z":
            found.append(int(stat.parent.name))
    return found


def wait_for(happened, what, seconds=60):
    """Wait until something has happened."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)


# ---------------------------------------------------------------- Ctrl-C


@pytest.mark.slow
@pytest.mark.parametrize("where", ["", "--workers 2", "--workers 2 --processes", "--scheduler local:2"])
def test_ctrl_c_ends_within_moments_says_what_was_done_and_leaves_nothing(root, tmp_path, where):
    """The whole group is told, as a terminal does; workers say nothing."""
    if "scheduler" in where:
        need_dask()
    out = tmp_path / "plan.csv"
    process = started("simulate", "plan", "--draws", "20000000", "--out", out, *where.split(), "--root", root,
                      folder=tmp_path)  # fmt: skip
    time.sleep(12)
    sent = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    said, error = process.communicate(timeout=30)
    assert time.monotonic() - sent < 4
    assert (process.returncode, said) == (1, "")
    assert error.startswith("clusterecon: failed:\n  stopped; ")
    assert error.endswith(" of 20,000,000 draws were done, nothing is written\n")
    assert error.count("\n") == 2
    wait_for(lambda: group_of(process.pid) == [], "the workers to end", 10)
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_in_python_says_how_far_it_was(shipped):
    def stop(done, of):
        raise KeyboardInterrupt

    with pytest.raises(RunError, match=r"^stopped; 8,192 of 200,000 draws were done, nothing is written$"):
        simulated(shipped, None, DRAWS, stop)


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--workers", "0"), "0 is not in the range x>=1"),
        (("--workers", "x"), "'x' is not a valid integer"),
        (("--scheduler", "local:2", "--workers", "2"), "give either a scheduler or workers"),
        (("--scheduler", "local:2", "--processes"), "give either a scheduler or workers"),
        (("--scheduler", "local:0"), "'local:0' is not allowed; write it as local:4 or tcp://host:8786"),
        (("--scheduler", "local:two"), "'local:two' is not allowed; write it as local:4"),
        (("--scheduler", "nonsense"), "'nonsense' is not an address"),
        (("--scheduler", "http://host:80"), "'http://host:80' is not an address"),
        (("--scheduler", "tcp://host:port"), "'tcp://host:port' is not an address"),
        (("--scheduler", "tls://host:8786"), "'tls://host:8786' is not an address"),
        (("--scheduler", ""), "'' is not an address"),
    ],
)
@pytest.mark.parametrize("command", [("simulate", "plan"), ("target", "plan")])
def test_wrong_workers_are_refused(cli, command, options, said):
    if "scheduler" in options[0] and len(options) == 2:
        need_dask()
    result = cli(*command, "--draws", "0", *options)
    assert (result.code, result.out) == (2, "")
    assert said in result.err and "Traceback" not in result.err


def test_every_mistake_of_workers_comes_at_once():
    with pytest.raises(InputError) as caught, executor_of(0, "local:2"):
        pass
    assert len(caught.value.mistakes) == 2


def test_without_dask_the_extra_is_named(cli, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = cli("simulate", "plan", "--draws", "0", "--scheduler", "local:2")
    assert result.code == 2
    assert "needs Dask, which is not installed: pip install 'clusterecon[scale]'" in result.err


@pytest.mark.slow
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "tcp://no-such-host.invalid:8786"])
def test_a_scheduler_that_cannot_be_reached_fails_soon(root, tmp_path, address):
    need_dask()
    began = time.monotonic()
    done = command_line("simulate", "plan", "--draws", "0", "--scheduler", address, "--root", root,
                        folder=tmp_path)  # fmt: skip
    assert time.monotonic() - began < 25
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"clusterecon: failed:\n  the scheduler {address} cannot be reached: ")
    assert done.stderr.count("\n") == 2


@pytest.mark.slow
def test_workers_that_run_other_code_are_refused(tmp_path):
    """A scheduler without workers; then one whose only worker has another version of the package."""
    need_dask()
    from distributed import LocalCluster

    shutil.copytree(ROOT / "clusterecon", tmp_path / "clusterecon")
    with (tmp_path / "clusterecon" / "model" / "draw.py").open("a") as file:
        file.write("\n# a line more\n")
    with LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        address = cluster.scheduler_address
        with pytest.raises(RunError, match="has no workers"), executor_of(scheduler=address):
            pass
        worker = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--no-dashboard"],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)}, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            with (
                pytest.raises(RunError, match="another version of clusterecon runs on workers"),
                executor_of(scheduler=address),
            ):
                pass
        finally:
            worker.kill()
            worker.wait()


def test_charts_take_workers_too(root, shipped):
    assert "--workers" in run_command("charts", "--help").out
