"""One lever moved and planned again: from the vertex of the plan before, against from nothing.

``python -m benchmarks.warm_starts [MODEL] [KEY=VALUE ...]`` solves the model, then each change of
it twice, and prints seconds of the processor for the stages of each. Optima are compared.
"""

import sys
from collections.abc import Mapping
from time import process_time
from typing import Any

from planner import api
from planner.config import ModelDefinition, overlaid, parse_assignment
from planner.formulation.assemble import assemble
from planner.lp.basis import Basis
from planner.lp.lexicographic import solve_in_stages
from planner.lp.linear_program import compile_linear_program
from planner.lp.options import SolverOptions
from planner.solving.solve import stages_of

LEVERS = (
    "workloads.frontier_run.max_share_of_fleet=0.27",
    "hbm_supply.global:2028.supply_eb=9",
    "power_costs.gas_ccgt:2030.capex_usd_per_kw=2600",
    "discount_rate=0.08",
)
SAME = 1e-7


class PricedProgram:
    """A model's programme and stages, to be solved more than once."""

    def __init__(self, model: ModelDefinition) -> None:
        formulation = assemble(api.load_world(model))
        self.program = compile_linear_program(formulation.model)
        self.stages = stages_of(formulation, self.program)

    def solve(
        self, starts: Mapping[str, Basis] | None = None
    ) -> tuple[float, list[Any], dict[str, Basis]]:
        """Seconds of the processor, results, and the bases of the stages."""
        began = process_time()
        options = SolverOptions(time_limit_seconds=1e4)
        results = solve_in_stages(self.program, self.stages, options, starts=starts)
        spent = process_time() - began
        bases = {
            r.stage.name: Basis(
                self.program.column_names,
                [*self.program.row_names, *r.held],
                *r.solution.basis,
                self.program.checksum(),
            )
            for r in results
        }
        return spent, results, bases


def main() -> None:
    """Print a table with a row for each lever."""
    name, *levers = sys.argv[1:] or ["frontier"]
    base = api.load_model(name)
    _, _, bases = PricedProgram(base).solve()
    print("| lever | cold s | warm s | cold / warm | iterations cold | warm |", flush=True)
    print("|---|---:|---:|---:|---:|---:|", flush=True)
    for lever in levers or LEVERS:
        key, value = parse_assignment(lever)
        asked = PricedProgram(overlaid(base, {key: value}, origin="benchmark"))
        warm, found, _ = asked.solve(bases)
        cold, expected, _ = asked.solve()
        for one, other in zip(found, expected, strict=True):
            a, b = one.solution.objective, other.solution.objective
            assert abs(a - b) <= SAME * max(1.0, abs(b)), (lever, one.stage.name, a, b)
        counts = [sum(r.solution.iterations for r in results) for results in (expected, found)]
        print(
            f"| `{lever}` | {cold:.1f} | {warm:.2f} | {cold / warm:.0f} | {counts[0]:,} | "
            f"{counts[1]:,} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
