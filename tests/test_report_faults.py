"""What can go wrong at night: after each, what is published is whole, nothing is left, the next run works."""

import contextlib
import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from report_toys import (
    HEADING,
    RECORD,
    about,
    assert_whole,
    gone,
    left_in_tmp,
    notebook,
    processes_naming,
    project,
    report_folders,
    start,
)

from clusterecon.ground.errors import RunError
from clusterecon.report import execute as execute_module
from clusterecon.report import warm_kernel as kernel_module
from clusterecon.report.kernel_source import KernelSource, kernel_source
from clusterecon.report.request import ReportRequest, prepare
from clusterecon.report.runner import make_report, run_report
from clusterecon.report.session import open_session

WAIT = "import time; time.sleep(wait)"
CHILD = """
import os, subprocess, sys
root = os.environ["CLUSTERECON_ROOT"]
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)", "child-of", root])
"""
LARGE = "import pathlib; pathlib.Path('large.bin').write_bytes(bytes(3_000_000))"


@pytest.fixture(autouse=True)
def tmp(monkeypatch, tmp_path_factory):
    """A folder for the sockets of this test's runs, whose path no other process names."""
    tmp_path_factory.getbasetemp()  # made before the place for temporary files changes
    folder = Path(tempfile.mkdtemp(prefix="f"))
    folder.chmod(0o755)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert gone(folder)
    shutil.rmtree(folder)


@pytest.fixture
def root(tmp_path):
    return project(
        tmp_path / "p",
        slow=notebook(HEADING, WAIT, RECORD),
        parent=notebook(HEADING, CHILD, WAIT, RECORD),
        raising=notebook(HEADING, CHILD, "1/0", RECORD),
        large=notebook(HEADING, LARGE, RECORD),
    )


def finished(process, seconds=60):
    out, err = process.communicate(timeout=seconds)
    return process.returncode, out.strip(), err.strip().splitlines()


def next_run_works(root, tmp):
    before = len(report_folders(root / "reports"))
    code, name, err = finished(start(root, root / "reports", tmp=tmp))
    assert code == 0, err
    assert len(report_folders(root / "reports")) == before + 1
    assert str((root / "reports" / "latest" / "toy_all_vi").readlink()) == f"../{name}"
    assert_whole(root / "reports")
    assert gone(root, tmp)
    assert left_in_tmp(tmp) == []


def until(condition, seconds=30.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def kernels(root):
    """Ids of the kernels that run in a temporary folder of this project."""
    return [
        pid
        for pid in processes_naming(root / "reports" / ".tmp-")
        if "child-of" not in about(pid) and "forkserver" in about(pid)
    ]


def children(root):
    """Ids of the processes that the notebook `parent` has started."""
    return processes_naming(f"child-of\0{root}")


@pytest.mark.slow
def test_killed_at_ten_random_moments(root, tmp):
    finished(start(root, root / "reports", tmp=tmp))
    whole = report_folders(root / "reports")
    rng, killed = random.Random(20250203), 0
    for _ in range(10):
        process = start(root, root / "reports", tmp=tmp)
        time.sleep(rng.uniform(0.05, 1.6))
        process.kill()
        code, _, _ = finished(process)
        killed += code == -signal.SIGKILL
        assert set(whole) <= set(report_folders(root / "reports"))
        for link in (root / "reports" / "latest").iterdir():
            assert link.name.startswith(".tmp-") or (link / "report.html").is_file()
        assert gone(root, tmp)
        assert left_in_tmp(tmp) == []
        next_run_works(root, tmp)
        whole = report_folders(root / "reports")
    assert killed >= 5


@pytest.mark.slow
def test_the_whole_process_group_killed_at_once(root, tmp):
    """As systemd does at its last resort: runner, source of kernels and kernel in the same moment."""
    process = start(root, root / "reports", "parent", tmp, wait=60.0)
    until(lambda: children(root))
    for pid in processes_naming(root, tmp):
        os.kill(pid, signal.SIGKILL)
    finished(process)
    assert gone(root, tmp)
    next_run_works(root, tmp)


POLITE = [
    signal.SIGTERM,
    pytest.param(signal.SIGINT, marks=pytest.mark.slow),
    pytest.param(signal.SIGHUP, marks=pytest.mark.slow),
]


@pytest.mark.parametrize("number", POLITE)
def test_ended_politely(root, tmp, number):
    process = start(root, root / "reports", "parent", tmp, wait=60.0)
    until(lambda: children(root))
    process.send_signal(number)
    code, out, err = finished(process, 20)
    assert (code, out) == (1, "")
    assert err[-1] == f"stopped by {signal.Signals(number).name}"
    assert_whole(root / "reports")
    assert report_folders(root / "reports") == []
    assert gone(root, tmp)
    next_run_works(root, tmp)


def test_a_kernel_killed(root, tmp):
    process = start(root, root / "reports", "parent", tmp, wait=60.0)
    until(lambda: children(root))
    (victim,) = kernels(root)
    os.kill(victim, signal.SIGKILL)
    code, _, err = finished(process, 20)
    assert code == 1
    assert err[-1].startswith("notebook parent: its kernel died (signal SIGKILL)")
    assert_whole(root / "reports")
    assert gone(root, tmp)
    next_run_works(root, tmp)


def test_a_notebook_that_raises_takes_its_children_with_it(root, tmp):
    code, _, err = finished(start(root, root / "reports", "raising", tmp))
    assert code == 1
    assert err[-1] == "notebook raising, cell 4: ZeroDivisionError: division by zero"
    assert gone(root, tmp)
    next_run_works(root, tmp)


@pytest.mark.parametrize("warm", [True, False])
@pytest.mark.parametrize("name", ["raising", "parent"])
def test_a_kernel_and_its_children_end_with_their_report_and_not_with_the_batch(root, name, warm):
    prepared = prepare(ReportRequest(name), root)
    with kernel_source(()) as source, open_session(root / "reports", root, source) as session:
        if not warm:
            session.source = KernelSource(source.sockets, None)
        with contextlib.suppress(RunError):
            make_report(prepared, session, lambda: datetime.now(UTC))
        assert gone(root, seconds=3)
        assert sorted(p.name for p in source.sockets.iterdir()) == ["reports"]
    assert_whole(root / "reports")


def test_a_report_that_is_done_takes_its_children_with_it_too(root, tmp):
    assert finished(start(root, root / "reports", "parent", tmp))[0] == 0
    assert gone(root, tmp)
    assert_whole(root / "reports")


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"timeout": 2.5}, "notebook parent: stopped after 2.5 s, its time limit, in cell 4"),
        ({"cell_timeout": 1}, "notebook parent: cell 4 ran past its time limit, 1 s"),
    ],
)
def test_a_run_past_its_time(root, tmp, limits, words):
    with pytest.raises(RunError) as caught:
        run_report(ReportRequest("parent", {"wait": 60.0}, **limits), root / "reports", root)
    assert str(caught.value) == words
    assert_whole(root / "reports")
    assert gone(root, tmp)


@pytest.mark.slow
def test_two_at_once(root, tmp):
    first = start(root, root / "reports", "slow", tmp, wait=3.0)
    until(lambda: (root / "reports" / ".lock").exists() and (root / "reports" / ".lock").read_text())
    code, out, err = finished(start(root, root / "reports", tmp=tmp))
    assert (code, out) == (3, "")
    assert f"another run holds the lock of {root / 'reports'}: process {first.pid} since 20" in err[-1]
    assert finished(first)[0] == 0
    next_run_works(root, tmp)


@pytest.mark.slow
def test_the_clock_set_back_between_runs_and_within_one(root, monkeypatch):
    days = iter([20, 10, 5, 1])

    def clock():
        return datetime(2025, 2, next(days), tzinfo=UTC)

    real = time.time
    folders = [run_report(ReportRequest("toy"), root / "reports", root, clock) for _ in range(2)]
    offsets = iter(range(0, 10_000_000, 3600))
    monkeypatch.setattr(time, "time", lambda: real() - next(offsets))  # an hour back at each look
    folders += [run_report(ReportRequest("toy"), root / "reports", root, clock) for _ in range(2)]
    records = [json.loads((f / "run.json").read_text()) for f in folders]
    assert [r["sequence"] for r in records] == [1, 2, 3, 4]
    assert all(0 < r["duration_seconds"] < 30 for r in records)
    assert (root / "reports" / "latest" / "toy_all_vi").resolve() == folders[-1]
    assert_whole(root / "reports")


STAGES = [0, 6, *(pytest.param(stage, marks=pytest.mark.slow) for stage in (1, 2, 3, 4, 5, 7, 8, 9))]


@pytest.mark.parametrize("stage", STAGES)
def test_a_disk_that_fills_up_at_any_moment_of_publishing(root, monkeypatch, stage):
    real, calls = os.fsync, []

    def fsync(descriptor):
        calls.append(descriptor)
        if len(calls) == stage + 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(RunError, match=r"is full; (nothing was published|the report stands)") as caught:
        run_report(ReportRequest("toy"), root / "reports", root)
    stands = "the report stands" in str(caught.value)
    assert len(report_folders(root / "reports")) == stands
    assert_whole(root / "reports")
    monkeypatch.undo()
    run_report(ReportRequest("toy"), root / "reports", root)
    assert_whole(root / "reports")
    assert (root / "reports" / "index.html").read_text().count("<tr data-") == 1 + stands


def _can_mount():
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["mount", "-t", "tmpfs", "none", folder], capture_output=True, check=False)
        return done.returncode == 0 and subprocess.run(["umount", folder], check=True).returncode == 0


@pytest.fixture
def mounted(root):
    """Mount the reports folder as a file system of its own, and give the way to change it."""
    reports = root / "reports"
    reports.mkdir()

    def mount(options):
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(reports)], check=True)

    yield mount
    subprocess.run(["umount", "-l", str(reports)], check=False)


if _can_mount():

    @pytest.mark.slow
    def test_a_full_disk(root, tmp, mounted):
        mounted("size=1m")
        code, _, err = finished(start(root, root / "reports", "large", tmp))
        assert code == 1
        assert err[-1].startswith("notebook large, cell 3: OSError: [Errno 28] No space left on device")
        assert_whole(root / "reports")
        next_run_works(root, tmp)
        filler = root / "reports" / "filler"
        with filler.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
            while True:
                stream.write(bytes(4096))
        code, _, err = finished(start(root, root / "reports", tmp=tmp))
        assert code == 1
        assert "full" in err[-1] or "No space left on device" in err[-1]
        filler.unlink()
        next_run_works(root, tmp)

    @pytest.mark.slow
    def test_a_read_only_disk(root, tmp, mounted):
        mounted("size=4m")
        next_run_works(root, tmp)
        reports = root / "reports"
        subprocess.run(["mount", "-o", "remount,ro", str(reports)], check=True)
        code, _, err = finished(start(root, reports, tmp=tmp))
        assert code == 1
        assert err[-1] == f"{reports} cannot be written to: Read-only file system; nothing was published"
        assert_whole(reports)
        subprocess.run(["mount", "-o", "remount,rw", str(reports)], check=True)
        next_run_works(root, tmp)


@pytest.mark.slow
def test_a_file_size_limit_stands_in_for_a_disk_that_refuses(root, tmp):
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))\n"
        "from clusterecon.report.request import ReportRequest\n"
        "from clusterecon.report.runner import run_report\nfrom pathlib import Path\nimport sys\n"
        "run_report(ReportRequest('large'), Path(sys.argv[2]), Path(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(root), str(root / "reports")],
        env={**os.environ, "TMPDIR": str(tmp)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "RunError: notebook large, cell 3: OSError: [Errno 27] File too large" in done.stderr
    assert_whole(root / "reports")
    assert left_in_tmp(tmp) == []
    next_run_works(root, tmp)


def test_a_folder_without_the_right_to_write(tmp):
    """As another user, so that it holds where the tests run as root too."""
    tmp.chmod(0o777)
    root = project(tmp / "p")
    reports = root / "reports"
    reports.mkdir()
    reports.chmod(0o555)
    leading, following = os.pipe()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setuid(65534)
        try:
            run_report(ReportRequest("toy"), reports, root)
        except RunError as error:
            os.write(following, str(error).encode())
        finally:
            os._exit(0)
    os.close(following)
    os.waitpid(child, 0)
    with os.fdopen(leading) as answer:
        assert answer.read() == f"{reports} cannot be written to: Permission denied; nothing was published"
    reports.chmod(0o755)
    run_report(ReportRequest("toy"), reports, root)
    assert_whole(reports)


class Flaky:
    """A kernel that dies before it answers, the first so many times."""

    def __init__(self, times):
        self.left = times
        self.real = kernel_module.Kernel
        self.sources = []

    def __call__(self, sockets, cwd, variables, warm, patience):
        self.sources.append(warm)
        kernel = self.real(sockets, cwd, variables, warm, patience)
        if self.left:
            self.left -= 1
            kernel.log.write_text("out of luck\n")
            kernel.kill()
        return kernel


def test_a_kernel_that_dies_at_start_is_tried_once_more_and_cold(root, monkeypatch, caplog):
    flaky = Flaky(1)
    monkeypatch.setattr(execute_module, "Kernel", flaky)
    run_report(ReportRequest("toy"), root / "reports", root)
    assert_whole(root / "reports")
    assert flaky.sources[0] is not None
    assert flaky.sources[1] is None
    assert any("event=retry" in message and "out of luck" in message for message in caplog.messages)


def test_a_kernel_that_dies_at_start_twice_has_failed(root, tmp, monkeypatch):
    monkeypatch.setattr(execute_module, "Kernel", Flaky(2))
    with pytest.raises(RunError, match=r"its kernel died \(signal SIGKILL\) at start: out of luck"):
        run_report(ReportRequest("toy"), root / "reports", root)
    assert_whole(root / "reports")
    assert gone(root, tmp)


def test_a_kernel_that_dies_in_a_cell_is_not_tried_again(root, monkeypatch):
    flaky = Flaky(0)
    monkeypatch.setattr(execute_module, "Kernel", flaky)
    with pytest.raises(RunError, match="time limit"):
        run_report(ReportRequest("slow", {"wait": 60.0}, timeout=2), root / "reports", root)
    assert len(flaky.sources) == 1


def test_a_stop_before_the_notebook_starts_ends_the_run(root, tmp, monkeypatch):
    real = kernel_module.Kernel

    def slow_start(*args):
        os.kill(os.getpid(), signal.SIGTERM)
        return real(*args)

    monkeypatch.setattr(execute_module, "Kernel", slow_start)
    with pytest.raises(RunError, match="stopped by SIGTERM"):
        run_report(ReportRequest("toy"), root / "reports", root)
    assert_whole(root / "reports")
    assert gone(root, tmp)


def test_the_runner_may_be_called_from_another_thread(root):
    failures = []

    def inside():
        try:
            run_report(ReportRequest("toy"), root / "reports", root)
        except RunError as error:
            failures.append(error)

    thread = threading.Thread(target=inside)
    thread.start()
    thread.join()
    assert failures == []
    assert_whole(root / "reports")


def test_a_long_temporary_path_does_not_break_the_sockets(root, tmp):
    deep = tmp / ("x" * 90)
    deep.mkdir()
    code, _, err = finished(start(root, root / "reports", tmp=deep))
    assert code == 0, err
    assert left_in_tmp(deep) == []
