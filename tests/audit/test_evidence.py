"""What plans are held against, gathered from tables that are given, by hand."""

from math import nan
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.calendar import Calendar, Slice
from planner.audit.evidence import Evidence

YEARS = (2026, 2028)
CHIP = {"supply_region": "west", "ships": 2026.0, "last_sale": 2027.0, "h100e": 2.0,
        "memory_tb": 6.7}  # fmt: skip
ROW = {"kind": "variable", "profile": "none", "variable_om_usd_per_mwh": 0.0,
       "co2_t_per_mwh": 0.0, "scheduled_outage_share": 0.0, "fuel": "none"}  # fmt: skip


def of(chips=None, places=None, include=(), exclude=(), serving=None, physical="economic_life",
       technology=None, **plan):  # fmt: skip
    workloads = {} if serving is None else {"serving": serving}
    files = SimpleNamespace(
        years=YEARS,
        definition={
            "accelerators": {"supply_regions": ["west"], "include": include, "exclude": exclude},
            "workloads": workloads, "fleet": {"serve_for": physical},
        },
        cluster_costs={"accelerator_life_years": 4.0, "accelerator_physical_life_years": 7.0},
        technologies={"g": {**ROW, **(technology or {})}},
        runs=lambda g, h: 0.9, hours=8760.0, plan=plan,
        before=lambda y: 2026 if y == 2028 else None,
        inputs={"packaging": pd.DataFrame({"packaging": ["a", "b"], "limited": [True, False]})},
    )  # fmt: skip
    year = Calendar(
        {"day": Slice(1, 0, 12.0, 4000.0), "night": Slice(1, 1, 12.0, 4760.0)}, [],
        {("solar", "A", "day"): 0.5, ("solar", "A", "night"): 0.0},
    )  # fmt: skip
    own = {k: SimpleNamespace(**{**CHIP, **chip}) for k, chip in (chips or {}).items()}
    return Evidence(files, places or {}, year, own)


def on_sale(include=(), exclude=(), **chip):
    return bool(of({"k": chip}, include=include, exclude=exclude).on_sale)


def test_what_the_model_can_buy_in_one_of_its_years():
    assert on_sale()
    # It ships before the end of the last year, and is sold until the first at least.
    assert on_sale(ships=2028.9)
    assert not on_sale(ships=2029.0)
    assert on_sale(last_sale=2026.0)
    assert not on_sale(last_sale=2025.9)
    assert not on_sale(supply_region="china")
    assert on_sale(include=["k"])
    assert not on_sale(include=["j"])
    assert not on_sale(exclude=["k"])


def served(share, h100e=2.0, memory=6.7, fed=100.0, serving="roofline"):
    row = {"decode_share": share, "decode_flop_per_byte": fed}
    chips = {"k": {"h100e": h100e, "memory_tb": memory}}
    return of(chips, serving=serving).served_h100e(row, "k")


def test_compute_that_is_served_goes_by_flop_or_by_memory():
    # An H100 of 3.35 TB a second has 335 TFLOPS of 1979 at 100 FLOP a byte, and is held back by
    # its memory; twice the memory serves tokens twice as fast.
    assert served(0.5) == pytest.approx(2.0)
    assert served(0.5, memory=3.35) == pytest.approx(1 / (0.5 / 2 + 0.5 / 1))
    assert served(1.0, memory=67.0) == pytest.approx(2 / (335 / 1979))
    # Where much is computed for each byte, both go by FLOP.
    assert served(0.5, memory=3.35, fed=1e4) == pytest.approx(2.0)


def test_compute_goes_by_flop_alone_where_nothing_else_is_asked():
    for plain in (served(nan, memory=1.0), served(0.0, memory=1.0),
                  served(0.5, memory=1.0, serving="flop"),
                  served(0.5, memory=1.0, serving=None)):  # fmt: skip
        assert plain == 2.0
    assert served(0.5, h100e=0.0) == 0.0


def test_units_stay_for_the_life_that_the_model_names():
    assert of().stays_years == 4.0
    assert of(physical="physical_life").stays_years == 7.0


def test_lines_that_are_not_limited():
    assert of().unlimited == {("packaging", "b")}


def test_what_a_technology_gives_in_a_slice_and_in_a_year():
    assert of().gives("g", "A", "day") == 0.9
    sun = of(technology={"profile": "solar"})
    assert sun.gives("g", "A", "day") == pytest.approx(0.45)
    assert sun.full_hours("g", "A") == pytest.approx(0.45 * 4000)
    assert of().full_hours("g", "A") == pytest.approx(0.9 * 8760)
    assert of().weights == {"day": 4000.0, "night": 4760.0, "year": 8760.0}


@pytest.mark.parametrize(("row", "metered"), [
    ({}, False), ({"fuel": "gas"}, True), ({"variable_om_usd_per_mwh": 1.0}, True),
    ({"co2_t_per_mwh": 0.1}, True), ({"scheduled_outage_share": 0.05}, True),
])  # fmt: skip
def test_output_is_metered_where_it_costs_emits_or_is_limited(row, metered):
    assert of(technology=row).is_metered("g") == metered


def place(stood, gone=()):
    return SimpleNamespace(
        stood=lambda g, y: stood[y], standing_technologies={"g"}, gone=dict(gone), region="A"
    )


def test_what_ends_does_so_after_the_last_planned_year():
    gone = {("g", 2026): 1.0, ("g", 2027): 0.2, ("g", 2028): 0.4, ("g", 2029): 2.0,
            ("h", 2027): 9.0}  # fmt: skip
    one = of(places={"s": place({2026: 1.0, 2028: 0.0}, gone)})

    assert (one.ended("g", "s", 2026), one.ended("g", "s", 2028)) == (0.0, pytest.approx(0.6))


def kept(stood, retired=(0.0, 0.0), gone=()):
    power = pd.DataFrame(
        [("g", "s", y, gw) for y, gw in zip(YEARS, retired, strict=True)],
        columns=["technology", "site", "year", "retired_gw"],
    )
    one = of(places={"s": place(dict(zip(YEARS, stood, strict=True)), gone)}, power=power)
    return pytest.approx([one.kept["g", "s", y] for y in YEARS])


def test_what_stands_by_the_tables_is_kept_until_it_is_retired():
    assert kept((1.0, 1.0)) == [1.0, 1.0]
    assert kept((1.0, 1.0), (0.3, 0.1)) == [0.7, 0.6]
    # What comes is kept beside it.
    assert kept((1.0, 1.5), (0.3, 0.0)) == [0.7, 1.2]
    # What ends may be of what was retired.
    ends = {("g", 2028): 0.4}
    assert kept((1.0, 0.6), (0.3, 0.0), ends) == [0.7, 0.6]
    assert kept((1.0, 0.6), (0.5, 0.0), ends) == [0.5, 0.5]
    # 0.5 come as 0.4 end.
    assert kept((1.0, 1.1), (0.5, 0.0), ends) == [0.5, 1.0]


def test_a_plan_that_tells_nothing_of_it_keeps_all():
    power = pd.DataFrame({"technology": ["g"], "site": ["s"], "year": [2026]})
    one = of(places={"s": place(dict.fromkeys(YEARS, 1.0))}, power=power)

    assert one.kept == {("g", "s", 2026): 1.0, ("g", "s", 2028): 1.0}
    assert (one.built, one.not_taken) == ({}, {})


def test_output_is_what_is_used_and_what_nothing_uses():
    power = pd.DataFrame(
        [("g", "s", 2026, 3.0, 1.0, 0.25)],
        columns=["technology", "site", "year", "generation_twh", "curtailed_twh", "not_taken_twh"],
    )
    one = of(power=power)

    assert one.output == {("g", "s", 2026): 4.0}
    assert one.taken == {("g", "s", 2026): 3.75}


def test_the_average_is_the_load_where_a_plan_tells_of_none():
    clusters = pd.DataFrame({"site": ["s"], "year": [2026], "it_gw": [2.0]})

    assert of(clusters=clusters).average_gw == {("s", 2026): 2.0}
    told = clusters.assign(average_it_gw=1.5)
    assert of(clusters=told).average_gw == {("s", 2026): 1.5}


def test_storage_takes_in_and_gives_back():
    columns = ["technology", "site", "year", "slice", "charge_gw", "discharge_gw"]
    table = pd.DataFrame([("g", "s", 2026, "day", 0.5, 0.25)], columns=columns)

    assert of(storage=table).stored == {("g", "s", 2026, "day"): (0.5, 0.25)}
    assert of(storage=pd.DataFrame()).stored == {}
