"""The mail worker: claims what is due, sends it over a few connections, records the outcome."""

import asyncio
import contextlib
from collections.abc import Coroutine
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import structlog
from opentelemetry.trace import Status, StatusCode

from chassis import Backoff, Service, is_open
from chassis.telemetry import smtp_span
from notifications.domain.addresses import deliverable
from notifications.domain.recipients import Person
from notifications.domain.states import QUEUED, Attempt, Failure
from notifications.mail.ascii_address import ascii_domain
from notifications.mail.message import Envelope, build_message
from notifications.mail.queue import SendQueue
from notifications.mail.smtp import SmtpClient
from notifications.settings import Settings
from notifications.store import Delivery, Notice, NoticeRow
from notifications.texts.digest import DIGEST
from notifications.texts.render import Reader, render
from notifications.traces import in_trace_of
from notifications.use_cases.outcomes import record_not_sent, record_outcome
from notifications.use_cases.recipients import names_of_schools, recipient_of

RECORD_ATTEMPTS = 8
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Mail:
    """A claimed delivery with its notice, its recipient now, and the names of its schools."""

    row: Delivery
    notice: Notice
    person: Person | None
    schools: dict[str, str]


async def send_mail(service: Service) -> None:
    """Send until cancelled; a dialogue that has begun is finished first."""
    settings = service.settings
    assert isinstance(settings, Settings)  # noqa: S101 - main.py gives no other
    queue = SendQueue(service, settings)
    await queue.release_after_crash()
    try:
        async with asyncio.TaskGroup() as senders:
            for _ in range(settings.smtp_connections):
                senders.create_task(Sender(service, settings, queue).run())
    finally:
        with contextlib.suppress(Exception):  # the lease gives them back too
            await queue.release()


class Sender:
    """Sends one delivery after another over its own connection."""

    def __init__(self, service: Service, settings: Settings, queue: SendQueue) -> None:
        self.service, self.settings, self.queue = service, settings, queue
        self.smtp = SmtpClient(settings)

    async def run(self) -> None:
        """Nothing is claimed while the mail server is down."""
        try:
            while True:
                await self.smtp.connect()
                row = await self.queue.next(self.smtp.is_connected)
                if row is not None:
                    await _finish(self._deliver(row))
        finally:
            await self.smtp.close()

    async def _deliver(self, row: Delivery) -> None:
        """Send and record; after an error the delivery is claimed again when its lease ends."""
        try:
            mail = await self._look_up(row)
            with in_trace_of(mail.notice):
                if mail.person is None:
                    async with self.service.work() as work:
                        await record_not_sent(row, mail.notice, work)
                elif self._has_time(row):
                    await self._record(mail, await self._send(mail, mail.person))
        except Exception as error:  # noqa: BLE001 - the database is down for now
            log.warning("delivery not recorded", delivery=row.id, error=type(error).__name__)

    async def _look_up(self, row: Delivery) -> Mail:
        async with self.service.store.reading() as session:
            notice = await session.get_one(NoticeRow, row.notice)
            person = await recipient_of(session, row, notice, self.settings.mailboxes)
            return Mail(row, notice, person, await names_of_schools(session, notice.facts))

    def _has_time(self, row: Delivery) -> bool:
        """False if another process may claim the delivery before this dialogue ends."""
        ends = self.service.clock() + self.settings.send_timeout
        return row.leased_until is not None and ends < row.leased_until

    async def _send(self, mail: Mail, person: Person) -> Attempt:
        address = ascii_domain(person.email)
        if not deliverable(address):
            return Attempt(Failure.PERMANENT, "bad-address")
        try:
            message = build(mail, address, person.name, self.settings)
        except Exception as error:  # one template stops no other message
            log.error("message not built", template=mail.notice.template, exc_info=error)
            return Attempt(Failure.TECHNICAL, f"not-written {type(error).__name__}")
        return await self._send_traced(message, address, mail.row.message_id)

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

    async def _record(self, mail: Mail, attempt: Attempt) -> None:
        """Tried several times: an accepted message without a record would be sent again."""
        backoff = Backoff(0.05, 5.0)
        for left in reversed(range(RECORD_ATTEMPTS)):
            try:
                async with self.service.work() as work:
                    state = await record_outcome(mail.row, mail.notice, mail.person, attempt, work)
                break
            except Exception:
                if left == 0:
                    raise
                await backoff.wait()
        if state != QUEUED:
            self.service.metrics.delivered(mail.row.channel, state)


def build(mail: Mail, address: str, name: str | None, settings: Settings) -> EmailMessage:
    """The delivery's message for this address."""
    row, notice = mail.row, mail.notice
    rendered = render(
        notice.template,
        notice.facts,
        Reader(name, row.role),
        reference=notice.reference,
        schools=mail.schools,
        letterhead=settings.letterhead,
        journey_url=_journey(notice, settings),
    )
    envelope = Envelope(
        sender=settings.sender,
        sender_name=settings.sender_name,
        address=address,
        name=name,
        message_id=row.message_id,
        date=row.created_at,
        reply_to=settings.answers_to,
    )
    return build_message(rendered, envelope)


def _journey(notice: Notice, settings: Settings) -> str | None:
    """Reporting's page of the reference; a digest is about several, and a case has no such page."""
    pages = settings.journeys_url
    if pages is None or notice.template == DIGEST:
        return None
    if not is_open(notice.event_type, notice.facts):
        return None
    return f"{pages.rstrip('/')}/{notice.reference}"


async def _finish(sending: Coroutine[Any, Any, None]) -> None:
    """Wait for it even if cancelled: the server's answer must be recorded."""
    task = asyncio.ensure_future(sending)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
