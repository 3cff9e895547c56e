"""From words to the bytes of one e-mail, whose headers nobody else can write into.

Put together by hand: the standard library's EmailMessage takes ten times as long, which is most
of what sending a mail costs us.
"""

import binascii
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.utils import format_datetime, formataddr

from notifications.domain.addresses import deliverable
from notifications.domain.wording import one_line
from notifications.post.templates import Words

_UTF8 = Charset("utf-8")
_UTF8.header_encoding = QP
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
    headers = [
        ("From", _mailbox(envelope.sender_name, envelope.sender)),
        ("To", _mailbox(envelope.name or "", envelope.address)),
        ("Subject", _header("Subject", words.subject)),
        ("Date", format_datetime(envelope.date)),
        ("Message-ID", envelope.message_id),
        ("Reply-To", envelope.reply_to),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative; boundary="{boundary}"'),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers if value)
    parts = _part(boundary, "plain", words.text) + _part(boundary, "html", words.html)
    return head.encode() + b"\r\n" + parts + f"--{boundary}--\r\n".encode()


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


def _part(boundary: str, kind: str, content: str) -> bytes:
    lines = content.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    encoded = binascii.b2a_qp(lines.encode(), istext=True)
    head = (
        f"--{boundary}\r\n"
        f'Content-Type: text/{kind}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + encoded + b"\r\n"
