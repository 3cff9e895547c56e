"""Ofsted's management information: up to three inspections in a row, under names that drift."""

from datetime import date

import pytest

from schools.domain.files.table import read_table
from schools.domain.ofsted.columns import plain
from schools.domain.ofsted.rows import Row, read_rows
from schools.domain.rejections import FileRejected
from unit.schools.ofsted_files import FULL, GRADED, UNGRADED, file_of, row


def read(*rows: dict[str, str]) -> list[Row]:
    return list(read_rows(read_table(file_of(*rows))))


def only(cells: dict[str, str]):
    [found] = read(cells)
    [(_, inspection)] = found.inspections
    return inspection


def why(cells: dict[str, str]) -> tuple[str | None, str | None]:
    [found] = read(cells)
    [fate] = found.skipped
    return fate.code, fate.message


def test_a_row_gives_up_to_three_inspections():
    [found] = read(row(FULL, GRADED, UNGRADED))
    assert [(kind, one.inspection_number) for kind, one in found.inspections] == [
        ("report-card", "10500001"),
        ("graded", "10200002"),
        ("ungraded", "10100003"),
    ]
    assert (found.number, found.urn, found.la_code, found.skipped) == (2, "900001", "806", ())


def test_the_latest_full_inspection_is_a_report_card():
    card = only(row(FULL))
    assert (card.framework, card.inspected_on, card.published_on) == (
        "report-card",
        date(2026, 1, 13),
        date(2026, 2, 9),
    )
    assert card.judgements["Achievement"] == "Needs attention"
    assert card.judgements["Early years"] == "Expected standard"
    assert "Post-16 provision" not in card.judgements
    assert (card.safeguarding, card.overall) == ("Met", None)
    assert card.warnings() == []


def test_an_older_inspection_has_grades_in_words_and_those_not_applicable_are_left_out():
    graded = only(row(GRADED))
    assert (graded.framework, graded.overall, graded.safeguarding) == (
        "section-5-graded",
        "Good",
        "Effective",
    )
    assert graded.judgements == {
        "Quality of education": "Requires improvement",
        "Behaviour and attitudes": "Good",
        "Personal development": "Outstanding",
        "Leadership and management": "Good",
        "Early years provision": "Good",
    }


def test_from_2_september_2024_an_inspection_has_sub_grades_only():
    later = {
        "Inspection start date of latest OEIF graded inspection": "02/09/2024",
        "Publication date of latest OEIF graded inspection": "07/10/2024",
    }
    overall = {"Latest OEIF overall effectiveness": "Not judged"}
    graded = only(row(GRADED | later | overall))
    assert (graded.framework, graded.overall, graded.warnings()) == ("sub-grades-only", None, [])


def test_an_ungraded_inspection_has_its_outcome_and_no_grade():
    ungraded = only(row(UNGRADED))
    assert (ungraded.framework, ungraded.overall) == ("ungraded", None)
    assert ungraded.judgements == {"Outcome": "School remains Good"}
    assert ungraded.category_of_concern is None, "it says nothing of a category"


@pytest.mark.parametrize(
    ("cell", "category"),
    [
        ("SM", "special-measures"),
        ("SWK", "serious-weaknesses"),
        ("RSI", "requires-significant-improvement"),
        ("", "none"),
        (" ", "none"),
        ("NULL", None),
    ],
)
def test_a_category_is_a_code_and_a_blank_cell_says_that_there_is_none(cell, category):
    assert only(row(FULL | {"Category of concern": cell})).category_of_concern == category


def test_an_inspection_belongs_to_the_urn_at_the_time():
    before = {"URN at time of latest OEIF graded inspection": "900031"}
    [found] = read(row(FULL, GRADED | before, urn="900001"))
    assert [one.urn for _, one in found.inspections] == ["900001", "900031"]


def test_columns_are_found_by_names_that_drift():
    drifted = {
        name.replace("OEIF", "").replace("date of grade", "date of judgement").upper(): cell
        for name, cell in row(FULL, GRADED, UNGRADED).items()
    }
    assert [len(found.inspections) for found in read(drifted)] == [3]
    assert plain("Latest OEIF  safeguarding is effective?") == "latest safeguarding is effective"


def test_blanks_around_a_cell_do_not_matter():
    card = only(
        row(FULL | {"Achievement": " Needs  attention ", "Inspection start date": " 13/01/2026"})
    )
    assert card.judgements["Achievement"] == "Needs attention"


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"Inspection start date": "13 Jan"}, "date", "inspection start date"),
        ({"Publication date": "NULL"}, "date", "publication date"),
        ({"URN at time of latest full inspection": "NULL"}, "urn", "urn at time"),
        ({"Category of concern": "NTI"}, "unknown-value", "category of concern"),
        ({"Safeguarding standards": "Perhaps"}, "unknown-value", "safeguarding standards"),
    ],
)
def test_an_inspection_that_cannot_be_read_is_skipped_with_its_column(changes, code, column):
    found, message = why(row(FULL | changes))
    assert found == code
    assert column in str(message)


def test_one_unreadable_inspection_leaves_the_others_of_its_row():
    [found] = read(row(FULL | {"Publication date": "soon"}, GRADED))
    assert [kind for kind, _ in found.inspections] == ["graded"]
    assert [fate.kind for fate in found.skipped] == ["report-card"]


def test_a_row_without_any_inspection_has_nothing_to_take():
    assert why(row())[0] == "nothing-to-take"


def test_a_row_without_a_urn_is_skipped():
    assert why(row(FULL, urn="NULL"))[0] == "urn"


def test_another_table_is_rejected_as_a_whole():
    with pytest.raises(FileRejected, match="column URN"):
        read({"URN": "900001", "Name": "Alder Grove"})
