"""The scenario as data: a funding round, and one school through support and challenge."""

from attain.scenario.steps import funding, support
from attain.scenario.steps.step import Change, Expect, Publish

STEPS = funding.STEPS | support.STEPS

__all__ = ["STEPS", "Change", "Expect", "Publish"]
