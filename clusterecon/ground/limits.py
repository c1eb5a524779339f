"""How large a run may be; looked at before anything heavy is loaded."""

from clusterecon.ground.errors import InputError

DRAWS, SEED = 16_384, 7
"""Of a simulation that names neither."""
SEARCH_DRAWS = 8_192
"""For each value of a lever, or date, that is tried."""
MOST_DRAWS = 100_000_000
MOST_POINTS = 65_536
"""Of a sweep."""
MEMORY_BUDGET = 2 * 1024**3
"""Bytes that the draws of a run may take where they are asked for; a larger run has its summary only."""
BYTES_PER_SCENARIO = 12_000_000
"""Of a run's summary, about."""


def check_size(draws: int, seed: int) -> None:
    """Refuse a number of draws or a seed that makes no sense."""
    mistakes = []
    if not 0 <= draws <= MOST_DRAWS:
        mistakes.append(f"draws: {draws} is not allowed; it must lie between 0 and {MOST_DRAWS:,}")
    if not 0 <= seed < 2**63:
        mistakes.append(f"seed: {seed} is not allowed; it must be a whole number from 0")
    if mistakes:
        raise InputError(mistakes)
