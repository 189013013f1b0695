"""Types of a frame's columns.

A frame is made of bare arrays: of series it takes five times as long, and a run has 40 tables.
"""

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

Column = np.ndarray | ExtensionArray
"""The values of a column."""
TEXT = pd.api.types.pandas_dtype("str")
"""The type of texts."""
