"""One row inserted, or what happens instead where it exists already, as plain SQL.

SQLAlchemy compiles its own INSERT … ON CONFLICT for every execution, which takes longer than the
statement. The plain text, which both stores understand, is compiled once.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import TextClause, bindparam, text
from sqlmodel import SQLModel


def insert_or(table: type[SQLModel], columns: Sequence[str], otherwise: str) -> TextClause:
    """INSERT of one row with these columns; `otherwise` is the rest, from ON CONFLICT on.

    The parameters have the columns' types, so that times and JSON are stored as by the models.
    """
    into: Any = table.__table__  # type: ignore[attr-defined]
    names = ", ".join(columns)
    values = ", ".join(f":{column}" for column in columns)
    statement = f"INSERT INTO {into.name} ({names}) VALUES ({values}) {otherwise}"  # noqa: S608
    types = (bindparam(column, type_=into.columns[column].type) for column in columns)
    return text(statement).bindparams(*types)
