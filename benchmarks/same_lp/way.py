"""One way in a process of its own: ``python -m benchmarks.same_lp.way WAY DAYS [--solve]``."""

import json
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from time import perf_counter, process_time
from typing import Any

import numpy as np

from benchmarks.same_lp.question import question

WAYS = {
    "raw": ("raw", "hand_over"),
    "raw_arrays": ("raw", "as_arrays"),
    "ours": ("ours", "hand_over"),
    "linopy": ("by_linopy", "hand_over"),
    "pyomo_file": ("by_pyomo", "by_file"),
    "pyomo_appsi": ("by_pyomo", "by_appsi"),
}


def timed(name: str, work: Callable[[], Any], into: dict[str, float]) -> Any:
    """The result of a step, its seconds of the processor and of the clock noted."""
    clock, processor = perf_counter(), process_time()
    result = work()
    into[f"{name}_processor"] = process_time() - processor
    into[f"{name}_clock"] = perf_counter() - clock
    return result


def peak_mib() -> float:
    """Most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Build, hand over, perhaps solve; print what it took as JSON."""
    way, days, solve = sys.argv[1], int(sys.argv[2]), "--solve" in sys.argv
    module_name, hand_over = WAYS[way]
    module = import_module(f"benchmarks.same_lp.{module_name}")
    found: dict[str, float] = {"imported_mib": peak_mib()}
    asked = module.prepare(question(days))
    built = timed("build", lambda: module.build(asked), found)
    highs = timed("hand_over", lambda: getattr(module, hand_over)(built), found)
    found["peak_mib"] = peak_mib()
    lp = highs.getLp()
    found |= {
        "rows": lp.num_row_,
        "columns": lp.num_col_,
        "nonzeros": len(lp.a_matrix_.value_),
        # Ways order rows and columns differently and may turn rows round; these sums don't care.
        "sizes": float(np.abs(np.array(lp.a_matrix_.value_)).sum()),
        "costs": float(np.array(lp.col_cost_).sum()),
    }
    if solve:
        highs.setOptionValue("output_flag", False)
        timed("solve", highs.run, found)
        found["objective"] = highs.getInfo().objective_function_value
    print(json.dumps(found))


if __name__ == "__main__":
    main()
