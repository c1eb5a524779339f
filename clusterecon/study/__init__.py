"""A study: a folder with scenarios and data; what is kept of it, what a run carries of it, and its checks."""

from clusterecon.study.load import find_root, load_study
from clusterecon.study.study import Settings, Study

__all__ = ["Settings", "Study", "find_root", "load_study"]
