"""What a run carries of its study besides the figures: names, sources, and readings that texts speak of."""

from collections.abc import Mapping
from dataclasses import dataclass

from clusterecon.scenario.assumptions import Text


@dataclass(frozen=True)
class About:
    """What the texts and tables of a run say of its study."""

    data: str
    """Fingerprint of the data known at the run's date."""
    title: Text
    """Title of the study."""
    sources: Text
    """Offices whose figures the results rest on."""
    announced: str
    """Scenario that takes the plan as announced."""
    record: str
    """Scenario at the pace of the record."""
    headline_target: str
    """Target that is answered first."""
    history: Mapping[str, Mapping[int, float]]
    """Past growth of industry by series (``index``, ``value_added``) and year, %."""
    national_years: tuple[int, int]
    """First and last year of the national series."""
    table_year: int
    """Year of the input-output table."""
    sectors: Mapping[str, Text]
    """Names of its sectors by code."""
    worker_conflict: tuple[tuple[float, int], tuple[float, int], float]
    """Two counts of workers that disagree, each with its year; the budget printed beside both."""
    service_jobs: tuple[tuple[Text, float], ...]
    """Published service jobs per direct job: where measured, and the ratio."""
