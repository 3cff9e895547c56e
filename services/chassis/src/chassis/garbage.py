"""How often a service looks for garbage: what it starts with stays, so it is not looked at again.

Every event leaves objects that live until their group is committed or their span is written. At
Python's own thresholds the collector walks through every module for them again and again, which
took more time than the spans themselves.
"""

import gc

YOUNG = 20_000
GENERATIONS = (20, 50)


def settle() -> None:
    """Call once everything is loaded; memory that is freed by counting is freed as ever."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *GENERATIONS)
