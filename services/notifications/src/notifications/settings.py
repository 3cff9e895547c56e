"""The settings of this service: each is NOTIFICATIONS_ and its name in the environment."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field, PrivateAttr, SecretStr

from chassis import ServiceSettings, Work, settings_config
from notifications.domain.states import Patience
from notifications.texts.letterhead import LOOKING_AGAIN, Letterhead


class Settings(ServiceSettings):
    """The mail server, the sender, the roles' mailboxes, and how long a delivery is tried."""

    model_config = settings_config("NOTIFICATIONS_")

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_ca_file: Path | None = None  # the authority to trust; the system's if not set
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_timeout_seconds: float = Field(default=10.0, gt=0)
    smtp_connections: int = Field(default=4, ge=1, le=100)

    sender: str = "school-improvement@council.example"
    sender_name: str = "School improvement programme"
    reply_to: str | None = None  # the sender if not set
    council_name: str = "The council"
    contact: str | None = None  # whom to ask: a name, an address, a telephone number
    form_url: str | None = None  # the council's online form, linked where the reader must use it
    looking_again: str = LOOKING_AGAIN  # how to have a declined application looked at again
    journeys_url: str | None = None  # reporting's page of a journey, linked for staff
    mailboxes: dict[str, str] = Field(default_factory=dict)  # role to shared address

    letters_kept_days: int | None = Field(default=None, ge=1)  # for ever if not set

    retry_first: timedelta = timedelta(seconds=5)
    retry_most: timedelta = timedelta(hours=1)
    give_up_after: timedelta = timedelta(hours=48)
    find_within: timedelta = timedelta(hours=24)  # the time that an event waits too
    lease: timedelta = timedelta(seconds=45)

    _mail_due: asyncio.Event = PrivateAttr(default_factory=asyncio.Event)

    @property
    def mail_due(self) -> asyncio.Event:
        """Set after a commit that made deliveries: the mail worker waits for it."""
        return self._mail_due

    @property
    def send_timeout(self) -> timedelta:
        """The time for one SMTP dialogue, well within the delivery's lease."""
        return self.lease / 3

    @property
    def answers_to(self) -> str:
        """Where a reply goes."""
        return self.reply_to or self.sender

    @property
    def letterhead(self) -> Letterhead:
        """The council's own words in each message."""
        return Letterhead(
            sender_name=self.sender_name,
            council=self.council_name,
            contact=self.contact or self.answers_to,
            looking_again=self.looking_again,
            form_url=self.form_url,
        )

    @property
    def patience(self) -> Patience:
        """How long and how often a delivery is tried."""
        return Patience(self.retry_first, self.retry_most, self.give_up_after)


def settings_of(work: Work) -> Settings:
    """The settings in a unit of work, with this service's type."""
    assert isinstance(work.settings, Settings)  # noqa: S101 - main.py gives no other
    return work.settings
