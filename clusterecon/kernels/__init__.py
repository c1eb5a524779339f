"""Kernels for notebooks, over private sockets: forked warm from one process, or started cold.

Light to import, since their source is started before all else.
"""

from clusterecon.kernels.source import BATCH_MODULES, OWN_MODULES, KernelSource, kernel_source
from clusterecon.kernels.warm import Warm, modules_of

__all__ = ["BATCH_MODULES", "OWN_MODULES", "KernelSource", "Warm", "kernel_source", "modules_of"]
