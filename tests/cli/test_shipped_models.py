"""Every model and study that ships, run as a user runs it: certificate and exit code included."""

import pytest

from planner import api
from planner.cli import main
from planner.config.locations import bundled
from planner.studies.scenario_tree import bundled_studies

MODELS = sorted(path.stem for path in bundled("models").glob("*.toml"))


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
def test_a_model_that_ships_ends_well_with_its_certificate(model, shipped):
    run = shipped(model)

    assert run.exit_code == 0
    record = api.read_certificate(run.folder)
    assert record["passed"]
    assert {check["kind"] for check in record["checks"]} == {"programme", "recomputed", "restated"}
    assert "checks hold" in run.out


@pytest.mark.slow
@pytest.mark.parametrize("study", sorted(bundled_studies()))
def test_a_study_that_ships_has_a_certified_run_for_each_scenario(study, tmp_path):
    assert main(["stochastic", study, "-o", str(tmp_path), "-q", "--no-report"]) == 0

    runs = sorted((tmp_path / f"{study}_stochastic" / "runs").iterdir())
    assert runs
    for run in runs:
        found, _ = api.verify(run)
        assert found.passed, [check.sentence() for check in found.failed]
