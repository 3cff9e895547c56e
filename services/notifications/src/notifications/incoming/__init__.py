"""Events as this service reads them: only the fields that a message or its address needs."""

from notifications.incoming.applications import (
    Appeal,
    AppealDecision,
    Application,
    ConditionStep,
    ConsentAnswer,
    EndedApplication,
    HeldApplication,
    IneligibleApplication,
    LapsedOffer,
    MeetingDecision,
    NovatedApplication,
    Offer,
    OfferMade,
    ReleasedDecision,
    Reviewed,
    ReviewStep,
    WaiverUsed,
)
from notifications.incoming.awards import (
    Award,
    AwardEnd,
    Findings,
    FindingsReminder,
    HubReport,
    MilestoneStep,
    NovatedAward,
    Payment,
    Recovery,
    SuspendedAward,
    Variation,
)
from notifications.incoming.base import Incoming, Reason
from notifications.incoming.cases import Case, LateVisit, VisitNote
from notifications.incoming.directory import ApplicationForm, ContactChange, DirectoryPerson
from notifications.incoming.meetings import Meeting, MeetingAtRisk, ScheduledMeeting
from notifications.incoming.notices import Intervention, Notice, NoticeReminder, PowerUsed
from notifications.incoming.schools import Concern, Inspection, School, SchoolEvent
from notifications.incoming.strategy import Strategy
from notifications.incoming.support import Support, SupportRating
from notifications.incoming.system import DigestDue, FailedNotification, GroupDue, Rejection, Report
from notifications.incoming.tiers import Tier, TierChange, TierProposal

OWNERS = ("applications", "schools", "notifications")  # the services that reject events

__all__ = [
    "OWNERS",
    "Appeal",
    "AppealDecision",
    "Application",
    "ApplicationForm",
    "Award",
    "AwardEnd",
    "Case",
    "Concern",
    "ConditionStep",
    "ConsentAnswer",
    "ContactChange",
    "DigestDue",
    "DirectoryPerson",
    "EndedApplication",
    "FailedNotification",
    "Findings",
    "FindingsReminder",
    "GroupDue",
    "HeldApplication",
    "HubReport",
    "Incoming",
    "IneligibleApplication",
    "Inspection",
    "Intervention",
    "LapsedOffer",
    "LateVisit",
    "Meeting",
    "MeetingAtRisk",
    "MeetingDecision",
    "MilestoneStep",
    "Notice",
    "NoticeReminder",
    "NovatedApplication",
    "NovatedAward",
    "Offer",
    "OfferMade",
    "Payment",
    "PowerUsed",
    "Reason",
    "Recovery",
    "Rejection",
    "ReleasedDecision",
    "Report",
    "ReviewStep",
    "Reviewed",
    "ScheduledMeeting",
    "School",
    "SchoolEvent",
    "Strategy",
    "Support",
    "SupportRating",
    "SuspendedAward",
    "Tier",
    "TierChange",
    "TierProposal",
    "Variation",
    "VisitNote",
    "WaiverUsed",
]
