"""From an event to deliveries: whose business it is, one row for each person to be told."""

import uuid
from collections.abc import Mapping
from typing import Any

from chassis import Work, wait_for
from chassis.telemetry import current_traceparent
from notifications.domain.audiences import forms_named, officers_scopes
from notifications.domain.people import Audience, resolve
from notifications.domain.rules import Rule, rules_for
from notifications.settings import settings_of
from notifications.store import Notice
from notifications.upserts import NOTICE_ONCE
from notifications.use_cases import resolving
from notifications.use_cases.queueing import queue
from notifications.use_cases.seeking import address

_IDS = uuid.UUID("5d0f2c5e-3f0a-4f6e-9b0e-0c3a6d0d7c11")


async def tell(facts: Mapping[str, Any], work: Work) -> None:
    """Make what the rules ask for on this event; waits where a form it needs is not here yet."""
    assert work.event is not None  # noqa: S101 - the caller handles an event
    rules = rules_for(work.event.type, facts)
    if not rules:
        return
    audiences = {rule.template: rule.audiences(facts) for rule in rules}
    everybody = [audience for each in audiences.values() for audience in each]
    holders = await resolving.holders_of(work.session, everybody)
    missing = resolving.forms_to_come(forms_named(everybody), holders)
    if missing:
        raise wait_for("form", *missing)
    notices = [_notice(rule, audiences[rule.template], facts, work) for rule in rules]
    new = await _unless_told(notices, work)
    mailboxes = settings_of(work).mailboxes
    found = {each.id: resolve(audiences[each.template], holders, mailboxes) for each in new}
    await queue({notice: each.recipients for notice, each in found.items()}, new, work)
    for notice in new:
        if found[notice.id].unreached:
            await address(notice, work)


async def _unless_told(notices: list[Notice], work: Work) -> list[Notice]:
    """Those that are new: an event that is sent again long after tells nobody twice."""
    new = []
    for notice in notices:
        inserted = await work.session.execute(NOTICE_ONCE, notice.model_dump())
        if inserted.first() is not None:
            new.append(notice)
    return new


def _notice(rule: Rule, audiences: list[Audience], facts: Mapping[str, Any], work: Work) -> Notice:
    event = work.event
    assert event is not None  # noqa: S101 - the caller handles an event
    traceparent, tracestate = current_traceparent()
    return Notice(
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
