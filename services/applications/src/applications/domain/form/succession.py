"""Whether a novation may be: to the register's successor or a consenting partner."""

from collections.abc import Iterator, Mapping

from applications.domain.form.eligibility import successor_refusals
from applications.domain.form.forms import Form
from applications.domain.form.parties import CHANGE_OF_LEAD, Novation
from applications.domain.form.schools import School
from applications.domain.round.rounds import Terms
from chassis.domain import MustWait, Reason, in_full, london_date, refuse


def check_succession(
    current: Form, novation: Novation, terms: Terms, schools: Mapping[str, School]
) -> None:
    """Refuse what can never be; wait for the register where it does not say yet what is needed."""
    refuse(_consent_refuses(novation))
    refuse(_place_refuses(current, novation))
    if novation.ground != CHANGE_OF_LEAD:
        _must_be_the_registers_successor(schools.get(novation.from_urn), novation)
    successor = schools.get(novation.successor)
    if successor is None:
        raise MustWait("school", novation.successor)
    lead = novation.from_urn == current.lead_school
    refuse(successor_refusals(successor, terms, novation.agreed_at, lead=lead))


def _consent_refuses(novation: Novation) -> Iterator[Reason]:
    agreed_on = london_date(novation.agreed_at)
    if novation.from_urn == novation.successor:
        yield Reason("same-school", "from_urn and successor are the same. Name two schools.")
    if novation.consented_on > agreed_on:
        yield Reason(
            "consent-after-agreement",
            f"consented_on is {in_full(novation.consented_on)}, after the agreement on "
            f"{in_full(agreed_on)}. The successor must consent first.",
        )
    if novation.ground != CHANGE_OF_LEAD:
        return
    if novation.released_by is None or novation.released_on is None:
        yield Reason(
            "release-missing",
            "A change of lead needs both consents. Give released_by and released_on: the role "
            "at the school that gives the lead up, and the day.",
        )
    elif novation.released_on > agreed_on:
        yield Reason(
            "release-after-agreement",
            f"released_on is {in_full(novation.released_on)}, after the agreement on "
            f"{in_full(agreed_on)}. The school must give up the lead first.",
        )


def _place_refuses(current: Form, novation: Novation) -> Iterator[Reason]:
    old, new = novation.from_urn, novation.successor
    if novation.ground != CHANGE_OF_LEAD:
        if old not in current.schools:
            yield Reason(
                "not-a-party",
                f"from_urn {old} does not take part. Name one of: {', '.join(current.schools)}.",
            )
        return
    if old != current.lead_school:
        yield Reason(
            "not-the-lead", f"from_urn {old} is not the lead school, {current.lead_school} is."
        )
    if new not in {each.urn for each in current.partners}:
        named = ", ".join(each.urn for each in current.partners) or "none"
        yield Reason(
            "not-a-partner",
            f"successor {new} is not a consenting partner. The partners are: {named}.",
        )


def _must_be_the_registers_successor(old: School | None, novation: Novation) -> None:
    if old is None or not old.is_closed or not old.successors:
        raise MustWait("school", novation.from_urn)
    if novation.successor not in old.successors:
        message = (
            f"successor {novation.successor} does not follow {old.name} ({old.urn}) in the "
            f"register. Name its successor there: {', '.join(old.successors)}."
        )
        refuse([Reason("not-the-successor", message)])
