"""Makes text from other people inert: nothing in it becomes a link in a mail client."""

import re
from typing import Any

_SCHEME = re.compile(
    r"[a-z][a-z0-9+.-]*:[/\\]+|(?:mailto|tel|sms|javascript|data|file):", re.IGNORECASE
)
_DOTS = ".\u3002\uff0e\uff61"  # the full stops that a domain name may be written with
_DOT = re.compile(rf"(?<=[^\s{_DOTS}])[{_DOTS}](?=[^\s{_DOTS}])")
_BARE_DOMAIN = re.compile(rf"[^\s{_DOTS}][{_DOTS}][^\W\d_][^\s{_DOTS},;:!?)\]}}'\"”’/]")
_KEPT = {"report_url", "event_type"}  # ours, or checked where they are shown


def inert(text: str) -> str:
    """The text without schemes, and with a space after each dot inside a domain name."""
    while (without := _SCHEME.sub("", text)) != text:
        text = without
    return re.sub(r"\S+", lambda word: _spaced(word[0]), text)


def holds_link(text: str) -> bool:
    """Whether a mail client might make a link or an address of a part of the text."""
    return inert(text) != text or any(mark in text for mark in "/\\@")


def inert_facts(value: Any) -> Any:
    """The facts with every text in them inert, but those that are ours."""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, list):
        return [inert_facts(each) for each in value]
    if isinstance(value, dict):
        return {key: each if key in _KEPT else inert_facts(each) for key, each in value.items()}
    return value


def _spaced(word: str) -> str:
    return _DOT.sub(lambda dot: f"{dot[0]} ", word) if _BARE_DOMAIN.search(word) else word
