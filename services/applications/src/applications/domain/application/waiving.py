"""Refuses double funding, and tells once of each waiver that lets an application pass a rule."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from applications.domain.application.case import Case
from applications.domain.form.waivers import Waiver
from applications.domain.money.double_funding import double_funding, plan_of
from chassis.domain import refuse


@dataclass(kw_only=True)
class Waiving(Case):
    """An application for which an officer may have waived a rule."""

    def _must_not_be_double(self, *, released: bool = False) -> None:
        """Refuse to fund it beside another one for the same school, dates and purpose.

        `released` leaves out what is not released yet: its own release is judged then.
        """
        others = [each for each in self.beside if each.released or not released]
        plan, names = plan_of(self.form, self.current.schools), (self.reference,)
        reasons, used = double_funding(plan, names, self.waivers, others)
        refuse(reasons)
        self.use(used)

    def use(self, waivers: Iterable[Waiver]) -> None:
        """A waiver let it pass: told once."""
        for waiver in waivers:
            of_rule = [each for each in self.waivers if each.about == waiver.about]
            if any(each.used_at for each in of_rule):
                continue
            self.waivers.remove(waiver)
            self.waivers.append(replace(waiver, used_at=self.at))
            self._happened(
                "waiver.used",
                waives=waiver.waives,
                reason=waiver.reason,
                granted_by=waiver.granted_by,
                until=waiver.until,
            )
