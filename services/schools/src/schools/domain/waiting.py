"""What must come first, named so that people who list the waiting events understand it."""

from collections.abc import Iterable

from chassis.domain import MustWait


class WaitsFor(MustWait):
    """Waits until this thing changes; `named` are the keys that say what about it must change."""

    def __init__(self, kind: str, identity: str, named: Iterable[str]) -> None:
        super().__init__(kind, identity)
        self.named = tuple(named)
