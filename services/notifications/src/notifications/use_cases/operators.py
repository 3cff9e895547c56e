"""Says at the start when nobody would be told of rejected events and of mails that fail."""

import structlog
from sqlalchemy import select

from chassis import Service
from notifications.domain.recipients import OPERATOR
from notifications.settings import Settings
from notifications.store import HOLDINGS, PEOPLE

_OPERATOR = (
    select(HOLDINGS.c.person)
    .join(PEOPLE, PEOPLE.c.person == HOLDINGS.c.person)
    .where(HOLDINGS.c.role == OPERATOR, PEOPLE.c.active)
    .limit(1)
)
log = structlog.get_logger()


async def warn_without_operators(service: Service, settings: Settings) -> bool:
    """Log a warning unless a person or a mailbox has the role; True if it did."""
    if settings.mailboxes.get(OPERATOR):
        return False
    async with service.store.reading() as session:
        if (await session.execute(_OPERATOR)).first():
            return False
    log.warning(
        "nobody holds the role operator: rejected events and failed emails reach nobody; give "
        "somebody the role in the directory, or set NOTIFICATIONS_MAILBOXES"
    )
    return True
