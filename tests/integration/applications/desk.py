"""A desk over one applications service: events in, events out, state, without a broker."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from applications import main
from applications.consumers import MAY_LIE_AHEAD
from chassis import testing
from chassis.contracts.event import Delivery
from support import funding
from support.happened import latest_in
from support.keys import KEY

START = datetime(2026, 11, 1, tzinfo=UTC)
SCHOOLS = ("151369", "111632", "134076", "111626", "111577")
TYPES = {
    "round": "council.casework.round.opened.v1",
    "closing": "council.casework.round.closed.v1",
    "panel": "council.casework.panel.appointed.v1",
    "form": "council.forms.application.received.v1",
    "withdrawal": "council.forms.application.withdrawn.v1",
    "interest": "council.casework.interest.declared.v1",
    "review": "council.casework.review.recorded.v1",
    "assignment": "council.casework.reviewers.assigned.v1",
    "meeting": "council.casework.meeting.scheduled.v1",
    "moderation": "council.casework.review.moderated.v1",
    "decision": "council.casework.decision.recorded.v1",
    "release": "council.casework.decision.released.v1",
    "appeal": "council.forms.appeal.received.v1",
    "waiver": "council.casework.waiver.granted.v1",
    "answer": "council.forms.offer.answered.v1",
    "condition": "council.casework.condition.met.v1",
    "evidence": "council.forms.milestone.evidenced.v1",
    "assessment": "council.casework.milestone.assessed.v1",
    "payment": "council.finance.payment.made.v1",
    "failure": "council.finance.payment.failed.v1",
    "variation": "council.casework.variation.agreed.v1",
    "end": "council.casework.award.ended.v1",
    "recovery": "council.finance.recovery.received.v1",
    "findings": "council.forms.findings.presented.v1",
    "report": "council.forms.hub.reported.v1",
    "person": "council.directory.person.updated.v1",
    "school": "council.schools.school.registered.v1",
    "changed": "council.schools.school.changed.v1",
    "closed": "council.schools.school.closed.v1",
    "converted": "council.schools.school.converted.v1",
    "novation": "council.casework.novation.agreed.v1",
    "partner": "council.forms.partner.answered.v1",
    "import": "council.schools.register.imported.v1",
}


class Desk(testing.Desk):
    """Events in by short names, and questions about applications and their money."""

    last: datetime

    @classmethod
    async def on(cls, url: str, folder: Path) -> "Desk":
        """The applications service on the empty database at `url`."""
        now = datetime(2026, 11, 21, 12, tzinfo=UTC)
        desk = await cls.open(main.build, main.Settings, url, folder, now=now)
        desk.last = START
        return desk

    def delivery(self, kind: str, data: dict[str, Any], **attributes: Any) -> Delivery:
        """An event of this kind, dated as `time` says.

        Without it each is dated a second after the one before, or at the latest time in its data.
        """
        if "time" in attributes:
            time = datetime.fromisoformat(attributes.pop("time"))
        else:
            happened = latest_in("applications", TYPES[kind], data, MAY_LIE_AHEAD)
            time = self.last = max(self.last + timedelta(seconds=1), happened)
        self.now = max(self.now, time)
        return testing.delivery_of(TYPES[kind], data, time=time, **attributes)

    def lend_to_commands(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The officer's commands find this desk's store."""
        settings = self.service.settings
        monkeypatch.setenv("APPLICATIONS_DATABASE_URL", settings.database_url)
        monkeypatch.setenv("APPLICATIONS_AMQP_URL", settings.amqp_url)
        monkeypatch.setenv("APPLICATIONS_KEY", KEY)

    async def tell(self, kind: str, data: dict[str, Any], **attributes: Any) -> str:
        """Hand one event over, and let everything proceed that waited for it."""
        return await self.deliver(self.delivery(kind, data, **attributes))

    async def schools(self, *urns: str) -> None:
        """These schools are on the register."""
        for urn in urns or SCHOOLS:
            await self.tell("school", funding.a_school(urn), aggregateversion=1)

    async def open_round(self, **changes: Any) -> None:
        """Schools, a panel and a round."""
        await self.schools()
        await self.tell("panel", funding.a_panel())
        await self.tell("round", funding.a_round(**changes))

    async def apply(self, form: dict[str, Any] | None = None) -> str:
        """An application comes in; returns its reference."""
        form = form or funding.a_hub()
        await self.tell("form", form)
        rows = await self.rows("application", form_reference=form["form_reference"])
        return str(rows[0]["application"])

    async def ready(self, form: dict[str, Any] | None = None) -> str:
        """An application with both reviews in."""
        reference = await self.apply(form)
        for reviewer in ("p-2001", "p-2002"):
            await self.tell("review", funding.a_review(reviewer, reference))
        return reference

    async def offered(self, form: dict[str, Any] | None = None, **decision: Any) -> str:
        """An application that was approved and released."""
        reference = await self.ready(form)
        await self.tell("decision", funding.a_decision(reference, **decision))
        await self.tell("release", funding.a_release(reference))
        return reference

    async def awarded(self, form: dict[str, Any] | None = None, **decision: Any) -> str:
        """An accepted offer; returns the award's reference."""
        reference = await self.offered(form, **decision)
        await self.tell("answer", funding.an_answer(reference))
        return str((await self.rows("award", application=reference))[0]["award"])

    async def accepted_milestone(self, award: str, number: int = 1) -> None:
        """Evidence sent and accepted."""
        await self.tell("evidence", funding.some_evidence(award, milestone=number))
        await self.tell("assessment", funding.an_assessment(award, milestone=number))

    async def state(self, reference: str = "A-2026-0001") -> str:
        """Where an application stands."""
        return str((await self.rows("application", application=reference))[0]["state"])

    async def said(self, kind: str | None = None) -> list[Any]:
        """What the service published: the types, or the data of one type."""
        if kind is not None:
            type_ = f"council.applications.{kind}.v1"
            return [event.data for event in await self.recorded(type_)]
        types = [event.type for event in await self.recorded()]
        return [type_.removeprefix("council.applications.")[:-3] for type_ in types]

    async def reasons(self) -> list[str]:
        """The codes of the last rejection."""
        return [reason["code"] for reason in (await self.said("event.rejected"))[-1]["reasons"]]

    async def held(self) -> int:
        """What all applications hold of the round's money."""
        return sum(row["held_pence"] for row in await self.rows("application"))
