"""Prints a trace as a tree: a journey's JSON comes in, the spans lie in the data folder."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHOWN = ("send", "process")  # the steps of the way; leave this out to see each SQL statement too
Span = dict[str, Any]


def spans_of(trace: str, folder: Path) -> Iterator[Span]:
    """The exported spans of one trace, of every service."""
    for file in folder.glob("*.jsonl"):
        for line in file.read_text("utf-8").splitlines():
            if trace in line and (span := json.loads(line))["name"].startswith(SHOWN):
                yield span


def service(span: Span) -> str:
    """Who did it."""
    return str(span["resource"]["service.name"])


def tree(spans: list[Span], parent: str | None, depth: int) -> Iterator[str]:
    """Each step under the one that caused it."""
    steps = [span for span in spans if span["parent_span_id"] == parent]
    for span in sorted(steps, key=lambda s: (service(s), s["start_time_unix_nano"])):
        took = (span["end_time_unix_nano"] - span["start_time_unix_nano"]) / 1e6
        name = span["name"].replace("council.events:", "")
        yield f"{'  ' * depth}{service(span)}: {name} ({took:.1f} ms)"
        yield from tree(spans, span["span_id"], depth + 1)


if __name__ == "__main__":
    first = json.load(sys.stdin)["events"][0]["trace_id"]
    found = list(spans_of(first, Path(sys.argv[1])))
    known = {span["span_id"] for span in found}
    for root in {span["parent_span_id"] for span in found} - known:
        print("\n".join(tree(found, root, 0)))
