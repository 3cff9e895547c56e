"""From words to the bytes of one e-mail, whose headers nobody else can write into."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from notifications.domain.addresses import deliverable
from notifications.domain.wording import one_line
from notifications.post.templates import Words


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
    message = EmailMessage(policy=SMTP if envelope.address.isascii() else SMTPUTF8)
    message["From"] = Address(one_line(envelope.sender_name, 120), addr_spec=envelope.sender)
    message["To"] = Address(one_line(envelope.name or "", 120), addr_spec=envelope.address)
    message["Subject"] = one_line(words.subject)
    message["Date"] = format_datetime(envelope.date)
    message["Message-ID"] = envelope.message_id
    if envelope.reply_to:
        message["Reply-To"] = Address(addr_spec=envelope.reply_to)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(words.text, cte="quoted-printable")
    message.add_alternative(words.html, subtype="html", cte="quoted-printable")
    return message.as_bytes()


def message_id(delivery: str, sender: str) -> str:
    """A delivery's own Message-ID, kept with it."""
    return f"<{delivery}@{sender.rpartition('@')[2]}>"
