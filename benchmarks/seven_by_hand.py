"""Seven outcomes of one draw of the plan, written by hand in one piece: the peer of `bench_simulation.py`.

It knows what the plan is (three cohorts, a linear ramp, 12 years from 2024, nothing suspended, no land rent)
and works out nothing but the seven outcomes. It reads numbers by name from anything that has them, and runs
as it stands or compiled.
"""

import math

import numpy as np

YEARS, FIRST, AT = 12, 2025 - 2024, 2030 - 2024
NODES = (-1.0, -math.sqrt(0.5), 0.0, math.sqrt(0.5), 1.0)


def by_hand(made=lambda function: function):
    """Return the seven outcomes of one draw, and of many draws that lie in memory; ``made`` compiles them."""

    @made
    def suppliers_of(a, edges, indirect):
        """METHODS 6: value added in industry, all value added, jobs at suppliers per unit of value added."""
        size = math.log2(1 + a.gdp_share) ** a.flq_delta
        piece = 0
        while piece < len(edges) - 2 and edges[piece + 1] <= size:
            piece += 1
        at = (2 * size - edges[piece] - edges[piece + 1]) / (edges[piece + 1] - edges[piece])
        groups = indirect[piece]
        industry, other, jobs, farms = 0.0, 0.0, 0.0, 0.0
        for j in range(5):
            weight = 1.0
            for k in range(5):
                if k != j:
                    weight *= (at - NODES[k]) / (NODES[j] - NODES[k])
            industry += weight * groups[0][j]
            other += weight * groups[1][j]
            jobs += weight * (groups[2][j] + groups[3][j] + groups[5][j])
            farms += weight * groups[4][j]
        phi, worker = a.linkage_realisation, a.economy_value_added_per_worker
        jobs = jobs / (worker * a.regional_productivity) + farms / worker
        return phi * industry, phi * (industry + other), phi * jobs

    @made
    def net(share, reference, rho, a):
        """METHODS 5: net per unit of gross."""
        return (1 - a.substitution) * ((1 - share * rho) - a.deadweight * (1 - reference * rho))

    @made
    def seven(a, cohorts, growth, edges, indirect, room):
        """Net jobs, budget, value added; growth, jobs, leased ha, present value; ``room`` is 4 x 12."""
        occupied, filled, lasting, workers = room[0], room[1], room[2], room[3]
        fill, until = a.years_to_fill, 0.0
        for n in range(YEARS):
            after = (n + 0.5) ** 2 / (2 * fill) if n + 0.5 < fill else n + 0.5 - fill / 2
            occupied[n], until = after - until, after
            filled[n] = lasting[n] = workers[n] = 0.0
        capital, cost = 0.0, a.capex_per_ha * (1 + a.optimism_bias)
        for c in range(len(cohorts)):
            cohort = cohorts[c]
            area, start = cohort.clusters * a.area_per_cluster_ha, int(cohort.planned) - 2024
            moved = (
                cohort.craft_share * a.displacement_craft + (1 - cohort.craft_share) * a.displacement_general
            )
            x = a.reference_displacement
            reference = moved * (1 + x) if x < 0 else moved + x * (1 - moved)
            of_jobs, of_money = (
                net(moved, reference, 1.0, a),
                net(moved, reference, a.displaced_productivity, a),
            )
            to_build = 1 - a.built_share if cohort.begun <= 2024 else 1.0
            outstanding = area
            for s in range(start, YEARS):
                delivered = outstanding * a.completion_rate
                outstanding -= delivered
                if delivered == 0:
                    break
                for t in range(s, YEARS):
                    land = delivered * occupied[t - s]
                    filled[t] += land
                    workers[t] += land * of_jobs
                    lasting[t] += land * of_money
                first = max(1, s - int(a.construction_years) + 1)
                for t in range(first, s + 1):
                    capital += to_build * delivered * cost / (s - first + 1) / (1 + a.discount_rate) ** t
        industry, suppliers, supplier_jobs = suppliers_of(a, edges, indirect)
        leasable = a.leasable_share * a.mature_occupancy
        density, productivity, budget, npv = leasable * a.workers_per_leased_ha, 1.0, 1.0, 0.0
        jobs_net = budget_net = value_net = added = 0.0
        for t in range(YEARS):
            money = density * lasting[t]
            value = money * a.value_added_per_worker * productivity
            revenue = money * a.budget_per_worker * budget * (1 + suppliers)
            npv += revenue / (1 + a.discount_rate) ** t
            if t == FIRST:
                added = value * (1 + industry)
            if t == AT:
                jobs_net = density * workers[t] + value / productivity * supplier_jobs
                budget_net, value_net = revenue, value * (1 + suppliers)
            productivity *= 1 + a.productivity_growth
            budget *= 1 + a.stock_budget_growth - a.stock_job_growth
        before = a.industry_value_added_2024
        growth_net = 100 * ((before * (1 + growth / 100) + added) / before - 1)
        jobs = a.stock_jobs * (1 + a.stock_job_growth) + density * filled[FIRST]
        return (
            *(jobs_net, budget_net, value_net, growth_net, jobs, leasable * filled[AT]),
            npv - a.public_capex_share * capital,
        )

    @made
    def many(assumptions, cohorts, forecast, edges, indirect, out):
        """Write the seven outcomes of many draws, (7, draws)."""
        room = np.empty((4, YEARS))
        for i in range(len(assumptions)):
            found = seven(assumptions[i], cohorts[i], forecast[i, 0], edges, indirect, room)
            for k in range(7):
                out[k, i] = found[k]

    return seven, many
