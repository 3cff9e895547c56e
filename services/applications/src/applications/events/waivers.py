"""Events out: a waiver let an application pass a rule."""

from datetime import date
from typing import ClassVar

from applications.events.applications import PublicApplication


class WaiverUsed(PublicApplication):
    """A named officer's waiver was used, once."""

    event_type: ClassVar[str] = "council.applications.waiver.used.v1"

    waives: str
    reason: str
    granted_by: str
    until: date
