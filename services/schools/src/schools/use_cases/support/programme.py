"""What we do with results and stories; one that is not public yet waits for its day by a timer."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from pydantic import BaseModel, TypeAdapter

from chassis import Work
from chassis.domain import Reason, day_begins, refuse
from schools.domain.results import Results
from schools.domain.stories import Story
from schools.events.programme import PublicMeasure, ResultsRecorded, StoryRecorded
from schools.store import facts
from schools.store.programme import keep_results, kept_results
from schools.store.tables import StoryRow
from schools.use_cases.challenge.proposals import reconsider
from schools.use_cases.record_facts import event_of
from schools.use_cases.register.schools import school_facts

RESULTS_TIMER, STORY_TIMER = "results-published", "story-published"


class ResultsPublished(BaseModel):
    """The day on which results become public began."""

    results: Results


class StoryPublished(BaseModel):
    """The day on which a story becomes public began."""

    story: Story
    told_at: datetime
    event_id: str


async def receive_results(results: Results, work: Work) -> None:
    """Keep the higher version; tell it without the figures of small cohorts."""
    school = await school_facts(results.urn, work)
    if _waits(results.published_on, work):
        key = f"{results.reference}/{results.version}"
        await _later(work, RESULTS_TIMER, key, results.published_on, {"results": _plain(results)})
        return
    await work.lock(f"results:{results.reference}")
    known = await kept_results(work.session, results.reference)
    if known is not None and known.rank >= results.rank:
        refuse(_contradiction(known, results))
        return
    await keep_results(work.session, results)
    shown = [PublicMeasure(**asdict(each.shown())) for each in results.measures]
    stated = asdict(results) | {"measures": shown, "name": school.name, "la_code": school.la_code}
    work.record(ResultsRecorded(**stated))
    await reconsider(results.urn, work)


async def publish_results(due: ResultsPublished, work: Work) -> None:
    """Their day has come."""
    await receive_results(due.results, work)


async def receive_story(story: Story, work: Work) -> None:
    """Keep the story as it was told last; a later day of publication waits for that day."""
    event = event_of(work)
    if _waits(story.published_on, work):
        data = {"story": _plain(story), "told_at": event.time.isoformat(), "event_id": event.id}
        await _later(work, STORY_TIMER, story.story, story.published_on, data)
        return
    await work.cancel_timer(STORY_TIMER, subject=story.story)
    await _record_story(story, event.time, event.id, work)


async def publish_story(due: StoryPublished, work: Work) -> None:
    """Its day has come."""
    await _record_story(due.story, due.told_at, due.event_id, work)


async def _record_story(story: Story, told_at: datetime, event_id: str, work: Work) -> None:
    values = asdict(story) | {"urns": list(story.urns)}
    row = StoryRow(**values, told_at=told_at.astimezone(UTC), event_id=event_id)
    if await facts.keep_newest(work.session, row):
        work.record(StoryRecorded(**{name: values[name] for name in StoryRecorded.model_fields}))


def _waits(published_on: date, work: Work) -> bool:
    return work.now < day_begins(published_on)


async def _later(
    work: Work, timer: str, subject: str, published_on: date, data: dict[str, Any]
) -> None:
    await work.timer(timer, subject=subject, due=day_begins(published_on), data=data)


def _plain(value: Results | Story) -> Any:
    return TypeAdapter(type(value)).dump_python(value, mode="json")


def _contradiction(known: Results, sent: Results) -> list[Reason]:
    if known.rank != sent.rank or known == sent:
        return []
    return [
        Reason(
            "contradicts-earlier",
            f"The {sent.version} results {sent.reference} of {sent.published_on} were sent before "
            "with other figures. Send the correction with a later publication date.",
        )
    ]
