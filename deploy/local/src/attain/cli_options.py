"""What the attain commands share: their options, and how they say that something went wrong."""

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
Json = Annotated[bool, typer.Option("--json", help="For programs.")]
HERE = Path(".attain")
WIDE = 160


@contextmanager
def errors_in_words(*also: type[Exception]) -> Iterator[None]:
    """What can be expected to go wrong is one sentence, not a traceback."""
    logging.getLogger().addHandler(logging.NullHandler())  # libraries also say it, in their words
    expected: tuple[type[Exception], ...] = (AttainError, OSError, *also)
    try:
        yield
    except expected as error:
        said = Console(stderr=True, highlight=False, soft_wrap=True)
        said.print(f"attain: {error}", style="red", markup=False)
        raise typer.Exit(1) from None


def console() -> Console:
    """Into a file the lines are not broken at a screen's width."""
    return Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else WIDE)
