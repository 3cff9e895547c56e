"""A file is read whole or refused whole, and says only what its columns say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.domain.files.extract import extract_date, extract_of, selection
from schools.domain.files.table import read_table
from schools.domain.rejections import FileRejected
from unit.schools.extracts import as_csv, coded, extract, named, read_everything

NAMES = st.text(st.sampled_from("ABCxyz '-&,.\"éêèïöüÉß€–’0123\n"), min_size=1, max_size=30).filter(
    str.strip
)


def ambiguous(name: str) -> bool:
    """Whether its windows-1252 bytes happen to be UTF-8 letters: such a file is read as UTF-8."""
    content = name.encode("windows-1252")
    return not content.isascii() and "\ufffd" not in content.decode("utf-8", "replace")


def refusal(content: bytes) -> str:
    with pytest.raises(FileRejected) as refused:
        read_everything(content)
    return refused.value.reasons[0].code


@given(NAMES.filter(lambda name: not ambiguous(name)))
def test_any_name_that_windows_1252_can_write_comes_back_as_it_was(name):
    assert extract(coded(name=name)).read("900001")["name"] == name.strip()


@given(st.data())
def test_a_file_cut_off_inside_a_row_is_refused(data):
    content = as_csv([coded(urn=900001), coded(urn=900002, postcode="")])
    rows = content.split(b"\r\n")
    whole = len(b"\r\n".join(rows[:2])) + 2
    cut = data.draw(st.integers(whole + 1, len(content) - 3))
    assert refusal(content[:cut]) in {"truncated", "ragged"}


def test_a_last_row_without_a_line_end_is_whole_when_its_last_cell_is_closed():
    content = as_csv([coded()]).rstrip()
    assert content.endswith(b'"')
    assert extract_of(read_table(content), "", ()).read("900001")["postcode"] == "TS95 1AA"


@pytest.mark.parametrize(
    "column",
    [
        "URN",
        "LA (code)",
        "EstablishmentNumber",
        "EstablishmentName",
    ],
)
def test_a_missing_required_column_refuses_the_file(column):
    row = coded()
    del row[column]
    assert refusal(as_csv([row])) == "column-missing"


@pytest.mark.parametrize("stem", ["EstablishmentStatus", "TypeOfEstablishment"])
def test_a_status_and_a_type_are_required_as_code_or_as_name(stem):
    row = named()
    del row[f"{stem} (name)"]
    assert refusal(as_csv([row])) == "column-missing"


def test_names_alone_give_the_same_codes_as_the_codes_themselves():
    by_code, by_name = extract(coded()).read("900001"), extract(named()).read("900001")
    for field in ("status_code", "status", "type_code", "type", "phase_code", "phase"):
        assert by_code[field] == by_name[field]
    assert (by_name["type_code"], by_name["status_code"], by_name["phase_code"]) == ("01", "1", "2")


def test_a_column_that_the_file_lacks_is_not_said_at_all():
    said = extract(named()).read("900001")
    assert "trust" not in said
    assert "pupils" not in said
    assert "close_date" not in said


def test_unknown_columns_are_ignored():
    assert extract({**coded(), "SchoolWebsite": "x", "HeadLastName": "Nobody"}).read("900001")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (coded(urn="12345"), "urn"),
        (coded(urn="012345"), "urn"),
        (coded(name=" "), "name"),
        (coded(closed="2025-01-31"), "date"),
        (coded(closed="31-02-2025"), "date"),
        ({**coded(), "NumberOfPupils": "many"}, "number"),
        ({**coded(), "NumberOfPupils": "9" * 25}, "number"),
        ({**coded(), "EstablishmentStatus (code)": "9"}, "status"),
    ],
)
def test_a_value_that_cannot_be_right_refuses_the_file_and_names_the_row(row, code):
    assert refusal(as_csv([row])) == code


def test_a_urn_that_comes_twice_refuses_the_file():
    assert refusal(as_csv([coded(), coded()])) == "duplicate"


def test_text_that_is_not_windows_1252_is_refused():
    assert refusal(as_csv([coded()]).replace(b"Alder", b"\x81lder")) == "encoding"


def test_a_nul_character_is_no_text():
    assert refusal(as_csv([coded()]).replace(b"Alder", b"\0lder")) == "encoding"


def test_an_empty_file_is_refused():
    assert refusal(b"\r\n") == "empty"


def test_a_selection_without_any_row_is_refused():
    with pytest.raises(FileRejected):
        extract(coded(la="806"), la="805")


def test_only_the_selected_authorities_are_read():
    read = extract(coded(urn=900001, la="806"), coded(urn=900002, la="201"), la="805,806")
    assert list(read.rows) == ["900001"]


def test_a_place_of_zero_and_zero_is_not_known():
    said = extract({**coded(), "Easting": "0", "Northing": "0"}).read("900001")
    assert (said["easting"], said["northing"]) == (None, None)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("edubasealldata20231116.csv", "2023-11-16"),
        ("register-2025-09-01.csv", "2025-09-01"),
    ],
)
def test_the_date_of_an_extract_stands_in_its_name(name, date):
    assert extract_date(name, None).isoformat() == date


@pytest.mark.parametrize("name", ["register.csv", "edubasealldata20231399.csv", "x1234567890.csv"])
def test_a_file_without_a_date_is_refused(name):
    with pytest.raises(FileRejected):
        extract_date(name, None)


def test_the_newest_change_dates_a_file_whose_name_does_not():
    read = extract({**coded(), "LastChangedDate": "14-11-2023"})
    assert extract_date("register.csv", None, read.newest_change()).isoformat() == "2023-11-14"


def test_closed_schools_make_an_extract_a_full_one():
    rows = (coded(), coded(urn=900002, closed="31-08-2020"))
    closed = {**rows[1], "EstablishmentStatus (code)": "2"}
    assert extract(rows[0], closed, name="x").kind == "full"
    assert extract(rows[0], name="x").kind == "state-funded"
    assert extract(rows[0], name="edubaseallstatefunded20250717.csv").kind == "state-funded"


def test_a_selection_is_of_three_digit_codes():
    assert selection(" 806, 805") == ("805", "806")
    assert selection("") == ()
    with pytest.raises(FileRejected):
        selection("Middlesbrough")
