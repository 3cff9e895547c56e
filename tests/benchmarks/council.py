"""What the council's other systems say in (c): schools, people, a panel, a round, many forms."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import orjson

from attain.demo import forms, people
from attain.demo import story as days
from attain.demo.acts import round_terms
from attain.demo.casting import Cast
from attain.demo.programme import DEVELOPING, Project
from attain.demo.story import Story
from chassis.contracts.package_files import package_folder
from support.bus import Bus

REGISTERED = "council.schools.school.registered.v1"
RECEIVED = "council.forms.application.received.v1"
PROJECT = Project(1, DEVELOPING, "Leading maths again", 2_100_000, "Val Kirby")


class Council:
    """One telling: as many schools as there will be applications, each applies once."""

    def __init__(self, bus: Bus) -> None:
        self._bus, self.story = bus, Story(datetime.now(UTC))
        self._example = orjson.loads(
            (package_folder("schools", "contracts") / "events" / f"{REGISTERED}.json").read_bytes()
        )
        self._cast = Cast(self._example["la_code"], {1: {"urn": "1"}}, {1: []}, {}, {})

    async def prepares(self, count: int) -> None:
        """Everything that an application needs to be found eligible."""
        for number in range(count):
            school = {**self._example, "urn": self.urn(number), "predecessors": None}
            given = {"aggregateversion": "1", "correlationid": school["urn"]}
            await self._says(REGISTERED, school, school["urn"], days.DIRECTORY, **given)
        authority = self._cast.authority
        for person in people.directory(authority, []):
            kind = "council.directory.person.updated.v1"
            await self._says(kind, person, person["person"], days.DIRECTORY)
        panel = people.panel(authority, self.urn(0), self.urn(1))
        await self._says("council.casework.panel.appointed.v1", panel, "LDT", days.APPOINTED)
        terms = round_terms(SimpleNamespace(story=self.story), self._cast)  # type: ignore[arg-type]
        await self._says("council.casework.round.opened.v1", terms, terms["round"], days.OPENED)

    def applications(self, first: int, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """The contact's address and the form of each."""
        template = forms.form(PROJECT, self._cast, self.story)
        began = self.story.at(days.SUBMITTED, 9)
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

    def urn(self, number: int) -> str:
        """A made-up school's number."""
        return str(700_000 + number)

    async def _says(
        self, event_type: str, data: dict[str, Any], subject: str, day: int, **further: str
    ) -> None:
        time = self.story.at(day).isoformat()
        await self._bus.publish(
            event_type, data, user="operator", subject=subject, time=time, **further
        )
