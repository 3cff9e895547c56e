"""Reading the spans of one trace from the files in the data folder."""

import json
from pathlib import Path
from typing import Any

SMTP = "smtp"


def spans_of(folder: Path, trace: str) -> list[dict[str, Any]]:
    """Every span of a trace, whichever process wrote it."""
    lines = [
        line
        for file in sorted(folder.glob("*.jsonl*"))
        for line in file.read_text().splitlines()
        if trace in line
    ]
    return [span for span in map(json.loads, lines) if span["trace_id"] == trace]


def gaps(folder: Path, trace: str) -> list[str]:
    """What is missing for one tree from the publisher to the mail server; nothing where whole."""
    spans = spans_of(folder, trace)
    ids = {span["span_id"] for span in spans}
    roots = [span for span in spans if span["parent_span_id"] is None]
    found = [f"{span['name']} has lost its parent" for span in spans if _is_lost(span, ids)]
    if len(roots) != 1:
        found.append(f"{len(roots)} roots instead of one")
    if not any(span["attributes"].get("messaging.system") == SMTP for span in spans):
        found.append("no mail was sent in it")
    return found


def _is_lost(span: dict[str, Any], ids: set[str]) -> bool:
    return span["parent_span_id"] is not None and span["parent_span_id"] not in ids
