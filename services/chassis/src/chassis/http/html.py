"""Plain accessible HTML without scripts, fonts or anything from another host."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from chassis.contracts.texts import visible

STYLE = """
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:72rem;padding:1rem;color:#16202a}
h1,h2,h3{overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:1rem 0}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #ccd3da}
code,pre{font:.9rem/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
pre{background:#f3f5f7;padding:.8rem;overflow-x:auto;white-space:pre-wrap}
a{color:#0b4f8a}nav a{display:inline-block;padding:.3rem 0;margin-right:1rem}
@media(max-width:48rem){
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
table,caption,tbody,tr{display:block}
tr{border-bottom:1px solid #ccd3da;padding:.4rem 0}
td{display:grid;grid-template-columns:8rem 1fr;border:0;padding:.1rem 0;overflow-wrap:anywhere}
td:empty{display:none}
td::before{content:attr(data-head);font-weight:600;overflow-wrap:normal}
}
"""
PAGES = {
    "/": "Home",
    "/operations": "Events waiting or parked",
    "/asyncapi": "Events",
    "/docs": "Endpoints",
    "/health/ready": "Readiness",
    "/metrics": "Metrics",
}


def page(title: str, *parts: str) -> str:
    """A whole page; `parts` are HTML already."""
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body>{_navigation()}<main><h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>"
    )


def _navigation() -> str:
    links = " ".join(link(address, text) for address, text in PAGES.items())
    return f'<nav aria-label="Pages of this service">{links}</nav>'


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of texts; everything in it is escaped.

    On a phone CSS shows each row as a block, which removes the table's roles: so they are stated.
    """
    head = "".join(f'<th role="columnheader" scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(_row(heads, row) for row in rows)
    return (
        f'<table role="table"><caption>{escape(caption)}</caption><thead role="rowgroup">'
        f'<tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _row(heads: Sequence[str], row: Sequence[object]) -> str:
    cells = zip(heads, row, strict=True)
    return f'<tr role="row">{"".join(_cell(head, cell) for head, cell in cells)}</tr>'


def _cell(head: str, value: object) -> str:
    text = "" if value is None else escape(visible(str(value)))
    return f'<td role="cell" data-head="{escape(head, quote=True)}">{text}</td>'


def heading(text: str, level: int = 2) -> str:
    """A heading."""
    return f"<h{level}>{escape(text)}</h{level}>"


def paragraph(text: str) -> str:
    """A paragraph of plain text."""
    return f"<p>{escape(visible(text))}</p>"


def commands(lines: Iterable[tuple[str, str]]) -> str:
    """A list of commands, each after what it does."""
    items = "".join(f"<li>{escape(what)}: <code>{escape(line)}</code></li>" for what, line in lines)
    return f"<ul>{items}</ul>"


def links(addresses: Mapping[str, str]) -> str:
    """A list of links, by address."""
    items = (f"<li>{link(address, text)}</li>" for address, text in addresses.items())
    return f"<ul>{''.join(items)}</ul>"


def link(href: str, text: str) -> str:
    """A link."""
    return f'<a href="{escape(href, quote=True)}">{escape(text)}</a>'
