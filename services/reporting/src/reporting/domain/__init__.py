"""The rules: what an event changes in the read models, and how a report's figures are made."""
