"""The mails that the mail peer received, as far as the demonstration looks at them."""

import mailbox
from dataclasses import dataclass
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path

_parser = BytesHeaderParser(policy=policy.default)


@dataclass(frozen=True)
class Mail:
    """To whom, and about what."""

    to: str
    subject: str

    def is_for(self, address: str, about: str) -> bool:
        """Addresses are compared without case."""
        return address.lower() in self.to.lower() and about in self.subject


def read_all(folder: Path) -> list[Mail]:
    """Every mail so far."""
    if not (folder / "new").exists():
        return []
    kept = mailbox.Maildir(folder, create=False)
    return [_read(kept.get_bytes(key)) for key in kept.keys()]  # noqa: SIM118  no mapping


def _read(content: bytes) -> Mail:
    headers = _parser.parsebytes(content)
    return Mail(str(headers["To"]), str(headers["Subject"]))
