"""What we do with the programme of support: offers, bookings, deliveries, evaluations, ends."""

from collections.abc import Iterable
from typing import cast

from sqlmodel import col

from chassis import Work
from schools.domain.support import Provider, Support, SupportEvaluation
from schools.incoming import ProviderOffered, SupportArranged, SupportDelivered, TimerDue
from schools.settings import Settings
from schools.store.repositories import PROVIDERS, SUPPORTS
from schools.store.tables import SupportRow
from schools.use_cases.register.schools import facts_of, school_facts


async def offer_days(offered: ProviderOffered, work: Work) -> None:
    """A provider offers days, or corrects an offer."""
    provider = await _provider(work, offered.provider)
    provider.offer(offered.command())
    await PROVIDERS.save(work, provider)


async def arrange_support(arranged: SupportArranged, work: Work) -> None:
    """Support was arranged, changed or cancelled; waits for the school and for the offer."""
    school = await school_facts(arranged.urn, work)
    support = await SUPPORTS.held(work, arranged.support) or Support(support=arranged.support)
    providers = await _providers_of(work, [support], arranged.provider)
    programme = cast("Settings", work.settings).programme
    support.arrange(arranged.command(), school, providers, programme, work.now)
    await _save(work, [support], providers)


async def deliver_support(delivered: SupportDelivered, work: Work) -> None:
    """A part was delivered; waits for the support."""
    support = await SUPPORTS.open(work, delivered.support)
    providers = await _providers_of(work, [support])
    support.deliver(delivered.command(), providers)
    await _save(work, [support], providers)


async def evaluate_support(evaluated: SupportEvaluation, work: Work) -> None:
    """The school or the adviser rated it; waits for the support."""
    support = await SUPPORTS.open(work, evaluated.support)
    support.evaluate(evaluated)
    await SUPPORTS.save(work, support)


async def end_support(due: TimerDue, work: Work) -> None:
    """The day after its last day began."""
    support = await SUPPORTS.open(work, due.subject)
    support.end(work.now)
    await SUPPORTS.save(work, support)


async def follow_school(urn: str, work: Work) -> None:
    """The register changed the school: support of a closed one ends, of an open one goes on.

    All supports are locked before any provider, as where one support is arranged.
    """
    known = await SUPPORTS.references(work.session, col(SupportRow.urn) == urn)
    await work.lock(*(f"support:{each}" for each in known))
    supports = [await SUPPORTS.open(work, each) for each in known]
    providers = await _providers_of(work, supports)
    school = await facts_of(urn, work)
    for support in supports:
        if support.urn == urn:  # and was not arranged for another school meanwhile
            support.follow_school(school, providers, work.now)
    await _save(work, supports, providers)


async def _provider(work: Work, code: str) -> Provider:
    return await PROVIDERS.held(work, code) or Provider(provider=code)


async def _providers_of(
    work: Work, supports: Iterable[Support], *others: str
) -> dict[str, Provider]:
    """The providers of these supports and others, under their locks."""
    codes = sorted({*others, *(each.provider for each in supports if each.terms)})
    await work.lock(*(f"provider:{each}" for each in codes))
    return {code: await _provider(work, code) for code in codes}


async def _save(work: Work, supports: Iterable[Support], providers: dict[str, Provider]) -> None:
    await SUPPORTS.save_all(work, supports)
    known = [each for each in providers.values() if each.offers]
    await PROVIDERS.save_all(work, known)
