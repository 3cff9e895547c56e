"""The journal, read models, reports and journeys."""
