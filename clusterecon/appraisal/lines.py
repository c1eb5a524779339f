"""Who receives and who pays: what each view holds of the money of one year.

Amounts are bn VND a year at constant prices, relative to the reference scenario, 0 or above unless said
otherwise. Of shared taxes and land rent the city keeps a share and the central budget the rest; of capital,
running cost and upgrades the city pays the public share and the investor the rest. Taxes are revenue here,
never a social benefit.
"""

import math

from clusterecon.ground.compiled import equation

VIEWS: dict[str, tuple[bool, bool]] = {
    "state": (True, True),
    "city": (False, True),
    "state_direct": (True, False),
    "city_direct": (False, False),
}
"""Name of the view -> whether it holds the central budget beside the city's, and counts indirect effects."""


@equation
def held_share(city_share: float, holds_central: int) -> float:
    """Return the share of a revenue that a view holds: all with the central budget, else the city's own.

    Examples
    --------
    >>> held_share(0.32, True), held_share(0.32, False)
    (1.0, 0.32)
    """
    return 1.0 if holds_central else city_share


@equation
def receipts(
    revenue_direct: float,
    revenue_indirect: float,
    land_rent: float,
    tax_share: float,
    rent_share: float,
    counts_indirect: int,
) -> float:
    """Return what a view receives from new clusters, bn VND: what it holds of taxes and of land rent.

    ``tax share·(direct + indirect) + rent share·land rent``, indirect where the view counts it.

    Parameters
    ----------
    revenue_direct, revenue_indirect
        Budget revenue of tenants and of their suppliers, net of what would have come anyway; may be below 0.
    land_rent
        Land rent or levy: from the investor to the budgets, a transfer.
    tax_share, rent_share
        What the view holds of each, by `held_share`.
    counts_indirect
        Whether the view counts suppliers.

    Examples
    --------
    >>> receipts(10.0, 2.0, 1.0, 0.5, 1.0, True)
    7.0
    """
    revenue = revenue_direct + revenue_indirect if counts_indirect else revenue_direct
    return tax_share * revenue + rent_share * land_rent


@equation
def costs(capital: float, public_capex_share: float) -> float:
    """Return what the budget pays for new clusters, capital·public share; the investor pays the rest.

    Parameters
    ----------
    capital
        Infrastructure of new clusters, their own wastewater plants within, with overrun.
    public_capex_share
        At most what the law allows (Decree 32/2024: 0.30).

    Examples
    --------
    >>> costs(40.0, 0.25)
    10.0
    """
    return public_capex_share * capital


@equation
def existing_account(
    wastewater_capital: float,
    wastewater_running: float,
    suspended_revenue: float,
    upgrade: float,
    tax_share: float,
    public_capex_share: float,
    public_running_share: float,
) -> float:
    """Return receipts less costs of the clusters that operate already: an account of its own, 0 or below.

    ``-(suspended revenue·tax share + plants·public capex share + (running + upgrade)·public running share)``.
    It is never inside the account of new clusters. Revenue lost is revenue forgone, shared as revenue is.

    Parameters
    ----------
    wastewater_capital, wastewater_running
        Plants of existing clusters.
    suspended_revenue
        Budget revenue lost to suspension, as a positive number.
    upgrade
        Other upgrades of existing clusters; NaN is "not costed", in no total, which is not nil.
    tax_share
        What the view holds of taxes, by `held_share`.
    public_capex_share, public_running_share
        Parts paid by the city budget; the investor pays the rest.

    Examples
    --------
    >>> existing_account(40.0, 4.0, 10.0, float("nan"), 0.5, 0.25, 1.0)
    -19.0
    """
    costed = 0.0 if math.isnan(upgrade) else upgrade
    running = public_running_share * (wastewater_running + costed)
    return -(tax_share * suspended_revenue + public_capex_share * wastewater_capital + running)
