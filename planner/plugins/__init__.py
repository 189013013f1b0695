"""What packages from outside add: blocks, report sections, sheets, verbs and solvers.

A package names what it gives under an entry point of a group, ``planner.blocks``
and so on. Nothing of it is imported before it is asked for. What each kind has
to offer is a protocol beside the place that uses it; :mod:`planner.api.plugins`
has them all, and ``docs/extending.md`` says how they are written.
"""

from planner.plugins.discovery import Plugin, installed, installed_packages
from planner.plugins.settings import Settings

__all__ = ["Plugin", "Settings", "installed", "installed_packages"]
