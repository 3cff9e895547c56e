"""What we do with a meeting of the panel: keep its schedule, and look at its quorum and its end."""

from dataclasses import replace

from applications.domain.meeting.schedule import Schedule
from applications.incoming import MeetingChanged, MeetingDue
from applications.store.meeting_record import open_meeting, save_meeting
from applications.store.record_facts import add_fact, event_of
from chassis import Work


async def schedule_meeting(sent: Schedule, work: Work) -> None:
    """A meeting was scheduled or changed; waits for its panel and its items."""
    items = tuple(dict.fromkeys(sent.items))
    schedule = replace(sent, items=items, key=event_of(work).key)
    meeting = await open_meeting(work, schedule.meeting, schedule)
    holds = meeting.scheduled(schedule)
    await add_fact(work, f"meeting:{schedule.meeting}", "scheduled", schedule)
    if holds:
        meeting.look_again(work.now)
        await save_meeting(work, meeting)


async def look_at_meeting(due: MeetingChanged, work: Work) -> None:
    """Something that the meeting looks at has changed."""
    meeting = await open_meeting(work, due.meeting)
    meeting.look_again(work.now)
    await save_meeting(work, meeting)


async def remind_of_papers(due: MeetingDue, work: Work) -> None:
    """The day has come by which the panel has its papers."""
    meeting = await open_meeting(work, due.subject)
    meeting.papers_due(work.now)
    await save_meeting(work, meeting)
