"""Work shared with forks: every task once, the same results, whatever becomes of the forks."""

import os
import signal
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from export_sample import sample_briefing

from clusterecon.export.forks import Shared, harmless_forks
from clusterecon.export.pictures import KINDS, Pictures, drawing

pytestmark = pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="forks are used on Linux alone")


def task(number, folder=None):
    """Say which process did it, and leave a trace."""
    if folder is not None:
        (folder / f"{number}-{os.getpid()}").touch()
    return number, os.getpid()


def children():
    """Processes that this one has started and not waited for."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {child for task in tasks for child in task.read_text().split()}


@pytest.fixture(autouse=True)
def before(monkeypatch):
    """Processes of other tests, such as what tracks the memory that processes share."""
    monkeypatch.setattr(f"{__name__}.OTHERS", children())


OTHERS: set[str] = set()


def no_child_is_left():
    return children() <= OTHERS


@pytest.mark.parametrize("forks", [0, 1, 3])
def test_every_task_is_done_once_and_has_its_own_result(tmp_path, forks):
    shared = Shared({f"task {i}": partial(task, i, tmp_path) for i in range(200)}, forks)
    results = [shared.result(f"task {i}") for i in (150, *range(200))]
    shared.close()
    assert [number for number, _ in results] == [150, *range(200)]
    done = [path.name.split("-")[0] for path in tmp_path.iterdir()]
    assert sorted(done, key=int) == [str(i) for i in range(200)]
    assert no_child_is_left()


def test_forks_begin_by_themselves_and_this_process_helps():
    def wait(number):
        time.sleep(0.02)
        return task(number)

    shared = Shared({i: partial(wait, i) for i in range(40)}, 1)
    time.sleep(0.2)  # the fork is at work while nobody asks
    processes = {shared.result(i)[1] for i in range(40)}
    shared.close()
    assert len(processes) == 2 and os.getpid() in processes
    assert shared.result(0)[1] != os.getpid()


def test_results_larger_than_a_pipe_arrive_while_this_process_is_busy():
    shared = Shared({i: partial(bytes, 300_000) for i in range(6)}, 1)
    time.sleep(0.5)
    assert all(len(shared.result(i)) == 300_000 for i in range(6))
    shared.close()


def test_what_a_fork_did_not_deliver_is_done_here():
    here = os.getpid()

    def fatal(number):
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    shared = Shared({i: partial(fatal, i) for i in range(5)}, 2)
    assert [shared.result(i) for i in range(5)] == list(range(5))
    shared.close()
    assert no_child_is_left()


def test_an_error_is_raised_here_whichever_process_met_it_first():
    def broken():
        raise ZeroDivisionError("in a task")

    shared = Shared({"broken": broken, "sound": lambda: 1}, 1)
    time.sleep(0.1)
    with pytest.raises(ZeroDivisionError, match="in a task"):
        shared.result("broken")
    assert shared.result("sound") == 1
    shared.close()


def test_closing_begins_nothing_more(tmp_path):
    def slow(number):
        time.sleep(0.05)
        return task(number, tmp_path)

    shared = Shared({i: partial(slow, i) for i in range(100)}, 1)
    shared.result(0)
    shared.close()
    assert len(list(tmp_path.iterdir())) < 10
    assert no_child_is_left()


def test_no_descriptor_is_left_open():
    def descriptors():
        return len(list(Path("/proc/self/fd").iterdir()))

    before = descriptors()
    for _ in range(3):
        shared = Shared({i: partial(task, i) for i in range(5)}, 2)
        shared.result(4)
        shared.close()
    assert descriptors() == before


def test_a_process_with_other_threads_is_not_forked():
    assert bool(harmless_forks()) == (threading.active_count() == 1 and os.cpu_count() > 1)
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    assert harmless_forks() == 0
    stop.set()
    thread.join()


def test_a_picture_has_the_same_bytes_whoever_draws_it():
    charts = sample_briefing("vi").charts[:3]
    alone = {(chart.id, kind): drawing(chart, kind)() for chart in charts for kind in KINDS}
    shared = Shared({(chart.id, kind): drawing(chart, kind) for chart in charts for kind in KINDS}, 2)
    time.sleep(1.0)
    assert {key: shared.result(key) for key in alone} == alone
    shared.close()
    pictures = Pictures()
    pictures.draw_all(charts[:1], KINDS)
    assert pictures.svg(charts[0]) == alone[charts[0].id, "svg"]


def test_forks_end_with_the_drawing_that_fails(monkeypatch):
    def broken():
        raise ZeroDivisionError("no picture")

    chart = sample_briefing("en").charts[0]
    monkeypatch.setattr("clusterecon.export.pictures.harmless_forks", lambda: 2)
    monkeypatch.setattr("clusterecon.export.pictures.drawing", lambda chart, kind: broken)
    with pytest.raises(ZeroDivisionError, match="no picture"):
        Pictures().draw_all([chart], KINDS)
    assert no_child_is_left()


LETTERS = "".join(chr(code) for code in (*range(33, 127), *range(0xC0, 0x180), *range(0x1EA0, 0x1EFA)))


def measured():
    """Widths of many letters, each looked up in the font again."""
    from clusterecon.document import typesetting

    for cached in (typesetting._advance, typesetting.text_width):
        cached.cache_clear()
    widths = [typesetting.drawn_width(letter, 10, bold) for bold in (False, True) for letter in LETTERS]
    return [*widths, *(typesetting.text_width(letter) for letter in LETTERS)]


def test_forks_measure_letters_alike_at_the_same_time():
    """A font that forks shared would share its place in the file: letters measured wrong, or not at all."""
    alone = measured()
    for _ in range(10):
        shared = Shared(dict.fromkeys(range(6), measured), 3)
        assert all(shared.result(i) == alone for i in range(6))
        shared.close()
