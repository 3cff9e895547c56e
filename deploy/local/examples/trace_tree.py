"""Prints a trace as a tree: give it a journey's JSON, and the folder of the spans."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from chassis.telemetry import SpanRecord, read_spans

SHOWN = ("send", "process")  # the steps of the way; leave this out to see each SQL statement too


def service(span: SpanRecord) -> str:
    """The service that did it."""
    return str(span.resource["service.name"])


def tree(spans: list[SpanRecord], parent: str | None, depth: int) -> Iterator[str]:
    """Each step under the one that caused it."""
    steps = [span for span in spans if span.parent_span_id == parent]
    for span in sorted(steps, key=lambda step: (service(step), step.start)):
        name = span.name.replace("council.events:", "")
        took = (span.end - span.start) / 1e6
        yield f"{'  ' * depth}{service(span)}: {name} ({took:.1f} ms)"
        yield from tree(spans, span.span_id, depth + 1)


if __name__ == "__main__":
    trace = json.load(sys.stdin)["events"][0]["trace_id"]
    found = [span for span in read_spans(Path(sys.argv[1]), trace) if span.name.startswith(SHOWN)]
    known = {span.span_id for span in found}
    for root in {span.parent_span_id for span in found} - known:
        print("\n".join(tree(found, root, 0)))
