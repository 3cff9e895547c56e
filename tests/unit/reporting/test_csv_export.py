"""A CSV that no spreadsheet takes for a formula."""

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.pages.csv_export import cell, csv_of
from reporting.reports import REPORTS, Report

PIPELINE = REPORTS["pipeline"]

AS_OF = datetime(2026, 11, 21, tzinfo=UTC)


def sheet(title: str) -> list[list[str]]:
    """The pipeline's sheet with one application of this title, read back."""
    row = {**dict.fromkeys(PIPELINE.columns, ""), "title": title}
    written = csv_of(Report("pipeline", PIPELINE, AS_OF, 7, {}, [row], {}))
    return list(csv.reader(io.StringIO(written, newline=""), strict=True))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "  ="])
def test_text_that_would_be_computed_is_shown_as_text(start: str) -> None:
    assert cell(f"{start}HYPERLINK(1)").startswith("'")


@given(st.text())
def test_any_title_comes_back_whole_and_never_begins_a_formula(title: str) -> None:
    head, row = sheet(title)
    read = row[head.index("title")]

    assert read in {title, f"'{title}"}
    assert not read.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_numbers_stay_numbers_even_below_nothing() -> None:
    assert cell(-5) == -5


def test_true_and_false_are_words() -> None:
    assert (cell(True), cell(False)) == ("yes", "no")


def test_what_is_not_known_is_an_empty_cell() -> None:
    assert cell(None) == ""


def test_each_row_says_as_of_when_and_which_event_and_by_which_definition() -> None:
    head, row = sheet("x")

    stamp = dict(zip(head, row, strict=True))
    assert stamp["as_of"] == "2026-11-21T00:00:00+00:00"
    assert (stamp["position"], stamp["definition"]) == ("7", "pipeline/2")
