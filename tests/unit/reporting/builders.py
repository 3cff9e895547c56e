"""Builders of the events that reporting reads, and of a whole small programme."""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.contracts.event import Event
from chassis.contracts.identity import key_of

START = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


class Programme:
    """Tells events one after the other, each a minute later, with versions as the outbox would."""

    def __init__(self, start: datetime = START, step: timedelta = timedelta(minutes=1)) -> None:
        self.events: list[Event] = []
        self._now, self._step = start, step
        self._versions: dict[tuple[str, str], int] = defaultdict(int)
        self._correlations: dict[tuple[str, str], str] = {}

    def tell(
        self, happened: str, subject: str, data: dict[str, Any], *, aggregate: str, **more: Any
    ) -> Event:
        """One event of a type such as applications.offer.made."""
        key = (aggregate, more.pop("reference", subject))
        self._versions[key] += 1
        self._now += self._step
        cause = more.pop("cause", None) or str(uuid.uuid4())
        correlation = more.pop("correlation", None) or self._correlations.get(key, cause)
        self._correlations.setdefault(key, correlation)
        trace = hashlib.sha256(correlation.encode()).hexdigest()[:32]
        event_id = str(uuid.uuid4())
        source = f"urn:council:{happened.split('.', maxsplit=1)[0]}"
        event = Event(
            id=event_id,
            source=source,
            type=f"council.{happened}.v1",
            subject=subject,
            time=self._now,
            data=data,
            aggregate_version=self._versions[key],
            correlation_id=correlation,
            causation_id=cause,
            traceparent=f"00-{trace}-{hashlib.sha256(event_id.encode()).hexdigest()[:16]}-01",
            key=key_of(source, event_id),
        )
        self.events.append(event)
        return event

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self._now += timedelta(**time)

    def round(self, code: str = "2026-AUT", budget: int = 25_000_000, **changes: Any) -> Event:
        """A round opens."""
        data = {
            "round": code,
            "authority": "806",
            "title": "Autumn 2026 school improvement fund",
            "fund_source": "Council school improvement reserve",
            "opens_at": "2026-09-07T08:00:00Z",
            "deadline": "2026-10-16T11:00:00Z",
            "budget_pence": budget,
            "panel": "LDT",
            "categories": [
                {
                    "category": "learning-hub",
                    "ceiling_pence": 12_000_000,
                    "most_per_award_pence": 4_000_000,
                },
                {
                    "category": "research-project",
                    "ceiling_pence": None,
                    "most_per_award_pence": 1_500_000,
                },
                {
                    "category": "developing-school",
                    "ceiling_pence": None,
                    "most_per_award_pence": 2_500_000,
                },
            ],
            "themes": ["maths", "english"],
            "state": "open",
            **changes,
        }
        return self.tell("applications.round.opened", code, data, aggregate="round")

    def application(self, happened: str, reference: str, state: str, **changes: Any) -> Event:
        """An event of an application, such as offer.made, that leaves it in this state."""
        correlation = changes.pop("correlation", None)
        data = {
            "application": reference,
            "form_reference": reference.replace("A-", "FORM-"),
            "round": "2026-AUT",
            "authority": "806",
            "category": "learning-hub",
            "theme": "maths",
            "title": f"Tees mastery hub {reference[-1]}",
            "lead_school": "151369",
            "partners": [],
            "requested_pence": 3_000_000,
            "objectives": ["leadership-capacity"],
            "submitted_at": "2026-10-16T10:59:59.900000Z",
            "state": state,
            "outcome": None,
            "awarded_pence": None,
            **changes,
        }
        return self.tell(
            f"applications.{happened}",
            reference,
            data,
            aggregate="application",
            correlation=correlation,
        )

    def released(self, reference: str, pence: int | None, **changes: Any) -> Event:
        """A decision is released; without pence it is a refusal."""
        outcome = "declined" if pence is None else "approved"
        said = {"outcome": outcome, "awarded_pence": pence, **changes}
        return self.application("decision.released", reference, "released", **said)

    def award(self, happened: str, award: str, state: str = "active", **changes: Any) -> Event:
        """An event of an award, such as payment.recorded."""
        reference = award.replace("G-", "A-")
        data = {
            "award": award,
            "application": reference,
            "round": "2026-AUT",
            "authority": "806",
            "category": "learning-hub",
            "title": "Tees mastery hub",
            "lead_school": "151369",
            "awarded_pence": 2_500_000,
            "milestones": [],
            "paid_pence": 0,
            "state": state,
            **changes,
        }
        correlation = self._correlations.get(("application", reference))
        return self.tell(
            f"applications.{happened}", award, data, aggregate="award", correlation=correlation
        )

    def payment(self, kind: str, award: str, payment_reference: str | None, pence: int) -> Event:
        """A payment of milestone 1 is requested, recorded, failed, reversed or unmatched."""
        said = {"milestone": 1, "amount_pence": pence, "payment_reference": payment_reference}
        paid = pence if kind == "recorded" else 0
        return self.award(f"payment.{kind}", award, paid_pence=paid, **said)

    def school(self, happened: str, urn: str, **changes: Any) -> Event:
        """An event of a school: registered, changed, closed or converted."""
        data = {
            "urn": urn,
            "name": f"School {urn}",
            "la_code": "806",
            "la_name": "Middlesbrough",
            "establishment_number": "2311",
            "status": "Open",
            "status_code": "1",
            "type": "Community school",
            "type_code": "01",
            "phase": "Primary",
            "phase_code": "2",
            "academy": False,
            "part4_maintained": True,
            "open_date": None,
            "close_date": None,
            **changes,
        }
        return self.tell(f"schools.school.{happened}", urn, data, aggregate="school")

    def imported(self, sha: str, extract_date: str, **counts: int) -> Event:
        """An extract was taken in."""
        none = dict.fromkeys(("rows", "added", "changed", "closed", "converted", "unchanged"), 0)
        said = {"file_sha256": sha, "file": "extract.csv", "kind": "full"}
        data = {**said, "extract_date": extract_date, **none, **counts}
        return self.tell("schools.register.imported", sha, data, aggregate="register")

    def delivery(self, number: str, cause: Event, state: str = "delivered", **more: Any) -> Event:
        """A message reached its final state because of an event."""
        data = {
            "notification": number,
            "event_id": cause.id,
            "person": "contact:FORM-2026-0001",
            "role": "contact",
            "channel": "email",
            "template": "application-received",
            "state": state,
            **more,
        }
        return self.tell(
            f"notifications.notification.{'delivered' if state == 'delivered' else 'failed'}",
            number,
            data,
            aggregate="notification",
            cause=cause.id,
            correlation=cause.correlation_id,
        )

    def rejection(self, event_id: str, code: str = "late") -> Event:
        """An event of another system was refused."""
        data = {
            "event_id": event_id,
            "event_type": "council.finance.payment.made.v1",
            "event_source": "urn:council:finance",
            "reasons": [{"code": code, "message": "It was late."}],
            "overdue": False,
            "replayable": True,
        }
        return self.tell("applications.event.rejected", event_id, data, aggregate="rejection")


def small_programme() -> Programme:
    """A register, a round and five applications: awarded and paid, offered, refused, gone."""
    told = Programme()
    for number in range(6):
        phase = {"phase": "Secondary", "phase_code": "4"} if number % 3 == 0 else {}
        told.school("registered", f"90010{number}", **phase)
    told.imported("ab" * 32, "2023-11-16", rows=6, added=6, empty_rows=2)
    told.wait(days=20)
    told.school("changed", "900101", name="Renamed", changes={"name": {"from": "a", "to": "b"}})
    told.school("closed", "900102", status="Closed", status_code="2", close_date="2026-08-31")
    told.school(
        "converted",
        "900103",
        status="Closed",
        status_code="2",
        successor="900105",
        phase=None,
        phase_code=None,
    )
    told.round()
    award_and_pay(told, "0001", 2_500_000, paid=833_333)
    submit(told, "0002", category="research-project", theme="english")
    told.released("A-2026-0002", 1_200_000, category="research-project", theme="english")
    told.application(
        "offer.made",
        "A-2026-0002",
        "offered",
        category="research-project",
        theme="english",
        outcome="approved",
        awarded_pence=1_200_000,
    )
    submit(told, "0003", category="developing-school", theme=None)
    told.released("A-2026-0003", None, category="developing-school", theme=None)
    submit(told, "0004")
    told.application("application.withdrawn", "A-2026-0004", "withdrawn", freed_pence=0)
    reasons = [{"code": "late", "message": "It came at twelve."}]
    told.application("application.ineligible", "A-2026-0005", "ineligible", reasons=reasons)
    submit(told, "0006")
    told.rejection("fin-1")
    return told


def submit(told: Programme, number: str, **changes: Any) -> None:
    """Received, mailed and under review."""
    reference = f"A-2026-{number}"
    event = told.application("application.submitted", reference, "received", **changes)
    told.delivery(f"N-{number}", event)
    told.application("review.completed", reference, "ready-for-panel", reviews=2, **changes)
    told.application("application.decided", reference, "decided", meeting="LDT-2026-11", **changes)


def award_and_pay(told: Programme, number: str, pence: int, *, paid: int) -> None:
    """The straight way from form to payment."""
    reference, award = f"A-2026-{number}", f"G-2026-{number}"
    submit(told, number)
    told.released(reference, pence)
    for happened, state in (("offer.made", "offered"), ("offer.accepted", "accepted")):
        told.application(happened, reference, state, outcome="approved", awarded_pence=pence)
    told.award("award.made", award, awarded_pence=pence)
    told.award("milestone.accepted", award, awarded_pence=pence, milestone=1, amount_pence=paid)
    told.payment("requested", award, None, paid)
    told.payment("recorded", award, f"BACS-{number}", paid)


def twice(events: Iterable[Event]) -> list[Event]:
    """Every event delivered again after all of them."""
    return [*events, *events]
