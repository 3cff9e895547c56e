"""Why a file is rejected as a whole, with reasons that its sender can act on."""

from collections.abc import Iterable
from typing import NamedTuple


class Reason(NamedTuple):
    """A code for programs, a sentence for people."""

    code: str
    message: str


class FileRejected(Exception):  # noqa: N818 - it is an answer to the sender
    """Nothing of the file is applied."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = list(reasons)
        super().__init__("; ".join(reason.message for reason in self.reasons))

    def about(self, subject: str) -> "FileRejected":
        """The same rejection; each message names its subject first."""
        return FileRejected(
            Reason(reason.code, f"{subject}: {reason.message}") for reason in self.reasons
        )


def reject(code: str, message: str) -> FileRejected:
    """A rejection with one reason."""
    return FileRejected([Reason(code, message)])
