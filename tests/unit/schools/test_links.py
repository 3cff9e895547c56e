"""Links say who follows whom; they come in circles, and walking them ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.domain.files.links import Link, read_links
from schools.domain.files.table import read_table
from schools.domain.register.related_schools import RelatedSchools
from schools.domain.rejections import FileRejected
from unit.schools.extracts import as_csv

URNS = st.integers(900001, 900008).map(str)
TYPES = st.sampled_from(
    ["Successor", "Predecessor", "Successor - merged", "Predecessor - amalgamated", "Other"]
)
LINKS = st.lists(st.builds(Link, URNS, URNS, TYPES, st.just(None)), max_size=30)


def file(*rows: dict[str, object]) -> bytes:
    header = {"URN": 900001, "LinkURN": 900002, "LinkName": "", "LinkType": "Successor"}
    return as_csv([{**header, "LinkEstablishedDate": "", **row} for row in rows])


@given(LINKS, URNS)
def test_walking_ends_and_names_each_school_once(links, start):
    related = RelatedSchools(links)
    for walked in (related.everything_before(start), related.everything_after(start)):
        assert len(walked) == len(set(walked))
        assert start not in walked


@given(LINKS, URNS)
def test_whoever_comes_before_me_has_me_after_it(links, start):
    related = RelatedSchools(links)
    for before in related.everything_before(start):
        assert start in related.everything_after(before)


@given(LINKS)
def test_a_links_file_comes_back_as_it_was(links):
    rows = [{"URN": x.urn, "LinkURN": x.link_urn, "LinkType": x.link_type} for x in links]
    if rows:
        assert read_links(read_table(file(*rows))) == set(links)


def test_both_sides_of_a_link_say_the_same():
    forward = RelatedSchools([Link("900001", "900002", "Successor", None)])
    backward = RelatedSchools([Link("900002", "900001", "Predecessor", None)])
    for related in (forward, backward):
        assert related.successors("900001") == ["900002"]
        assert related.predecessors("900002") == ["900001"]
        assert related.predecessors("900001") == []


def test_a_school_without_links_has_unknown_predecessors_not_none():
    assert RelatedSchools().predecessors("900001") is None
    other = RelatedSchools([Link("900001", "900002", "Sixth Form Centre Link", None)])
    assert other.predecessors("900001") is None


@pytest.mark.parametrize("row", [{"URN": 12}, {"LinkURN": "none"}])
def test_a_link_that_names_no_two_schools_refuses_the_file(row):
    table = read_table(file(row))
    with pytest.raises(FileRejected):
        read_links(table)


def test_a_links_file_needs_its_columns():
    table = read_table(as_csv([{"URN": 900001, "LinkURN": 900002}]))
    with pytest.raises(FileRejected):
        read_links(table)
