"""Deliveries as operators see them: people by their ids, addresses masked."""

from pydantic import AwareDatetime, BaseModel
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from notifications.store import DeliveryRow, NoticeRow


class Delivery(BaseModel):
    """One delivery as operators see it."""

    notification: str
    about: str
    template: str
    person: str
    role: str
    channel: str
    state: str
    reason: str | None
    attempts: int
    address: str | None
    message_id: str
    letter: str | None
    event_id: str
    event_type: str
    correlation_id: str
    created_at: AwareDatetime
    due_at: AwareDatetime | None
    finished_at: AwareDatetime | None


class Choice(BaseModel):
    """A filter for deliveries; an empty field matches all."""

    state: str | None = None
    about: str | None = None
    person: str | None = None
    event_id: str | None = None


async def list_deliveries(session: AsyncSession, choice: Choice) -> list[Delivery]:
    """All that the choice matches, the newest first."""
    wanted = [
        (col(DeliveryRow.state), choice.state),
        (col(DeliveryRow.person), choice.person),
        (col(NoticeRow.reference), choice.about),
        (col(NoticeRow.event_id), choice.event_id),
    ]
    chosen = (
        select(DeliveryRow, NoticeRow)
        .join(NoticeRow, col(NoticeRow.id) == col(DeliveryRow.notice))
        .where(*(column == value for column, value in wanted if value is not None))
        .order_by(col(DeliveryRow.created_at).desc(), col(DeliveryRow.id))
    )
    found = await session.execute(chosen)
    return [_shown(row, notice) for row, notice in found.tuples()]


async def find_delivery(session: AsyncSession, start: str) -> Delivery | None:
    """One delivery by its id, or by the start of it where that is unambiguous."""
    chosen = (
        select(DeliveryRow, NoticeRow)
        .join(NoticeRow, col(NoticeRow.id) == col(DeliveryRow.notice))
        .where(col(DeliveryRow.id).startswith(start, autoescape=True))
        .limit(2)
    )
    found = (await session.execute(chosen)).tuples().all()
    return _shown(*found[0]) if len(found) == 1 else None


def _shown(row: DeliveryRow, notice: NoticeRow) -> Delivery:
    return Delivery(
        notification=row.id,
        about=notice.reference,
        template=notice.template,
        person=row.person,
        role=row.role,
        channel=row.channel,
        state=row.state,
        reason=row.reason,
        attempts=row.attempts,
        address=row.address,
        message_id=row.message_id,
        letter=row.letter,
        event_id=notice.event_id,
        event_type=notice.event_type,
        correlation_id=notice.correlation_id,
        created_at=row.created_at,
        due_at=None if row.finished_at else row.due_at,
        finished_at=row.finished_at,
    )
