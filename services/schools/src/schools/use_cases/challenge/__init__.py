"""What is done with concerns, tiers, cases, visits, notices and powers."""
