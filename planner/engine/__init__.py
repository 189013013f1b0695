"""From a Pyomo model to arrays, from arrays to HiGHS; nothing here knows what a chip is."""
