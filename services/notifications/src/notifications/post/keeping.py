"""After the mail server's answer: what became of a letter is kept, of several in one commit."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from chassis import Service
from chassis.messaging.reconnect import Backoff
from notifications.domain.states import QUEUED
from notifications.post.courier import Answer
from notifications.post.traces import in_trace_of
from notifications.post.tray import Addressed
from notifications.use_cases.settling import settle

ATTEMPTS = 8


@dataclass(eq=False, slots=True)
class Answered:
    """A delivery with the mail server's answer; its new state once that is committed."""

    addressed: Addressed
    answer: Answer
    state: str | None = None


class Keeper:
    """Those who come while a commit is under way are kept by the next one, all together."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._turn = asyncio.Lock()
        self._came: list[Answered] = []

    async def keep(self, addressed: Addressed, answer: Answer) -> None:
        """Returns after the commit.

        Once the server has said yes, forgetting it would send the letter again: so insist.
        """
        answered = Answered(addressed, answer)
        self._came.append(answered)
        async with self._turn:
            if answered in self._came:
                together, self._came = self._came, []
                with contextlib.suppress(Exception):  # then each insists for itself
                    await self._commit(together)
        if answered.state is None:
            await self._insist(answered)

    async def _insist(self, answered: Answered) -> None:
        backoff = Backoff(0.05, 5.0)
        for left in reversed(range(ATTEMPTS)):
            try:
                await self._commit([answered])
                break
            except Exception:
                if left == 0:
                    raise
                await backoff.wait()

    async def _commit(self, together: Sequence[Answered]) -> None:
        states = []
        async with self._service.work() as work:
            for each in together:
                with in_trace_of(each.addressed.notice):
                    states.append(await settle(each.addressed, each.answer, work))
        for each, state in zip(together, states, strict=True):
            each.state = state
            if state != QUEUED:
                self._service.metrics.delivered(each.addressed.row.channel, state)
