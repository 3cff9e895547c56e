"""One letter's way to the mail server, and back with what became of it."""

import asyncio
from dataclasses import dataclass

import structlog
from opentelemetry.trace import Status, StatusCode

from chassis import Service
from chassis.telemetry import smtp_span
from notifications.domain.people import Person
from notifications.domain.states import Failure
from notifications.post.courier import Answer, Courier
from notifications.post.keeping import Keeper
from notifications.post.traces import in_trace_of
from notifications.post.tray import Addressed
from notifications.settings import Settings
from notifications.use_cases.addressing import look_up, still_good, write
from notifications.use_cases.settling import settle_unsent

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Sending:
    """What one sender needs: its service, its own connection, and who keeps the answers."""

    service: Service
    settings: Settings
    courier: Courier
    keeper: Keeper

    async def send(self, delivery: str, addressed: Addressed | None) -> None:
        """Send it if it is still ours to send; whatever fails here, the lease brings it back."""
        try:
            if not still_good(addressed, self.service.clock()):
                addressed = await self._look_up(delivery, addressed)
            if addressed is not None:
                with in_trace_of(addressed.notice):
                    await self._send(addressed)
        except Exception as error:  # noqa: BLE001 - the store is down; it will be back
            log.warning("delivery not settled", delivery=delivery, error=type(error).__name__)

    async def _look_up(self, delivery: str, addressed: Addressed | None) -> Addressed | None:
        now = self.service.clock()
        async with self.service.store.reading() as session:
            return await look_up(session, delivery, addressed, self.settings, now)

    async def _send(self, addressed: Addressed) -> None:
        if addressed.person is None:
            async with self.service.work() as work:
                await settle_unsent(addressed, work)
            return
        answer = await self._hand_over(addressed, addressed.person)
        await self.keeper.keep(addressed, answer)

    async def _hand_over(self, addressed: Addressed, person: Person) -> Answer:
        ready = write(addressed, person, self.settings)
        if ready.unsendable:
            return ready.unsendable
        host, port = self.settings.smtp_host, self.settings.smtp_port
        with smtp_span(host, port, addressed.row.message_id) as span:
            try:
                async with asyncio.timeout(self.settings.dialogue.total_seconds()):
                    answer = await self.courier.hand_over(ready.address, ready.message)
            except TimeoutError:
                self.courier.drop()
                answer = Answer(Failure.OURS, "dialogue-too-long")
            if answer.failure is not None:
                span.set_attribute("error.type", answer.reason or answer.failure.value)
                span.set_status(Status(StatusCode.ERROR, answer.failure.value))
        return answer
