import json

import pytest

from planner.data.descriptor import read_schema
from planner.errors import InputError


def changed(folder, change):
    """The faults of the folder's descriptor after `change` was applied to it."""
    path = folder.path / "datapackage.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    change({resource["name"]: resource for resource in document["resources"]})
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_schema(folder.path)
    return [str(fault) for fault in raised.value.faults]


def test_a_descriptor_becomes_tables_fields_and_keys(folder):
    tables = read_schema(folder.path)

    costs = tables["power_costs"]
    assert costs.key == ("technology", "year")
    assert costs.currency_year == 2025
    assert costs.fields["capex_usd_per_kw"].ranged
    assert costs.fields["capex_usd_per_kw"].minimum == 0
    assert costs.fields["technology"].refers_to == "power_technologies.technology"
    assert tables["sites"].fields["kind"].enum == ("campus", "candidate")
    assert tables["sites"].fields["name"].unique
    assert not tables["sites"].fields["note"].required


def test_a_folder_without_a_descriptor_is_no_folder_of_tables(tmp_path):
    with pytest.raises(InputError, match=r"datapackage.json: no such file; .*folder of the tab"):
        read_schema(tmp_path)


def test_broken_json_is_named_with_line_and_column(tmp_path):
    (tmp_path / "datapackage.json").write_text('{\n  "resources": [,]\n}', encoding="utf-8")

    with pytest.raises(InputError, match=r"datapackage.json, line 2, column 17: .*valid JSON"):
        read_schema(tmp_path)


@pytest.mark.parametrize("content", ["[]", "{}", '{"resources": []}', '{"resources": 3}'])
def test_json_without_tables_is_refused(tmp_path, content):
    (tmp_path / "datapackage.json").write_text(content, encoding="utf-8")

    with pytest.raises(InputError, match=r"datapackage.json: .*resources"):
        read_schema(tmp_path)


def test_a_descriptor_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / "datapackage.json").write_bytes(b'{"title": "M\xfc"}')

    with pytest.raises(InputError, match="not UTF-8"):
        read_schema(tmp_path)


def test_all_faults_of_a_descriptor_are_listed(folder):
    def spoil(tables):
        fields = {f["name"]: f for f in tables["sites"]["schema"]["fields"]}
        fields["pue"]["type"] = "float"
        fields["pue"]["range"]["low"] = "pue_lo"
        fields["max_facility_gw"]["constraints"]["minimun"] = 0
        fields["max_facility_gw"]["constraints"]["maximum"] = "50"
        tables["regions"]["schema"]["primaryKey"] = "regoin"
        tables["sources"]["schema"]["primaryKey"] = []
        tables["power_costs"]["schema"]["foreignKeys"][0]["reference"]["resource"] = "sorces"
        del tables["power_technologies"]["path"]

    faults = changed(folder, spoil)

    assert faults == [
        "datapackage.json, table sites, field max_facility_gw: unknown constraint 'minimun'; "
        "expected one of required, unique, minimum, maximum, enum, pattern; "
        "did you mean 'minimum'?",
        "datapackage.json, table sites, field max_facility_gw, maximum: '50'; expected a number",
        "datapackage.json, table sites, field pue: type 'float'; "
        "expected one of string, integer, number, boolean",
        "datapackage.json, table power_technologies: incomplete; "
        "expected a name, a path and schema.fields",
        "datapackage.json, table sources: no primaryKey; expected the columns that name a row",
        "datapackage.json, table regions, primaryKey: unknown column 'regoin'; "
        "expected region, country, source_id; did you mean 'region'?",
        "datapackage.json, table sites, range of pue: unknown column 'pue_lo'; expected site, "
        "name, kind, region, max_facility_gw, pue_low, pue, pue_high, onsite_generation, "
        "balancing_area, source_id, note; did you mean 'pue_low'?",
        "datapackage.json, table power_costs, foreignKeys of technology: unknown table 'sorces'; "
        "expected sources, regions, sites, power_costs; did you mean 'sources'?",
    ]


def test_a_table_or_field_that_is_described_twice_is_a_fault(folder):
    def spoil(tables):
        tables["regions"]["name"] = "sites"
        tables["sources"]["schema"]["fields"].append({"name": "title", "type": "string"})

    faults = changed(folder, spoil)

    assert "datapackage.json, table sites: described twice; expected one description" in faults
    assert (
        "datapackage.json, table sources: field name 'title'; expected a name that occurs once"
        in faults
    )


def test_a_key_that_refers_to_unknown_columns_is_a_fault(folder):
    def spoil(tables):
        keys = tables["sites"]["schema"]["foreignKeys"]
        keys[0]["reference"]["fields"] = ["name_of_region"]
        keys[1]["fields"] = ["source_id", "note"]

    faults = changed(folder, spoil)

    assert [fault.split(";")[0] for fault in faults] == [
        "datapackage.json, table sites, foreignKeys of region: unknown column 'name_of_region'",
        "datapackage.json, table sites, foreignKeys of source_id, note: unequal lists",
    ]


def test_what_reads_a_column_is_as_shipped_where_a_folder_does_not_say_it(folder):
    # The folder's descriptor says nothing of uses; a PUE is of accelerators.
    used = read_schema(folder.path)["sites"].fields["pue"].used

    assert used.needs == "accelerators"


@pytest.mark.parametrize(
    ("used", "message"),
    [
        (
            {"bye": "plan"},
            "used: unknown key 'bye'; expected one of by, rows, choice, when, with,",
        ),
        ({"by": "nobody"}, "used, by: 'nobody'; expected one of plan, answers, readers"),
        ({"with": "luck"}, "used, with: 'luck'; expected one of accelerators"),
        ({"rows": [{"sort": ["x"]}]}, "used of site: unknown column 'sort'"),
    ],
)
def test_a_use_that_the_planner_does_not_know_is_refused(tmp_path, used, message):
    resource = {
        "name": "sites",
        "path": "sites.csv",
        "schema": {"fields": [{"name": "site", "used": used}], "primaryKey": "site"},
    }
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))

    with pytest.raises(InputError) as error:
        read_schema(tmp_path)

    assert message in str(error.value)
