"""What was delivered of a support: half days, attendances by group, and what is odd about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chassis.domain import Reason, in_full
from schools.domain.support.commands import GROUPS, SupportArrangement, SupportDelivery
from schools.domain.support.half_days import days_in_words


@dataclass(frozen=True)
class Delivered:
    """The deliveries of a support, in the order of their days.

    One outside the support's days is kept, and counts neither as days nor as attendances.
    """

    arrangement: SupportArrangement
    last_day: date
    deliveries: Sequence[SupportDelivery]

    @property
    def counted(self) -> list[SupportDelivery]:
        """Those from the first day to the last."""
        return [each for each in self.deliveries if self._counts(each)]

    @property
    def half_days(self) -> int:
        """Everything that counts; it may be more than what was arranged."""
        return sum(each.half_days for each in self.counted)

    @property
    def headcount(self) -> dict[str, int]:
        """Attendances by group, never a number of people: one person may come every time."""
        return {
            group: sum(each.headcount.get(group, 0) for each in self.counted)
            for group in GROUPS
            if group in self.arrangement.groups or self._came(group)
        }

    def warnings(self) -> list[Reason]:
        """What an officer should look at; everything is kept all the same [default]."""
        return [*self._beyond(), *self._outside(), *self._unexpected()]

    def _counts(self, delivery: SupportDelivery) -> bool:
        return self.arrangement.begins <= delivery.delivered_on <= self.last_day

    def _came(self, group: str) -> bool:
        return any(each.headcount.get(group, 0) for each in self.counted)

    def _beyond(self) -> list[Reason]:
        arranged, delivered = self.arrangement.half_days, self.half_days
        if delivered <= arranged:
            return []
        message = (
            f"{days_in_words(delivered)} were delivered and {days_in_words(arranged)} arranged. "
            "Check the deliveries, or arrange more days."
        )
        return [Reason("delivered-beyond-arranged", message)]

    def _outside(self) -> list[Reason]:
        begins, last = in_full(self.arrangement.begins), in_full(self.last_day)
        return [
            Reason(
                "delivered-outside-dates",
                f"Delivery {each.delivery} on {in_full(each.delivered_on)} does not count. The "
                f"support runs from {begins} to {last}.",
            )
            for each in self.deliveries
            if not self._counts(each)
        ]

    def _unexpected(self) -> list[Reason]:
        groups = self.arrangement.groups
        named = ", ".join(groups).replace("_", " ")
        return [
            Reason(
                "group-not-arranged",
                f"Attendances of {group.replace('_', ' ')} were recorded. The support is for "
                f"{named}.",
            )
            for group in GROUPS
            if group not in groups and self._came(group)
        ]
