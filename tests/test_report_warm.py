import importlib.util
import json
import os
import shutil
import signal
import socket
import tempfile
import threading
import time
from pathlib import Path

import pytest
from report_toys import HEADING, RECORD, about, assert_whole, gone, notebook, processes_naming, project

from clusterecon.ground.errors import RunError
from clusterecon.report import kernel_source as source_module
from clusterecon.report.batch import run_batch
from clusterecon.report.journal import step
from clusterecon.report.request import ReportRequest
from clusterecon.report.runner import run_report
from clusterecon.report.stop import Stop, stopped_by_signals
from clusterecon.report.warm_kernels import Warm, modules_of

NOTE = """
import json, os, pathlib, random, sys
import numpy
state = {
    "leaked": ["mark" in globals(), "MARK" in os.environ, hasattr(sys, "mark")],
    "random": [random.random(), float(numpy.random.random())],
    "parent": pathlib.Path(f"/proc/{os.getppid()}/cmdline").read_text().replace("\\0", " "),
    "loaded": "pandas" in sys.modules,
    "descriptors": sorted(os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if n != "3"
                          and os.path.lexists(f"/proc/self/fd/{n}")),
}
mark = os.environ["MARK"] = sys.mark = "here"
numpy.random.seed(1)
pathlib.Path("state.json").write_text(json.dumps(state))
"""


@pytest.fixture
def short(tmp_path):
    folder = Path(tempfile.mkdtemp(prefix="w"))
    yield folder
    shutil.rmtree(folder)


def kernel_arguments(folder, name="c.json"):
    connection = {
        **{f"{channel}_port": i for i, channel in enumerate(("shell", "iopub", "stdin", "control", "hb"), 1)},
        "ip": str(folder / "k"),
        "transport": "ipc",
        "key": "secret",
        "signature_scheme": "hmac-sha256",
    }
    (folder / name).write_text(json.dumps(connection))
    return ["-f", str(folder / name)]


def test_what_to_import_once_is_read_off_the_notebooks():
    books = [notebook("import pandas as pd, os\nfrom scipy import stats"), notebook("import seaborn.objects")]
    assert modules_of(books) == (
        "pandas",
        "scipy",
        "scipy.stats",
        "scipy.optimize",
        "scipy.special",
        "seaborn",
    )
    assert modules_of([notebook("import os")]) == ()
    assert modules_of([notebook("import clusterecon as ce")], ["clusterecon.model"]) == (
        "clusterecon",
        "clusterecon.model",
    )
    assert modules_of([notebook("import pandas")], ["clusterecon.model"]) == ("pandas",)


def test_what_a_kernel_holds_is_named_by_the_files_that_define_it():
    """A room holds nothing itself: named alone, it would load nothing."""
    own = [name.partition(":")[0] for name in source_module.BATCH_MODULES if name.startswith("clusterecon.")]
    assert own
    for name in own:
        assert importlib.util.find_spec(name).submodule_search_locations is None, name


def test_what_is_no_python_or_no_code_is_passed_over():
    book = notebook("%magic\nimport pandas", "from . import numpy")
    book["cells"].append({"cell_type": "markdown", "source": "import seaborn", "metadata": {}})
    book["cells"].append({"cell_type": "code", "source": ["import ", "numpy"], "metadata": {}})
    assert modules_of([book]) == ("numpy",)


def test_kernels_die_and_the_folder_goes_when_the_runner_closes(short):
    inner = short / "s"
    inner.mkdir()
    warm = Warm([], inner)
    kernel = warm.fork(kernel_arguments(inner), str(short), os.environ, str(short / "log"))
    assert kernel.poll() is None
    assert os.getpgid(kernel.pid) == kernel.pid
    warm.close()
    assert kernel.poll() == -signal.SIGKILL
    assert not inner.exists()
    assert gone(inner)


def slow_to_begin(folder):
    """Start one whose modules take ten seconds to come in."""
    slow = folder / "slow"
    slow.mkdir()
    for number in range(100):
        (slow / f"slow{number}.py").write_text("import time; time.sleep(0.1)")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(slow))
        return Warm([f"slow{number}" for number in range(100)], folder / "s")


def test_a_runner_that_dies_while_modules_come_in_leaves_nothing(short):
    inner = short / "s"
    inner.mkdir()
    warm = slow_to_begin(short)
    warm._socket.shutdown(socket.SHUT_RDWR)
    assert warm._process.wait(8) == 0
    assert not inner.exists()
    warm.close()


def test_closing_what_was_never_asked_for_a_kernel_does_not_wait_for_modules(short):
    warm = slow_to_begin(short)
    warm.close()
    assert warm._process.returncode == -signal.SIGKILL, "it was left to end by itself"
    assert gone(short)


def test_the_end_of_a_kernel_is_told_with_its_code(short):
    warm = Warm([], short / "s")
    kernel = warm.fork(
        ["--no-such-option=1", "-f", "/nowhere/c.json"], str(short), os.environ, str(short / "log")
    )
    assert kernel.wait(20) not in (None, 0)
    other = warm.fork(kernel_arguments(short), str(short), os.environ, str(short / "log"))
    other.terminate()
    assert other.wait(20) is not None
    last = warm.fork(kernel_arguments(short), str(short), os.environ, str(short / "log"))
    last.kill()
    assert last.wait(20) == last.poll() == -signal.SIGKILL
    last.kill()
    warm.close()


def test_the_children_of_a_kernel_that_dies_die_with_it(short):
    warm = Warm([], short / "s")
    line = f"import subprocess; subprocess.Popen(['sleep', '300'], cwd='{short}')"
    arguments = [*kernel_arguments(short), f"--IPKernelApp.exec_lines=[{line!r}]"]
    kernel = warm.fork(arguments, str(short.parent), os.environ, str(short / "log"))
    deadline = time.monotonic() + 20
    while not any(about(pid).startswith("sleep\0") for pid in processes_naming(short)):
        assert time.monotonic() < deadline, (short / "log").read_text()
        time.sleep(0.05)
    kernel.kill()
    kernel.wait(20)
    deadline = time.monotonic() + 3
    while any(about(pid).startswith("sleep\0") for pid in processes_naming(short)):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    warm.close()


def test_asking_a_dead_process_is_an_error_and_not_a_wait(short):
    warm = Warm([], short / "s")
    os.kill(warm._process.pid, signal.SIGKILL)
    with pytest.raises(RunError, match="has ended"):
        warm.fork(kernel_arguments(short), str(short), os.environ, str(short / "log"))
    deadline = time.monotonic() + 5
    while warm.alive and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not warm.alive
    warm.close()


def test_kernels_die_when_what_they_were_forked_from_is_ended_politely(short):
    warm = Warm([], short / "s")
    kernel = warm.fork(kernel_arguments(short), str(short), os.environ, str(short / "log"))
    warm._process.terminate()
    assert kernel.wait(10) is not None
    assert gone(short)
    warm.close()


def test_many_threads_may_ask_at_once(short):
    warm = Warm([], short / "s")
    kernels = []

    def ask(index):
        kernels.append(
            warm.fork(kernel_arguments(short, f"c{index}.json"), str(short), os.environ, str(short / "log"))
        )

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({kernel.pid for kernel in kernels}) == 6
    warm.close()
    assert all(kernel.poll() is not None for kernel in kernels)


@pytest.fixture
def root(tmp_path):
    return project(
        tmp_path / "p", note=notebook(HEADING, "import pandas", NOTE, RECORD), toy2=notebook(RECORD)
    )


def states(rows):
    return [json.loads((row.folder / "state.json").read_text()) for row in rows]


def test_reports_of_one_batch_share_modules_and_nothing_else(root):
    requests = [ReportRequest("note", {"seed": n}) for n in range(3)]
    result = run_batch(requests, root / "reports", root, workers=1)
    assert result.exit_code == 0
    found = states(result.rows)
    for state in found:
        assert state["leaked"] == [False, False, False]
        assert state["loaded"]
        assert "clusterecon/report/forkserver.py" in state["parent"]
        assert not any(name.endswith((".lock", "/.lock (deleted)")) for name in state["descriptors"])
    assert len({state["random"][0] for state in found}) == 3
    assert len({state["random"][1] for state in found}) == 3


def test_where_nothing_can_be_forked_each_report_starts_cold(root, monkeypatch):
    monkeypatch.setattr(source_module.sys, "platform", "darwin")
    folder = run_report(ReportRequest("note"), root / "reports", root)
    monkeypatch.undo()
    (state,) = [json.loads((folder / "state.json").read_text())]
    assert "forkserver" not in state["parent"]
    assert not any(name.endswith(".lock") for name in state["descriptors"])
    assert_whole_without_state(root / "reports")


def assert_whole_without_state(reports):
    for path in reports.glob("*/state.json"):
        path.unlink()
    assert_whole(reports)


def test_if_the_process_to_fork_from_dies_the_report_starts_cold(root, monkeypatch):
    def dead(modules, folder, root):
        warm = Warm(modules, folder, root)
        os.kill(warm._process.pid, signal.SIGKILL)
        return warm

    monkeypatch.setattr(source_module, "Warm", dead)
    folder = run_report(ReportRequest("note"), root / "reports", root)
    assert "forkserver" not in json.loads((folder / "state.json").read_text())["parent"]


def test_modules_that_are_not_there_do_no_harm(short):
    warm = Warm(["no_such_module_at_all", "json"], short / "s")
    kernel = warm.fork(kernel_arguments(short), str(short), os.environ, str(short / "log"))
    assert kernel.poll() is None
    warm.close()


def test_the_process_to_fork_from_has_one_thread(short):
    warm = Warm(["json"], short / "s")
    warm.fork(kernel_arguments(short), str(short), os.environ, str(short / "log"))
    status = Path(f"/proc/{warm._process.pid}/status").read_text()
    assert "Threads:\t1\n" in status
    warm.close()


def test_a_stop_ends_what_was_handed_to_it_and_keeps_the_first_reason():
    stop, ended = Stop(), []
    stop.check()
    with stop.ends(lambda: ended.append("a")):
        stop.now("first")
        stop.now("second")
    assert ended == ["a", "a"]
    with pytest.raises(RunError, match="first"):
        stop.check()
    with stop.ends(lambda: ended.append("late")):
        pass
    assert ended[-1] == "late"


def test_what_has_ended_by_itself_is_not_ended_again():
    stop, ended = Stop(), []
    with stop.ends(lambda: ended.append("a")):
        pass
    stop.now("x")
    assert ended == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_is_an_order_to_stop_and_handlers_come_back(number):
    inherited = signal.signal(number, signal.SIG_DFL)  # ignored where the tests run in the background
    former = signal.getsignal(number)
    stop = Stop()
    with stopped_by_signals(stop):
        os.kill(os.getpid(), number)
        deadline = time.monotonic() + 5
        while not stop.reason and time.monotonic() < deadline:
            time.sleep(0.01)
        assert signal.getsignal(number) == former
    assert stop.reason == f"stopped by {number.name}"
    assert signal.getsignal(number) == former
    signal.signal(number, inherited)


def test_a_signal_that_is_ignored_stays_ignored():
    former = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stopped_by_signals(Stop()):
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, former)


def test_outside_the_main_thread_signals_are_left_alone():
    seen = []

    def inside():
        with stopped_by_signals(Stop()):
            seen.append(signal.getsignal(signal.SIGTERM))

    former = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=inside)
    thread.start()
    thread.join()
    assert seen == [former]


def test_a_log_line_is_key_and_value(caplog):
    with caplog.at_level("INFO", "clusterecon.report"):
        step(
            "published", folder="a_b", seconds=1.23456, why='two words and "quotes"\nand a break', lang="việt"
        )
    assert caplog.messages == [
        'event=published folder=a_b seconds=1.23 why="two words and \\"quotes\\"\\nand a break" lang=việt'
    ]
