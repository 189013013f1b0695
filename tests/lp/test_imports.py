"""What a run waits for before it begins."""

import subprocess
import sys


def test_a_run_does_not_wait_for_parts_of_scipy_that_nothing_uses():
    code = "import sys, planner.api; print('scipy.stats' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
