"""Inserts that say what happens where the row is there already, compiled once.

SQLAlchemy compiles its own form of ON CONFLICT anew for every statement, which took more time
than the statement. In plain SQL, which both stores understand, it is compiled once.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import TextClause, bindparam, text
from sqlmodel import SQLModel


def insert_or(table: type[SQLModel], columns: Sequence[str], otherwise: str) -> TextClause:
    """INSERT one row of these columns; `otherwise` is what follows, from ON CONFLICT on.

    The parameters have the columns' types, so that times and JSON are kept as ever.
    """
    into: Any = table.__table__  # type: ignore[attr-defined]
    names = ", ".join(columns)
    values = ", ".join(f":{column}" for column in columns)
    statement = f"INSERT INTO {into.name} ({names}) VALUES ({values}) {otherwise}"  # noqa: S608
    types = (bindparam(column, type_=into.columns[column].type) for column in columns)
    return text(statement).bindparams(*types)
