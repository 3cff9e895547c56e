"""Who writes, whom to ask, and why the reader gets the message."""

from dataclasses import dataclass

from notifications.domain.recipients import (
    CLERK,
    CONTACT,
    DIRECTOR,
    FINANCE,
    FORMER,
    HEADTEACHER,
    LEAD_MEMBER,
    OFFICER,
    OPERATOR,
    PANEL,
    PARTNER,
    PERSON,
)

LOOKING_AGAIN = (
    "Reply to this email within 20 working days, or use the council's online form, and say why you "
    "think the decision is wrong. "
    "People who did not vote on it will look at your application again."
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The council's own words in each message [settings].

    `form_url` is the online form, where the council has set its address.
    """

    sender_name: str
    council: str
    contact: str
    looking_again: str
    form_url: str | None = None


_BECAUSE = "You are receiving this because you are"
WHY = {
    CONTACT: f"{_BECAUSE} the contact on the application form.",
    PARTNER: "You are receiving this because your school is a partner in this application.",
    HEADTEACHER: f"{_BECAUSE} the head teacher of a school named in this email.",
    OFFICER: f"{_BECAUSE} a school improvement officer for this school or round.",
    CLERK: f"{_BECAUSE} the clerk of the panel for this round.",
    FINANCE: f"{_BECAUSE} the finance officer for this round.",
    PANEL: f"{_BECAUSE} a member of the Local Delivery Team.",
    DIRECTOR: f"{_BECAUSE} the director for this authority.",
    LEAD_MEMBER: f"{_BECAUSE} the lead member for this authority.",
    FORMER: "You are receiving this because messages about the form came to this address.",
    PERSON: "You are receiving this because this email is about your work.",
    OPERATOR: "You are receiving this because you run this system.",
}
