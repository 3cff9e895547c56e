"""Records the outcomes of attempts: those that wait at one moment in one transaction."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

import structlog

from chassis import Backoff, Service, Work
from notifications.domain.states import NOT_SENT, QUEUED, Attempt
from notifications.mail.lookup import Mail
from notifications.traces import in_trace_of
from notifications.use_cases.outcomes import record_not_sent, record_outcome

ATTEMPTS = 8
log = structlog.get_logger()


class Ended(NamedTuple):
    """A delivery and what came of it; no attempt where its recipient has left the role."""

    mail: Mail
    attempt: Attempt | None


class Recorder:
    """Each sender waits for its own record; meanwhile the outcomes of the others gather."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._waiting: list[Ended] = []
        self._turn = asyncio.Lock()

    async def record(self, ended: Ended) -> None:
        """Return once it is recorded, by this sender or with another's."""
        self._waiting.append(ended)
        async with self._turn:
            together, self._waiting = self._waiting, []
            if together:
                await self._record(together)

    async def _record(self, together: Sequence[Ended]) -> None:
        """Where one transaction for all of them fails, each is recorded alone."""
        try:
            await self._commit(together)
        except Exception as error:  # noqa: BLE001 - whichever it is, the outcomes must be recorded
            log.warning("outcomes not recorded", error=type(error).__name__, size=len(together))
            await asyncio.gather(*(self._record_alone(each) for each in together))

    async def _record_alone(self, ended: Ended) -> None:
        """Tried several times: an accepted message without a record would be sent again."""
        backoff = Backoff(0.05, 5.0)
        for left in reversed(range(ATTEMPTS)):
            try:
                return await self._commit([ended])
            except Exception as error:  # noqa: BLE001 - the delivery is claimed again by its lease
                if left == 0:
                    name = type(error).__name__
                    log.warning("delivery not recorded", delivery=ended.mail.row.id, error=name)
                    return None
            await backoff.wait()
        return None

    async def _commit(self, together: Sequence[Ended]) -> None:
        async with self._service.work() as work:
            states = [await _outcome(each, work) for each in together]
        for each, state in zip(together, states, strict=True):
            if state not in {QUEUED, NOT_SENT}:
                self._service.metrics.delivered(each.mail.row.channel, state)


async def _outcome(ended: Ended, work: Work) -> str:
    """The delivery's new state; its event belongs to the trace of its notice."""
    mail, attempt = ended
    work.event = None  # the one before is another delivery's
    with in_trace_of(mail.notice):
        if attempt is None:
            await record_not_sent(mail.row, mail.notice, work)
            return NOT_SENT
        return await record_outcome(mail.row, mail.notice, mail.person, attempt, work)
