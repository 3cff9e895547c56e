"""The schools of an application as they are now: what changed stands beside its form."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from applications.domain.form.forms import Form, Partner

CONSENTS = "consents"
CHANGE_OF_LEAD = "change-of-lead"


@dataclass(frozen=True, kw_only=True)
class Novation:
    """What one school had in an application or award moved to another, with its consent."""

    key: str = ""
    from_urn: str
    successor: str
    ground: str
    consented_by: str
    consented_on: date
    agreed_by: str
    agreed_at: datetime
    released_by: str | None = None
    released_on: date | None = None

    @property
    def order(self) -> tuple[datetime, str]:
        """By when it was agreed, not by when it arrived."""
        return (self.agreed_at, self.key)


@dataclass(frozen=True, kw_only=True)
class PartnerAnswer:
    """A partner's own word: it consents, refuses, or leaves; of several the latest holds."""

    key: str = ""
    urn: str
    answer: str
    role: str
    answered_at: datetime
    reason: str = ""

    @property
    def order(self) -> tuple[datetime, str]:
        """By when it was given, not by when it arrived."""
        return (self.answered_at, self.key)


def latest_answers(answers: Iterable[PartnerAnswer]) -> dict[str, PartnerAnswer]:
    """Each partner's last word."""
    return {each.urn: each for each in sorted(answers, key=lambda each: each.order)}


def claims_only(form: Form, answers: Iterable[PartnerAnswer]) -> list[Partner]:
    """The partners that did not answer: their consent is the lead's claim."""
    answered = latest_answers(answers)
    return [each for each in form.partners if each.urn not in answered]


def why_resumed(novation: Novation | None) -> str:
    """Why what waited for a school goes on."""
    if novation is None:
        return "Its schools are open again."
    return f"{novation.successor} took the place of {novation.from_urn}."


def current_form(
    form: Form,
    novations: Iterable[Novation] = (),
    answers: Iterable[PartnerAnswer] = (),
    closed: Collection[str] = (),
) -> Form:
    """The form with the schools that take part now.

    Partners that refused or left, or closed without a successor, are out: their share is the
    lead's. `closed` are those partners.
    """
    for each in sorted(novations, key=lambda one: one.order):
        form = novated(form, each)
    said = latest_answers(answers)
    out = {urn for urn, each in said.items() if each.answer != CONSENTS}.union(closed)
    kept = tuple(each for each in form.partners if each.urn not in out)
    return replace(form, partners=kept)


def novated(form: Form, novation: Novation) -> Form:
    """The form after one novation; a school that took part already keeps one place.

    Its two shares are added up. A change of lead leaves the former lead out.
    """
    old, new = novation.from_urn, novation.successor
    if old == form.lead_school:
        partners = tuple(each for each in form.partners if each.urn != new)
        return replace(form, lead_school=new, partners=partners)
    if new == form.lead_school:
        return replace(form, partners=tuple(each for each in form.partners if each.urn != old))
    moved = [
        replace(
            each,
            urn=new,
            consented_by=novation.consented_by,
            consented_on=novation.consented_on,
        )
        if each.urn == old
        else each
        for each in form.partners
    ]
    return replace(form, partners=_merged(moved))


def _merged(partners: Iterable[Partner]) -> tuple[Partner, ...]:
    """One place for each school; two shares of one school are added up."""
    places: dict[str, Partner] = {}
    for each in partners:
        if (known := places.get(each.urn)) is None:
            places[each.urn] = each
            continue
        shares = [one.share_pence for one in (known, each) if one.share_pence is not None]
        places[each.urn] = replace(known, share_pence=sum(shares) if shares else None)
    return tuple(places.values())
