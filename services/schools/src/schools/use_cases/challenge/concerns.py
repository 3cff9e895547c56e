"""What we do with a concern: keep it, announce it, and let named people read a restricted one."""

from dataclasses import dataclass
from datetime import UTC

from chassis import Service, Work
from chassis.storage import Cipher
from schools.domain.facts import Concern
from schools.events.signals import ConcernRecorded
from schools.store import concerns
from schools.store.tables import ConcernReadingRow, ConcernRow
from schools.use_cases.challenge.proposals import reconsider
from schools.use_cases.record_facts import event_of
from schools.use_cases.register.schools import known_school


async def record_concern(concern: Concern, work: Work) -> None:
    """Keeps a concern; announces only that a restricted one was raised."""
    await known_school(concern.urn, work)
    event = event_of(work)
    cipher = cipher_of(work)
    row = await concerns.keep_concern(work.session, concern, event.time, event.id, cipher)
    if row is not None:
        work.record(
            ConcernRecorded(
                urn=concern.urn,
                concern=concern.concern,
                restricted=concern.restricted,
                kind=row.kind,
                severity=row.severity,
                matter=row.matter,
                raised_at=concern.raised_at.astimezone(UTC),
            )
        )
        await reconsider(concern.urn, work)


def cipher_of(work: Work) -> Cipher:
    """What seals and opens restricted fields with the service's key."""
    return Cipher(work.settings.key.get_secret_value())


@dataclass(frozen=True)
class Reading:
    """One request to read a concern: who asks, from which account of the machine, and why."""

    concern: str
    person: str
    account: str
    reason: str


class ReadingRefused(Exception):  # noqa: N818 - it is an answer
    """The person is not among those who may read concerns; the request is recorded."""


async def read_concern(service: Service, reading: Reading) -> Concern | None:
    """The whole concern, once the request is recorded; None for one that is not known.

    Raises ReadingRefused for a person whom SCHOOLS_RESTRICTED_READERS does not name, and
    ValueError where no key opens it.
    """
    readers: str = service.settings.restricted_readers  # type: ignore[attr-defined]
    allowed = reading.person in readers.split(",")
    async with service.work() as work:
        work.session.add(
            ConcernReadingRow(
                concern=reading.concern,
                person=reading.person,
                account=reading.account,
                reason=reading.reason,
                read_at=work.now,
                allowed=allowed,
            )
        )
        row = await work.session.get(ConcernRow, reading.concern)
    if not allowed:
        raise ReadingRefused
    return concerns.opened(row, cipher_of(work).open) if row else None
