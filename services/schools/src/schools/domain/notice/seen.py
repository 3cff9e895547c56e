"""A warning notice as it was on one day: what eligibility for intervention is derived from."""

from dataclasses import dataclass
from datetime import date

from chassis.domain import london_date
from schools.domain.notice.commands import NoticeConcluded, PowersNotice
from schools.domain.notice.facts import Facts
from schools.domain.notice.standing import INCOMPLETE, latest
from schools.domain.notice.window import window_ends


@dataclass(frozen=True, kw_only=True)
class SeenNotice:
    """What had been done under the notice up to the day; outcome None: nothing was decided yet."""

    notice: str
    route: str
    issued_on: date
    counts: bool  # every required copy is logged
    compliance_ends: date
    window_ends: date
    outcome: str | None
    powers_notice: PowersNotice | None
    ended_because: str | None


def seen_on(notice: Facts, day: date) -> SeenNotice:
    """The notice as of the end of the day, by everything that is known of it now."""
    sent, standing = notice.held.sent, notice.standing
    decided = [each for each in notice.valid if london_date(each.decided_at) <= day]
    told, ended_on = latest(decided), standing.ended_on
    over = standing.ended_because and (ended_on is None or ended_on <= day)
    return SeenNotice(
        notice=notice.notice,
        route=sent.route,
        issued_on=london_date(sent.issued_at),
        counts=standing.state != INCOMPLETE,
        compliance_ends=sent.compliance_ends,
        window_ends=window_ends(sent.compliance_ends),
        outcome=told.outcome if told else None,
        powers_notice=_powers_notice(notice.valid, day),
        ended_because=standing.ended_because if over else None,
    )


def _powers_notice(valid: list[NoticeConcluded], day: date) -> PowersNotice | None:
    """The last one given up to the day; a conclusion that was sent again later may tell of it."""
    given = [each.powers_notice for each in valid if each.powers_notice]
    return max(
        (each for each in given if each.given_on <= day),
        key=lambda each: each.given_on,
        default=None,
    )
