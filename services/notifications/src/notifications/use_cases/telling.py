"""From an event to deliveries: whose business it is, one row for each person to be told."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import select

from chassis import Work, wait_for
from chassis.spans import current_traceparent
from notifications.domain.audiences import forms_named, officers_scopes
from notifications.domain.people import Audience, Recipient
from notifications.domain.rules import Rule, rules_for
from notifications.domain.states import DELIVERED, NO_RECIPIENT, QUEUED
from notifications.events import NotificationDelivered, NotificationFailed
from notifications.post.letters import message_id
from notifications.settings import Settings
from notifications.store import DeliveryRow, NoticeRow
from notifications.use_cases import resolving

EMAIL = "email"
_IDS = uuid.UUID("5d0f2c5e-3f0a-4f6e-9b0e-0c3a6d0d7c11")


async def tell(facts: Mapping[str, Any], work: Work) -> None:
    """Make what the rules ask for on this event; waits where a form it needs is not here yet."""
    assert work.event is not None  # noqa: S101 - the caller handles an event
    told = [(rule, rule.audiences(facts)) for rule in rules_for(work.event.type, facts)]
    forms = sorted({form for _, audiences in told for form in forms_named(audiences)})
    missing = await resolving.unknown_forms(work.session, forms)
    if missing:
        raise wait_for("form", *missing)
    for rule, audiences in told:
        await _notify(rule, audiences, facts, work)


async def _notify(
    rule: Rule, audiences: list[Audience], facts: Mapping[str, Any], work: Work
) -> None:
    notice = _notice(rule, audiences, facts, work)
    if await work.session.get(NoticeRow, notice.id):
        return
    work.session.add(notice)
    await work.session.flush()
    settings = settings_of(work)
    resolution = await resolving.resolve_now(work.session, audiences, settings.mailboxes)
    queue(notice, resolution.recipients, work)
    for audience in resolution.unreached:
        _nobody(notice, audience, work)


def queue(notice: NoticeRow, recipients: Iterable[Recipient], work: Work) -> None:
    """A row for each recipient, leased to this process, which takes it up after the commit."""
    settings = settings_of(work)
    rows = [_delivery(notice, to.person.id, to.role, work) for to in recipients]
    for row in rows:
        row.leased_by, row.leased_until = settings.tray.holder, work.now + settings.lease
    work.session.add_all(rows)
    work.after_commit(lambda: settings.tray.lay(row.id for row in rows))


async def queue_new(notice: NoticeRow, recipients: Iterable[Recipient], work: Work) -> None:
    """The same for those who have no delivery of this notice yet."""
    found = await work.session.execute(
        select(DeliveryRow.person).where(DeliveryRow.notice == notice.id)
    )
    have = set(found.scalars())
    queue(notice, [to for to in recipients if to.person.id not in have], work)


def settings_of(work: Work) -> Settings:
    """The settings, as those of this service."""
    assert isinstance(work.settings, Settings)  # noqa: S101 - main.py gives no other
    return work.settings


def outcome_of(notice: NoticeRow, row: DeliveryRow) -> NotificationDelivered | NotificationFailed:
    """The event that tells of a delivery's final state."""
    kind = NotificationDelivered if row.state == DELIVERED else NotificationFailed
    return kind(
        notification=row.id,
        event_id=notice.event_id,
        cause_type=notice.event_type,
        about=notice.reference,
        scopes=notice.scopes,
        person=row.person,
        role=row.role,
        channel=row.channel,
        template=notice.template,
        state=row.state,
        reason=row.reason,
        attempts=row.attempts,
        finished_at=row.finished_at or row.created_at,
    )


def _nobody(notice: NoticeRow, audience: Audience, work: Work) -> None:
    post = audience.posts[0]
    row = _delivery(notice, post.label, post.role, work)
    row.state, row.finished_at, row.reason = NO_RECIPIENT, work.now, "no-recipient"
    work.session.add(row)
    work.record(outcome_of(notice, row))


def _notice(
    rule: Rule, audiences: list[Audience], facts: Mapping[str, Any], work: Work
) -> NoticeRow:
    event = work.event
    assert event is not None  # noqa: S101 - the caller handles an event
    traceparent, tracestate = current_traceparent()
    return NoticeRow(
        id=str(uuid.uuid5(_IDS, f"{event.source}\n{event.id}\n{rule.template}")),
        event_source=event.source,
        event_id=event.id,
        event_type=event.type,
        template=rule.template,
        reference=str(facts[rule.about]),
        audiences=resolving.written(audiences),
        scopes=facts.get("scopes") or officers_scopes(facts),
        facts=dict(facts),
        correlation_id=event.correlation_id or event.id,
        traceparent=traceparent,
        tracestate=tracestate,
        created_at=work.now,
    )


def _delivery(notice: NoticeRow, person: str, role: str, work: Work) -> DeliveryRow:
    delivery = str(uuid.uuid5(_IDS, f"{notice.id}\n{person}\n{EMAIL}"))
    return DeliveryRow(
        id=delivery,
        notice=notice.id,
        person=person,
        channel=EMAIL,
        role=role,
        state=QUEUED,
        message_id=message_id(delivery, settings_of(work).sender),
        created_at=work.now,
        due_at=work.now,
    )
