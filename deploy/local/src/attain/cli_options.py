"""The options and the output that the `attain` commands share."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from attain.errors import AttainError

DataDir = Annotated[
    Path, typer.Option("--data-dir", envvar="ATTAIN_DATA_DIR", help="The stack's folder.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
HERE = Path(".attain")
WIDE = 160


@contextmanager
def errors_in_words(*also: type[Exception]) -> Iterator[None]:
    """Print an expected error as one sentence, and exit with 1."""
    logging.getLogger().addHandler(logging.NullHandler())  # libraries would print it too
    expected: tuple[type[Exception], ...] = (AttainError, OSError, *also)
    try:
        yield
    except expected as error:
        errors = Console(stderr=True, highlight=False, soft_wrap=True)
        errors.print(f"attain: {error}", style="red", markup=False)
        raise typer.Exit(1) from None


def console() -> Console:
    """The terminal; a file or a pipe gets lines of up to 160 characters."""
    return Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else WIDE)
