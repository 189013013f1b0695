from planner.data.foreign_keys import unknown_ids
from planner.data.reading import Reading
from planner.data.schema import ForeignKey


def refer(reading, *keys):
    """Give foreign keys to a reading's table."""
    spec = reading.table
    linked = type(spec)(
        name=spec.name,
        path=spec.path,
        fields=spec.fields,
        key=spec.key,
        foreign_keys=tuple(ForeignKey(*key) for key in keys),
    )
    return Reading(linked, reading.lines, reading.values, whole=reading.whole)


def test_an_unknown_id_is_answered_with_the_one_that_was_meant(table, found_by):
    sites = table("sites", "site", site=["abilene", "homer"], region=["ERCOTT", "PJM"])
    regions = table("regions", "region", region=["ERCOT", "PJM"])

    linked = refer(sites, (("region",), "regions", ("region",)))

    assert found_by(unknown_ids, linked, regions) == [
        "sites.csv, line 2, column region: unknown id 'ERCOTT'; expected text; "
        "did you mean 'ERCOT'?"
    ]


def test_an_id_like_no_other_needs_a_row(table, found_by):
    sites = table("sites", "site", site=["abilene"], region=["zebra"])
    regions = table("regions", "region", region=["ERCOT"])

    linked = refer(sites, (("region",), "regions", ("region",)))

    assert found_by(unknown_ids, linked, regions)[0].endswith("add it to regions.csv")


def test_a_blank_refers_to_nothing(table, found_by):
    sites = table("sites", "site", site=["abilene"], region=[None])
    regions = table("regions", "region", region=["ERCOT"])

    assert (
        found_by(unknown_ids, refer(sites, (("region",), "regions", ("region",))), regions) == []
    )


def test_compound_ids_must_occur_together(table, found_by):
    profiles = table("profiles", "set slice", set=["a", "b"], slice=["h00", "h04"])
    slices = table("slices", "set slice", set=["a", "b"], slice=["h00", "h08"])

    linked = refer(profiles, (("set", "slice"), "slices", ("set", "slice")))

    assert found_by(unknown_ids, linked, slices) == [
        "profiles.csv, line 3, columns set, slice: unknown id 'b', 'h04'; "
        "expected values of set and slice on one line of slices.csv; did you mean 'h08'?"
    ]


def test_a_table_that_could_not_be_read_is_no_witness(table, found_by):
    sites = table("sites", "site", site=["abilene"], region=["ERCOT"])
    regions = table("regions", "region", region=["PJM"])
    regions.whole = False

    assert (
        found_by(unknown_ids, refer(sites, (("region",), "regions", ("region",))), regions) == []
    )


def test_a_region_is_expected_of_the_table_that_has_them(folder):
    folder.put("sites", 2, "region", "ERCOTT")

    assert folder.faults() == [
        "sites.csv, line 2, column region: unknown id 'ERCOTT'; "
        "expected a region of regions.csv; did you mean 'ERCOT'?"
    ]
