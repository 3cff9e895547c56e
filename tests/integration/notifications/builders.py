"""The events that notifications hears, made from the examples that their publishers give."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from chassis.contracts.package_files import package_folder
from chassis.testing import Desk
from support.bus import Bus

FORM = "FORM-2026-000123"
APPLICATION = "A-2026-0001"
LEAD, PARTNERS = "151369", ("111632", "134076", "111626")


def example(service: str, happened: str) -> dict[str, Any]:
    """A service's own example of its event."""
    path = package_folder(service, "contracts") / "events" / f"council.{service}.{happened}.v1.json"
    return dict(json.loads(Path(path).read_text()))


async def person(desk: Desk, name: str, *roles: str, **changes: Any) -> None:
    """The directory's word on somebody, given to a desk; a role is written `operator@la:806`."""
    held = [dict(zip(("role", "scope"), role.split("@"), strict=True)) for role in roles]
    data = {"person": name, "name": f"Person {name}", "email": f"{name}@council.example"}
    data |= {"active": True, "roles": held, **changes}
    desk.now += timedelta(seconds=1)  # of two words on somebody the later one holds
    assert await desk.send("council.directory.person.updated.v1", data) == "applied"


class Council:
    """The other systems and services, publishing what happened.

    `taken_in` waits until the service has an event: what is published first is not always first.
    """

    def __init__(
        self, bus: Bus, taken_in: Callable[[str], Awaitable[object]] | None = None
    ) -> None:
        self.bus = bus
        self._taken_in = taken_in

    async def person(
        self, person: str, email: str, *roles: str, active: bool = True, **attributes: str | None
    ) -> str:
        """The directory's word on somebody, heard; a role is written `headteacher@urn:151369`."""
        held = [dict(zip(("role", "scope"), role.split("@"), strict=True)) for role in roles]
        name = f"Person {person.removeprefix('p-')}"
        data = {"person": person, "name": name, "email": email, "active": active, "roles": held}
        kind = "council.directory.person.updated.v1"
        said = await self.bus.publish(kind, data, subject=person, **attributes)
        if self._taken_in is not None:
            await self._taken_in(said)
        return said

    async def form(self, email: str = "jo.bell@example.org", **changes: Any) -> str:
        """A form whose contact is Jo Bell."""
        form = {
            "form_reference": FORM,
            "contact": {"name": "Jo Bell", "email": email, "role": "Deputy headteacher"},
            "partners": [
                {"urn": urn, "contact_email": f"office@{urn}.example.org"} for urn in PARTNERS
            ],
            **changes,
        }
        kind = "council.forms.application.received.v1"
        return await self.bus.publish(kind, form, subject=form["form_reference"])

    async def school(self, urn: str = LEAD, name: str = "Newport Primary School") -> str:
        """A school in the register."""
        return await self.says("schools", "school.registered", urn=urn, name=name)

    async def says(self, service: str, happened: str, *, version: int = 1, **changes: Any) -> str:
        """One of our services' events, its example with these changes."""
        data = example(service, happened)
        if "form_reference" in data:
            data["form_reference"] = FORM
        data |= changes
        reference = {"schools": "urn", "applications": "application"}[service]
        subject = str(data.get("award", data[reference]))
        attributes = {"subject": subject, "aggregateversion": str(version)}
        return await self.bus.publish(f"council.{service}.{happened}.v1", data, **attributes)
