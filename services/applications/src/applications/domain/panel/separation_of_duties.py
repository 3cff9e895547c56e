"""Separation of duties: who may not do the next thing because of what they did before."""

from collections.abc import Collection, Mapping

from chassis.domain import Reason


def release_refusals(
    releaser: str, recorders: Collection[str], voters: Collection[str]
) -> list[Reason]:
    """Whoever recorded or voted, on any version of the decision, does not release."""
    before = _done_by(releaser, {"recorded": recorders, "voted on": voters})
    message = f"{releaser} {before} the decision; someone else has to release it."
    return [Reason("duties-release", message)] if before else []


def assessment_refusals(
    assessor: str, voters: Collection[str], scorers: Collection[str]
) -> list[Reason]:
    """Whoever voted or scored does not assess."""
    before = _done_by(assessor, {"voted on": voters, "scored": scorers})
    message = f"{assessor} {before} the application; someone else has to assess its milestones."
    return [Reason("duties-assess", message)] if before else []


def _done_by(person: str, deeds: Mapping[str, Collection[str]]) -> str:
    """The deeds of this person, in words; empty where there are none."""
    return " and ".join(deed for deed, people in deeds.items() if person in people)
