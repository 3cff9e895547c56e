"""Which family of events changes which read models: one line for each family.

A line for one type of a family takes the place of the family's.
"""

from functools import lru_cache

from reporting.projections.derived import payment, rejection, school_change
from reporting.projections.read_model import ReadModel, copy_of, derived
from reporting.store import (
    ApplicationRow,
    AwardRow,
    DeliveryRow,
    ImportRow,
    PaymentRow,
    RejectionRow,
    RoundRow,
    SchoolChangeRow,
    SchoolRow,
    StepRow,
    TierRow,
)

_APPLICATION = (copy_of(ApplicationRow), copy_of(StepRow))
_AWARD = (copy_of(AwardRow),)
_REJECTION = (derived(RejectionRow, rejection),)

FAMILIES: dict[str, tuple[ReadModel, ...]] = {
    "applications.round": (copy_of(RoundRow),),
    "applications.application": _APPLICATION,
    "applications.review": _APPLICATION,
    "applications.decision": _APPLICATION,
    "applications.offer": _APPLICATION,
    "applications.condition": _APPLICATION,
    "applications.award": _AWARD,
    "applications.milestone": _AWARD,
    "applications.payment": (*_AWARD, derived(PaymentRow, payment)),
    "schools.school": (copy_of(SchoolRow), derived(SchoolChangeRow, school_change)),
    "schools.tier": (copy_of(TierRow),),
    "schools.tier.proposed": (),  # changes nothing until an officer decides
    "schools.register": (copy_of(ImportRow),),
    "notifications.notification": (copy_of(DeliveryRow),),
    "applications.event": _REJECTION,
    "notifications.event": _REJECTION,
    "schools.event": _REJECTION,
}


@lru_cache(maxsize=1024)
def read_models_of(event_type: str) -> tuple[tuple[ReadModel, ...], str]:
    """The read models that a type changes, and what happened, such as offer.accepted.

    Types are council.<service>.<thing>.<happened>.v1; another version is another contract.
    """
    parts = event_type.split(".")
    if len(parts) != 5 or parts[4] != "v1":
        return (), ""
    thing = f"{parts[1]}.{parts[2]}"
    models = FAMILIES.get(f"{thing}.{parts[3]}", FAMILIES.get(thing, ()))
    return models, f"{parts[2]}.{parts[3]}"
