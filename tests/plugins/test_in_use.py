"""What plug-ins do to a plan, a report, a workbook and the command line, and where they break."""

import numpy as np
import pyomo.environ as pyo
import pytest
from scipy import sparse

from planner.cli import main
from planner.errors import InputError, PlannerError
from planner.formulation import plugin_blocks
from planner.formulation.assemble import assemble
from planner.lp.near_optima import PricedProgram
from planner.lp.plugin_solvers import point_of
from planner.plugins import Settings
from planner.surfaces.html import plugin_sections
from planner.surfaces.html.parts import Section
from planner.surfaces.workbook.plan import plugin_sheets
from planner.system import World
from planner.wording.text import say

EMPTY = World(years=(2026,))


def world(**values):
    return World(years=(2026,), plugins={"heat": Settings("heat", values)})


def block(build="pass", faults="return []"):
    return (
        "from planner.api.plugins import Fault\n"
        f"def faults(settings, world):\n    {faults}\n"
        f"def build(m, ledgers, settings):\n    {build}\n"
    )


def test_a_block_is_built_with_its_settings_where_the_world_asks_for_it(package):
    source = block("m.heat = dict(settings.values)")
    package("heat", {"blocks": {"heat": "heat_block"}}, {"heat_block": source})

    assert assemble(world(most=2.5)).model.heat == {"most": 2.5}
    assert not hasattr(assemble(EMPTY).model, "heat")


def test_settings_that_a_block_refuses_stop_it_all_at_once(package):
    source = block("1 / 0", "return [Fault(settings.place(k), 'odd') for k in settings.values]")
    package("heat", {"blocks": {"heat": "heat_block"}}, {"heat_block": source})

    with pytest.raises(InputError, match=r"plugins\.heat\.a: odd(.|\n)*plugins\.heat\.b: odd"):
        assemble(world(a=1, b=2))


@pytest.mark.parametrize(
    ("build", "said"),
    [
        ("m.nothing.of_this", "heat 1.0 broke off: AttributeError"),
        # The rows of water and emissions are made by then: the term would be in none of them.
        ("ledgers.water.enter('w', lambda s, y: 0)", "enters the terms w in water"),
    ],
)
def test_a_block_that_breaks_off_or_comes_too_late_is_named(package, build, said):
    package("heat", {"blocks": {"heat": "heat_block"}}, {"heat_block": block(build)})

    with pytest.raises(PlannerError, match=said):
        assemble(world())


ROW = "m.cap = pyo.Constraint([2026], rule=lambda m, y: m.much[y] <= {bound})"
DECLARED = "ledgers.limits.declare('cap', 'noise', unit='dB', index=('year',){more})"


@pytest.mark.parametrize(
    ("bound", "declared", "said"),
    [
        ("3.0", "pass", "heat 1.0: bounds cap by a number that is declared nowhere"),
        ("3.0", DECLARED.format(more=""), "broke off: ValueError: no cell states cap, and no"),
        ("3.0", DECLARED.format(more=", cells=lambda y: []"), "limit cap with no cell in any row"),
        ("3.0", DECLARED.format(more=", no_cell='law'").replace("'cap'", "'lid'"), "a limit lid"),
        ("3.0", DECLARED.format(more=", no_cell='it is a law'"), ""),
        ("3.0", "ledgers.limits.fact('cap', 'what stands already')", ""),
        ("2 * m.much[y] + 0.0", "pass", ""),
    ],
)
def test_a_bound_of_a_block_is_declared_with_its_cells_or_a_reason(package, bound, declared, said):
    body = ["m.much = pyo.Var([2026])", ROW.format(bound=bound), declared]
    source = "import pyomo.environ as pyo\n" + block("\n    ".join(body))
    package("heat", {"blocks": {"heat": "heat_block"}}, {"heat_block": source})

    if not said:
        assert len(assemble(world()).model.cap) == 1
        return
    with pytest.raises(PlannerError, match=said):
        assemble(world())


def test_a_block_adds_its_cost_to_what_is_minimised(package):
    # Three billion USD a year, at no discount: the present cost is 3 whatever is built.
    source = block("ledgers.cost.enter('heat', lambda y: 3.0)")
    package("heat", {"blocks": {"heat": "heat_block"}}, {"heat_block": source})

    cost = assemble(world()).objectives()["cost"]

    assert float(pyo.value(cost.expression)) == pytest.approx(3.0)


def test_open_ledgers_are_those_of_the_books():
    assert set(plugin_blocks.OPEN) < set(plugin_blocks._terms(assemble(EMPTY).ledgers))


def of_one_row():
    """Minimise 2 x with 1 <= x <= 3."""
    return PricedProgram(
        matrix=sparse.csr_array([[1.0]]),
        rows=(np.array([1.0]), np.array([3.0])),
        columns=(np.array([0.0]), np.array([9.0])),
        costs=np.array([2.0]),
        inner=np.array([], dtype=int),
        near=np.array([0.0]),
        seconds=1.0,
        tolerance=1e-7,
    )


SOLVER = (
    "import numpy as np\n"
    "from planner.api.plugins import Point\n"
    "def point(asked):\n"
    "    return Point({values}, {duals})\n"
)


def test_a_solver_gives_values_and_duals(package):
    # The least is at the lower bound of the row, 1, where one more costs 2.
    source = SOLVER.format(values="[1]", duals="[2]")
    package("quick", {"solvers": {"quick": "quick_solver:point"}}, {"quick_solver": source})

    point = point_of("quick", of_one_row())

    assert (point.values.tolist(), point.row_duals.tolist()) == ([1.0], [2.0])


@pytest.mark.parametrize(
    ("values", "duals", "said"),
    [
        ("[1, 1]", "[2]", "gave no point: 1 finite values and 1 finite duals"),
        ("[float('nan')]", "[2]", "gave no point"),
        ("[1]", "asked.what", "broke off: AttributeError"),
    ],
)
def test_a_solver_that_gives_no_point_is_named(package, values, duals, said):
    source = SOLVER.format(values=values, duals=duals)
    package("quick", {"solvers": {"quick": "quick_solver:point"}}, {"quick_solver": source})

    with pytest.raises(PlannerError, match=rf"'quick' \(planner\.solvers\).*quick 1\.0.*{said}"):
        point_of("quick", of_one_row())


def test_a_solver_that_finds_none_leaves_it_to_the_simplex_method(package):
    source = "def point(asked):\n    raise ArithmeticError('no way in')\n"
    package("quick", {"solvers": {"quick": "quick_solver:point"}}, {"quick_solver": source})

    with pytest.raises(ArithmeticError, match="no way in"):
        point_of("quick", of_one_row())


def test_a_section_with_the_key_of_another_is_refused(package):
    source = (
        "from planner.api.plugins import Section, say\n"
        "def build(facts):\n    return Section('cost', 'Why?', say('So'))\n"
    )
    package("talk", {"sections": {"talk": "talk_section"}}, {"talk_section": source})
    other = Section("cost", "What?", say("That"))

    assert [one.key for one in plugin_sections.sections(None, [None])] == ["cost"]
    with pytest.raises(PlannerError, match=r"talk 1\.0: there is a section of the key 'cost'"):
        plugin_sections.sections(None, [other])


@pytest.mark.parametrize("name", ["Cover", "", "x" * 32])
def test_a_sheet_of_a_name_that_none_can_have_is_refused(package, name):
    source = (
        f"SHEET = {name!r}\nTITLE = PURPOSE = 't'\n"
        "def applies(results):\n    return results\ndef fill(page, results):\n    pass\n"
    )
    package("leaf", {"sheets": {"leaf": "leaf_sheet"}}, {"leaf_sheet": source})

    assert plugin_sheets.chosen(False, {"Cover"}) == []
    with pytest.raises(PlannerError, match=r"leaf 1\.0: a sheet can't be called"):
        plugin_sheets.chosen(True, {"Cover"})


VERB = 'def command(name: str) -> None:\n    """Greet."""\n    print(f"hello {name}")\n'


def test_a_verb_is_a_command_with_its_help(package, capsys):
    package("greet", {"verbs": {"hello-to": "greet_verb:command"}}, {"greet_verb": VERB})

    assert main(["hello-to", "you"]) == 0
    assert capsys.readouterr().out == "hello you\n"
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert "hello-to" in told
    assert "Greet." in told
    assert main(["hello-to"]) == 2


def test_a_verb_can_not_take_the_name_of_one_of_the_planner(package, capsys):
    package("greet", {"verbs": {"check": "greet_verb:command"}}, {"greet_verb": VERB})

    assert main(["check", "--help"]) == 0
    assert "Greet" not in capsys.readouterr().out


def test_a_broken_verb_says_whose_it_is_and_stops_no_other(package, capsys):
    package("greet", {"verbs": {"hello-to": "greet_verb:command"}}, {"greet_verb": "1 / 0"})

    assert main(["--help"]) == 0
    assert "Can't be loaded" in capsys.readouterr().out
    assert main(["formulation"]) == 0
    capsys.readouterr()
    assert main(["hello-to", "you", "--loud"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("planner: the plug-in 'hello-to' (planner.verbs) of the package greet")
    assert "ZeroDivisionError: division by zero" in told


def test_a_broken_block_is_one_line_of_the_command_line(package, tmp_path, capsys):
    package("heat", {"blocks": {"heat": "heat_block"}}, {"heat_block": "import no_such_module"})
    model = tmp_path / "warm.toml"
    model.write_text('extends = "small"\n[plugins.heat]\n', encoding="utf-8")

    assert main(["check", str(model)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "the package heat 1.0 can't be loaded: ModuleNotFoundError" in told


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "[plugins.haet]\n",
            "line 2, key plugins.haet: no installed package gives a block 'haet'",
        ),
        ("plugins.heat = 3\n", "line 2, key plugins.heat: 3 for the whole of it; expected true"),
        ("plugins = 3\n", "line 2, key plugins: 3; expected a table"),
        ('[solver]\nmethod = "quik"\n', "did you mean 'quick'?"),
    ],
)
def test_what_a_model_says_of_plug_ins_is_checked(package, tmp_path, capsys, lines, said):
    package("heat", {"blocks": {"heat": "heat_block"}}, {"heat_block": block()})
    package("quick", {"solvers": {"quick": "quick_solver:point"}})
    model = tmp_path / "warm.toml"
    model.write_text(f'extends = "small"\n{lines}', encoding="utf-8")

    assert main(["check", str(model)]) == 2
    assert said in capsys.readouterr().err
