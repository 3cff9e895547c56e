"""Why a file is refused: as a whole, with reasons that the person who sent it can act on."""

from collections.abc import Iterable
from typing import NamedTuple


class Reason(NamedTuple):
    """A code for programs, a sentence for people."""

    code: str
    message: str


class FileRefused(Exception):  # noqa: N818 - it is an answer, not an error
    """Nothing of the file is applied."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = list(reasons)
        super().__init__("; ".join(reason.message for reason in self.reasons))


def refuse(code: str, message: str) -> FileRefused:
    """A refusal with one reason."""
    return FileRefused([Reason(code, message)])
