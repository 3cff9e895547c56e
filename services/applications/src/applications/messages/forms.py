"""Events in, from the online forms: applications, withdrawals, answers and evidence."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel


class FormPartner(BaseModel):
    """A partner school; its mailbox is not read here."""

    urn: str
    consented_by: str
    consented_on: date
    share_pence: int | None = None


class FormMilestone(BaseModel):
    """A planned milestone."""

    title: str
    due: date
    amount_pence: int


class FormResearch(BaseModel):
    """The part of a research project."""

    question: str
    ethics_statement: str
    baseline: str
    findings_due: date


class FormEvidence(BaseModel):
    """Evidence for one criterion."""

    criterion: str
    statement: str
    dated: date


class FormDeveloping(BaseModel):
    """The part of a developing school."""

    criteria: list[str]
    evidence: list[FormEvidence]
    improvement_objective: str


class ApplicationForm(BaseModel):
    """An application; its contact is not read here."""

    form_reference: str
    round: str
    category: str
    title: str
    summary: str
    lead_school: str
    partners: list[FormPartner]
    requested_pence: int
    objectives: list[str]
    planned_start: date
    planned_end: date
    milestones: list[FormMilestone]
    submitted_at: AwareDatetime
    theme: str | None = None
    reach_schools: int | None = None
    research: FormResearch | None = None
    developing: FormDeveloping | None = None


class Withdrawal(BaseModel):
    """The lead school withdrew its application."""

    form_reference: str
    withdrawn_at: AwareDatetime


class OfferAnswer(BaseModel):
    """A school's answer to its offer; the signatory's name is not read here."""

    application: str
    meeting: str
    answer: Literal["accepted", "declined"]
    answered_at: AwareDatetime


class MilestoneEvidence(BaseModel):
    """A project's evidence for a milestone."""

    award: str
    milestone: int
    evidence: str
    spend_pence: int
    submitted_at: AwareDatetime
