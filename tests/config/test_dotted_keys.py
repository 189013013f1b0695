from hypothesis import given
from hypothesis import strategies as st

from planner.config.dotted_keys import key_lines


def test_a_key_is_found_on_the_line_on_which_its_value_begins():
    text = '# years = 1\n"a b" = """\nyears = 2\n"""\n\nlist = [\n  1,\n]\n[years]\nfirst.x = 1\n'
    text += "[a.b]\nc = { d = 1 }\n"

    assert key_lines(text) == {
        "a b": 2,
        "list": 6,
        "years": 9,
        "years.first": 10,
        "years.first.x": 10,
        "a": 11,
        "a.b": 11,
        "a.b.c": 12,
        "a.b.c.d": 12,
    }


@given(order=st.permutations(["discount_rate = 0.1", "currency_year = 2025", 'title = "t"']))
def test_the_line_of_a_key_follows_the_order_of_the_file(order):
    lines = key_lines("\n".join(order))

    assert {line.split(" = ")[0]: n for n, line in enumerate(order, start=1)} == lines
