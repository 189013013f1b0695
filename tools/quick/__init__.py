"""Check in under a minute what was changed: ``python -m tools.quick`` (``make quick``).

Linters look at what changed. Tests run nearest first: those that changed, those
that mirror or name a changed file, then those that import it, by the length of
the chain of imports. What the minute doesn't reach is skipped and counted; a
change is done when ``make test`` has passed.
"""
