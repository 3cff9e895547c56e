"""Events in: which event goes to which use case; the use case's first parameter is its model."""

from collections.abc import Awaitable, Callable
from typing import Any

from chassis import Inbox, Work, already_happened
from schools.use_cases.embargo import embargo_ends, receive_inspection
from schools.use_cases.record_facts import authority_of, record_concern, record_visit

INSPECTION = "council.inspections.inspection.published.v1"
MAY_LIE_AHEAD = {INSPECTION: ("published_on",)}  # the inspection waits for that day

inbox = Inbox("schools")
inbox.on_rejection(authority_of)
happened = already_happened("schools", MAY_LIE_AHEAD)

EVENTS: dict[str, Callable[[Any, Work], Awaitable[None]]] = {
    INSPECTION: receive_inspection,
    "council.casework.concern.raised.v1": record_concern,
    "council.casework.visit.recorded.v1": record_visit,
}
for event_type, use_case in EVENTS.items():
    inbox.on(event_type)(happened(use_case))
inbox.on_timer("embargo-ends")(embargo_ends)
