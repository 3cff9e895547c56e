"""What came of things: a message in its final state, an event that was refused."""

from collections.abc import Iterator

from reporting.domain.changes import Change, Row, Seen
from reporting.domain.said import DeliverySaid, RejectionSaid


def delivery_rows(said: DeliverySaid, seen: Seen) -> Iterator[Change]:
    """The message's final state."""
    row: Row = {
        "notification": said.notification,
        "version": seen.version,
        "template": said.template,
        "channel": said.channel,
        "state": said.state,
        "time": seen.time,
    }
    yield Change("delivery", (said.notification,), row)


def rejection_rows(said: RejectionSaid, seen: Seen) -> Iterator[Change]:
    """The refused event, with the newest reasons."""
    row: Row = {
        "event_id": said.event_id,
        "version": seen.version,
        "event_type": said.event_type,
        "event_source": said.event_source,
        "codes": ", ".join(reason.code for reason in said.reasons),
        "overdue": said.overdue,
        "time": seen.time,
    }
    yield Change("rejection", (said.event_id,), row)
