"""How often a long test repeats: a short round in `make test`, the long one in `make soak`."""

import os

SOAKING = os.environ.get("ATTAIN_SOAK") == "1"


def repetitions(short: int, long: int) -> int:
    """The number for this run: `long` only under `make soak`."""
    return long if SOAKING else short
