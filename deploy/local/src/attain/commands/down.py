"""`attain down`: asks the running stack to stop, and waits until it has."""

import os
import signal
import time

from attain.errors import AttainError
from attain.settings.folder import DataFolder, read_json
from attain.stack.stack_lock import is_locked

STOP_SECONDS = 90.0


class StillRunningError(AttainError):
    """The stack has not stopped in time."""


def down(folder: DataFolder) -> bool:
    """Stop the stack; False where none ran. Raises StillRunningError."""
    pid = read_json(folder.running).get("pids", {}).get("attain")
    if pid is None or not is_locked(folder):
        return False
    os.kill(int(pid), signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while is_locked(folder):
        if time.monotonic() > deadline:
            raise StillRunningError(
                f"Process {pid} has not stopped after {STOP_SECONDS:g} seconds. "
                f"Read the logs in {folder.logs}."
            )
        time.sleep(0.1)
    return True
