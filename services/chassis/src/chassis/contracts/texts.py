"""Characters that nobody sees: refused inside a text of one line, removed at the ends of a text."""

import re
import unicodedata
from typing import Any

CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028\u2029"  # line ends are among them
DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # they turn the direction of text
BLANKS = r"\u00ad\u200b\u2060-\u2064\ufeff"
SPACES = r" \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_HIDDEN = re.compile(f"[{CONTROLS}{DIRECTIONS}{BLANKS}]")
_SHOWN_AS_SPACE = re.compile(f"(?![\\t\\n\\r])[{CONTROLS}{DIRECTIONS}{BLANKS}]")
_ENDS = re.compile(rf"\A[{SPACES}{BLANKS}]+|[{SPACES}{BLANKS}]+\Z")


def hidden_character(text: str) -> str | None:
    """The first hidden character of a text, as people name it: `U+200B zero width space`."""
    found = _HIDDEN.search(text)
    if found is None:
        return None
    name = unicodedata.name(found[0], "control character").lower()
    return f"U+{ord(found[0]):04X} {name}"


def visible(text: str) -> str:
    """The text as a page, a mail or a command shows it: a hidden character becomes a space."""
    return _SHOWN_AS_SPACE.sub(" ", text)


def trimmed(value: Any) -> Any:
    """The same JSON value, without spaces and invisible characters at the ends of its texts."""
    if isinstance(value, str):
        return _ENDS.sub("", value)
    if isinstance(value, dict):
        return {name: trimmed(inner) for name, inner in value.items()}
    return [trimmed(inner) for inner in value] if isinstance(value, list) else value
