"""Events in: which event goes to which use case; the use case's first parameter is its model."""

from collections.abc import Awaitable, Callable
from typing import Any

from chassis import Inbox, Work
from schools.use_cases.record_facts import record_concern, record_inspection, record_visit

inbox = Inbox("schools")

EVENTS: dict[str, Callable[[Any, Work], Awaitable[None]]] = {
    "council.inspections.inspection.published.v1": record_inspection,
    "council.casework.concern.raised.v1": record_concern,
    "council.casework.visit.recorded.v1": record_visit,
}
for event_type, use_case in EVENTS.items():
    inbox.on(event_type)(use_case)
