"""Reads the mails that the stack's mail server received."""

import mailbox
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path


@dataclass(frozen=True)
class Mail:
    """Its receiver, subject and text."""

    to: str
    subject: str
    text: str

    def is_for(self, address: str, words: str = "") -> bool:
        """Whether it went to an address (compared without case) and has these words."""
        return address.lower() in self.to.lower() and words in f"{self.subject}\n{self.text}"


def read_mails(folder: Path) -> list[Mail]:
    """Every mail so far."""
    if not (folder / "new").exists():
        return []
    kept = mailbox.Maildir(folder, create=False)
    return [_read(kept.get_bytes(key)) for key in kept.keys()]  # noqa: SIM118  no mapping


def _read(content: bytes) -> Mail:
    message = message_from_bytes(content, policy=policy.default)
    body = message.get_body(("plain",))
    return Mail(str(message["To"]), str(message["Subject"]), body.get_content() if body else "")
