"""The sample service, for promises that are the chassis' own."""

from support.sample_fixtures import counting, make_service

__all__ = ["counting", "make_service"]
