"""Ends a child process when its parent ends, even when the parent is killed."""

import ctypes
import signal

_libc = ctypes.CDLL(None)
_PARENT_DEATH_SIGNAL = 1


def die_with_parent() -> None:
    """Runs in the child before it becomes its program; works on Linux only."""
    _libc.prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)
