"""Builds one e-mail; text from other people cannot add a header to it."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from notifications.domain.addresses import deliverable
from notifications.texts.formatting import one_line, person_name
from notifications.texts.render import Rendered

# Folded at 78 characters, a longer subject would leave the first line of its header empty.
_LONG_LINES = SMTP.clone(max_line_length=998)


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


def build_message(rendered: Rendered, envelope: Envelope) -> EmailMessage:
    """The message as text and HTML; raises ValueError for an address that is not deliverable."""
    if not deliverable(envelope.address):
        raise ValueError("the address is not deliverable")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(one_line(envelope.sender_name), addr_spec=envelope.sender)
    message["To"] = Address(person_name(envelope.name) or "", addr_spec=envelope.address)
    message["Subject"] = one_line(rendered.subject)
    message["Date"] = envelope.date
    message["Message-ID"] = envelope.message_id
    message["Reply-To"] = envelope.reply_to
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(rendered.text, cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    return message


def to_bytes(message: EmailMessage) -> bytes:
    """The message as the mail server gets it: ASCII, unless an address is not."""
    if not all(str(value).isascii() for value in message.values()):
        return message.as_bytes(policy=SMTP.clone(utf8=not _ascii_addresses(message)))
    return message.as_bytes(policy=_LONG_LINES)


def _ascii_addresses(message: EmailMessage) -> bool:
    headers = [message["From"], message["To"]]
    return all(each.addr_spec.isascii() for header in headers for each in header.addresses)
