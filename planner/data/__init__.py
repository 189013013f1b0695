"""The input tables: their schema, their checks, and the tables of one model.

:class:`planner.data.inputs.Inputs` is what the rest of the planner reads.
"""

from planner.data.changes import Change
from planner.data.inputs import Inputs
from planner.data.schema import Field, ForeignKey, Schema, Table
from planner.data.tables import read_table

__all__ = ["Change", "Field", "ForeignKey", "Inputs", "Schema", "Table", "read_table"]
