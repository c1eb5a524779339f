import fcntl
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from clusterecon.ground.errors import LockedError, RunError
from clusterecon.report.lock import LOCK_NAME, ReportsLock

HOLD = """
import sys, time
from pathlib import Path
from clusterecon.report.lock import ReportsLock
with ReportsLock(Path(sys.argv[1])) as lock:
    lock.write({"sockets": "/nowhere"})
    print("held", flush=True)
    time.sleep(60)
"""


def holder(folder):
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_holder_is_refused_and_told_who_has_it(tmp_path):
    with ReportsLock(tmp_path), pytest.raises(LockedError) as caught, ReportsLock(tmp_path):
        pass
    assert f"process {os.getpid()} since 20" in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_the_lock_is_free_again_and_its_file_empty_after_the_block(tmp_path):
    for _ in range(3):
        with ReportsLock(tmp_path) as lock:
            assert lock.left_behind == {}
    assert (tmp_path / LOCK_NAME).read_bytes() == b""


def test_it_is_freed_when_the_block_raises(tmp_path):
    with pytest.raises(ZeroDivisionError), ReportsLock(tmp_path):
        1 / 0  # noqa: B018
    with ReportsLock(tmp_path):
        pass


def test_the_kernel_frees_it_when_its_holder_is_killed(tmp_path):
    process = holder(tmp_path)
    with pytest.raises(LockedError, match=f"process {process.pid} since"), ReportsLock(tmp_path):
        pass
    process.kill()
    process.wait()
    with ReportsLock(tmp_path) as lock:
        assert lock.left_behind["process"] == str(process.pid)
        assert lock.left_behind["sockets"] == "/nowhere"


def test_since_stands_still_while_it_is_held(tmp_path, monkeypatch):
    with ReportsLock(tmp_path) as lock:
        before = (tmp_path / LOCK_NAME).read_text()
        time.sleep(1.1)
        lock.write({"sockets": "x"})
        assert (tmp_path / LOCK_NAME).read_text() == before + "sockets=x\n"


def test_programs_started_meanwhile_do_not_inherit_it(tmp_path):
    with ReportsLock(tmp_path):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], close_fds=False)
    try:
        with ReportsLock(tmp_path):
            pass
    finally:
        child.kill()
        child.wait()


def test_forked_children_do_not_hold_it(tmp_path):
    with ReportsLock(tmp_path):
        child = os.fork()
        if child == 0:
            time.sleep(60)
            os._exit(0)
    try:
        with ReportsLock(tmp_path):
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


FORK = HOLD.replace(
    '    print("held", flush=True)',
    """
    import os
    leading, following = os.pipe()
    if os.fork() == 0:
        os.write(following, b"x")  # the child runs, past what happens at a fork
        time.sleep(60)
        os._exit(0)
    os.read(leading, 1)
    print("held", flush=True)
""",
)


def test_a_forked_child_that_outlives_a_killed_holder_does_not_hold_it(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", FORK, str(tmp_path)], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout.readline() == "held\n"
    process.kill()
    process.wait()
    try:
        with ReportsLock(tmp_path):
            pass
    finally:
        os.killpg(process.pid, signal.SIGKILL)


def _try(folder, answer):
    try:
        with ReportsLock(folder):
            answer.send("held")
    except LockedError:
        answer.send("locked")


def test_a_forked_child_that_closes_its_copy_does_not_free_the_parents(tmp_path):
    ours, theirs = multiprocessing.Pipe()
    with ReportsLock(tmp_path):
        child = multiprocessing.get_context("fork").Process(target=_try, args=(tmp_path, theirs))
        child.start()
        child.join()
        assert ours.recv() == "locked"
        with pytest.raises(LockedError), ReportsLock(tmp_path):
            pass


def test_a_lock_whose_file_cannot_be_written_is_not_kept(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", full)
        with pytest.raises(OSError, match="No space"), ReportsLock(tmp_path):
            pass
    with ReportsLock(tmp_path):
        pass


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe=\nno equals sign\nprocess=7=8\n",
        b"process=7=8\n",
        b"process=7\nyears of work\n",
        b"years=1\nprocess=7\nsince=2025-02-03T10:00:00Z\n",
        b"process=7\nsince=2025-02-03T10:00:00Z\nsockets=/a\nsockets=/b\n",
        b"process=7\nsince=2025-02-03T10:00:00Z\n" + b"\0" * 5000 + b"years of work",
        b"\0" * 5000 + b"years of work",
    ],
)
def test_a_file_that_only_resembles_a_lock_is_refused_and_kept(tmp_path, content):
    (tmp_path / LOCK_NAME).write_bytes(content)
    with pytest.raises(RunError, match=r"\.lock is a file of another program"), ReportsLock(tmp_path):
        pass
    assert (tmp_path / LOCK_NAME).read_bytes() == content


def test_it_is_an_ordinary_flock(tmp_path):
    with ReportsLock(tmp_path), (tmp_path / LOCK_NAME).open() as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_lock_that_is_a_link_is_refused_and_what_it_points_to_is_kept(tmp_path):
    precious = tmp_path / "precious.txt"
    precious.write_text("process=1\nyears of work\n")
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / LOCK_NAME).symlink_to(precious)
    with pytest.raises(RunError, match=r"\.lock is a link, not the lock of a run"), ReportsLock(reports):
        pass
    assert precious.read_text() == "process=1\nyears of work\n"
    precious.unlink()
    with pytest.raises(RunError, match=r"\.lock is a link"), ReportsLock(reports):
        pass
    assert not precious.exists()


@pytest.mark.parametrize("content", ["4711\n", "a\n" * 5000, "sockets=/home\n", "\n", "subprocess=1\n"])
def test_a_lock_of_another_program_is_refused_and_kept(tmp_path, content):
    (tmp_path / LOCK_NAME).write_text(content)
    for _ in range(2):
        with pytest.raises(RunError, match=r"\.lock is a file of another program"), ReportsLock(tmp_path):
            pass
    assert (tmp_path / LOCK_NAME).read_text() == content


def test_a_lock_that_power_failure_left_without_content_is_ours(tmp_path):
    (tmp_path / LOCK_NAME).write_bytes(bytes(80))
    with ReportsLock(tmp_path) as lock:
        assert lock.left_behind == {}


def test_a_lock_that_is_a_pipe_or_a_folder_is_refused_not_waited_for(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / LOCK_NAME)
    with pytest.raises(RunError, match="a device or a pipe"), ReportsLock(tmp_path):
        pass
    (tmp_path / LOCK_NAME).unlink()
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(tmp_path)  # the path of a socket must be short
        listening.bind(LOCK_NAME)
        with pytest.raises(RunError, match="a device or a pipe"), ReportsLock(tmp_path):
            pass
    (tmp_path / LOCK_NAME).unlink()
    (tmp_path / LOCK_NAME).mkdir()
    with pytest.raises(RunError, match=r"\.lock is a folder, not the lock of a run"), ReportsLock(tmp_path):
        pass
