"""Who pays and who receives what: every flow by payer and by kind, adding up to the total."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from clusterecon.appraisal.discounting import Floats
from clusterecon.errors import InputError

PAYERS = ("central_budget", "city_budget", "investor")
"""The state budget is the first two together; the investor builds and lets the land."""

RECEIPTS = ("revenue_direct", "revenue_indirect", "revenue_suspended", "land_rent")
COSTS = ("capital", "wastewater_capital", "wastewater_running", "upgrade")
RECURRENT = ("revenue_direct", "revenue_indirect", "revenue_suspended", "wastewater_running")
"""Kinds whose last level is carried on beyond the horizon; the others end with it."""


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


@dataclass(frozen=True)
class Sharing:
    """How the money of each kind is split; every share a scalar or (draws,), between 0 and 1.

    Parameters
    ----------
    public_capex_share
        Of capital of clusters and of plants, what the city budget pays; the investor pays the rest.
    city_share
        Of shared taxes, what the city keeps; the rest is the central budget's.
    public_capex_cap
        The most that the law lets the budget pay of a new cluster's capital.
    public_running_share
        Of running cost of plants and of upgrades, what the city budget pays.
    city_share_of_land_rent
        Of land rent, what the city keeps.
    """

    public_capex_share: ArrayLike
    city_share: ArrayLike
    public_capex_cap: ArrayLike = 1.0
    public_running_share: ArrayLike = 1.0
    city_share_of_land_rent: ArrayLike = 1.0

    def __post_init__(self) -> None:
        mistakes = []
        for name, value in vars(self).items():
            array = np.asarray(value, dtype=np.float64)
            if not np.all((array >= 0) & (array <= 1)):
                mistakes.append(f"{name}: must lie between 0 and 1")
        if mistakes:
            raise InputError(mistakes)


@dataclass(frozen=True)
class FlowLine:
    """One line of the account.

    Parameters
    ----------
    kind
        What for, one of ``RECEIPTS`` and ``COSTS``.
    payer
        Whose account, one of ``PAYERS``.
    amount
        (draws, years), bn VND; receipts positive, payments negative; None where not costed.
    transfer
        Money that only changes hands: it sums to nil over the payers.
    """

    kind: str
    payer: str
    amount: Floats | None
    transfer: bool = False


@dataclass(frozen=True)
class FlowLines:
    """All lines of a scenario. Their sum is the total, by payer as by kind."""

    lines: tuple[FlowLine, ...]
    shape: tuple[int, int]

    @property
    def not_costed(self) -> tuple[str, ...]:
        """Kinds for which no figure was found; they are in no total."""
        return tuple(dict.fromkeys(line.kind for line in self.lines if line.amount is None))

    def total(self, payers: Collection[str] | None = None, kinds: Collection[str] | None = None) -> Floats:
        """Return the sum of the lines of these payers and kinds, (draws, years); None means all."""
        result = np.zeros(self.shape)
        for line in self.lines:
            if line.amount is None or (payers is not None and line.payer not in payers):
                continue
            if kinds is None or line.kind in kinds:
                result = result + line.amount
        return result

    def by_payer(self) -> dict[str, Floats]:
        """Return the total of each payer."""
        return {payer: self.total(payers=[payer]) for payer in PAYERS}

    def by_kind(self) -> dict[str, Floats]:
        """Return the total of each costed kind over all payers; of a transfer it is nil."""
        kinds = dict.fromkeys(line.kind for line in self.lines if line.amount is not None)
        return {kind: self.total(kinds=[kind]) for kind in kinds}


def flow_lines(gross: GrossFlows, sharing: Sharing) -> FlowLines:
    """Split the gross flows over the payers.

    Shared taxes: city_share to the city, the rest to the central budget. Capital of clusters and plants:
    min(public_capex_share, cap) from the city budget, the rest from the investor (the cap holds for
    clusters alone). Land rent: from the investor to the budgets, a transfer.

    Returns
    -------
    FlowLines
        Receipts positive, payments negative.

    Raises
    ------
    InputError
        Amounts below 0 where they cannot be, not finite, or of shapes that differ.

    Examples
    --------
    >>> gross = GrossFlows([[0.0, 10.0]], [[0.0, 2.0]], [[0.0, 40.0]])
    >>> lines = flow_lines(gross, Sharing(public_capex_share=0.15, city_share=0.4))
    >>> lines.total(payers=["central_budget", "city_budget"])
    array([[0., 6.]])
    >>> lines.not_costed
    ('upgrade',)
    """
    amounts = _checked_amounts(gross)
    city, land = sharing.city_share, sharing.city_share_of_land_rent
    public = np.minimum(sharing.public_capex_share, sharing.public_capex_cap)
    lines: list[FlowLine] = []
    for kind in ("revenue_direct", "revenue_indirect", "revenue_suspended"):
        if (amount := amounts.get(kind)) is not None:
            signed = -amount if kind == "revenue_suspended" else amount
            lines += _split(kind, signed, city, ("city_budget", "central_budget"))
    shares = {
        "capital": public,
        "wastewater_capital": sharing.public_capex_share,
        "wastewater_running": sharing.public_running_share,
        "upgrade": sharing.public_running_share,
    }
    for kind, share in shares.items():
        if (amount := amounts.get(kind)) is not None:
            lines += _split(kind, -amount, share, ("city_budget", "investor"))
    if "upgrade" not in amounts:
        lines.append(FlowLine("upgrade", "city_budget", None))
    if (rent := amounts.get("land_rent")) is not None:
        lines += _split("land_rent", rent, land, ("city_budget", "central_budget"), transfer=True)
        lines.append(FlowLine("land_rent", "investor", -rent, transfer=True))
    shape = amounts["capital"].shape
    return FlowLines(tuple(lines), (shape[0], shape[1]))


def _split(
    kind: str, amount: Floats, share: ArrayLike, payers: tuple[str, str], transfer: bool = False
) -> list[FlowLine]:
    """Give the first payer its share and the second the rest, so that the two sum to the amount."""
    part = np.asarray(share, dtype=np.float64)
    first = amount * (part[:, np.newaxis] if part.ndim == 1 else part)
    return [FlowLine(kind, payers[0], first, transfer), FlowLine(kind, payers[1], amount - first, transfer)]


def _checked_amounts(gross: GrossFlows) -> dict[str, Floats]:
    amounts = {k: np.asarray(v, dtype=np.float64) for k, v in vars(gross).items() if v is not None}
    shape = amounts["capital"].shape
    mistakes = []
    if len(shape) != 2 or 0 in shape:
        mistakes.append("capital: an empty flow, or not of the shape (draws, years)")
    for name, amount in amounts.items():
        if amount.shape != shape:
            mistakes.append(f"{name}: shape {amount.shape} beside {shape} of capital")
        elif not np.all(np.isfinite(amount)):
            mistakes.append(f"{name}: every flow must be a finite number")
        elif name in COSTS and np.any(amount < 0):
            mistakes.append(f"{name}: a cost must not be below 0")
    if mistakes:
        raise InputError(mistakes)
    return amounts
