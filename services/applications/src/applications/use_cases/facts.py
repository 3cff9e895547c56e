"""What we do with facts that other systems own: rounds and panels."""

from datetime import UTC
from typing import Any

from applications.domain.money.budget import budget_refusals
from applications.domain.panel.panels import Panel
from applications.domain.round.in_time import in_order
from applications.domain.round.rounds import Closing, Round, RoundHistory, Terms, terms_refusals
from applications.events import RoundClosed, RoundOpened
from applications.incoming import RoundAnnouncement, RoundClosing
from applications.store.application_record import open_application
from applications.store.application_saving import save_application
from applications.store.conversions import value_of
from applications.store.ledger import held_by_category, limit_round
from applications.store.meeting_record import look_again_for_panel
from applications.store.record_facts import (
    add_fact,
    applications_of,
    applications_under,
    appointments,
    event_of,
    round_history,
)
from chassis import Work
from chassis.domain import refuse


async def announce_round(announced: RoundAnnouncement, work: Work) -> None:
    """A round opens, or is announced again with other terms from then on."""
    terms = _terms(announced)
    refuse(terms_refusals(terms))
    await add_fact(work, f"round:{terms.round}", "opened", terms)
    history = await round_history(work, terms.round)
    await _must_cover_what_is_held(terms, history, work)
    await limit_round(work, history)
    work.record(RoundOpened(**public_round(history.latest)))


async def close_round(closing: RoundClosing, work: Work) -> None:
    """A round is closed before its deadline, or cancelled; waits for the round.

    Its applications are locked before the round, as where an application takes money.
    """
    await round_history(work, closing.round)
    known = await applications_of(work, closing.round)
    await work.lock(f"round:{closing.round}", *(f"application:{each}" for each in known))
    await add_fact(work, f"round:{closing.round}", "closed", value_of(Closing, closing))
    state = public_round((await round_history(work, closing.round)).latest)
    work.record(RoundClosed(**state, kind=closing.kind, closed_at=closing.closed_at))
    if closing.kind == "cancelled":
        for reference in await applications_of(work, closing.round):
            application = await open_application(work, reference)
            application.cancel()
            await save_application(work, application)


async def appoint_panel(panel: Panel, work: Work) -> None:
    """A panel's seats were filled, changed or corrected; counts again what it is in force for."""
    await add_fact(work, f"panel:{panel.panel}", "appointed", panel)
    appointed = await appointments(work, panel.panel)
    for reference in await applications_under(work, panel.panel):
        application = await open_application(work, reference, money=True)
        application.reappoint(panel.panel, appointed)
        await save_application(work, application)
    await look_again_for_panel(work, panel.panel)


def _terms(announced: RoundAnnouncement) -> Terms:
    deadline = announced.deadline.astimezone(UTC)
    given = announced.model_dump(exclude_none=True) | {"deadline": deadline}
    return value_of(Terms, given | {"kinds_told_apart": True})


async def _must_cover_what_is_held(terms: Terms, history: RoundHistory, work: Work) -> None:
    """Under the round's lock: terms that are in force now may not fall below what is held.

    Terms that newer ones had replaced before they arrived are kept: they bind nothing now.
    """
    opened = [fact for fact in in_order(history.facts) if isinstance(fact.value, Terms)]
    event = event_of(work)
    if (opened[-1].ce_time, opened[-1].event_id) != (event.time, event.id):
        return
    ceilings = {each.category: each.ceiling_pence for each in terms.categories}
    refuse(budget_refusals(terms.budget_pence, ceilings, await held_by_category(work, terms.round)))


def public_round(round_: Round) -> dict[str, Any]:
    """The public state that every event of a round carries."""
    terms = round_.terms
    return {
        **{name: getattr(terms, name) for name in _ROUND_FIELDS},
        "categories": [
            {name: getattr(each, name) for name in _CATEGORY_FIELDS} for each in terms.categories
        ],
        "themes": list(terms.themes),
        "state": round_.state,
    }


_CATEGORY_FIELDS = ("category", "ceiling_pence", "most_per_award_pence")
_ROUND_FIELDS = (
    "round",
    "authority",
    "title",
    "fund_source",
    "opens_at",
    "deadline",
    "budget_pence",
    "panel",
)
