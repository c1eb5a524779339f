"""What every report would load again, loaded before kernels are forked: study, equations, fonts, pictures.

Called by the process that kernels are forked from. Where the study cannot be read, each kernel reads it by
itself and says why.
"""

from contextlib import suppress
from io import BytesIO

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pandas import DataFrame

from clusterecon.charts.style import style
from clusterecon.ground.errors import ClustereconError
from clusterecon.ground.fingerprint import package_hash, versions
from clusterecon.ground.languages import LANGS
from clusterecon.language.numbers import number
from clusterecon.study.kept import keep
from clusterecon.study.load import load_study

_UNREADABLE = (
    *(ClustereconError, OSError, ValueError, LookupError, TypeError, AttributeError),
    *(ArithmeticError, RuntimeError, AssertionError, MemoryError, Warning),
)
"""What reading a study may raise: of whatever is wrong with it, the kernels tell."""


def preload() -> None:
    """Load and work out once what every kernel would."""
    with suppress(*_UNREADABLE):
        study = load_study()
        study.about_at(study.default_as_of)
        study.check_sectors(tuple(study.scenarios.values()))
        study.simulate(list(study.scenarios), draws=1)
        keep(study.root, study)
    package_hash(), versions()
    DataFrame({"a": [1]}).to_dict("records")
    with style():
        figure = Figure(figsize=(1, 1))
        words = " ".join(number(1.5, lang, 1) for lang in LANGS)
        figure.text(0, 0, words)
        figure.text(0, 0.5, words, weight="bold")
        figure.savefig(BytesIO(), format="svg")
        FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
