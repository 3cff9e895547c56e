"""Characters that nobody sees: refused inside a text of one line, removed at the ends of a text."""

import re
import unicodedata
from typing import Any

# Line ends, controls, and the marks that turn the direction of what follows (UAX 9).
CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
BLANKS = r"\u00ad\u200b\u2060-\u2064\ufeff"
HIDDEN = re.compile(f"[{CONTROLS}{DIRECTIONS}{BLANKS}]")
_ENDS = re.compile(rf"^[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000{BLANKS}]+"
                   rf"|[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000{BLANKS}]+$(?!\n)")  # fmt: skip


def hidden_character(text: str) -> str | None:
    """The first hidden character of a text, as people name it: `U+200B zero width space`."""
    found = HIDDEN.search(text)
    if found is None:
        return None
    code = ord(found[0])
    return f"U+{code:04X} {unicodedata.name(found[0], 'control character').lower()}"


def trimmed(value: Any) -> Any:
    """The same JSON value, without spaces and invisible characters at the ends of its texts."""
    if isinstance(value, str):
        return _ENDS.sub("", value)
    if isinstance(value, dict):
        return {name: trimmed(inner) for name, inner in value.items()}
    return [trimmed(inner) for inner in value] if isinstance(value, list) else value
