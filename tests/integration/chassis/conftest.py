"""The sample service, built and run on a vhost and a store of each test's own."""

from support.hostile import deep_header, raw
from support.sample_fixtures import counting, desk, fates, make_service, seen

__all__ = ["counting", "deep_header", "desk", "fates", "make_service", "raw", "seen"]
