"""Tells the operators of rejected events: the first at once, then once an hour for each group."""

from typing import Any

from sqlalchemy import delete
from sqlmodel import col

from chassis import Work, shown_reasons
from notifications.domain.rejections import SHOWN, WINDOW, group_of, message_of
from notifications.incoming import GroupDue, Rejection
from notifications.store import RejectionGroupRow
from notifications.use_cases.details import complete
from notifications.use_cases.notify import notify

TIMER = "rejections-due"


async def tell_of_rejection(rejection: Rejection, work: Work) -> None:
    """Tell of the first of its group at once; keep another until the group's hour is over."""
    facts = await complete(rejection, work)
    key = group_of(facts)
    await work.lock(f"rejections:{key}")
    group = await work.session.get(RejectionGroupRow, key)
    if group is None:
        group = RejectionGroupRow(key=key, until=work.now)
        work.session.add(group)
    group.count += 1
    if len(group.waiting) < SHOWN:
        group.waiting = [*group.waiting, facts]
    if group.until <= work.now:
        await _tell(group, work)


async def tell_of_group(due: GroupDue, work: Work) -> None:
    """Tell of what the hour brought; a group without news ends."""
    await work.lock(f"rejections:{due.subject}")
    group = await work.session.get(RejectionGroupRow, due.subject)
    if group is None or group.until > work.now:
        return
    if group.waiting:
        await _tell(group, work)
    else:
        ended = delete(RejectionGroupRow).where(col(RejectionGroupRow.key) == due.subject)
        await work.session.execute(ended)


async def _tell(group: RejectionGroupRow, work: Work) -> None:
    facts: dict[str, Any] = message_of(group.waiting, group.count, shown_reasons)
    await notify(facts, work, event_type=f"council.{facts['owner']}.event.rejected.v1")
    group.waiting, group.count = [], 0
    group.until = work.now + WINDOW
    await work.timer(TIMER, subject=group.key, due=group.until)
