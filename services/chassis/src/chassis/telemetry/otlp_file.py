"""The last step of a span without a collector: a line in a file that rotates."""

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from chassis.telemetry.otlp_json import encode

ROTATE_AT_BYTES = 64 * 1024 * 1024
KEPT_FILES = 4


class FileExporter(SpanExporter):
    """Appends each batch of spans to a file of OTLP JSON lines.

    A disk that is full or missing costs the batch, never an event.
    """

    def __init__(self, path: Path, *, rotate_at: int = ROTATE_AT_BYTES) -> None:
        self._path, self._rotate_at = path, rotate_at

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Write one batch; a failure is a result and is never raised."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            append_rotating(self._path, encode(spans), self._rotate_at)
        except OSError:
            return SpanExportResult.FAILURE
        return SpanExportResult.SUCCESS


def append_rotating(path: Path, data: bytes, rotate_at: int) -> None:
    """Append under a lock that the replicas of a service share, so that only one rotates."""
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
