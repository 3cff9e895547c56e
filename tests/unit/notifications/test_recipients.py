"""A role in a scope is resolved to people; each address gets a message once."""

from hypothesis import given
from hypothesis import strategies as st

from notifications.domain.recipients import Audience, Person, RoleScope, resolve

OFFICER, OPERATOR = "school-improvement-officer", "operator"
SCOPES = ("round:2026-AUT", "la:806", "*")
OFFICERS = Audience((RoleScope(OFFICER, SCOPES),))


def person(number: int, email: str | None = None, *, active: bool = True) -> Person:
    return Person(f"p-{number}", email or f"p{number}@council.example", f"P {number}", active)


def told(*audiences: Audience, holders: dict, mailboxes: dict | None = None) -> list[str]:
    resolution = resolve(audiences, holders, mailboxes or {})
    return [recipient.person.id for recipient in resolution.recipients]


def test_only_the_most_specific_scope_that_has_a_holder_is_told():
    holders = {(OFFICER, "la:806"): [person(1), person(2)], (OFFICER, "*"): [person(3)]}
    assert told(OFFICERS, holders=holders) == ["p-1", "p-2"]


def test_a_scope_whose_holders_have_all_left_has_none():
    left = person(1, active=False)
    holders = {(OFFICER, "round:2026-AUT"): [left], (OFFICER, "*"): [person(3)]}
    assert told(OFFICERS, holders=holders) == ["p-3"]


def test_who_left_gets_nothing_beside_those_who_stayed():
    holders = {(OFFICER, "la:806"): [person(1, active=False), person(2)]}
    assert told(OFFICERS, holders=holders) == ["p-2"]


def test_a_partner_without_a_mailbox_is_reached_through_its_head_teacher():
    partner = RoleScope("partner", ("form:F-1:111632",))
    audience = Audience((partner, RoleScope("headteacher", ("urn:111632",))))
    head = {("headteacher", "urn:111632"): [person(1)]}
    assert told(audience, holders=head) == ["p-1"]
    mailbox = {("partner", "form:F-1:111632"): [person(2)]}
    assert told(audience, holders=head | mailbox) == ["p-2"]


def test_nobody_anywhere_is_the_roles_mailbox_where_there_is_one():
    mailboxes = {OFFICER: "officers@council.example"}
    assert told(OFFICERS, holders={}, mailboxes=mailboxes) == [f"mailbox:{OFFICER}"]


def test_an_audience_that_nobody_stands_for_is_named_once():
    optional = Audience((RoleScope(OPERATOR, ("*",)),), optional=True)
    resolution = resolve([OFFICERS, optional, OFFICERS], {}, {})
    assert not resolution.recipients
    assert resolution.unreached == (OFFICERS, optional)


def test_two_with_one_address_are_the_first_of_them():
    contact = Audience((RoleScope("contact", ("form:F-1",)),))
    holders = {
        ("contact", "form:F-1"): [person(1, "Jo.Bell@Example.org")],
        (OFFICER, "*"): [person(2, "jo.bell@example.ORG"), person(3)],
    }
    assert told(contact, OFFICERS, holders=holders) == ["p-1", "p-3"]


addresses = st.sampled_from(
    ["a@x.example", "A@X.example", "b@x.example", "ß@x.example", "SS@x.example"]
)
people = st.builds(
    Person, id=st.integers(0, 9).map("p-{}".format), email=addresses, active=st.booleans()
)
scopes = st.sampled_from(SCOPES)
held = st.dictionaries(
    st.tuples(st.sampled_from([OFFICER, OPERATOR]), scopes), st.lists(people, max_size=4)
)
posts = st.builds(
    RoleScope,
    st.sampled_from([OFFICER, OPERATOR]),
    st.lists(scopes, min_size=1, max_size=3, unique=True).map(tuple),
)
audiences = st.lists(
    st.builds(Audience, st.lists(posts, min_size=1, max_size=2).map(tuple), st.booleans()),
    max_size=4,
)


@given(audiences, held, st.dictionaries(st.sampled_from([OFFICER, OPERATOR]), addresses))
def test_whoever_holds_what_no_address_is_told_twice_and_nobody_who_left(asked, holders, mailboxes):
    resolution = resolve(asked, holders, mailboxes)
    folded = [recipient.person.email.casefold() for recipient in resolution.recipients]
    assert len(folded) == len(set(folded))
    assert all(recipient.person.active for recipient in resolution.recipients)
    assert resolve(asked, holders, mailboxes) == resolution


@given(audiences, held)
def test_every_audience_is_reached_or_named_or_optional(asked, holders):
    resolution = resolve(asked, holders, {})
    reached = {recipient.person.email.casefold() for recipient in resolution.recipients}
    labels = {audience.role_scopes[0].label for audience in resolution.unreached}
    for audience in asked:
        possible = {
            each.email.casefold()
            for role_scope in audience.role_scopes
            for scope in role_scope.scopes
            for each in holders.get((role_scope.role, scope), ())
            if each.active
        }
        named = audience.role_scopes[0].label in labels
        assert named or audience.optional or possible & reached
