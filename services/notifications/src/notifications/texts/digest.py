"""The text of a daily digest: the messages in it one after another, under their subjects."""

from collections.abc import Sequence

DIGEST = "digest"
NAMED = 3


def references(found: Sequence[str]) -> str:
    """The references of the messages in a digest: A-2026-0001, G-2026-0001 and 4 others."""
    known = list(dict.fromkeys(found))
    named, others = known[:NAMED], len(known) - NAMED
    if others > 0:
        return f"{', '.join(named)} and {others} other{'s' * (others > 1)}"
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
