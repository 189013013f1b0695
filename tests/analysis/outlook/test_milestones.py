"""Backwards from what serves to when it must be decided."""

import pytest

from planner.analysis.outlook.decisions import decisions, is_late, serving
from planner.analysis.outlook.milestones import as_date, last_year_of_service, milestones


def due(table, *index):
    """Item, and more columns if named, to the decimal year by which it must be decided."""
    return table.set_index(list(index or ("item",)))["decide_by_year"].to_dict()


def shell(year, it_gw, site="s"):
    return {"site": site, "year": year, "it_gw": 0.0, "facility_gw": 0.0,
            "shell_built_it_gw": it_gw}  # fmt: skip


def power(source, kind, year, built, capacity, site="s"):
    return {"technology": source, "kind": kind, "site": site, "year": year, "built_gw": built,
            "capacity_gw": capacity}  # fmt: skip


def bought(year, million, site="s"):
    return {"accelerator": "k", "site": site, "year": year, "bought_million": million,
            "running_million": million}  # fmt: skip


def limit(kind, pool, year, capacity, used):
    return {"limit": "component_supply_limit", "kind": kind, "pool": pool, "year": year,
            "capacity": capacity, "used": used}  # fmt: skip


def test_a_shell_brings_its_electrical_plant(inputs, plan):
    # Service at the end of 2027, so at 2028.0. Ground is broken 1.5 years before, transformers
    # are ordered 3 years before, before the plan begins. Two GW of IT are 2.5 of facility power.
    table = milestones(inputs(), plan(clusters=[shell(2027, 2.0)]))

    assert due(table) == {
        "shell": 2026.5, "transformers": 2025.0, "switchgear": 2026.75,
        "backup_generators": 2026.25,
    }  # fmt: skip
    rows = table.set_index("item")
    assert list(rows.loc[["shell", "transformers"], "amount"]) == [2.0, 2.5]
    assert list(rows.loc[["shell", "transformers"], "status"]) == ["ahead", "already past"]
    assert rows.at["transformers", "slack_years"] == -1.0
    # The slow case of a shell takes 2.5 years.
    assert rows.at["shell", "decide_by_year_if_slow"] == 2025.5


def test_the_most_urgent_decision_comes_first(inputs, plan):
    table = milestones(inputs(), plan(clusters=[shell(2027, 2.0)]))

    assert list(table["decide_by_year"]) == sorted(table["decide_by_year"])


def test_power_is_ordered_its_lead_time_before(inputs, plan):
    # 2.5 years before 2028.0.
    table = milestones(inputs(), plan(power=[power("gas", "dispatchable", 2027, 1.0, 1.0)]))

    assert due(table, "item", "what") == {("power_order", "gas"): 2025.5}


def test_what_is_committed_is_not_late(inputs, plan):
    # 2 GW of IT are 2.5 of facility power, beside 0.5 that stood; 2.5 in all are committed by the
    # end of 2026, so 2 of the 2.5 that are built: four fifths. Their ground was broken in 2025.
    # Of 0.4 million units 0.1 was counted.
    committed = [
        {"limit": "site_commitment_requirement", "place": "s", "year": 2026, "capacity": 3.0,
         "used": 2.5},
        {"limit": "shipment_commitment_requirement", "pool": "f", "year": 2026, "capacity": 0.4,
         "used": 0.1},
    ]  # fmt: skip
    table = milestones(
        inputs(),
        plan(clusters=[shell(2026, 2.0)], accelerators=[bought(2026, 0.4)], limits=committed),
    )

    shells = table[table["item"] == "shell"].set_index("status")["amount"]
    assert shells.to_dict() == pytest.approx({"committed": 1.6, "already past": 0.4})
    chips = table[table["item"] == "chip_order"].set_index("status")["amount"]
    assert chips["committed"] == pytest.approx(0.1)
    assert chips.sum() == pytest.approx(0.4)
    # Put together, all that is left of the shell is late; all of it committed would not be.
    found = decisions(table, by_site=False).set_index("item")["status"]
    assert found["shell"] == "partly committed, rest already past"
    assert is_late(found["shell"])
    alone = decisions(table[table["status"] == "committed"], by_site=False)
    assert set(alone["status"]) == {"committed"}


def test_what_is_built_later_than_committed_is_a_decision(inputs, plan):
    # 1 GW of IT in each year, 1.25 of facility power, on nothing; 1 GW is committed, in 2026.
    committed = [
        {"limit": "site_commitment_requirement", "place": "s", "year": 2026, "capacity": 1.25,
         "used": 1.0},
    ]  # fmt: skip
    table = milestones(
        inputs(), plan(clusters=[shell(2026, 1.0), shell(2027, 1.0)], limits=committed)
    )

    shells = table[table["item"] == "shell"]
    given = shells[shells["status"] == "committed"]
    assert given[["in_service_year", "amount"]].to_numpy().tolist() == [[2026, pytest.approx(0.8)]]
    assert shells["amount"].sum() == pytest.approx(2.0)


def test_what_is_contracted_is_committed_where_a_model_counts_what_is_ordered(inputs, plan):
    # 1 GW of IT, 1.25 of facility power, beside 0.5 that stood: ordered are 1.5, so 0.8 of it.
    ordered = [
        {"limit": "ordered_equipment_limit", "place": "s", "year": 2026, "capacity": 1.5,
         "used": 1.75},
    ]  # fmt: skip
    table = milestones(inputs(), plan(clusters=[shell(2026, 1.0)], limits=ordered))

    shells = table[table["item"] == "shell"].set_index("status")["amount"]
    assert shells.to_dict() == pytest.approx({"committed": 0.8, "already past": 0.2})


def test_only_what_is_not_contracted_needs_a_request(inputs, plan):
    # 0.3 GW stood before; 0.5 are contracted from 2026 on, also in 2027, when the table has
    # ended. Of one more GW, 0.2 is contracted, and 0.8 is requested three years before 2028.0.
    table = milestones(inputs(), plan(power=[power("grid", "grid", 2027, 1.0, 1.3)]))

    (row,) = table.to_dict("records")
    assert (row["item"], row["decide_by_year"]) == ("interconnection_request", 2025.0)
    assert row["amount"] == pytest.approx(0.8)


def test_a_connection_within_the_contract_is_no_decision(inputs, plan):
    table = milestones(inputs(), plan(power=[power("grid", "grid", 2026, 0.2, 0.5)]))

    assert table.empty


def test_a_pool_is_that_of_the_plan_and_not_the_row_of_its_name(inputs, plan):
    # The pool has 3 GW of connections, of which 1.5 stood before; a GW and a half are contracted
    # and half a GW of the two that are built is requested. Shell for a GW of IT is built for a PUE
    # of 1.6, of which the table of sites, whose row of the same name has 1.0, knows nothing.
    table = milestones(
        inputs(),
        plan(
            power=[power("grid", "grid", 2027, 2.0, 3.5, site="pool_r")],
            clusters=[shell(2027, 1.0, site="pool_r")],
        ),
    )

    rows = table.set_index("item")
    assert rows.at["interconnection_request", "amount"] == pytest.approx(0.5)
    assert rows.at["transformers", "amount"] == pytest.approx(1.6)


def test_a_site_that_no_row_knows_has_milestones(inputs, plan):
    # A pool need not have a row of its own, and a candidate is made from other tables.
    built = [power("grid", "grid", 2027, 1.0, 1.0, site="area_p60")]
    places = [{"site": "area_p60", "region": "r", "pue": 1.2}]

    table = milestones(inputs(), plan(power=built, sites=places, site_contracts=[]))

    assert table.set_index("item").at["interconnection_request", "amount"] == pytest.approx(1.0)


def test_the_steps_of_a_chip_lead_its_service(inputs, plan):
    # Service at 2028.0. Parts are packaged half a year before, begun 0.125 years before that:
    # 2027.375. Wafers take 0.25 years, so the order is due at 2027.125; memory takes 0.375.
    table = milestones(inputs(), plan(accelerators=[bought(2027, 1.0)]))

    assert due(table) == {
        "packaging_start": 2027.375, "chip_order": 2027.125, "hbm_start": 2027.0,
    }  # fmt: skip


def test_new_capacity_is_what_exceeds_the_first_year(inputs, plan):
    # The pool yields 12 thousand wafers in 2026. 30 are drawn in 2027, so 18 a year, 1.5 a month,
    # are new; 36 in 2028, so 0.5 a month more. The fab of 2027 is decided 2.5 years before its
    # wafers start, which is 0.875 before 2028.0.
    table = milestones(
        inputs(),
        plan(
            years=(2026, 2027, 2028, 2029),
            # Of 2029 nothing is bought, and what is drawn is for nobody.
            accelerators=[bought(y, 1.0 if y < 2029 else 0.0) for y in range(2026, 2030)],
            limits=[
                limit("node", "n", y, c, u)
                for y, c, u in ((2026, 12, 12), (2027, 40, 30), (2028, 50, 36), (2029, 50, 48))
            ],
        ),
    )

    fabs = table[table["item"] == "new_fab"].set_index("in_service_year")
    assert fabs["amount"].to_dict() == pytest.approx({2027: 1.5, 2028: 0.5})
    assert fabs.at[2027, "decide_by_year"] == pytest.approx(2028 - 0.875 - 2.5)


def test_lines_of_packaging_and_memory_are_decided_before_their_step(inputs, plan):
    # Packaging starts at 2027.375 and memory at 2027.0: a year and two years before.
    table = milestones(
        inputs(),
        plan(
            accelerators=[bought(2027, 1.0)],
            limits=[
                limit(kind, pool, y, 1.0, y - 2025.0)
                for kind, pool in (("packaging", "p"), ("hbm", "m"))
                for y in (2026, 2027)
            ],
        ),
    )

    assert due(table)["new_packaging_line"] == pytest.approx(2026.375)
    assert due(table)["new_hbm_line"] == pytest.approx(2025.0)
    # One more a year: of wafers a twelfth a month, of memory an EB.
    amounts = table.set_index("item")["amount"]
    assert amounts["new_packaging_line"] == pytest.approx(1 / 12)
    assert amounts["new_hbm_line"] == pytest.approx(1.0)


def test_what_is_due_on_the_first_day_of_the_plan_is_ahead(inputs, plan):
    # 1.5 years before the end of 2026 is the middle of 2025; of 2027, the middle of 2026. With a
    # shell of two years, 2027 is due on 1 January 2026.
    table = milestones(
        inputs(
            power_technologies=[
                {"technology": "gas", "lead_time_years": 2.0, "lifetime_years": 30.0}
            ]
        ),
        plan(power=[power("gas", "dispatchable", y, 1.0, 1.0) for y in (2026, 2027)]),
    )

    assert table.set_index("in_service_year")["status"].to_dict() == {
        2026: "already past", 2027: "ahead",
    }  # fmt: skip


def test_a_plan_that_builds_nothing_decides_nothing(inputs, plan):
    assert milestones(inputs(), plan()).empty


def test_a_years_cluster_is_what_was_built_by_then_and_still_serves(inputs, plan):
    # Accelerators live five years: those of 2026 serve to 2030.
    table = milestones(
        inputs(), plan(years=tuple(range(2026, 2032)), accelerators=[bought(2026, 1.0),
                                                                     bought(2031, 2.0)])
    )  # fmt: skip
    orders = table[table["item"] == "chip_order"]

    assert set(serving(orders, 2030)["in_service_year"]) == {2026}
    assert set(serving(orders, 2031)["in_service_year"]) == {2031}


@pytest.mark.parametrize(("life", "last"), [(5.0, 2030), (4.5, 2030), (1.0, 2026)])
def test_the_last_year_of_service_is_that_of_the_plan(life, last):
    # World.in_life: built <= y < built + life.
    assert last_year_of_service(2026, life) == last
    assert last < 2026 + life <= last + 1


def test_decisions_add_up_over_years_and_sites(inputs, plan):
    # Shells of 1 GW in 2026 and 2 GW in 2027 here, 4 GW in 2027 there.
    made = milestones(
        inputs(), plan(clusters=[shell(2026, 1.0), shell(2027, 2.0), shell(2027, 4.0, "far")])
    )
    shells = made[made["item"] == "shell"]

    (row,) = decisions(shells, by_site=False).to_dict("records")
    by_site = decisions(shells, by_site=True).set_index("site")

    assert (row["amount"], row["sites"], row["status"]) == (7.0, 2, "partly past")
    assert (row["first_by_year"], row["last_by_year"]) == (2025.5, 2026.5)
    assert by_site["amount"].to_dict() == {"s": 3.0, "far": 4.0}
    assert by_site["status"].to_dict() == {"s": "partly past", "far": "ahead"}


def test_what_is_partly_committed_says_so_and_is_dated_by_what_is_left(inputs, plan):
    # 1 GW of IT in each of three years, 1.25 of facility power, on 0.5 that stood. Ground is
    # broken 1.5 years before the end of each: 2025.5, 2026.5 and 2027.5. What is committed by the
    # end of 2026 is the first; by the end of 2027 half of the second as well.
    def told(*committed):
        floors = [
            {"limit": "site_commitment_requirement", "place": "s", "year": y, "capacity": there,
             "used": given} for y, there, given in committed
        ]  # fmt: skip
        years = (2026, 2027, 2028)
        built = plan(years=years, clusters=[shell(y, 1.0) for y in years], limits=floors)
        shells = milestones(inputs(), built).query("item == 'shell'")
        (row,) = decisions(shells, by_site=False).to_dict("records")
        return row["status"], row["first_by_year"], row["last_by_year"]

    assert told() == ("partly past", 2025.5, 2027.5)
    assert told((2026, 1.75, 1.75)) == ("partly committed, rest ahead", 2026.5, 2027.5)
    assert told((2026, 1.75, 1.75), (2027, 3.0, 2.375)) == (
        "partly committed, rest ahead", 2026.5, 2027.5,
    )  # fmt: skip
    # Half of the first is given: the other half is late, and what follows is not.
    assert told((2026, 1.75, 1.125)) == ("partly committed, rest partly past", 2025.5, 2027.5)


def test_what_concerns_no_site_counts_none(inputs, plan):
    made = milestones(inputs(), plan(accelerators=[bought(2027, 1.0)]))

    counts = decisions(made, by_site=False).set_index("item")["sites"].to_dict()

    assert counts == {"chip_order": 1, "packaging_start": 0, "hbm_start": 0}


@pytest.mark.parametrize(
    ("year", "text"),
    [(2026.0, "2026-01-01"), (2026.5, "2026-07-02"), (2028.999, "2028-12-31")],
)
def test_a_decimal_year_has_a_date(year, text):
    assert as_date(year) == text
