"""What every report would load again, loaded before kernels are forked: study, quantiles, fonts, pictures.

Called by the process that kernels are forked from. Where the study cannot be read, each kernel reads it by
itself and says why.
"""

from contextlib import suppress
from io import BytesIO

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pandas import DataFrame

from clusterecon import ready, record, wording
from clusterecon.background import background
from clusterecon.charts.style import style
from clusterecon.sampling import quantile_function
from clusterecon.study import load_study


def preload() -> None:
    """Load and work out once what every kernel would."""
    with suppress(Exception):
        study = load_study()
        background(study, study.default_as_of)
        study.check_sectors(tuple(study.scenarios.values()))
        for scenario in study.scenarios.values():
            for entry in scenario.quantities().values():
                if entry.distribution is not None:
                    quantile_function(entry.distribution, entry.number, np.array([0.5]))
        ready.keep(study)
    record.package_hash(), record.versions()
    DataFrame({"a": [1]}).to_dict("records")
    with style():
        figure = Figure(figsize=(1, 1))
        words = " ".join(wording.number(1.5, lang, 1) for lang in wording.LANGS)
        figure.text(0, 0, words)
        figure.text(0, 0.5, words, weight="bold")
        figure.savefig(BytesIO(), format="svg")
        FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
