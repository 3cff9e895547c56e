"""The rows of a file: empty ones are skipped and counted, and a message names row and URN."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.domain.files.extract import Extract, extract_of
from schools.domain.files.links import read_links
from schools.domain.files.table import read_table
from schools.domain.rejections import FileRejected
from unit.schools.extracts import as_csv, coded, read_everything

EMPTY = st.sampled_from([b",,,", b",,,,,,,,,,,,", b'"","",""', b" , ,", b""])
URNS = (900001, 900002, 900003)
LINK = {"URN": 900001, "LinkURN": 900002, "LinkType": "Successor", "LinkEstablishedDate": ""}


def read(content: bytes) -> Extract:
    return extract_of(read_table(content), "edubasealldata20250901.csv", ())


def message_of(content: bytes) -> str:
    with pytest.raises(FileRejected) as refused:
        read_everything(content)
    return refused.value.reasons[0].message


@given(st.lists(st.tuples(st.integers(0, 4), EMPTY), max_size=6))
def test_empty_rows_anywhere_are_skipped_and_counted(put):
    rows = as_csv([coded(urn=urn) for urn in URNS]).split(b"\r\n")
    for at, empty in put:
        rows.insert(at, empty)
    found = read(b"\r\n".join(rows))
    assert found.rows == read(as_csv([coded(urn=urn) for urn in URNS])).rows
    assert found.empty_rows == len(put)


def test_last_row_of_commas_without_a_line_end_is_skipped():
    found = read(as_csv([coded()]) + b",,,,,,,,,,,,,")
    assert (list(found.rows), found.empty_rows) == (["900001"], 1)


def test_last_row_of_a_school_without_its_end_is_cut_off_behind_an_empty_row_too():
    content = as_csv([coded()]) + b",,,\r\n900002,806,"
    assert "cut off" in message_of(content)


def test_message_counts_rows_as_a_spreadsheet_does():
    first, broken = as_csv([coded(), coded(urn=900002, closed="2025-01-31")]).split(b"\r\n")[1:3]
    header = as_csv([coded()]).split(b"\r\n")[0]
    content = b"\r\n".join([header, first, b",,,", b"", broken, b""])
    assert message_of(content).startswith("Row 5 (URN 900002): A date is not of the form")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (coded(urn=900002, name=" "), "Row 3 (URN 900002) has no name."),
        (
            {**coded(urn=900002), "EstablishmentStatus (code)": "9"},
            "Row 3 (URN 900002) has an unknown status.",
        ),
        (coded(urn=900001), "Row 3 (URN 900001): row 2 has this URN too."),
        (coded(urn="none"), "Row 3: 'none' is not a URN of six digits."),
    ],
)
def test_invalid_value_is_named_with_row_and_urn(row, message):
    assert message_of(as_csv([coded(), row])) == message


def test_row_of_another_width_is_named_with_row_and_urn():
    lines = as_csv([coded(), coded(urn=900002), coded(urn=900003)]).split(b"\r\n")
    lines[2] += b',"more"'
    width = len(coded())
    expected = f"Row 3 (URN 900002) has {width + 1} cells where the header has {width}."
    assert message_of(b"\r\n".join(lines)) == expected


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"LinkURN": "none"}, "Row 3 (URN 900001) does not link two URNs of six digits."),
        ({"LinkEstablishedDate": "2025-01-31"}, "Row 3 (URN 900001): A date is not of the form"),
    ],
)
def test_invalid_link_is_named_with_row_and_urn(given, message):
    table = read_table(as_csv([LINK, {**LINK, **given}]))
    with pytest.raises(FileRejected) as refused:
        read_links(table)
    assert refused.value.reasons[0].message.startswith(message)


def test_empty_rows_of_a_links_file_are_skipped_and_counted():
    table = read_table(as_csv([LINK]) + b",,,\r\n,,,\r\n")
    assert (len(read_links(table)), table.empty_rows) == (1, 2)
