"""The register: whether it would have a school that it lacks, by the extracts that were applied."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from applications.domain.form.forms import Form
from applications.domain.round.rounds import Terms
from chassis.domain import london_date

AGE = timedelta(days=90)  # of an extract, before the form


@dataclass(frozen=True)
class Extract:
    """An extract that was applied whole: of which authorities, and as of which day."""

    kind: str
    selection: tuple[str, ...] | Literal["all"]
    extract_date: date

    def covers(self, authority: str, since: date) -> bool:
        """Whether it holds every school of the authority, and is not older than that day."""
        selected = self.selection == "all" or authority in self.selection
        return self.kind == "full" and selected and self.extract_date >= since


def would_be_known(
    form: Form, unknown: Collection[str], terms: Terms, extracts: Iterable[Extract]
) -> bool:
    """Whether the register is complete enough to say that these schools do not exist.

    It is by full extracts of the round's authority; for a partner, of all the round's authorities.
    """
    applied, since = list(extracts), london_date(form.submitted_at) - AGE
    only_lead = set(unknown) == {form.lead_school}
    authorities = {terms.authority, *(() if only_lead else terms.partner_authorities)}
    return all(any(each.covers(code, since) for each in applied) for code in authorities)
