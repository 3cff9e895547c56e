"""Builds one e-mail; text from other people cannot add a header to it."""

from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, compat32
from functools import lru_cache
from typing import Any

from chassis import is_open
from notifications.domain.addresses import deliverable
from notifications.mail.lookup import Mail
from notifications.settings import Settings
from notifications.store import Delivery, Notice
from notifications.texts.digest import DIGEST
from notifications.texts.formatting import one_line, person_name
from notifications.texts.render import Reader, Rendered, render

_FROM_A_MACHINE = {
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
    "MIME-Version": "1.0",
}
# Folded at 78 characters, a longer subject would leave the first line of its header empty.
_LONG_LINES = SMTP.clone(max_line_length=998)
_QUOTED = Charset("utf-8")
_QUOTED.body_encoding = QP  # readable in the source of a mail, where base64 is not


@dataclass(frozen=True, slots=True)
class Envelope:
    """The headers of a message beside its subject."""

    sender: str
    sender_name: str
    address: str
    name: str | None
    message_id: str
    date: datetime
    reply_to: str


def build(mail: Mail, address: str, name: str | None, settings: Settings) -> EmailMessage:
    """The delivery's message for this address, as today's template renders it."""
    return addressed(rendered(mail, name, settings), mail.row, address, name, settings)


def rendered(mail: Mail, name: str | None, settings: Settings) -> Rendered:
    """The delivery's subject, text and HTML, as today's template renders them."""
    notice = mail.notice
    return render(
        notice.template,
        notice.facts,
        Reader(name, mail.row.role),
        reference=notice.reference,
        schools=mail.schools,
        letterhead=settings.letterhead,
        journey_url=_journey(notice, settings),
    )


def addressed(
    content: Rendered, row: Delivery, address: str, name: str | None, settings: Settings
) -> EmailMessage:
    """The delivery's message for this address, with this content."""
    envelope = Envelope(
        sender=settings.sender,
        sender_name=settings.sender_name,
        address=address,
        name=name,
        message_id=row.message_id,
        date=row.created_at,
        reply_to=settings.answers_to,
    )
    return build_message(content, envelope)


# The stubs of the two classes disagree about max_count.
class _Subject(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]
    """A subject that keeps its blanks.

    The standard folding loses a blank between two encoded words (CPython 3.11).
    """

    def fold(self, *, policy: Any) -> str:
        """The header with its line end; a text that is not ASCII as encoded words."""
        text = str(self)
        if text.isascii():
            return super().fold(policy=policy)
        words = Header(text, "utf-8", header_name="Subject").encode(linesep=policy.linesep)
        return f"Subject: {words}{policy.linesep}"


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    registry.map_to_type("subject", _Subject)
    return registry


_POLICY = SMTP.clone(header_factory=_registry())


def build_message(rendered: Rendered, envelope: Envelope) -> EmailMessage:
    """The message as text and HTML; raises ValueError for an address that is not deliverable."""
    if not deliverable(envelope.address):
        raise ValueError("the address is not deliverable")
    message = EmailMessage(policy=_POLICY)
    sender = Address(one_line(envelope.sender_name), addr_spec=envelope.sender)
    message["From"] = _parsed("From", str(sender))
    message["To"] = Address(person_name(envelope.name) or "", addr_spec=envelope.address)
    message["Subject"] = one_line(rendered.subject)
    message["Date"] = envelope.date
    message["Message-ID"] = envelope.message_id
    message["Reply-To"] = _parsed("Reply-To", envelope.reply_to)
    for name, value in _FROM_A_MACHINE.items():
        message[name] = _parsed(name, value)
    message.make_alternative()
    message.attach(_part(rendered.text, "plain"))
    message.attach(_part(rendered.html, "html"))
    return message


@lru_cache(maxsize=16)
def _parsed(name: str, value: str) -> Any:
    """A header that every message has, parsed once: headers cost more than the rest of a message.

    Raises ValueError for a value of several lines.
    """
    message = EmailMessage(policy=SMTP)
    message[name] = value
    return message[name]


def _part(text: str, kind: str) -> EmailMessage:
    """The text or the HTML; its headers are ours and the same each time, so none is parsed."""
    part = EmailMessage(policy=compat32)
    part["Content-Type"] = f"text/{kind}"
    part.set_payload(text, _QUOTED)
    return part


def to_bytes(message: EmailMessage) -> bytes:
    """The message as the mail server gets it: ASCII, unless an address is not."""
    if not all(str(value).isascii() for value in message.values()):
        return message.as_bytes(policy=SMTP.clone(utf8=not _ascii_addresses(message)))
    return message.as_bytes(policy=_LONG_LINES)


def _ascii_addresses(message: EmailMessage) -> bool:
    headers = [message["From"], message["To"]]
    return all(each.addr_spec.isascii() for header in headers for each in header.addresses)


def _journey(notice: Notice, settings: Settings) -> str | None:
    """Reporting's page of the reference; a digest is about several, and a case has no such page."""
    pages = settings.journeys_url
    if pages is None or notice.template == DIGEST:
        return None
    if not is_open(notice.event_type, notice.facts):
        return None
    return f"{pages.rstrip('/')}/{notice.reference}"
