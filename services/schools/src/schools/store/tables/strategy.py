"""The table of strategies: one for each authority."""

from sqlmodel import Field

from schools.store.tables.base import AggregateRow


class StrategyRow(AggregateRow, table=True):
    """The strategy of an authority, with the version that holds."""

    __tablename__ = "strategy"

    authority: str = Field(primary_key=True, max_length=3)
    version: str
