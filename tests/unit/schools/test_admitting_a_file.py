"""Which files are refused as a whole after what was applied before them."""

from datetime import date
from typing import Any

import pytest

from schools.domain.files.admission import Import, admit, previous_date, repeated
from schools.domain.rejections import FileRejected

LAST = Import("sha-1", "full", ("805", "806"), date(2025, 9, 1), 100)


def file(**given: Any) -> Import:
    return Import(**{**vars(LAST), "sha256": "sha-2", **given})


def refusal(new: Import, *earlier: Import) -> list[str]:
    with pytest.raises(FileRejected) as refused:
        admit(new, earlier, 5)
    return [reason.code for reason in refused.value.reasons]


def test_a_file_older_than_the_last_one_is_refused():
    assert refusal(file(extract_date=date(2025, 8, 31)), LAST) == ["older"]
    assert refusal(file(extract_date=date(2025, 8, 31), kind="state-funded"), LAST) == ["older"]
    assert refusal(file(extract_date=date(2025, 8, 31), authorities=()), LAST) == ["older"]


def test_a_file_of_the_same_day_is_taken():
    admit(file(), [LAST], 5)


def test_an_older_file_of_other_authorities_is_taken():
    admit(file(extract_date=date(2024, 1, 1), authorities=("201",)), [LAST], 5)


def test_an_older_links_file_is_only_measured_by_links_files():
    links = file(kind="links", authorities=(), extract_date=date(2025, 4, 22))
    admit(links, [LAST], 5)
    assert refusal(file(kind="links", authorities=(), extract_date=date(2025, 4, 21)), links) == [
        "older"
    ]


@pytest.mark.parametrize(("rows", "taken"), [(95, True), (94, False), (200, True)])
def test_a_file_with_more_than_five_percent_fewer_rows_is_refused(rows, taken):
    if taken:
        admit(file(rows=rows), [LAST], 5)
    else:
        assert refusal(file(rows=rows), LAST) == ["shrunk"]


def test_rows_are_compared_with_the_last_of_the_same_kind_and_selection():
    admit(file(rows=10, kind="state-funded"), [LAST], 5)
    admit(file(rows=10, authorities=("806",)), [LAST], 5)
    smaller = file(rows=96)
    assert refusal(file(rows=90), LAST, smaller) == ["shrunk"]
    admit(file(rows=92), [LAST, smaller], 5)


def test_the_same_file_again_is_known_by_its_content():
    assert repeated(LAST, [LAST])
    assert repeated(file(sha256="sha-1", authorities=("806",)), [LAST])
    assert not repeated(file(sha256="sha-1", authorities=()), [LAST])
    assert not repeated(file(sha256="sha-1", authorities=("201",)), [LAST])
    assert not repeated(file(), [LAST])


def test_the_previous_extract_is_the_newest_that_speaks_of_the_same_schools():
    other = file(authorities=("201",), extract_date=date(2026, 1, 1))
    assert previous_date(file(), [LAST, other]) == date(2025, 9, 1)
    assert previous_date(file(), []) is None
