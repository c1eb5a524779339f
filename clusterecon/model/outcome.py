"""One scenario in one block of draws: every indicator, line and flow, from its assumptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce

import numpy as np

from clusterecon.appraisal.capital import construction_memo, outturn_cost, spread_capital, sunk_capital
from clusterecon.appraisal.lines import GrossFlows, Sharing
from clusterecon.clusters.additionality import Chain, add_chains, after_labour_offset, resident
from clusterecon.clusters.expansion import Direct, growth_factor, leased_area
from clusterecon.ground.arrays import Array
from clusterecon.leontief.demand import demand_effects
from clusterecon.leontief.ratios import LinkageRatios, linkage_ratios
from clusterecon.leontief.table import LinkageTable
from clusterecon.model.cohorts import CohortEffects, Linkage, cohort_area, cohort_effects, occupancy
from clusterecon.model.parameters import Parameters
from clusterecon.model.stock import StockEffects, stock_effects
from clusterecon.scenario.scenario import Scenario


@dataclass(frozen=True)
class Fiscal:
    """What the fiscal appraisal of one scenario needs, relative to the reference.

    Flows are (draws, years), before they are shared out, and revenue after the horizon (draws, years after it
    up to the end of the asset life); shares, net jobs in the last year and the area delivered by then are
    (draws,).
    """

    flows: GrossFlows
    later_direct: Array
    later_indirect: Array
    sharing: Sharing
    net_jobs_direct: Array
    net_jobs_indirect: Array
    hectares: Array


CLUSTER_PARTS = ("clusters_direct", "clusters_indirect")
PARTS = ("baseline", *CLUSTER_PARTS, "suspended")


@dataclass(frozen=True)
class Outcome:
    """Everything one scenario gives in one block, each array (draws, years) or, of memo lines, (draws,).

    Indicators by name; lines from gross to net of jobs, value added and budget; parts of growth, percentage
    points, 0 in the first year; what the appraisal needs; memo lines outside the headline. Last the uniforms
    that it rests on by column, (draws,); none in the central case.
    """

    series: dict[str, Array]
    chains: dict[str, Chain]
    attribution: dict[str, Array]
    fiscal: Fiscal
    memo: dict[str, Array]
    uniforms: Mapping[str, Array] = field(default_factory=dict)


LINKAGE_ASSUMPTIONS = (
    "gdp_share",
    "flq_delta",
    "propensity_to_consume",
    "leakage",
    "economy_value_added_per_worker",
    "linkage_realisation",
    "regional_productivity",
)
Ratios = dict[tuple[object, ...], LinkageRatios]


def evaluate(
    scenario: Scenario,
    parameters: Parameters,
    baseline_growth: Array,
    table: LinkageTable,
    known: Ratios | None = None,
) -> Outcome:
    """Evaluate one scenario.

    Baseline growth is % a year, (draws, years after the base year). Linkage ratios already worked out in this
    block, by tenant mix and assumptions, are in ``known``, which is added to.
    """
    assumptions = scenario.assumptions
    years = np.arange(assumptions.base_year, assumptions.horizon + 1)
    shape = (parameters.rows, len(years))
    baseline_growth = shocked(baseline_growth, scenario, parameters)
    growth = np.broadcast_to(growth_factor(parameters["productivity_growth"], years, int(years[0])), shape)
    linkage = _linkage(parameters, table, {} if known is None else known)
    cohorts = {}
    if scenario.assumptions.expansion:
        cohorts = {
            name: cohort_effects(scenario, name, parameters, growth, linkage) for name in assumptions.cohorts
        }
    total = _sum(list(cohorts.values()), shape)
    typical = linkage(assumptions.tenant_mix.value).indirect_industry
    stock = stock_effects(scenario, parameters, growth, total.clusters_delivered, typical)
    series = _cluster_indicators(parameters, total, stock)
    value_added, attribution = _growth(parameters, baseline_growth, total, stock)
    series |= value_added
    spending, sunk = _capital(scenario, parameters, cohorts, shape)
    memo = _memo(scenario, parameters, spending, total, table)
    series["construction_job_years"] = memo.pop("construction_job_years")
    memo["capital_sunk"] = sunk
    later = _later_revenue(scenario, parameters, cohorts, shape)
    fiscal = _fiscal(parameters, total, stock, spending, later)
    chains = {"jobs": total.jobs, "value_added": total.value_added, "budget": total.budget}
    return Outcome(series, chains, attribution, fiscal, memo)


def shocked(growth: Array, scenario: Scenario, parameters: Parameters) -> Array:
    """Return growth of the years after the base year with the scenario's shocks: ``g(t) + shock(t)``, in %.

    The level of industry stays moved; growth of other years does not change.
    """
    moved = np.array(growth)
    for year in scenario.assumptions.growth_shock:
        moved[:, year - scenario.assumptions.base_year - 1] += parameters.vector(f"growth_shock.{year}")
    return moved


def _linkage(parameters: Parameters, table: LinkageTable, known: Ratios) -> Linkage:
    values = [parameters[name] for name in LINKAGE_ASSUMPTIONS]
    drawn = tuple(value if isinstance(value, float) else id(value) for value in values)

    def ratios(mix: Mapping[str, float]) -> LinkageRatios:
        key = (tuple(sorted(mix.items())), drawn, parameters.rows)
        if key not in known:
            known[key] = _ratios(parameters, table, mix)
        return known[key]

    return ratios


def _ratios(parameters: Parameters, table: LinkageTable, mix: Mapping[str, float]) -> LinkageRatios:
    *arguments, realisation, regional = (parameters.vector(name) for name in LINKAGE_ASSUMPTIONS)
    ratios = linkage_ratios(table, dict(mix), *arguments)
    return ratios.realised(realisation).at_regional_productivity(regional)


def _sum(cohorts: list[CohortEffects], shape: tuple[int, int]) -> CohortEffects:
    zero = np.zeros(shape)
    if not cohorts:
        chain, direct = Chain(*[zero] * len(Chain._fields)), Direct(zero, zero, zero)
        return CohortEffects(zero, zero, zero, chain, chain, chain, direct, zero, zero, direct)

    def add(name: str) -> Array:
        return reduce(np.add, [getattr(c, name) for c in cohorts])

    def add_direct(name: str) -> Direct:
        return Direct(
            *(reduce(np.add, part) for part in zip(*(getattr(c, name) for c in cohorts), strict=True))
        )

    return CohortEffects(
        add("clusters_delivered"),
        add("delivered_ha"),
        add("leased_ha"),
        add_chains([c.jobs for c in cohorts]),
        add_chains([c.value_added for c in cohorts]),
        add_chains([c.budget for c in cohorts]),
        add_direct("indirect"),
        add("indirect_industry_value_added"),
        add("indirect_farm_jobs"),
        add_direct("induced"),
    )


def _cluster_indicators(
    parameters: Parameters, total: CohortEffects, stock: StockEffects
) -> dict[str, Array]:
    gross = {"jobs": total.jobs, "value_added": total.value_added, "budget": total.budget}
    at_risk = stock.suspension
    offset = parameters.vector("labour_offset")
    new_establishments = total.jobs.gross / parameters.column("workers_per_establishment")
    series: dict[str, Array] = {
        "jobs": stock.totals.jobs - at_risk.jobs_at_risk + total.jobs.gross,
        "budget": stock.totals.budget - at_risk.budget_at_risk + total.budget.gross,
        "establishments": parameters.column("stock.establishments") + new_establishments,
    }
    series |= {f"{name}_gross_new": chain.gross for name, chain in gross.items()}
    for name, chain in gross.items():
        indirect, induced = getattr(total.indirect, name), getattr(total.induced, name)
        series[f"{name}_net"] = chain.net + indirect
        series[f"{name}_net_direct"] = chain.net
        series[f"{name}_net_indirect"] = indirect
        series[f"{name}_net_induced"] = induced
        series[f"{name}_net_type2"] = series[f"{name}_net"] + induced
        series[f"{name}_net_after_offset"] = after_labour_offset(series[f"{name}_net"], offset)
    series["jobs_net_indirect_farm"] = total.indirect_farm_jobs
    series["jobs_net_resident"] = resident(series["jobs_net"], parameters.vector("leakage"))
    series["area_delivered_ha"] = np.cumsum(total.delivered_ha, axis=1)
    series["area_leased_ha"] = total.leased_ha
    series["wastewater_coverage"] = stock.coverage
    series["jobs_at_risk"] = at_risk.jobs_at_risk
    return series


def _growth(
    parameters: Parameters, baseline_growth: Array, total: CohortEffects, stock: StockEffects
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return industrial value added and growth, and growth attributed to its parts.

    ``V(t) = V_base(t) + N(t) - S(t)``; each part is its change over V(t - 1), in percentage points, so that
    the parts sum to growth in every draw. The reference delivers nothing, so N is the scenario's own.
    """
    factors = np.cumprod(1 + baseline_growth / 100, axis=1)
    start = np.ones((len(factors), 1))
    base = parameters.column("industry_value_added_2024") * np.concatenate([start, factors], axis=1)
    levels = {
        "baseline": base,
        "clusters_direct": total.value_added.net,
        "clusters_indirect": total.indirect_industry_value_added,
        "suspended": -stock.suspension.lost_industrial_value_added,
    }
    value_added = sum(levels.values(), start=np.zeros_like(base))
    before = value_added[:, :-1]
    attribution = {
        part: np.concatenate([0 * start, 100 * np.diff(levels[part], axis=1) / before], axis=1)
        for part in PARTS
    }
    growth = np.concatenate([np.nan * start, 100 * (value_added[:, 1:] / before - 1)], axis=1)
    return {"industrial_value_added": value_added, "industrial_growth": growth}, attribution


def _capital(
    scenario: Scenario, parameters: Parameters, cohorts: Mapping[str, CohortEffects], shape: tuple[int, int]
) -> tuple[Array, Array]:
    """Return capital by the year it is spent, (draws, years), and what is sunk by the base year, (draws,).

    Works begun by the base year are the same in every scenario, and so is what is sunk: a scenario that
    delivers nothing has spent it as well.
    """
    assumptions = scenario.assumptions
    cost = outturn_cost(parameters.vector("capex_per_ha"), parameters.vector("optimism_bias"))
    to_build, sunk = np.zeros(shape), np.zeros(shape[0])
    for name, cohort in assumptions.cohorts.items():
        built = parameters.vector("built_share") * cohort.has_begun(assumptions.base_year)
        sunk += sunk_capital(cohort_area(cohort, name, parameters), cost, built)
        if name in cohorts:
            to_build += (1 - built)[:, np.newaxis] * cohorts[name].delivered_ha
    return spread_capital(to_build, cost, int(assumptions.construction_years.number)), sunk


def _memo(
    scenario: Scenario,
    parameters: Parameters,
    spending: Array,
    total: CohortEffects,
    table: LinkageTable,
) -> dict[str, Array]:
    industry, jobs = demand_effects(
        table,
        scenario.assumptions.study.construction_sector,
        scenario.assumptions.gdp_share.number,
        scenario.assumptions.flq_delta.number,
    )
    productivity = parameters.vector("economy_value_added_per_worker")
    per_job = jobs / (productivity * parameters.vector("regional_productivity"))
    works = construction_memo(spending, parameters["works_share"], industry, per_job)
    delivered = np.cumsum(total.delivered_ha, axis=1)
    return {
        "construction_job_years": works.job_years,
        "construction_industry_value_added": works.industry_value_added,
        "farm_land_lost_ha": delivered,
        "wastewater_treated_m3_per_day": delivered * parameters.column("wastewater_flow_per_ha"),
    }


def _later_revenue(
    scenario: Scenario, parameters: Parameters, cohorts: Mapping[str, CohortEffects], shape: tuple[int, int]
) -> tuple[Array, Array]:
    """Return direct and indirect revenue of the years after the horizon, (draws, years up to the asset life).

    Land delivered by the horizon goes on filling along its ramp, then stays; a leased ha of a cohort brings
    what it brings in the last year: ``revenue(t) = revenue(T) / leased(T) * leased(t)``.
    """
    land = np.zeros((2, *shape))  # delivered, times the revenue of a leased ha: direct and indirect
    for cohort in cohorts.values():
        leased = cohort.leased_ha[:, -1:]
        for kind, revenue in enumerate((cohort.budget.net, cohort.indirect.budget)):
            last = revenue[:, -1:]
            each = np.divide(last, leased, out=np.zeros_like(last), where=leased > 0)
            land[kind] += each * cohort.delivered_ha
    filling = occupancy(scenario, parameters, int(scenario.assumptions.asset_life.number) + 1)
    shares = parameters["leasable_share"], parameters["mature_occupancy"]
    direct, indirect = (leased_area(part, filling, *shares)[:, shape[1] :] for part in land)
    return direct, indirect


def _fiscal(
    parameters: Parameters,
    total: CohortEffects,
    stock: StockEffects,
    capital: Array,
    later: tuple[Array, Array],
) -> Fiscal:
    upgrade = parameters.get("upgrade_cost_per_ha")
    upgrades = None
    if upgrade is not None:
        upgrades = np.zeros_like(capital)
        upgrades[:, 1] = np.asarray(upgrade) * parameters.vector("stock.area_ha")
    rent = parameters.column("land_rent_per_leased_ha") * total.leased_ha
    flows = GrossFlows(
        revenue_direct=total.budget.net,
        revenue_indirect=total.indirect.budget,
        capital=capital,
        wastewater_capital=stock.wastewater_capital,
        wastewater_running=stock.wastewater_running,
        revenue_suspended=stock.suspension.lost_budget,
        land_rent=rent if np.any(rent) else None,
        upgrade=upgrades,
    )
    sharing = Sharing(
        parameters.vector("public_capex_share"),
        parameters.vector("city_share"),
        parameters.vector("public_running_share"),
        parameters.vector("city_share_of_land_rent"),
    )
    return Fiscal(
        flows,
        *later,
        sharing,
        total.jobs.net[:, -1],
        total.indirect.jobs[:, -1],
        np.sum(total.delivered_ha, axis=1),
    )
