"""An event's subject is the reference in its data: which field that is, by the contract's words."""

from collections.abc import Mapping
from typing import Any

from chassis.contracts.event import Reason
from chassis.contracts.texts import trimmed

# The end of a contract's description, and the fields that it means, the first that is given.
FIELDS = {
    "the URN": ("urn",),
    "the application reference": ("application",),
    "the application's or award's reference": ("reference",),
    "the award reference": ("award",),
    "the case reference": ("case",),
    "the form reference": ("form_reference",),
    "the meeting reference": ("meeting",),
    "the notice reference": ("notice",),
    "the notice reference, else the URN": ("notice", "urn"),
    "the panel code": ("panel",),
    "the payment reference": ("payment_reference",),
    "the person id": ("person",),
    "the provider code": ("provider",),
    "the recovery reference": ("recovery_reference",),
    "the round code": ("round",),
    "the story code": ("story",),
    "the support reference": ("support",),
    "the visit reference": ("visit",),
}


def subject_fields(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that a contract's subject is taken from; KeyError for words that are not known."""
    return FIELDS[schema["description"].partition("subject: ")[2].rstrip(".")]


def mismatch(subject: str, data: Mapping[str, Any], fields: tuple[str, ...]) -> list[Reason]:
    """Why the subject is not the one of the data; empty where it is."""
    given = [(name, data[name]) for name in fields if data.get(name) is not None]
    if not given or given[0][1] == trimmed(subject):
        return []
    text = f"The subject is not the {given[0][0]} in the data: send the same reference in both."
    return [Reason("subject-mismatch", text)]
