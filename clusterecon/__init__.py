"""Economic impact of industrial clusters, gross and net, with the probability of meeting targets.

>>> import clusterecon as ce
>>> study = ce.load_study()  # doctest: +SKIP
>>> run = study.simulate(["reference", "plan"], draws=1_000)  # doctest: +SKIP
>>> page = ce.tell(run, lang="vi", kind="briefing")  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

from clusterecon.ground.errors import ClustereconError, InputError, LockedError, RunError

if TYPE_CHECKING:
    from clusterecon.export.tell import tell
    from clusterecon.results.goal_seek import GoalSeek, Search
    from clusterecon.results.run import Run
    from clusterecon.scenario.scenario import Scenario
    from clusterecon.study.load import load_study
    from clusterecon.study.study import Settings, Study

__version__ = "0.1.0"
__all__ = [
    "ClustereconError",
    "GoalSeek",
    "InputError",
    "LockedError",
    "Run",
    "RunError",
    "Scenario",
    "Search",
    "Settings",
    "Study",
    "load_study",
    "tell",
]

_HOMES = {
    "GoalSeek": "results.goal_seek",
    "Run": "results.run",
    "Scenario": "scenario.scenario",
    "Search": "results.goal_seek",
    "Settings": "study.study",
    "Study": "study.study",
    "load_study": "study.load",
    "tell": "export.tell",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import a public name when it is first used, so that importing clusterecon is cheap."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"clusterecon.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'clusterecon' has no attribute '{name}'")
