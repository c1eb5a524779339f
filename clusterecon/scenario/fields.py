"""The fields of a scenario: every assumption by name, with its unit and what is possible.

The text under a field is its documentation; it goes into ``scenarios/schema.json``.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StrictInt, ValidationInfo, field_validator, model_validator

from clusterecon.ground.errors import nearest
from clusterecon.scenario.assumptions import (
    Choice,
    Date,
    Frozen,
    Limits,
    Number,
    Quantity,
    Schedule,
    Shares,
    Text,
    Words,
    within_horizon,
)
from clusterecon.scenario.consistency import name_mistakes, plant_mistakes, ramp_mistake, year_mistakes
from clusterecon.scenario.indicators import INDICATORS
from clusterecon.scenario.study_fields import Study

SHARE = "share"
PER_YEAR = "per year"
RAMPS = ("linear", "logistic")
"""Shapes of the way to mature occupancy; `clusterecon.clusters.land.ramp_integral` takes the place."""


class Stock(Frozen):
    """The clusters that operate in the base year."""

    clusters: Annotated[Quantity, Limits("clusters", 1)]
    """Operating clusters."""
    districts: Annotated[Quantity, Limits("districts", 0)]
    """Districts that have at least one."""
    area_ha: Annotated[Quantity, Limits("ha", 0)]
    """Planned area of the operating clusters."""
    establishments: Annotated[Quantity, Limits("establishments", 0)]
    """Firms and households that work in them."""
    jobs: Annotated[Quantity, Limits("workers", 0)]
    """Workers in the base year, annual average."""
    budget: Annotated[Quantity, Limits("bn VND per year", 0)]
    """Budget contribution in the base year."""
    job_growth: Annotated[Quantity, Limits(PER_YEAR, -0.5, 0.5)]
    """Growth of the stock's jobs."""
    budget_growth: Annotated[Quantity, Limits(PER_YEAR, -0.5, 0.5)]
    """Real growth of the stock's budget contribution."""
    wastewater_plants: Annotated[Quantity, Limits("clusters", 0)]
    """Clusters that have a wastewater treatment plant."""
    wastewater_plants_working: Annotated[Quantity, Limits("clusters", 0)]
    """Clusters whose plant works."""
    wastewater_plants_per_year: Annotated[Quantity, Limits("clusters per year", 0)]
    """Plants that came into work each year since they were last counted."""
    wastewater_counted: Annotated[Quantity, Limits("year", 1990, 2100, whole=True)]
    """Year of that count."""

    @model_validator(mode="after")
    def _no_more_plants_than_clusters(self) -> Self:
        if self.wastewater_plants.number > self.clusters.number:
            raise ValueError("wastewater_plants: more plants than clusters")
        if self.wastewater_plants_working.number > self.wastewater_plants.number:
            raise ValueError("wastewater_plants_working: more working plants than plants")
        return self


class Cohort(Frozen):
    """Clusters that are planned together."""

    label: Text
    """Name in both languages."""
    source: Words
    """Where the cohort is announced."""
    known_since: Date
    """The day the announcement became known."""
    clusters: Annotated[Quantity, Limits("clusters", 0)]
    """Number of clusters."""
    area_ha: Annotated[Quantity, Limits("ha", 0, null=True)] = Quantity(value=None, unit="ha")
    """Gross area of the cohort; where null, clusters times area_per_cluster_ha."""
    planned: Annotated[Quantity, Limits("year", whole=True, in_horizon=True)]
    """Year by whose end the plan announces completion."""
    begun: Annotated[Quantity, Limits("year", 1990, 2100, null=True, whole=True)] = Quantity(value=None)
    """Year by whose end the works of its clusters have begun; null where they have not."""
    craft_share: Annotated[Quantity, Limits("share of the area", 0, 1)]
    """Share of the cohort's area in craft-village clusters."""
    completion_rate: Annotated[
        Quantity, Limits("share of what is outstanding, per year", 0, 1, null=True)
    ] = Quantity(value=None)
    """Overrides the scenario's completion rate for this cohort."""
    completions: Annotated[Schedule, Limits("clusters")] | None = None
    """Clusters finished in each listed year; the rest follows the cohort's own completion rate."""
    tenant_mix: Annotated[Shares, Limits("share of direct value added")] | None = None
    """Overrides the scenario's tenant mix for this cohort."""

    def has_begun(self, base_year: int) -> bool:
        """Whether its works have begun by the end of the base year, so that a part of them is sunk."""
        return self.begun.value is not None and self.begun.value <= base_year

    @model_validator(mode="after")
    def _no_more_than_the_cohort(self) -> Self:
        finished = sum(self.completions.value.values()) if self.completions else 0
        if self.completions and self.clusters.distribution:
            raise ValueError("a cohort whose completions are listed needs a sure number of clusters")
        if finished > self.clusters.number:
            raise ValueError(
                f"{finished:g} clusters are finished, but the cohort holds {self.clusters.number:g}"
            )
        return self


class Target(Quantity):
    """A target: an indicator that shall be at least a threshold in a year."""

    value: Number
    """The threshold, in the indicator's unit."""
    indicator: str
    """Name of the indicator."""
    year: StrictInt
    """Year in which it is judged."""
    comparator: Literal[">="] = ">="
    """Met when the indicator is at least the threshold."""

    @model_validator(mode="after")
    def _known_indicator(self) -> Self:
        known = INDICATORS.get(self.indicator)
        if known is None:
            raise ValueError(f"no indicator '{self.indicator}'{nearest(self.indicator, INDICATORS)}")
        if self.unit and self.unit != known.unit:
            raise ValueError(f"the unit must be '{known.unit}', not '{self.unit}'")
        return self

    @field_validator("year")
    @classmethod
    def _year(cls, year: int, info: ValidationInfo) -> int:
        within_horizon(year, info)
        return year


SHOCK = Limits("percentage points", -50, 50)
"""What a growth shock may be."""


class Correlation(Frozen):
    """A rank correlation between two uncertain numbers."""

    between: tuple[str, str]
    """The two names."""
    rank: Annotated[Number, Field(gt=-1, lt=1)]
    """Spearman's rank correlation."""
    reason: Words
    """Why."""


class Assumptions(Frozen):
    """Everything a scenario rests on."""

    base_year: StrictInt
    """Last full official year; money is at its prices."""
    horizon: StrictInt
    """Last year simulated."""
    expansion: StrictBool = True
    """Whether the cohorts are delivered at all; false in the reference."""
    study: Study
    """What the study is about."""
    stock: Stock
    """The operating clusters."""
    cohorts: dict[str, Cohort]
    """The planned clusters by name."""
    targets: dict[str, Target]
    """The targets by name."""
    growth_shock: dict[StrictInt, Annotated[Quantity, SHOCK]] = Field(default_factory=dict)
    """Percentage points by which a shock moves a year's growth of industry without new clusters, by year."""
    correlations: tuple[Correlation, ...] = ()
    """Rank correlations; the same for all scenarios."""

    area_per_cluster_ha: Annotated[Quantity, Limits("ha per cluster", 0)]
    """Gross area of a planned cluster."""
    completion_rate: Annotated[Quantity, Limits("share of what is outstanding, per year", 0, 1)]
    """Share of the outstanding infrastructure that is finished in a year; 1 is the plan as announced."""
    leasable_share: Annotated[Quantity, Limits("share of gross area", 0, 1)]
    """Land that can be leased."""
    mature_occupancy: Annotated[Quantity, Limits("share of leasable area", 0, 1)]
    """Occupancy once filled."""
    ramp: Annotated[Choice, Limits("choice", words=RAMPS)]
    """Shape of the way to mature occupancy."""
    years_to_fill: Annotated[Quantity, Limits("years", 0.1, 100)]
    """Years from delivery to mature occupancy."""
    years_to_10_percent: Annotated[Quantity, Limits("years", 0, 100, null=True)] = Quantity(value=None)
    """Logistic ramp: years to a tenth; null means a fifth of years_to_fill."""
    years_to_90_percent: Annotated[Quantity, Limits("years", 0.1, 100, null=True)] = Quantity(value=None)
    """Logistic ramp: years to nine tenths; null means years_to_fill."""
    workers_per_leased_ha: Annotated[Quantity, Limits("workers per leased ha", 0)]
    """Density of workers."""
    workers_per_establishment: Annotated[Quantity, Limits("workers per establishment", 0.1)]
    """Size of a firm or household business."""
    value_added_per_worker: Annotated[Quantity, Limits("bn VND per worker per year", 0.000001)]
    """Value added per worker in the base year."""
    budget_per_worker: Annotated[Quantity, Limits("bn VND per worker per year", 0)]
    """Budget contribution per worker in the base year."""
    budget_per_worker_growth: Annotated[Choice, Limits("choice", words=("stock", "productivity"))]
    """What budget per worker of new tenants grows with: that of the operating clusters, or productivity."""
    productivity_growth: Annotated[Quantity, Limits(PER_YEAR, -0.5, 0.5)]
    """Real growth of value added per worker."""
    tenant_mix: Annotated[Shares, Limits("share of direct value added")]
    """Tenants' sectors."""

    deadweight: Annotated[Quantity, Limits(SHARE, 0, 1)]
    """Part that would have happened anyway."""
    displacement_craft: Annotated[Quantity, Limits(SHARE, 0, 1)]
    """Part that moved from elsewhere in the city, in craft-village clusters."""
    displacement_general: Annotated[Quantity, Limits(SHARE, 0, 1)]
    """The same in other clusters."""
    reference_displacement: Annotated[Quantity, Limits("ratio", -1, 1)]
    """Displaced share of what would have come anyway: -1 none of it, 0 like the rest, 1 all of it."""
    displaced_productivity: Annotated[Quantity, Limits("ratio", 0, 1)]
    """Productivity of the displaced work relative to the work in the cluster."""
    substitution: Annotated[Quantity, Limits(SHARE, 0, 1)]
    """Part that only replaces other inputs of the same firm."""
    labour_offset: Annotated[Quantity, Limits(SHARE, 0, 1)]
    """Net jobs filled by people who leave another employer in the city and are not replaced."""
    leakage: Annotated[Quantity, Limits(SHARE, 0, 1)]
    """Jobs held by people who live outside the city."""
    diverted_share: Annotated[Quantity, Limits(SHARE, 0, 1)]
    """Part of suspended output that other firms of the city take over."""

    industry_value_added_2024: Annotated[Quantity, Limits("bn VND", 1)]
    """Industrial value added (ISIC B-E) in the base year."""
    gdp_share: Annotated[Quantity, Limits("share of national GDP", 0.0001, 1)]
    """Size of the region in Flegg's quotient."""
    flq_delta: Annotated[Quantity, Limits("exponent", 0, 1)]
    """Exponent of Flegg's quotient."""
    propensity_to_consume: Annotated[Quantity, Limits("share of compensation", 0, 1)]
    """Spending of households out of compensation."""
    linkage_realisation: Annotated[Quantity, Limits(SHARE, 0, 1)]
    """Part of the linkage effects that supply limits let happen."""
    economy_value_added_per_worker: Annotated[Quantity, Limits("bn VND per worker per year", 0.000001)]
    """Value added per worker of the whole economy in the base year, product taxes taken out."""

    regional_productivity: Annotated[Quantity, Limits("ratio", 0.01)]
    """Value added per worker of the region's suppliers over the nation's, in every sector but farming."""

    capex_per_ha: Annotated[Quantity, Limits("bn VND per gross ha", 0)]
    """Capital cost of a cluster's infrastructure: compensation, clearance and its own wastewater plant
    included, overrun not."""
    public_capex_share: Annotated[Quantity, Limits(SHARE, 0, 0.3)]
    """Part of it paid by the budget; the law allows 0.30 at most."""
    construction_years: Annotated[Quantity, Limits("years", 1, 20, whole=True)]
    """Years over which the capital is spent, the last being the year of delivery."""
    built_share: Annotated[Quantity, Limits("share of works", 0, 1)]
    """Of the works of cohorts begun by the base year, the share spent by its end, in every scenario."""
    optimism_bias: Annotated[Quantity, Limits("share of cost", -0.9, 5)]
    """Overrun of the capital cost; the only number that holds one."""
    works_share: Annotated[Quantity, Limits("share of capital cost", 0, 1)]
    """Part of the capital cost that is construction work."""
    asset_life: Annotated[Quantity, Limits("years", 1, 200, whole=True)]
    """Life of the infrastructure."""
    city_share: Annotated[Quantity, Limits("share of shared taxes", 0, 1)]
    """Part of the budget contribution the city keeps."""
    discount_rate: Annotated[Quantity, Limits("real, per year", -0.99, 0.99, sure=True)]
    """Real discount rate; a choice, never drawn."""
    upgrade_cost_per_ha: Annotated[Quantity, Limits("bn VND per gross ha", 0, null=True)]
    """Roads, utilities, fire and labour safety of existing clusters; null is not costed."""
    land_rent_per_leased_ha: Annotated[Quantity, Limits("bn VND per leased ha per year", 0)]
    """Land rent to the budget, a transfer."""
    city_share_of_land_rent: Annotated[Quantity, Limits("share", 0, 1)]
    """Part of the land rent the city keeps; the rest is the central budget's."""

    wastewater_cost_per_ha: Annotated[Quantity, Limits("bn VND per gross ha", 0)]
    """Capital cost of a plant in an existing cluster."""
    wastewater_running_cost_share: Annotated[Quantity, Limits("share of capital cost per year", 0, 1)]
    """Running cost of a plant."""
    public_running_share: Annotated[Quantity, Limits(SHARE, 0, 1)]
    """Part of the running cost of plants and of upgrades paid by the budget; the investor pays the rest."""
    wastewater_flow_per_ha: Annotated[Quantity, Limits("m³ per day per gross ha", 0)]
    """Wastewater treated."""
    wastewater_completion_rate: Annotated[Quantity, Limits("share of outstanding plants, per year", 0, 1)]
    """Share of the clusters without a working plant that get one in a year."""
    wastewater_completions: Annotated[Schedule, Limits("plants")] | None = None
    """Plants that come into work in each listed year; then the completion rate."""
    mend_share: Annotated[Quantity, Limits("share of a new plant's cost", 0, 1)]
    """Cost of mending an idle plant."""
    suspended_share_of_year: Annotated[Quantity, Limits("share of the year", 0, 1)]
    """Time for which clusters without a working plant are suspended."""
    suspension_starts: Annotated[Quantity, Limits("year", whole=True, in_horizon=True)]
    """First year of suspension."""

    @field_validator("growth_shock")
    @classmethod
    def _shock_years(cls, shocks: dict[int, Quantity], info: ValidationInfo) -> dict[int, Quantity]:
        for year in shocks:
            within_horizon(year, info)
        return shocks

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        plants = sum(self.wastewater_completions.value.values()) if self.wastewater_completions else 0
        counted = self.stock.wastewater_counted.number
        mistakes = name_mistakes(self.cohorts, self.targets, self.study.headline_target)
        mistakes += year_mistakes(self.base_year, self.horizon, self.asset_life.number, counted)
        mistakes += plant_mistakes(plants, self.stock.clusters.number)
        if mistakes:
            raise ValueError("\n".join(mistakes))
        return self

    @model_validator(mode="after")
    def _ramp_rises(self) -> Self:
        """Refuse a logistic ramp whose tenth may come after its nine tenths."""
        if self.ramp.value != "logistic":
            return self
        early, late = self.years_to_10_percent, self.years_to_90_percent
        tenth = None if early.value is None else _ends(early)
        nine_tenths = None if late.value is None else _ends(late)
        if mistake := ramp_mistake(_ends(self.years_to_fill), tenth, nine_tenths):
            raise ValueError(mistake)
        return self


def limits(path: str) -> Limits:
    """Return what is possible for a number, by its path: ``stock.jobs`` or ``cohorts.new.clusters``."""
    group, _, name = path.rpartition(".")
    if group == "growth_shock":
        return SHOCK
    model: type[Frozen] = Cohort if group.startswith("cohorts.") else Assumptions
    field = (Stock if group == "stock" else model).model_fields[name]
    return next(item for item in field.metadata if isinstance(item, Limits))


def _ends(quantity: Quantity) -> tuple[float, float]:
    low, high = quantity.distribution.extremes() if quantity.distribution else (None, None)
    return quantity.number if low is None else low, quantity.number if high is None else high
