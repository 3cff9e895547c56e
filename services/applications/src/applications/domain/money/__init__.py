"""Money to the penny: the round's budget, offers, milestones and payments."""
