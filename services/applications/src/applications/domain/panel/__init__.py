"""The panel: seats, interests, reviews and decisions, and who may do what next."""
