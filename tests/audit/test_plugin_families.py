"""What plug-ins add is left out of the proof by name, and nothing else ever is."""

from types import SimpleNamespace

import pytest

from planner.audit.plugin_families import in_certificate, plugin_families

STATED = SimpleNamespace(rows={"site_power_balance": {}}, variables={"shell_gw": None})
PROOF = SimpleNamespace(
    # The last row holds the optimum of a stage: it is none of the programme's own.
    row_families=["site_power_balance", "emissions_cap_limit", "regional_water_limit", "held"],
    own_rows=3,
    column_families=["shell_gw", "tank_million_m3"],
)


@pytest.mark.parametrize(
    ("plugins", "found"),
    [
        ({}, set()),
        # The cap on emissions is a limit that tables state, though here none does: a row of it
        # is still one too many, and the proof says so.
        ({"water.caps.PJM": 4.0}, {"regional_water_limit", "tank_million_m3"}),
    ],
)
def test_only_what_no_table_speaks_of_and_a_model_asked_for_is_left_out(plugins, found):
    files = SimpleNamespace(definition={"plugins": plugins})

    assert plugin_families(files, STATED, PROOF) == found


def test_a_run_from_before_there_were_plug_ins_is_held_to_all():
    assert plugin_families(SimpleNamespace(definition={}), STATED, PROOF) == frozenset()


def test_what_is_left_out_is_told():
    assert in_certificate(frozenset()) == ()
    assert in_certificate(frozenset({"b", "a"})) == (
        "rows and choices of plug-ins, of which no table speaks: a, b",
    )
