"""An event that waits says what is missing: `inbox list` and its publisher read the keys."""

from collections.abc import Iterator
from contextlib import contextmanager

from chassis import NotYet
from schools.domain.waiting import WaitsFor


@contextmanager
def naming_what_is_missing() -> Iterator[None]:
    """What the rule waits for, and beside it the keys that name what about it must change."""
    try:
        yield
    except WaitsFor as early:
        raise NotYet((f"{early.kind}:{early.identity}", *early.named)) from None
