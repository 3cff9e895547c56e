"""The sample service, for promises that are the chassis' own."""

from support.hostile import deep_header, raw
from support.sample_fixtures import counting, make_service

__all__ = ["counting", "deep_header", "make_service", "raw"]
