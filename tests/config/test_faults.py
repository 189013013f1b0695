import pytest


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            'title = "x"\nyears = { first = 2026, last = 2028\n',
            "m.toml, line 2, column 36: unclosed inline table in 'years = { first = 2026, last = 2"
            "028'; expected valid TOML",
        ),
        (
            "title = x\n",
            "m.toml, line 1, column 9: invalid value in 'title = x'; expected valid TOML; "
            "put text in quotes",
        ),
        (
            'title = "x"\ntitle = "y"\n',
            "m.toml, line 2, column 12: cannot overwrite a value in 'title = \"y\"'; "
            "expected valid TOML",
        ),
        (
            'title "x"\n',
            "m.toml, line 1, column 7: expected '=' after a key in a key/value pair in "
            "'title \"x\"'; expected valid TOML",
        ),
        (
            "a = [1,\n",
            "m.toml, line 1, column 8: ",
        ),
        (
            b'title = "M\xfcnchen"\n',
            "m.toml, line 1: byte 0xfc is not UTF-8; expected text saved as UTF-8",
        ),
    ],
)
def test_a_syntax_error_is_named_with_line_and_column(write, faults, text, fault):
    (found,) = faults(write(text))

    assert found.startswith(fault)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("title", "titel", "line 1, key titel: unknown key 'titel'; did you mean 'title'?"),
        ('title = "A question"', "", "key title: missing; expected what the model asks"),
        ('"A question"', "3", "line 1, key title: 3; expected text in quotes"),
        ("first = 2026, ", "", "line 2, key years.first: missing; expected the first year"),
        ("2028", "2025", "line 2, key years: first = 2026, last = 2025; "
         "expected a first year that is not after the last"),
        ("2028", "2099", "line 2, key years: first = 2026, last = 2099; expected at most 40"),
        ("2026", "26", "line 2, key years.first: 26; expected at least 2000"),
        ("2026", "2026.0", "line 2, key years.first: 2026.0; expected a whole number"),
        ("2026", "true", "line 2, key years.first: true; expected a whole number"),
        ('["frontier_run"]', "[]", "line 5, key workloads.use: []; expected at least one name"),
        ('["frontier_run"]', '"frontier_run"',
         "line 5, key workloads.use: 'frontier_run'; expected a list of names"),
        ("use", "uses", "line 5, key workloads.uses: unknown key 'uses'; did you mean 'use'?"),
        ("[workloads]", "[workload]",
         "line 4, key workload: unknown key 'workload'; did you mean 'workloads'?"),
    ],
)  # fmt: skip
def test_a_slip_in_the_smallest_model_is_named(write, smallest, faults, old, new, fault):
    assert faults(write(smallest.replace(old, new)))[0].startswith(f"m.toml, {fault}")


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("discount_rate = 7", "key discount_rate: 7; expected less than 1; 7 % is 0.07"),
        ("discount_rate = -0.1", "key discount_rate: -0.1; expected at least 0"),
        ("discount_rate = nan", "key discount_rate: nan; expected a finite number"),
        ('discount_rate = "7%"', "key discount_rate: '7%'; expected a number"),
        ('discount_timing = "mid"', "key discount_timing: 'mid'; "
         "expected 'start', 'middle' or 'end'"),
        ('h100e_basis = "bf16_dens"', "key h100e_basis: 'bf16_dens'; "
         "expected 'eight_bit_dense' or 'bf16_dense'; did you mean 'bf16_dense'?"),
        ("datasets = 3", "key datasets: 3; expected the path of a folder, in quotes"),
        ('name = "x"', "key name: unknown key 'name'"),
        ("sites = 3", "key sites: 3; expected a table"),
        ("sites = { min_facility_gw = -1 }", "key sites.min_facility_gw: -1; expected at least 0"),
        ('sites = { kinds = "campus" }', "key sites.kinds: 'campus'; "
         "expected 'all' or a list of names"),
        ('sites = { kinds = ["campuss"] }', "key sites.kinds: 'campuss'; "
         "expected 'campus', 'announced', 'candidate' or 'fleet_pool'; did you mean 'campus'?"),
        ('sites = { include = ["a"], exclude = ["a", "b"] }',
         "key sites: a in include and in exclude; expected each in one of them"),
        ('power = { technologies = ["a"], exclude = ["a"] }',
         "key power: a in technologies and in exclude; expected each in one of them"),
        ("power = { technologies = 3 }", "key power.technologies: 3; expected a list of names"),
        ("accelerators = { include = [3] }", "key accelerators.include: 3; expected text"),
        ('cases = { "*" = "lowest" }', "key cases.*: 'lowest'; expected 'low', 'central' or "
         "'high'; did you mean 'low'?"),
        ('cases = "low"', "key cases: 'low'; expected a table"),
        ("set = { a.b.c = [1] }", "key set.a.b.c: [1]; expected text in quotes or a whole "
         "number or a number or true or false"),
        ("set = { a.b.c = 2026-01-01 }", "key set.a.b.c: 2026-01-01; expected text"),
        ('limits = { emissions_mt_per_year = "5" }', "key limits.emissions_mt_per_year: '5'; "
         "expected a number"),
        ('limits = { emissions_mt_per_year = { "203x" = 5 } }',
         "key limits.emissions_mt_per_year.203x: '203x'; expected a whole number"),
        ('limits = { emissions_mt_per_year = { "2030" = -5 } }',
         "key limits.emissions_mt_per_year.2030: -5; expected at least 0"),
        ("solver = { threads = 1.5 }", "key solver.threads: 1.5; expected a whole number"),
        ("solver = { time_limit_seconds = 0 }", "key solver.time_limit_seconds: 0; "
         "expected more than 0"),
        ("solver = { time_limit = 5 }", "key solver.time_limit: unknown key 'time_limit'; "
         "did you mean 'time_limit_seconds'?"),
        ("zzz = 1", "key zzz: unknown key 'zzz'; expected one of extends, title, description"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_what_is_right(write, smallest, faults, lines, fault):
    (found,) = faults(write(f"{lines}\n{smallest}"))

    assert found.startswith(f"m.toml, line 1, {fault}")


def test_all_faults_of_a_file_come_in_one_error_in_the_order_of_its_lines(write, faults):
    text = 'discount_rate = 7\nyears = { first = "a", last = 2028 }\n'
    text += '[solver]\nmethod = "barrier"\n[workloads]\nuse = ["x"]\n[site]\nkinds = "all"\n'

    assert [fault.split(":")[0] for fault in faults(write(text))] == [
        "m.toml, key title",
        "m.toml, line 1, key discount_rate",
        "m.toml, line 2, key years.first",
        "m.toml, line 4, key solver.method",
        "m.toml, line 7, key site",
    ]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("[time]\ndays = 1\n", "days = 1 with extreme = true; expected two days or more"),
        ("[limits]\nclean_share_hourly = 90\n", "90; expected at most 1"),
        ("[time]\ndays = 400\n", "400; expected at most 365"),
        ("[time]\ndays = 4\nslices_per_day = 7\n", "7; expected 1, 2, 3, 4, 6, 8, 12 or 24"),
    ],
)
def test_days_and_shares_that_can_not_be_are_refused(write, smallest, faults, lines, fault):
    (found,) = faults(write(smallest + lines))

    assert fault in found
