"""What other council systems publish in (c): schools, people, a panel, a round, many forms."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from attain.scenario import calendar as days
from attain.scenario.calendar import Calendar
from attain.scenario.facts import Facts, data_of
from attain.scenario.projects import PROJECTS
from attain.scenario.selection import NEEDED, select
from attain.scenario.steps import Change
from attain.scenario.steps import funding_changes as changes
from chassis.contracts.package_files import package_folder
from support.bus import Bus

REGISTERED = "council.schools.school.registered.v1"
RECEIVED = "council.forms.application.received.v1"
CANCELLED = "council.casework.round.closed.v1"
PROJECT = next(project for project in PROJECTS if project.corrects)


class Council:
    """As many schools as there will be applications; each school applies once."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        events = package_folder("schools", "contracts") / "events"
        self._example = orjson.loads((events / f"{REGISTERED}.json").read_bytes())
        maintained = self._example | {"part4_maintained": True}
        schools = [{**maintained, "urn": self.urn(n)} for n in range(NEEDED)]
        self._facts = Facts(Calendar(datetime.now(UTC)), select(schools))

    async def prepares(self, count: int) -> None:
        """Everything that an application needs to be found eligible."""
        for number in range(count):
            school = {**self._example, "urn": self.urn(number), "predecessors": None}
            given = {"aggregateversion": "1", "correlationid": school["urn"]}
            await self._publish(REGISTERED, school, school["urn"], days.DIRECTORY, **given)
        for person in self._data("directory.person.updated", changes.directory):
            kind = "council.directory.person.updated.v1"
            await self._publish(kind, person, person["person"], days.DIRECTORY)
        [panel] = self._data("casework.panel.appointed", changes.panel)
        await self._publish("council.casework.panel.appointed.v1", panel, "LDT", days.APPOINTED)
        [terms] = self._data("casework.round.opened", changes.funding_round)
        kind = "council.casework.round.opened.v1"
        await self._publish(kind, terms, terms["round"], days.OPENED)

    def applications(self, first: int, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """The contact's address and the form of each."""
        began = self._facts.calendar.at(days.SUBMITTED, 9)
        template = data_of("forms.application.received", self._facts, PROJECT, began)
        template |= changes.form(template, self._facts, PROJECT)
        for number in range(first, first + count):
            address = f"contact-{number}@example.org"
            form = {
                **template,
                "form_reference": f"FORM-{number:06d}",
                "lead_school": self.urn(number),
                "contact": {**template["contact"], "email": address},
                "submitted_at": (began + timedelta(seconds=number)).isoformat(),
            }
            yield address, form

    def cancellation(self) -> dict[str, Any]:
        """The round is cancelled."""
        at = self._facts.calendar.at(days.ANSWERED)
        data = data_of("casework.round.closed", self._facts, None, at)
        return data | {"kind": "cancelled"}

    def urn(self, number: int) -> str:
        """A made-up school's number."""
        return str(700_000 + number)

    def _data(self, event_type: str, change: Change) -> list[dict[str, Any]]:
        at = self._facts.calendar.at(days.OPENED)
        data = data_of(event_type, self._facts, None, at)
        changed = change(data, self._facts, None)
        return [data | each for each in (changed if isinstance(changed, list) else [changed])]

    async def _publish(
        self, event_type: str, data: dict[str, Any], subject: str, day: int, **further: str
    ) -> None:
        time = self._facts.calendar.at(day).isoformat()
        await self._bus.publish(
            event_type, data, user="operator", subject=subject, time=time, **further
        )
