"""Plain accessible HTML without scripts, fonts or anything from another host."""

from collections.abc import Iterable, Sequence
from html import escape

STYLE = """
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:72rem;padding:1rem;color:#16202a}
table{border-collapse:collapse;width:100%;margin:1rem 0}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #ccd3da}
code,pre{font:.9rem/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
pre{background:#f3f5f7;padding:.8rem;overflow-x:auto;white-space:pre-wrap}
a{color:#0b4f8a}nav a{margin-right:1rem}
"""


def page(title: str, *parts: str) -> str:
    """A whole page; `parts` are HTML already."""
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>"
    )


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of texts; everything in it is escaped."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def heading(text: str, level: int = 2) -> str:
    """A heading."""
    return f"<h{level}>{escape(text)}</h{level}>"


def paragraph(text: str) -> str:
    """A paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def link(href: str, text: str) -> str:
    """A link."""
    return f'<a href="{escape(href, quote=True)}">{escape(text)}</a>'


def _cell(value: object) -> str:
    return "" if value is None else escape(str(value))
