"""The mail worker: claims what is due, sends it over a few connections, records the outcomes."""

import asyncio
import contextlib
from collections.abc import Coroutine
from email.message import EmailMessage
from typing import Any

import structlog
from opentelemetry.trace import Status, StatusCode

from chassis import Service
from chassis.telemetry import smtp_span
from notifications.domain.addresses import deliverable
from notifications.domain.letters import LETTERS
from notifications.domain.recipients import Person
from notifications.domain.states import Attempt, Failure
from notifications.mail.ascii_address import ascii_domain
from notifications.mail.lookup import Mail
from notifications.mail.message import addressed, rendered
from notifications.mail.queue import SendQueue
from notifications.mail.recorder import Ended, Recorder
from notifications.mail.smtp import SmtpClient
from notifications.settings import Settings
from notifications.store import Delivery
from notifications.texts.render import Rendered
from notifications.traces import in_trace_of
from notifications.use_cases.letters import LetterErasedError, content_of, keep_letter

log = structlog.get_logger()


async def send_mail(service: Service) -> None:
    """Send until cancelled; a dialogue that has begun is finished first."""
    settings = service.settings
    assert isinstance(settings, Settings)  # noqa: S101 - main.py gives no other
    queue, recorder = SendQueue(service, settings), Recorder(service)
    await queue.release_after_crash()
    try:
        async with asyncio.TaskGroup() as senders:
            for _ in range(settings.smtp_connections):
                senders.create_task(Sender(service, settings, queue, recorder).run())
    finally:
        with contextlib.suppress(Exception):  # the lease gives them back too
            await queue.release()


class Sender:
    """Sends one delivery after another over its own connection."""

    def __init__(
        self, service: Service, settings: Settings, queue: SendQueue, recorder: Recorder
    ) -> None:
        self.service, self.settings = service, settings
        self.queue, self.recorder = queue, recorder
        self.smtp = SmtpClient(settings)

    async def run(self) -> None:
        """Nothing is claimed while the mail server is down."""
        try:
            while True:
                await self.smtp.connect()
                mail = await self.queue.next(self.smtp.is_connected)
                if mail is not None:
                    await _finish(self._deliver(mail))
        finally:
            await self.smtp.close()

    async def _deliver(self, mail: Mail) -> None:
        """Send and record; after an error the delivery is claimed again when its lease ends."""
        if not self._has_time(mail.row):
            return
        try:
            with in_trace_of(mail.notice):
                attempt = await self._send(mail, mail.person) if mail.person else None
        except Exception as error:  # noqa: BLE001 - one delivery stops no other
            log.warning("delivery not sent", delivery=mail.row.id, error=type(error).__name__)
        else:
            await self.recorder.record(Ended(mail, attempt))

    def _has_time(self, row: Delivery) -> bool:
        """False if another process may claim the delivery before this dialogue ends."""
        ends = self.service.clock() + self.settings.send_timeout
        return row.leased_until is not None and ends < row.leased_until

    async def _send(self, mail: Mail, person: Person) -> Attempt:
        address = ascii_domain(person.email)
        if not deliverable(address):
            return Attempt(Failure.PERMANENT, "bad-address")
        try:
            content = await self._content(mail, person)
            message = addressed(content, mail.row, address, person.name, self.settings)
        except LetterErasedError:
            return Attempt(Failure.PERMANENT, "letter-erased")
        except Exception as error:  # one template stops no other message
            log.error("message not built", template=mail.notice.template, exc_info=error)
            return Attempt(Failure.TECHNICAL, f"not-written {type(error).__name__}")
        return await self._send_traced(message, address, mail.row.message_id)

    async def _content(self, mail: Mail, person: Person) -> Rendered:
        """Rendered now; a letter once only, and stored before its first attempt."""
        if mail.letter is not None:
            return content_of(mail.letter, self.settings)
        content = rendered(mail, person.name, self.settings)
        if mail.notice.template not in LETTERS:
            return content
        async with self.service.work() as work:
            return await keep_letter(mail.row, mail.notice, content, work)

    async def _send_traced(self, message: EmailMessage, address: str, message_id: str) -> Attempt:
        with smtp_span(self.settings.smtp_host, self.settings.smtp_port, message_id) as span:
            try:
                async with asyncio.timeout(self.settings.send_timeout.total_seconds()):
                    attempt = await self.smtp.send(message, address)
            except TimeoutError:
                self.smtp.drop()
                attempt = Attempt(Failure.TECHNICAL, "dialogue-too-long")
            if attempt.failure is not None:
                span.set_attribute("error.type", attempt.reason or attempt.failure.value)
                span.set_status(Status(StatusCode.ERROR, attempt.failure.value))
        return attempt


async def _finish(sending: Coroutine[Any, Any, None]) -> None:
    """Wait for it even if cancelled: the server's answer must be recorded."""
    task = asyncio.ensure_future(sending)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
