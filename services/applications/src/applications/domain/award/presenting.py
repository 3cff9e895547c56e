"""What a project tells of its work: findings of research, and whom a hub reached."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from applications.domain.award.paying import Paying
from applications.domain.commands import FindingsPresented, HubReport
from applications.domain.reminding import FINDINGS, settled
from chassis.domain import Reason, backwards, day_begins, in_full, is_known, refuse

RESEARCH, HUB = "research-project", "learning-hub"


@dataclass(kw_only=True)
class Presenting(Paying):
    """An award whose project tells of its work; each method says whether this is news."""

    def present(self, sent: FindingsPresented) -> bool:
        """The last milestone of research may be paid from the first findings on.

        Of several of one day the latest by its own instant holds.
        """
        refuse(self._is_research())
        refuse(backwards("The form", sent.submitted_at, "the award", self.awarded_at))
        presented = day_begins(sent.presented_on)
        refuse(backwards("The form", sent.submitted_at, "the day of the findings", presented))
        kept = [each for each in self.findings if each.presented_on == sent.presented_on]
        thing = f"What {self.reference} presented on {in_full(sent.presented_on)}"
        if is_known(kept, sent, lambda each: each.submitted_at, thing):
            return False
        self.findings.append(sent)
        self.timers.append(settled(FINDINGS, self.reference))
        if sent == max([*kept, sent], key=lambda each: each.submitted_at):
            self._tell_findings(sent)
        self.request_payments()
        return True

    def report_reach(self, sent: HubReport) -> bool:
        """Whom a hub reached in a period; of several of one code the latest holds."""
        refuse(self._is_hub())
        refuse(backwards("The report", sent.submitted_at, "the award", self.awarded_at))
        refuse(_period_refuses(sent))
        kept = [each for each in self.reports if each.report == sent.report]
        thing = f"The report {sent.report} of {self.reference}"
        if is_known(kept, sent, lambda each: each.submitted_at, thing):
            return False
        self.reports.append(sent)
        if sent == max([*kept, sent], key=lambda each: each.submitted_at):
            self._tell_reach(sent)
        return True

    def _is_research(self) -> Iterator[Reason]:
        if self.form.category != RESEARCH:
            message = f"{self.reference} is no research project: it has no findings to present."
            yield Reason("not-research", message)

    def _is_hub(self) -> Iterator[Reason]:
        if self.form.category != HUB:
            message = f"{self.reference} is no learning hub: it has no reach to report."
            yield Reason("not-a-hub", message)

    def _tell_findings(self, sent: FindingsPresented) -> None:
        self._happened(
            "findings.presented",
            presented_on=sent.presented_on,
            where=sent.where,
            open_to_public=sent.open_to_public,
            audience=sent.audience,
            consent_to_publish=sent.consent_to_publish,
            summary=sent.summary if sent.consent_to_publish else None,
            submitted_at=sent.submitted_at,
        )

    def _tell_reach(self, sent: HubReport) -> None:
        reached = sorted(set(sent.schools) - {self.form.lead_school, self.lead_school})
        self._happened(
            "hub.reported",
            report=sent.report,
            begins=sent.begins,
            until=sent.until,
            schools=reached,
            staff=sent.staff,
            sessions=sent.sessions,
            submitted_at=sent.submitted_at,
            warnings=[each._asdict() for each in _overlaps(self.reports, sent)],
        )


def _period_refuses(sent: HubReport) -> Iterator[Reason]:
    if sent.until < sent.begins:
        message = f"until ({sent.until}) is before from ({sent.begins}). Send the period again."
        yield Reason("period-ends-before-it-begins", message)


def _overlaps(reports: Iterable[HubReport], sent: HubReport) -> Iterator[Reason]:
    """The other reports, by their latest word, that tell of a day of the same period."""
    newest = {each.report: each for each in sorted(reports, key=lambda each: each.submitted_at)}
    others = sorted(
        code
        for code, each in newest.items()
        if code != sent.report and each.begins <= sent.until and sent.begins <= each.until
    )
    if others:
        message = f"Its period overlaps that of {', '.join(others)}: staff may be counted twice."
        yield Reason("period-overlaps", message)
