"""How a rule refuses: a code for programs and a sentence that its reader can act on."""

from collections.abc import Iterable

from chassis.contracts.event import Reason


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """A command can never be carried out as it was given."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = list(reasons)
        super().__init__(", ".join(reason.code for reason in self.reasons))


class MustWait(Exception):  # noqa: N818 - it is an answer, not an error
    """A command has to wait until this thing changes."""

    def __init__(self, kind: str, identity: str) -> None:
        self.kind, self.identity = kind, identity
        super().__init__(f"{kind}:{identity}")


def refuse(reasons: Iterable[Reason]) -> None:
    """Raise Refused with all the reasons, or do nothing if there are none."""
    if given := list(reasons):
        raise Refused(given)
