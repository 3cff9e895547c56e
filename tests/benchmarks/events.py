"""Events as our services publish them: the contracts' examples, each about another subject."""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

import orjson

from applications.events import EVENTS as APPLICATIONS
from chassis import OutgoingEvent
from chassis.contracts.outgoing import Cause, envelope
from chassis.contracts.package_files import package_folder
from notifications.events import EVENTS as NOTIFICATIONS
from schools.events import EVENTS as SCHOOLS

MIX = {  # about what a year of the programme is made of: the register, then applications' ways
    "council.schools.school.registered.v1": 6,
    "council.schools.school.changed.v1": 2,
    "council.applications.application.submitted.v1": 3,
    "council.notifications.notification.delivered.v1": 5,
    "council.applications.review.completed.v1": 1,
    "council.applications.application.decided.v1": 1,
    "council.applications.decision.released.v1": 1,
    "council.applications.offer.made.v1": 1,
    "council.applications.offer.accepted.v1": 1,
    "council.applications.award.made.v1": 1,
    "council.applications.milestone.paid.v1": 1,
    "council.applications.payment.recorded.v1": 1,
}
KINDS: dict[str, type[OutgoingEvent]] = {
    kind.event_type: kind for kind in (*SCHOOLS, *APPLICATIONS, *NOTIFICATIONS)
}


class Sample(NamedTuple):
    """One message, ready to publish."""

    context: str
    event_type: str
    subject: str
    headers: dict[str, Any]
    body: bytes


def samples(count: int) -> Iterator[Sample]:
    """So many events in a fixed order of types; every tenth or so is about a known subject."""
    order = [name for name, weight in MIX.items() for _ in range(weight)]
    random.Random(7).shuffle(order)
    for number in range(count):
        yield _sample(order[number % len(order)], number)


def _sample(event_type: str, number: int) -> Sample:
    kind, context = KINDS[event_type], event_type.split(".")[1]
    data = {**_example(event_type), kind.reference: f"{kind.reference[0].upper()}-{number:07d}"}
    if "payment_reference" in data:
        data["payment_reference"] = f"PAY-{number:07d}"
    subject, event_id = data[kind.reference], str(uuid.uuid4())
    headers = envelope(
        context,
        {"type": event_type, "subject": subject},
        event_id=event_id,
        version=1,
        correlation_id=event_id,
        now=datetime.now(UTC),
        cause=Cause(id=str(uuid.uuid4()), traceparent=_traceparent()),
    )
    return Sample(context, event_type, subject, headers, orjson.dumps(data))


def _traceparent() -> str:
    return f"00-{random.getrandbits(128):032x}-{random.getrandbits(64):016x}-01"


@cache
def _example(event_type: str) -> dict[str, Any]:
    events = package_folder(event_type.split(".")[1], "contracts") / "events"
    found: dict[str, Any] = orjson.loads((events / f"{event_type}.json").read_bytes())
    return found
