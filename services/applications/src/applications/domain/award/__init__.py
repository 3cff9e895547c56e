"""The award as an aggregate: it alone changes its milestones, its payments and its state."""

from applications.domain.award.award import Award

__all__ = ["Award"]
