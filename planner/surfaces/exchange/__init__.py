"""The plan in the forms that other programs read: see :mod:`planner.surfaces.exchange.formats`."""
