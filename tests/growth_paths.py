"""Paths of growth of a forecast, from uniforms, as a simulation makes them."""

import numpy as np

from clusterecon.ground.compiled import compiled
from clusterecon.model.path import growth_path


@compiled
def _write(known_growth, drawn, growth):
    for i in range(len(drawn)):
        growth_path(known_growth, drawn[i], growth[i])


def paths(forecast, uniforms):
    """Growth in % by draw and year, (draws, years), of uniforms (draws,) for each column by its name."""
    drawn = [function(np.asarray(uniforms[name])) for name, function in forecast.quantile_functions().items()]
    growth = np.empty((len(drawn[0]), 1 + len(forecast.years)))
    _write(forecast.known_growth, np.column_stack(drawn), growth)
    assert (growth[:, 0] == 0).all()
    return growth[:, 1:]


def central(forecast):
    """Growth in % by year at the median of every column, (years,)."""
    return paths(forecast, dict.fromkeys(forecast.columns, np.array([0.5])))[0]
