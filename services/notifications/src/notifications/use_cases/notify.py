"""From an event to deliveries: the rules that hold for it, and a delivery for each recipient."""

import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from chassis import Work, wait_for
from chassis.telemetry import current_traceparent
from notifications.domain.recipients import Audience, Resolution, resolve
from notifications.incoming import Application, Incoming
from notifications.rules import Rule, rules_for
from notifications.rules.audiences import contact_of, forms_named, scopes_of
from notifications.settings import settings_of
from notifications.store import Notice
from notifications.upserts import NOTICE_ONCE
from notifications.use_cases import recipients
from notifications.use_cases.awaiting_recipient import address
from notifications.use_cases.deliveries import queue
from notifications.use_cases.details import complete
from notifications.use_cases.directory import learn_application

_IDS = uuid.UUID("5d0f2c5e-3f0a-4f6e-9b0e-0c3a6d0d7c11")


def notifier(model: type[Incoming]) -> Callable[[Any, Work], Awaitable[None]]:
    """The handler of an event whose only effect is a message."""

    async def notify_of_event(event: model, work: Work) -> None:  # type: ignore[valid-type]
        await notify(await complete(event, work), work)

    notify_of_event.__doc__ = f"Sends the messages that the rules name: {model.__doc__}"
    return notify_of_event


async def notify_of_submission(application: Application, work: Work) -> None:
    """The contact and the round's officers get a message; its form is kept for later messages."""
    await learn_application(application.application, application.form_reference, work)
    await notify(application.facts, work)


async def notify(facts: Mapping[str, Any], work: Work, event_type: str | None = None) -> None:
    """Make the deliveries for this event; NotYet until a form that it needs is here.

    `event_type` is the type in the rules, where a timer speaks for events of that type.
    """
    assert work.event is not None  # noqa: S101 - every caller handles an event
    rules = rules_for(event_type or work.event.type, facts)
    audiences = {rule.template: rule.audiences(facts) for rule in rules}
    everybody = [audience for each in audiences.values() for audience in each]
    if not everybody:
        return
    forms = forms_named(everybody)
    holders = await recipients.holders_of(work.session, [*everybody, *map(contact_of, forms)])
    if missing := recipients.missing_forms(forms, holders):
        raise wait_for("form", *missing)
    mailboxes = settings_of(work).mailboxes
    for rule in rules:
        if readers := audiences[rule.template]:
            found = resolve(readers, holders, mailboxes)
            await _tell(_notice(rule, readers, facts, work), found, work)


async def _tell(notice: Notice, found: Resolution, work: Work) -> None:
    """Queue a new notice; that of an event which is sent again long after reaches nobody twice."""
    inserted = await work.session.execute(NOTICE_ONCE, notice.model_dump())
    if inserted.first() is None:
        return
    if found.unreached:
        await address(notice, work)  # looks again before an audience waits
    else:
        await queue(notice, found.recipients, work)


def _notice(rule: Rule, audiences: list[Audience], facts: Mapping[str, Any], work: Work) -> Notice:
    event = work.event
    assert event is not None  # noqa: S101 - every caller handles an event
    traceparent, tracestate = current_traceparent()
    return Notice(
        id=str(uuid.uuid5(_IDS, f"{event.source}\n{event.id}\n{rule.template}")),
        event_source=event.source,
        event_id=event.id,
        event_type=event.type,
        template=rule.template,
        mark=rule.mark,
        reference=str(facts[rule.reference]),
        audiences=recipients.to_json(audiences),
        scopes=facts.get("scopes") or scopes_of(facts),
        facts=dict(facts),
        correlation_id=event.correlation_id or event.id,
        traceparent=traceparent,
        tracestate=tracestate,
        created_at=work.now,
    )
