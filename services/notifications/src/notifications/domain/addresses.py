"""Which addresses a message may go to, when two are the same, and how one is masked."""

import re

# HTML's own rule for an address, with letters beyond ASCII: nothing in it can end a mail header,
# an SMTP command or the angle brackets around it.
_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DELIVERABLE = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})+")
_LONGEST = 254


def deliverable(address: str) -> bool:
    """Whether it is safe to put this address into a command to a mail server."""
    return len(address) <= _LONGEST and _DELIVERABLE.fullmatch(address) is not None


def same_address(address: str) -> str:
    """The form in which two spellings of one address are equal: one recipient."""
    return address.strip().casefold()


def masked(address: str) -> str:
    """The address as an operator sees it: enough to recognise it, not enough to use it."""
    local, at, domain = address.strip().rpartition("@")
    if not at or not local:
        return "…"
    first, dot, rest = domain.partition(".")
    return f"{local[0]}…@{first[:1]}…{dot}{rest}"
