"""Arrays of numbers, as equations take and give them: draws first, years last."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
