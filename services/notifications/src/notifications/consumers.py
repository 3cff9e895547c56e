"""Events in: which event goes to which use case. rules/table.py names those that send a message."""

from collections.abc import Awaitable, Callable
from typing import Any

from chassis import Inbox, Work, already_happened
from notifications.incoming import OWNERS
from notifications.rules import RULES
from notifications.use_cases import contacts, digests, directory, rejections
from notifications.use_cases.deliveries import DIGEST_TIMER
from notifications.use_cases.notify import notifier, notify_of_submission

UseCase = Callable[[Any, Work], Awaitable[None]]

happened = already_happened("notifications", {})

EVENTS: dict[str, UseCase] = {
    "council.directory.person.updated.v1": directory.update_person,
    "council.forms.application.received.v1": directory.learn_form,
    "council.forms.contact.changed.v1": happened(contacts.change_contact),
    "council.schools.school.registered.v1": directory.learn_school,
    "council.schools.school.changed.v1": directory.learn_school,
    "council.schools.school.closed.v1": directory.learn_school,
    "council.schools.school.converted.v1": directory.learn_school,
    "council.applications.application.submitted.v1": notify_of_submission,
    **{f"council.{owner}.event.rejected.v1": rejections.tell_of_rejection for owner in OWNERS},
}
TIMERS: dict[str, UseCase] = {
    DIGEST_TIMER: digests.send_digest,
    rejections.TIMER: rejections.tell_of_group,
}
MESSAGES: dict[str, UseCase] = {
    rule.event: notifier(rule.model) for rule in RULES if rule.event not in EVENTS
}

inbox = Inbox("notifications")
for event_type, use_case in (EVENTS | MESSAGES).items():
    inbox.on(event_type)(use_case)
for timer, use_case in TIMERS.items():
    inbox.on_timer(timer)(use_case)
