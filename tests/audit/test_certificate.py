"""The certificate of a run: what holds is certified, and a planted error is caught."""

import json

import pandas as pd
import pytest

from planner import api
from planner.cli import main
from planner.config.keys.limits import Limits
from planner.errors import FailedCheckError, InputError
from planner.formulation import capital, dispatch, finance
from planner.storage.marked_folder import write_document
from planner.storage.run_folder import record_files
from tests.audit.conftest import one_coefficient

SCARCE = {f"hbm_supply.global:{y}.supply_eb": 0.05 for y in (2027, 2028)}


def failed(folder):
    return {c["family"] for c in api.read_certificate(folder)["checks"] if not c["passed"]}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"set": SCARCE},
        {"discount_rate": 0.0},
        {"discount_timing": "end"},
        {"h100e_basis": "bf16_dense"},
        {"limits": Limits(capex_busd_per_year=25.0, facility_gw=2.0)},
    ],
    ids=str,
)
def test_a_right_plan_is_certified(planned, changes):
    folder = planned(**changes)

    record = api.read_certificate(folder)

    assert record["passed"], failed(folder)
    assert record["present_cost_recomputed_busd"] == pytest.approx(record["present_cost_busd"])
    assert {check["kind"] for check in record["checks"]} == {"programme", "recomputed", "restated"}
    assert all(stage["duality_gap"] < 1e-9 for stage in record["stages"])
    found, _ = api.verify(folder)
    assert found.passed


def test_the_certificate_names_what_it_was_made_with(planned):
    folder = planned()
    record, manifest = api.read_certificate(folder), json.loads((folder / "run.json").read_text())

    assert record["schema_version"] == 1
    assert record["program_checksum"] == manifest["program"]["checksum"]
    assert record["input_checksums"] == manifest["inputs"]
    assert record["solver_version"] == manifest["environment"]["packages"]["highspy"]
    api.rebuilt(manifest)


def charges_too_little(ledgers, term):
    """Let the lines of a term forget a tenth of their price."""
    whole = ledgers.cost.makers[term]
    ledgers.cost.makers[term] = lambda: (
        line._replace(price=line.price._replace(amount=0.9 * line.price.amount))
        for line in whole()
    )


def cheaper_shell(m, ledgers):
    charges_too_little(ledgers, "shell_capital")


def thrifty_load(m, ledgers):
    row = m.site_power_balance[("coreweave_helios", 2028, "year")]
    one_coefficient(row, "it_load_gw[coreweave_helios,2028]", 0.99)


def small_appetite(m, ledgers):
    row = m.fleet_it_load_balance["coreweave_helios", 2028]
    one_coefficient(row, "accelerators_running_million[nvidia_vr200", 0.98)


def little_memory(m, ledgers):
    for index in m.component_supply_limit:
        if index == ("hbm", "global", 2028):
            row = m.component_supply_limit[index]
            for site in ("coreweave_helios", "openai_stargate_abilene"):
                one_coefficient(row, f"accelerators_bought_million[nvidia_vr200,{site}", 0.5)


def late_retirement(m, ledgers):
    row = m.accelerator_vintage_balance["nvidia_gb200", "openai_stargate_abilene", 2028]
    row.set_value(row.body <= row.upper + 0.05)


def strong_engines(m, ledgers):
    for (g, s, y), row in m.output_capacity_limit.items():
        if g == "gas_recip":
            one_coefficient(row, f"power_capacity_gw[gas_recip,{s},{y}]", 1.1)


def roomy_site(m, ledgers):
    row = m.site_size_limit["openai_stargate_abilene"]
    one_coefficient(row, "shell_built_gw[openai_stargate_abilene,2028", 0.5)


def strong_chip(m, ledgers):
    row = m.compute_target_requirement["frontier_run", 2028]
    one_coefficient(row, "compute_allocated_million[frontier_run,nvidia_vr200", 1.01)


def ghost_chips(m, ledgers):
    row = m.fleet_compute_limit["nvidia_vr200", 2028]
    one_coefficient(row, "compute_allocated_million[frontier_run,nvidia_vr200", 0.9)


def discount_on_the_budget(m, ledgers):
    row = m.capex_budget_limit[2028]
    row.set_value(row.body <= 1.1 * row.upper)


def free_capacity(m, ledgers):
    for (g, s, y), row in m.power_capacity_balance.items():
        if g == "gas_recip" and y == 2028:
            one_coefficient(row, f"power_built_gw[gas_recip,{s}", 1.2)


@pytest.mark.parametrize(
    ("error", "family", "changes"),
    [
        (cheaper_shell, "cost", {}),
        (thrifty_load, "power_balance", {}),
        (small_appetite, "it_load", {}),
        (little_memory, "components", {"set": SCARCE}),
        (late_retirement, "accelerator_stock", {}),
        (strong_engines, "energy", {}),
        (roomy_site, "site_room", {}),
        (strong_chip, "compute_delivered", {}),
        (ghost_chips, "compute_allocated", {}),
        (free_capacity, "power_stock", {}),
        (discount_on_the_budget, "budgets", {"limits": Limits(capex_busd_per_year=25.0)}),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_flipped_coefficient_is_caught(planned, flip, error, family, changes):
    flip(error)

    folder = planned(**changes)

    assert family in failed(folder)
    # The solver did its part: what is wrong is what it was given.
    record = api.read_certificate(folder)
    assert all(check["passed"] for check in record["checks"] if check["kind"] == "programme")


def test_a_wrong_discount_is_caught(planned, monkeypatch):
    right = finance.discount_factor
    monkeypatch.setattr(finance, "discount_factor", lambda world, y: right(world, y + 1))

    assert "present_cost" in failed(planned())


def test_a_wrong_annuity_is_caught(planned, monkeypatch):
    right = capital.yearly_charge
    monkeypatch.setattr(capital, "yearly_charge", lambda world, life: right(world, life + 1))

    assert {"cost", "present_cost"} <= failed(planned())


def test_a_wrong_price_of_fuel_is_caught(planned, monkeypatch):
    right = dispatch.fuel_cost
    monkeypatch.setattr(dispatch, "fuel_cost", lambda *of: 1.001 * right(*of))

    assert {"cost", "present_cost"} <= failed(planned())


@pytest.mark.parametrize("resource", ["packaging", "hbm", "node"])
def test_a_wrong_draw_of_a_component_is_caught(planned, monkeypatch, resource):
    from planner.system import accelerators as chips

    right = chips._uses

    def wrong(*of, **how):
        uses = right(*of, **how)
        return {key: amount * (1.01 if key[0] == resource else 1) for key, amount in uses.items()}

    monkeypatch.setattr(chips, "_uses", wrong)
    folder = planned()

    check = next(
        c for c in api.read_certificate(folder)["checks"] if c["family"] == "component_use"
    )
    assert not check["passed"]
    assert check["worst"].startswith(f"use of {resource}")


def test_a_wrong_pue_is_caught(planned, monkeypatch):
    from planner.system.objects.sites import Site

    right = Site.pue_at
    monkeypatch.setattr(Site, "pue_at", lambda site, h: 0.99 * right(site, h))

    assert "load" in failed(planned())


def test_a_failed_check_is_told_in_words(planned, flip):
    flip(cheaper_shell)
    folder = planned()

    found, _ = api.verify(folder)
    with pytest.raises(FailedCheckError) as told:
        api.require(found.failed)

    assert told.value.exit_code == 5
    assert "cost: what a year is charged" in str(told.value)
    assert "shell_capital of 2028" in str(told.value)


def test_run_and_verify_end_with_exit_code_5(flip, tmp_path, capsys):
    flip(cheaper_shell)

    assert main(["run", "small", "-o", str(tmp_path), "-q"]) == 5
    assert main(["verify", str(tmp_path / "small")]) == 5

    out, err = capsys.readouterr()
    assert "checks fail" in out
    assert err.count("the plan is not what it says") == 2


def test_a_proof_that_was_changed_fails(planned):
    folder = planned()
    path = folder / "proof" / "columns.parquet"
    columns = pd.read_parquet(path)
    columns.loc[columns["name"].str.startswith("it_load_gw"), "value_cost"] *= 1.001
    columns.to_parquet(path, index=False)
    accept(folder, "proof/columns.parquet")

    found, _ = api.verify(folder)

    families = {check.family for check in found.failed}
    assert {"fleet_it_load_balance", "table of it_load_gw"} <= families


def test_a_table_changed_with_its_checksum_still_fails(planned):
    folder = planned()
    path = folder / "tables" / "cost.parquet"
    cost = pd.read_parquet(path)
    cost.loc[cost["term"] == "fuel", "cost_busd"] += 0.001
    cost.to_parquet(path, index=False)
    with pytest.raises(InputError, match=r"cost\.parquet: changed since the run"):
        api.verify(folder)
    accept(folder, "tables/cost.parquet")

    found, _ = api.verify(folder)

    assert {check.family for check in found.failed} >= {"cost", "discounting"}


def accept(folder, name):
    """Put a changed file's checksum into the manifest, as one would who hides a change."""
    record_files(folder, [folder / name])


def without(folder, table):
    """Take a table out of a run and its name out of the manifest, as one would who hides it."""
    manifest = json.loads((folder / "run.json").read_text())
    for path in folder.glob(f"tables/{table}.*"):
        path.unlink()
        del manifest["files"][path.relative_to(folder).as_posix()]
    write_document(folder, "run.json", manifest)


def test_a_run_without_a_table_of_every_plan_is_none(planned):
    folder = planned()
    without(folder, "ledger")

    with pytest.raises(InputError, match=r"ledger\.parquet: missing"):
        api.verify(folder)


def test_a_run_without_a_table_that_its_model_asks_for_fails(planned):
    folder = planned(limits=Limits(emissions_mt_per_year=4.0))
    without(folder, "carbon_price")

    found, _ = api.verify(folder)

    assert [(check.family, check.worst) for check in found.failed] == [("tables", "carbon_price")]
