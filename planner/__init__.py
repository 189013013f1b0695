"""Least-cost plans of AI compute: clusters, accelerators, power and sites, year by year."""

from importlib.metadata import version

__version__ = version("planner")
