"""Rejected events as operators are told of them: in groups, with what to do about their cause."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any

Facts = Mapping[str, Any]
Shown = Callable[[str, Iterable[Facts]], Iterable[Facts]]  # reasons that may be told

WINDOW = timedelta(hours=1)  # at most one message for each group in this time
SHOWN = 20  # events that one message names
OURS = {"our-failure", "killed-the-process", "key-missing", "missing-binding"}


class Fault(StrEnum):
    """Who has to do something about a rejected event."""

    PUBLISHER = "publisher"
    OURS = "ours"
    OVERDUE = "overdue"


def fault_of(rejection: Facts) -> Fault:
    """By its reasons: what our software failed on is ours, what a rule refuses the publisher's."""
    if rejection["overdue"]:
        return Fault.OVERDUE
    codes = {each["code"] for each in rejection["reasons"]}
    return Fault.OURS if codes & OURS else Fault.PUBLISHER


def publisher_of(rejection: Facts) -> str:
    """The context of the type: what it publishes under the broker's permissions."""
    _, _, kind = str(rejection["event_type"]).partition("council.")
    return kind.partition(".")[0]


def group_of(rejection: Facts) -> str:
    """One group for each publisher, type and reason, as a key of fixed length."""
    codes = sorted({each["code"] for each in rejection["reasons"]})
    said = [publisher_of(rejection), rejection["event_type"], rejection["overdue"], codes]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def message_of(rejections: Sequence[Facts], count: int, shown: Shown) -> dict[str, Any]:
    """The facts of the message about a group: `count` events, of which the first are named.

    `shown` leaves out reasons that are confidential.
    """
    first = rejections[0]
    reasons = [shown(each["event_type"], each["reasons"]) for each in rejections]
    sentences = [reason["message"] for each in reasons for reason in each]
    return {
        "owner": first["owner"],
        "event_type": first["event_type"],
        "publisher": publisher_of(first),
        "overdue": first["overdue"],
        "fault": fault_of(first).value,
        "about": first["event_subject"] or first["event_id"],
        "messages": list(dict.fromkeys(sentences))[:SHOWN],
        "events": [_named(each) for each in rejections[:SHOWN]],
        "count": count,
        "la_codes": sorted({each["la_code"] for each in rejections if each["la_code"]}),
    }


def _named(rejection: Facts) -> dict[str, Any]:
    return {name: rejection[name] for name in ("event_id", "event_subject", "key")}
