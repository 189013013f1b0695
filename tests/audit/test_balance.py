"""Power that is balanced, given and burned as a plan tells it, by hand."""

from types import SimpleNamespace

import pandas as pd

from planner.audit import balance
from planner.audit.amounts import Amounts

WEIGHTS = {"day": 2000.0, "night": 6000.0, "year": 8000.0}
KINDS = {"sun": "variable", "fan": "variable", "core": "baseload", "gas": "dispatchable",
         "line": "grid", "cell": "storage", "pump": "storage"}  # fmt: skip
FULL = {"sun": 1000.0, "fan": 4000.0, "core": 7200.0, "gas": 8000.0, "line": 8000.0,
        "cell": 8000.0, "pump": 8000.0}  # fmt: skip
OUT = {"sun": 0.0, "fan": 0.1, "core": 0.1, "gas": 0.2, "line": 0.0, "cell": 0.25, "pump": 0.0}


def gives(g, region, h):
    sun = {"day": 0.5, "night": 0.0, "year": 0.125}
    return {"sun": sun[h], "fan": 0.5, "core": 0.9}.get(g, 1.0)


def evidence(terms=None, surplus=None, **own):
    terms = terms or {}
    files = SimpleNamespace(
        definition={
            "power": {} if surplus is None else {"surplus": surplus},
            "limits": {"emissions_mt_per_year": own.pop("cap", None)},
        },
        technologies={
            g: {"kind": kind, "scheduled_outage_share": OUT[g]} for g, kind in KINDS.items()
        },
        runs=lambda g, h: 0.8 if h == "night" else 1.0,
    )
    of = {
        "average_gw": Amounts(), "it_gw": {}, "capacity": Amounts(), "stored": {}, "output": {},
        "curtailed": Amounts(), "not_taken": Amounts(), **own,
    }  # fmt: skip
    return SimpleNamespace(
        files=files,
        years=(2026, 2027),
        terms={key: Amounts(each) for key, each in terms.items()},
        weights=WEIGHTS,
        calendar=SimpleNamespace(slices={"day": 1, "night": 2}),
        places={"s": SimpleNamespace(pue_at={"day": 1.5, "night": 1.2, "year": 1.3}.get,
                                     water_in={"day": 2.0, "night": 0.5}, water_limit=7.0)},
        kind=KINDS.get,
        region=lambda s: "A",
        gives=gives,
        full_hours=lambda g, region: FULL[g],
        is_metered=lambda g: g == "fan",
        **of,
    )  # fmt: skip


def failed(rows):
    return [row.row for row in rows if row.deviation > 1e-6 * row.scale]


HERE = ("s", 2026)
DAY, NIGHT = (*HERE, "day"), (*HERE, "night")


def balanced(surplus=None, **terms):
    """Whether a slice with some terms is taken to be balanced."""
    one = evidence({DAY: terms}, surplus)
    one.plan = {"emissions": pd.DataFrame(), "water": pd.DataFrame()}.__getitem__
    return balance.balance_checks(one)[0].passed


def test_supply_may_exceed_the_load_where_what_is_over_may_be_lost(monkeypatch):
    for name in ("_load", "_output", "_energy", "_emissions", "_water"):
        monkeypatch.setattr(balance, name, lambda evidence: ())
    monkeypatch.setattr(balance, "Credits", lambda evidence: SimpleNamespace(checks=tuple))

    assert balanced(weather=2.0, load=-2.0)
    assert balanced(weather=2.1, load=-2.0)
    assert balanced("curtailed", weather=2.1, load=-2.0)
    assert not balanced("none", weather=2.1, load=-2.0)
    for surplus in (None, "none"):
        assert not balanced(surplus, weather=1.9, load=-2.0)
    # It is measured by the largest term.
    assert balanced("none", weather=2000.001, load=-2000.0)
    assert not balanced("none", weather=1.0, load=-1.001)


def load_rows(average=1.0, it=1.0, **loads):
    terms = {(*HERE, h): {"load": gw} for h, gw in loads.items()}
    one = evidence(terms, average_gw=Amounts({HERE: average}), it_gw={HERE: it})
    return failed(balance._load(one))


def test_load_is_that_of_the_units_times_the_pue_of_the_slice():
    assert load_rows(day=-1.5, night=-1.2) == []
    assert load_rows(day=-1.2, night=-1.2) == ["s in 2026, day"]
    assert load_rows(average=2.0, day=-3.0, night=-2.4) == []
    # A site is balanced in every slice, or once over the year.
    assert load_rows(year=-1.3) == []
    assert load_rows(day=-1.5) == ["slices of s in 2026"]
    assert load_rows() == ["slices of s in 2026"]
    assert load_rows(it=0.0) == []


def output_rows(terms, h="day", **gw):
    capacity = {(g, *HERE): each for g, each in gw.items()}
    return failed(balance._output(evidence({(*HERE, h): terms}, capacity=Amounts(capacity))))


def test_what_must_run_gives_its_share_no_more_and_no_less():
    assert output_rows({"baseload": 1.8}, core=2.0) == []
    for gw in (1.7, 1.9):
        assert output_rows({"baseload": gw}, core=2.0) == ["baseload of s in 2026, day"]
    # What stands at another site or in another year gives none.
    assert output_rows({}, sun=0.0) == []


def test_weather_gives_all_of_what_is_free_and_any_of_what_is_metered():
    # 2 GW of sun give 1 by day, and 3 of wind, of which less may be taken, up to 1.5.
    for gw in (1.0, 1.7, 2.5):
        assert output_rows({"weather": gw}, sun=2.0, fan=3.0) == []
    for gw in (0.9, 2.6):
        found = output_rows({"weather": gw}, sun=2.0, fan=3.0)
        assert found == ["weather of s in 2026, day"]
    # By the year nothing of it can stand in a balance.
    assert output_rows({"weather": 0.1}, "year", sun=2.0) == ["weather of s in 2026, year"]
    assert output_rows({"baseload": 1.8}, "year", core=2.0, sun=0.0) == []


def test_engines_and_the_grid_are_dispatched_within_what_stands():
    assert output_rows({"dispatch": 3.0}, gas=1.0, line=2.0) == []
    assert output_rows({"dispatch": 0.5}, gas=1.0, line=2.0) == []
    assert output_rows({"dispatch": 3.1}, gas=1.0, line=2.0) == ["dispatch of s in 2026, day"]


def stored_rows(day, night, told=None, gw=1.0):
    """Rows of one store that takes in and gives back by day and night."""
    stored = {("cell", *DAY): day, ("cell", *NIGHT): night}
    net = {DAY: day[1] - day[0], NIGHT: night[1] - night[0]}
    terms = {key: {"storage": (told or net)[key]} for key in net}
    capacity = Amounts({("cell", *HERE): gw})
    return failed(balance._output(evidence(terms, stored=stored, capacity=capacity)))


def test_a_store_gives_and_takes_within_its_power_and_its_overhauls():
    # By night four fifths of it can run. In a year 3/4 of 8000 hours: 2000 * 1 + 6000 * 0.6.
    assert stored_rows((1.0, 0.0), (0.0, 0.6)) == []
    assert stored_rows((0.6, 0.5), (0.0, 0.6)) == ["power of cell at s in 2026, day"]
    assert stored_rows((0.2, 0.0), (0.0, 0.9)) == ["power of cell at s in 2026, night"]
    # 2000 * 1 + 6000 * 0.7 are 6200 GWh of at most 6000.
    assert stored_rows((1.0, 0.0), (0.0, 0.7)) == ["cell at s in 2026, TWh"]
    assert stored_rows((0.5, 0.5), (0.35, 0.35)) == ["cell at s in 2026, TWh"]
    assert stored_rows((2.0, 0.0), (0.0, 1.3), gw=2.0) == []
    assert stored_rows((2.0, 0.0), (0.0, 1.4), gw=2.0) == ["cell at s in 2026, TWh"]


def test_storage_of_a_balance_is_what_is_given_back_less_what_is_taken_in():
    told = {DAY: -0.3, NIGHT: 0.4}
    assert stored_rows((0.5, 0.2), (0.1, 0.5), told) == []
    assert stored_rows((0.5, 0.2), (0.1, 0.5), {**told, DAY: 0.3}) == ["storage of s in 2026, day"]
    # Without any there is none; of two it is both.
    assert output_rows({"storage": 0.1}) == ["storage of s in 2026, day"]
    stored = {("cell", *DAY): (0.5, 0.2), ("pump", *DAY): (0.1, 0.0)}
    capacity = Amounts({("cell", *HERE): 1.0, ("pump", *HERE): 1.0})
    one = evidence({DAY: {"storage": -0.4}}, stored=stored, capacity=capacity)
    assert failed(balance._output(one)) == []


def energy_rows(terms, output, curtailed=None, not_taken=None, gw=None, stored=None):
    """Rows of one day of 2000 hours; amounts by technology in TWh."""

    def of(amounts):
        return Amounts({(g, *HERE): twh for g, twh in (amounts or {}).items()})

    one = evidence({DAY: terms}, output=of(output), curtailed=of(curtailed),
                   not_taken=of(not_taken), capacity=of(gw), stored=stored or {})  # fmt: skip
    return failed(balance._energy(one))


def test_energy_of_engines_is_what_is_dispatched_within_what_runs():
    # 0.5 GW in 2000 hours are 1 TWh, and 1 GW gives at most 0.8 of 8 TWh.
    even = {"dispatch": 0.5, "load": -0.5}
    assert energy_rows(even, {"gas": 1.0}, gw={"gas": 1.0}) == []
    assert energy_rows(even, {"gas": 1.1}, gw={"gas": 1.0}) == ["s in 2026"]
    assert energy_rows(even, {}, gw={"gas": 1.0}) == ["s in 2026"]
    much = {"dispatch": 3.5, "load": -3.5}
    assert energy_rows(much, {"gas": 7.0}, gw={"gas": 1.0}) == ["gas at s in 2026, taken"]
    assert energy_rows(much, {"gas": 7.0}, gw={"gas": 0.8}) == [
        "gas at s in 2026", "gas at s in 2026, taken",
    ]  # fmt: skip


def test_of_sun_and_wind_all_that_they_could_give_is_told():
    # 2 GW of sun could give 2 TWh; 0.5 of it go unused, told for the slice and for the year.
    over = {"weather": 1.0, "load": -0.75, "curtailed": -0.25}
    assert energy_rows(over, {"sun": 2.0}, {"sun": 0.5}, gw={"sun": 2.0}) == []
    assert energy_rows(over, {"sun": 2.0}, {"sun": 0.4}, gw={"sun": 2.0}) == [
        "curtailed at s in 2026"
    ]
    assert energy_rows(over, {"sun": 2.0}, {"sun": 0.5}, gw={"sun": 1.9}) == [
        "sun at s in 2026", "sun at s in 2026, taken",
    ]  # fmt: skip
    assert energy_rows(over, {"sun": 2.0}, {"sun": 0.5}, gw={"sun": 2.1}) == ["sun at s in 2026"]
    wrong = {**over, "curtailed": -0.2}
    assert energy_rows(wrong, {"sun": 2.0}, {"sun": 0.5}, gw={"sun": 2.0}) == [
        "curtailed at s in 2026, day"
    ]
    # Where a balance tells of none, what is over is what it is.
    del wrong["curtailed"]
    assert energy_rows(wrong, {"sun": 2.0}, {"sun": 0.5}, gw={"sun": 2.0}) == []


def test_what_is_not_taken_is_no_output_and_leaves_room_for_overhauls():
    # 1 GW of wind could give 4 TWh, and gives at most 3.6; of them 3 are taken and used.
    even = {"weather": 1.5, "load": -1.5}
    right = {"output": {"fan": 4.0}, "curtailed": {"fan": 1.0}, "not_taken": {"fan": 1.0}}
    assert energy_rows(even, **right, gw={"fan": 1.0}) == []
    more = {**right, "not_taken": {"fan": 1.1}}
    assert energy_rows(even, **more, gw={"fan": 1.0}) == [
        "curtailed of fan at s in 2026", "curtailed at s in 2026", "s in 2026",
    ]  # fmt: skip
    little = {"output": {"fan": 4.0}, "curtailed": {"fan": 0.3}, "not_taken": {"fan": 0.3}}
    wind = {"weather": 1.85, "load": -1.85}
    assert energy_rows(wind, **little, gw={"fan": 1.0}) == ["fan at s in 2026, taken"]
    # Overhauls of what must run are in what it gives.
    core = {"baseload": 3.6, "load": -3.6}
    assert energy_rows(core, {"core": 7.2}, gw={"core": 1.0}) == []
    assert energy_rows(core, {"core": 7.2}, gw={"core": 1.1}) == ["core at s in 2026"]
    # No more is curtailed than is given.
    none = {"weather": 0.0, "load": 0.5, "curtailed": -0.5}
    assert "curtailed of sun at s in 2026" in energy_rows(
        none, {"sun": 0.9}, {"sun": 1.0}, gw={"sun": 0.9}
    )


def test_a_store_gives_back_what_its_slices_do():
    even = {"storage": 0.5, "load": -0.5}
    stored = {("cell", *DAY): (0.3, 0.5)}
    assert energy_rows(even, {"cell": 1.0}, stored=stored) == []
    assert energy_rows(even, {"cell": 0.6}, stored=stored) == ["cell at s in 2026"]
    over = {"storage": 0.5, "load": -0.4, "curtailed": -0.1}
    assert energy_rows(over, {"cell": 1.0}, {"cell": 0.2}, stored=stored) == []
    assert energy_rows(over, {"cell": 1.0}, {"cell": -0.2}, stored=stored) == [
        "curtailed of cell at s in 2026", "curtailed at s in 2026",
    ]  # fmt: skip
    assert energy_rows(over, {"cell": 1.0}, {"cell": 1.2}, stored=stored) == [
        "curtailed of cell at s in 2026", "curtailed at s in 2026",
    ]  # fmt: skip
    wrong = energy_rows(even, {"cell": 1.0}, {"cell": 0.1}, {"cell": 0.1}, stored=stored)
    assert wrong == ["not taken of cell at s in 2026"]


def emission_rows(monkeypatch, cap=None, told=(1.0, 2.0)):
    monkeypatch.setattr(balance, "emitted", lambda evidence: {2026: 1.0, 2027: 2.0})
    one = evidence(cap=cap)
    table = pd.DataFrame({"year": [2026, 2027], "emissions_mt": told})
    one.plan = {"emissions": table}.__getitem__
    return failed(balance._emissions(one))


def test_emissions_are_what_is_burned_and_within_their_cap(monkeypatch):
    assert emission_rows(monkeypatch) == []
    assert emission_rows(monkeypatch, told=(1.0, 1.9)) == ["2027"]
    assert emission_rows(monkeypatch, cap=1.5) == ["cap of 2027"]
    assert emission_rows(monkeypatch, cap={"2026": 0.5}) == ["cap of 2026"]
    assert emission_rows(monkeypatch, cap=2.0) == []


def water_rows(told, average=1.0, slices=("day", "night")):
    terms = {(*HERE, h): {} for h in slices} | {("t", 2026, "day"): {}}
    one = evidence(terms, average_gw=Amounts({HERE: average}))
    table = pd.DataFrame({"site": ["s"], "year": [2026], "water_million_m3": [told]})
    one.plan = {"water": table}.__getitem__
    return failed(balance._water(one))


def test_water_is_what_cooling_takes_slice_by_slice():
    # 2000 GWh at 2 litres a kWh and 6000 at 0.5: 4 + 3 million m3, all that there may be.
    assert water_rows(7.0) == []
    assert water_rows(6.9) == ["s in 2026"]
    assert water_rows(8.4, average=1.2) == ["limit of s in 2026"]
    # A site that is balanced by the year has no need of a slice, nor one that isn't at all.
    assert water_rows(0.0, slices=("year",)) == []
    assert water_rows(0.0, slices=()) == []
