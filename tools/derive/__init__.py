"""Derive the tables of ``datasets/`` from the raw tables that they were gathered in.

Run ``python -m tools.derive --from ../shared/data --to datasets``. The folder
it writes to must already hold ``datapackage.json``, the only schema, and
``README.md``, in which the list of what was left out is kept up to date. The
same inputs give the same bytes.
"""
