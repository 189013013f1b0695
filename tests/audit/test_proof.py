"""A programme and the optima of its stages, in memory and on disk."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from planner.audit.proof import FOLDER, Proof, ProofOfStage
from planner.errors import InputError


def stage(costs, duals=(1.0, 2.0), activities=(4.0, 6.0)):
    return ProofOfStage(
        costs=np.array(costs), constant=0.5, values=np.array([2.0, 1.4]),
        activities=np.array(activities),
        reduced_costs=None if duals is None else np.array([0.0, 3.0]),
        duals=None if duals is None else np.array(duals),
    )  # fmt: skip


def proof(**changes):
    """Two rows, and of three stages the first two are held."""
    own = {
        "matrix": sparse.csr_array([[1.0, 0.0], [1.0, 2.0]]),
        "row_names": ["hours", "flour", "held[first]", "held[second]"],
        "row_families": ["hours", "flour", "held", "held"],
        "row_keys": [("a", "2026"), ("b",), (), ()],
        "row_lower": np.array([-np.inf, 1.0, -np.inf, -np.inf]),
        "row_upper": np.array([4.0, 6.0, 3.0, 5.0]),
        "column_names": ["x", "y"],
        "column_families": ["x", "y"],
        "column_keys": [("a",), ()],
        "column_lower": np.array([0.0, 0.0]),
        "column_upper": np.array([9.0, 1.0]),
        "stages": {
            "first": stage([1.0, 0.0]),
            "second": stage([0.0, 5.0], (1.0, 2.0, 3.0), (4.0, 6.0, 2.0)),
            "cost": stage([7.0, 7.0], (1.0, 2.0, 3.0, 4.0), (4.0, 6.0, 2.0, 7.0)),
        },
        "whole": np.array([1]),
        **changes,
    }
    return Proof(**own)


def test_the_optima_of_earlier_stages_are_held():
    own = proof()

    assert own.own_rows == 2
    assert [own.held(name) for name in own.stages] == [[], ["first"], ["first", "second"]]
    assert own.matrix_of("first").shape == (2, 2)
    assert own.matrix_of("second").toarray()[2:].tolist() == [[1.0, 0.0]]
    assert own.matrix_of("cost").toarray()[2:].tolist() == [[1.0, 0.0], [0.0, 5.0]]


def test_what_must_be_whole_is_held_at_its_choice_within_its_bounds():
    # 1.4 is rounded to 1; 2.4 to 2, which is more than it may be.
    lower, upper = proof().column_bounds("cost")

    assert (lower.tolist(), upper.tolist()) == ([0.0, 1.0], [9.0, 1.0])
    tight = proof(column_upper=np.array([9.0, 0.0])).column_bounds("cost")
    assert (tight[0].tolist(), tight[1].tolist()) == ([0.0, 0.0], [9.0, 0.0])
    assert proof().column_lower.tolist() == [0.0, 0.0]


CONSTANTS = {"first": 0.5, "second": 0.5, "cost": 0.5}


def test_a_proof_is_read_as_it_was_written(tmp_path):
    own = proof()
    own.write(tmp_path)
    again = Proof.read(tmp_path, CONSTANTS)

    assert again.checksum() == own.checksum()
    assert again.whole.tolist() == [1]
    assert (again.row_keys, again.column_keys) == (own.row_keys, own.column_keys)
    assert (again.row_families, again.row_names) == (own.row_families, own.row_names)
    assert again.row_upper.tolist() == own.row_upper.tolist()
    assert list(again.stages) == list(own.stages)
    for name, right in own.stages.items():
        told = again.stages[name]
        assert told.constant == right.constant
        assert (told.costs.tolist(), told.values.tolist(), told.reduced_costs.tolist()) == (
            right.costs.tolist(), right.values.tolist(), right.reduced_costs.tolist(),
        )  # fmt: skip
        for found, of in ((told.duals, right.duals), (told.activities, right.activities)):
            # Of rows that came later there is nothing.
            assert found[: len(of)].tolist() == of.tolist()
            assert np.isnan(found[len(of) :]).all()
            assert len(found) == 4


def test_duals_that_the_solver_did_not_give_are_none(tmp_path):
    proof(stages={"cost": stage([1.0, 1.0], None)}).write(tmp_path)

    again = Proof.read(tmp_path, {"cost": 0.0})
    assert (again.stages["cost"].duals, again.stages["cost"].reduced_costs) == (None, None)


def test_rows_without_labels_have_none(tmp_path):
    proof(row_keys=()).write(tmp_path)

    assert Proof.read(tmp_path, CONSTANTS).row_keys == [()] * 4


def test_what_an_earlier_run_had_no_whole_columns_of_has_none(tmp_path):
    proof().write(tmp_path)
    path = tmp_path / FOLDER / "columns.parquet"
    pd.read_parquet(path).drop(columns="whole").to_parquet(path, index=False)

    assert Proof.read(tmp_path, CONSTANTS).whole.size == 0


def test_a_checksum_is_of_the_programme_and_not_of_its_optima():
    right = proof().checksum()

    assert proof(stages={"cost": stage([3.0, 1.0])}).checksum() == right
    assert proof(row_upper=np.array([4.0, 6.0, 9.0, 9.0])).checksum() == right
    for changes in (
        {"matrix": sparse.csr_array([[1.0, 0.0], [1.0, 3.0]])},
        {"matrix": sparse.csr_array([[0.0, 1.0], [1.0, 2.0]])},
        {"row_lower": np.array([-np.inf, 2.0, 0.0, 0.0])},
        {"row_upper": np.array([4.0, 7.0, 3.0, 5.0])},
        {"column_lower": np.array([0.0, 1.0])},
        {"column_upper": np.array([8.0, 1.0])},
        {"whole": np.array([0])},
        {"whole": np.zeros(0, dtype=np.int64)},
        {"row_names": ["hours", "wheat", "held[first]", "held[second]"]},
        {"column_names": ["x", "z"]},
    ):
        assert proof(**changes).checksum() != right


def refused(tmp_path, constants=CONSTANTS):
    with pytest.raises(InputError) as error:
        Proof.read(tmp_path, constants)
    return [fault.found for fault in error.value.faults]


def test_a_file_that_is_missing_is_named(tmp_path):
    proof().write(tmp_path)
    (tmp_path / FOLDER / "rows.parquet").unlink()
    (tmp_path / FOLDER / "matrix.npz").unlink()

    assert refused(tmp_path) == ["missing", "missing"]


def test_files_that_do_not_fit_are_refused(tmp_path):
    own = proof()
    own.write(tmp_path)

    assert refused(tmp_path, {"third": 0.0}) == ["no column cost_third"]
    for shape in ([[1.0]], [[1.0, 2.0, 3.0]], [[1.0, 2.0]] * 5):
        sparse.save_npz(tmp_path / FOLDER / "matrix.npz", sparse.csr_array(shape))
        assert refused(tmp_path) == ["tables of another size than the matrix"]
    # As many rows as the table has are as many as there may be.
    sparse.save_npz(tmp_path / FOLDER / "matrix.npz", sparse.csr_array([[1.0, 2.0]] * 4))
    assert Proof.read(tmp_path, CONSTANTS).own_rows == 4
    (tmp_path / FOLDER / "matrix.npz").write_bytes(b"no matrix")
    (found,) = refused(tmp_path)
    assert found.startswith("no matrix")


@pytest.mark.parametrize(("table", "column"), [
    ("columns", "family"), ("columns", "key"), ("rows", "family"), ("rows", "key"),
    ("columns", "cost_first"), ("columns", "value_cost"), ("rows", "activity_second"),
])  # fmt: skip
def test_a_column_that_is_missing_is_named(tmp_path, table, column):
    proof().write(tmp_path)
    path = tmp_path / FOLDER / f"{table}.parquet"
    pd.read_parquet(path).drop(columns=column).to_parquet(path, index=False)

    assert refused(tmp_path) == [f"no column {column}"]
