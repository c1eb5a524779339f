"""The indicators a run reports: name, unit, price basis, in the order of every table."""

from dataclasses import dataclass

MONEY = "bn VND"


@dataclass(frozen=True)
class Indicator:
    """What an indicator is called in every table, and in what it is counted."""

    name: str
    unit: str

    @property
    def money(self) -> bool:
        """Whether the indicator is money, and so has a price basis."""
        return self.unit == MONEY


def _effects(quantity: str, unit: str) -> list[Indicator]:
    suffixes = (
        "gross_new",
        "net",
        "net_direct",
        "net_indirect",
        "net_induced",
        "net_type2",
        "net_after_offset",
    )
    return [Indicator(f"{quantity}_{suffix}", unit) for suffix in suffixes]


INDICATORS: dict[str, Indicator] = {
    indicator.name: indicator
    for indicator in [
        Indicator("jobs", "workers"),
        Indicator("budget", MONEY),
        Indicator("establishments", "establishments"),
        *_effects("jobs", "workers"),
        Indicator("jobs_net_indirect_farm", "workers"),
        Indicator("jobs_net_resident", "workers"),
        *_effects("value_added", MONEY),
        *_effects("budget", MONEY),
        Indicator("industrial_value_added", MONEY),
        Indicator("industrial_growth", "%"),
        Indicator("area_delivered_ha", "ha"),
        Indicator("area_leased_ha", "ha"),
        Indicator("construction_job_years", "job-years"),
        Indicator("wastewater_coverage", "share"),
        Indicator("jobs_at_risk", "workers"),
    ]
}
FROM_SECOND_YEAR = frozenset({"industrial_growth"})
"""Indicators that do not exist in the base year."""
