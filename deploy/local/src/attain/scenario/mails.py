"""The mails that the scenario expects, as data, and those that the stack's mail server received."""

import mailbox
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from attain.scenario.facts import Facts
from attain.scenario.people import CLERK, FINANCE, OFFICER, OPERATOR
from attain.scenario.projects import PROJECTS, Project

# Each sentence's reader has a mail with this fact about each project that has the property.
EXPECTED = {
    "Each contact has a mail about the application.": ("contact", "number", "application"),
    "Each contact has the sum of the offer.": ("contact", "approved", "awarded"),
    "Each contact has a mail about the payment.": ("contact", "paid", "award"),
    "Each head teacher has the sum of the offer.": ("head teacher", "approved", "awarded"),
    "Each partner has a mail about the application.": ("partner", "eligible", "application"),
    "The officer has a mail about each application.": ("officer", "eligible", "application"),
    "The officer has a mail about the evidence.": ("officer", "paid", "award"),
    "The officer has a mail about the inspection.": ("officer", "inspected", "urn"),
    "The clerk has a mail about each reviewed application.": ("clerk", "reviewed", "application"),
    "The finance officer has a mail about each award.": ("finance officer", "accepted", "award"),
    "The contact has the sum of the offer after the appeal.": ("contact", "upheld_pence", "upheld"),
    "The contact is told of the early end.": ("contact", "recover_pence", "ended"),
    "The finance officer has the sum that came back.": (
        "finance officer",
        "recover_pence",
        "recovered",
    ),
    "The operator has a mail about the rejected decision.": (
        "operator",
        "excess_pence",
        "rejected",
    ),
}
STAFF = {"officer": OFFICER, "clerk": CLERK, "finance officer": FINANCE, "operator": OPERATOR}


@dataclass(frozen=True)
class Mail:
    """Its receiver, subject and text."""

    to: str
    subject: str
    text: str

    def is_for(self, address: str, words: str) -> bool:
        """Whether it went to an address (compared without case) and has these words."""
        return address.lower() in self.to.lower() and words in f"{self.subject}\n{self.text}"


def pounds(pence: int) -> str:
    """£25,000, or £8,333.33 where there are pence."""
    return f"£{pence / 100:,.2f}".removesuffix(".00")


def missing(mails: Sequence[Mail], facts: Facts, reader: str, having: str, fact: str) -> list[str]:
    """The addresses that lack one of their mails."""
    return [
        address
        for project in PROJECTS
        if getattr(project, having)
        for address in _addresses(facts, reader, project)
        if not any(mail.is_for(address, _words(facts, project, fact)) for mail in mails)
    ]


def _addresses(facts: Facts, reader: str, project: Project) -> list[str]:
    if reader == "contact":
        return [facts.contact_address(project)]
    if reader == "partner":
        return [facts.office_address(school) for school in facts.selection.partners[project.number]]
    if reader == "head teacher":
        return [f".{facts.head_teacher_id(facts.selection.lead(project))}@"]
    return [STAFF[reader].address]


def _words(facts: Facts, project: Project, fact: str) -> str:
    derived = {
        "awarded": pounds(project.awarded_pence),
        "rejected": "decision.recorded",
        "upheld": f"offer of {pounds(project.upheld_pence)}",
        "ended": "has ended early",
        "recovered": f"{pounds(project.recover_pence)} recovered",
    }
    return str({**facts.of(project), **derived}[fact])


def by_reader(mails: Sequence[Mail]) -> Counter[str]:
    """How many mails each kind of reader received."""
    return Counter(_reader(mail.to) for mail in mails)


def _reader(address: str) -> str:
    for name, person in STAFF.items():
        if person.address in address:
            return f"{name}s"
    if "p-head-" in address:
        return "head teachers"
    return "partner schools" if "office." in address else "contacts and others"


def read_mails(folder: Path) -> Iterator[Mail]:
    """Every mail so far, in the order of its arrival."""
    if (folder / "new").exists():
        kept = mailbox.Maildir(folder, create=False)
        for key in sorted(kept.keys()):
            yield _read(kept.get_bytes(key))


def _read(content: bytes) -> Mail:
    message = message_from_bytes(content, policy=policy.default)
    body = message.get_body(("plain",))
    return Mail(str(message["To"]), str(message["Subject"]), body.get_content() if body else "")
