"""The minutes of an item as they were recorded, and what each decision rested on."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from applications.views import officer

Json = dict[str, Any]


async def of_item(session: AsyncSession, reference: str, meeting: str) -> list[Json]:
    """Each version of the decision that this meeting took on an application, oldest first."""
    file = await officer.application(session, reference)
    if file is None:
        return []
    return [
        _minute(decision, version, file["reviews"])
        for version, decision in enumerate(file["decisions"], start=1)
        if decision["meeting"] == meeting
    ]


def _minute(decision: Json, version: int, reviews: list[Json]) -> Json:
    """The panel that it is judged by, the vote as counted, and the reviews that counted by then."""
    panel, tally = decision["panel"], decision["tally"]
    counted = {
        each["reviewer"]
        for each in reviews
        if each["excluded"] is None and each["recorded_at"] <= decision["recorded_at"]
    }
    return {
        "version": version,
        "outcome": decision["outcome"],
        "awarded_pence": decision["awarded_pence"],
        "reasons": decision["reasons"],
        "conditions": decision["conditions"],
        "votes": [
            {**vote, "excluded": tally["excluded"].get(vote["person"])}
            for vote in decision["votes"]
        ],
        "status": decision["status"],
        "flagged": decision["flagged"],
        "recorded_by": decision["recorded_by"],
        "recorded_at": decision["recorded_at"],
        "released_at": decision["released_at"],
        "rested_on": {
            "panel": panel["panel"],
            "seats": len(panel["members"]),
            "quorum": panel["quorum"],
            "tally": tally,
            "reviews": sorted(counted),
        },
    }
