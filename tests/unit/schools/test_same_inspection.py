"""One inspection is known by its number, else by its place; a file adds to what is known of it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from schools.domain.inspections import Inspection
from schools.domain.same_inspection import completed, is_same, says_the_same

DAYS = st.sampled_from([date(2026, 1, 13), date(2026, 3, 10)])
AREAS = st.sampled_from(["Inclusion", "Achievement", "Early years"])
GRADES = st.sampled_from(["Needs attention", "Expected standard"])
INSPECTIONS = st.builds(
    Inspection,
    urn=st.sampled_from(["900001", "900002"]),
    framework=st.sampled_from(["report-card", "monitoring"]),
    inspected_on=DAYS,
    published_on=st.just(date(2026, 4, 21)),
    judgements=st.dictionaries(AREAS, GRADES),
    safeguarding=st.sampled_from([None, "Met", "Not met"]),
    category_of_concern=st.sampled_from([None, "none", "special-measures"]),
    inspection_number=st.sampled_from([None, "10500001", "10500002"]),
    report_url=st.sampled_from([None, "https://reports.example/1"]),
)


@given(one=INSPECTIONS, other=INSPECTIONS)
def test_being_the_same_goes_both_ways(one, other):
    assert is_same(one, other) == is_same(other, one)
    assert is_same(one, one)


@given(one=INSPECTIONS, other=INSPECTIONS)
def test_two_numbers_decide_alone_and_the_place_where_one_is_missing(one, other):
    if one.inspection_number and other.inspection_number:
        assert is_same(one, other) == (one.inspection_number == other.inspection_number)
    elif is_same(one, other):
        assert (one.urn, one.inspected_on) == (other.urn, other.inspected_on)
        assert (one.framework == "monitoring") == (other.framework == "monitoring")


@given(known=INSPECTIONS, file=INSPECTIONS)
def test_the_same_file_again_says_nothing_new(known, file):
    once = completed(known, file)
    assert completed(once, file) == once
    assert says_the_same(once, completed(once, file))


@given(known=INSPECTIONS, file=INSPECTIONS)
def test_a_file_takes_nothing_away_and_its_own_words_hold(known, file):
    result = completed(known, file)
    assert {*known.judgements, *file.judgements} == {*result.judgements}
    assert result.judgements | file.judgements == result.judgements
    for name in ("safeguarding", "report_url", "inspection_number"):
        assert getattr(result, name) == (getattr(file, name) or getattr(known, name))
    told = file.category_of_concern
    expected = known.category_of_concern if told in {None, "none"} else told
    assert result.category_of_concern == expected
