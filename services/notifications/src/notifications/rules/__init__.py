"""Which event tells which people, with which template."""

from notifications.rules.rule import Rule
from notifications.rules.table import RULES, model_of, rules_for

__all__ = ["RULES", "Rule", "model_of", "rules_for"]
