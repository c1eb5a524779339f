"""How far long work is: a bar on a terminal, lines in a log, nothing in a pipe."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios

import pytest
from conftest import ROOT

from clusterecon.command_line import progress

COMMAND = [sys.executable, "-m", "clusterecon", "simulate", "plan", "--draws", "60000", "--format", "csv"]


def environment():
    """The environment of a command on a terminal."""
    return {**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT), "CLUSTERECON_ROOT": str(ROOT)}


def on_a_terminal(command):
    """Run a command with its stderr on a terminal of 120 columns; return stdout and what the terminal got."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    process = subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.DEVNULL, stderr=theirs, env=environment()
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:  # the terminal's other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait() == 0
    return shown.decode()


def test_a_terminal_shows_a_bar_with_rate_and_time_left(shipped):
    shown = on_a_terminal(COMMAND)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert "━" in plain
    assert "60000/60000 draws" in plain
    assert re.search(r"draws \([\d,.]+/s\)", plain)
    assert re.search(r"\d:\d\d:\d\d", plain)
    assert shown.rstrip("\r\n").endswith("\x1b[2K"), "the bar is wiped at the end"


def test_a_pipe_gets_nothing(shipped):
    done = subprocess.run(COMMAND, capture_output=True, text=True, env=environment(), check=True)
    assert done.stderr == ""
    assert done.stdout.startswith("scenario,indicator,")


def test_a_log_gets_lines_that_say_how_much_is_done(monkeypatch, tmp_path):
    monkeypatch.setattr(progress, "EVERY", 0.0)
    with (tmp_path / "log").open("w+") as log:
        monkeypatch.setattr(sys, "stderr", log)
        with progress.bar("draws") as told:
            told(8_192, 20_000)
            told(20_000, 20_000)
        log.seek(0)
        assert log.read() == "8,192 of 20,000 draws\n20,000 of 20,000 draws\n"


def test_a_log_gets_no_line_for_short_work(monkeypatch, tmp_path):
    with (tmp_path / "log").open("w+") as log:
        monkeypatch.setattr(sys, "stderr", log)
        with progress.bar("points") as told:
            told(1, 2)
        assert log.tell() == 0


@pytest.mark.parametrize("stream", ["pipe", "none"])
def test_what_is_neither_is_told_nothing(monkeypatch, stream):
    ends = os.pipe()
    with os.fdopen(ends[0]), os.fdopen(ends[1], "w") as writer:
        monkeypatch.setattr(sys, "stderr", writer if stream == "pipe" else __import__("io").StringIO())
        with progress.bar("draws") as told:
            assert told is None
