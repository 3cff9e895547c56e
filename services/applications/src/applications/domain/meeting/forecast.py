"""The forecast of quorum: whether an item can be decided if everybody who may comes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from applications.domain.panel.panels import Panel, Vote, tally


@dataclass(frozen=True)
class Risk:
    """An item that would be inquorate, and what is missing."""

    application: str
    missing: tuple[str, ...]


def forecast(
    application: str, panel: Panel, interests: Mapping[str, str], scorers: Collection[str]
) -> Risk | None:
    """None where some of those who may vote on it would be quorate.

    It is the count of a vote in which every member and every substitute takes part: nobody who
    may vote can be missing from it, so a quorate set is never overlooked.
    """
    everybody = [Vote(person, "abstain") for person in sorted(panel.people)]
    best = tally(panel, everybody, interests, scorers)
    if best.quorate:
        return None
    short = best.needed - best.present
    members = [f"{short} more {'member' if short == 1 else 'members'}"] if short > 0 else []
    return Risk(application, (*members, *best.missing))
