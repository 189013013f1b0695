"""The README shows the reference plan as it is."""

import pytest

from planner import api
from tools.headline import BEGIN, END, README, headline


@pytest.mark.slow
def test_the_readme_shows_the_reference_plan():
    shown = README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]

    plan = api.solve("frontier").plan

    assert shown.strip() == headline(plan)
