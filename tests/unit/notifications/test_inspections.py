"""The finding of an inspection in a few words."""

import pytest

from notifications.domain.inspections import headline

FACTS = {"overall": None, "judgements": {}, "safeguarding": "Met", "category_of_concern": None}


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"judgements": {"Inclusion": "Needs attention"}}, "1 area needs attention"),
        (
            {"judgements": {"Inclusion": "Needs attention", "Achievement": "Urgent improvement"}},
            "2 areas need attention",
        ),
        ({"judgements": {"Quality of education": "Requires improvement"}}, "1 area below good"),
        ({"overall": "Inadequate"}, "overall inadequate"),
        ({"safeguarding": "Not met"}, "safeguarding not met"),
        ({"category_of_concern": "special-measures"}, "special measures"),
    ],
)
def test_headline_names_the_most_important_finding(changes, finding):
    assert headline(FACTS | changes) == finding
