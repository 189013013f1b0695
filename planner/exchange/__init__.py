"""The plan in the forms that other programs read: see :mod:`planner.exchange.formats`."""
