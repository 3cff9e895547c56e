"""A warning notice from its issue to its conclusion: keeps the facts, derives the state."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from chassis.domain import MustWait, Reason, refuse
from schools.domain.notice.clocked import Clocked
from schools.domain.notice.commands import NoticeConcluded, NoticeIssued
from schools.domain.notice.copies import copy_warnings, missing
from schools.domain.notice.facts import Issue
from schools.domain.notice.refusals import conclusion_refusals, issue_refusals
from schools.domain.notice.standing import INCOMPLETE, ISSUED, Standing, end_of, standing
from schools.domain.notice.surroundings import Surroundings


@dataclass(kw_only=True)
class Notice(Clocked):
    """One notice; every change of its state is one of its methods.

    Facts are kept, and what is known of the notice is derived from all of them, so that any order
    and repetition of the same events leaves the same notice.
    """

    @classmethod
    def of(cls, sent: NoticeIssued, around: Surroundings) -> "Notice":
        """A notice that nobody told of before."""
        school = around.school
        return cls(
            notice=sent.notice,
            urn=sent.urn,
            name=school.name,
            la_code=school.la_code,
            guidance=around.guidance,
        )

    def issue(self, sent: NoticeIssued, around: Surroundings) -> None:
        """The authority gave the notice, or logged more copies of it: they are added up.

        It counts as issued with the last required copy. Refused: what the Act does not allow, and
        other content under the same time of issue (`contradicts-earlier`).
        """
        known = self._issued_at(sent)
        if known is None:
            refuse([*self._of_another_school(sent), *issue_refusals(sent, around)])
            self.issues.append(Issue(sent))
        else:
            refuse(_contradictions(known.sent, sent))
            copies = tuple(dict.fromkeys((*known.sent.copies, *sent.copies)))
            grown = replace(known, sent=replace(known.sent, copies=copies))
            self.issues[self.issues.index(known)] = grown
        self.settle(around)

    def conclude(self, told: NoticeConcluded, around: Surroundings) -> None:
        """The authority decided; waits for a notice that counts as issued.

        Refused: "not complied" on or before the last day of the compliance period, and a decision
        on a notice that had no effect any more.
        """
        if self.standing.state == INCOMPLETE:
            raise MustWait("notice", self.notice)
        if told in self.conclusions:
            return
        refuse(conclusion_refusals(told, self.held.sent, end_of(self.held.sent, around)))
        refuse(self._decided_otherwise(told))
        self.conclusions.append(told)
        self.settle(around)

    def settle(self, around: Surroundings) -> None:
        """Derive the notice anew from what is known, and publish what that changes.

        Called whenever something changed: the notice, the school, or a step of the department.
        """
        before = self.shown()
        self._count(around)
        held = self.held.sent
        self.warnings = copy_warnings(held, around.foundation)
        self.missing = [] if self.held.counts else missing(held.copies, around.foundation)
        end = end_of(held, around)
        self.valid = [each for each in self.conclusions if not conclusion_refusals(each, held, end)]
        derived = standing(self.conclusion, end) if self.held.counts else Standing()
        if before is None and derived.state not in {INCOMPLETE, ISSUED}:
            before = self._become(Standing(ISSUED), before)
        self._become(derived, before)
        self.run_clocks(around)

    def _become(self, changed: Standing, before: dict[str, Any] | None) -> dict[str, Any] | None:
        self.standing = changed
        shown = self.shown()
        if shown is not None and shown != before:
            self._happened(f"notice.{changed.state}")
        return shown

    def _count(self, around: Surroundings) -> None:
        """An issue counts once every required copy is logged, and does not cease to."""
        self.issues = [
            each
            if each.counts
            else replace(each, counts=not missing(each.sent.copies, around.foundation))
            for each in self.issues
        ]

    def _issued_at(self, sent: NoticeIssued) -> Issue | None:
        found = (each for each in self.issues if each.sent.issued_at == sent.issued_at)
        return next(found, None)

    def _of_another_school(self, sent: NoticeIssued) -> list[Reason]:
        if sent.urn == self.urn:
            return []
        message = (
            f"Notice {self.notice} was given to {self.name} ({self.urn}). "
            "Send a notice to another school under a reference of its own."
        )
        return [Reason("contradicts-earlier", message)]

    def _decided_otherwise(self, told: NoticeConcluded) -> list[Reason]:
        if all(each.decided_at != told.decided_at for each in self.conclusions):
            return []
        message = (
            f"Another conclusion of {self.notice} has the same time and other content. "
            "Send the right one again with a later time of decision."
        )
        return [Reason("contradicts-earlier", message)]


def _contradictions(known: NoticeIssued, sent: NoticeIssued) -> list[Reason]:
    without = {"copies": ()}
    if asdict(known) | without == asdict(sent) | without:
        return []
    message = (
        f"Notice {sent.notice} is known with the same time of issue and other content. "
        "Only copies can be added. Send a corrected notice with a later time of issue."
    )
    return [Reason("contradicts-earlier", message)]
