"""Which countries' sites are planned, where a model doesn't say."""

import pytest

from planner.config import load_model

HEAD = 'title = "t"\nyears = { first = 2026, last = 2026 }\n[workloads]\nuse = ["x"]\n'


@pytest.mark.parametrize(
    ("more", "countries"),
    [
        ("", ("USA",)),
        ('[tables]\nmissing = "fault"\n', ("USA",)),
        ('[tables]\nmissing = "default"\n', "all"),
        ('[tables]\nmissing = "default"\n[sites]\ncountries = ["DEU"]\n', ("DEU",)),
        ('[sites]\ncountries = "all"\n', "all"),
    ],
)
def test_a_problem_that_leaves_tables_out_is_planned_wherever_its_sites_lie(
    more, countries, tmp_path
):
    path = tmp_path / "m.toml"
    path.write_text(HEAD + more, encoding="utf-8")

    chosen = load_model(path).sites

    assert chosen.countries == countries
    assert chosen.takes_country("DEU") == (countries != ("USA",))
