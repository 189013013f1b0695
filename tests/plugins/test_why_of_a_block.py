"""`planner why` tells of the limit of a plug-in as of the planner's own."""

from planner import api
from planner.analysis.why.question import why
from planner.config.overlay import overlaid
from planner.formulation.assemble import assemble
from planner.lp.linear_program import compile_linear_program
from planner.lp.reoptimise import Reoptimiser
from planner.results import Plan
from planner.solving.loading import load_values
from planner.solving.solve import stages_of
from planner.system.build import build_world

QUOTA = """
import pyomo.environ as pyo
from planner.api.plugins import MODEL, Cell

def faults(settings, world):
    return []

def build(m, ledgers, settings):
    most = float(settings.values["million"])

    @m.Constraint(m.YEARS)
    def import_quota_limit(m, y):
        return sum(v for (k, s, v_), v in m.accelerators_bought_million.items() if v_ == y) <= most

    def of_quota(y):
        key = ("plugins.quota.million",)
        yield Cell(table=MODEL, key=key, what="import quota", value=most, unit="million"), most

    ledgers.limits.declare(
        "import_quota_limit", "import quota", unit="million", index=("year",), cells=of_quota
    )
"""


def test_what_a_generation_takes_is_the_quota_of_a_plug_in(package):
    # A quota of units leaves the target unmet, so that each unit of a weaker generation takes the
    # place of a stronger one: no price would bring it in, and the quota is what it takes.
    package("quota", {"blocks": {"quota": "quota_block"}}, {"quota_block": QUOTA})
    model = overlaid(api.load_model("small"), {"plugins.quota.million": 0.1}, origin="a test")
    inputs = api.load_inputs(model)
    formulation = assemble(build_world(inputs, model))
    program = compile_linear_program(formulation.model)
    again = Reoptimiser(program, stages_of(formulation, program))
    load_values(formulation, program, again.base[-1].values)

    # A plan without a table of accelerators has bought none.
    found = why(formulation, inputs, model, again, Plan({}), "accelerator", "nvidia_gb300")

    assert found.answer == "takes compute"
    assert any("What it takes: import quota" in sentence for sentence in found.sentences)
