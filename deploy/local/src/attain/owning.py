"""Whose a data folder is: one `attain up` holds it, and goes with its process however that ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from attain.errors import StackError
from attain.folder import DataFolder


@contextmanager
def owned(folder: DataFolder) -> Iterator[None]:
    """One `attain up` per data folder; the lock goes with the process, however it ends."""
    folder.make()
    with folder.lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StackError(
                f"A stack already runs on {folder.path}: see `attain status`, stop it with "
                "`attain down`, or start another beside it with --data-dir and --ports auto."
            ) from None
        yield


def is_owned(folder: DataFolder) -> bool:
    """Whether an `attain up` holds this folder now."""
    if not folder.lock.exists():
        return False
    with folder.lock.open("r") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
