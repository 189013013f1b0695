"""Tools that keep the project's tables; not part of the installed package."""
