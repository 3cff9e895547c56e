"""The demonstration's people, all of them made up: officers, panel, reviewers, head teachers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

OFFICER, CLERK, FINANCE, DIRECTOR, OPERATOR = "p-101", "p-102", "p-103", "p-104", "p-105"
COUNCIL, TEACHING, DIOCESE, GOVERNANCE, TRUST = "p-201", "p-202", "p-203", "p-204", "p-205"
REVIEWERS = ("p-301", "p-302")

STAFF = {
    OFFICER: ("Aisha Khan", "school-improvement-officer"),
    CLERK: ("Tom Reed", "ldt-clerk"),
    FINANCE: ("Grace Obi", "finance-officer"),
    DIRECTOR: ("Helen Marsh", "director"),
    COUNCIL: ("Peter Lowe", "ldt-member"),
    TEACHING: ("Ruth Coleman", "ldt-member"),
    DIOCESE: ("Father Ian Doyle", "ldt-member"),
    GOVERNANCE: ("Sunita Rao", "ldt-member"),
    TRUST: ("Mark Bailey", "ldt-member"),
    REVIEWERS[0]: ("Carol Dent", "adviser"),
    REVIEWERS[1]: ("Owen Price", "adviser"),
}
HEADS = ("Sam Hart", "Nadia Ali", "Chris Webb", "Joan Fell", "Luke Ward", "Mina Shah")


def directory(authority: str, leads: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Everybody who can be told of something."""
    for person, (name, role) in STAFF.items():
        yield _person(person, name, role, f"la:{authority}")
    yield _person(OPERATOR, "Dev Patel", "operator", "*")
    for number, school in enumerate(leads):
        name = HEADS[number % len(HEADS)]
        yield _person(f"p-head-{school['urn']}", name, "headteacher", f"urn:{school['urn']}")


def panel(authority: str, teaching_school: str, trust_school: str) -> dict[str, Any]:
    """The Local Delivery Team; two seats are held by people from schools."""
    return {
        "panel": "LDT",
        "authority": authority,
        "title": "Local Delivery Team",
        "members": [
            {"person": COUNCIL, "seat": "council", "chair": True},
            {"person": TEACHING, "seat": "teaching-school", "schools": [teaching_school]},
            {"person": DIOCESE, "seat": "diocese"},
            {"person": GOVERNANCE, "seat": "national-leader-of-governance"},
            {"person": TRUST, "seat": "multi-academy-trust", "schools": [trust_school]},
        ],
        "quorum": {"fraction": "2/5", "seats_required": ["council", "teaching-school"]},
    }


def address(person: str, name: str) -> str:
    """Nobody's: example.org never receives mail."""
    return f"{name.lower().replace(' ', '.')}.{person}@example.org"


def _person(person: str, name: str, role: str, scope: str) -> dict[str, Any]:
    return {
        "person": person,
        "name": name,
        "email": address(person, name),
        "active": True,
        "roles": [{"role": role, "scope": scope}],
        "delivery": {"channel": "email", "digest": "immediate"},
    }
