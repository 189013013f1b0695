import shutil

import pytest

MISSING = "a-program-that-nobody-has"


def test_a_program_that_is_there_is_found(needs_program):
    assert needs_program("sh", package="dash").samefile(shutil.which("sh"))


@pytest.mark.parametrize("setting", ["true", "1"])
def test_a_missing_program_fails_the_test_on_the_server(needs_program, monkeypatch, setting):
    monkeypatch.setenv("CI", setting)

    with pytest.raises(pytest.fail.Exception, match=r"add it to the packages in \.ci/run"):
        needs_program(MISSING, package="some-package")


@pytest.mark.parametrize("setting", ["", "false"])
def test_a_missing_program_skips_the_test_elsewhere(needs_program, monkeypatch, setting):
    monkeypatch.setenv("CI", setting)

    with pytest.raises(pytest.skip.Exception, match="some-package"):
        needs_program(MISSING, package="some-package")
