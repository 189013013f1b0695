import pickle

import pytest

from planner.errors import (
    Fault,
    InfeasibleError,
    InputError,
    NotOptimalError,
    PlannerError,
    did_you_mean,
    listed,
    quoted,
    raise_any,
)


def faults_of(file, count):
    return [Fault(f"{file}, line {n}, column x", f"'{n}'", "a word") for n in range(2, count + 2)]


def test_a_fault_says_where_what_and_what_is_right():
    fault = Fault("a.csv, line 3, column share", "'25 %'", "a number from 0 to 1", "write 0.25")

    assert str(fault) == (
        "a.csv, line 3, column share: '25 %'; expected a number from 0 to 1; write 0.25"
    )


def test_a_fault_leaves_out_what_it_does_not_know():
    assert str(Fault("a.toml, line 1, key titel", "unknown key", fix="did you mean 'title'?")) == (
        "a.toml, line 1, key titel: unknown key; did you mean 'title'?"
    )


def test_a_fault_knows_its_file_and_line():
    fault = Fault("a.csv, line 3, column share", "blank", "a number")

    assert (fault.file, fault.line) == ("a.csv", 3)
    assert (Fault("a.csv", "no such file").file, Fault("a.csv", "no such file").line) == (
        "a.csv",
        0,
    )


def test_an_error_lists_all_faults_one_a_line():
    error = InputError(faults_of("a.csv", 2) + faults_of("b.csv", 1))

    assert str(error).splitlines() == [str(fault) for fault in error.faults]


def test_an_error_counts_what_is_past_ten_faults_of_a_file():
    error = InputError(faults_of("a.csv", 13) + faults_of("b.csv", 2))

    lines = str(error).splitlines()

    assert len(lines) == 10 + 1 + 2
    assert lines[10] == "a.csv: and 3 more"
    assert len(error.faults) == 15


def test_faults_are_raised_once_and_in_the_order_of_lines():
    second, first = reversed(faults_of("a.csv", 2))
    elsewhere = Fault("b.csv", "no such file")

    with pytest.raises(InputError) as raised:
        raise_any([second, elsewhere, first, second])

    assert raised.value.faults == (first, second, elsewhere)


def test_no_fault_raises_nothing():
    raise_any([])


def test_an_error_without_a_fault_cannot_be_made():
    with pytest.raises(ValueError, match="at least one fault"):
        InputError([])


def test_an_error_travels_between_processes():
    error = InputError(faults_of("a.csv", 2))

    copy = pickle.loads(pickle.dumps(error))

    assert copy.faults == error.faults
    assert str(copy) == str(error)


def test_each_error_has_the_exit_code_that_the_shell_sees():
    codes = {e: e.exit_code for e in (PlannerError, InputError, InfeasibleError, NotOptimalError)}

    assert codes == {PlannerError: 2, InputError: 2, InfeasibleError: 3, NotOptimalError: 4}


@pytest.mark.parametrize("typed", ["gas_cgct", "GAS_CCGT", " gas_ccgt", "gas-ccgt"])
def test_a_slip_is_answered_with_what_was_meant(typed):
    assert did_you_mean(typed, ["gas_ccgt", "solar"]) == "did you mean 'gas_ccgt'?"


def test_nothing_is_suggested_where_nothing_is_near():
    assert did_you_mean("zebra", ["gas_ccgt", "solar"]) == ""


def test_long_texts_and_lists_are_cut():
    assert quoted("short") == "'short'"
    assert len(quoted("x" * 1000)) == 60
    assert listed("abcd", most=2) == "a, b and 2 more"
