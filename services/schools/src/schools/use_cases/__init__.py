"""What the service does: load, decide by the domain's rules, save, record the event."""
