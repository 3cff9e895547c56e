"""What claimed deliveries need beside their rows: notices, recipients now, the schools' names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel.ext.asyncio.session import AsyncSession

from notifications.domain.recipients import Person
from notifications.store import NOTICES, Delivery, LetterRow, Notice
from notifications.use_cases.letters import letter_id, letters_of
from notifications.use_cases.recipients import (
    from_json,
    holders_of,
    names_of_schools,
    people_named,
    recipient_in,
)

_NOTICES = select(NOTICES).where(NOTICES.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Mail:
    """A claimed delivery with its notice, its recipient now, the names of schools, and its letter.

    The letter is there from the first attempt on; other messages have none.
    """

    row: Delivery
    notice: Notice
    person: Person | None
    schools: Mapping[str, str]
    letter: LetterRow | None = None


async def look_up(
    session: AsyncSession, rows: Sequence[Delivery], mailboxes: Mapping[str, str]
) -> list[Mail]:
    """A mail for each of the deliveries; one query of each kind serves all of them."""
    found = await session.execute(_NOTICES, {"ids": sorted({row.notice for row in rows})})
    notices = {each["id"]: Notice(**each) for each in found.mappings()}
    audiences = {id_: from_json(notice.audiences) for id_, notice in notices.items()}
    holders = await holders_of(session, [each for some in audiences.values() for each in some])
    schools = await names_of_schools(session, [notice.facts for notice in notices.values()])
    former = await people_named(session, [row.addressed for row in rows if row.addressed])
    letters = await letters_of(session, rows)
    return [
        Mail(
            row,
            notices[row.notice],
            former.get(row.addressed or "")
            or recipient_in(row, audiences[row.notice], holders, mailboxes),
            schools,
            letters.get(letter_id(row)),
        )
        for row in rows
    ]
