"""Sends each delivery by SMTP until it reaches a final state."""
