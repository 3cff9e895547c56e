"""Checks that one trace is whole, from the publisher to the mail server."""

from pathlib import Path

from chassis.telemetry import SpanRecord, read_spans

SMTP = "smtp"


def gaps(folder: Path, trace: str) -> list[str]:
    """What a trace lacks to be one tree that ends in a mail; empty when it lacks nothing."""
    spans = list(read_spans(folder, trace))
    ids = {span.span_id for span in spans}
    roots = [span for span in spans if span.parent_span_id is None]
    found = [f"{span.name} has lost its parent" for span in spans if _is_lost(span, ids)]
    if len(roots) != 1:
        found.append(f"{len(roots)} roots instead of one")
    if not any(span.attributes.get("messaging.system") == SMTP for span in spans):
        found.append("no mail was sent in it")
    return found


def _is_lost(span: SpanRecord, ids: set[str]) -> bool:
    return span.parent_span_id is not None and span.parent_span_id not in ids
