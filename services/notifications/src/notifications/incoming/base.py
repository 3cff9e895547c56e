"""How every event is read: other fields of it are ignored."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Incoming(BaseModel):
    """A tolerant reader: other fields of an event are ignored."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    @property
    def facts(self) -> dict[str, Any]:
        """The fields as plain values, for rules, templates and the store."""
        return self.model_dump(mode="json")


class Reason(Incoming):
    """One reason: a code for machines, a sentence for people."""

    code: str
    message: str
