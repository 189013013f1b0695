"""Derive the tables of ``datasets/`` from the raw tables that they were gathered in.

Run ``python -m tools.derive`` (``make data``). The raw tables that may be passed
on lie in ``raw_tables/``, described by its ``tables.toml``; ``--from`` puts a
folder of others before them. The folder it writes to must already hold
``datapackage.json``, the only schema, and ``README.md``, in which the list of
what was left out is kept up to date. The same inputs give the same bytes.
"""
