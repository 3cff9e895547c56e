"""Which messages are letters, and the hash by which a letter is known."""

import hashlib

# The decision, the offer and the award: what the council may be asked for years later.
LETTERS = frozenset(
    {
        "application-declined",
        "application-deferred",
        "decision-for-partners",
        "offer-to-answer",
        "award-made",
    }
)


def hash_of(subject: str, text: str, html: str) -> str:
    """The SHA-256 of a letter: its subject, its text and its HTML in UTF-8, a zero byte between."""
    return hashlib.sha256("\0".join((subject, text, html)).encode()).hexdigest()
