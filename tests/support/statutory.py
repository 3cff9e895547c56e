"""Payloads of statutory steps as casework sends them; by default the contracts' own examples."""

from typing import Any

Payload = dict[str, Any]

BOTH_COPIES = [
    {"to": "headteacher", "sent_on": "2026-10-30"},
    {"to": "secretary-of-state", "sent_on": "2026-10-30"},
]


def a_notice(**changes: Any) -> Payload:
    """A warning notice on governance, given on 30 October; its period ends on 27 November 2026."""
    return {
        "notice": "WN-2026-0001",
        "urn": "111632",
        "route": "s60",
        "ground": "breakdown-of-management-or-governance",
        "evidence": "Four governor vacancies since July.",
        "required": "A quorate governing body with a chair by 27 November 2026.",
        "compliance_ends": "2026-11-27",
        "powers": ["s64", "s65"],
        "copies": BOTH_COPIES,
        "issued_by": "p-1007",
        "issued_at": "2026-10-30T12:00:00+00:00",
        "case": "C-2026-0007",
    } | changes


def a_pay_notice(**changes: Any) -> Payload:
    """A warning notice about teachers' pay and conditions."""
    return a_notice(route="s60A", ground="pay-and-conditions", **changes)


def a_conclusion(outcome: str = "complied", **changes: Any) -> Payload:
    """How the notice ended; "not complied" comes after the period, with notice of the powers."""
    conclusion = {
        "notice": "WN-2026-0001",
        "outcome": outcome,
        "note": "Chair elected, five governors appointed.",
        "decided_by": "p-1007",
        "decided_at": "2026-11-26T15:00:00+00:00",
    }
    if outcome == "not-complied":
        conclusion["note"] = "The chair is vacant still."
        conclusion["decided_at"] = "2026-11-30T15:00:00+00:00"
        given = {"given_on": "2026-11-30", "powers": ["s64", "s65"]}
        return conclusion | {"powers_notice": given} | changes
    return conclusion | changes


def a_power(power: str = "s64", **changes: Any) -> Payload:
    """A power used under the notice on 7 December, inside the window."""
    used = {
        "urn": "111632",
        "power": power,
        "used_on": "2026-12-07",
        "written_notice_on": "2026-12-01",
        "used_by": "p-1007",
        "recorded_at": "2026-12-07T10:00:00+00:00",
        "notice": "WN-2026-0001",
        "secretary_of_state_told_on": "2026-12-02",
        "consent_of_secretary_of_state_on": None,
        "consulted": ["governing-body"] if power in {"s63", "s65"} else [],
    }
    if power == "s65":
        used["consent_of_secretary_of_state_on"] = "2026-12-04"
    return used | changes


def an_intervention(kind: str = "rise-targeted-begun", **changes: Any) -> Payload:
    """A step of the Department for Education, on 16 November."""
    return {
        "urn": "111632",
        "kind": kind,
        "on": "2026-11-16",
        "recorded_by": "p-1008",
        "recorded_at": "2026-11-18T09:00:00+00:00",
        "reference": None,
    } | changes
