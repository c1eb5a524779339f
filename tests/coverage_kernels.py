"""Run by each kernel at its start under `make coverage`: keep what was measured after every cell.

A kernel is killed once its report is made, and would take its data with it.
"""

from coverage import Coverage
from IPython import get_ipython


def _keep(*_):
    measured = Coverage.current()
    if measured:
        measured.save()


if get_ipython():
    get_ipython().events.register("post_run_cell", _keep)
