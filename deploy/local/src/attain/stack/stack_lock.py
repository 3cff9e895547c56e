"""The lock of a data folder: one `attain up` holds it until its process ends, however it ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from attain.errors import StackError
from attain.settings.folder import DataFolder


@contextmanager
def locked(folder: DataFolder) -> Iterator[None]:
    """Hold the folder's lock; raises StackError where another `attain up` holds it."""
    folder.make()
    with folder.lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StackError(
                f"A stack already runs in {folder.path}. See `attain status`, stop it with "
                "`attain down`, or start another with --data-dir and --ports auto."
            ) from None
        yield


def is_locked(folder: DataFolder) -> bool:
    """Whether an `attain up` holds this folder now."""
    if not folder.lock.exists():
        return False
    with folder.lock.open("r") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
