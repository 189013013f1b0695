"""Traces of money: capital as spent, and what a year is charged, term by term."""

from __future__ import annotations

from collections.abc import Iterator

from planner.analysis.trace import power_money
from planner.analysis.trace.cells import Cell, Row, Run, Term, Traced
from planner.audit.files import in_service
from planner.audit.power_money import connections, overnight

_PRICE = "price_usd"


def capex(run: Run, row: Row) -> Traced:
    """A row of capital as it was spent."""
    y, component, item, s = int(row["year"]), row["component"], row["item"], row["site"]
    ground = run.ground
    if component == "accelerators":
        units = ground.bought[item, s, y]
        price = ground.chips[item].price_busd
        words = f"{units:.6g} million {item} bought at {s}, {price * 1e3:,.0f} USD each"
        return Traced((Term(words, units * price, _chip(run, item)),))
    if component == "shell":
        gw, (price, cells) = ground.shell[s, y], _of_clusters(run, "shell_usd_per_w_it")
        words = f"shell for {gw:.6g} GW of IT at {s}"
        return Traced((Term(words, gw * price, cells),))
    if component == "power":
        gw = ground.built[item, s, y]
        words = f"{gw:.6g} GW of {item} built at {s}"
        value = gw * overnight(ground).get((item, y), 0.0)
        return Traced((Term(words, value, power_money.price_cells(run, item, y)),))
    if component == "connection":
        gw = ground.built[item, s, y]
        cells = run.cells("connection_costs", (item, s), "connection_usd_per_kw")
        words = f"{gw:.6g} GW of {item} connected at {s}"
        return Traced((Term(words, gw * connections(ground)[item, s], cells),))
    note = f"{component} is traced no further; planner show RUN -t expansion has what was built"
    return Traced((), note)


def cost(run: Run, row: Row) -> Traced:
    """What a year is charged for one term."""
    makers = {
        "accelerators_capital": _accelerators_capital,
        "accelerators_upkeep": _accelerators_upkeep,
        "shell_capital": _shell_capital,
        "shell_upkeep": _shell_upkeep,
        **power_money.TERMS,
    }
    if not row["cost_busd"]:
        return Traced(())
    if row["term"] not in makers:
        return Traced((), f"the term {row['term']} is traced no further")
    return Traced(tuple(makers[row["term"]](run, int(row["year"]))))


def present_cost(run: Run, row: Row) -> Traced:
    """The same, discounted to the start of the first year or of the base year."""
    found = cost(run, row)
    factor = run.files.present(int(row["year"]))
    rate = run.of_model("discount_rate", run.files.definition["discount_rate"])
    timing = run.of_model("discount_timing", run.files.definition["discount_timing"])
    terms = (
        Term(
            f"{t.words}, times {factor:.6g}",
            t.value * factor,
            tuple(dict.fromkeys((*t.cells, rate, timing))),
        )
        for t in found.terms
    )
    return Traced(tuple(terms), found.note)


def _of_clusters(run: Run, item: str) -> tuple[float, tuple[Cell, ...]]:
    """A cost of clusters, with its cell where the tables state one."""
    return run.files.cluster_costs[item], run.cells("cluster_costs", item, "value")


def _chip(run: Run, k: str) -> tuple[Cell, ...]:
    return (
        run.cell("accelerators", k, _PRICE),
        *_of_clusters(run, "server_network_multiplier")[1],
    )


def _rate(run: Run) -> Cell:
    return run.of_model("discount_rate", run.files.definition["discount_rate"])


def _accelerators_capital(run: Run, y: int) -> Iterator[Term]:
    life, cells = _of_clusters(run, "accelerator_life_years")
    charge = run.files.charge(life)
    units: dict[tuple[str, int], float] = {}
    for (k, _, v), bought in run.ground.bought.items():
        if bought and in_service(v, y, life):
            units[k, v] = units.get((k, v), 0.0) + bought
    for (k, v), number in units.items():
        value = number * run.ground.chips[k].price_busd * charge
        words = f"{number:.6g} million {k} bought in {v}, {charge:.6g} of their price"
        yield Term(words, value, (*_chip(run, k), *cells, _rate(run)))


def _accelerators_upkeep(run: Run, y: int) -> Iterator[Term]:
    share, cells = _of_clusters(run, "non_energy_opex_share_per_year")
    units: dict[str, float] = {}
    for (k, _, when), running in run.ground.running.items():
        if running and when == y:
            units[k] = units.get(k, 0.0) + running
    for k, number in units.items():
        value = number * run.ground.chips[k].price_busd * share
        yield Term(f"{number:.6g} million {k} running", value, (*_chip(run, k), *cells))


def _shell(run: Run, y: int, life: float) -> Iterator[tuple[int, float]]:
    """Year of building to GW of IT that still count in `y`."""
    built: dict[int, float] = {}
    for (_, v), gw in run.ground.shell.items():
        if gw and in_service(v, y, life):
            built[v] = built.get(v, 0.0) + gw
    yield from sorted(built.items())


def _shell_capital(run: Run, y: int) -> Iterator[Term]:
    price, priced = _of_clusters(run, "shell_usd_per_w_it")
    life, cells = _of_clusters(run, "facility_life_years")
    charge = run.files.charge(life)
    for v, gw in _shell(run, y, life):
        words = f"shell for {gw:.6g} GW of IT built in {v}, {charge:.6g} of its price"
        yield Term(words, gw * price * charge, (*priced, *cells, _rate(run)))


def _shell_upkeep(run: Run, y: int) -> Iterator[Term]:
    price, priced = _of_clusters(run, "shell_usd_per_w_it")
    share, cells = _of_clusters(run, "non_energy_opex_share_per_year")
    for v, gw in _shell(run, y, float("inf")):
        words = f"shell for {gw:.6g} GW of IT built in {v}"
        yield Term(words, gw * price * share, (*priced, *cells))
