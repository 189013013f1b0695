"""Rows of what operators buy, held to the names that sites and accelerators have."""

from planner.data.cross_checks import cross_check


def test_an_operator_and_a_vendor_that_nobody_knows_are_named(table, found_by):
    sites = table("sites", "site", site=["a", "b", "c"], operator=["Hills / Dales", None, "Woods"])
    chips = table("accelerators", "accelerator", accelerator=["k"], vendor=["Mill"])
    given = table(
        "operator_vendors", "operator vendor",
        operator=["Hills", "Dales", "all", "Wood", "Hills"],
        vendor=["Mill", "all", "Mill", "Mill", "Mil"],
        buys=[True, True, False, True, True],
    )  # fmt: skip

    told = [fault for fault in found_by(cross_check, sites, chips, given) if "operator_v" in fault]
    assert told == [
        "operator_vendors.csv, line 5, column operator: unknown operator 'Wood'; expected an "
        "operator of sites.csv; did you mean 'Woods'?",
        "operator_vendors.csv, line 6, column vendor: unknown vendor 'Mil'; expected a vendor of "
        "accelerators.csv; did you mean 'Mill'?",
    ]
