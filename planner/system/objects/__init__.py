"""What a planning problem is made of, in model units.

Power in GW, energy in GWh, accelerators in millions, wafers in thousands,
memory in exabytes, money in billions of real USD, training compute in
1e27 FLOP, years as calendar years. Each class has defaults that switch its
limits off, so that a test can state a world of three lines.

One subject a file; :mod:`planner.system` gives the names.
"""
