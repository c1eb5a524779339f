"""What the study is about: titles, the series its forecast rests on, and which scenario plays which part."""

from clusterecon.scenario.assumptions import Frozen, Text


class SeriesName(Frozen):
    """A series of data/raw."""

    table: str
    """Name of the table."""
    series: str
    """Name of the series in it."""


class Series(Frozen):
    """The series the baseline rests on."""

    national_quarterly: SeriesName
    """Value added of the nation's industry by quarter, constant prices."""
    national_annual: SeriesName
    """Its yearly growth."""
    national_construction: SeriesName | None = None
    """Value added of the nation's construction by quarter, constant prices."""
    national_months: SeriesName | None = None
    """Growth of the nation's industrial production by month, and of the year to date."""
    regional_index: SeriesName
    """Growth of the region's industrial production as first printed, any window of a year."""
    regional_index_table: SeriesName | None = None
    """The same by full year on one basis, as the statistics office's table gives it."""
    regional_value_added: SeriesName
    """Growth of the region's industrial value added, full years."""
    regional_value_added_part_year: SeriesName
    """The same, part years."""
    regional_with_construction: SeriesName | None = None
    """Growth of value added of the region's industry and construction, full years."""
    regional_with_construction_part_year: SeriesName | None = None
    """The same, part years."""


class PublishedRatio(Frozen):
    """A published ratio that the model's is shown beside."""

    parameter: str
    """Name of the row of data/raw/parameters."""
    label: Text
    """Where it was measured."""


class Study(Frozen):
    """What the study is about, and which scenario plays which part in its texts."""

    title: Text
    """Title of the study."""
    place: Text
    """The region."""
    publisher: Text
    """Office that sets the targets."""
    sources: Text
    """Offices whose figures the results rest on; stands in the footer of every chart."""
    order: tuple[str, ...]
    """Order of the scenarios; others follow by name."""
    announced: str
    """Scenario that takes the plan as announced."""
    record: str
    """Scenario that delivers at the observed pace."""
    headline_target: str
    """Target that the briefing answers first."""
    series: Series
    """Series of the baseline."""
    economy: str
    """Input-output table of the linkages."""
    quotients_region: str
    """Region of the location quotients."""
    quotients_period: str
    """Period of the location quotients."""
    construction_sector: str
    """Sector of the input-output table that builds."""
    worker_counts: tuple[str, str]
    """The two conflicting counts of workers, older first: rows of clusters_facts."""
    service_job_ratios: tuple[PublishedRatio, ...] = ()
    """Published service jobs per direct job, shown beside the model's."""
