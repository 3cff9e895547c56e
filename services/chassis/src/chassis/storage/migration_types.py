"""How column types are written into a version file: as plain SQLAlchemy, for years to come."""

from typing import Any, Literal

from sqlmodel.sql.sqltypes import AutoString

from chassis.storage.tables import UtcDateTime


def render_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Our own types as the plain ones beneath them, so that old versions need none of our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False
