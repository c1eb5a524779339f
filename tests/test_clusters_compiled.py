"""What is read is what runs: land, additionality and wastewater, compiled and as they stand."""

import inspect
import math
import random

import pytest

from clusterecon.clusters import additionality, land, wastewater
from clusterecon.ground.compiled import compiled

EQUATIONS = [
    function
    for module in (land, additionality, wastewater)
    for function in vars(module).values()
    if inspect.isfunction(function) and function.__module__ == module.__name__
]


def arguments(function):
    """Numbers for a function: shares, their ends, hectares, NaN; whole years, some before the first."""
    chance = random.Random(function.__name__)

    def number(parameter):
        if parameter.annotation is int:
            return chance.randint(0 if parameter.name == "years" else -3, 12)
        return chance.choice([0.0, 1.0, chance.random(), -chance.random(), chance.uniform(1, 500), math.nan])

    parameters = inspect.signature(function).parameters.values()
    return [[number(parameter) for parameter in parameters] for _ in range(300)]


def test_every_equation_gives_the_same_compiled():
    for function in EQUATIONS:
        fast = compiled(function)
        for numbers in arguments(function):
            expected, found = function(*numbers), fast(*numbers)
            assert found == pytest.approx(expected, rel=1e-12, abs=1e-12, nan_ok=True), (function, numbers)
    assert len(EQUATIONS) > 40
