"""What the directory and the forms say about people and their addresses."""

from typing import Any

from pydantic import AwareDatetime, Field

from notifications.incoming.base import Incoming


class Role(Incoming):
    """A role in a scope."""

    role: str
    scope: str


class DirectoryPerson(Incoming):
    """A person in the council's directory."""

    person: str
    name: str
    email: str
    active: bool
    roles: list[Role]
    delivery: dict[str, Any] = Field(default_factory=dict)


class FormContact(Incoming):
    """The person that a form names as its contact."""

    name: str
    email: str


class FormPartner(Incoming):
    """A partner school and its shared mailbox."""

    urn: str
    contact_email: str | None = None


class ApplicationForm(Incoming):
    """The addresses in a form."""

    form_reference: str
    contact: FormContact
    partners: list[FormPartner]


class ContactChange(Incoming):
    """Another contact of a form; with a `urn`, another mailbox of that partner."""

    form_reference: str
    contact: FormContact
    changed_at: AwareDatetime
    urn: str | None = None

    @property
    def person(self) -> str:
        """The entry whose address changes."""
        if self.urn is None:
            return f"contact:{self.form_reference}"
        return f"partner:{self.form_reference}:{self.urn}"

    @property
    def facts(self) -> dict[str, Any]:
        """Without the name and the address: the message is sent to them, and names neither."""
        return self.model_dump(mode="json", exclude={"contact"})
