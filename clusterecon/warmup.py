"""What every report would load again, loaded before kernels are forked: study, font, forms of numbers.

Imported for that alone, by the process that kernels are forked from. Where the study cannot be read, each
kernel reads it by itself and says why.
"""

from contextlib import suppress
from io import BytesIO

from matplotlib.figure import Figure

from clusterecon import ready, record, wording
from clusterecon.charts.style import style
from clusterecon.errors import ClustereconError
from clusterecon.study import load_study

with suppress(ClustereconError, OSError):
    study = load_study()
    study.background(study.default_as_of)
    study.check_sectors(tuple(study.scenarios.values()))
    ready.keep(study)
record.package_hash(), record.versions()
with style():
    figure = Figure()
    figure.text(0.5, 0.5, " ".join(wording.number(1.5, lang, 1) for lang in wording.LANGS))
    figure.savefig(BytesIO(), format="svg")
