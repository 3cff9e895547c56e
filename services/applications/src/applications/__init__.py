"""Funding rounds from form to payment."""
