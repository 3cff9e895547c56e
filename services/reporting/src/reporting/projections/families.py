"""Which family of events changes which read models: one line for each family.

A line for one type of a family takes the place of the family's.
"""

from functools import lru_cache

from reporting import store
from reporting.projections import derived as rows
from reporting.projections import parts, year_end
from reporting.projections.read_model import ReadModel, copy_of, derived, parts_of

_APPLICATION = (copy_of(store.ApplicationRow), copy_of(store.StepRow))
_AWARD = (copy_of(store.AwardRow), parts_of(store.AwardSchoolRow, parts.award_schools))
_TERMS = (
    derived(store.AwardTermRow, year_end.award_term),
    parts_of(store.TermMilestoneRow, year_end.term_milestones),
)
_PAYMENT = (*_AWARD, derived(store.PaymentRow, rows.payment))
_PAID = (*_PAYMENT, derived(store.PaymentMadeRow, year_end.payment_made))
_REVERSED = (*_PAYMENT, derived(store.PaymentReversedRow, year_end.payment_reversed))
_ACCEPTED = (derived(store.MilestoneAcceptedRow, year_end.milestone_accepted),)
_REJECTION = (derived(store.RejectionRow, rows.rejection),)
_CASE = (
    copy_of(store.CaseRow),
    parts_of(store.CaseObjectiveRow, parts.case_objectives),
    parts_of(store.CasePriorityRow, parts.case_priorities),
)
_SUPPORT = (
    copy_of(store.SupportRow),
    parts_of(store.DeliveryOfSupportRow, parts.support_deliveries),
    parts_of(store.EvaluationRow, parts.support_evaluations),
    parts_of(store.SupportPriorityRow, parts.support_priorities),
)
_RESULTS = (
    derived(store.ResultsRow, rows.results),
    parts_of(store.MeasureRow, parts.measures),
)

FAMILIES: dict[str, tuple[ReadModel, ...]] = {
    "applications.round": (copy_of(store.RoundRow),),
    "applications.application": _APPLICATION,
    "applications.review": _APPLICATION,
    "applications.reviewers": _APPLICATION,
    "applications.decision": _APPLICATION,
    "applications.appeal": (
        derived(store.ApplicationRow, rows.appealed),
        copy_of(store.StepRow),
    ),
    "applications.waiver": _APPLICATION,
    "applications.offer": _APPLICATION,
    "applications.condition": _APPLICATION,
    "applications.consent": (*_APPLICATION, copy_of(store.ConsentRow)),
    "applications.award": (*_AWARD, *_TERMS),
    "applications.milestone": _AWARD,
    "applications.milestone.accepted": (*_AWARD, *_ACCEPTED),
    "applications.payment": _PAYMENT,
    "applications.payment.recorded": _PAID,
    "applications.payment.unmatched": _PAID,
    "applications.payment.reversed": _REVERSED,
    "applications.recovery": (*_AWARD, derived(store.RecoveryRow, year_end.recovery)),
    "applications.findings": _AWARD,
    "applications.findings.presented": (*_AWARD, copy_of(store.FindingsRow)),
    "applications.hub": (
        *_AWARD,
        copy_of(store.HubReportRow),
        parts_of(store.HubSchoolRow, parts.hub_schools),
    ),
    "schools.school": (
        copy_of(store.SchoolRow),
        derived(store.SchoolChangeRow, rows.school_change),
    ),
    "schools.register": (copy_of(store.ImportRow),),
    "schools.inspection": (copy_of(store.InspectionRow),),
    "schools.concern": (derived(store.ConcernRow, rows.concern),),
    "schools.results": _RESULTS,
    "schools.tier": (copy_of(store.TierRow), parts_of(store.TierPeriodRow, parts.tier_periods)),
    "schools.tier.proposed": (copy_of(store.ProposalRow),),
    "schools.case": _CASE,
    "schools.visit": (copy_of(store.VisitRow), derived(store.VisitNoteRow, rows.visit_note)),
    "schools.notice": (copy_of(store.NoticeRow),),
    "schools.power": (copy_of(store.PowerRow),),
    "schools.intervention": (copy_of(store.InterventionRow),),
    "schools.provider": (copy_of(store.ProviderRow),),
    "schools.support": _SUPPORT,
    "schools.story": (
        copy_of(store.StoryRow),
        parts_of(store.StorySchoolRow, parts.story_schools),
    ),
    "schools.strategy": (derived(store.StrategyRow, rows.strategy),),
    "notifications.notification": (copy_of(store.DeliveryRow),),
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
    family, happened = f"{parts[1]}.{parts[2]}", f"{parts[2]}.{parts[3]}"
    return FAMILIES.get(f"{parts[1]}.{happened}", FAMILIES.get(family, ())), happened
