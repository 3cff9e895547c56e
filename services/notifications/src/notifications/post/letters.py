"""From words to the bytes of one e-mail, whose headers nobody else can write into."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr
from typing import Any

from notifications.domain.addresses import deliverable
from notifications.domain.wording import one_line
from notifications.post.templates import Words

_UTF8: Any = Charset("utf-8")  # typeshed knows MIMEText with a name only
_UTF8.header_encoding = _UTF8.body_encoding = QP
_ON_THE_WIRE = compat32.clone(linesep="\r\n", max_line_length=None)
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands on the outside: from whom, to whom, under which Message-ID."""

    sender: str
    sender_name: str
    address: str
    name: str | None
    message_id: str
    date: datetime
    reply_to: str | None = None


def letter(words: Words, envelope: Envelope) -> bytes:
    """The whole message, text and HTML; raises ValueError for an address we do not write to."""
    if not deliverable(envelope.address):
        raise ValueError("not an address that we write to")
    boundary = f"=_{envelope.message_id.strip('<>').partition('@')[0]}"
    message = MIMEMultipart("alternative", boundary=boundary)
    for name, value in _headers(words, envelope):
        message[name] = value
    message.attach(MIMEText(words.text, "plain", _UTF8))
    message.attach(MIMEText(words.html, "html", _UTF8))
    return message.as_bytes(policy=_ON_THE_WIRE)


def _headers(words: Words, envelope: Envelope) -> Iterator[tuple[str, str]]:
    yield "From", _mailbox(envelope.sender_name, envelope.sender)
    yield "To", _mailbox(envelope.name or "", envelope.address)
    yield "Subject", _header("Subject", words.subject)
    yield "Date", format_datetime(envelope.date)
    yield "Message-ID", envelope.message_id
    if envelope.reply_to:
        yield "Reply-To", envelope.reply_to
    yield "Auto-Submitted", "auto-generated"
    yield "X-Auto-Response-Suppress", "All"


def message_id(delivery: str, sender: str) -> str:
    """A delivery's own Message-ID, kept with it."""
    return f"<{delivery}@{sender.rpartition('@')[2]}>"


def _mailbox(name: str, address: str) -> str:
    shown = one_line(name, _LONGEST_NAME)
    if shown.isascii() and address.isascii():
        return formataddr((shown, address))
    return f"{_encoded('From', shown)} <{address}>"


def _header(name: str, value: str) -> str:
    line = one_line(value)
    if line.isascii():
        return line
    return _encoded(name, line)


def _encoded(name: str, line: str) -> str:
    return str(Header(line, _UTF8, header_name=name, maxlinelen=75).encode(linesep="\r\n"))
