"""Events out: appeals against a released decline."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from applications.events.applications import PublicApplication


class AppealReceived(PublicApplication):
    """The applicant appealed in time; the grounds stay with the officers."""

    event_type: ClassVar[str] = "council.applications.appeal.received.v1"

    meeting: str
    received_at: AwareDatetime


class AppealDecided(PublicApplication):
    """What became of the appeal, published at the release of the decision on it.

    `meeting` is the one that was appealed against. `outcome` is the appeal's: an application whose
    appeal is dismissed or upheld without money stays declined.
    """

    event_type: ClassVar[str] = "council.applications.appeal.decided.v1"

    outcome: Literal["upheld", "upheld-unfunded", "dismissed"]
    meeting: str
    decided_at_meeting: str
    version: int
    reasons: str
    released_at: AwareDatetime
