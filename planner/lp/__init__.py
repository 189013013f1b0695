"""From a Pyomo model to arrays, from arrays to HiGHS; nothing here knows what a chip is."""

from pyomo.common import dependencies

# When SciPy is imported beside Pyomo, Pyomo imports its statistics, integration and spatial
# parts too, for modules that may want them. None is used here, and they take most of a second,
# as long as a small model takes in all; so its hook is let go. A test tells if it comes back.
if hasattr(dependencies.scipy_available, "_callback"):
    dependencies.scipy_available._callback = None
