"""Parts of a programme that stand by themselves once some columns have their values."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components


@dataclass(frozen=True, eq=False)
class Block:
    """Rows and columns that meet no other block's; places among those of the programme."""

    rows: np.ndarray
    columns: np.ndarray
    own: sparse.csr_array
    """The matrix over its rows and columns."""
    meets: np.ndarray
    """The columns of no block that its rows have, as places in `Parts.shared`."""
    shared: sparse.csr_array
    """The matrix over its rows and the columns that it meets."""


@dataclass(frozen=True, eq=False)
class Parts:
    """A programme as columns that are shared, rows of these alone, and blocks."""

    shared: np.ndarray
    """Places of the columns of no block."""
    rows: np.ndarray
    """Places of the rows that have shared columns only."""
    matrix: sparse.csr_array
    """The matrix over `rows` and `shared`."""
    blocks: tuple[Block, ...]


def parts_of(matrix: sparse.csr_array, inner: np.ndarray) -> Parts:
    """The finest blocks into which the columns at the places `inner` fall.

    Two of them are in one block where a row has both, or where a chain of such rows joins them.
    """
    rows, width = matrix.shape
    is_inner = np.zeros(width, dtype=bool)
    is_inner[inner] = True
    shared = np.flatnonzero(~is_inner)
    inner = np.flatnonzero(is_inner)
    over = sparse.csr_array(matrix[:, inner])
    # A graph whose nodes are rows and inner columns, joined where a row has the column.
    entries = over.tocoo()
    where = entries.coords[0], rows + entries.coords[1]
    ones = np.ones(entries.nnz, dtype=np.int8)
    size = rows + len(inner)
    graph = sparse.coo_array((ones, where), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    plain = np.diff(over.indptr) == 0
    of_rows = np.where(plain, -1, label[:rows])
    outer = sparse.csr_array(matrix[:, shared])
    blocks = []
    for own_rows, own in _grouped(of_rows, label[rows:]):
        met = sparse.csr_array(outer[own_rows])
        meets = np.unique(met.indices)
        block, shared_here = (sparse.csr_array(m) for m in (over[own_rows][:, own], met[:, meets]))
        blocks.append(Block(own_rows, inner[own], block, meets, shared_here))
    own_rows = np.flatnonzero(plain)
    return Parts(shared, own_rows, sparse.csr_array(outer[own_rows]), tuple(blocks))


def _grouped(of_rows: np.ndarray, of_columns: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """The rows and columns of each label that columns have."""
    row_order = np.argsort(of_rows, kind="stable")
    column_order = np.argsort(of_columns, kind="stable")
    found = []
    for label in np.unique(of_columns):
        first, end = np.searchsorted(of_rows[row_order], [label, label + 1])
        begin, stop = np.searchsorted(of_columns[column_order], [label, label + 1])
        found.append((np.sort(row_order[first:end]), np.sort(column_order[begin:stop])))
    return found
