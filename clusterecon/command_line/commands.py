"""Commands, each thin: read options, call the library, write the result."""

import click

from clusterecon.command_line.inspection import check, data
from clusterecon.command_line.reports import batch, charts, report, rerun, schedule
from clusterecon.command_line.simulation import goal_seek, simulate, target
from clusterecon.command_line.sweeping import sweep

COMMANDS: dict[str, click.Command] = {
    str(command.name): command
    for command in (check, data, simulate, target, goal_seek, sweep, report, rerun, batch, schedule, charts)
}
