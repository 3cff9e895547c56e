"""The scenario as data: a funding round, and one school through support and challenge."""

from attain.scenario.steps import funding, grants, support
from attain.scenario.steps.step import Change, Expect, Publish

STEPS = funding.STEPS | grants.STEPS | support.STEPS
CONVERSION = grants.CONVERSION  # the step that a conversion in the register comes before

__all__ = ["CONVERSION", "STEPS", "Change", "Expect", "Publish"]
