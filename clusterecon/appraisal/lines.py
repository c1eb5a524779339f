"""Who pays and who receives what: every flow by payer and by kind, adding up to the total."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from clusterecon.ground.arrays import Array

RECEIPTS = ("revenue_direct", "revenue_indirect", "land_rent")
COSTS = ("capital",)
"""Kinds of the account of new clusters; `capital` holds a new cluster's own plant."""
EXISTING = ("revenue_suspended", "wastewater_capital", "wastewater_running", "upgrade")
"""Kinds of the clusters that operate already: an account of its own, never inside that of new clusters."""


@dataclass(frozen=True)
class GrossFlows:
    """Money of each kind before it is shared out, (draws, years), bn VND at constant prices, 0 or above.

    Parameters
    ----------
    revenue_direct, revenue_indirect
        Budget revenue, net of what would have come anyway, relative to the reference scenario.
    capital
        Infrastructure of new clusters, with overrun, whoever pays.
    wastewater_capital, wastewater_running
        Plants of existing clusters; None where there are none.
    revenue_suspended
        Budget revenue lost to suspension, as a positive number; None where nothing is suspended.
    land_rent
        Land rent or levy, a transfer; None leaves the line out.
    upgrade
        Other upgrades of existing clusters; None means "not costed", which is not nil.
    """

    revenue_direct: ArrayLike
    revenue_indirect: ArrayLike
    capital: ArrayLike
    wastewater_capital: ArrayLike | None = None
    wastewater_running: ArrayLike | None = None
    revenue_suspended: ArrayLike | None = None
    land_rent: ArrayLike | None = None
    upgrade: ArrayLike | None = None


def later_flows(gross: GrossFlows, direct: Array, indirect: Array) -> GrossFlows:
    """Return the flows of the years after the horizon.

    Land delivered goes on filling: its revenue is given, (draws, years after the horizon). Running cost of
    plants and what suspension loses go on at their last level. Capital, upgrades and land rent end with the
    horizon: nothing more is built.
    """

    def level(amount: ArrayLike | None) -> Array | None:
        if amount is None:
            return None
        return np.repeat(np.asarray(amount, dtype=np.float64)[:, -1:], direct.shape[1], axis=1)

    return GrossFlows(
        revenue_direct=direct,
        revenue_indirect=indirect,
        capital=np.zeros_like(direct),
        wastewater_running=level(gross.wastewater_running),
        revenue_suspended=level(gross.revenue_suspended),
    )


@dataclass(frozen=True)
class Sharing:
    """How the money of each kind is split; every share a scalar or (draws,), between 0 and 1.

    Parameters
    ----------
    public_capex_share
        Of capital of clusters and of plants, what the city budget pays; the investor pays the rest.
    city_share
        Of shared taxes, what the city keeps; the rest is the central budget's.
    public_running_share
        Of running cost of plants and of upgrades, what the city budget pays.
    city_share_of_land_rent
        Of land rent, what the city keeps; the rest is the central budget's.
    """

    public_capex_share: ArrayLike
    city_share: ArrayLike
    public_running_share: ArrayLike
    city_share_of_land_rent: ArrayLike


@dataclass(frozen=True)
class FlowLine:
    """One line of the account: (draws, years), bn VND, receipts positive and payments negative."""

    kind: str
    payer: str
    amount: Array


@dataclass(frozen=True)
class FlowLines:
    """All lines of a scenario. Their sum is the total, by payer as by kind."""

    lines: tuple[FlowLine, ...]
    shape: tuple[int, int]

    def total(self, payers: Collection[str] | None = None, kinds: Collection[str] | None = None) -> Array:
        """Return the sum of the lines of these payers and kinds, (draws, years); None means all."""
        result = np.zeros(self.shape)
        for line in self.lines:
            if (payers is None or line.payer in payers) and (kinds is None or line.kind in kinds):
                result = result + line.amount
        return result


def flow_lines(gross: GrossFlows, sharing: Sharing) -> FlowLines:
    """Split the gross flows over the payers.

    Shared taxes: city_share to the city, the rest to the central budget. Capital of clusters and plants:
    public_capex_share from the city budget, the rest from the investor. Land rent: from the investor to the
    budgets, a transfer. A kind without a figure has no line.

    Returns
    -------
    FlowLines
        Receipts positive, payments negative.

    Examples
    --------
    >>> gross = GrossFlows([[0.0, 10.0]], [[0.0, 2.0]], [[0.0, 40.0]])
    >>> lines = flow_lines(gross, Sharing(0.15, 0.4, 1.0, 1.0))
    >>> lines.total(payers=["central_budget", "city_budget"])
    array([[0., 6.]])
    """
    amounts = {k: np.asarray(v, dtype=np.float64) for k, v in vars(gross).items() if v is not None}
    lines: list[FlowLine] = []
    for kind in ("revenue_direct", "revenue_indirect", "revenue_suspended"):
        if (amount := amounts.get(kind)) is not None:
            signed = -amount if kind == "revenue_suspended" else amount
            lines += _split(kind, signed, sharing.city_share, ("city_budget", "central_budget"))
    shares = {
        "capital": sharing.public_capex_share,
        "wastewater_capital": sharing.public_capex_share,
        "wastewater_running": sharing.public_running_share,
        "upgrade": sharing.public_running_share,
    }
    for kind, share in shares.items():
        if (amount := amounts.get(kind)) is not None:
            lines += _split(kind, -amount, share, ("city_budget", "investor"))
    if (rent := amounts.get("land_rent")) is not None:
        lines += _split("land_rent", rent, sharing.city_share_of_land_rent, ("city_budget", "central_budget"))
        lines.append(FlowLine("land_rent", "investor", -rent))
    rows, years = amounts["capital"].shape
    return FlowLines(tuple(lines), (rows, years))


def _split(kind: str, amount: Array, share: ArrayLike, payers: tuple[str, str]) -> list[FlowLine]:
    """Give the first payer its share and the second the rest, so that the two sum to the amount."""
    part = np.asarray(share, dtype=np.float64)
    first = amount * (part[:, np.newaxis] if part.ndim == 1 else part)
    return [FlowLine(kind, payers[0], first), FlowLine(kind, payers[1], amount - first)]
