"""What is being measured just now, on the error stream so that the table stays clean."""

import sys


def say(text: str) -> None:
    """One line that the next one replaces on a terminal."""
    sys.stderr.write(f"\r\x1b[K{text}" if sys.stderr.isatty() else f"{text}\n")
    sys.stderr.flush()


def clear() -> None:
    """Leaves no line behind."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
