"""A provider as an aggregate: its offers, and which support holds their days."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from chassis.domain import Aggregate, DomainEvent, MustWait, Reason, Refused, in_full, refuse
from schools.domain.latest import is_news
from schools.domain.support.half_days import as_days, days_in_words
from schools.domain.support.offers import Booking, ProviderOffer, misfits


@dataclass(kw_only=True)
class Provider(Aggregate):
    """All offers of one provider with their bookings; none is ever booked beyond its days."""

    provider: str
    offers: dict[date, ProviderOffer] = field(default_factory=dict)  # by their first day
    bookings: dict[str, Booking] = field(default_factory=dict)  # by support

    def offer(self, sent: ProviderOffer) -> None:
        """Days are offered, or an offer is corrected: never below what is booked on it."""
        refuse(sent.refusals())
        if not is_news(known := self.offers.get(sent.begins), sent):
            return
        refuse(self._still_needed(sent))
        before = self._shown(known) if known else None
        self.offers[sent.begins] = sent
        if (shown := self._shown(sent)) != before:
            self.events.append(DomainEvent("provider.offered", shown))

    def book(self, support: str, wanted: Booking) -> ProviderOffer:
        """Hold the days for a support, instead of those it held before.

        Waits for an offer in these dates; refused with what is left where they do not fit.
        """
        fitting = self._fitting(support, wanted)
        for each in fitting:
            if wanted.half_days <= self.left(each, besides=support):
                self.bookings[support] = replace(wanted, offer=each.begins)
                return each
        raise Refused([self._full(wanted, fitting, support)])

    def release(self, support: str, wanted: Booking, delivered: int) -> ProviderOffer:
        """Free the days of a support, less the half days that were delivered by then.

        What was delivered is a fact: it is held even where other support has the days by now.
        """
        offer = self._closest(support, wanted)
        held = min(delivered, wanted.half_days)
        self.bookings[support] = replace(wanted, half_days=held, offer=offer.begins, released=True)
        return offer

    def forget(self, support: str) -> None:
        """The support moved to another provider."""
        self.bookings.pop(support, None)

    def booked(self, offer: ProviderOffer, besides: str | None = None) -> int:
        """The half days of an offer that are booked, without those of one support."""
        return sum(
            each.half_days
            for support, each in self.bookings.items()
            if each.offer == offer.begins and support != besides
        )

    def left(self, offer: ProviderOffer, besides: str | None = None) -> int:
        """The half days of an offer that can still be booked."""
        return max(0, offer.half_days - self.booked(offer, besides))

    def _touching(self, support: str, wanted: Booking) -> list[ProviderOffer]:
        """The offers in these dates: the one that the support is on first, then the earliest."""
        own = self.bookings.get(support)
        found = [each for _, each in sorted(self.offers.items()) if each.touches(wanted)]
        if not found:
            raise MustWait("provider", self.provider)
        return sorted(found, key=lambda each: own is None or each.begins != own.offer)

    def _fitting(self, support: str, wanted: Booking) -> list[ProviderOffer]:
        touching = self._touching(support, wanted)
        fitting = [each for each in touching if not misfits(wanted, each)]
        if not fitting:
            refuse(misfits(wanted, touching[0]))
        return fitting

    def _closest(self, support: str, wanted: Booking) -> ProviderOffer:
        touching = self._touching(support, wanted)
        return min(touching, key=lambda each: len(misfits(wanted, each)))

    def _full(self, wanted: Booking, fitting: Iterable[ProviderOffer], support: str) -> Reason:
        offer = max(fitting, key=lambda each: self.left(each, support))
        left = self.left(offer, support)
        message = (
            f"{offer.name} has {days_in_words(left)} left of its offer from "
            f"{in_full(offer.begins)}. The support needs {days_in_words(wanted.half_days)}. "
            + (f"Arrange {days_in_words(left)} or less, or " if left else "Free days first, or ")
            + "choose another provider."
        )
        return Reason("provider-full", message)

    def _still_needed(self, sent: ProviderOffer) -> list[Reason]:
        """Why an offer cannot be cut below what is booked on it."""
        booked = self.booked(sent)
        if booked > sent.half_days:
            message = (
                f"{days_in_words(booked)} of {sent.name} are booked. An offer of "
                f"{days_in_words(sent.half_days)} is too few. Offer at least what is booked, or "
                "cancel support first."
            )
            return [Reason("fewer-days-than-booked", message)]
        outside = sorted(
            support
            for support, each in self.bookings.items()
            if each.offer == sent.begins and not each.released and misfits(each, sent)
        )
        if not outside:
            return []
        message = (
            f"The changed offer of {sent.name} no longer covers support that is booked on it: "
            f"{', '.join(outside)}. Offer its dates and kinds too, or cancel it first."
        )
        return [Reason("booked-outside-offer", message)]

    def _shown(self, offer: ProviderOffer) -> dict[str, Any]:
        """The public state of one offer."""
        return {
            "provider": self.provider,
            "name": offer.name,
            "kind": offer.kind,
            "urn": offer.urn,
            "kinds_of_support": list(offer.kinds_of_support),
            "authority": offer.authority,
            "begins": offer.begins,
            "until": offer.until,
            "days": as_days(offer.half_days),
            "booked_days": as_days(self.booked(offer)),
        }
