"""The council's other systems in a journey: they publish, and learn our references by listening."""

from typing import Any

import orjson

from support.bus import Bus, Heard
from support.polling import eventually

SUBMITTED = "council.applications.application.submitted.v1"
SUBJECTS = (
    "application",
    "award",
    "form_reference",
    "payment_reference",
    "person",
    "urn",
    "round",
    "panel",
)
OWN_SUBJECT = {
    "council.casework.round.opened.v1": "round",
    "council.casework.panel.appointed.v1": "panel",
    "council.forms.application.received.v1": "form_reference",
    "council.finance.payment.made.v1": "payment_reference",
}


class Council:
    """Publishes as whichever system owns a type; hears everything that is said."""

    def __init__(self, bus: Bus, heard: Heard) -> None:
        self.bus, self.heard = bus, heard

    @classmethod
    async def joined(cls, bus: Bus) -> "Council":
        return cls(bus, await bus.listen("council.#"))

    async def says(self, event_type: str, data: dict[str, Any], **attributes: str) -> str:
        """Publishes one event under its proper subject; returns its id."""
        field = OWN_SUBJECT.get(event_type) or next(f for f in SUBJECTS if f in data)
        return await self.bus.publish(event_type, data, subject=str(data[field]), **attributes)

    async def hears(self, event_type: str, **fields: Any) -> dict[str, Any]:
        """The data of the first event of a type with these fields, once it is published."""

        def found() -> dict[str, Any] | None:
            said = (orjson.loads(message.body) for message in self.heard.of(event_type))
            return next((d for d in said if all(d.get(k) == v for k, v in fields.items())), None)

        wanted = (
            f"no {event_type} with {fields}; heard {sorted({m.routing_key for m in self.heard})}"
        )
        return await eventually(found, message=wanted)

    async def reference_of(self, form_reference: str) -> str:
        """The application's reference, as casework learns it."""
        submitted = await self.hears(SUBMITTED, form_reference=form_reference)
        return submitted["application"]
