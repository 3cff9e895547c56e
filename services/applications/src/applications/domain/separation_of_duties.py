"""Separation of duties: who may not do the next thing because of what they did before."""

from collections.abc import Collection

from applications.domain.reasons import Reason


def release_refusals(
    releaser: str, recorders: Collection[str], voters: Collection[str]
) -> list[Reason]:
    """Whoever recorded or voted, on any version of the decision, does not release."""
    did = [
        *(["recorded"] if releaser in recorders else []),
        *(["voted on"] if releaser in voters else []),
    ]
    if not did:
        return []
    return [
        Reason(
            "duties-release",
            f"{releaser} {' and '.join(did)} the decision; someone else has to release it.",
        )
    ]


def assessment_refusals(
    assessor: str, voters: Collection[str], scorers: Collection[str]
) -> list[Reason]:
    """Whoever voted or scored does not assess."""
    did = [
        *(["voted on"] if assessor in voters else []),
        *(["scored"] if assessor in scorers else []),
    ]
    if not did:
        return []
    return [
        Reason(
            "duties-assess",
            f"{assessor} {' and '.join(did)} the application; someone else has to assess its "
            "milestones.",
        )
    ]
