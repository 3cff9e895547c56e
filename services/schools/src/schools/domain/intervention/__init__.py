"""Steps of the Department for Education at a school: facts that it tells, never computed."""

from schools.domain.intervention.commands import InterventionNotified
from schools.domain.intervention.intervention import Intervention
from schools.domain.intervention.steps import DfeStep, DfeSteps

__all__ = ["DfeStep", "DfeSteps", "Intervention", "InterventionNotified"]
