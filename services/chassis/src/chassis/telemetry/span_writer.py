"""The last step of a span without a collector: batches of JSON lines in a file that rotates."""

import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

ROTATE_AT_BYTES = 64 * 1024 * 1024
KEPT_FILES = 4
FLUSH_SECONDS = 0.5
WAKE_AT = 4_096
DROP_AT = 200_000

Record = Callable[[], dict[str, Any]]


class SpanWriter:
    """Collects ended spans and writes them from a thread of its own.

    A disk that is full or gone costs spans, never an event: what cannot be written is counted
    in `dropped`.
    """

    def __init__(self, path: Path, *, rotate_at: int = ROTATE_AT_BYTES) -> None:
        self.path = path
        self.dropped = 0
        self._rotate_at = rotate_at
        self._ended: list[Record] = []
        self._wake = threading.Event()
        self._closed = False
        self._writing = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._thread = threading.Thread(target=self._run, name="span-writer", daemon=True)
        self._thread.start()

    def add(self, record: Record) -> None:
        """Take an ended span; it is turned into JSON later, off the event's own path."""
        self._ended.append(record)
        if len(self._ended) >= WAKE_AT:
            self._wake.set()

    def flush(self) -> None:
        """Write what has ended so far."""
        with self._writing:
            ended, self._ended = self._ended, []
            self.dropped += max(0, len(ended) - DROP_AT)
            if ended:
                self._write(ended[:DROP_AT])

    def close(self) -> None:
        """Write the rest and stop the thread."""
        self._closed = True
        self._wake.set()
        self._thread.join(timeout=5)
        self.flush()

    def _run(self) -> None:
        while not self._closed:
            self._wake.wait(FLUSH_SECONDS)
            self._wake.clear()
            self.flush()

    def _write(self, ended: list[Record]) -> None:
        lines = [
            orjson.dumps(record(), default=str, option=orjson.OPT_APPEND_NEWLINE)
            for record in ended
        ]
        try:
            append_rotating(self.path, b"".join(lines), self._rotate_at)
        except OSError:
            self.dropped += len(lines)


def append_rotating(path: Path, data: bytes, rotate_at: int) -> None:
    """Append under a lock that replicas of a service share, so that only one of them rotates."""
    with path.with_suffix(".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists() and path.stat().st_size + len(data) > rotate_at:
            _rotate(path)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(data)


def _rotate(path: Path) -> None:
    for number in range(KEPT_FILES - 1, 0, -1):
        older = path.with_suffix(f".jsonl.{number}")
        if older.exists():
            older.replace(path.with_suffix(f".jsonl.{number + 1}"))
    path.replace(path.with_suffix(".jsonl.1"))
