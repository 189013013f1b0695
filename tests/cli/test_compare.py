import json

import pytest

from planner.cli import main


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outputs")
    for arguments in ((), ("--set", "discount_rate=0.1", "--name", "dear")):
        assert (
            main(
                [
                    "run",
                    "small",
                    *arguments,
                    "-o",
                    str(folder),
                    "--quiet",
                    "--no-report",
                    "--no-workbook",
                ]
            )
            == 0
        )
    return folder


def test_compare_says_what_was_asked_and_what_came_out(outputs, capsys):
    code = main(["compare", str(outputs / "small"), str(outputs / "dear"), "--years"])

    out = capsys.readouterr().out
    assert code == 0
    for words in ("What was asked", "discount_rate", "What came out", "dear_change", "cost_busd"):
        assert words in out


def test_compare_as_json_holds_every_table(outputs, capsys):
    main(["compare", str(outputs / "small"), str(outputs / "dear"), "--json"])

    found = json.loads(capsys.readouterr().out)
    assert found["runs"] == ["small", "dear"]
    assert {"asked", "figures", "years", "limits"} <= set(found)
    assert ["discount_rate", "0.07", "0.1"] in [list(row.values()) for row in found["asked"]]


@pytest.mark.parametrize(
    ("runs", "message"),
    [
        (("small",), "runs: 1 of them; expected two or more"),
        (("small", "small"), "runs: one run named twice"),
        (("small", "nowhere"), "no such folder"),
    ],
)
def test_what_cannot_be_compared_is_refused(outputs, capsys, runs, message):
    assert main(["compare", *(str(outputs / run) for run in runs)]) == 2
    assert message in capsys.readouterr().err
