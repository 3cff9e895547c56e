"""The authority's powers of intervention: eligibility, derived and explained, and their use."""

from schools.domain.power.commands import PowerUsed
from schools.domain.power.eligibility import Eligibility, eligibility
from schools.domain.power.power import Power
from schools.domain.power.situation import Board, Situation

__all__ = ["Board", "Eligibility", "Power", "PowerUsed", "Situation", "eligibility"]
