"""The programme of support: what providers offer, and what schools are supported with."""

from schools.domain.support.commands import (
    SupportArrangement,
    SupportDelivery,
    SupportEvaluation,
)
from schools.domain.support.offers import ProviderOffer
from schools.domain.support.programme import Programme, read_programme
from schools.domain.support.provider import Provider
from schools.domain.support.support import ENDS, Support

__all__ = [
    "ENDS",
    "Programme",
    "Provider",
    "ProviderOffer",
    "Support",
    "SupportArrangement",
    "SupportDelivery",
    "SupportEvaluation",
    "read_programme",
]
