"""A cap on the water that the sites of a region may take together in a year.

``[plugins.regional_water.million_m3]`` in a model states it by region. The modules
are what the package's entry points name; ``fits.py`` lets a type checker hold them to
the planner's protocols.
"""
