import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.ground.errors import InputError
from clusterecon.report.schedule import schedule_units

COMMAND = ("/usr/bin/python3", "-m", "clusterecon", "batch")


def units(command=COMMAND, folder="/srv/project", **kwargs):
    return schedule_units(Path(folder), command, **kwargs)


def line_of(text, key):
    (line,) = [line for line in text.splitlines() if line.startswith(f"{key}=")]
    return line.removeprefix(f"{key}=")


def unquoted(text):
    """What systemd makes of ExecStart: quotes, backslashes, doubled per cents."""
    return [part.replace("%%", "%") for part in shlex.split(text)]


def test_the_timer_runs_every_night_and_makes_up_for_a_machine_that_was_off():
    text = units(at="23:05").timer
    assert line_of(text, "OnCalendar") == "*-*-* 23:05:00"
    assert line_of(text, "Persistent") == "true"
    assert line_of(text, "WantedBy") == "timers.target"


def test_workdays_only():
    found = units(at="06:30", workdays=True)
    assert line_of(found.timer, "OnCalendar") == "Mon..Fri *-*-* 06:30:00"
    assert found.crontab.startswith("30 6 * * 1-5 cd ")


def test_the_service_runs_the_command_once_in_its_folder():
    text = units().service
    assert line_of(text, "Type") == "oneshot"
    assert line_of(text, "WorkingDirectory") == "/srv/project"
    assert line_of(text, "ExecStart") == '":/usr/bin/python3" "-m" "clusterecon" "batch"'


def test_the_crontab_line_is_one_line():
    assert units().crontab == "15 2 * * * cd /srv/project && /usr/bin/python3 -m clusterecon batch\n"


def test_what_is_special_is_escaped_in_each_way():
    odd = ("/opt/a b/py%th$on", "100%", "$HOME", "a\\b", "it's")
    found = units(odd, "/srv/5% off/$x")
    assert line_of(found.service, "WorkingDirectory") == "/srv/5%% off/$x"
    assert line_of(found.service, "ExecStart") == ('":/opt/a b/py%%th$on" "100%%" "$HOME" "a\\\\b" "it\'s"')
    assert "%" not in found.crontab.replace(r"\%", "")


def test_by_default_it_is_the_batch_of_the_project_by_this_python(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    found = schedule_units(Path("here"))
    here = str(tmp_path / "here")
    assert unquoted(line_of(found.service, "ExecStart")) == [
        f":{sys.executable}",
        *("-m", "clusterecon", "batch", "--root", here),
    ]
    assert line_of(found.service, "WorkingDirectory") == here


def test_the_text_holds_both_units_each_under_its_name():
    found = units(name="nightly")
    assert found.text.startswith("# nightly.service\n[Unit]\n")
    assert "\n# nightly.timer\n[Unit]\n" in found.text
    assert found.service in found.text
    assert found.timer in found.text


TEXT = st.text(st.characters(max_codepoint=0x2FFF, exclude_categories=["Cc", "Zl", "Zp"]), min_size=1)


@given(st.lists(TEXT, max_size=3), TEXT)
def test_every_argument_survives_both_ways_of_quoting(arguments, name):
    folder = f"/srv/{name.strip()}x"
    found = units(("/bin/x", *arguments), folder)
    assert unquoted(line_of(found.service, "ExecStart")) == [":/bin/x", *arguments]
    shell = found.crontab.rstrip("\n").split(" ", 5)[5].replace(r"\%", "%")
    assert shlex.split(shell) == ["cd", str(Path(folder)), "&&", "/bin/x", *arguments]
    assert found.crontab.count("\n") == 1


@pytest.mark.parametrize("at", ["2:15", "24:00", "02:60", "", "noon", "02:15:00", "02:15\n"])
def test_a_time_that_is_none_is_refused(at):
    with pytest.raises(InputError, match="must be HH:MM"):
        units(at=at)


@pytest.mark.parametrize(
    ("kwargs", "message"),
    [
        ({"command": ()}, "program must be given by its absolute path"),
        ({"command": ("python3", "x")}, "program must be given by its absolute path"),
        ({"command": ("/bin/x", "a\nb")}, "line break"),
        ({"folder": "/srv/a\nb"}, "line break"),
        ({"folder": "/srv/a "}, "ends with a blank"),
        ({"folder": "/srv/a\u2028b"}, "line break"),
        ({"command": ('/bin/x"y',)}, "quote or a backslash"),
        ({"command": ("/bin/x\\y",)}, "quote or a backslash"),
        ({"command": ("/bin/it's",)}, "quote or a backslash"),
        ({"name": "a b"}, "may hold letters"),
        ({"name": ""}, "may hold letters"),
    ],
)
def test_what_cannot_be_written_down_is_refused(kwargs, message):
    with pytest.raises(InputError, match=message):
        units(**kwargs)


def test_all_mistakes_come_at_once():
    with pytest.raises(InputError) as caught:
        units((), "/srv/x ", at="x", name="/")
    assert len(caught.value.mistakes) == 4


@pytest.mark.system
@pytest.mark.parametrize("folder", ["plain", "5% off $HOME", 'with "quotes" and \\ in it', "tên có dấu"])
def test_systemd_finds_nothing_to_say(tmp_path, folder):
    place = tmp_path / folder
    place.mkdir()
    program = tmp_path / "pro gram%$x"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    found = schedule_units(place, (str(program), "batch", "100%", "$X", 'a"b'))
    service, timer = tmp_path / "clusterecon.service", tmp_path / "clusterecon.timer"
    service.write_text(found.service)
    timer.write_text(found.timer)
    done = subprocess.run(
        ["systemd-analyze", "verify", str(service), str(timer)], capture_output=True, text=True, check=False
    )
    ours = [line for line in done.stderr.splitlines() if "clusterecon" in line]
    assert ours == []
    assert done.returncode == 0, done.stderr


@pytest.mark.system
def test_systemd_knows_the_calendar():
    for workdays in (False, True):
        calendar = line_of(units(workdays=workdays).timer, "OnCalendar")
        subprocess.run(["systemd-analyze", "calendar", calendar], check=True, capture_output=True)
