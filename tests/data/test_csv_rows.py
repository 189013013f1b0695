import pytest

from planner.data.csv_rows import rows_of


def rows(content):
    found, faults = rows_of(content, "a.csv")
    assert not faults
    return found


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n",
        b"a,b\n1,2",
        b"a,b\r\n1,2\r\n",
        b"a,b\r1,2\r",
        b"\xef\xbb\xbfa,b\n1,2\n",
        b"a,b\n1,2\n\n",
    ],
    ids=["plain", "no last newline", "windows", "old mac", "byte-order mark", "blank last line"],
)
def test_files_of_all_systems_read_alike(content):
    assert rows(content) == [(1, ["a", "b"]), (2, ["1", "2"])]


def test_a_row_is_found_on_the_line_on_which_it_begins():
    content = b'a,b\n"two\nlines",1\n\nx,2\n'

    assert [line for line, _ in rows(content)] == [1, 2, 5]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "a.csv: an empty file; expected a header and its rows"),
        (b"\n\n", "a.csv: an empty file; expected a header and its rows"),
        (
            b"a,b\nM\xfcnchen,1\n",
            "a.csv, line 2: byte 0xfc is not UTF-8; expected text saved as UTF-8",
        ),
        (
            "a,b\n1,2\n".encode("utf-16"),
            "a.csv, line 1: byte 0xff is not UTF-8; expected text saved as UTF-8",
        ),
        (b"a,b\n1,\0\n", "a.csv, line 2: a NUL byte; expected text saved as UTF-8"),
        (
            b'a,b\n1,2\n"open,3\n4,5\n',
            "a.csv, line 3: cannot be read (unexpected end of data); expected a row of cells; "
            "a quote that opens a cell needs one that closes it; inside a cell, write it twice",
        ),
    ],
)
def test_what_is_no_table_is_said_with_its_line(content, line):
    _, faults = rows_of(content, "a.csv")

    assert list(map(str, faults)) == [line]
