"""Units for systemd and a line for cron that run the batch at night; text only, nothing is installed."""

import re
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clusterecon.ground.errors import InputError


@dataclass(frozen=True)
class ScheduleUnits:
    """The text of each file."""

    name: str
    """Stem of the unit files: ``<name>.service``, ``<name>.timer``."""
    service: str
    timer: str
    crontab: str

    @property
    def text(self) -> str:
        """Both unit files one after the other, each under a comment with its name."""
        return f"# {self.name}.service\n{self.service}\n# {self.name}.timer\n{self.timer}"


def schedule_units(
    root: Path,
    command: Sequence[str] | None = None,
    at: str = "02:15",
    workdays: bool = False,
    name: str = "clusterecon",
) -> ScheduleUnits:
    """Return a systemd service with its timer, and a crontab line, that run a command every night.

    Parameters
    ----------
    root
        Folder of the project, where the command runs.
    command
        Program (absolute path) and arguments; by default this Python with ``clusterecon batch``.
    at
        Time of day, ``HH:MM``, in the machine's time zone.
    workdays
        Monday to Friday only.
    name
        Stem of the unit files: letters, digits, ``-`` and ``_``.

    Returns
    -------
    ScheduleUnits
        Paths and arguments are quoted, and ``%`` (special to both), ``$`` and backslashes escaped.

    Raises
    ------
    InputError
        The program has no absolute path, the time is none, a text holds a control character.
    """
    folder = root.absolute()
    if command is None:
        command = (sys.executable, "-m", "clusterecon", "batch", "--root", str(folder))
    mistakes = _mistakes(command, folder, at, name)
    if mistakes:
        raise InputError(mistakes)
    days = "Mon..Fri " if workdays else ""
    service = (
        "[Unit]\n"
        f"Description={name}: reports of the night\n"
        "\n[Service]\n"
        "Type=oneshot\n"
        f"WorkingDirectory={_percent_doubled(str(folder))}\n"
        f"ExecStart={_systemd_command(command)}\n"
        "TimeoutStartSec=6h\n"
        "TimeoutStopSec=30\n"
        "Nice=10\n"
    )
    timer = (
        "[Unit]\n"
        f"Description={name}: when the reports of the night are made\n"
        "\n[Timer]\n"
        f"OnCalendar={days}*-*-* {at}:00\n"
        "Persistent=true\n"
        "\n[Install]\n"
        "WantedBy=timers.target\n"
    )
    hour, minute = (int(part) for part in at.split(":"))
    line = f"cd {shlex.quote(str(folder))} && {shlex.join(command)}".replace("%", r"\%")
    return ScheduleUnits(name, service, timer, f"{minute} {hour} * * {'1-5' if workdays else '*'} {line}\n")


def _mistakes(command: Sequence[str], folder: Path, at: str, name: str) -> list[str]:
    mistakes = []
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", at):
        mistakes.append(f"time '{at}': must be HH:MM, from 00:00 to 23:59")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        mistakes.append(f"name '{name}': may hold letters, digits, - and _")
    if not command or not Path(command[0]).is_absolute():
        mistakes.append("the program must be given by its absolute path")
    if command and re.search(r"[\"'\\]", command[0]):
        mistakes.append("systemd cannot take a program whose path holds a quote or a backslash")
    if any(re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", text) for text in (*command, str(folder))):
        mistakes.append("a path or argument holds a line break or another control character")
    if str(folder) != str(folder).strip() or str(folder).endswith("\\"):
        mistakes.append("systemd cannot take a folder whose name ends with a blank or a backslash")
    return mistakes


def _systemd_command(command: Sequence[str]) -> str:
    """Quote a command for ``ExecStart``; the leading colon keeps ``$`` from meaning a variable."""
    program, *arguments = command
    return " ".join([_systemd_quoted(f":{program}"), *(_systemd_quoted(argument) for argument in arguments)])


def _systemd_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_percent_doubled(escaped)}"'


def _percent_doubled(text: str) -> str:
    return text.replace("%", "%%")
